//! A visit to a server, for the test of a connection. The session is one that may only read.

use crate::ddl::string;
use crate::session::{Place, Purpose, Session};
use async_trait::async_trait;
use drydock_connector::{Clock, Deed, Fault, NOT_SECURED, Right, Version, Visit};
use sqlx::Row;
use std::io;
use std::sync::Arc;

pub(crate) struct PostgresVisit {
    session: Session,
}

impl PostgresVisit {
    pub async fn open(place: Arc<Place>) -> Result<PostgresVisit, Fault> {
        let opened = Session::open(&place, Purpose::Read).await;
        Ok(PostgresVisit {
            session: opened.map_err(marked)?,
        })
    }
}

/// Certificates are refused as invalid data in the middle of reading and writing.
fn marked(fault: Fault) -> Fault {
    let error = fault.source.as_ref().and_then(|e| e.downcast_ref());
    match error {
        Some(sqlx::Error::Tls(_)) => fault.native(NOT_SECURED),
        Some(sqlx::Error::Io(e)) if e.kind() == io::ErrorKind::InvalidData => {
            fault.native(NOT_SECURED)
        }
        _ => fault,
    }
}

#[async_trait]
impl Visit for PostgresVisit {
    async fn secured(&mut self) -> Result<Option<String>, Fault> {
        let version: String = self
            .session
            .one(
                "SELECT coalesce(max(version), '') FROM pg_catalog.pg_stat_ssl
                 WHERE pid = pg_catalog.pg_backend_pid() AND ssl",
            )
            .await?;
        // As `TLSv1.3`.
        Ok(Some(version.replace("TLSv", "TLS ")).filter(|v| !v.is_empty()))
    }

    async fn version(&mut self) -> Result<Version, Fault> {
        let whole: String = self
            .session
            .one("SELECT pg_catalog.current_setting('server_version')")
            .await?;
        // What a distribution adds stands behind it.
        let number = whole.split(' ').next().unwrap_or(&whole);
        let encoding = "SELECT pg_catalog.current_setting('server_encoding')";
        Ok(Version {
            name: format!("PostgreSQL {number}"),
            encoding: self.session.one(encoding).await?,
        })
    }

    /// Of all tables that are there; where there are none, of those that one could make.
    async fn rights(&mut self) -> Result<Vec<Right>, Fault> {
        let schema = string(&self.session.place.schema);
        let sql = format!(
            "WITH tables AS (
                 SELECT c.oid, c.relowner FROM pg_catalog.pg_class c
                 JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                 WHERE n.nspname = {schema} AND c.relkind IN ('r', 'p')),
             own AS (
                 SELECT pg_catalog.has_schema_privilege(n.oid, 'USAGE') AS enters,
                     pg_catalog.has_schema_privilege(n.oid, 'CREATE') AS creates,
                     pg_catalog.pg_has_role(n.nspowner, 'USAGE') AS owns,
                     NOT pg_catalog.pg_is_in_recovery() AS writes
                 FROM pg_catalog.pg_namespace n WHERE n.nspname = {schema}),
             me AS (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user)
             SELECT enters AND coalesce((SELECT bool_and(pg_catalog.has_table_privilege(oid, 'SELECT')) FROM tables), true),
                 writes AND enters AND coalesce((SELECT bool_and(pg_catalog.has_table_privilege(oid, 'INSERT')
                     AND pg_catalog.has_table_privilege(oid, 'UPDATE')) FROM tables), creates),
                 writes AND enters AND creates,
                 writes AND enters AND (owns
                     OR coalesce((SELECT bool_and(pg_catalog.pg_has_role(relowner, 'USAGE')) FROM tables), creates)),
                 writes AND (rolsuper
                     OR pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE')),
                 rolsuper OR pg_catalog.pg_has_role('pg_read_all_stats', 'USAGE')
             FROM own, me"
        );
        let rows = self.session.rows(&sql).await?;
        let Some(row) = rows.first() else {
            return Ok(Vec::new());
        };
        let deeds = [
            Deed::ReadTables,
            Deed::WriteRows,
            Deed::CreateTables,
            Deed::DropTables,
            Deed::AddExtensions,
            Deed::ReadStatistics,
        ];
        let place = &self.session.place.name;
        let right = |(at, what)| {
            let may = row.try_get(at).map_err(|e| crate::fault::fault(place, e))?;
            Ok(Right { what, may })
        };
        deeds.into_iter().enumerate().map(right).collect()
    }

    async fn clock(&mut self) -> Result<Clock, Fault> {
        let now_us = self
            .session
            .one("SELECT (extract(epoch FROM pg_catalog.clock_timestamp()) * 1000000)::bigint")
            .await?;
        // Our sessions are in UTC; this is the one that others start with.
        let zone = "SELECT coalesce(max(reset_val), '') FROM pg_catalog.pg_settings WHERE name = 'TimeZone'";
        Ok(Clock {
            now_us,
            zone: self.session.one(zone).await?,
        })
    }
}
