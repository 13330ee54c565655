//! Views and triggers, each with the statement that makes it.

use super::{Told, schema};
use crate::ddl::quote;
use crate::session::Session;
use drydock_connector::Fault;
use drydock_model::{Object, ObjectKind};

pub(super) async fn read(session: &mut Session) -> Result<Vec<Object>, Fault> {
    let sql = format!(
        "SELECT 'v' AS kind, c.relname::text AS name, NULL::text AS on_table, c.relkind = 'm' AS kept,
           pg_catalog.pg_get_viewdef(c.oid) AS sql, c.oid::int8 AS made
         FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = {schema} AND c.relkind IN ('v', 'm') AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d
           WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
         UNION ALL
         SELECT 't', t.tgname::text, c.relname::text, false, pg_catalog.pg_get_triggerdef(t.oid, true), t.oid::int8
         FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
         JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = {schema} AND NOT t.tgisinternal
         ORDER BY kind DESC, made",
        schema = schema(session)
    );
    let rows = session.rows(&sql).await?;
    let place = &session.place.name;
    rows.iter()
        .map(|row| {
            let told = Told::new(row, place);
            let (name, sql) = (told.text("name")?, told.text("sql")?);
            Ok(match told.text("kind")?.as_str() {
                "t" => Object {
                    kind: ObjectKind::Trigger,
                    on: told.maybe("on_table")?,
                    name,
                    sql,
                },
                _ => {
                    let kept = if told.get("kept")? {
                        "MATERIALIZED "
                    } else {
                        ""
                    };
                    let body = sql.trim_end_matches(';');
                    Object {
                        kind: ObjectKind::View,
                        sql: format!("CREATE {kept}VIEW {} AS\n{body}", quote(&name)),
                        on: None,
                        name,
                    }
                }
            })
        })
        .collect()
}
