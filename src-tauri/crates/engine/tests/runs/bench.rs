//! A workbench: stores in memory, a journal on disk, and the few moves that every test makes.

use crate::faulty::{Faulty, Script};
use drydock_connector::{Address, Connector};
use drydock_engine::journal::Journal;
use drydock_engine::resolve::resolve;
use drydock_engine::run::{self, ResumeOrder, RunError, RunOptions, RunOrder};
use drydock_engine::undo::{UndoError, UndoOrder, undo};
use drydock_engine::{Control, Stores};
use drydock_model::{Dataset, Logical, Plan, RunState, Value};
use drydock_testkit::{Memory, table};
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::watch;

pub struct Bench {
    pub memory: Memory,
    pub home: tempfile::TempDir,
    pub journal: Journal,
    pub options: RunOptions,
    pub control: Control,
}

/// What a run or a resume came to; none when it was killed on the way.
pub type Came = Option<Result<RunState, RunError>>;

impl Bench {
    pub async fn new() -> Bench {
        let home = tempfile::tempdir().unwrap();
        let journal = Journal::open(&home.path().join("journal.sqlite"))
            .await
            .unwrap();
        Bench {
            memory: Memory::default(),
            home,
            journal,
            options: RunOptions {
                rows_each: 10,
                ..RunOptions::default()
            },
            control: Control::default(),
        }
    }

    /// People of these ids, as all that a store holds of them.
    pub fn people(&self, store: &str, ids: impl IntoIterator<Item = i64>) {
        let rows = ids.into_iter().map(person).collect();
        self.memory.put(store, people(), rows);
    }

    pub fn folder(&self, run: &str) -> PathBuf {
        self.home.path().join("runs").join(run)
    }

    pub fn target(&self) -> Address {
        Memory::address("t")
    }

    pub async fn stores(&self, plan: &Plan, script: &Script) -> Stores {
        let connector: Arc<dyn Connector> = Arc::new(Faulty {
            inner: Arc::new(self.memory.clone()),
            script: script.clone(),
        });
        let sources = plan
            .sources
            .keys()
            .map(|name| (name.clone(), connector.clone(), Memory::address(name)))
            .collect();
        Stores::open(sources, (connector, self.target()))
            .await
            .unwrap()
    }

    pub async fn order(&self, run: &str, plan: &Plan, script: &Script) -> RunOrder {
        // What is decided is decided undisturbed; the script counts from the opening for the run on.
        let stores = self.stores(plan, &Script::default()).await;
        let resolved = resolve(plan, &stores).unwrap();
        RunOrder {
            run: run.to_owned(),
            project: "p".into(),
            resolved,
            stores: self.stores(plan, script).await,
            journal: self.journal.clone(),
            folder: self.folder(run),
            control: self.control.clone(),
            options: self.options.clone(),
        }
    }

    pub async fn start(&self, run: &str, plan: &Plan, script: &Script) -> Came {
        let going = async {
            let order = self.order(run, plan, script).await;
            let (sender, _state) = watch::channel(run::first_state(run, &order.resolved));
            run::start(order, sender).await
        };
        tokio::select! {
            done = going => Some(done),
            () = script.died() => None,
        }
    }

    pub async fn resume(&self, run: &str, plan: &Plan, script: &Script) -> Came {
        let going = async {
            let folder = self.folder(run);
            let first = run::state(&self.journal, &folder, run).await?;
            let order = ResumeOrder {
                run: run.to_owned(),
                plan: plan.fingerprint(),
                stores: self.stores(plan, script).await,
                journal: self.journal.clone(),
                folder,
                control: self.control.clone(),
            };
            let (sender, _state) = watch::channel(first);
            run::resume(order, sender).await
        };
        tokio::select! {
            done = going => Some(done),
            () = script.died() => None,
        }
    }

    /// A run that nothing disturbs.
    pub async fn run(&self, run: &str, plan: &Plan) -> RunState {
        self.start(run, plan, &Script::default())
            .await
            .unwrap()
            .unwrap()
    }

    pub async fn undo(
        &self,
        run: &str,
        even_if_changed: bool,
        script: &Script,
    ) -> Option<Result<RunState, UndoError>> {
        let order = UndoOrder {
            run: run.to_owned(),
            journal: self.journal.clone(),
            connector: Arc::new(Faulty {
                inner: Arc::new(self.memory.clone()),
                script: script.clone(),
            }),
            address: self.target(),
            folder: self.folder(run),
            even_if_changed,
        };
        tokio::select! {
            done = undo(order) => Some(done),
            () = script.died() => None,
        }
    }

    /// Rows of the target in an order of their own, for comparing.
    pub fn sorted(&self, dataset: &str) -> Vec<String> {
        let mut rows: Vec<String> = self
            .memory
            .rows("t", dataset)
            .iter()
            .map(|r| format!("{r:?}"))
            .collect();
        rows.sort();
        rows
    }
}

