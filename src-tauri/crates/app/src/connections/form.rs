//! The form of a server and its address are the same thing, written in two ways.

use super::kept::Kept;
use super::spelling::Spelling;
use crate::error::{Result, StudioError};
use crate::views::{FilePurpose, KeptFile, ServerForm, Tls};
use drydock_connector::{Address, Server};
use std::path::PathBuf;

const SCHEMA: &str = "schema";

pub fn address(form: &ServerForm, kept: &Kept) -> Result<Address> {
    let spelling =
        Spelling::of(&form.kind).ok_or_else(|| StudioError::UnknownKind(form.kind.clone()))?;
    let host = form.host.trim();
    let bad = |why: &str| Err(StudioError::BadForm(why.into()).into());
    if host.contains(|c: char| c.is_whitespace() || "/@?#,".contains(c)) {
        return bad(
            "the host is one name or number, without a port and without what else an address holds",
        );
    }
    if host.is_empty() && form.socket.is_none() {
        return bad("it says no host");
    }
    if spelling.needs_database && form.database.trim().is_empty() {
        return bad("it says no database");
    }
    if form.cert.is_some() != form.key.is_some() {
        return bad("a certificate and its key are given together");
    }
    let mut settings = Vec::new();
    let mut set = |name: &str, value: String| settings.push((name.to_owned(), value));
    let schema = form.schema.trim();
    if spelling.schema.is_some_and(|usual| usual != schema) && !schema.is_empty() {
        set(SCHEMA, schema.to_owned());
    }
    if let Some(mode) = spelling.mode(form.tls) {
        set(spelling.tls, mode.to_owned());
    }
    for (purpose, file) in files(form) {
        if let Some(file) = file {
            let path = kept.path(file)?;
            set(spelling.file(purpose), path.to_string_lossy().into_owned());
        }
    }
    let server = Server {
        user: form.user.trim().to_owned(),
        host: match form.socket {
            Some(_) => String::new(),
            None => host.to_owned(),
        },
        port: form.port,
        database: form.database.trim().to_owned(),
        settings,
    };
    Ok(Address {
        kind: spelling.kind.into(),
        body: server.to_string(),
    })
}

/// None for a store that is no server, or an address that cannot be taken apart.
pub fn form(address: &Address, kept: &Kept) -> Option<ServerForm> {
    let spelling = Spelling::of(&address.kind).filter(|_| address.is_server())?;
    let server = Server::of(address).ok()?;
    let mut form = ServerForm {
        kind: spelling.kind.into(),
        host: server.host,
        port: server.port,
        database: server.database,
        user: server.user,
        ..ServerForm::default()
    };
    for (name, value) in server.settings {
        let file = || Some(kept.keep_path(PathBuf::from(&value)));
        match name.as_str() {
            SCHEMA => form.schema = value,
            n if n == spelling.tls => form.tls = Spelling::mode_named(&value).unwrap_or(Tls::Usual),
            n if n == spelling.ca => form.ca = file(),
            n if n == spelling.cert => form.cert = file(),
            n if n == spelling.key => form.key = file(),
            // A socket, or a host that stands where libpq also takes it.
            n if n == spelling.socket && value.starts_with('/') => form.socket = file(),
            n if n == spelling.socket => form.host = value,
            _ => {}
        }
    }
    Some(form)
}

fn files(form: &ServerForm) -> [(FilePurpose, Option<&KeptFile>); 4] {
    [
        (FilePurpose::Ca, form.ca.as_ref()),
        (FilePurpose::Cert, form.cert.as_ref()),
        (FilePurpose::Key, form.key.as_ref()),
        (FilePurpose::Socket, form.socket.as_ref()),
    ]
}

/// `db.internal:5432`, or the socket.
pub fn place(address: &Address) -> Option<String> {
    let spelling = Spelling::of(&address.kind)?;
    let server = Server::of(address).ok()?;
    let socket = server
        .settings
        .iter()
        .find(|(name, _)| name == spelling.socket);
    if let Some((_, path)) = socket.filter(|(_, path)| path.starts_with('/')) {
        return Some(path.clone());
    }
    let host = socket.map_or(server.host_or_local(), |(_, host)| host);
    let port = server.port.unwrap_or(spelling.port);
    Some(match host.contains(':') {
        true => format!("[{host}]:{port}"),
        false => format!("{host}:{port}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn a_form_and_its_address_are_the_same() {
        let kept = Kept::default();
        for text in [
            "postgres://ann@db.example:6000/shop?schema=app&sslmode=verify-ca&sslrootcert=%2Fetc%2Fca.pem",
            "postgres://a%40b@[fe80::1]/my%20db",
            "postgres:///shop?host=%2Frun%2Fpg",
            "postgres://:5433/shop?host=%2Frun%2Fpg",
            "mysql://ann@db.example/shop?ssl-mode=verify-identity&ssl-cert=%2Fa&ssl-key=%2Fb",
            "mysql:///shop?socket=%2Frun%2Fmysql.sock",
        ] {
            let parsed = Address::parse(text, Path::new("/")).unwrap();
            let form = form(&parsed, &kept).unwrap();
            assert_eq!(address(&form, &kept).unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_path_stays_on_this_side() {
        let kept = Kept::default();
        let parsed = Address::parse("postgres://h/d?sslrootcert=%2Fetc%2Fca.pem", Path::new("/"));
        let mut form = form(&parsed.unwrap(), &kept).unwrap();
        form.ca = Some(KeptFile {
            token: "/etc/shadow".into(),
            name: "/etc/shadow".into(),
        });
        assert_eq!(address(&form, &kept).unwrap_err().code, "DRY-1002");
    }

    #[test]
    fn what_a_form_lacks_is_told() {
        let kept = Kept::default();
        let whole = ServerForm {
            kind: "mysql".into(),
            host: "db".into(),
            database: "app".into(),
            ..ServerForm::default()
        };
        assert!(address(&whole, &kept).is_ok());
        for (form, words) in [
            (
                ServerForm {
                    host: String::new(),
                    ..whole.clone()
                },
                "no host",
            ),
            (
                ServerForm {
                    host: "db/app".into(),
                    ..whole.clone()
                },
                "one name",
            ),
            (
                ServerForm {
                    database: " ".into(),
                    ..whole.clone()
                },
                "no database",
            ),
            (
                ServerForm {
                    cert: Some(kept.keep_path("/c".into())),
                    ..whole.clone()
                },
                "together",
            ),
        ] {
            assert!(
                address(&form, &kept).unwrap_err().why.contains(words),
                "{words}"
            );
        }
    }
}
