//! Putting back: what is there now is set aside, the run's statements are taken back, and the rows of the tables that
//! were there become what they were. It goes round until nothing differs: rows that point at each other may need it.

use super::difference::{Difference, KeyHasher, difference};
use super::keep::copy;
use super::rows::RowReader;
use super::{KeptTable, LIST, WayBackError, is_made, write_list, written};
use crate::prove::ProveError;
use crate::run::ahead::{Ahead, ReadAhead};
use crate::run::{emptied_folder, sync_folder};
use crate::{Control, Resolved};
use drydock_connector::{Address, Batch, Connector, Fault, Landing, Load, Source, Target};
use drydock_model::{Catalog, Phase, Receipt, Slice, Statement, WriteMode};
use std::io;
use std::path::Path;
use std::sync::Arc;

/// What was there when a roll back began, below the undo folder; one for each time that it was begun.
const SET_ASIDE: &str = "set-aside";
/// So often what differs may be made less before that counts as going round in circles.
const MOST_ROUNDS: u32 = 100;
/// Ordinals of statements: first those of each round, then those of counters.
const EACH_ROUND: u32 = 100_000;
const COUNTERS: u32 = MOST_ROUNDS * EACH_ROUND;

pub(crate) struct PutBack<'a> {
    pub run: &'a str,
    pub resolved: &'a Resolved,
    pub connector: &'a dyn Connector,
    pub address: &'a Address,
    /// The undo folder.
    pub folder: &'a Path,
}

/// A round of putting rows back: its receipts and notes must not meet those of another round.
struct Round<'a> {
    all: &'a PutBack<'a>,
    target: &'a dyn Target,
    source: Arc<dyn Source>,
    number: u32,
    /// The run that receipts of this work name.
    as_run: String,
    control: Control,
}

/// How far a round got.
#[derive(Default)]
struct Moved {
    /// Rows that it moved either way; a table that was emptied counts as one.
    rows: u64,
    /// Why the first of the others was refused.
    refused: Option<String>,
}

