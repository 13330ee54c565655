//! Facts about the whole store: version, encoding, and what tables and views are made with (types, sequences,
//! functions), each with the statement that makes it.

use super::{Told, schema};
use crate::session::Session;
use drydock_connector::Fault;
use drydock_model::Catalog;

/// Settings whose value is a statement begin with one of these.
pub(crate) const TYPE: &str = "type ";
pub(crate) const SEQUENCE: &str = "sequence ";
/// How far a sequence that belongs to no field has counted.
pub(crate) const COUNTED: &str = "counted by ";
pub(crate) const FUNCTION: &str = "function ";
pub(crate) const EXTENSION: &str = "extension ";

pub(super) async fn read(session: &mut Session, catalog: &mut Catalog) -> Result<(), Fault> {
    let sql = "SELECT pg_catalog.current_setting('server_version') AS version,
                 pg_catalog.pg_encoding_to_char(d.encoding)::text AS encoding, d.datcollate::text AS collation,
                 pg_catalog.pg_database_size(d.oid) AS bytes
               FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()";
    let rows = session.rows(sql).await?;
    let place = session.place.name.clone();
    if let Some(row) = rows.first() {
        let told = Told::new(row, &place);
        catalog.version = told.text("version")?;
        catalog.encoding = told.maybe("encoding")?.map(|e| match e.as_str() {
            "UTF8" => "UTF-8".to_owned(),
            _ => e,
        });
        catalog.bytes = told.get::<Option<i64>>("bytes")?.map(i64::cast_unsigned);
        let collation = told.maybe("collation")?.unwrap_or_default();
        catalog.settings.push(("collation".into(), collation));
    }
    let own = "NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.classid = x.tableoid AND d.objid = x.oid AND d.deptype = 'e')";
    // A table may well be made with a type of another schema.
    let any = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";
    let made_with = format!(
        "SELECT kind || name AS name, sql FROM (
           SELECT 1 AS rank, x.oid::int8 AS made, '{EXTENSION}' AS kind, x.extname::text AS name, 'CREATE EXTENSION IF NOT EXISTS '
             || pg_catalog.quote_ident(x.extname) || CASE WHEN n.nspname = {schema} THEN '' ELSE ' WITH SCHEMA '
             || pg_catalog.quote_ident(n.nspname) END AS sql
             FROM pg_catalog.pg_extension x JOIN pg_catalog.pg_namespace n ON n.oid = x.extnamespace WHERE x.extname <> 'plpgsql'
           UNION ALL
           SELECT 2, x.oid::int8, '{TYPE}', pg_catalog.format_type(x.oid, NULL), 'CREATE TYPE ' || pg_catalog.format_type(x.oid, NULL) || ' AS ENUM ('
             || (SELECT pg_catalog.string_agg(pg_catalog.quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder)
                 FROM pg_catalog.pg_enum e WHERE e.enumtypid = x.oid) || ')'
             FROM pg_catalog.pg_type x JOIN pg_catalog.pg_namespace n ON n.oid = x.typnamespace
             WHERE {any} AND x.typtype = 'e' AND {own}
           UNION ALL
           SELECT 2, x.oid::int8, '{TYPE}', pg_catalog.format_type(x.oid, NULL), 'CREATE DOMAIN ' || pg_catalog.format_type(x.oid, NULL) || ' AS '
             || pg_catalog.format_type(x.typbasetype, x.typtypmod)
             || coalesce((SELECT ' COLLATE ' || pg_catalog.quote_ident(c.collname) FROM pg_catalog.pg_collation c
                 JOIN pg_catalog.pg_type b ON b.oid = x.typbasetype
                 WHERE c.oid = x.typcollation AND c.oid <> b.typcollation), '')
             || coalesce(' DEFAULT ' || x.typdefault, '')
             || CASE WHEN x.typnotnull THEN ' NOT NULL' ELSE '' END
             || coalesce((SELECT pg_catalog.string_agg(' CONSTRAINT ' || pg_catalog.quote_ident(k.conname) || ' '
                 || pg_catalog.pg_get_constraintdef(k.oid), '' ORDER BY k.conname)
                 FROM pg_catalog.pg_constraint k WHERE k.contypid = x.oid), '')
             FROM pg_catalog.pg_type x JOIN pg_catalog.pg_namespace n ON n.oid = x.typnamespace
             WHERE {any} AND x.typtype = 'd' AND {own}
           UNION ALL
           SELECT 3, x.oid::int8, '{SEQUENCE}', x.relname::text, 'CREATE SEQUENCE ' || pg_catalog.quote_ident(x.relname)
             || ' AS ' || pg_catalog.format_type(s.seqtypid, NULL) || ' INCREMENT BY ' || s.seqincrement
             || ' MINVALUE ' || s.seqmin || ' MAXVALUE ' || s.seqmax || ' START WITH ' || s.seqstart
             || ' CACHE ' || s.seqcache || CASE WHEN s.seqcycle THEN ' CYCLE' ELSE '' END
             FROM pg_catalog.pg_sequence s JOIN pg_catalog.pg_class x ON x.oid = s.seqrelid
             JOIN pg_catalog.pg_namespace n ON n.oid = x.relnamespace
             WHERE n.nspname = {schema} AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d
               WHERE d.classid = x.tableoid AND d.objid = x.oid AND d.deptype IN ('i', 'e'))
           UNION ALL
           SELECT 6, r.oid::int8, 'rule ', r.rulename || ' on ' || x.relname, pg_catalog.pg_get_ruledef(r.oid)
             FROM pg_catalog.pg_rewrite r JOIN pg_catalog.pg_class x ON x.oid = r.ev_class
             JOIN pg_catalog.pg_namespace n ON n.oid = x.relnamespace
             WHERE n.nspname = {schema} AND r.rulename <> '_RETURN' AND {own}
           UNION ALL
           SELECT 5, x.oid::int8, '{COUNTED}', x.relname::text, coalesce(CASE WHEN x.relkind = 'S'
             AND pg_catalog.has_sequence_privilege(x.oid, 'SELECT') THEN pg_catalog.pg_sequence_last_value(x.oid)::text END, '')
             FROM pg_catalog.pg_class x JOIN pg_catalog.pg_namespace n ON n.oid = x.relnamespace
             WHERE n.nspname = {schema} AND x.relkind = 'S'
               AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.classid = x.tableoid AND d.objid = x.oid AND d.deptype IN ('a', 'i', 'e'))
           UNION ALL
           SELECT 4, x.oid::int8, '{FUNCTION}', x.proname || '(' || pg_catalog.pg_get_function_identity_arguments(x.oid) || ')',
             pg_catalog.pg_get_functiondef(x.oid)
             FROM pg_catalog.pg_proc x JOIN pg_catalog.pg_namespace n ON n.oid = x.pronamespace
             WHERE n.nspname = {schema} AND x.prokind IN ('f', 'p') AND {own}
           UNION ALL
           SELECT 4, x.oid::int8, '{FUNCTION}', x.proname || '(' || pg_catalog.pg_get_function_identity_arguments(x.oid) || ')',
             'CREATE AGGREGATE ' || pg_catalog.quote_ident(x.proname) || '(' || pg_catalog.pg_get_function_identity_arguments(x.oid)
             || ') (SFUNC = ' || a.aggtransfn || ', STYPE = ' || pg_catalog.format_type(a.aggtranstype, NULL)
             || CASE WHEN a.aggfinalfn <> 0 THEN ', FINALFUNC = ' || a.aggfinalfn ELSE '' END
             || CASE WHEN a.aggcombinefn <> 0 THEN ', COMBINEFUNC = ' || a.aggcombinefn ELSE '' END
             || coalesce(', INITCOND = ' || pg_catalog.quote_literal(a.agginitval), '')
             || CASE WHEN x.proparallel = 's' THEN ', PARALLEL = SAFE' ELSE '' END || ')'
             FROM pg_catalog.pg_proc x JOIN pg_catalog.pg_namespace n ON n.oid = x.pronamespace
             JOIN pg_catalog.pg_aggregate a ON a.aggfnoid = x.oid
             WHERE n.nspname = {schema} AND a.aggkind = 'n' AND {own}
         ) AS all_of_it ORDER BY rank, made",
        schema = schema(session)
    );
    let rows = session.rows(&made_with).await?;
    for row in &rows {
        let told = Told::new(row, &place);
        catalog
            .settings
            .push((told.text("name")?, told.text("sql")?));
    }
    Ok(())
}
