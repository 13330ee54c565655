//! Keys, foreign keys, checks and indexes.

use super::{Tables, Told, schema};
use crate::session::Session;
use drydock_connector::Fault;
use drydock_model::{Check, ForeignKey, Index, IndexPart, Key};

/// What is more than its parts can tell, word for word: `CONSTRAINT "name" EXCLUDE USING gist (..)`.
pub(crate) const CONSTRAINT: &str = "CONSTRAINT ";

pub(super) async fn read(session: &mut Session, tables: &mut Tables) -> Result<(), Fault> {
    keys_and_checks(session, tables).await?;
    indexes(session, tables).await
}

async fn keys_and_checks(session: &mut Session, tables: &mut Tables) -> Result<(), Fault> {
    let sql = format!(
        "SELECT k.conrelid::int8 AS oid, k.conname::text AS name, k.contype::text AS kind,
           (SELECT pg_catalog.array_agg(a.attname::text ORDER BY x.n) FROM pg_catalog.unnest(k.conkey) WITH ORDINALITY x(at, n)
             JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = x.at) AS fields,
           (SELECT pg_catalog.bool_and(a.attnotnull) FROM pg_catalog.unnest(k.conkey) x(at)
             JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = x.at) AS filled,
           (SELECT pg_catalog.array_agg(a.attname::text ORDER BY x.n) FROM pg_catalog.unnest(k.confkey) WITH ORDINALITY x(at, n)
             JOIN pg_catalog.pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = x.at) AS to_fields,
           (SELECT CASE WHEN m.nspname = n.nspname THEN f.relname::text ELSE m.nspname || '.' || f.relname END
             FROM pg_catalog.pg_class f JOIN pg_catalog.pg_namespace m ON m.oid = f.relnamespace
             WHERE f.oid = k.confrelid) AS to_table,
           k.confupdtype::text AS on_update, k.confdeltype::text AS on_delete,
           k.condeferrable AS deferrable,
           pg_catalog.pg_get_expr(k.conbin, k.conrelid) AS expression,
           pg_catalog.pg_get_constraintdef(k.oid) AS sql
         FROM pg_catalog.pg_constraint k
         JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
         JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = {} AND k.contype IN ('p', 'u', 'f', 'c', 'x') AND k.conparentid = 0
         ORDER BY k.conrelid, k.contype DESC, k.conname",
        schema(session)
    );
    let rows = session.rows(&sql).await?;
    let place = &session.place.name;
    for row in &rows {
        let told = Told::new(row, place);
        let Some(dataset) = tables.get(told.get("oid")?) else {
            continue;
        };
        let name = told.text("name")?;
        let sql = told.text("sql")?;
        let fields = told.list("fields")?;
        let deferrable: bool = told.get("deferrable")?;
        let kind = told.text("kind")?;
        let key = |names_rows| Key {
            name: Some(name.clone()),
            fields: fields.clone(),
            collations: Vec::new(),
            names_rows,
        };
        let plain = match kind.as_str() {
            "p" => {
                dataset.key = Some(key(true));
                crate::ddl::primary_key(&fields)
            }
            "u" => {
                let filled = told.get::<Option<bool>>("filled")?.unwrap_or(false);
                dataset.unique.push(key(filled));
                crate::ddl::unique(&fields)
            }
            "f" => {
                let foreign = ForeignKey {
                    name: Some(name.clone()),
                    fields,
                    to: told.maybe("to_table")?.unwrap_or_default(),
                    to_fields: told.list("to_fields")?,
                    on_update: action(&told.text("on_update")?).into(),
                    on_delete: action(&told.text("on_delete")?).into(),
                    deferrable,
                };
                let plain = crate::ddl::foreign_key(&foreign);
                dataset.foreign_keys.push(foreign);
                plain
            }
            "c" => {
                let expression = told.maybe("expression")?.unwrap_or_default();
                let plain = crate::ddl::check(&expression);
                dataset.checks.push(Check {
                    name: Some(name.clone()),
                    expression,
                });
                plain
            }
            _ => String::new(),
        };
        // Compared without quotes, which the server sets only where they are needed.
        let bare = |sql: &str| sql.replace('"', "");
        if bare(&plain) != bare(&sql) {
            dataset
                .options
                .push(format!("{CONSTRAINT}{}: {sql}", crate::ddl::quote(&name)));
        }
    }
    Ok(())
}

fn action(code: &str) -> &'static str {
    match code {
        "c" => "CASCADE",
        "n" => "SET NULL",
        "d" => "SET DEFAULT",
        "r" => "RESTRICT",
        _ => "NO ACTION",
    }
}

async fn indexes(session: &mut Session, tables: &mut Tables) -> Result<(), Fault> {
    let sql = format!(
        "SELECT i.indrelid::int8 AS oid, x.relname::text AS name, i.indisunique AS is_unique,
           pg_catalog.pg_get_expr(i.indpred, i.indrelid) AS condition, pg_catalog.pg_get_indexdef(i.indexrelid) AS sql,
           (SELECT pg_catalog.array_agg(a.attname::text ORDER BY g.n) FROM pg_catalog.generate_series(0, i.indnkeyatts - 1) g(n)
             LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[g.n] AND a.attnum > 0) AS fields,
           (SELECT pg_catalog.array_agg(pg_catalog.pg_get_indexdef(i.indexrelid, g.n + 1, true) ORDER BY g.n)
             FROM pg_catalog.generate_series(0, i.indnkeyatts - 1) g(n)) AS parts,
           (SELECT pg_catalog.array_agg(i.indoption[g.n] & 1 = 1 ORDER BY g.n)
             FROM pg_catalog.generate_series(0, i.indnkeyatts - 1) g(n)) AS descending
         FROM pg_catalog.pg_index i
         JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
         JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
         JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = {} AND c.relkind IN ('r', 'p') AND NOT x.relispartition
           AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
         ORDER BY i.indrelid, x.relname",
        schema(session)
    );
    let rows = session.rows(&sql).await?;
    let place = session.place.name.clone();
    let prefix = format!("{}.", crate::ddl::ident(&session.place.schema));
    for row in &rows {
        let told = Told::new(row, &place);
        let Some(dataset) = tables.get(told.get("oid")?) else {
            continue;
        };
        let fields: Vec<Option<String>> = told.get("fields")?;
        let descending: Vec<bool> = told.get("descending")?;
        let parts = fields
            .into_iter()
            .zip(told.list("parts")?)
            .zip(descending)
            .map(|((field, text), descending)| IndexPart {
                expression: field.is_none().then_some(text),
                field,
                collation: None,
                descending,
            })
            .collect();
        // The server names the table with its schema, which another place does not have.
        let sql = told
            .text("sql")?
            .replacen(&format!(" ON {prefix}"), " ON ", 1);
        let sql = sql.replacen(&format!(" ON ONLY {prefix}"), " ON ONLY ", 1);
        dataset.indexes.push(Index {
            name: told.text("name")?,
            unique: told.get("is_unique")?,
            parts,
            condition: told.maybe("condition")?,
            sql: Some(sql),
        });
    }
    Ok(())
}
