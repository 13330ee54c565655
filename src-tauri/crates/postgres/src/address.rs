//! `postgres://user@host:port/database?schema=public`: where a store is, without its password.
//!
//! Further settings: `sslmode` (disable, prefer, require, verify-ca, verify-full), `sslrootcert`, `sslcert`, `sslkey`,
//! and `host=/folder` for a socket. Special characters are percent-encoded (C43).

use crate::session::Place;
use drydock_connector::{Address, Fault, FaultKind, Keys};
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use std::sync::Arc;

pub(crate) async fn place(address: &Address, keys: &dyn Keys) -> Result<Arc<Place>, Fault> {
    let parts = Parts::of(address)?;
    let mut options = parts.options(address)?;
    // Always said, so that nothing from the environment is sent instead.
    let secret = keys.secret(address).await?;
    options = options.password(secret.as_ref().map_or("", |s| s.reveal()));
    let database = &parts.database;
    Ok(Arc::new(Place {
        options,
        name: match parts.schema.as_str() {
            "public" => database.clone(),
            schema => format!("{schema} in {database}"),
        },
        schema: parts.schema,
    }))
}

#[derive(Debug, PartialEq, Eq)]
struct Parts {
    user: String,
    host: String,
    port: u16,
    database: String,
    schema: String,
    settings: Vec<(String, String)>,
}

fn wrong(address: &Address, why: impl Into<String>) -> Fault {
    // Whatever is wrong with it: neither who signs in nor the settings are repeated.
    let body = address.body.split('?').next().unwrap_or_default();
    let place = body.rsplit('@').next().unwrap_or_default();
    Fault::new(FaultKind::Unsupported, place.trim_start_matches('/'), why)
}

impl Parts {
    fn of(address: &Address) -> Result<Parts, Fault> {
        let odd = |why: &str| wrong(address, why);
        let rest = address
            .body
            .strip_prefix("//")
            .ok_or_else(|| odd("an address is written postgres://user@host:port/database"))?;
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, database) = rest.split_once('/').unwrap_or((rest, ""));
        let (who, place) = authority.rsplit_once('@').unwrap_or(("", authority));
        if who.contains(':') {
            return Err(Fault::new(
                FaultKind::Unsupported,
                place,
                "the address holds a password; take it out of the address and keep it as the connection's password",
            ));
        }
        let (host, port) = host_and_port(place).ok_or_else(|| odd("its port is not a number"))?;
        let decoded = |text: &str| {
            decode(text).ok_or_else(|| odd("a percent sign in it begins no character"))
        };
        let mut parts = Parts {
            user: decoded(who)?,
            host: decoded(host)?,
            port,
            database: decoded(database)?,
            schema: "public".into(),
            settings: Vec::new(),
        };
        for pair in query.split('&').filter(|p| !p.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = decoded(value)?;
            match name {
                "schema" => parts.schema = value,
                "host" => parts.host = value,
                "password" => {
                    return Err(odd(
                        "the address holds a password; keep it as the connection's password",
                    ));
                }
                _ => parts.settings.push((name.to_owned(), value)),
            }
        }
        if parts.user.is_empty() {
            parts.user = "postgres".into();
        }
        if parts.host.is_empty() {
            parts.host = "localhost".into();
        }
        if parts.database.is_empty() {
            parts.database = parts.user.clone();
        }
        Ok(parts)
    }

    fn options(&self, address: &Address) -> Result<PgConnectOptions, Fault> {
        let mut options = PgConnectOptions::new_without_pgpass()
            .host(&self.host)
            .port(self.port)
            .username(&self.user)
            .database(&self.database)
            .application_name("Drydock")
            .ssl_mode(self.usual_ssl_mode())
            // Statements are many and each runs once.
            .statement_cache_capacity(20);
        if self.host.starts_with('/') {
            options = options.socket(&self.host);
        }
        for (name, value) in &self.settings {
            options = match name.as_str() {
                "sslmode" => options.ssl_mode(
                    value
                        .parse::<PgSslMode>()
                        .map_err(|_| wrong(address, "it names no mode of TLS that there is"))?,
                ),
                "sslrootcert" => options.ssl_root_cert(value),
                "sslcert" => options.ssl_client_cert(value),
                "sslkey" => options.ssl_client_key(value),
                other => {
                    let why = format!("{other} is no setting of such an address");
                    return Err(wrong(address, why));
                }
            };
        }
        Ok(options)
    }

    /// Beyond this machine only with a certificate that holds.
    fn usual_ssl_mode(&self) -> PgSslMode {
        let here = ["localhost", "127.0.0.1", "::1"].contains(&self.host.as_str());
        match here || self.host.starts_with('/') {
            true => PgSslMode::Prefer,
            false => PgSslMode::VerifyFull,
        }
    }
}

fn host_and_port(place: &str) -> Option<(&str, u16)> {
    const USUAL: u16 = 5432;
    if let Some((host, rest)) = place.strip_prefix('[').and_then(|p| p.split_once(']')) {
        return match rest.strip_prefix(':') {
            Some(port) => Some((host, port.parse().ok()?)),
            None => Some((host, USUAL)),
        };
    }
    match place.rsplit_once(':') {
        Some((host, port)) => Some((host, port.parse().ok()?)),
        None => Some((place, USUAL)),
    }
}

fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let hex = std::str::from_utf8(rest.get(..2)?).ok()?;
        bytes.push(u8::from_str_radix(hex, 16).ok()?);
        rest = &rest[2..];
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(body: &str) -> Result<Parts, Fault> {
        Parts::of(&Address {
            kind: "postgres".into(),
            body: body.into(),
        })
    }

    #[test]
    fn c43_addresses_of_every_form_are_read() {
        for (body, user, host, port, database, schema) in [
            (
                "//ann@db.example:6000/shop?schema=app",
                "ann",
                "db.example",
                6000,
                "shop",
                "app",
            ),
            (
                "//a%40b%3A%2F@[::1]/my%20db",
                "a@b:/",
                "::1",
                5432,
                "my db",
                "public",
            ),
            (
                "//[::1]:7000",
                "postgres",
                "::1",
                7000,
                "postgres",
                "public",
            ),
            (
                "///shop?host=%2Frun%2Fpg",
                "postgres",
                "/run/pg",
                5432,
                "shop",
                "public",
            ),
        ] {
            let found = parts(body).unwrap();
            let seen = (
                found.user.as_str(),
                found.host.as_str(),
                found.port,
                found.database.as_str(),
                found.schema.as_str(),
            );
            assert_eq!(seen, (user, host, port, database, schema), "{body}");
        }
    }

    #[test]
    fn a_password_in_an_address_is_refused_and_not_repeated() {
        for body in ["//ann:hunter2@h/d", "//ann@h/d?password=hunter2"] {
            let fault = parts(body).unwrap_err();
            assert!(fault.message.contains("password"));
            assert!(!format!("{fault:?}").contains("hunter2"), "{fault:?}");
        }
        assert!(parts("//h:port/d").is_err());
        assert!(parts("h/d").is_err());
        assert!(parts("//h/%zz").is_err());
    }
}
