//! PostgreSQL for tests: one private server a test process, a fresh database a test.
//!
//! `DRYDOCK_TEST_POSTGRES=postgres://user:password@host:port` uses that server instead.

use super::guard::{Guarded, folder, free_port, program, run, unprivileged};
use drydock_connector::Address;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// The role that a private server asks for its password, once a test has made it.
pub const NEEDS_PASSWORD: &str = "drydock_needs_password";

const PATIENCE: Duration = Duration::from_secs(60);

#[derive(Debug, Clone)]
pub struct Server {
    pub host: String,
    pub port: u16,
    pub user: String,
    pub password: Option<String>,
    psql: PathBuf,
}

/// A database of its own for one test. It stays until the server goes.
#[derive(Debug, Clone)]
pub struct Database {
    pub server: Server,
    pub name: String,
}

/// The server that all tests of this process share.
pub fn server() -> Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER
        .get_or_init(|| match std::env::var("DRYDOCK_TEST_POSTGRES") {
            Ok(url) => another(&url),
            Err(_) => private(),
        })
        .clone()
}

pub fn fresh() -> Database {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let server = server();
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let name = format!("drydock_test_{}_{number}", std::process::id());
    server.sql("postgres", &format!("CREATE DATABASE {name}"));
    Database { server, name }
}

impl Database {
    pub fn address(&self) -> Address {
        self.address_as(&self.server.user)
    }

    pub fn address_as(&self, user: &str) -> Address {
        let Server { host, port, .. } = &self.server;
        Address {
            kind: "postgres".into(),
            body: format!("//{user}@{host}:{port}/{}", self.name),
        }
    }

    /// Carries out statements and says what they answered, fields parted by `|`.
    pub fn sql(&self, sql: &str) -> String {
        self.server.sql(&self.name, sql)
    }
}

impl Server {
    /// What `pg_dump --schema-only` says of a database.
    pub fn schema(&self, database: &str) -> String {
        self.dump(database, &["--schema-only"])
    }

    /// The same of one schema, which is called `this_schema` in it.
    pub fn schema_named(&self, database: &str, schema: &str) -> Vec<String> {
        let said = self.dump(database, &["--schema-only", "--no-comments", "-n", schema]);
        let lines = said
            .lines()
            .filter(|l| !l.starts_with("--") && !l.starts_with('\\'));
        let whole = |line: &str| line.replace(&format!("{schema}."), "this_schema.");
        lines.map(whole).filter(|l| !l.is_empty()).collect()
    }

    /// All that PostgreSQL's own tool says of a database, line by line in an order of their own: rows have none.
    pub fn content(&self, database: &str) -> Vec<String> {
        let said = self.dump(database, &["--inserts", "--rows-per-insert=1"]);
        // Newer tools put a word made up for the occasion around what they say.
        let own =
            |line: &&str| !line.starts_with("\\restrict") && !line.starts_with("\\unrestrict");
        let mut lines: Vec<String> = said.lines().filter(own).map(str::to_owned).collect();
        lines.sort();
        lines
    }

    fn dump(&self, database: &str, arguments: &[&str]) -> String {
        let mut command = std::process::Command::new(needed("pg_dump"));
        let said = self.as_us(command.args(arguments).arg(database));
        let words = String::from_utf8_lossy(&said.stderr);
        assert!(said.status.success(), "pg_dump: {words}");
        String::from_utf8_lossy(&said.stdout).into_owned()
    }

    fn as_us(&self, command: &mut std::process::Command) -> std::process::Output {
        command
            .args([
                "-h",
                &self.host,
                "-p",
                &self.port.to_string(),
                "-U",
                &self.user,
            ])
            .current_dir("/")
            .env("PGCLIENTENCODING", "UTF8");
        if let Some(password) = &self.password {
            command.env("PGPASSWORD", password);
        }
        command.output().expect("PostgreSQL's programs run")
    }

