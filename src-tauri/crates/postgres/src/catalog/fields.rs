//! Fields: types, defaults, what is generated or counted up.

use super::{Tables, Told, schema};
use crate::dialect::types;
use crate::session::Session;
use crate::wire::{DOMAIN, ENUM, Form};
use drydock_connector::Fault;
use drydock_model::{Field, Generated, Logical};

/// How a dataset's options tell of fields that count up: `IDENTITY ALWAYS id`, `SERIAL id FROM people_id_seq`.
pub(crate) const IDENTITY_ALWAYS: &str = "IDENTITY ALWAYS ";
pub(crate) const IDENTITY: &str = "IDENTITY BY DEFAULT ";
pub(crate) const SERIAL: &str = "SERIAL ";

/// In which steps and bounds an identity counts, where they are not the usual ones: `COUNTING INCREMENT BY 5 .. FOR id`.
pub(crate) const COUNTING: &str = "COUNTING ";

/// A field that may not be null because its domain says so, and not the table: `NOT NULL BY DOMAIN share`.
pub(crate) const FILLED: &str = "NOT NULL BY DOMAIN ";

pub(super) async fn read(session: &mut Session, tables: &mut Tables) -> Result<(), Fault> {
    let sql = format!(
        "SELECT a.attrelid::int8 AS oid, a.attname::text AS name,
           pg_catalog.format_type(a.atttypid, a.atttypmod) AS native,
           NOT a.attnotnull AS nullable, t.typtype = 'd' AND t.typnotnull AS filled_by_domain,
           pg_catalog.pg_get_expr(d.adbin, d.adrelid) AS expression,
           a.attgenerated::text AS generated, a.attidentity::text AS identity,
           CASE WHEN a.attcollation <> t.typcollation THEN
             (SELECT pg_catalog.quote_ident(c.collname) FROM pg_catalog.pg_collation c WHERE c.oid = a.attcollation)
           END AS collation,
           pg_catalog.col_description(a.attrelid, a.attnum) AS comment,
           (SELECT pg_catalog.string_agg('''' || pg_catalog.replace(e.enumlabel::text, '''', '''''') || '''', ', ' ORDER BY e.enumsortorder)
             FROM pg_catalog.pg_enum e WHERE e.enumtypid = a.atttypid) AS labels,
           CASE WHEN t.typtype = 'd' THEN pg_catalog.format_type(t.typbasetype, t.typtypmod) END AS base,
           s.relname::text AS counter,
           CASE WHEN a.attidentity <> '' AND (q.seqincrement <> 1 OR q.seqmin <> 1 OR q.seqstart <> 1 OR q.seqcache <> 1 OR q.seqcycle
             OR q.seqmax <> CASE q.seqtypid WHEN 21 THEN 32767 WHEN 23 THEN 2147483647 ELSE 9223372036854775807 END)
             THEN 'INCREMENT BY ' || q.seqincrement || ' MINVALUE ' || q.seqmin || ' MAXVALUE ' || q.seqmax || ' START WITH ' || q.seqstart
             || ' CACHE ' || q.seqcache || CASE WHEN q.seqcycle THEN ' CYCLE' ELSE '' END END AS counting,
           coalesce(CASE WHEN pg_catalog.has_sequence_privilege(s.oid, 'SELECT')
             THEN pg_catalog.pg_sequence_last_value(s.oid) END, q.seqstart - q.seqincrement)::text AS counted
         FROM pg_catalog.pg_attribute a
         JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
         JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
         JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
         LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
         LEFT JOIN pg_catalog.pg_depend o ON o.refclassid = 'pg_catalog.pg_class'::regclass AND o.refobjid = a.attrelid
           AND o.refobjsubid = a.attnum AND o.classid = 'pg_catalog.pg_class'::regclass AND o.deptype IN ('a', 'i')
           AND EXISTS (SELECT 1 FROM pg_catalog.pg_sequence x WHERE x.seqrelid = o.objid)
         LEFT JOIN pg_catalog.pg_class s ON s.oid = o.objid
         LEFT JOIN pg_catalog.pg_sequence q ON q.seqrelid = s.oid
         WHERE n.nspname = {} AND c.relkind IN ('r', 'p', 'f') AND a.attnum > 0 AND NOT a.attisdropped
         ORDER BY a.attrelid, a.attnum",
        schema(session)
    );
    let rows = session.rows(&sql).await?;
    let place = &session.place.name;
    for row in &rows {
        let told = Told::new(row, place);
        let Some(dataset) = tables.get(told.get("oid")?) else {
            continue;
        };
        let (name, native) = (told.text("name")?, told.text("native")?);
        let kept = told.text("generated")?;
        let is_generated = !kept.is_empty();
        let expression = told.maybe("expression")?;
        let mut logical = types::logical(&native);
        if Form::built_in(&native).is_none() {
            if let Some(labels) = told.maybe("labels")? {
                logical = Logical::TEXT;
                note(dataset, format!("{ENUM}{native}: {labels}"));
            }
            if let Some(base) = told.maybe("base")? {
                logical = types::logical(&base);
                note(dataset, format!("{DOMAIN}{native}: {base}"));
            }
        }
        match told.text("identity")?.as_str() {
            "a" => note(dataset, format!("{IDENTITY_ALWAYS}{name}")),
            "d" => note(dataset, format!("{IDENTITY}{name}")),
            _ => {
                if let Some(counter) = told.maybe("counter")? {
                    note(dataset, format!("{SERIAL}{name} FROM {counter}"));
                }
            }
        }
        if let Some(counting) = told.maybe("counting")? {
            note(dataset, format!("{COUNTING}{counting} FOR {name}"));
        }
        if let Some(counted) = told.maybe("counted")?
            && dataset.sequence.is_none()
        {
            dataset.sequence = Some(counted);
        }
        let mut nullable = told.get("nullable")?;
        if nullable && told.get("filled_by_domain")? {
            nullable = false;
            note(dataset, format!("{FILLED}{name}"));
        }
        dataset.fields.push(Field {
            name,
            native,
            logical,
            nullable,
            default: expression.clone().filter(|_| !is_generated),
            generated: is_generated.then_some(Generated {
                expression,
                stored: kept == "s",
            }),
            collation: told.maybe("collation")?,
            comment: told.maybe("comment")?,
        });
    }
    Ok(())
}

fn note(dataset: &mut drydock_model::Dataset, option: String) {
    if !dataset.options.contains(&option) {
        dataset.options.push(option);
    }
}
