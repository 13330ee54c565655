//! Validate: the proof of the latest run, and proofs made again or without a run.

use crate::error::{Result, StudioError, told};
use crate::live::Work;
use crate::studio::Studio;
use crate::views::{RunLine, ValidateView};
use crate::words::{count, quoted};
use drydock_connector::Address;
use drydock_engine::journal::{Act, RunRecord};
use drydock_engine::prove::{self, ProofOrder, Ran};
use drydock_engine::run::{RunError, RunOptions};
use drydock_engine::{Control, Resolved, Stores, resolve};
use drydock_model::proof::Proof;
use drydock_model::{Plan, Role, RunPhase, Severity, Status, WriteMode};
use std::path::Path;
use tokio::sync::watch;

impl Studio {
    /// The latest run's proof, or how far one is that is being made.
    pub async fn validate(&self, project: &str) -> Result<ValidateView> {
        let key = self.key(project)?;
        let briefs = self.journal().runs(Some(&key)).await.map_err(told)?;
        let Some(latest) = briefs.first() else {
            return Ok(ValidateView {
                run: None,
                running: false,
                proof: None,
                problem: None,
                command: format!("drydock prove {}", quoted(&key)),
            });
        };
        if let Some(work) = self.live().proofs.get(&latest.run) {
            return Ok(work.view.borrow().clone());
        }
        let view = self.run_state(&latest.run).await?;
        let validating = view.state.phase == RunPhase::Validate && !view.state.status.ended();
        let proof = self
            .record(&latest.run)
            .await?
            .proof
            .filter(|_| !validating);
        Ok(ValidateView {
            running: validating,
            proof,
            ..of_run(view.line)
        })
    }

    /// The proof that a run ended with, if it came so far.
    pub async fn run_proof(&self, run: &str) -> Result<Option<Proof>> {
        Ok(self.record(run).await?.proof)
    }

    /// Proves a run again: what is in the target now against what landed. The last state is the result.
    pub async fn prove_start(&self, run: &str) -> Result<watch::Receiver<ValidateView>> {
        let record = self.record(run).await?;
        if self.is_under_way(run) {
            return Err(StudioError::UnderWay {
                what: format!("the run {run}"),
            }
            .into());
        }
        let brief = &record.brief;
        if brief.noted == Status::RolledBack || brief.phase < RunPhase::Create {
            let why = "it left nothing in the target to prove".to_owned();
            return Err(told(RunError::NotResumable {
                run: run.to_owned(),
                why,
            }));
        }
        let stores = self.stores_of(&record).await?;
        let ran = Ran::of(self.journal(), &record, &self.run_folder(run))
            .await
            .map_err(told)?;
        let first = of_run(self.line(run).await?);
        let what = What {
            rows_each: record.options.rows_each,
            key: record.brief.project,
            resolved: record.resolved,
            stores,
            ran: Some(ran),
        };
        self.prove(run.to_owned(), what, first)
    }

    /// Proves a plan without a run: the source is read again through the plan's conversion.
    pub async fn prove_plan(&self, project: &str) -> Result<watch::Receiver<ValidateView>> {
        let opened = self.opened(project)?;
        let ends = self.ends(&opened.file)?;
        let stores = self.stores(&ends).await?;
        let (resolved, stores) = as_if_to_come(&opened.file.plan, stores)?;
        let key = opened.key();
        let first = ValidateView {
            run: None,
            running: false,
            proof: None,
            problem: None,
            command: format!("drydock prove {}", quoted(&key)),
        };
        let rows_each = RunOptions::default().rows_each;
        let what = What {
            key: key.clone(),
            resolved,
            stores,
            ran: None,
            rows_each,
        };
        self.prove(key, what, first)
    }

    fn prove(
        &self,
        about: String,
        what: What,
        first: ValidateView,
    ) -> Result<watch::Receiver<ValidateView>> {
        let control = Control::default();
        let (shown, view) = watch::channel(ValidateView {
            running: true,
            ..first.clone()
        });
        let work = Work {
            control: control.clone(),
            view: view.clone(),
            key: what.key.clone(),
        };
        let busy = self
            .live()
            .proofs
            .begin(&about, work)
            .ok_or_else(|| StudioError::UnderWay {
                what: "a proof of this".into(),
            })?;
        let studio = self.clone();
        tokio::spawn(async move {
            let run = what.ran.as_ref().map(|r| r.run.clone());
            let (key, fingerprint) = (what.key.clone(), what.resolved.fingerprint.clone());
            let proved = match (&run, what.prove(&control).await) {
                (Some(run), Ok(proof)) => studio
                    .journal()
                    .proved(run, &proof)
                    .await
                    .map_err(told)
                    .map(|()| proof),
                (_, proved) => proved,
            };
            let line = match &run {
                Some(run) => studio.line(run).await.ok(),
                None => None,
            };
            studio.note_proof(key, fingerprint, run, &proved).await;
            drop(busy);
            let (proof, problem) = match proved {
                Ok(proof) => (Some(proof), None),
                Err(problem) => (None, Some(problem)),
            };
            shown.send_replace(ValidateView {
                run: line,
                running: false,
                proof,
                problem,
                ..first
            });
        });
        Ok(view)
    }

