//! A connector that passes every call on to another and, at a call chosen by number or name, fails or lets everything
//! stop as if the process had been killed there.

use async_trait::async_trait;
use drydock_connector::{
    Address, Batch, Before, Connector, Dialect, Fault, FaultKind, Landing, Load, Profile, Refusal,
    Rewind, Scan, SecondOpinion, Source, Target,
};
use drydock_model::proof::ProofCheck;
use drydock_model::{Catalog, Receipt, Slice, Statement};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::Notify;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    FaultBefore(FaultKind),
    /// The work is done, but its answer is lost.
    FaultAfter(FaultKind),
    DieBefore,
    DieAfter,
    /// Takes its time.
    Wait(Duration),
}

#[derive(Default)]
struct Plan {
    calls: Vec<String>,
    at: Vec<(usize, Act)>,
    named: Vec<(String, usize, Act)>,
}

/// What shall happen when, and what was called.
#[derive(Clone, Default)]
pub struct Script {
    plan: Arc<Mutex<Plan>>,
    died: Arc<Notify>,
}

impl Script {
    pub fn at(call: usize, act: Act) -> Script {
        let script = Script::default();
        script.plan.lock().unwrap().at.push((call, act));
        script
    }

    /// At the n-th call (from 1) of this name.
    pub fn on(self, name: &str, nth: usize, act: Act) -> Script {
        self.plan
            .lock()
            .unwrap()
            .named
            .push((name.to_owned(), nth, act));
        self
    }

    pub fn calls(&self) -> Vec<String> {
        self.plan.lock().unwrap().calls.clone()
    }

    pub fn count(&self, name: &str) -> usize {
        self.calls().iter().filter(|c| *c == name).count()
    }

    pub async fn died(&self) {
        self.died.notified().await;
    }

    fn called(&self, name: &str) -> Vec<Act> {
        let mut plan = self.plan.lock().unwrap();
        plan.calls.push(name.to_owned());
        let number = plan.calls.len();
        let nth = plan.calls.iter().filter(|c| *c == name).count();
        let by_number = plan
            .at
            .iter()
            .filter(|(at, _)| *at == number)
            .map(|(_, act)| *act);
        let by_name = plan
            .named
            .iter()
            .filter(|(n, at, _)| n == name && *at == nth)
            .map(|(.., act)| *act);
        by_number.chain(by_name).collect()
    }

    async fn die(&self) {
        self.died.notify_one();
        std::future::pending::<()>().await;
    }

    async fn around<T>(
        &self,
        name: &str,
        work: impl Future<Output = Result<T, Fault>>,
    ) -> Result<T, Fault> {
        let acts = self.called(name);
        for act in &acts {
            match act {
                Act::FaultBefore(kind) => return Err(Fault::new(*kind, name, "by the script")),
                Act::DieBefore => self.die().await,
                Act::Wait(time) => tokio::time::sleep(*time).await,
                Act::FaultAfter(_) | Act::DieAfter => {}
            }
        }
        let done = work.await;
        for act in &acts {
            match act {
                Act::FaultAfter(kind) => return Err(Fault::new(*kind, name, "by the script")),
                Act::DieAfter => self.die().await,
                _ => {}
            }
        }
        done
    }
}

#[derive(Clone)]
pub struct Faulty {
    pub inner: Arc<dyn Connector>,
    pub script: Script,
}

#[async_trait]
impl Connector for Faulty {
    fn profile(&self) -> Profile {
        self.inner.profile()
    }

    fn dialect(&self) -> &dyn Dialect {
        self.inner.dialect()
    }

    fn recognises(&self, path: &Path) -> bool {
        self.inner.recognises(path)
    }

    async fn open_source(&self, address: &Address) -> Result<Box<dyn Source>, Fault> {
        let inner = self
            .script
            .around("open_source", self.inner.open_source(address))
            .await?;
        Ok(Box::new(FaultySource {
            inner,
            script: self.script.clone(),
        }))
    }

    async fn open_target(&self, address: &Address) -> Result<Box<dyn Target>, Fault> {
        let inner = self
            .script
            .around("open_target", self.inner.open_target(address))
            .await?;
        Ok(Box::new(FaultyTarget {
            inner,
            script: self.script.clone(),
        }))
    }

    fn rewind(&self) -> Option<&dyn Rewind> {
        self.inner.rewind().map(|_| self as &dyn Rewind)
    }
}

#[async_trait]
impl Rewind for Faulty {
    async fn keep_before(&self, address: &Address, folder: &Path) -> Result<Before, Fault> {
        let rewind = self.inner.rewind().expect("a way back");
        self.script
            .around("keep_before", rewind.keep_before(address, folder))
            .await
    }

