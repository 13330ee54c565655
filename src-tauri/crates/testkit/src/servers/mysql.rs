//! MariaDB for tests: one private server a test process, a database a test.
//!
//! `DRYDOCK_TEST_MYSQL=mysql://user:password@host:port` uses that server instead; the user must be allowed all.

use super::guard::{Guarded, folder, free_port, program, run, unprivileged};
use drydock_connector::Address;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(60);

#[derive(Debug, Clone)]
pub struct Server {
    pub host: String,
    pub port: u16,
    pub user: String,
    pub password: Option<String>,
    client: PathBuf,
}

/// A name for a database that no other test has. It goes with the server.
#[derive(Debug, Clone)]
pub struct Database {
    pub server: Server,
    pub name: String,
}

/// The server that all tests of this process share.
pub fn server() -> Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER
        .get_or_init(|| match std::env::var("DRYDOCK_TEST_MYSQL") {
            Ok(url) => another(&url),
            Err(_) => private(),
        })
        .clone()
}

/// A database that is not there yet.
pub fn absent() -> Database {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    Database {
        server: server(),
        name: format!("drydock_test_{}_{number}", std::process::id()),
    }
}

/// A database that is there and empty.
pub fn fresh() -> Database {
    let database = absent();
    let sql = format!(
        "CREATE DATABASE `{}` CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci",
        database.name
    );
    database.server.sql("mysql", &sql);
    database
}

impl Database {
    pub fn address(&self) -> Address {
        self.address_as(&self.server.user)
    }

    pub fn address_as(&self, user: &str) -> Address {
        let Server { host, port, .. } = &self.server;
        Address {
            kind: "mysql".into(),
            body: format!("//{user}@{host}:{port}/{}", self.name),
        }
    }

    /// Carries out statements and says what they answered, fields parted by tabs.
    pub fn sql(&self, sql: &str) -> String {
        self.server.sql(&self.name, sql)
    }
}

impl Server {
    pub fn sql(&self, database: &str, sql: &str) -> String {
        let mut command = self.as_us(&self.client);
        command
            .args(["--batch", "--skip-column-names", "--comments"])
            .args(["-D", database, "-e", sql]);
        said(&mut command, sql).trim_end().to_owned()
    }

    /// All that the server's own tool says of a database, line by line in an order of their own: rows have none.
    pub fn content(&self, database: &str) -> Vec<String> {
        let mut command = self.as_us(&needed(&["mariadb-dump", "mysqldump"]));
        command
            .args(["--skip-extended-insert", "--skip-dump-date", "--hex-blob"])
            .args(["--triggers", "--routines", database]);
        let said = said(&mut command, "the dump");
        let mut lines: Vec<String> = said.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    }

    fn as_us(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .args(["--no-defaults", "--default-character-set=utf8mb4"])
            .args(["-h", &self.host, "-P", &self.port.to_string()])
            .args(["--protocol=tcp", "-u", &self.user])
            .current_dir("/");
        if let Some(password) = &self.password {
            command.env("MYSQL_PWD", password);
        }
        command
    }
}

fn said(command: &mut Command, what: &str) -> String {
    let said = command.output().expect("the server's programs run");
    let words = String::from_utf8_lossy(&said.stderr);
    assert!(said.status.success(), "{what}: {words}");
    String::from_utf8_lossy(&said.stdout).into_owned()
}

fn needed(names: &[&str]) -> PathBuf {
    let folders = [PathBuf::from("/usr/sbin"), PathBuf::from("/usr/local/sbin")];
    let found = names.iter().find_map(|name| program(name, &folders));
    found.unwrap_or_else(|| {
        panic!(
            "MariaDB's program `{}` is not on this machine; install the package `mariadb-server`, \
             or let DRYDOCK_TEST_MYSQL name a server",
            names[0]
        )
    })
}

fn client() -> PathBuf {
    needed(&["mariadb", "mysql"])
}

fn another(url: &str) -> Server {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.split('/').next().unwrap_or_default();
    let (who, place) = rest.rsplit_once('@').unwrap_or(("root", rest));
    let (user, password) = match who.split_once(':') {
        Some((user, password)) => (user, Some(password.to_owned())),
        None => (who, None),
    };
    let (host, port) = place.rsplit_once(':').unwrap_or((place, "3306"));
    Server {
        host: host.to_owned(),
        port: port
            .parse()
            .expect("the port in DRYDOCK_TEST_MYSQL is a number"),
        user: user.to_owned(),
        password,
        client: client(),
    }
}

fn private() -> Server {
    static HELD: Mutex<Option<Guarded>> = Mutex::new(None);
    let folder = folder("mariadb").expect("a folder for the server");
    let text = |p: &Path| p.to_string_lossy().into_owned();
    let data = format!("--datadir={}", text(&folder.join("data")));
    let install = needed(&["mariadb-install-db", "mysql_install_db"]);
    let init = [
        &text(&install),
        "--no-defaults",
        &data,
        "--auth-root-authentication-method=normal",
        "--skip-test-db",
        "--innodb-log-file-size=8M",
    ];
    run(&unprivileged(&init.map(Into::into))).expect("mariadb-install-db");
    let port = free_port().expect("a free port");
    let pid = folder.join("pid");
    let start = [
        &text(&needed(&["mariadbd", "mysqld"])),
        "--no-defaults",
        &data,
        &format!("--socket={}", text(&folder.join("socket"))),
        &format!("--pid-file={}", text(&pid)),
        &format!("--port={port}"),
        "--bind-address=127.0.0.1",
        "--skip-name-resolve",
        "--skip-log-bin",
        "--max-connections=300",
        "--max-allowed-packet=64M",
        "--innodb-flush-log-at-trx-commit=0",
        "--innodb-doublewrite=0",
        "--innodb-log-file-size=8M",
        "--innodb-buffer-pool-size=64M",
    ];
    let command = unprivileged(&start.map(Into::into));
    let mut held = Guarded::start(folder, "KILL", &command).expect("start MariaDB");
    // Its own word: an answer on the port might come from another server.
    let began = Instant::now();
    while !(pid.exists() && held.log().contains("ready for connections")) {
        assert!(
            held.is_up() && began.elapsed() < PATIENCE,
            "MariaDB did not start: {}",
            held.log()
        );
        sleep(Duration::from_millis(10));
    }
    *HELD.lock().unwrap_or_else(PoisonError::into_inner) = Some(held);
    let server = Server {
        host: "127.0.0.1".into(),
        port,
        user: "root".into(),
        password: None,
        client: client(),
    };
    // Without it no user from elsewhere is told apart from the one of this machine.
    server.sql(
        "mysql",
        "DELETE FROM mysql.global_priv WHERE user = ''; FLUSH PRIVILEGES",
    );
    server
}
