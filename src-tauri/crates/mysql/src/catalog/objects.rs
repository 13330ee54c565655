//! Views and triggers, and what else lives in a database and is listed by name only.

use crate::ddl::quote;
use crate::door::Link;
use drydock_connector::Fault;
use drydock_model::{Object, ObjectKind};

pub(super) async fn all(link: &mut Link) -> Result<Vec<Object>, Fault> {
    let views = link
        .ask(
            "SELECT TABLE_NAME, SECURITY_TYPE FROM information_schema.VIEWS
             WHERE TABLE_SCHEMA = DATABASE() ORDER BY TABLE_NAME",
        )
        .await?;
    let mut objects = Vec::new();
    for view in views {
        let name = view.string(0);
        let told = link
            .ask_one(&format!("SHOW CREATE VIEW {}", quote(&name)))
            .await?;
        let sql = told.map(|t| t.string(1)).unwrap_or_default();
        // Whose it was stays behind: the user need not be there, and naming another asks for the highest rights.
        let beginning = format!(" VIEW {}", quote(&name));
        let body = sql.find(&beginning).map_or("", |at| &sql[at + 1..]);
        let security = match view.text(1) {
            Some("INVOKER") => "SQL SECURITY INVOKER ",
            _ => "",
        };
        objects.push(Object {
            kind: ObjectKind::View,
            sql: format!("CREATE {security}{body}"),
            name,
            on: None,
        });
    }
    let triggers = link
        .ask(
            "SELECT TRIGGER_NAME, ACTION_TIMING, EVENT_MANIPULATION, EVENT_OBJECT_TABLE, ACTION_STATEMENT
             FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE()
             ORDER BY EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, ACTION_ORDER",
        )
        .await?;
    objects.extend(triggers.iter().map(|t| {
        let (name, on) = (t.string(0), t.string(3));
        Object {
            kind: ObjectKind::Trigger,
            sql: format!(
                "CREATE TRIGGER {} {} {} ON {} FOR EACH ROW {}",
                quote(&name),
                t.string(1),
                t.string(2),
                quote(&on),
                t.string(4)
            ),
            name,
            on: Some(on),
        }
    }));
    Ok(objects)
}

/// Procedures, functions, events, sequences and the former rows of versioned tables: listed, so that nobody takes them for moved.
pub(super) async fn around(link: &mut Link) -> Result<Vec<(String, String)>, Fault> {
    let told = link
        .ask(
            "SELECT lower(ROUTINE_TYPE), ROUTINE_NAME FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE()
             UNION ALL SELECT 'event', EVENT_NAME FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE()
             UNION ALL SELECT 'sequence', TABLE_NAME FROM information_schema.TABLES
               WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'SEQUENCE'
             UNION ALL SELECT 'former rows', TABLE_NAME FROM information_schema.TABLES
               WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'SYSTEM VERSIONED'
             ORDER BY 1, 2",
        )
        .await?;
    Ok(told.iter().map(|t| (t.string(0), t.string(1))).collect())
}
