//! The target of case B, its five tables, enum and 32 indexes, copied into another schema: PostgreSQL's own tool says the
//! same of both, but for their names.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on must fail"
)]

mod common;

use common::{Desk, samples};
use drydock_testkit::servers::postgres;

#[test]
fn the_schema_arrives_as_it_is() {
    let database = postgres::fresh();
    for file in ["postgres_schema.sql", "postgres_indexes.sql"] {
        let text = std::fs::read_to_string(samples().join("chatbot-target").join(file)).unwrap();
        database.sql(&text);
    }
    database.sql("CREATE SCHEMA elsewhere");
    let desk = Desk::new(&[]);
    let address = database.address().to_string();
    let (from, to) = (
        format!("{address}?schema=chatbot"),
        format!("{address}?schema=elsewhere"),
    );
    desk.good(&["plan", &from, &to, "-o", "plan.toml"]);
    let told = desk.good(&["rehearse", "plan.toml"]);
    desk.good(&["run", "plan.toml", "--yes", "--keep"]);
    let server = &database.server;
    let was = server.schema_named(&database.name, "chatbot");
    let is = server.schema_named(&database.name, "elsewhere");
    let indexes = |lines: &[String]| lines.iter().filter(|l| l.contains(" INDEX ")).count();
    // Three of the 32 are on the users, who live in another schema.
    assert_eq!((indexes(&was), indexes(&is)), (29, 29));
    // What points out of the schema stays out of the copy, and the dry run says so.
    let out: Vec<&String> = was.iter().filter(|l| !is.contains(l)).collect();
    let (pointing, other): (Vec<_>, Vec<_>) =
        out.into_iter().partition(|l| l.contains("public.users"));
    assert_eq!(pointing.len(), 3, "{pointing:#?}");
    let pointed = told.matches("The foreign key user_id to public.users of");
    assert_eq!(pointed.count(), 3, "{told}");
    assert_eq!(
        other.iter().filter(|l| !l.contains("SCHEMA")).count(),
        0,
        "{other:#?}"
    );
}
