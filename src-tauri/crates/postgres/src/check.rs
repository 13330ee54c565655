//! The server's own word on the schema: indexes that are not valid, and foreign keys that nobody has checked.

use crate::catalog;
use crate::opinion;
use crate::session::Session;
use drydock_connector::Fault;
use drydock_model::proof::ProofCheck;

pub(crate) async fn all(session: &mut Session) -> Result<Vec<ProofCheck>, Fault> {
    let place = session.place.name.clone();
    let invalid: i64 = session
        .one(&format!(
            "SELECT pg_catalog.count(*) FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
             JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = {} AND NOT (i.indisvalid AND i.indisready)",
            crate::ddl::string(&session.place.schema)
        ))
        .await?;
    let mut checks = vec![ProofCheck {
        kind: "integrity".into(),
        object: place.clone(),
        expected: "0 indexes that are not valid".into(),
        found: format!("{invalid} indexes"),
        holds: invalid == 0,
    }];
    let catalog = catalog::shape(session).await?;
    let mut broken = Vec::new();
    for dataset in &catalog.datasets {
        for key in &dataset.foreign_keys {
            if let Some(orphans) = opinion::of_key(session, &catalog, dataset, key).await? {
                broken.push(ProofCheck {
                    kind: "foreign_keys".into(),
                    object: format!(
                        "{}({}) to {}",
                        orphans.dataset,
                        orphans.fields.join(","),
                        orphans.to
                    ),
                    expected: "0 rows that point at nothing".into(),
                    found: format!("{} rows", orphans.rows),
                    holds: false,
                });
            }
        }
    }
    if broken.is_empty() {
        broken.push(ProofCheck {
            kind: "foreign_keys".into(),
            object: place,
            expected: "0 rows that point at nothing".into(),
            found: "0 rows".into(),
            holds: true,
        });
    }
    checks.append(&mut broken);
    Ok(checks)
}
