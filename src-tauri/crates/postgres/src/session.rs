//! One connection to the server, with patience of its own: sqlx would wait for ever for a server that has stopped
//! answering. A statement may take hours; so while one runs, a second connection asks now and then whether the server
//! is still at it.

use crate::ddl::quote;
use crate::fault::{At, fault};
use drydock_connector::{Fault, FaultKind};
use sqlx::postgres::{PgConnectOptions, PgConnection, PgRow};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, Row};
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;

const TO_CONNECT: Duration = Duration::from_secs(10);
const BETWEEN_LOOKS: Duration = Duration::from_secs(10);
/// Looks in a row for which the server may have no room.
const MOST_UNSEEN: u32 = 60;

/// Its catalogs have all that is asked of them.
const OLDEST: u32 = 120_000;

/// Not every version has them; a session of ours may well wait for hours for its turn.
const UNLIMITED: &str = "SELECT pg_catalog.set_config(name, '0', false) FROM pg_catalog.pg_settings
                 WHERE name IN ('idle_session_timeout', 'transaction_timeout')";

/// `$1.234` is a thousand to one language and one to another. All that count hundredths are read in the same one; from
/// others, a server refuses what is not in its own.
const MONEY: &str = "SELECT pg_catalog.set_config('lc_monetary', 'C', false)
                 WHERE pg_catalog.scale('1'::pg_catalog.money::pg_catalog.numeric) = 2";

/// Where the server can tell: when our end of the line is gone, it stops and lets go of what it holds.
const NOT_ALONE: &str = "SELECT pg_catalog.set_config(name, '2s', false) FROM pg_catalog.pg_settings
                 WHERE name = 'client_connection_check_interval' AND pg_catalog.version() LIKE '%linux%'";

/// Somebody who holds a table for longer is reported, and the engine decides whether to try again. What a COMMIT has
/// answered must outlive the server's next second.
const LASTING: &str =
    "SET lock_timeout = '10s'; SELECT pg_catalog.set_config('synchronous_commit', 'on', false)
                 WHERE pg_catalog.current_setting('synchronous_commit') = 'off'";

/// A schema of a database on a server.
pub(crate) struct Place {
    pub options: PgConnectOptions,
    pub schema: String,
    /// As people call it.
    pub name: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Read,
    Write,
}

pub(crate) struct Session {
    pub conn: PgConnection,
    pub place: Arc<Place>,
    pub pid: i32,
}

impl Place {
    /// `"schema"."table"`, however the search path stands.
    pub fn table(&self, name: &str) -> String {
        format!("{}.{}", quote(&self.schema), quote(name))
    }

    /// For messages: `people in shop`.
    pub fn within(&self, dataset: &str) -> String {
        format!("{dataset} in {}", self.name)
    }

    async fn connect(&self) -> Result<PgConnection, Fault> {
        let options = self.options.clone().disable_statement_logging();
        match timeout(TO_CONNECT, options.connect()).await {
            Ok(connected) => connected.at(&self.name),
            Err(_) => Err(Fault::new(
                FaultKind::Unreachable,
                &self.name,
                format!("no answer within {} seconds", TO_CONNECT.as_secs()),
            )),
        }
    }

    /// Asks the server to stop what a session of ours is doing.
    pub async fn cancel(&self, pid: i32) -> Result<(), Fault> {
        let mut conn = self.connect().await?;
        let asked = sqlx::query("SELECT pg_catalog.pg_cancel_backend($1)").bind(pid);
        let asked = timeout(TO_CONNECT, conn.execute(asked)).await;
        asked.map_or(Ok(()), |r| r.at(&self.name).map(drop))
    }

    /// What the session with this number waits for: `Client` when it waits for us.
    async fn waits_for(&self, pid: i32) -> Result<Option<String>, Fault> {
        let mut conn = self.connect().await?;
        let asked = sqlx::query(
            "SELECT coalesce(wait_event_type, '') FROM pg_catalog.pg_stat_activity WHERE pid = $1",
        )
        .bind(pid);
        let row = match timeout(TO_CONNECT, conn.fetch_optional(asked)).await {
            Ok(row) => row.at(&self.name)?,
            Err(_) => return Ok(None),
        };
        row.map(|r| r.try_get(0)).transpose().at(&self.name)
    }

