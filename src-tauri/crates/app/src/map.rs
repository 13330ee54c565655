//! The Map: every field of every source with where it goes, drawn from the plan and the stores as they are, and the
//! edits that a person makes there.

use crate::error::{Result, told};
use crate::marks::{Ask, Marks};
use crate::plans::PlanFile;
use crate::stops::Fields;
use crate::studio::{Opened, Studio};
use crate::views::{MapField, MapState, MapTable, MapView};
use crate::words::{open_findings, quoted};
use drydock_engine::{Lane, Resolved, resolve};
use drydock_model::finding::PlanEdit;
use drydock_model::{Dataset, Field, Finding, Move, Role, Severity};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// A plan that met its stores, kept until the plan or a store changes: counting rows again for every screen would make
/// large files slow to look at.
#[derive(Default)]
pub struct Seen(Mutex<HashMap<PathBuf, (SeenAt, Arc<Resolved>)>>);

/// What must be the same for what was seen to hold: the plan's meaning, and where its ends are with their marks.
type SeenAt = (String, Vec<String>, Marks);

impl Studio {
    pub async fn map(&self, project: &str) -> Result<MapView> {
        let opened = self.opened(project)?;
        self.map_of(&opened).await
    }

    pub async fn plan_edit(&self, project: &str, edit: PlanEdit) -> Result<MapView> {
        let opened = self
            .changed(project, |file| self.histories().edit(file, &edit))
            .await?;
        self.note_about(&opened, "Changed the plan", edited(&edit))
            .await;
        self.map_of(&opened).await
    }

    pub async fn plan_undo(&self, project: &str) -> Result<MapView> {
        let opened = self
            .changed(project, |file| self.histories().undo(file))
            .await?;
        self.note_about(&opened, "Took back a change of the plan", String::new())
            .await;
        self.map_of(&opened).await
    }

    pub async fn plan_redo(&self, project: &str) -> Result<MapView> {
        let opened = self
            .changed(project, |file| self.histories().redo(file))
            .await?;
        self.note_about(&opened, "Made a change of the plan again", String::new())
            .await;
        self.map_of(&opened).await
    }

    /// A plan is not changed under a run or a dry run that carries it out.
    async fn changed(
        &self,
        project: &str,
        change: impl FnOnce(&PlanFile) -> Result<PlanFile>,
    ) -> Result<Opened> {
        let opened = self.opened(project)?;
        self.refuse_while_under_way(&opened).await?;
        let file = change(&opened.file)?;
        Ok(Opened { file, ..opened })
    }

    async fn map_of(&self, opened: &Opened) -> Result<MapView> {
        let resolved = self.resolved(opened).await?;
        let (can_undo, can_redo) = self.histories().can(&opened.file);
        Ok(MapView {
            can_undo,
            can_redo,
            ..view(&opened.file, &resolved)
        })
    }

    /// The plan against its stores as they are now.
    pub(crate) async fn resolved(&self, opened: &Opened) -> Result<Arc<Resolved>> {
        let ends = self.ends(&opened.file)?;
        let at = (
            opened.file.plan.fingerprint(),
            ends.addresses(),
            self.marks().of(&ends, Ask::Quick).await,
        );
        if let Some(known) = self.seen().get(&opened.file.path, &at) {
            return Ok(known);
        }
        let stores = self.stores(&ends).await?;
        let resolved = Arc::new(resolve::resolve(&opened.file.plan, &stores).map_err(told)?);
        self.seen().put(&opened.file.path, at, resolved.clone());
        Ok(resolved)
    }
}

impl Seen {
    /// What was seen last of this plan, if it still means the same and no store changed.
    fn get(&self, plan: &Path, at: &SeenAt) -> Option<Arc<Resolved>> {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (known, resolved) = seen.get(plan)?;
        // Without a mark nobody can tell whether a store changed.
        let marked = at.2.iter().all(|(_, mark)| mark.is_some());
        (marked && known == at).then(|| resolved.clone())
    }

    fn put(&self, plan: &Path, at: SeenAt, resolved: Arc<Resolved>) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.insert(plan.to_owned(), (at, resolved));
    }

    /// The fields as they were counted last for this plan, without looking at a store.
    pub fn fields(&self, file: &PlanFile) -> Option<Fields> {
        let resolved = {
            let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let (at, resolved) = seen.get(&file.path)?;
            (at.0 == file.plan.fingerprint()).then(|| resolved.clone())?
        };
        Some(fields(file, &resolved))
    }
}

pub fn fields(file: &PlanFile, resolved: &Resolved) -> Fields {
    let view = view(file, resolved);
    let (fails, decisions) = open_findings(&resolved.findings);
    Fields {
        total: view.fields_total,
        mapped: view.fields_mapped,
        left: view.fields_left,
        need_you: view.fields_need_you.max(fails + decisions),
    }
}

fn view(file: &PlanFile, resolved: &Resolved) -> MapView {
    let plan = &file.plan;
    let mut tables = Vec::new();
    for (source, catalog) in &resolved.design.sources {
        for dataset in catalog.tables() {
            let from = format!("{source}.{}", dataset.name);
            let drawn = Drawn {
                mv: plan.moves.iter().find(|m| m.from == from),
                lane: resolved
                    .lanes
                    .iter()
                    .find(|l| l.from == from && l.part_of.is_none()),
                left: plan.leave.contains(&from),
                findings: resolved
                    .findings
                    .iter()
                    .filter(|f| about(f, source, dataset))
                    .collect(),
                dataset,
            };
            tables.push(drawn.table(from, source));
        }
    }
    let counted = |wanted: &[MapState]| {
        let fields = tables.iter().flat_map(|t| &t.fields);
        fields.filter(|f| wanted.contains(&f.state)).count() as u32
    };
    let (mapped, left, need_you) = (
        counted(&[MapState::Mapped, MapState::Changed]),
        counted(&[MapState::LeftOut]),
        counted(&[MapState::NeedsYou]),
    );
    MapView {
        fingerprint: resolved.fingerprint.clone(),
        fields_total: mapped + left + need_you,
        fields_mapped: mapped,
        fields_left: left,
        fields_need_you: need_you,
        tables,
        findings: resolved.findings.clone(),
        can_undo: false,
        can_redo: false,
        plan_text: file.text.clone(),
        command: format!("drydock rehearse {}", quoted(&file.path.to_string_lossy())),
    }
}

