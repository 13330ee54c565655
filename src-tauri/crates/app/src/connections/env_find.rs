//! The addresses in a project's file of settings: those that stand in one variable, and those that are split over some.

use super::env_file::EnvText;
use super::read::{Read, Unread, read};
use super::spelling::Spelling;
use crate::passwords::decoded;
use drydock_connector::{Address, Secret, Server};
use std::path::Path;

pub struct Finds {
    pub found: Vec<Find>,
    /// A variable that is meant as an address of a server and cannot be used, and why.
    pub unusable: Vec<(String, String)>,
}

pub struct Find {
    pub variables: Vec<String>,
    pub read: Read,
}

/// Files that only show how a real one looks.
const EXAMPLES: [&str; 6] = ["example", "sample", "template", "dist", "defaults", "tpl"];
const ADDRESSES: [&str; 6] = [
    "_URL",
    "_URI",
    "_DSN",
    "_JDBC_URL",
    "_ADDRESS",
    "_CONNECTION_STRING",
];
const USERS: [&str; 3] = ["USER", "USERNAME", "UID"];
const PASSWORDS: [&str; 5] = ["PASSWORD", "PASS", "PASSWD", "PWD", "USER_PASSWORD"];
const DATABASES: [&str; 5] = ["NAME", "DATABASE", "DB", "DBNAME", "DATABASE_NAME"];
const ENGINES: [&str; 7] = [
    "CONNECTION",
    "ENGINE",
    "DIALECT",
    "DRIVER",
    "TYPE",
    "CLIENT",
    "ADAPTER",
];

/// As `.env`, `.env.local` and `prod.env`, but no examples.
pub fn is_env(name: &str) -> bool {
    let name = name.to_lowercase();
    let is_one = name == ".env" || name.starts_with(".env.") || name.ends_with(".env");
    is_one && !name.split('.').any(|part| EXAMPLES.contains(&part))
}

/// `base` is the folder of the file.
pub fn find(text: &str, base: &Path) -> Finds {
    let env = EnvText::parse(text);
    let mut finds = Finds {
        found: Vec::new(),
        unusable: Vec::new(),
    };
    for name in env.names() {
        match env.value(name) {
            Some(Ok(value)) if is_meant(&value) => match read(&value, Some(base)) {
                Ok(read) => finds.add(vec![name.to_owned()], completed(read, &env, name)),
                Err(Unread::Kind(_)) => {}
                Err(why) => finds.unusable.push((name.to_owned(), why.to_string())),
            },
            Some(Err(missing)) if is_meant(env.begins(name)) => {
                let why = format!("it refers to {missing}, which the file does not set");
                finds.unusable.push((name.to_owned(), why));
            }
            _ => {}
        }
    }
    for name in env.names() {
        if let Some((variables, read)) = split(&env, name) {
            finds.add(variables, read);
        }
    }
    finds
}

impl Finds {
    /// Frameworks like to say the same address twice.
    fn add(&mut self, variables: Vec<String>, read: Read) {
        let same = |find: &&mut Find| find.read.address == read.address;
        match self.found.iter_mut().find(same) {
            Some(known) => {
                known.variables.extend(variables);
                known.read.secret = known.read.secret.take().or(read.secret);
            }
            None => self.found.push(Find { variables, read }),
        }
    }
}

/// Begins as an address of a kind that is known, or is written as another form of one.
fn is_meant(value: &str) -> bool {
    let value = value.trim();
    let plain = value.strip_prefix("jdbc:").unwrap_or(value);
    let scheme = plain.split_once("://").map(|(scheme, _)| scheme);
    scheme.is_some_and(|s| Spelling::of_scheme(s).is_some())
        || value.contains("@tcp(")
        || value.contains("@unix(")
        || value.contains("host=") && value.contains("dbname=")
}

/// Spring and others say the user and the password beside the address.
fn completed(mut read: Read, env: &EnvText, name: &str) -> Read {
    let Some(prefix) = ADDRESSES.iter().find_map(|end| name.strip_suffix(end)) else {
        return read;
    };
    let beside = |words: &[&str]| {
        let mut values = words
            .iter()
            .filter_map(|word| env.get(&format!("{prefix}_{word}")));
        values.find(|value| !value.is_empty())
    };
    let user = Server::of(&read.address).ok().filter(|s| s.user.is_empty());
    if let (Some(mut server), Some(user)) = (user, beside(&USERS)) {
        server.user = user;
        read.address.body = server.to_string();
        read.secret = read.secret.or(beside(&PASSWORDS).map(Secret::new));
    }
    read
}

