//! A mark of all that a database holds: its statements, the rows of each table and the server's checksum over them.
//!
//! Read afresh over a connection of its own, as it must tell of what came after a snapshot. No cheaper sign will do: the
//! time of a table's last change is kept in memory and forgotten when the server restarts.

use crate::ddl::quote;
use crate::door::{Door, Role};
use drydock_connector::Fault;
use std::sync::Arc;

/// Of all tables, or of some with their triggers.
pub(crate) async fn of(door: &Arc<Door>, only: Option<&[String]>) -> Result<String, Fault> {
    let wanted = |name: &str| only.is_none_or(|some| some.iter().any(|s| s == name));
    let mut link = door.open(Role::Reads).await?;
    let mut hasher = blake3::Hasher::new();
    let mut take = |text: &str| {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    };
    let tables = link
        .ask(
            "SELECT TABLE_NAME, TABLE_TYPE FROM information_schema.TABLES
             WHERE TABLE_SCHEMA = DATABASE() ORDER BY TABLE_NAME",
        )
        .await?;
    for table in tables.iter().filter(|t| wanted(&t.string(0))) {
        let name = quote(&table.string(0));
        let shown = link.ask_one(&format!("SHOW CREATE TABLE {name}")).await?;
        take(&shown.map(|t| t.string(1)).unwrap_or_default());
        if matches!(table.text(1), Some("BASE TABLE" | "SYSTEM VERSIONED")) {
            for sql in [
                format!("SELECT 'rows', count(*) FROM {name}"),
                format!("CHECKSUM TABLE {name}"),
            ] {
                let told = link.ask_one(&sql).await?;
                take(&told.map(|t| t.string(1)).unwrap_or_default());
            }
        }
    }
    let triggers = link
        .ask(
            "SELECT TRIGGER_NAME, ACTION_TIMING, EVENT_MANIPULATION, EVENT_OBJECT_TABLE, ACTION_STATEMENT
             FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE() ORDER BY TRIGGER_NAME",
        )
        .await?;
    for trigger in triggers.iter().filter(|t| wanted(&t.string(3))) {
        (0..5).for_each(|i| take(&trigger.string(i)));
    }
    Ok(format!("1:checksums:{}", hasher.finalize().to_hex()))
}
