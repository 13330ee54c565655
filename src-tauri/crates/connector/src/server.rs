//! The address of a server taken apart: `kind://user@host:port/database?setting=value`. Special characters are
//! percent-encoded (C43). A password may not stand in it: addresses are shown, and kept in files.

use crate::{Address, Fault, FaultKind};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::fmt;

/// What is written as it is; everything else as `%40`.
const CODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Where a server is, and as whom one comes. Empty and none where the address says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Server {
    pub user: String,
    pub host: String,
    pub port: Option<u16>,
    pub database: String,
    pub settings: Vec<(String, String)>,
}

impl Server {
    /// Nothing of what is wrong is repeated: it may be a secret in the wrong place.
    pub fn of(address: &Address) -> Result<Server, Fault> {
        let bad = |why: &str| Fault::new(FaultKind::Unsupported, "the address", why);
        let rest = address.body.strip_prefix("//").ok_or_else(|| {
            bad("it is written otherwise; write it as kind://user@host:port/database")
        })?;
        let (rest, settings) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, database) = rest.split_once('/').unwrap_or((rest, ""));
        let (user, place) = authority.rsplit_once('@').unwrap_or(("", authority));
        let settings: Vec<(&str, &str)> = settings
            .split('&')
            .filter(|s| !s.is_empty())
            .map(|s| s.split_once('=').unwrap_or((s, "")))
            .collect();
        if user.contains(':') || settings.iter().any(|(name, _)| *name == "password") {
            return Err(bad(
                "it holds a password. Addresses are shown and kept in files; leave the password out and save it with the connection, where it goes to the keychain",
            ));
        }
        let (host, port) = match place.strip_prefix('[') {
            Some(rest) => {
                let (host, port) = rest
                    .split_once(']')
                    .ok_or_else(|| bad("the bracket of the host is not closed"))?;
                (host, port.strip_prefix(':').unwrap_or(port))
            }
            None => place.split_once(':').unwrap_or((place, "")),
        };
        let port = match port {
            "" => None,
            port => Some(
                port.parse()
                    .map_err(|_| bad("the port is not a number up to 65535"))?,
            ),
        };
        let text = |text: &str| {
            decoded(text).ok_or_else(|| {
                bad("a % in it is not followed by two hexadecimal digits of UTF-8; write % itself as %25")
            })
        };
        Ok(Server {
            user: text(user)?,
            host: text(host)?,
            port,
            database: text(database)?,
            settings: settings
                .into_iter()
                .map(|(name, value)| Ok((text(name)?, text(value)?)))
                .collect::<Result<_, Fault>>()?,
        })
    }

    pub fn host_or_local(&self) -> &str {
        match self.host.as_str() {
            "" => "localhost",
            host => host,
        }
    }

    /// On this machine, so that nobody listens on the way.
    pub fn is_here(&self) -> bool {
        let host = self.host_or_local();
        let loopback = host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|ip| ip.is_loopback());
        host == "localhost" || host.starts_with('/') || loopback
    }
}

/// What follows `kind:` in an address.
impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let coded = |text| utf8_percent_encode(text, CODED);
        f.write_str("//")?;
        if !self.user.is_empty() {
            write!(f, "{}@", coded(&self.user))?;
        }
        match self.host.contains(':') {
            true => write!(f, "[{}]", self.host)?,
            false => write!(f, "{}", coded(&self.host))?,
        }
        if let Some(port) = self.port {
            write!(f, ":{port}")?;
        }
        write!(f, "/{}", coded(&self.database))?;
        for (at, (name, value)) in self.settings.iter().enumerate() {
            let before = if at == 0 { '?' } else { '&' };
            write!(f, "{before}{}={}", coded(name), coded(value))?;
        }
        Ok(())
    }
}

fn decoded(text: &str) -> Option<String> {
    let whole = text.split('%').skip(1).all(|after| {
        let mut digits = after.bytes();
        let mut digit = || digits.next().is_some_and(|d| d.is_ascii_hexdigit());
        digit() && digit()
    });
    let decoded = percent_decode_str(text).decode_utf8().ok()?;
    whole.then(|| decoded.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(body: &str) -> Result<Server, Fault> {
        Server::of(&Address {
            kind: "postgres".into(),
            body: body.into(),
        })
    }

    #[test]
    fn c43_addresses_of_every_form_are_read_and_written() {
        for (body, user, host, port, database, settings) in [
            (
                "//ann@db.example:6000/shop?schema=app",
                "ann",
                "db.example",
                Some(6000),
                "shop",
                vec![("schema", "app")],
            ),
            (
                "//a%40b%3A%2F@[::1]/my%20db",
                "a@b:/",
                "::1",
                None,
                "my db",
                vec![],
            ),
            ("//[fe80::1]:7000/", "", "fe80::1", Some(7000), "", vec![]),
            (
                "///shop?host=%2Frun%2Fpg&x=gr%C3%BCn",
                "",
                "",
                None,
                "shop",
                vec![("host", "/run/pg"), ("x", "grün")],
            ),
        ] {
            let read = server(body).unwrap();
            let settings: Vec<(String, String)> = settings
                .into_iter()
                .map(|(n, v)| (n.to_owned(), v.to_owned()))
                .collect();
            assert_eq!(
                (&*read.user, &*read.host, read.port, &*read.database),
                (user, host, port, database)
            );
            assert_eq!(read.settings, settings);
            assert_eq!(read.to_string(), body);
        }
        assert_eq!(server("//h").unwrap().host, "h");
        assert_eq!(server("//h:/d").unwrap().port, None);
    }

    #[test]
    fn what_may_not_stand_in_an_address_is_refused_in_words() {
        for (body, words) in [
            ("//u:hunter2@h/d", "password"),
            ("//u@h/d?password=hunter2", "password"),
            ("//u@h:x/d", "port"),
            ("//u@h:70000/d", "port"),
            ("//[::1/d", "bracket"),
            ("//h/%zz", "%25"),
            ("//h/%+f", "%25"),
            ("//h/%f", "%25"),
            ("//h/%ff", "%25"),
            ("h/d", "kind://"),
        ] {
            let fault = server(body).unwrap_err();
            assert!(fault.message.contains(words), "{body}: {}", fault.message);
            assert!(!format!("{fault:?}").contains("hunter2"), "{fault:?}");
        }
    }

    #[test]
    fn the_own_machine_is_known_by_each_of_its_names() {
        for body in [
            "///d",
            "//localhost/d",
            "//127.0.0.9/d",
            "//[::1]/d",
            "//%2Frun/d",
        ] {
            assert!(server(body).unwrap().is_here(), "{body}");
        }
        for body in ["//db/d", "//localhost.example/d", "//10.0.0.1/d"] {
            assert!(!server(body).unwrap().is_here(), "{body}");
        }
    }
}
