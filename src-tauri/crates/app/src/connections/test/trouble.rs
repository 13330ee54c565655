//! What can be in the way to a server, told apart: each has another cause and another fix.

use drydock_connector::{Fault, FaultKind, NOT_SECURED};
use drydock_model::{Code, Explain, Next, Problem};
use std::io;

#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    #[error("{0} is not known")]
    UnknownHost(String),
    #[error("{0} did not answer")]
    NoAnswer(String),
    #[error("nobody listens at port {port} of {host}")]
    NobodyListens { host: String, port: u16 },
    #[error("{0} cannot be reached")]
    NoWay(String, #[source] io::Error),
    #[error("there is no socket at {0}")]
    NoSocket(String),
    #[error("the line to {host} cannot be secured")]
    NotSecured { host: String, why: Insecure },
    #[error("the sign-in of {user} was not accepted")]
    Refused { user: String, fault: Fault },
    #[error("{} is not there", .0.place)]
    NotThere(Fault),
    #[error("{user} may not come in")]
    NotAllowed { user: String, fault: Fault },
}

#[derive(Debug)]
pub enum Insecure {
    NotOffered,
    UnknownIssuer,
    OtherName,
    Expired,
    Revoked,
    /// In the words of the library.
    Other(String),
}

impl Insecure {
    fn of(words: &str) -> Insecure {
        let has = |part: &str| words.contains(part);
        match () {
            () if has("does not support TLS") => Insecure::NotOffered,
            () if has("UnknownIssuer") || has("CaUsedAsEndEntity") => Insecure::UnknownIssuer,
            () if has("NotValidForName") || has("not valid for") => Insecure::OtherName,
            () if has("Expired") || has("expired") => Insecure::Expired,
            () if has("Revoked") => Insecure::Revoked,
            () => Insecure::Other(words.to_owned()),
        }
    }
}

impl Trouble {
    /// What a visit answered; the fault's own telling where it says all.
    pub fn of(fault: Fault, host: &str, user: &str) -> Problem {
        let (host, user) = (host.to_owned(), user.to_owned());
        match fault.kind {
            _ if is_insecure(&fault) => {
                let why = Insecure::of(&fault.message);
                Trouble::NotSecured { host, why }.problem()
            }
            FaultKind::SignIn => Trouble::Refused { user, fault }.problem(),
            FaultKind::NotThere => Trouble::NotThere(fault).problem(),
            FaultKind::NoRights => Trouble::NotAllowed { user, fault }.problem(),
            _ => fault.problem(),
        }
    }
}

/// The line itself is to blame.
pub fn is_insecure(fault: &Fault) -> bool {
    fault.native.as_deref() == Some(NOT_SECURED)
}

impl Explain for Trouble {
    fn code(&self) -> Code {
        match self {
            Trouble::UnknownHost(_)
            | Trouble::NoAnswer(_)
            | Trouble::NobodyListens { .. }
            | Trouble::NoWay(..)
            | Trouble::NoSocket(_) => Code::CANNOT_REACH,
            Trouble::NotSecured { .. } => Code::TLS,
            Trouble::Refused { .. } => Code::SIGN_IN,
            Trouble::NotThere(_) => Code::NOT_THERE,
            Trouble::NotAllowed { .. } => Code::NO_RIGHTS,
        }
    }

    fn why(&self) -> String {
        match self {
            Trouble::UnknownHost(_) => {
                "no name server that this computer asks knows the name".into()
            }
            Trouble::NoAnswer(_) => {
                "it is off, or a firewall on the way lets nothing through".into()
            }
            Trouble::NobodyListens { .. } => {
                "the computer answers, but no database server does at this port".into()
            }
            Trouble::NoWay(_, cause) => cause.to_string(),
            Trouble::NoSocket(_) => {
                "the server is not running, or keeps its socket elsewhere".into()
            }
            Trouble::NotSecured { why, .. } => match why {
                Insecure::NotOffered => "the server offers no encrypted line".into(),
                Insecure::UnknownIssuer => {
                    "nobody whom this computer trusts vouches for the server's certificate".into()
                }
                Insecure::OtherName => "the server's certificate is for another name".into(),
                Insecure::Expired => "the server's certificate has expired".into(),
                Insecure::Revoked => "the server's certificate was taken back".into(),
                Insecure::Other(words) => words.clone(),
            },
            Trouble::Refused { fault, .. }
            | Trouble::NotThere(fault)
            | Trouble::NotAllowed { fault, .. } => fault.message.clone(),
        }
    }