/// Moves as `app.people > people create`, with anything else of a move behind it.
pub fn plan(moves: &[&str]) -> Plan {
    let mut text = "drydock = 1\nname = \"test\"\n[target]\nconnection = \"t\"\n".to_owned();
    let mut sources: Vec<&str> = moves.iter().filter_map(|m| m.split('.').next()).collect();
    sources.sort_unstable();
    sources.dedup();
    for source in sources {
        text += &format!("[sources.{source}]\nconnection = \"{source}\"\n");
    }
    for m in moves {
        let (from, rest) = m.split_once(" > ").expect("from > to");
        let mut words = rest.splitn(3, ' ');
        let (to, write, more) = (
            words.next().unwrap(),
            words.next().unwrap(),
            words.next().unwrap_or(""),
        );
        text +=
            &format!("[[move]]\nfrom = \"{from}\"\nto = \"{to}\"\nwrite = \"{write}\"\n{more}\n");
    }
    Plan::parse(&text).unwrap()
}

pub fn int(n: i64) -> Value {
    Value::Int(n)
}

pub fn text(t: &str) -> Value {
    Value::Text(t.to_owned())
}

pub fn people() -> Dataset {
    table(
        "people",
        &[("id", Logical::INT64), ("name", Logical::TEXT)],
        &["id"],
    )
}

pub fn person(id: i64) -> Vec<Value> {
    vec![int(id), text(&format!("person {id}"))]
}

/// Several shapes at once: an integer key, a compound key, no key, doubles that the target refuses, nulls that it does
/// not take, an empty dataset, rows added to and put over what is there.
pub fn many_shapes(memory: &Memory) -> Plan {
    let int64 = Logical::INT64;
    memory.put("app", people(), (0..57).map(person).collect());
    let mut paired = table(
        "paired",
        &[
            ("a", Logical::TEXT),
            ("n", int64.clone()),
            ("v", Logical::FLOAT64),
        ],
        &["a", "n"],
    );
    paired.fields[2].nullable = true;
    let value = |i: i64| {
        if i % 5 == 0 {
            Value::Null
        } else {
            Value::Float((i as f64 / 3.0).to_bits())
        }
    };
    memory.put(
        "app",
        paired,
        (0..23)
            .map(|i| vec![text(["x", "y"][i as usize % 2]), int(i), value(i)])
            .collect(),
    );
    let keyless = table(
        "keyless",
        &[("a", int64.clone()), ("b", Logical::TEXT)],
        &[],
    );
    memory.put(
        "app",
        keyless,
        (0..14).map(|i| vec![int(i % 4), text("twice")]).collect(),
    );
    let doubled = table(
        "doubled",
        &[("id", int64.clone()), ("w", Logical::TEXT)],
        &[],
    );
    memory.put(
        "app",
        doubled,
        (0..16)
            .map(|i| vec![int(i % 13), text(&format!("w{i}"))])
            .collect(),
    );
    memory.put(
        "app",
        table("empty", &[("id", int64.clone())], &["id"]),
        vec![],
    );
    memory.put(
        "old",
        table(
            "log",
            &[("id", int64.clone()), ("t", Logical::TEXT)],
            &["id"],
        ),
        (100..125).map(|i| vec![int(i), text("new")]).collect(),
    );
    memory.put(
        "old",
        table(
            "state",
            &[("k", int64.clone()), ("v", Logical::TEXT)],
            &["k"],
        ),
        (0..21).map(|i| vec![int(i), text("after")]).collect(),
    );
    // A field that the target does not allow to be empty; every seventh row is.
    let strict = table(
        "strict",
        &[("id", int64.clone()), ("must", Logical::TEXT)],
        &["id"],
    );
    memory.put(
        "old",
        strict.clone(),
        (0..15)
            .map(|i| vec![int(i), if i % 7 == 3 { Value::Null } else { text("ok") }])
            .collect(),
    );
    let mut must = strict;
    must.fields[1].nullable = false;
    memory.put("t", must, vec![vec![int(1000), text("there")]]);
    memory.put(
        "t",
        table(
            "log",
            &[("id", int64.clone()), ("t", Logical::TEXT)],
            &["id"],
        ),
        (0..7).map(|i| vec![int(i), text("before")]).collect(),
    );
    memory.put(
        "t",
        table("state", &[("k", int64), ("v", Logical::TEXT)], &["k"]),
        (15..30).map(|i| vec![int(i), text("before")]).collect(),
    );
    plan(&[
        "app.people > people create",
        "app.paired > paired create",
        "app.keyless > keyless create",
        "app.doubled > doubled create key = [\"id\"]",
        "app.empty > empty create",
        "old.log > log append",
        "old.state > state upsert",
        "old.strict > strict append",
    ])
}