impl PutBack<'_> {
    /// Gives the tables that are not what they were, if there are any in the end.
    pub async fn carry_out(&self) -> Result<Vec<String>, WayBackError> {
        let tables = self.tables()?;
        let place = self.address.short();
        let in_store = || WayBackError::store(&place);
        self.set_aside(&tables).await?;
        let opened = self.connector.open_target(self.address).await;
        let target = opened.map_err(in_store())?;
        let as_run = format!("{} back", self.run);
        // What an earlier try left is no receipt of this one.
        target.keep(&as_run).await.map_err(in_store())?;
        target.begin(self.run).await.map_err(in_store())?;
        self.take_back(target.as_ref()).await?;
        self.rows(target.as_ref(), &tables, &as_run).await?;
        self.counters(target.as_ref(), &as_run).await?;
        target.keep(&as_run).await.map_err(in_store())?;
        target.keep(self.run).await.map_err(in_store())?;
        let now = target.catalog().await.map_err(in_store())?;
        Ok(self.left_over(&now))
    }

    fn tables(&self) -> Result<Vec<KeptTable>, WayBackError> {
        let list = self.folder.join(LIST);
        let read = std::fs::read(&list)
            .and_then(|text| serde_json::from_slice(&text).map_err(io::Error::from));
        read.map_err(|cause| WayBackError::files(&list, cause))
    }

    async fn source(&self) -> Result<Arc<dyn Source>, WayBackError> {
        let place = self.address.short();
        let opened = self.connector.open_source(self.address).await;
        Ok(Arc::from(opened.map_err(WayBackError::store(&place))?))
    }

    /// Whole, and each time anew: others may have written since an earlier try was cut off.
    async fn set_aside(&self, kept: &[KeptTable]) -> Result<(), WayBackError> {
        let free = |number: &u32| !self.folder.join(format!("{SET_ASIDE}-{number}")).exists();
        let number = (1..).find(free).unwrap_or(u32::MAX);
        let done = self.folder.join(format!("{SET_ASIDE}-{number}"));
        let partial = self.folder.join(format!("{SET_ASIDE}.partial"));
        emptied_folder(&partial).map_err(|cause| WayBackError::files(&partial, cause))?;
        let source = self.source().await?;
        let catalog = source.catalog().await;
        let catalog = catalog.map_err(WayBackError::store(&self.address.short()))?;
        let mut aside = Vec::new();
        for name in written(self.resolved) {
            let Some(dataset) = catalog.dataset(&name) else {
                continue;
            };
            let known = kept.iter().find(|t| t.dataset == name);
            let mut table = KeptTable {
                dataset: name.clone(),
                fields: dataset.stored_fields().map(|f| f.name.clone()).collect(),
                key: known.map(|t| t.key.clone()).unwrap_or_default(),
                rows: 0,
                digest: Default::default(),
                file: format!("{}.rows", aside.len()),
            };
            let path = partial.join(&table.file);
            let sum = copy(&source, &table, &path, &Control::default()).await?;
            (table.rows, table.digest) = (sum.rows, sum.digest);
            aside.push(table);
        }
        let listed = write_list(&aside, &partial)
            .and_then(|_| std::fs::rename(&partial, &done))
            .and_then(|()| sync_folder(&done));
        listed.map_err(|cause| WayBackError::files(&done, cause))
    }

    async fn take_back(&self, target: &dyn Target) -> Result<(), WayBackError> {
        let statements = self.resolved.statements.iter().rev();
        for statement in statements.filter(|s| s.phase != Phase::Sequences) {
            if statement.inverse.is_some() {
                let taken = target.take_back(self.run, statement).await;
                taken.map_err(WayBackError::store(&statement.object))?;
            }
        }
        Ok(())
    }

    /// Of tables that were there. Rows alone move a counter too, so it is set back whether the run came to set it or not;
    /// and last, as it may only go down when the rows above it are gone.
    async fn counters(&self, target: &dyn Target, as_run: &str) -> Result<(), WayBackError> {
        let statements = self.resolved.statements.iter();
        for statement in statements.filter(|s| s.phase == Phase::Sequences) {
            if let Some(sql) = &statement.inverse {
                let back = Statement {
                    ordinal: COUNTERS + statement.ordinal,
                    sql: sql.clone(),
                    inverse: None,
                    ..statement.clone()
                };
                let set = target.apply(as_run, &back).await;
                set.map_err(WayBackError::store(&statement.object))?;
            }
        }
        Ok(())
    }

    async fn rows(
        &self,
        target: &dyn Target,
        tables: &[KeptTable],
        as_run: &str,
    ) -> Result<(), WayBackError> {
        for number in 0..MOST_ROUNDS {
            let round = Round {
                all: self,
                target,
                source: self.source().await?,
                number,
                as_run: as_run.to_owned(),
                control: Control::default(),
            };
            let moved = round.carry_out(tables).await?;
            match moved {
                None => return Ok(()),
                Some(Moved { rows: 0, refused }) => {
                    let why = refused.unwrap_or_else(|| {
                        "it takes the rows, and they are others afterwards".to_owned()
                    });
                    return Err(WayBackError::refused(&self.address.short(), why));
                }
                Some(_) => {}
            }
        }
        let why = "rows change as often as they are put back".to_owned();
        Err(WayBackError::refused(&self.address.short(), why))
    }

    /// Tables of the run that are still there.
    fn left_over(&self, now: &Catalog) -> Vec<String> {
        let made = |name: &String| is_made(self.resolved, name) && now.dataset(name).is_some();
        written(self.resolved).into_iter().filter(made).collect()
    }
}

