//! A plan meets real stores: moves find their tables, tables become lanes in run order, and what can be known without
//! reading a row is said at once.
//!
//! Nothing here reads or writes; a plan that cannot work still resolves as far as it does, with findings that say why.
//! The conservation law is kept here for structure: every table and field of every source is moved, or left by a
//! decision written in the plan, or a finding.

mod carried;
mod fields;
mod findings;
mod lanes;
mod mentions;
mod moving;
mod names;
mod objects;
mod order;

#[cfg(test)]
mod tests;

pub(crate) use findings::{At, choice, finding};

use crate::{Resolved, Stores};
use drydock_model::{
    Code, Dataset, Design, Explain, Finding, Next, Plan, PlanError, Statement, TableDesign,
};
use moving::{Moving, Part};
use names::Names;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ResolveError {
    #[error(transparent)]
    Plan(#[from] PlanError),
    #[error("the source {0:?} of the plan was not opened")]
    NotOpen(String),
}

impl Explain for ResolveError {
    fn code(&self) -> Code {
        match self {
            ResolveError::Plan(e) => e.code(),
            ResolveError::NotOpen(_) => Code::UNKNOWN_CONNECTION,
        }
    }

    fn why(&self) -> String {
        match self {
            ResolveError::Plan(e) => e.why(),
            ResolveError::NotOpen(_) => "the plan was changed after its stores were opened".into(),
        }
    }

    fn data(&self) -> String {
        "Nothing was read or written.".into()
    }

    fn next(&self) -> Vec<Next> {
        match self {
            ResolveError::Plan(e) => e.next(),
            ResolveError::NotOpen(_) => vec![Next::advice("Read the plan again.")],
        }
    }
}

/// What one resolution looks at, and where it writes what it finds.
struct Ground<'a> {
    plan: &'a Plan,
    stores: &'a Stores,
    /// As the target compares names.
    names: Names,
    findings: Vec<Finding>,
}

pub fn resolve(plan: &Plan, stores: &Stores) -> Result<Resolved, ResolveError> {
    plan.check()?;
    if let Some(name) = plan
        .sources
        .keys()
        .find(|n| !stores.sources.contains_key(*n))
    {
        return Err(ResolveError::NotOpen(name.clone()));
    }
    let abilities = stores.target.connector.profile().abilities;
    let mut ground = Ground {
        plan,
        stores,
        names: Names {
            ignore_case: abilities.names_ignore_case,
        },
        findings: Vec::new(),
    };
    ground.look_at_sources();
    let planned = moving::gather(&mut ground);
    let moving = moving::placed(&mut ground, &planned);
    let (moving, mut design, targets) = ground.design(moving);
    design.objects = objects::carried(&mut ground, &moving, &planned);
    let statements = ground.statements(&mut design);
    ground.settings(&statements);
    let lanes = lanes::lanes(&mut ground, &moving, &planned, targets);
    if lanes.is_empty() && moving.is_empty() {
        ground.findings.push(findings::nothing_to_move());
    }
    let mut findings = ground.findings;
    findings.sort_by_key(|f| f.severity);
    Ok(Resolved {
        plan: plan.clone(),
        fingerprint: plan.fingerprint(),
        lanes,
        design,
        statements,
        findings,
    })
}

impl<'a> Ground<'a> {
    fn look_at_sources(&mut self) {
        let target = &self.stores.target;
        for name in self.plan.sources.keys() {
            let Some(end) = self.stores.sources.get(name) else {
                continue;
            };
            let files = end.connector.profile().is_file && target.connector.profile().is_file;
            // A link leads to the same file under another name.
            let one_file = || same_file::is_same_file(end.address.path(), target.address.path());
            if end.address == target.address || (files && one_file().unwrap_or(false)) {
                self.findings.push(findings::same_store(name));
            }
            if end.catalog.tables().next().is_none() {
                self.findings.push(findings::empty_source(name));
            }
        }
    }

