//! The settings of an address in everybody's words: what of them says where a server is and how its line is secured, and
//! what is left out.

use super::read::{Read, Unread};
use super::spelling::Spelling;
use crate::views::Tls;
use drydock_connector::{Address, Secret, Server};
use std::path::Path;

pub struct Settings<'a> {
    pub server: Server,
    spelling: &'static Spelling,
    base: Option<&'a Path>,
    secret: Option<String>,
    tls: Tls,
    schema: String,
    files: Vec<(&'static str, String)>,
    left_out: Vec<String>,
    /// A password stood among the settings, where what follows it may be a piece of it.
    may_hold_secrets: bool,
}

impl<'a> Settings<'a> {
    pub fn of(spelling: &'static Spelling, base: Option<&'a Path>) -> Settings<'a> {
        Settings {
            server: Server::default(),
            spelling,
            base,
            secret: None,
            tls: Tls::Usual,
            schema: String::new(),
            files: Vec::new(),
            left_out: Vec::new(),
            may_hold_secrets: false,
        }
    }

    pub fn give_secret(&mut self, secret: &str) {
        if !secret.is_empty() {
            self.secret = Some(secret.to_owned());
        }
    }

    pub fn take_host(&mut self, host: &str) {
        match host.starts_with('/') && self.spelling.socket_is_folder {
            true => self.files.push((self.spelling.socket, host.to_owned())),
            false if self.server.host.is_empty() => self.server.host = host.to_owned(),
            false => {}
        }
    }

    pub fn take_port(&mut self, port: &str) -> Result<(), Unread> {
        if !port.is_empty() {
            let port = port.parse().ok().filter(|p| *p > 0);
            self.server.port = Some(port.ok_or(Unread::Port)?);
        }
        Ok(())
    }

    pub fn take(&mut self, name: &str, value: &str) {
        let plain = name.to_ascii_lowercase().replace(['-', '_'], "");
        let taken = match plain.as_str() {
            "password" | "pass" | "passwd" | "pwd" => {
                self.may_hold_secrets = true;
                self.give_secret(value);
                true
            }
            "user" | "username" | "uid" => {
                self.server.user = value.to_owned();
                true
            }
            "host" | "hostaddr" => {
                self.take_host(value);
                true
            }
            "port" => self.take_port(value).is_ok(),
            "dbname" | "database" | "db" => {
                self.server.database = value.to_owned();
                true
            }
            "schema" | "currentschema" | "searchpath" => self.take_schema(value),
            "options" => match option_of_schema(value) {
                Some(schema) => self.take_schema(schema),
                None => false,
            },
            "sslrootcert" | "sslca" => self.take_file(self.spelling.ca, value),
            "sslcert" | "sslclientcert" => self.take_file(self.spelling.cert, value),
            "sslkey" | "sslclientkey" => self.take_file(self.spelling.key, value),
            "socket" | "unixsocket" => self.take_file(self.spelling.socket, value),
            _ => self.take_tls(&plain, value),
        };
        if !taken {
            self.leave_out(name);
        }
    }

    fn take_schema(&mut self, value: &str) -> bool {
        let one = value.trim().trim_matches('"');
        let takes = self.spelling.schema.is_some() && !one.contains(',');
        if takes {
            self.schema = one.to_owned();
        }
        takes
    }

    /// What cannot be found from here is left out: who gave it knows from where it is seen.
    fn take_file(&mut self, setting: &'static str, value: &str) -> bool {
        let path = match (Path::new(value), self.base) {
            (path, _) if path.is_absolute() => path.to_owned(),
            (path, Some(base)) if base.join(path).is_file() => base.join(path),
            // The system's own authorities are asked in any case.
            _ => return value == "system",
        };
        self.files
            .push((setting, path.to_string_lossy().into_owned()));
        true
    }

    /// Of two ways to say it the stricter one holds.
    fn take_tls(&mut self, plain: &str, value: &str) -> bool {
        let lower = value.to_ascii_lowercase();
        let mode = match plain {
            "sslmode" => Spelling::mode_named(value),
            "ssl" | "usessl" | "tls" | "requiressl" => match lower.as_str() {
                "true" | "1" | "yes" | "on" | "" => Some(self.encrypted()),
                "false" | "0" | "no" | "off" => Some(Tls::Off),
                "skip-verify" => Some(Tls::Required),
                // As `{"rejectUnauthorized":true}`.
                json if json.starts_with('{') && json.contains("true") => Some(Tls::VerifyFull),
                json if json.starts_with('{') => Some(Tls::Required),
                word => Spelling::mode_named(word),
            },
            "sslaccept" if lower == "strict" => Some(Tls::VerifyFull),
            "sslaccept" => Some(Tls::Required),
            "verifyservercertificate" if lower == "true" => Some(Tls::VerifyCa),
            "verifyservercertificate" => return true,
            _ => return false,
        };
        let Some(mode) = mode else {
            return false;
        };
        let strictness = |tls| match tls {
            Tls::Usual => 0,
            Tls::Off => 1,
            Tls::Preferred => 2,
            Tls::Required => 3,
            Tls::VerifyCa => 4,
            Tls::VerifyFull => 5,
        };
        if strictness(mode) > strictness(self.tls) {
            self.tls = mode;
        }
        true
    }

    /// Frameworks do not agree on whom an encrypted line trusts: beyond this machine the answer is the careful one.
    fn encrypted(&self) -> Tls {
        match self.server.is_here() {
            true => Tls::Required,
            false => Tls::VerifyFull,
        }
    }

    fn leave_out(&mut self, name: &str) {
        let plain = name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c));
        let begins = name.starts_with(|c: char| c.is_ascii_alphabetic());
        // What does not look like a name may be a piece of a password.
        let name = match plain && begins && name.len() <= 40 && !self.may_hold_secrets {
            true => name.to_owned(),
            false => "another setting".to_owned(),
        };
        if !self.left_out.contains(&name) {
            self.left_out.push(name);
        }
    }

    pub fn done(mut self) -> Result<Read, Unread> {
        let spelling = self.spelling;
        let has_socket = self.files.iter().any(|(name, _)| *name == spelling.socket);
        if self.server.host.is_empty() && !has_socket {
            self.server.host = "localhost".to_owned();
        }
        if has_socket {
            self.server.host = String::new();
        }
        let mut settings = Vec::new();
        if spelling.schema.is_some_and(|usual| usual != self.schema) && !self.schema.is_empty() {
            settings.push(("schema".to_owned(), self.schema));
        }
        if let Some(mode) = spelling.mode(self.tls) {
            settings.push((spelling.tls.to_owned(), mode.to_owned()));
        }
        let files = self.files.into_iter();
        settings.extend(files.map(|(name, path)| (name.to_owned(), path)));
        self.server.settings = settings;
        Ok(Read {
            address: Address {
                kind: spelling.kind.into(),
                body: self.server.to_string(),
            },
            secret: self.secret.map(Secret::new),
            left_out: self.left_out,
        })
    }
}

/// As `-c search_path=app` or `--search_path=app`.
fn option_of_schema(value: &str) -> Option<&str> {
    let value = value.trim();
    let value = value.strip_prefix("-c").unwrap_or(value).trim();
    let value = value.strip_prefix("--").unwrap_or(value);
    let schema = value.strip_prefix("search_path=")?;
    (!schema.contains(' ')).then_some(schema)
}

#[cfg(test)]
mod tests;
