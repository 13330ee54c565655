//! Runs over lines that are cut: what is under way is tried again or stops where it can be resumed, and at the end every
//! row is there once.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on must fail"
)]

mod common;

use common::{Desk, Said};
use drydock_testkit::servers::proxy::Proxy;
use drydock_testkit::servers::{mysql, postgres};
use rusqlite::Connection;
use std::thread::sleep;
use std::time::Duration;

const ROWS: i64 = 120_000;

fn filled() -> Desk {
    let desk = Desk::new(&[]);
    Connection::open(desk.path("source.db"))
        .unwrap()
        .execute_batch(&format!(
            "CREATE TABLE messages (id INTEGER PRIMARY KEY, body TEXT NOT NULL);
             WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {ROWS})
             INSERT INTO messages SELECT i, 'message ' || i || hex(randomblob(40)) FROM n"
        ))
        .unwrap();
    desk
}

/// Runs while the line is cut three times, and resumes for as long as it stops. Says how often it had to.
fn over_a_line_that_is_cut(desk: &Desk, proxy: &Proxy, plan: &str) -> u32 {
    let child = desk
        .command(&["run", plan, "--yes"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    for wait in [700, 900, 1300] {
        sleep(Duration::from_millis(wait));
        proxy.cut();
        sleep(Duration::from_millis(150));
        proxy.mend();
    }
    let mut said = Said::of(child.wait_with_output().unwrap());
    let mut resumed = 0;
    while said.code != 0 && resumed < 5 {
        assert!(
            !said.err.contains("panicked") && said.err.contains("DRY-"),
            "{}",
            said.err
        );
        let runs = desk.json(&["runs", "--json"])["runs"].clone();
        let can_resume = |r: &&serde_json::Value| r["can_resume"] == true;
        let cut_off = runs.as_array().unwrap().iter().find(can_resume);
        let Some(run) = cut_off.and_then(|r| r["run"].as_str()) else {
            // Cut off before it was noted: it is simply begun.
            resumed += 1;
            said = desk.say(&["run", plan, "--yes"]);
            continue;
        };
        resumed += 1;
        said = desk.say(&["run", "--resume", run, "--yes"]);
    }
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    desk.good(&["prove", plan]);
    resumed
}

fn there_and_back(direct: &str, through: &str, proxy: &Proxy) {
    let desk = filled();
    desk.good(&["plan", "source.db", direct, "-o", "there.toml"]);
    let plan = std::fs::read_to_string(desk.path("there.toml")).unwrap();
    assert!(plan.contains(direct));
    std::fs::write(desk.path("there.toml"), plan.replace(direct, through)).unwrap();
    let there = over_a_line_that_is_cut(&desk, proxy, "there.toml");
    desk.good(&["plan", direct, "back.db", "-o", "back.toml"]);
    let plan = std::fs::read_to_string(desk.path("back.toml")).unwrap();
    std::fs::write(desk.path("back.toml"), plan.replace(direct, through)).unwrap();
    let back = over_a_line_that_is_cut(&desk, proxy, "back.toml");
    println!("resumed {there} times on the way there, {back} times on the way back");
    let sum = "SELECT count(*), count(DISTINCT id), sum(length(body)) FROM messages";
    let of = |file: &str| -> (i64, i64, i64) {
        let db = Connection::open(desk.path(file)).unwrap();
        db.query_row(sum, [], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
            .unwrap()
    };
    assert_eq!(of("source.db"), of("back.db"));
    assert_eq!(of("back.db").0, ROWS);
}

#[test]
fn postgres_over_a_line_that_is_cut() {
    let database = postgres::fresh();
    let proxy = Proxy::to(&database.server.host, database.server.port);
    let direct = database.address().to_string();
    let through = direct.replace(
        &format!("{}:{}", database.server.host, database.server.port),
        &format!("127.0.0.1:{}", proxy.port),
    );
    there_and_back(&direct, &through, &proxy);
}

#[test]
fn mysql_over_a_line_that_is_cut() {
    let database = mysql::fresh();
    let proxy = Proxy::to(&database.server.host, database.server.port);
    let direct = database.address().to_string();
    let through = direct.replace(
        &format!("{}:{}", database.server.host, database.server.port),
        &format!("127.0.0.1:{}", proxy.port),
    );
    there_and_back(&direct, &through, &proxy);
}
