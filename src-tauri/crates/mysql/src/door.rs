//! How a server is reached: one door a store, through which connections go in, each made ours in one go.
//!
//! Every wait has an end. A statement may take hours, so time alone does not tell a slow server from one that is gone:
//! when an answer is long in coming, a second connection asks the server whether the first one is still at work.

use crate::address::Place;
use crate::fault::{At, fault};
use drydock_connector::{Address, Fault, FaultKind, Keys};
use sqlx::mysql::{MySqlConnectOptions, MySqlConnection, MySqlRow};
use sqlx::{AssertSqlSafe, ConnectOptions, Decode, Executor, MySql, Row};
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

/// To be reached and to have signed in.
const TO_CONNECT: Duration = Duration::from_secs(10);
/// An answer that is longer in coming is asked after.
const TO_ANSWER: Duration = Duration::from_secs(15);
/// So often in a row a server may say that it has nothing left to answer before the answer counts as lost.
const MOST_IDLE: usize = 2;
/// On the slowest way that counts as one, so many bytes arrive between two questions. While they do, a server has
/// nothing to answer.
const BYTES_BETWEEN: usize = 240 << 10;
/// So often in a row a server may have no room for who asks. It is there, and a statement may take hours.
const MOST_UNTOLD: u32 = 240;

/// Strict, so that nothing is bent (C15); zero dates and dates that no calendar has stay what they are (C22); a zero is
/// no wish for the next number (C30).
const SQL_MODE: &str = "STRICT_ALL_TABLES,STRICT_TRANS_TABLES,ALLOW_INVALID_DATES,ERROR_FOR_DIVISION_BY_ZERO,NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION";

/// What not every server has or lets everybody set.
const WISHES: [&str; 7] = [
    "SET SESSION explicit_defaults_for_timestamp = 1",
    // MySQL tells yesterday's next number of a counted column otherwise.
    "SET SESSION information_schema_stats_expiry = 0",
    // What cannot be known of a table's rows beforehand is told row by row.
    "SET SESSION innodb_strict_mode = 0",
    "SET SESSION max_statement_time = 0",
    "SET SESSION max_execution_time = 0",
    "SET SESSION idle_transaction_timeout = 0, idle_readonly_transaction_timeout = 0, idle_write_transaction_timeout = 0",
    "SET SESSION check_constraint_checks = 1",
];

pub(crate) struct Door {
    options: MySqlConnectOptions,
    database: String,
    place: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Reads,
    Writes,
}

/// A connection and the server's number of it.
pub(crate) struct Link {
    pub conn: MySqlConnection,
    pub id: u64,
    door: Arc<Door>,
}

impl Door {
    pub async fn to(address: &Address, keys: &dyn Keys) -> Result<Arc<Door>, Fault> {
        let place = Place::of(address)?;
        let mut options = place.options()?;
        if let Some(secret) = keys.secret(address).await? {
            options = options.password(secret.reveal());
        }
        Ok(Arc::new(Door {
            options,
            place: place.name(),
            database: place.database().to_owned(),
        }))
    }

    pub fn place(&self) -> &str {
        &self.place
    }

    /// A connection inside the database.
    pub async fn open(self: &Arc<Door>, role: Role) -> Result<Link, Fault> {
        let options = self.options.clone().database(&self.database);
        self.link(options, role).await
    }

    /// Makes the database if it is not there.
    pub async fn make_database(self: &Arc<Door>) -> Result<(), Fault> {
        let mut link = self.link(self.options.clone(), Role::Writes).await?;
        let name = crate::ddl::quote(&self.database);
        link.run(&format!(
            "CREATE DATABASE IF NOT EXISTS {name} CHARACTER SET utf8mb4"
        ))
        .await
    }