impl Round<'_> {
    /// None where nothing differs any more.
    async fn carry_out(&self, tables: &[KeptTable]) -> Result<Option<Moved>, WayBackError> {
        let mut differing = Vec::new();
        for (index, table) in (0u32..).zip(tables) {
            let found = difference(&self.source, table, self.all.folder, &self.control).await?;
            if !found.is_none() {
                differing.push((index, table, found));
            }
        }
        if differing.is_empty() {
            return Ok(None);
        }
        let mut moved = Moved::default();
        // Tables are in the order in which others point at them: rows go the other way round than they come.
        for (index, table, found) in differing.iter().rev() {
            self.take_out(*index, table, found, &mut moved).await?;
        }
        for (index, table, found) in &differing {
            self.put_in(*index, table, found, &mut moved).await?;
        }
        Ok(Some(moved))
    }

    fn landing(&self, table: &KeptTable, fields: &[String], write: WriteMode) -> Landing {
        Landing {
            run: self.as_run.clone(),
            dataset: table.dataset.clone(),
            fields: fields.to_vec(),
            write,
            key: table.key.clone(),
        }
    }

    async fn take_out(
        &self,
        index: u32,
        table: &KeptTable,
        found: &Difference,
        moved: &mut Moved,
    ) -> Result<(), WayBackError> {
        let in_table = WayBackError::store(&table.dataset);
        if found.whole {
            let statement = Statement {
                ordinal: self.number * EACH_ROUND + index,
                phase: Phase::Tables,
                object: table.dataset.clone(),
                sql: self.all.connector.dialect().emptied(&table.dataset),
                inverse: None,
                labels: Vec::new(),
            };
            moved.rows += 1;
            let emptied = self.target.apply(&self.as_run, &statement).await;
            return emptied.map_err(in_table);
        }
        if found.extra.is_empty() {
            return Ok(());
        }
        let landing = self.landing(table, &table.key, WriteMode::Append);
        let mut load = self.target.unload(&landing).await.map_err(&in_table)?;
        let mut keys = KeyHasher::of(table);
        let mut ahead = ReadAhead::start(
            self.source.clone(),
            table.dataset.clone(),
            table.fields.clone(),
            vec![Slice::whole(0)],
        );
        let mut batch = Batch::new(table.key.len());
        loop {
            match ahead.next().await {
                Some(Ahead::Rows(_, rows)) => {
                    for row in rows.iter() {
                        if found.extra.binary_search(&keys.digest(row)).is_ok() {
                            keys.cells(row).for_each(|cell| batch.push(cell));
                        }
                    }
                }
                Some(Ahead::End(..)) => break,
                Some(Ahead::Failed(cause)) => return Err(in_table(cause)),
                None => return Err(ProveError::Lost(table.dataset.clone()).into()),
            }
            if batch.is_full() {
                moved
                    .send(load.as_mut(), &mut batch)
                    .await
                    .map_err(&in_table)?;
            }
        }
        moved
            .send(load.as_mut(), &mut batch)
            .await
            .map_err(&in_table)?;
        let commit = load.commit(self.receipt(index, 0)).await;
        commit.map_err(in_table)
    }

    async fn put_in(
        &self,
        index: u32,
        table: &KeptTable,
        found: &Difference,
        moved: &mut Moved,
    ) -> Result<(), WayBackError> {
        if found.missing.is_empty() && !found.whole {
            return Ok(());
        }
        let in_table = WayBackError::store(&table.dataset);
        let write = match found.whole {
            true => WriteMode::Append,
            false => WriteMode::Upsert,
        };
        let landing = self.landing(table, &table.fields, write);
        let mut load = self.target.load(&landing).await.map_err(&in_table)?;
        let path = self.all.folder.join(&table.file);
        let files = |cause| WayBackError::files(&path, cause);
        let (mut reader, mut keys) = (RowReader::open(&path).map_err(files)?, KeyHasher::of(table));
        let width = table.fields.len();
        let (mut read, mut batch) = (Batch::new(width), Batch::new(width));
        while reader.fill(&mut read).map_err(files)? > 0 {
            for row in read.iter() {
                if found.whole || found.missing.binary_search(&keys.digest(row)).is_ok() {
                    batch.push_row(row);
                }
            }
            read.reset(width);
            if batch.is_full() {
                moved
                    .send(load.as_mut(), &mut batch)
                    .await
                    .map_err(&in_table)?;
            }
        }
        moved
            .send(load.as_mut(), &mut batch)
            .await
            .map_err(&in_table)?;
        let commit = load.commit(self.receipt(index, 1)).await;
        commit.map_err(in_table)
    }

    fn receipt(&self, table: u32, step: u32) -> Receipt {
        Receipt {
            run: self.as_run.clone(),
            plan: self.all.resolved.fingerprint.clone(),
            lane: table,
            slice: 2 * self.number + step,
            ..Receipt::default()
        }
    }
}

impl Moved {
    /// Hands a batch over and empties it. Rows that the store refuses may be taken in a later round.
    async fn send(&mut self, load: &mut dyn Load, batch: &mut Batch) -> Result<(), Fault> {
        if batch.is_empty() {
            return Ok(());
        }
        let refused = load.write(batch).await?;
        self.rows += (batch.rows() - refused.len()) as u64;
        if let (None, Some(first)) = (&self.refused, refused.first()) {
            self.refused = Some(format!(
                "it does not take a row back: {} ({})",
                first.rule,
                first.reason.replace('_', " ")
            ));
        }
        batch.reset(batch.width());
        Ok(())
    }
}
