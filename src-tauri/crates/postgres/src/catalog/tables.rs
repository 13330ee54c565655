//! The tables themselves: plain and partitioned ones. Views are objects; partitions are options of their table, which has
//! their rows.

use super::{Tables, Told, schema};
use crate::session::Session;
use drydock_connector::Fault;
use drydock_model::{Dataset, Role};

/// The account may know of the table and not look into it.
pub(crate) const UNREADABLE: &str = "NO RIGHT TO READ";

/// Its rows lie with another server.
pub(crate) const FOREIGN: &str = "FOREIGN TABLE";

pub(super) async fn read(session: &mut Session) -> Result<Tables, Fault> {
    let sql = format!(
        "SELECT c.oid::int8 AS oid, c.relname::text AS name, c.relkind = 'f' AS is_foreign, c.relpersistence::text AS persistence,
           CASE WHEN c.relkind = 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END AS partitioned,
           (SELECT pg_catalog.array_agg(p.relname || ' ' || pg_catalog.pg_get_expr(p.relpartbound, p.oid) ORDER BY p.relname)
             FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class p ON p.oid = i.inhrelid
             WHERE i.inhparent = c.oid AND p.relispartition) AS partitions,
           (SELECT pg_catalog.array_agg(p.relname::text ORDER BY i.inhseqno) FROM pg_catalog.pg_inherits i
             JOIN pg_catalog.pg_class p ON p.oid = i.inhparent
             WHERE i.inhrelid = c.oid AND NOT c.relispartition) AS inherits,
           c.reloptions AS reloptions, c.relrowsecurity AS guarded, c.relforcerowsecurity AS forced,
           EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::regclass
             AND d.objid = c.oid AND d.deptype = 'e') AS of_extension,
           pg_catalog.has_table_privilege(c.oid, 'SELECT') AS readable, pg_catalog.pg_total_relation_size(c.oid) AS bytes,
           pg_catalog.obj_description(c.oid, 'pg_class') AS comment
         FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = {} AND c.relkind IN ('r', 'p', 'f') AND NOT c.relispartition ORDER BY c.relname",
        schema(session)
    );
    let rows = session.rows(&sql).await?;
    let place = &session.place.name;
    let mut tables = Tables::default();
    for row in &rows {
        let told = Told::new(row, place);
        let mut dataset = Dataset {
            name: told.text("name")?,
            bytes: told.get::<Option<i64>>("bytes")?.map(i64::cast_unsigned),
            comment: told.maybe("comment")?,
            ..Dataset::default()
        };
        let options = &mut dataset.options;
        if told.get("is_foreign")? {
            options.push(FOREIGN.into());
        }
        if told.text("persistence")? == "u" {
            options.push("UNLOGGED".into());
        }
        if let Some(by) = told.maybe("partitioned")? {
            options.push(format!("PARTITION BY {by}"));
        }
        for parent in told.list("inherits")? {
            options.push(format!("INHERITS {parent}"));
        }
        for option in told.list("reloptions")? {
            options.push(format!("WITH {option}"));
        }
        if told.get("guarded")? {
            options.push("ROW LEVEL SECURITY".into());
        }
        if told.get("forced")? {
            options.push("FORCE ROW LEVEL SECURITY".into());
        }
        for partition in told.list("partitions")? {
            options.push(format!("PARTITION {partition}"));
        }
        if !told.get::<bool>("readable")? {
            options.push(UNREADABLE.into());
        }
        if told.get("of_extension")? {
            dataset.role = Role::System;
        }
        tables.add(told.get("oid")?, dataset);
    }
    Ok(tables)
}