    async fn mark(&self, address: &Address) -> Result<Option<String>, Fault> {
        let rewind = self.inner.rewind().expect("a way back");
        self.script
            .around("rewind.mark", rewind.mark(address))
            .await
    }

    async fn put_back(
        &self,
        address: &Address,
        folder: &Path,
        before: &Before,
    ) -> Result<(), Fault> {
        let rewind = self.inner.rewind().expect("a way back");
        self.script
            .around("put_back", rewind.put_back(address, folder, before))
            .await
    }
}

struct FaultySource {
    inner: Box<dyn Source>,
    script: Script,
}

#[async_trait]
impl Source for FaultySource {
    async fn catalog(&self) -> Result<Catalog, Fault> {
        self.inner.catalog().await
    }

    async fn mark(&self) -> Result<String, Fault> {
        self.inner.mark().await
    }

    async fn mark_of(&self, datasets: &[String]) -> Result<String, Fault> {
        self.inner.mark_of(datasets).await
    }

    async fn slices(
        &self,
        dataset: &str,
        key: &[String],
        rows_each: u64,
    ) -> Result<Vec<Slice>, Fault> {
        self.script
            .around("slices", self.inner.slices(dataset, key, rows_each))
            .await
    }

    async fn scan(
        &self,
        dataset: &str,
        fields: &[String],
        slice: &Slice,
    ) -> Result<Box<dyn Scan>, Fault> {
        let inner = self
            .script
            .around("scan", self.inner.scan(dataset, fields, slice))
            .await?;
        Ok(Box::new(FaultyScan {
            inner,
            script: self.script.clone(),
        }))
    }

    fn second_opinion(&self) -> Option<&dyn SecondOpinion> {
        self.inner.second_opinion()
    }
}

struct FaultyScan {
    inner: Box<dyn Scan>,
    script: Script,
}

#[async_trait]
impl Scan for FaultyScan {
    async fn fill(&mut self, batch: &mut Batch) -> Result<usize, Fault> {
        self.script.around("fill", self.inner.fill(batch)).await
    }
}

struct FaultyTarget {
    inner: Box<dyn Target>,
    script: Script,
}

#[async_trait]
impl Target for FaultyTarget {
    async fn catalog(&self) -> Result<Catalog, Fault> {
        self.inner.catalog().await
    }

    async fn begin(&self, run: &str) -> Result<(), Fault> {
        self.script.around("begin", self.inner.begin(run)).await
    }

    async fn apply(&self, run: &str, statement: &Statement) -> Result<(), Fault> {
        self.script
            .around("apply", self.inner.apply(run, statement))
            .await
    }

    async fn take_back(&self, run: &str, statement: &Statement) -> Result<(), Fault> {
        self.script
            .around("take_back", self.inner.take_back(run, statement))
            .await
    }

    async fn receipt(&self, run: &str, lane: u32, slice: u32) -> Result<Option<Receipt>, Fault> {
        self.script
            .around("receipt", self.inner.receipt(run, lane, slice))
            .await
    }

    async fn receipts(&self, run: &str) -> Result<Vec<Receipt>, Fault> {
        self.script
            .around("receipts", self.inner.receipts(run))
            .await
    }

    async fn load(&self, into: &Landing) -> Result<Box<dyn Load>, Fault> {
        let inner = self.script.around("load", self.inner.load(into)).await?;
        Ok(Box::new(FaultyLoad {
            inner,
            script: self.script.clone(),
        }))
    }

    async fn unload(&self, from: &Landing) -> Result<Box<dyn Load>, Fault> {
        let inner = self
            .script
            .around("unload", self.inner.unload(from))
            .await?;
        Ok(Box::new(FaultyLoad {
            inner,
            script: self.script.clone(),
        }))
    }

    async fn check(&self) -> Result<Vec<ProofCheck>, Fault> {
        self.script.around("check", self.inner.check()).await
    }

    async fn keep(&self, run: &str) -> Result<(), Fault> {
        self.script.around("keep", self.inner.keep(run)).await
    }

    fn interrupt(&self) {
        self.inner.interrupt();
    }
}

struct FaultyLoad {
    inner: Box<dyn Load>,
    script: Script,
}

#[async_trait]
impl Load for FaultyLoad {
    async fn write(&mut self, batch: &Batch) -> Result<Vec<Refusal>, Fault> {
        self.script.around("write", self.inner.write(batch)).await
    }

    async fn commit(self: Box<Self>, receipt: Receipt) -> Result<(), Fault> {
        let load = *self;
        load.script
            .around("commit", load.inner.commit(receipt))
            .await
    }
}
