//! A visit to a server, for the test of a connection. The session is one that may only read.

use crate::door::{Door, Link, Role, Told};
use async_trait::async_trait;
use drydock_connector::{Clock, Deed, Fault, FaultKind, NOT_SECURED, Right, Version, Visit};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

pub(crate) struct MysqlVisit {
    link: Link,
}

impl MysqlVisit {
    pub async fn open(door: Arc<Door>) -> Result<MysqlVisit, Fault> {
        Ok(MysqlVisit {
            link: door.open(Role::Reads).await.map_err(marked)?,
        })
    }

    async fn row(&mut self, sql: &str) -> Result<Told, Fault> {
        let row = self.link.ask_one(sql).await?;
        row.ok_or_else(|| {
            let why = "the server answered nothing about itself";
            Fault::new(FaultKind::Internal, self.link.place(), why)
        })
    }

    /// Of the account itself, and of the roles that it has on. Servers that know no roles have no such table.
    async fn grantees(&mut self) -> Result<Vec<String>, Fault> {
        let me = self.row("SELECT CURRENT_USER()").await?.string(0);
        let (user, host) = me.rsplit_once('@').unwrap_or((&me, "%"));
        let mut all = vec![format!("'{user}'@'{host}'")];
        let roles =
            "SELECT ROLE_NAME FROM information_schema.ENABLED_ROLES WHERE ROLE_NAME IS NOT NULL";
        for role in self.link.ask(roles).await.unwrap_or_default() {
            let role = role.string(0);
            all.extend(["", "%"].map(|host| format!("'{role}'@'{host}'")));
            all.push(format!("'{role}'"));
            all.push(role);
        }
        Ok(all)
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

/// What was granted everywhere, in the database, and table by table.
#[derive(Default)]
struct Grants {
    everywhere: BTreeSet<String>,
    inside: BTreeSet<String>,
    tables: BTreeMap<String, BTreeSet<String>>,
}

impl Grants {
    fn hold(&self, privilege: &str) -> bool {
        let of_tables = || self.tables.values().all(|t| t.contains(privilege));
        self.everywhere.contains(privilege)
            || self.inside.contains(privilege)
            || !self.tables.is_empty() && of_tables()
    }
}

#[async_trait]
impl Visit for MysqlVisit {
    async fn secured(&mut self) -> Result<Option<String>, Fault> {
        let row = self.row("SHOW SESSION STATUS LIKE 'Ssl_version'").await?;
        // As `TLSv1.3`.
        let version = row.string(1).replace("TLSv", "TLS ");
        Ok(Some(version).filter(|v| !v.is_empty()))
    }

    async fn version(&mut self) -> Result<Version, Fault> {
        let row = self
            .row("SELECT VERSION(), @@character_set_database")
            .await?;
        let whole = row.string(0);
        let name = match whole.contains("MariaDB") {
            true => "MariaDB",
            false => "MySQL",
        };
        // Some begin with a version that is only there for old clients.
        let whole = whole.trim_start_matches("5.5.5-");
        let number = whole.split('-').next().unwrap_or(whole);
        Ok(Version {
            name: format!("{name} {number}"),
            encoding: row.string(1),
        })
    }

    async fn rights(&mut self) -> Result<Vec<Right>, Fault> {
        let grantees = self.grantees().await?;
        let mut grants = Grants::default();
        // A schema may be granted as a pattern.
        let asked = "SELECT GRANTEE, PRIVILEGE_TYPE, 'everywhere', '' FROM information_schema.USER_PRIVILEGES
             UNION ALL SELECT GRANTEE, PRIVILEGE_TYPE, 'inside', '' FROM information_schema.SCHEMA_PRIVILEGES
             WHERE DATABASE() LIKE TABLE_SCHEMA
             UNION ALL SELECT GRANTEE, PRIVILEGE_TYPE, 'table', TABLE_NAME FROM information_schema.TABLE_PRIVILEGES
             WHERE TABLE_SCHEMA = DATABASE()";
        for row in self.link.ask(asked).await? {
            if !grantees.contains(&row.string(0)) {
                continue;
            }
            let privilege = row.string(1);
            match row.text(2) {
                Some("everywhere") => grants.everywhere.insert(privilege),
                Some("inside") => grants.inside.insert(privilege),
                _ => {
                    let of_table = grants.tables.entry(row.string(3)).or_default();
                    of_table.insert(privilege)
                }
            };
        }
        // Tables of which nothing is granted are not shown either.
        let tables = "SELECT TABLE_NAME FROM information_schema.TABLES
             WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE'";
        for row in self.link.ask(tables).await? {
            if !grants.tables.is_empty() {
                grants.tables.entry(row.string(0)).or_default();
            }
        }
        let locked = self.row("SELECT @@global.read_only").await?.is_yes(0);
        let past_the_lock = ["SUPER", "READ_ONLY ADMIN", "READ ONLY ADMIN"];
        let writes = !locked || past_the_lock.iter().any(|p| grants.everywhere.contains(*p));
        let right = |what, may| Right { what, may };
        Ok(vec![
            right(Deed::ReadTables, grants.hold("SELECT")),
            right(
                Deed::WriteRows,
                writes && grants.hold("INSERT") && grants.hold("UPDATE"),
            ),
            right(Deed::CreateTables, writes && grants.hold("CREATE")),
            right(Deed::DropTables, writes && grants.hold("DROP")),
            right(Deed::ReadStatistics, grants.everywhere.contains("PROCESS")),
        ])
    }

    async fn clock(&mut self) -> Result<Clock, Fault> {
        let row = self
            .row(
                "SELECT CAST(UNIX_TIMESTAMP(SYSDATE(6)) * 1000000 AS SIGNED),
                 IF(@@global.time_zone = 'SYSTEM', @@system_time_zone, @@global.time_zone)",
            )
            .await?;
        let now_us = row.text(0).and_then(|t| t.parse().ok());
        Ok(Clock {
            now_us: now_us.ok_or_else(|| {
                let why = "the server did not say what time it is";
                Fault::new(FaultKind::Internal, self.link.place(), why)
            })?,
            zone: row.string(1),
        })
    }
}