    /// The design of all that can be made, with the datasets as they will be: one for each table, then its parts. What
    /// the dialect cannot make is a finding and left out.
    fn design(
        &mut self,
        mut moving: Vec<Moving<'a>>,
    ) -> (Vec<Moving<'a>>, Design, Vec<Vec<Dataset>>) {
        let dialect = self.stores.target.connector.dialect();
        loop {
            let design = Design {
                before: self.stores.target.catalog.clone(),
                tables: moving.iter().flat_map(table_designs).collect(),
                objects: Vec::new(),
                sources: self
                    .plan
                    .sources
                    .keys()
                    .filter_map(|name| self.catalog_of(name))
                    .collect(),
            };
            let mut targets = Vec::new();
            let mut table = 0;
            let mut refused = None;
            for (i, m) in moving.iter().enumerate() {
                let end = table + 1 + m.parts.len();
                let made: Result<Vec<Dataset>, _> =
                    (table..end).map(|t| dialect.designed(&design, t)).collect();
                match made {
                    Ok(made) => targets.push(made),
                    Err(fault) => {
                        self.findings
                            .push(findings::cannot_make(&m.mv.from, &fault.message));
                        refused = Some(i);
                        break;
                    }
                }
                table = end;
            }
            match refused {
                Some(i) => drop(moving.remove(i)),
                None => return (moving, design, targets),
            }
        }
    }

    /// A view or trigger that the dialect cannot carry stays behind and is listed; anything else stops the plan.
    fn statements(&mut self, design: &mut Design) -> Vec<Statement> {
        let dialect = self.stores.target.connector.dialect();
        loop {
            let fault = match dialect.statements(design) {
                Ok(statements) => return statements,
                Err(fault) => fault,
            };
            let blamed = design
                .objects
                .iter()
                .position(|(_, o)| o.name == fault.place);
            let Some(blamed) = blamed else {
                self.findings
                    .push(findings::no_statements(&fault.place, &fault.message));
                return Vec::new();
            };
            let (source, object) = design.objects.remove(blamed);
            let kind = objects::word(object.kind);
            let why = format!("The target cannot take it over: {}.", fault.message);
            self.findings.push(findings::object_not_carried(
                &source,
                kind,
                &object.name,
                why,
                &object.sql,
            ));
        }
    }

    /// Facts about a whole source that no statement takes over and the target does not share.
    fn settings(&mut self, statements: &[Statement]) {
        let target = &self.stores.target.catalog;
        for name in self.plan.sources.keys() {
            let end = self.stores.sources.get(name);
            let Some(catalog) = end.map(|e| &e.catalog).filter(|c| c.kind == target.kind) else {
                continue;
            };
            let says =
                |(_, value): &&(String, String)| !matches!(value.as_str(), "" | "0" | "none");
            let stays = |s: &&(String, String)| {
                !target.settings.contains(s) && !statements.iter().any(|made| made.object == s.0)
            };
            let lost: Vec<String> = catalog
                .settings
                .iter()
                .filter(says)
                .filter(stays)
                .map(|(k, v)| format!("{k} = {v}"))
                .collect();
            if !lost.is_empty() {
                self.findings
                    .push(findings::settings_not_carried(name, &lost));
            }
        }
    }

    fn catalog_of(&self, name: &str) -> Option<(String, drydock_model::Catalog)> {
        let end = self.stores.sources.get(name)?;
        Some((name.to_owned(), end.catalog.clone()))
    }
}

fn table_designs(m: &Moving<'_>) -> Vec<TableDesign> {
    let table = TableDesign {
        source: m.source.to_owned(),
        from: m.dataset.clone(),
        same_kind: m.same_kind,
        to: m.to.clone(),
        write: m.mv.write,
        fields: m
            .fields
            .iter()
            .map(|f| (f.from.name.clone(), f.to.clone(), f.as_type))
            .collect(),
        dropped: m.dropped.clone(),
        key: m.mv.key.clone(),
    };
    let part = |part: &Part<'_>| TableDesign {
        source: m.source.to_owned(),
        from: part.dataset.clone(),
        same_kind: true,
        to: part.to.clone(),
        write: m.mv.write,
        fields: part
            .dataset
            .stored_fields()
            .map(|f| (f.name.clone(), f.name.clone(), None))
            .collect(),
        dropped: Vec::new(),
        key: Vec::new(),
    };
    std::iter::once(table)
        .chain(m.parts.iter().map(part))
        .collect()
}