    async fn link(
        self: &Arc<Door>,
        options: MySqlConnectOptions,
        role: Role,
    ) -> Result<Link, Fault> {
        let (conn, id) = self
            .in_time(async {
                let mut conn = options.connect().await?;
                let row = conn.fetch_one("SELECT CONNECTION_ID()").await?;
                Ok((conn, number(&row, 0)))
            })
            .await?;
        let mut link = Link {
            conn,
            id,
            door: self.clone(),
        };
        self.in_time(settle(&mut link.conn, role)).await?;
        Ok(link)
    }

    async fn in_time<T>(
        &self,
        work: impl Future<Output = Result<T, sqlx::Error>>,
    ) -> Result<T, Fault> {
        match tokio::time::timeout(TO_CONNECT, work).await {
            Ok(done) => done.at(&self.place),
            Err(_) => Err(Fault::new(
                FaultKind::Unreachable,
                &self.place,
                format!("it did not answer within {} seconds", TO_CONNECT.as_secs()),
            )),
        }
    }

    /// Waits for an answer on the connection `id` for as long as the server is at work on it.
    pub async fn answer<T>(
        self: &Arc<Door>,
        id: u64,
        work: impl Future<Output = Result<T, sqlx::Error>>,
    ) -> Result<T, Fault> {
        self.answer_to(id, 0, work).await
    }

    /// Of a statement with so many bytes of values.
    pub async fn answer_to<T>(
        self: &Arc<Door>,
        id: u64,
        bytes: usize,
        work: impl Future<Output = Result<T, sqlx::Error>>,
    ) -> Result<T, Fault> {
        let mut work = pin!(work);
        let most_idle = MOST_IDLE + bytes / BYTES_BETWEEN;
        let (mut idle, mut untold) = (0, 0);
        loop {
            if let Ok(done) = tokio::time::timeout(TO_ANSWER, work.as_mut()).await {
                return done.map_err(|e| fault(&self.place, e));
            }
            match self.at_work(id).await {
                Ok(true) => (idle, untold) = (0, 0),
                Ok(false) => idle += 1,
                // It refuses who asks, as with too many connections; that says nothing of the statement.
                Err(fault) if fault.native.is_some() => untold += 1,
                Err(fault) => return Err(fault),
            }
            if idle >= most_idle || untold >= MOST_UNTOLD {
                return Err(Fault::new(
                    FaultKind::Unreachable,
                    &self.place,
                    "its answer was lost on the way",
                ));
            }
        }
    }

    async fn at_work(self: &Arc<Door>, id: u64) -> Result<bool, Fault> {
        let options = self.options.clone();
        let sql = format!("SELECT COMMAND FROM information_schema.PROCESSLIST WHERE ID = {id}");
        self.in_time(async {
            let mut conn = options.connect().await?;
            let row = conn.fetch_optional(AssertSqlSafe(sql)).await?;
            Ok(row.is_some_and(|row| raw(&row, 0) != Some(b"Sleep".as_slice())))
        })
        .await
    }

    /// Breaks off what runs on a connection.
    pub async fn kill_query(self: Arc<Door>, id: u64) -> Result<(), Fault> {
        let options = self.options.clone();
        self.in_time(async {
            let mut conn = options.connect().await?;
            conn.execute(AssertSqlSafe(format!("KILL QUERY {id}")))
                .await?;
            Ok(())
        })
        .await
    }
}

