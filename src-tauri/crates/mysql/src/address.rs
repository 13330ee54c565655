//! `mysql://user@host:port/database?ssl-mode=..`: taken apart, with what may not stand in it refused.

use drydock_connector::{Address, Fault, FaultKind};
use sqlx::ConnectOptions;
use sqlx::mysql::{MySqlConnectOptions, MySqlSslMode};

const PORT: u16 = 3306;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub user: String,
    pub host: String,
    pub port: u16,
    pub database: String,
    pub settings: Vec<(String, String)>,
}

fn bad(why: impl Into<String>) -> Fault {
    Fault::new(FaultKind::Unsupported, "the address", why)
}

impl Place {
    pub fn of(address: &Address) -> Result<Place, Fault> {
        let rest = address
            .body
            .strip_prefix("//")
            .ok_or_else(|| bad("write it as mysql://user@host:3306/database"))?;
        let (rest, settings) = rest.split_once('?').unwrap_or((rest, ""));
        let (server, database) = rest.split_once('/').unwrap_or((rest, ""));
        let (user, host) = match server.rsplit_once('@') {
            Some((user, host)) => (user, host),
            None => ("root", server),
        };
        if user.contains(':') {
            return Err(bad(
                "it holds a password. Addresses are shown and kept in files; leave the password out and save it with the connection, where it goes to the keychain",
            ));
        }
        let (host, port) = host_and_port(host)?;
        let database = decoded(database)?;
        if database.is_empty() {
            return Err(bad("it names no database; add /database behind the host"));
        }
        let settings = settings
            .split('&')
            .filter(|s| !s.is_empty())
            .map(|s| {
                let (name, value) = s.split_once('=').unwrap_or((s, ""));
                Ok((decoded(name)?, decoded(value)?))
            })
            .collect::<Result<_, Fault>>()?;
        Ok(Place {
            user: decoded(user)?,
            host,
            port,
            database,
            settings,
        })
    }

    /// As people call it; never a secret.
    pub fn name(&self) -> String {
        format!("{} on {}", self.database, self.host)
    }

    /// Without database and password: those are told when the server is reached.
    pub fn options(&self) -> Result<MySqlConnectOptions, Fault> {
        let mut options = MySqlConnectOptions::new()
            .host(&self.host)
            .port(self.port)
            .username(&self.user)
            // The session is made ours in `door`, in one go and without the server's own leanings.
            .pipes_as_concat(false)
            .no_engine_substitution(false)
            .timezone(None)
            .charset("utf8mb4")
            // Statements may be long, and what is worth a line is logged by who knows why.
            .disable_statement_logging();
        for (name, value) in &self.settings {
            options = match name.as_str() {
                "ssl-mode" => options.ssl_mode(ssl_mode(value)?),
                "ssl-ca" => options.ssl_ca(value),
                "ssl-cert" => options.ssl_client_cert(value),
                "ssl-key" => options.ssl_client_key(value),
                "socket" => options.socket(value),
                other => {
                    return Err(bad(format!(
                        "{other} means nothing here; it may hold ssl-mode, ssl-ca, ssl-cert, ssl-key and socket"
                    )));
                }
            };
        }
        Ok(options)
    }
}

fn ssl_mode(value: &str) -> Result<MySqlSslMode, Fault> {
    match value.to_ascii_lowercase().replace('-', "_").as_str() {
        "disabled" => Ok(MySqlSslMode::Disabled),
        "preferred" => Ok(MySqlSslMode::Preferred),
        "required" => Ok(MySqlSslMode::Required),
        "verify_ca" => Ok(MySqlSslMode::VerifyCa),
        "verify_identity" | "verify_full" => Ok(MySqlSslMode::VerifyIdentity),
        _ => Err(bad(
            "ssl-mode is one of disabled, preferred, required, verify-ca and verify-identity",
        )),
    }
}

fn host_and_port(server: &str) -> Result<(String, u16), Fault> {
    let (host, port) = match server.strip_prefix('[') {
        Some(rest) => {
            let (host, rest) = rest
                .split_once(']')
                .ok_or_else(|| bad("the bracket of the host is not closed"))?;
            (host, rest.strip_prefix(':'))
        }
        None => match server.rsplit_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (server, None),
        },
    };
    let port = match port {
        None | Some("") => PORT,
        Some(port) => port
            .parse()
            .map_err(|_| bad("the port is not a number up to 65535"))?,
    };
    let host = decoded(host)?;
    Ok((
        if host.is_empty() {
            "localhost".into()
        } else {
            host
        },
        port,
    ))
}

/// `%40` as `@`.
fn decoded(text: &str) -> Result<String, Fault> {
    let wrong = || {
        bad("a % in it is not followed by two hexadecimal digits of UTF-8; write % itself as %25")
    };
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let [high, low, tail @ ..] = tail else {
            return Err(wrong());
        };
        let digit = |b: u8| char::from(b).to_digit(16);
        let (Some(high), Some(low)) = (digit(*high), digit(*low)) else {
            return Err(wrong());
        };
        bytes.push((high * 16 + low) as u8);
        rest = tail;
    }
    String::from_utf8(bytes).map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(body: &str) -> Result<Place, Fault> {
        Place::of(&Address {
            kind: "mysql".into(),
            body: body.into(),
        })
    }

    #[test]
    fn c43_addresses_of_all_shapes_are_understood() {
        for (body, user, host, port, database) in [
            (
                "//root@localhost:3307/app",
                "root",
                "localhost",
                3307,
                "app",
            ),
            ("//localhost/app", "root", "localhost", 3306, "app"),
            (
                "//a%40b%3Ac@db.example/x%20y%2Fz",
                "a@b:c",
                "db.example",
                3306,
                "x y/z",
            ),
            ("//u@[::1]:3308/app", "u", "::1", 3308, "app"),
            (
                "//u@[fe80::1]/app?ssl-mode=required",
                "u",
                "fe80::1",
                3306,
                "app",
            ),
            ("//u@/app?socket=%2Frun%2Fs", "u", "localhost", 3306, "app"),
        ] {
            let place = place(body).unwrap();
            assert_eq!(
                (&*place.user, &*place.host, place.port, &*place.database),
                (user, host, port, database)
            );
            place.options().unwrap();
        }
    }

    #[test]
    fn what_may_not_stand_in_an_address_is_refused_in_words() {
        for (body, words) in [
            ("//u:secret@h/app", "password"),
            ("//u@h", "no database"),
            ("//u@h:x/app", "port"),
            ("//u@h/a%zz", "%25"),
            ("u@h/app", "mysql://"),
        ] {
            let fault = place(body).unwrap_err();
            assert!(fault.message.contains(words), "{}", fault.message);
            assert!(!fault.message.contains("secret"));
        }
        let unknown = place("//u@h/app?allow=all").unwrap().options();
        assert!(unknown.unwrap_err().message.contains("allow"));
    }
}