    fn data(&self) -> String {
        "Safe. Nothing was read or written.".into()
    }

    fn next(&self) -> Vec<Next> {
        vec![Next::advice(match self {
            Trouble::UnknownHost(_) => {
                "Check how the host is spelled, and that you are in the network that knows it."
            }
            Trouble::NoAnswer(_) | Trouble::NoWay(..) => {
                "Check that you are in its network, as by VPN, and that its firewall lets you in."
            }
            Trouble::NobodyListens { .. } => {
                "Check the port, and that the server is running and listens to the network."
            }
            Trouble::NoSocket(_) => "Start the server, or choose its socket again.",
            Trouble::NotSecured { why, .. } => match why {
                Insecure::NotOffered => "Ask who runs the server to turn TLS on.",
                Insecure::UnknownIssuer => {
                    "Choose the certificate of the authority that vouches for it, under TLS."
                }
                Insecure::OtherName => "Write the host as the certificate names it.",
                Insecure::Expired | Insecure::Revoked => {
                    "Ask who runs the server for a new certificate."
                }
                Insecure::Other(_) => "Check the TLS settings and files, then test again.",
            },
            Trouble::Refused { .. } => "Check the user and replace the password, then test again.",
            Trouble::NotThere(_) => "Check how it is spelled, or have it made, then test again.",
            Trouble::NotAllowed { .. } => "Ask who runs the server to let this account in.",
        })]
    }

    fn names(&self) -> Vec<String> {
        match self {
            Trouble::UnknownHost(name) | Trouble::NoAnswer(name) | Trouble::NoWay(name, _) => {
                vec![name.clone()]
            }
            Trouble::NotAllowed { user, .. } => vec![user.clone()],
            Trouble::NotThere(fault) => vec![fault.place.clone()],
            _ => Vec::new(),
        }
    }

    fn detail(&self) -> String {
        match self {
            Trouble::Refused { fault, .. }
            | Trouble::NotThere(fault)
            | Trouble::NotAllowed { fault, .. } => fault.native.clone().unwrap_or_default(),
            _ => String::new(),
        }
    }
}

/// One of each, for the review of all texts.
#[cfg(test)]
pub(crate) fn examples() -> Vec<Problem> {
    let host = || "db.example.org".to_owned();
    let fault = |kind, why: &str| Fault::new(kind, "shop", why);
    let insecure = [
        Insecure::NotOffered,
        Insecure::UnknownIssuer,
        Insecure::OtherName,
        Insecure::Expired,
        Insecure::Revoked,
        Insecure::Other("received fatal alert: HandshakeFailure".into()),
    ];
    let mut all = vec![
        Trouble::UnknownHost(host()),
        Trouble::NoAnswer(host()),
        Trouble::NobodyListens {
            host: host(),
            port: 5432,
        },
        Trouble::NoWay(host(), io::Error::other("network is unreachable")),
        Trouble::NoSocket("/run/postgresql".into()),
        Trouble::Refused {
            user: "ana".into(),
            fault: fault(FaultKind::SignIn, "password authentication failed"),
        },
        Trouble::NotThere(fault(
            FaultKind::NotThere,
            "database \"shop\" does not exist",
        )),
        Trouble::NotAllowed {
            user: "ana".into(),
            fault: fault(FaultKind::NoRights, "access denied to database 'shop'"),
        },
    ];
    all.extend(insecure.map(|why| Trouble::NotSecured { host: host(), why }));
    all.iter().map(Trouble::problem).collect()
}