fn about(finding: &Finding, source: &str, dataset: &Dataset) -> bool {
    finding.source.as_deref() == Some(source) && finding.dataset.as_deref() == Some(&dataset.name)
}

fn is_open(finding: &Finding) -> bool {
    !finding.accepted && finding.severity != Severity::Notice
}

/// Everything that is known about one table.
struct Drawn<'a> {
    dataset: &'a Dataset,
    mv: Option<&'a Move>,
    lane: Option<&'a Lane>,
    left: bool,
    findings: Vec<&'a Finding>,
}

impl Drawn<'_> {
    fn table(&self, from: String, source: &str) -> MapTable {
        MapTable {
            source_name: source.to_owned(),
            dataset: self.dataset.name.clone(),
            to: self.mv.map(|m| m.to.clone()).unwrap_or_default(),
            write: self.mv.map(|m| m.write).unwrap_or_default(),
            left: self.left,
            accept: self.mv.map(|m| m.accept.clone()).unwrap_or_default(),
            rows: self.dataset.rows.unwrap_or(0),
            key: self
                .dataset
                .key
                .as_ref()
                .map(|k| k.fields.clone())
                .unwrap_or_default(),
            notes: self.notes(),
            fields: self.dataset.fields.iter().map(|f| self.field(f)).collect(),
            from,
        }
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if let Role::Virtual { module, .. } = &self.dataset.role {
            notes.push(format!("virtual table ({module})"));
        }
        if self.lane.is_some_and(|l| l.key.is_empty()) {
            notes.push("one slice".into());
        }
        notes.extend(self.dataset.options.iter().cloned());
        notes
    }

    fn field(&self, field: &Field) -> MapField {
        let decided = self.mv.and_then(|m| m.field(&field.name));
        let dropped = self.mv.is_some_and(|m| m.drop.contains(&field.name));
        let lane = self
            .lane
            .and_then(|l| l.fields.iter().find(|f| f.from.name == field.name));
        let mut findings = self
            .findings
            .iter()
            .filter(|f| f.field.as_deref() == Some(&field.name));
        let open = findings.clone().find(|f| is_open(f));
        let arrives = self.mv.is_some() && !dropped && !self.left;
        let to = arrives.then(|| match (lane, decided) {
            (Some(lane), _) => lane.to.name.clone(),
            (None, Some(decided)) => decided.to.clone(),
            (None, None) => field.name.clone(),
        });
        let as_type = decided.and_then(|d| d.as_type);
        let retyped = lane.is_some_and(|l| !l.to.native.eq_ignore_ascii_case(&field.native));
        let state = if self.left || dropped {
            MapState::LeftOut
        } else if open.is_some() || self.mv.is_none() {
            MapState::NeedsYou
        } else if field.generated.is_some() {
            MapState::Generated
        } else if as_type.is_some() || retyped {
            MapState::Changed
        } else {
            MapState::Mapped
        };
        MapField {
            from: field.name.clone(),
            found_as: named(&field.native),
            to_type: to.as_ref().map_or_else(String::new, |_| match lane {
                Some(lane) => named(&lane.to.native),
                None => named(&field.native),
            }),
            to,
            as_type,
            state,
            generated: field.generated.is_some(),
            in_key: self
                .dataset
                .key
                .as_ref()
                .is_some_and(|k| k.fields.contains(&field.name)),
            accept: decided.map(|d| d.accept.clone()).unwrap_or_default(),
            finding: open.or_else(|| findings.next()).map(|f| f.id.clone()),
        }
    }
}

/// A type in the store's own words; some fields are declared without one.
fn named(native: &str) -> String {
    if native.is_empty() {
        "no type".into()
    } else {
        native.to_owned()
    }
}

/// An edit in words, for the record of what was done.
fn edited(edit: &PlanEdit) -> String {
    match edit {
        PlanEdit::RenamePlan { name } => format!("named it {name}"),
        PlanEdit::MoveTo { from, to } => format!("{from} goes to {to}"),
        PlanEdit::WriteMode { from, .. } => format!("how {from} is written"),
        PlanEdit::Leave { from } => format!("{from} stays where it is"),
        PlanEdit::Include { from } => format!("{from} moves"),
        PlanEdit::FieldTo { from, field, to } => format!("{from}.{field} goes to {to}"),
        PlanEdit::FieldAs { from, field, .. } => format!("the type of {from}.{field}"),
        PlanEdit::FieldDrop { from, field } => format!("{from}.{field} is left behind"),
        PlanEdit::FieldKeep { from, field } => format!("{from}.{field} moves as it is"),
        PlanEdit::Accept { from, field, what } | PlanEdit::Unaccept { from, field, what } => {
            let field = field.as_ref().map_or_else(String::new, |f| format!(".{f}"));
            let verb = if matches!(edit, PlanEdit::Accept { .. }) {
                "accepted"
            } else {
                "no longer accepted"
            };
            format!("{what} {verb} for {from}{field}")
        }
    }
}