/// An address that is split over variables with one beginning: `DB_HOST`, `DB_DATABASE` and so on. `PGHOST` has none.
fn split(env: &EnvText, host_name: &str) -> Option<(Vec<String>, Read)> {
    let prefix = host_name.strip_suffix("HOST")?;
    let mut variables = vec![host_name.to_owned()];
    let mut take = |words: &[&str]| {
        let name = words.iter().map(|word| format!("{prefix}{word}"));
        let (name, value) = name
            .filter_map(|name| Some((name.clone(), env.get(&name)?)))
            .find(|(_, value)| !value.is_empty())?;
        variables.push(name);
        Some(value)
    };
    let host = env.get(host_name).filter(|host| !host.is_empty())?;
    // A host alone may be that of anything.
    let database = take(&DATABASES)?;
    let port: Option<u16> = take(&["PORT"]).and_then(|port| port.trim().parse().ok());
    let user = take(&USERS).unwrap_or_default();
    let engine = take(&ENGINES);
    let secret = take(&PASSWORDS);
    let spelling = match engine {
        Some(engine) => Spelling::hinted(&engine)?,
        None => Spelling::hinted(prefix)
            .or_else(|| (prefix == "PG").then(|| Spelling::of("postgres"))?)
            .or_else(|| Spelling::of_port(port?))?,
    };
    let is_socket = host.starts_with('/') && spelling.socket_is_folder;
    let server = Server {
        user,
        host: if is_socket {
            String::new()
        } else {
            decoded(&host)
        },
        port,
        database,
        settings: match is_socket {
            true => vec![(spelling.socket.to_owned(), host)],
            false => Vec::new(),
        },
    };
    let read = Read {
        address: Address {
            kind: spelling.kind.into(),
            body: server.to_string(),
        },
        secret: secret.map(Secret::new),
        left_out: Vec::new(),
    };
    Some((variables, read))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<(String, String, Option<String>)> {
        let finds = find(text, Path::new("/nowhere"));
        assert!(finds.unusable.is_empty(), "{:?}", finds.unusable);
        let line = |find: Find| {
            let secret = find.read.secret.map(|s| s.reveal().to_owned());
            (
                find.variables.join(" "),
                find.read.address.to_string(),
                secret,
            )
        };
        finds.found.into_iter().map(line).collect()
    }

    #[test]
    fn addresses_in_one_variable_and_over_several_are_found() {
        for (text, variables, address, secret) in [
            (
                "REDIS_URL=redis://x\nDATABASE_URL=\"postgresql://ann:s3@db/shop\"",
                "DATABASE_URL",
                "postgres://ann@db/shop",
                Some("s3"),
            ),
            // Laravel.
            (
                "DB_CONNECTION=mysql\nDB_HOST=127.0.0.1\nDB_PORT=3306\nDB_DATABASE=shop\nDB_USERNAME=ann\nDB_PASSWORD='p#s s'",
                "DB_HOST DB_DATABASE DB_PORT DB_USERNAME DB_CONNECTION DB_PASSWORD",
                "mysql://ann@127.0.0.1:3306/shop",
                Some("p#s s"),
            ),
            // Django.
            (
                "DB_ENGINE=django.db.backends.postgresql\nDB_HOST=db\nDB_NAME=shop\nDB_USER=ann",
                "DB_HOST DB_NAME DB_USER DB_ENGINE",
                "postgres://ann@db/shop",
                None,
            ),
            // Told by the port, and by the name.
            (
                "ORDERS_DB_HOST=h\nORDERS_DB_NAME=o\nORDERS_DB_PORT=5432",
                "ORDERS_DB_HOST ORDERS_DB_NAME ORDERS_DB_PORT",
                "postgres://h:5432/o",
                None,
            ),
            (
                "PGHOST=h\nPGDATABASE=o",
                "PGHOST PGDATABASE",
                "postgres://h/o",
                None,
            ),
            (
                "POSTGRES_HOST=h\nPOSTGRES_DB=o\nPOSTGRES_PASSWORD=x",
                "POSTGRES_HOST POSTGRES_DB POSTGRES_PASSWORD",
                "postgres://h/o",
                Some("x"),
            ),
            // Spring.
            (
                "SPRING_DATASOURCE_URL=jdbc:mysql://h/o\nSPRING_DATASOURCE_USERNAME=ann\nSPRING_DATASOURCE_PASSWORD=x",
                "SPRING_DATASOURCE_URL",
                "mysql://ann@h/o",
                Some("x"),
            ),
            // Put together from parts.
            (
                "P=a/b@c\nDATABASE_URL=postgres://ann:${P}@h/o",
                "DATABASE_URL",
                "postgres://ann@h/o",
                Some("a/b@c"),
            ),
            // Said twice.
            (
                "DATABASE_URL=postgres://ann:x@h:5432/o\nPGHOST=h\nPGPORT=5432\nPGUSER=ann\nPGDATABASE=o",
                "DATABASE_URL PGHOST PGDATABASE PGPORT PGUSER",
                "postgres://ann@h:5432/o",
                Some("x"),
            ),
        ] {
            let expected = (
                variables.to_owned(),
                address.to_owned(),
                secret.map(str::to_owned),
            );
            assert_eq!(told(text), [expected], "{text}");
        }
        assert_eq!(told("API_HOST=h\nDB_HOST=h\nDB_NAME=o\nA=b"), []);
    }

    #[test]
    fn what_cannot_be_used_is_told_without_its_value() {
        let text = "A_URL=postgres://ann:${NOWHERE}@h/o\nB_URL=postgres://ann:canary@a,b/o\nC_URL=mongodb://x";
        let finds = find(text, Path::new("/nowhere"));
        assert!(finds.found.is_empty());
        let said = format!("{:?}", finds.unusable);
        assert!(said.contains("NOWHERE") && said.contains("B_URL"), "{said}");
        assert!(
            !said.contains("canary") && !said.contains("C_URL"),
            "{said}"
        );
    }

    #[test]
    fn files_of_settings_are_known_by_their_names() {
        for name in [".env", ".env.local", ".ENV.production", "prod.env"] {
            assert!(is_env(name), "{name}");
        }
        for name in [
            ".env.example",
            ".env.sample",
            "example.env",
            "env",
            "environment.ts",
        ] {
            assert!(!is_env(name), "{name}");
        }
    }
}