async fn settle(conn: &mut MySqlConnection, role: Role) -> Result<(), sqlx::Error> {
    // A pause may be long, and a reader may be slow. Rows are sorted by the whole of their keys, not by the first 1,024
    // bytes: what is behind the last row of a page is found by the whole.
    let session = format!(
        "SET SESSION sql_mode = '{SQL_MODE}', time_zone = '+00:00', autocommit = 1, sql_auto_is_null = 0,
         sql_safe_updates = 0, sql_select_limit = 18446744073709551615, group_concat_max_len = 1048576,
         wait_timeout = 604800, net_read_timeout = 604800, net_write_timeout = 604800,
         lock_wait_timeout = 10, innodb_lock_wait_timeout = 10, unique_checks = 1,
         max_sort_length = 131072, sort_buffer_size = 4194304"
    );
    sqlx::raw_sql(AssertSqlSafe(session))
        .execute(&mut *conn)
        .await?;
    for wish in WISHES {
        if let Err(error) = sqlx::raw_sql(wish).execute(&mut *conn).await
            && crate::fault::number(&error).is_none()
        {
            return Err(error);
        }
    }
    let of_role = match role {
        Role::Reads => "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
        // Foreign keys are checked at the end, over all rows (C31); until then cycles may be open.
        Role::Writes => {
            "SET SESSION foreign_key_checks = 0; SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED"
        }
    };
    sqlx::raw_sql(of_role).execute(&mut *conn).await?;
    Ok(())
}

impl Link {
    pub fn door(&self) -> &Arc<Door> {
        &self.door
    }

    pub fn place(&self) -> &str {
        &self.door.place
    }

    /// Carries out a statement, or several where the text has them.
    pub async fn run(&mut self, sql: &str) -> Result<(), Fault> {
        let work = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut self.conn);
        self.door.answer(self.id, work).await.map(drop)
    }

    /// One statement and no more: what a schema says of itself may hold others behind it.
    pub async fn run_one(&mut self, sql: &str) -> Result<(), Fault> {
        let work = sqlx::query(AssertSqlSafe(sql.to_owned()))
            .persistent(false)
            .execute(&mut self.conn);
        match self.door.answer(self.id, work).await {
            // A few, as those that make triggers, are not prepared by the server.
            Err(fault) if fault.native.as_deref() == Some("1295") => self.run(sql).await,
            done => done.map(drop),
        }
    }

    /// Rows of text. For what the server says of itself; rows of tables come through `scan`.
    pub async fn ask(&mut self, sql: &str) -> Result<Vec<Told>, Fault> {
        let work = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).fetch_all(&mut self.conn);
        let rows = self.door.answer(self.id, work).await?;
        rows.iter().map(|row| told(row, &self.door.place)).collect()
    }

    pub async fn ask_one(&mut self, sql: &str) -> Result<Option<Told>, Fault> {
        Ok(self.ask(sql).await?.into_iter().next())
    }
}

/// One row in text.
pub(crate) struct Told(Vec<Option<String>>);

impl Told {
    pub fn text(&self, at: usize) -> Option<&str> {
        self.0.get(at).and_then(Option::as_deref)
    }

    /// Nothing counts as empty.
    pub fn string(&self, at: usize) -> String {
        self.text(at).unwrap_or_default().to_owned()
    }

    pub fn number(&self, at: usize) -> Option<u64> {
        self.text(at).and_then(|t| t.parse().ok())
    }

    pub fn is_yes(&self, at: usize) -> bool {
        self.text(at)
            .is_some_and(|t| t.eq_ignore_ascii_case("yes") || t == "1")
    }
}

fn told(row: &MySqlRow, place: &str) -> Result<Told, Fault> {
    (0..row.len())
        .map(|i| {
            raw(row, i)
                .map(|bytes| {
                    String::from_utf8(bytes.to_vec()).map_err(|e| {
                        Fault::new(FaultKind::Unsupported, place, "a name in it is not Unicode")
                            .because(e)
                    })
                })
                .transpose()
        })
        .collect::<Result<_, _>>()
        .map(Told)
}

/// The bytes of a value as the server sent them; none is NULL.
pub(crate) fn raw(row: &MySqlRow, at: usize) -> Option<&[u8]> {
    let value = row.try_get_raw(at).ok()?;
    <&[u8] as Decode<MySql>>::decode(value).ok()
}

fn number(row: &MySqlRow, at: usize) -> u64 {
    raw(row, at)
        .and_then(|b| std::str::from_utf8(b).ok())
        .and_then(|t| t.parse().ok())
        .unwrap_or(0)
}
