//! `mysql://user@host:port/database?ssl-mode=..`: where a store is, and how its server is reached.
//!
//! Settings: `ssl-mode` (disabled, preferred, required, verify-ca, verify-identity), `ssl-ca`, `ssl-cert`, `ssl-key`, and
//! `socket`.

use drydock_connector::{Address, Fault, FaultKind, Server};
use sqlx::ConnectOptions;
use sqlx::mysql::{MySqlConnectOptions, MySqlSslMode};

const PORT: u16 = 3306;
const USER: &str = "root";

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place(Server);

fn bad(why: impl Into<String>) -> Fault {
    Fault::new(FaultKind::Unsupported, "the address", why)
}

impl Place {
    pub fn of(address: &Address) -> Result<Place, Fault> {
        let mut server = Server::of(address)?;
        if server.database.is_empty() {
            return Err(bad("it names no database; add /database behind the host"));
        }
        if server.user.is_empty() {
            server.user = USER.into();
        }
        Ok(Place(server))
    }

    pub fn database(&self) -> &str {
        &self.0.database
    }

    /// As people call it; never a secret.
    pub fn name(&self) -> String {
        format!("{} on {}", self.0.database, self.0.host_or_local())
    }

    /// Without database and password: those are told when the server is reached.
    pub fn options(&self) -> Result<MySqlConnectOptions, Fault> {
        let server = &self.0;
        let mut options = MySqlConnectOptions::new()
            .host(server.host_or_local())
            .port(server.port.unwrap_or(PORT))
            .username(&server.user)
            .ssl_mode(self.usual_ssl_mode())
            // The session is made ours in `door`, in one go and without the server's own leanings.
            .pipes_as_concat(false)
            .no_engine_substitution(false)
            .timezone(None)
            .charset("utf8mb4")
            // Statements may be long, and what is worth a line is logged by who knows why.
            .disable_statement_logging();
        for (name, value) in &server.settings {
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

    /// Beyond this machine only with a certificate that holds.
    fn usual_ssl_mode(&self) -> MySqlSslMode {
        match self.0.is_here() {
            true => MySqlSslMode::Preferred,
            false => MySqlSslMode::VerifyIdentity,
        }
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
    fn what_an_address_leaves_out_is_the_usual() {
        let bare = place("///app").unwrap();
        assert_eq!(bare.name(), "app on localhost");
        let options = bare.options().unwrap();
        assert_eq!(
            (
                options.get_host(),
                options.get_port(),
                options.get_username()
            ),
            ("localhost", PORT, USER)
        );
        let full = place("//u@db.example:3307/app").unwrap().options().unwrap();
        assert_eq!(
            (full.get_host(), full.get_port(), full.get_username()),
            ("db.example", 3307, "u")
        );
        let socket = place("//u@/app?socket=%2Frun%2Fs").unwrap().options();
        assert_eq!(
            socket.unwrap().get_socket().unwrap().to_str(),
            Some("/run/s")
        );
    }

    #[test]
    fn beyond_this_machine_only_a_certificate_that_holds_will_do() {
        for (body, mode) in [
            ("//u@localhost/app", "Preferred"),
            ("//u@[::1]/app", "Preferred"),
            ("//u@db.example/app", "VerifyIdentity"),
            ("//u@10.0.0.9/app", "VerifyIdentity"),
            ("//u@db.example/app?ssl-mode=required", "Required"),
        ] {
            let options = place(body).unwrap().options().unwrap();
            assert_eq!(format!("{:?}", options.get_ssl_mode()), mode, "{body}");
        }
    }

    #[test]
    fn what_may_not_stand_in_an_address_is_refused_in_words() {
        assert!(place("//u@h").unwrap_err().message.contains("no database"));
        for (setting, words) in [
            ("allow=all", "allow"),
            ("ssl-mode=maybe", "verify-identity"),
        ] {
            let options = place(&format!("//u@h/app?{setting}")).unwrap().options();
            assert!(options.unwrap_err().message.contains(words));
        }
    }
}