    pub fn sql(&self, database: &str, sql: &str) -> String {
        let mut command = std::process::Command::new(&self.psql);
        command
            .args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"])
            .args(["-d", database, "-c", sql]);
        let said = self.as_us(&mut command);
        let words = String::from_utf8_lossy(&said.stderr);
        assert!(said.status.success(), "{sql}: {words}");
        String::from_utf8_lossy(&said.stdout).trim().to_owned()
    }
}

/// Newest first, where Debian and others keep them.
fn folders() -> Vec<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql");
    let mut found: Vec<(u32, PathBuf)> = versions
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|v| {
            let number = v.file_name().to_str()?.parse().ok()?;
            Some((number, v.path().join("bin")))
        })
        .collect();
    found.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
    found.into_iter().map(|(_, path)| path).collect()
}

fn needed(name: &str) -> PathBuf {
    program(name, &folders()).unwrap_or_else(|| {
        panic!(
            "PostgreSQL's program `{name}` is not on this machine; install the package `postgresql`, \
             or let DRYDOCK_TEST_POSTGRES name a server"
        )
    })
}

fn another(url: &str) -> Server {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.split('/').next().unwrap_or_default();
    let (who, place) = rest.rsplit_once('@').unwrap_or(("postgres", rest));
    let (user, password) = match who.split_once(':') {
        Some((user, password)) => (user, Some(password.to_owned())),
        None => (who, None),
    };
    let (host, port) = place.rsplit_once(':').unwrap_or((place, "5432"));
    Server {
        host: host.to_owned(),
        port: port
            .parse()
            .expect("the port in DRYDOCK_TEST_POSTGRES is a number"),
        user: user.to_owned(),
        password,
        psql: needed("psql"),
    }
}

fn private() -> Server {
    static HELD: Mutex<Option<Guarded>> = Mutex::new(None);
    let folder = folder("postgres").expect("a folder for the server");
    let data = folder.join("data");
    let path = |p: PathBuf| p.to_string_lossy().into_owned();
    let init: Vec<String> = [path(needed("initdb")), "-D".into(), path(data.clone())]
        .into_iter()
        .chain(["-U", "postgres", "-A", "trust", "-N", "--no-instructions"].map(Into::into))
        .chain(["-E", "UTF8", "--locale=C"].map(Into::into))
        .collect();
    run(&unprivileged(&init)).expect("initdb");
    // One role has to say its password; so that there is one who can say a wrong one.
    let who = format!(
        "host all {NEEDS_PASSWORD} 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n"
    );
    std::fs::write(data.join("pg_hba.conf"), who).expect("pg_hba.conf");
    let port = free_port().expect("a free port");
    let settings = [
        "listen_addresses=127.0.0.1",
        "unix_socket_directories=",
        "fsync=off",
        "synchronous_commit=off",
        "full_page_writes=off",
        "max_connections=300",
        "autovacuum=off",
    ];
    let mut start = vec![path(needed("postgres")), "-D".into(), path(data.clone())];
    start.extend(["-p".to_owned(), port.to_string()]);
    for setting in settings {
        start.extend(["-c".to_owned(), setting.to_owned()]);
    }
    let mut held = Guarded::start(folder, "QUIT", &unprivileged(&start)).expect("start PostgreSQL");
    // Read from its own folder: an answer on the port might come from another server.
    let ready = || {
        std::fs::read_to_string(data.join("postmaster.pid"))
            .is_ok_and(|said| said.lines().last().is_some_and(|l| l.trim() == "ready"))
    };
    let began = Instant::now();
    while !ready() {
        assert!(
            held.is_up() && began.elapsed() < PATIENCE,
            "PostgreSQL did not start: {}",
            held.log()
        );
        sleep(Duration::from_millis(10));
    }
    *HELD.lock().unwrap_or_else(PoisonError::into_inner) = Some(held);
    Server {
        host: "127.0.0.1".into(),
        port,
        user: "postgres".into(),
        password: None,
        psql: needed("psql"),
    }
}