    /// Waits for an answer for as long as the server is at work on it.
    pub async fn patient<T>(
        &self,
        pid: i32,
        answer: impl Future<Output = Result<T, sqlx::Error>>,
    ) -> Result<Result<T, sqlx::Error>, Fault> {
        let mut answer = pin!(answer);
        let (mut idle, mut unseen) = (0, 0);
        loop {
            if let Ok(answer) = timeout(BETWEEN_LOOKS, &mut answer).await {
                return Ok(answer);
            }
            let waits_for = match self.waits_for(pid).await {
                // It has no room for one who only looks; so it is there.
                Err(fault) if fault.kind == FaultKind::Busy && unseen < MOST_UNSEEN => {
                    unseen += 1;
                    continue;
                }
                looked => looked?,
            };
            unseen = 0;
            match waits_for.as_deref() {
                // It waits for us while we wait for it: something between has stopped passing things on.
                Some("Client") if idle > 0 => {}
                Some("Client") => {
                    idle += 1;
                    continue;
                }
                Some(_) => {
                    idle = 0;
                    continue;
                }
                None => {}
            }
            return Err(Fault::new(
                FaultKind::Unreachable,
                &self.name,
                "the connection was lost in the middle of an answer",
            ));
        }
    }
}

impl Session {
    pub async fn open(place: &Arc<Place>, purpose: Purpose) -> Result<Session, Fault> {
        let conn = place.connect().await?;
        if conn.server_version_num().is_some_and(|v| v < OLDEST) {
            let why = "the server is older than PostgreSQL 12";
            return Err(Fault::new(FaultKind::Unsupported, &place.name, why));
        }
        let mut session = Session {
            conn,
            place: place.clone(),
            pid: 0,
        };
        let own = match purpose {
            Purpose::Read => "SET default_transaction_read_only = on",
            Purpose::Write => LASTING,
        };
        // Texts of values and statements in one form, whatever the server, the database or the role has set. And rows
        // that a policy would hide are a fault, as they would be left behind in silence. What triggers print about rows
        // has no place in a log.
        session
            .run(&format!(
                "SET search_path = {}; SET TimeZone = 'UTC'; SET DateStyle = 'ISO, MDY';
                 SET IntervalStyle = 'postgres'; SET bytea_output = 'hex'; SET extra_float_digits = 3;
                 SET standard_conforming_strings = on; SET statement_timeout = 0;
                 SET idle_in_transaction_session_timeout = 0; SET quote_all_identifiers = off;
                 SET row_security = off; SET xmloption = content; SET client_min_messages = error;
                 {UNLIMITED}; {NOT_ALONE}; {MONEY}; {own}",
                quote(&place.schema)
            ))
            .await?;
        session.pid = session.one("SELECT pg_catalog.pg_backend_pid()").await?;
        let there: bool = session
            .one(&format!(
                "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = {})",
                crate::ddl::string(&place.schema)
            ))
            .await?;
        if !there {
            return Err(Fault::new(
                FaultKind::NotThere,
                &place.name,
                format!("the database has no schema {}", place.schema),
            ));
        }
        Ok(session)
    }

    /// Carries out statements that answer nothing.
    pub async fn run(&mut self, sql: &str) -> Result<(), Fault> {
        let place = self.place.clone();
        self.try_run(sql).await?.at(&place.name).map(drop)
    }

    /// As `run`, with the number of rows that were touched, or the server's own error.
    pub async fn try_run(&mut self, sql: &str) -> Result<Result<u64, sqlx::Error>, Fault> {
        let place = self.place.clone();
        let sent = self
            .conn
            .execute(sqlx::raw_sql(AssertSqlSafe(sql.to_owned())));
        let done = place.patient(self.pid, sent).await?;
        Ok(done.map(|d| d.rows_affected()))
    }

    pub async fn rows(&mut self, sql: &str) -> Result<Vec<PgRow>, Fault> {
        let place = self.place.clone();
        let asked = sqlx::query(AssertSqlSafe(sql.to_owned())).persistent(false);
        let asked = self.conn.fetch_all(asked);
        place.patient(self.pid, asked).await?.at(&place.name)
    }

    /// The first field of the first row.
    pub async fn one<T>(&mut self, sql: &str) -> Result<T, Fault>
    where
        T: for<'r> sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres>,
    {
        let rows = self.rows(sql).await?;
        match rows.first() {
            Some(row) => row.try_get(0).at(&self.place.name),
            None => Err(fault(&self.place.name, sqlx::Error::RowNotFound)),
        }
    }

    /// Ends the conversation; what is open is rolled back.
    pub async fn close(self) {
        let closed = timeout(TO_CONNECT, self.conn.close()).await;
        if let Ok(Err(error)) = closed {
            tracing::debug!(%error, "A connection was not closed in good order.");
        }
    }
}
