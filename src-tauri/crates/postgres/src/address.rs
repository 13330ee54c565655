//! `postgres://user@host:port/database?schema=public`: where a store is, and how its server is reached.
//!
//! Settings: `schema`, `sslmode` (disable, prefer, require, verify-ca, verify-full), `sslrootcert`, `sslcert`, `sslkey`,
//! and `host=/folder` for a socket.

use crate::session::Place;
use drydock_connector::{Address, Fault, FaultKind, Keys, Server};
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use std::sync::Arc;

const PORT: u16 = 5432;
const USER: &str = "postgres";

pub(crate) async fn place(address: &Address, keys: &dyn Keys) -> Result<Arc<Place>, Fault> {
    let parts = Parts::of(address)?;
    let mut options = parts.options()?;
    // Always said, so that nothing from the environment is sent instead.
    let secret = keys.secret(address).await?;
    options = options.password(secret.as_ref().map_or("", |s| s.reveal()));
    let database = &parts.server.database;
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
    server: Server,
    schema: String,
}

fn bad(why: impl Into<String>) -> Fault {
    Fault::new(FaultKind::Unsupported, "the address", why)
}

impl Parts {
    fn of(address: &Address) -> Result<Parts, Fault> {
        let mut server = Server::of(address)?;
        let mut schema = "public".to_owned();
        for (name, value) in std::mem::take(&mut server.settings) {
            match name.as_str() {
                "schema" => schema = value,
                "host" => server.host = value,
                _ => server.settings.push((name, value)),
            }
        }
        if server.user.is_empty() {
            server.user = USER.into();
        }
        if server.database.is_empty() {
            server.database = server.user.clone();
        }
        Ok(Parts { server, schema })
    }

    fn options(&self) -> Result<PgConnectOptions, Fault> {
        let server = &self.server;
        let mut options = PgConnectOptions::new_without_pgpass()
            .host(server.host_or_local())
            .port(server.port.unwrap_or(PORT))
            .username(&server.user)
            .database(&server.database)
            .application_name("Drydock")
            .ssl_mode(self.usual_ssl_mode())
            // Statements are many and each runs once.
            .statement_cache_capacity(20);
        if server.host.starts_with('/') {
            options = options.socket(&server.host);
        }
        for (name, value) in &server.settings {
            options = match name.as_str() {
                "sslmode" => options.ssl_mode(ssl_mode(value)?),
                "sslrootcert" => options.ssl_root_cert(value),
                "sslcert" => options.ssl_client_cert(value),
                "sslkey" => options.ssl_client_key(value),
                other => {
                    return Err(bad(format!(
                        "{other} means nothing here; it may hold schema, sslmode, sslrootcert, sslcert, sslkey and host"
                    )));
                }
            };
        }
        Ok(options)
    }

    /// Beyond this machine only with a certificate that holds.
    fn usual_ssl_mode(&self) -> PgSslMode {
        match self.server.is_here() {
            true => PgSslMode::Prefer,
            false => PgSslMode::VerifyFull,
        }
    }
}

fn ssl_mode(value: &str) -> Result<PgSslMode, Fault> {
    value.parse().map_err(|_| {
        bad("sslmode is one of disable, allow, prefer, require, verify-ca and verify-full")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(body: &str) -> Parts {
        Parts::of(&Address {
            kind: "postgres".into(),
            body: body.into(),
        })
        .unwrap()
    }

    #[test]
    fn what_an_address_leaves_out_is_the_usual() {
        let bare = parts("//h");
        assert_eq!(bare.server.database, "postgres");
        let options = bare.options().unwrap();
        assert_eq!((options.get_host(), options.get_port()), ("h", PORT));
        assert_eq!((options.get_username(), &*bare.schema), (USER, "public"));
        let full = parts("//ann@db.example:6000/shop?schema=app");
        assert_eq!((&*full.server.database, &*full.schema), ("shop", "app"));
        let socket = parts("///shop?host=%2Frun%2Fpg").options().unwrap();
        assert_eq!(socket.get_socket().unwrap().to_str(), Some("/run/pg"));
    }

    #[test]
    fn beyond_this_machine_only_a_certificate_that_holds_will_do() {
        for (body, mode) in [
            ("//u@localhost/d", "Prefer"),
            ("///d?host=%2Frun%2Fpg", "Prefer"),
            ("//u@db.example/d", "VerifyFull"),
            ("//u@10.0.0.9/d?host=db.example", "VerifyFull"),
            ("//u@db.example/d?sslmode=require", "Require"),
        ] {
            let options = parts(body).options().unwrap();
            assert_eq!(format!("{:?}", options.get_ssl_mode()), mode, "{body}");
        }
    }

    #[test]
    fn settings_that_mean_nothing_are_refused_in_words() {
        for (setting, words) in [("allow=all", "allow"), ("sslmode=maybe", "verify-full")] {
            let options = parts(&format!("//h/d?{setting}")).options();
            assert!(options.unwrap_err().message.contains(words));
        }
    }
}