    async fn note_proof(
        &self,
        key: String,
        plan: String,
        run: Option<String>,
        proved: &Result<Proof>,
    ) {
        let (result, tone) = match proved {
            Ok(proof) if proof.equal => {
                let rows = proof.datasets.iter().map(|d| d.rows_expected).sum();
                (format!("Equal: {}", count(rows, "row", "rows")), "good")
            }
            Ok(_) => ("Differences were found".to_owned(), "bad"),
            Err(problem) => (problem.what.clone(), "warn"),
        };
        let act = Act {
            what: "Proved the target".into(),
            project: Some(key),
            result,
            tone: tone.into(),
            plan: Some(plan),
            run,
            ..Act::default()
        };
        self.note_act(act).await;
    }

    /// The stores of a run by the addresses that it had: the plan may have changed since.
    async fn stores_of(&self, record: &RunRecord) -> Result<Stores> {
        let end = |address: &str| {
            let address = Address::parse(address, Path::new("/"))
                .map_err(|_| StudioError::BadStore(address.to_owned()))?;
            Ok::<_, drydock_model::Problem>((self.kinds().of(&address.kind)?, address))
        };
        let mut sources = Vec::new();
        for (name, source) in &record.sources {
            let (connector, address) = end(&source.address)?;
            sources.push((name.clone(), connector, address));
        }
        Stores::open(sources, end(&record.brief.target)?)
            .await
            .map_err(told)
    }
}

/// Everything that a proof is made from.
struct What {
    key: String,
    resolved: Resolved,
    stores: Stores,
    ran: Option<Ran>,
    rows_each: u64,
}

impl What {
    async fn prove(self, control: &Control) -> Result<Proof> {
        let order = ProofOrder {
            resolved: &self.resolved,
            stores: &self.stores,
            ran: self.ran,
            checks: Vec::new(),
            rows_each: self.rows_each,
            control,
        };
        prove::prove(order, &|_| {}).await.map_err(told)
    }
}

fn of_run(line: RunLine) -> ValidateView {
    ValidateView {
        command: format!("drydock prove {}", quoted(&line.run)),
        run: Some(line),
        running: false,
        proof: None,
        problem: None,
    }
}

/// A plan that makes tables cannot be resolved where they are made already. What it would make is taken out of sight, and
/// what is there is then held against it.
fn as_if_to_come(plan: &Plan, mut stores: Stores) -> Result<(Resolved, Stores)> {
    let there = stores.target.catalog.clone();
    let made: Vec<String> = plan
        .moves
        .iter()
        .filter(|m| m.write == WriteMode::Create)
        .map(|m| m.to.to_lowercase())
        .collect();
    let catalog = &mut stores.target.catalog;
    catalog.objects.clear();
    catalog.datasets.retain(|dataset| {
        let of = match &dataset.role {
            Role::Part { of } => of,
            _ => &dataset.name,
        };
        !made.contains(&of.to_lowercase())
    });
    let resolved = resolve::resolve(plan, &stores).map_err(told)?;
    let fails = resolved
        .findings
        .iter()
        .filter(|f| f.severity == Severity::Fails && !f.accepted);
    let titles: Vec<String> = fails.map(|f| f.title.clone()).collect();
    if !titles.is_empty() {
        return Err(StudioError::Blocked(titles).into());
    }
    let is_there = |name: &str| {
        there
            .datasets
            .iter()
            .any(|d| d.name.eq_ignore_ascii_case(name))
    };
    let missing = resolved
        .lanes
        .iter()
        .map(|l| &l.target.name)
        .filter(|name| !is_there(name));
    let missing: Vec<String> = missing.cloned().collect();
    if !missing.is_empty() {
        let target = stores.target.address.short();
        return Err(StudioError::NotArrived { target, missing }.into());
    }
    stores.target.catalog = there;
    Ok((resolved, stores))
}
