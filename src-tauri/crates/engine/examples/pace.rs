//! Temporary: measures a run and a proof.
use drydock_connector::{Address, Connector};
use drydock_engine::journal::Journal;
use drydock_engine::resolve::resolve;
use drydock_engine::run::{self, RunOptions, RunOrder};
use drydock_engine::{Control, Stores};
use drydock_model::Plan;
use drydock_sqlite::Sqlite;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::watch;

#[tokio::main]
async fn main() {
    let source = PathBuf::from(std::env::args().nth(1).unwrap());
    let folder = tempfile::tempdir_in(source.parent().unwrap()).unwrap();
    let target = folder.path().join("t.db");
    let sqlite: Arc<dyn Connector> = Arc::new(Sqlite::default());
    let began = Instant::now();
    let stores = Stores::open(
        vec![("s".into(), sqlite.clone(), Address::file("sqlite", &source))],
        (sqlite.clone(), Address::file("sqlite", &target)),
    )
    .await
    .unwrap();
    let mut text = "drydock = 1\nname = \"x\"\n[sources.s]\nconnection = \"s\"\n[target]\nconnection = \"t\"\n".to_owned();
    for t in stores.sources["s"].catalog.tables() {
        text += &format!("[[move]]\nfrom = \"s.{0}\"\nto = \"{0}\"\n", t.name);
    }
    let plan = Plan::parse(&text).unwrap();
    let resolved = resolve(&plan, &stores).unwrap();
    println!("opened {:?}", began.elapsed());
    let journal = Journal::open(&folder.path().join("j")).await.unwrap();
    let (sender, mut state) = watch::channel(run::first_state("r", &resolved));
    let order = RunOrder {
        run: "r".into(),
        project: "p".into(),
        resolved,
        stores,
        journal,
        folder: folder.path().join("r"),
        control: Control::default(),
        options: RunOptions::default(),
    };
    let began = Instant::now();
    let w = tokio::spawn(async move {
        let mut phase = None;
        while state.changed().await.is_ok() {
            let s = state.borrow_and_update().clone();
            if phase != Some(s.phase) {
                println!("{:?} at {:?}", s.phase, began.elapsed());
                phase = Some(s.phase);
            }
        }
    });
    let state = run::start(order, sender).await.unwrap();
    let _ = w.await;
    println!(
        "{:?} {} rows in {:?} {:?}",
        state.status,
        state.rows_written,
        began.elapsed(),
        state.problem
    );
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    for l in status.lines().filter(|l| l.starts_with("VmHWM")) {
        println!("{l}");
    }
}
