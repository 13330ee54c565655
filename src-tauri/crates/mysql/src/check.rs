//! The server's own checks: are its tables whole, and do foreign keys point at something.

use crate::ddl::quote;
use crate::door::Link;
use crate::{catalog, opinion};
use drydock_connector::Fault;
use drydock_model::Role;
use drydock_model::proof::ProofCheck;

pub(crate) async fn all(link: &mut Link) -> Result<Vec<ProofCheck>, Fault> {
    let place = link.place().to_owned();
    let mut wrong = Vec::new();
    for dataset in catalog::structure(link).await? {
        if dataset.role == Role::System {
            continue;
        }
        let told = link
            .ask(&format!("CHECK TABLE {}", quote(&dataset.name)))
            .await?;
        // The last line says how it is; notes may come before it. Only a note: this engine has no such check.
        let is_well = told.last().is_some_and(|t| t.text(3) == Some("OK"))
            || told.iter().all(|t| t.text(2) == Some("note"));
        if !is_well {
            let words: Vec<String> = told.iter().map(|t| t.string(3)).collect();
            wrong.push(format!("{}: {}", dataset.name, words.join(" ")));
        }
    }
    let mut checks = vec![ProofCheck {
        kind: "integrity".into(),
        object: place.clone(),
        expected: "ok".into(),
        holds: wrong.is_empty(),
        found: match wrong.is_empty() {
            true => "ok".into(),
            false => wrong.join("\n"),
        },
    }];
    let of_key = |object: String, found: String, holds| ProofCheck {
        kind: "foreign_keys".into(),
        object,
        expected: "0 rows that point at nothing".into(),
        found,
        holds,
    };
    let orphans = opinion::orphans(link).await?;
    if orphans.is_empty() {
        checks.push(of_key(place, "0 rows".into(), true));
    }
    checks.extend(orphans.into_iter().map(|o| {
        let object = format!("{}({}) to {}", o.dataset, o.fields.join(","), o.to);
        of_key(object, format!("{} rows", o.rows), false)
    }));
    Ok(checks)
}
