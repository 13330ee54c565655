//! How fast rows land: one million rows of a chat-like table through the target, and the same rows through a bare
//! prepared statement beside it. `cargo bench -p drydock-sqlite --bench load_rate`

use drydock_connector::{Address, Batch, Cell, Connector, Landing};
use drydock_model::{Receipt, WriteMode};
use drydock_sqlite::Sqlite;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, ToSql, types::ToSqlOutput};
use std::error::Error;
use std::time::Instant;

const TABLE: &str = "CREATE TABLE messages (id INTEGER PRIMARY KEY, conversation INTEGER NOT NULL, role TEXT NOT NULL,
    content TEXT NOT NULL, tokens INTEGER, score REAL, meta JSON, created_at TIMESTAMP NOT NULL, payload BLOB)";
const FIELDS: [&str; 9] = [
    "id",
    "conversation",
    "role",
    "content",
    "tokens",
    "score",
    "meta",
    "created_at",
    "payload",
];
/// A slice of a run holds about as many.
const ROWS_A_SLICE: usize = 50_000;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let rows = 1_000_000;
    let folder = tempfile::tempdir()?;
    let batches = batches(rows);
    println!("{rows} rows in {} batches", batches.len());
    for round in 1..=3 {
        let bare = folder.path().join(format!("bare{round}.db"));
        let began = Instant::now();
        by_hand(&bare, &batches)?;
        let floor = began.elapsed();
        let path = folder.path().join(format!("target{round}.db"));
        let began = Instant::now();
        by_target(&path, &batches).await?;
        let took = began.elapsed();
        println!(
            "round {round}: bare {:.0} rows/s, target {:.0} rows/s, ratio {:.3}",
            rows as f64 / floor.as_secs_f64(),
            rows as f64 / took.as_secs_f64(),
            took.as_secs_f64() / floor.as_secs_f64()
        );
        std::fs::remove_file(bare)?;
        std::fs::remove_file(path)?;
    }
    let mut spare = Batch::new(9);
    let began = Instant::now();
    batches.iter().for_each(|b| spare.copy_from(b));
    println!(
        "copying the batches alone: {:.3} s",
        began.elapsed().as_secs_f64()
    );
    Ok(())
}

fn batches(rows: usize) -> Vec<Batch> {
    let payload = vec![0x5a; 3_000];
    let mut batches = vec![Batch::new(9)];
    for id in 0..rows {
        if batches.last().is_some_and(Batch::is_full) {
            batches.push(Batch::new(9));
        }
        let Some(batch) = batches.last_mut() else {
            break;
        };
        let words = "the model answers a question about migration of data from one store into another while ";
        let content = words.repeat(1 + id % 3);
        let meta = format!(
            "{{\"model\": \"gpt\", \"latency\": {}, \"cached\": false}}",
            id % 977
        );
        let at = format!(
            "2024-03-{:02} 12:{:02}:{:02}.{:06}",
            1 + id % 28,
            id % 60,
            id % 59,
            id % 1_000_000
        );
        batch.push(Cell::Int(id as i64));
        batch.push(Cell::Int((id / 20) as i64));
        batch.push(Cell::Text(if id % 2 == 0 { "user" } else { "assistant" }));
        batch.push(Cell::Text(&content));
        batch.push(Cell::Int((id % 4096) as i64));
        batch.push(Cell::Float((id as f64 / 7.0).to_bits()));
        batch.push(Cell::Text(&meta));
        batch.push(Cell::Text(&at));
        batch.push(if id % 20 == 0 {
            Cell::Bytes(&payload)
        } else {
            Cell::Null
        });
    }
    batches
}

async fn by_target(path: &std::path::Path, batches: &[Batch]) -> Result<(), Box<dyn Error>> {
    Connection::open(path)?.execute_batch(TABLE)?;
    let target = Sqlite::default()
        .open_target(&Address::file("sqlite", path))
        .await?;
    target.begin("run").await?;
    let landing = Landing {
        run: "run".into(),
        dataset: "messages".into(),
        fields: FIELDS.map(str::to_owned).into(),
        write: WriteMode::Create,
        key: Vec::new(),
    };
    let mut rest = batches.iter().peekable();
    let mut slice = 0;
    while rest.peek().is_some() {
        let mut load = target.load(&landing).await?;
        let mut rows = 0;
        for batch in rest.by_ref() {
            let refused = load.write(batch).await?;
            assert!(refused.is_empty());
            rows += batch.rows();
            if rows >= ROWS_A_SLICE {
                break;
            }
        }
        let receipt = Receipt {
            run: "run".into(),
            slice,
            ..Receipt::default()
        };
        load.commit(receipt).await?;
        slice += 1;
    }
    target.keep("run").await?;
    Ok(())
}

struct Bound<'a>(Cell<'a>);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Cell::Int(i) => ValueRef::Integer(i),
            Cell::Float(f) => ValueRef::Real(f64::from_bits(f)),
            Cell::Text(t) => ValueRef::Text(t.as_bytes()),
            Cell::Bytes(b) => ValueRef::Blob(b),
            _ => ValueRef::Null,
        }))
    }
}

/// The same transactions and the same settings, with nothing around them.
fn by_hand(path: &std::path::Path, batches: &[Batch]) -> Result<(), Box<dyn Error>> {
    let db = Connection::open(path)?;
    db.execute_batch(
        "PRAGMA synchronous = FULL; PRAGMA cache_size = -65536; PRAGMA foreign_keys = OFF",
    )?;
    db.execute_batch(TABLE)?;
    let mut insert =
        db.prepare("INSERT INTO messages VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?;
    let mut rows = 0;
    db.execute_batch("BEGIN IMMEDIATE")?;
    for batch in batches {
        for row in batch.iter() {
            for (i, cell) in row.cells().enumerate() {
                insert.raw_bind_parameter(i + 1, Bound(cell))?;
            }
            insert.raw_execute()?;
        }
        rows += batch.rows();
        if rows >= ROWS_A_SLICE {
            db.execute_batch("COMMIT; BEGIN IMMEDIATE")?;
            rows = 0;
        }
    }
    db.execute_batch("COMMIT")?;
    Ok(())
}
