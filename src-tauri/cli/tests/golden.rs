//! What the command prints, kept in files: a change of it shows up as a difference that is read like a screen.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on must fail"
)]

mod common;

use common::{Desk, golden, without_progress};

const CASE_C: [&str; 2] = [
    "langgraph/langgraph_agent.db",
    "langgraph/chatbot_memory.sqlite",
];

#[test]
fn help() {
    let desk = Desk::new(&[]);
    let mut all = desk.good(&["--help"]);
    for command in [
        "inspect", "compare", "plan", "rehearse", "run", "prove", "runs", "undo",
    ] {
        all.push_str(&format!(
            "\n$ drydock {command} --help\n{}",
            desk.good(&[command, "--help"])
        ));
    }
    golden("help.txt", &all);
}

#[test]
fn inspecting() {
    let desk = Desk::new(&["langgraph/langgraph_agent.db", "nasty/utf16le.sqlite"]);
    for (file, name) in [
        ("langgraph_agent.db", "agent"),
        ("utf16le.sqlite", "utf16le"),
    ] {
        golden(
            &format!("inspect_{name}.txt"),
            &desk.settled(&desk.good(&["inspect", file])),
        );
    }
    golden(
        "inspect_agent.json",
        &desk.settled(&desk.good(&["inspect", "sqlite:langgraph_agent.db", "--json"])),
    );
    golden(
        "inspect_profile.txt",
        &desk.settled(&desk.good(&["inspect", "utf16le.sqlite", "--profile"])),
    );
}

#[test]
fn everything_odd_in_one_file() {
    let desk = Desk::new(&["nasty/nasty.sqlite"]);
    golden(
        "inspect_nasty.txt",
        &desk.settled(&desk.good(&["inspect", "nasty.sqlite"])),
    );
    golden(
        "plan_nasty.toml",
        &desk.settled(&desk.good(&["plan", "nasty.sqlite", "new.sqlite", "-o", "-"])),
    );
}

#[test]
fn problems() {
    let files = ["empty", "not_a_database", "cut_short", "corrupt_page"];
    let desk = Desk::new(
        &files
            .map(|f| format!("nasty/{f}.sqlite"))
            .each_ref()
            .map(String::as_str),
    );
    let mut all = String::new();
    let stores = files.map(|f| format!("{f}.sqlite"));
    for store in
        stores
            .iter()
            .map(String::as_str)
            .chain(["nowhere.db", "sqlite:nowhere.db", "oracle:x"])
    {
        let said = desk.say(&["inspect", store]);
        all.push_str(&format!(
            "$ drydock inspect {store}\n{}{}exit {}\n\n",
            said.out, said.err, said.code
        ));
    }
    golden("problems.txt", &desk.settled(&all));
    let said = desk.say(&["inspect", "empty.sqlite", "--json"]);
    golden("problem.json", &desk.settled(&said.err));
    assert_eq!(said.out, "");
}

#[test]
fn two_files_into_one_from_end_to_end() {
    let desk = Desk::new(&CASE_C);
    let plan = desk.good(&[
        "plan",
        "langgraph_agent.db",
        "chatbot_memory.sqlite",
        "unified.sqlite",
    ]);
    golden("case_c_plan.txt", &desk.settled(&plan));
    golden(
        "case_c_plan.toml",
        &std::fs::read_to_string(desk.path("plan.toml")).unwrap(),
    );
    golden(
        "case_c_rehearse.txt",
        &desk.settled(&desk.good(&["rehearse", "plan.toml"])),
    );
    golden(
        "case_c_rehearse.json",
        &desk.settled(&desk.good(&["rehearse", "plan.toml", "--json"])),
    );
    let run = desk.say(&["run", "plan.toml", "--yes"]);
    golden(
        "case_c_run.txt",
        &desk.settled(&format!(
            "{}---\n{}exit {}\n",
            run.out,
            without_progress(&run.err),
            run.code
        )),
    );
    golden("case_c_runs.txt", &desk.settled(&desk.good(&["runs"])));
    golden(
        "case_c_runs.json",
        &desk.settled(&desk.good(&["runs", "--json"])),
    );
    golden(
        "case_c_prove.txt",
        &desk.settled(&desk.good(&["prove", "plan.toml"])),
    );
    golden(
        "case_c_prove.json",
        &desk.settled(&desk.good(&["prove", "run-", "--json"])),
    );
    golden(
        "case_c_compare.txt",
        &desk.settled(&desk.good(&["compare", "chatbot_memory.sqlite", "unified.sqlite"])),
    );
    let undo = desk.say(&["undo", "run-", "--yes"]);
    golden(
        "case_c_undo.txt",
        &desk.settled(&format!(
            "{}---\n{}exit {}\n",
            undo.out,
            without_progress(&undo.err),
            undo.code
        )),
    );
    assert!(!desk.path("unified.sqlite").exists());
    let json = desk.good(&["run", "plan.toml", "--yes", "--keep", "--json"]);
    golden("case_c_run.json", &desk.settled(&json));
}
