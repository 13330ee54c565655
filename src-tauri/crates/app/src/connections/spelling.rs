//! How kinds of server are written: the names that drivers and frameworks give them, what holds where nothing is said,
//! and how the settings of the form stand in an address.

use crate::views::{FilePurpose, Tls};
use std::path::{Path, PathBuf};

pub struct Spelling {
    pub kind: &'static str,
    /// How addresses for it begin, in whichever framework.
    pub schemes: &'static [&'static str],
    /// Parts of words that mean it, in the names of engines and variables.
    pub hints: &'static [&'static str],
    pub port: u16,
    pub user: &'static str,
    /// For kinds that have schemas.
    pub schema: Option<&'static str>,
    pub needs_database: bool,
    pub tls: &'static str,
    /// Off, preferred, required, verify-ca, verify-full.
    modes: [&'static str; 5],
    pub ca: &'static str,
    pub cert: &'static str,
    pub key: &'static str,
    pub socket: &'static str,
    pub socket_is_folder: bool,
}

const ALL: [Spelling; 2] = [
    Spelling {
        kind: "postgres",
        schemes: &["postgres", "postgresql", "pgsql", "postgis", "psql"],
        hints: &["postg", "pgsql", "psycopg"],
        port: 5432,
        user: "postgres",
        schema: Some("public"),
        needs_database: false,
        tls: "sslmode",
        modes: ["disable", "prefer", "require", "verify-ca", "verify-full"],
        ca: "sslrootcert",
        cert: "sslcert",
        key: "sslkey",
        socket: "host",
        socket_is_folder: true,
    },
    Spelling {
        kind: "mysql",
        schemes: &[
            "mysql",
            "mariadb",
            "mysql2",
            "mysqlx",
            "mysql-connector",
            "trilogy",
        ],
        hints: &["mysql", "maria"],
        port: 3306,
        user: "root",
        schema: None,
        needs_database: true,
        tls: "ssl-mode",
        modes: [
            "disabled",
            "preferred",
            "required",
            "verify-ca",
            "verify-identity",
        ],
        ca: "ssl-ca",
        cert: "ssl-cert",
        key: "ssl-key",
        socket: "socket",
        socket_is_folder: false,
    },
];

const MODES: [Tls; 5] = [
    Tls::Off,
    Tls::Preferred,
    Tls::Required,
    Tls::VerifyCa,
    Tls::VerifyFull,
];

impl Spelling {
    pub fn of(kind: &str) -> Option<&'static Spelling> {
        ALL.iter().find(|s| s.kind == kind)
    }

    /// As `postgresql+asyncpg`: how a program reaches it is not our concern.
    pub fn of_scheme(scheme: &str) -> Option<&'static Spelling> {
        let scheme = scheme.split('+').next().unwrap_or(scheme);
        let scheme = scheme.to_ascii_lowercase();
        ALL.iter().find(|s| s.schemes.contains(&scheme.as_str()))
    }

    /// As `django.db.backends.postgresql` or `PGSQL_HOST`.
    pub fn hinted(word: &str) -> Option<&'static Spelling> {
        let word = word.to_ascii_lowercase();
        ALL.iter()
            .find(|s| s.hints.iter().any(|h| word.contains(h)))
    }

    pub fn of_port(port: u16) -> Option<&'static Spelling> {
        ALL.iter().find(|s| s.port == port)
    }

    /// None for the usual, which stands in no address.
    pub fn mode(&self, tls: Tls) -> Option<&'static str> {
        let at = MODES.iter().position(|mode| *mode == tls)?;
        self.modes.get(at).copied()
    }

    /// In the words of any kind: drivers take over each other's.
    pub fn mode_named(word: &str) -> Option<Tls> {
        let word = word.to_ascii_lowercase().replace('_', "-");
        let named = |s: &Spelling| s.modes.iter().position(|mode| *mode == word);
        match ALL.iter().find_map(named) {
            Some(at) => MODES.get(at).copied(),
            None if word == "allow" => Some(Tls::Preferred),
            // Encrypted, whoever is at the other end.
            None if word == "no-verify" => Some(Tls::Required),
            None => None,
        }
    }

    /// The socket itself, where an address names the folder that it is in.
    pub fn socket_file(&self, path: &str, port: u16) -> PathBuf {
        match self.socket_is_folder {
            true => Path::new(path).join(format!(".s.PGSQL.{port}")),
            false => PathBuf::from(path),
        }
    }

    pub fn file(&self, purpose: FilePurpose) -> &'static str {
        match purpose {
            FilePurpose::Ca => self.ca,
            FilePurpose::Cert => self.cert,
            FilePurpose::Key => self.key,
            FilePurpose::Socket => self.socket,
        }
    }
}
