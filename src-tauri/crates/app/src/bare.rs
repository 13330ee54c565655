//! What is asked of stores without a project: what is in one, how two differ, and which plan would move some into one.

use crate::connections::{self, Connections, End};
use crate::error::{Result, StudioError, told};
use crate::home::write_whole;
use crate::passwords;
use crate::studio::Studio;
use drydock_connector::{Address, Secret};
use drydock_engine::propose::{self, Proposed};
use drydock_engine::{Control, SourceEnd, Stores, TargetEnd, compare, profile, resolve};
use drydock_model::comparison::Comparison;
use drydock_model::profile::DatasetProfile;
use drydock_model::{Catalog, Finding, Plan};
use serde::Serialize;
use std::path::{Component, Path, PathBuf};

/// What a store holds.
#[derive(Debug, Serialize)]
pub struct Inspection {
    pub name: String,
    pub address: String,
    /// The kind of store, as people call it.
    pub store: String,
    pub catalog: Catalog,
    /// Of every table, where it was asked for.
    pub profiles: Vec<DatasetProfile>,
}

/// A plan that Drydock would make.
#[derive(Debug)]
pub struct Proposal {
    pub plan: Plan,
    pub text: String,
    /// What is known about it without reading a row.
    pub findings: Vec<Finding>,
}

impl Studio {
    /// `store` is a saved connection's name, an address, or a file's path.
    pub async fn inspect(&self, store: &str, profiles: bool) -> Result<Inspection> {
        let end = self.end_named(store, false)?;
        let opened = SourceEnd::open(end.connector, end.address)
            .await
            .map_err(told)?;
        let mut found = Vec::new();
        for dataset in opened.catalog.tables().filter(|_| profiles) {
            let control = Control::default();
            let source = opened.source.as_ref();
            found.push(
                profile::profile(source, &end.name, dataset, &[], &control)
                    .await
                    .map_err(told)?,
            );
        }
        Ok(Inspection {
            name: end.name,
            store: opened.connector.profile().name,
            address: opened.address.to_string(),
            catalog: opened.catalog,
            profiles: found,
        })
    }

    /// `left` is how it should be, `right` how it is.
    pub async fn compare_stores(&self, left: &str, right: &str) -> Result<Comparison> {
        let (left, right) = (self.end_named(left, false)?, self.end_named(right, true)?);
        compare_ends(&left, &right).await
    }

    /// The last store is the target, which need not be there. Addresses are written relative to the plan's folder.
    pub async fn propose(
        &self,
        stores: &[String],
        plan: &Path,
        name: Option<&str>,
    ) -> Result<Proposal> {
        let base = std::path::absolute(plan).map_err(|e| StudioError::reading(plan, e))?;
        let base = base.parent().unwrap_or(Path::new("/")).to_owned();
        let (target, sources) = stores
            .split_last()
            .ok_or_else(|| StudioError::BadStore(String::new()))?;
        let target_end = self.end_named(target, true)?;
        let saved = Connections::load(self.home())?;
        let connection = |text: &str, end: &End| match saved.get(text) {
            Ok(_) => text.to_owned(),
            Err(_) => format!("{}:{}", end.address.kind, relative(&base, &end.address)),
        };
        let mut ends = Vec::new();
        for text in sources {
            let end = self.end_named(text, false)?;
            ends.push((end.name.clone(), connection(text, &end), end));
        }
        let target_connection = connection(target, &target_end);
        let name = name.map_or_else(|| format!("Into {}", target_end.name), str::to_owned);
        let (plan, stores) = plan_for(&name, ends, target_connection, target_end).await?;
        let findings = resolve::resolve(&plan, &stores).map_err(told)?.findings;
        Ok(Proposal {
            text: propose::to_toml(&plan),
            plan,
            findings,
        })
    }

    /// Writes the proposal; a file that is there is only replaced when that is wanted.
    pub fn save_proposal(&self, proposal: &Proposal, path: &Path, replace: bool) -> Result<()> {
        if path.exists() && !replace {
            return Err(StudioError::FileThere(path.to_owned()).into());
        }
        write_whole(path, &proposal.text)
    }

    /// The store that a person names on a command line. A path is one of a file that is there, or may become one; the
    /// address of a server may stand in the environment, with its password.
    fn end_named(&self, text: &str, may_be_new: bool) -> Result<End> {
        let text = &self.read_if_variable(text)?;
        let here = std::env::current_dir().map_err(|e| StudioError::reading(".", e))?;
        let saved = Connections::load(self.home())?;
        let path = here.join(text);
        let known = saved.get(text).is_ok() || self.kinds().address(text, &here).is_some();
        let could_be = may_be_new && path.parent().is_some_and(Path::is_dir);
        if known || !(path.is_file() || could_be) {
            let named = saved.end(self.kinds(), text, &here);
            return named.map_err(|problem| match known || text.contains(':') {
                true => problem,
                false => StudioError::BadStore(text.to_owned()).into(),
            });
        }
        let kind = self
            .kinds()
            .recognise(&path)
            .or_else(|| self.kinds().for_new_file(&path));
        let connector = kind.ok_or_else(|| StudioError::BadStore(text.to_owned()))?;
        let address = Address::file(&connector.profile().id, &path);
        Ok(End {
            name: address.short(),
            environment: saved.environment(&address),
            connector,
            address,
        })
    }
}

impl Studio {
    /// A password for every server that has none in the keychain: `env:NAME` or `file:PATH` says where it is.
    pub fn give_password(&self, from: &str) -> Result<()> {
        let secret = match from.split_once(':') {
            Some(("env", name)) => variable(name)?,
            Some(("file", path)) => std::fs::read_to_string(path)
                .map_err(|e| StudioError::reading(path, e))?
                // As editors and `echo` leave it.
                .trim_end_matches(['\r', '\n'])
                .to_owned(),
            _ => return Err(StudioError::NoPasswordPlace.into()),
        };
        self.passwords().give(None, Secret::new(secret));
        Ok(())
    }

    fn read_if_variable(&self, text: &str) -> Result<String> {
        match text.strip_prefix("env:") {
            Some(name) => Ok(self.take_address(&variable(name)?)),
            None => Ok(text.to_owned()),
        }
    }

    /// The address in a variable; its password is given for it. As frameworks write it; what is no server's address is
    /// taken as it is.
    pub(crate) fn take_address(&self, value: &str) -> String {
        let (address, secret) = match connections::read(value, None) {
            Ok(read) => {
                if !read.left_out.is_empty() {
                    tracing::info!(settings = ?read.left_out, "Settings of an address mean nothing here.");
                }
                (read.address.to_string(), read.secret)
            }
            Err(_) => passwords::split(value),
        };
        if let Some(secret) = secret {
            self.passwords().give(Some(address.clone()), secret);
        }
        address
    }
}

fn variable(name: &str) -> Result<String> {
    std::env::var(name).map_err(|_| StudioError::NoVariable(name.to_owned()).into())
}

/// A target that is not there is as an empty one.
pub(crate) async fn compare_ends(left: &End, right: &End) -> Result<Comparison> {
    let look = |end: &End| TargetEnd::look(end.connector.clone(), end.address.clone());
    let left_catalog = look(left).await.map_err(told)?.catalog;
    let right_catalog = look(right).await.map_err(told)?.catalog;
    let sides = (
        (left.name.as_str(), &left_catalog),
        (right.name.as_str(), &right_catalog),
    );
    Ok(compare::compare(sides.0, sides.1, right.connector.as_ref()))
}

/// The plan that moves every table, from sources given as name, connection and end; with its stores, opened.
pub(crate) async fn plan_for(
    name: &str,
    sources: Vec<(String, String, End)>,
    target_connection: String,
    target: End,
) -> Result<(Plan, Stores)> {
    let called: Vec<&String> = sources.iter().map(|(called, ..)| called).collect();
    let names = propose::source_names(&called);
    let opened = sources
        .iter()
        .zip(&names)
        .map(|((.., end), name)| (name.clone(), end.connector.clone(), end.address.clone()));
    let stores = Stores::open(opened.collect(), (target.connector, target.address))
        .await
        .map_err(told)?;
    let proposed: Vec<Proposed<'_>> = sources
        .iter()
        .zip(&names)
        .filter_map(|((_, connection, _), name)| {
            Some(Proposed {
                name: name.clone(),
                connection: connection.clone(),
                catalog: &stores.sources.get(name)?.catalog,
            })
        })
        .collect();
    let there = Some(&stores.target.catalog).filter(|c| !c.datasets.is_empty());
    let plan = propose::propose(name, &proposed, &target_connection, there);
    Ok((plan, stores))
}

/// A file's path as seen from the plan's folder; other addresses stay what they are.
fn relative(base: &Path, address: &Address) -> String {
    let path = address.path();
    if address.is_server() || !path.is_absolute() {
        return address.body.clone();
    }
    let (base, path) = (settled(base), settled(&path));
    let same = base
        .components()
        .zip(path.components())
        .take_while(|(a, b)| a == b)
        .count();
    // Nothing in common but the root: a way over the root would break when the folder moves.
    if same < 2 {
        return path.to_string_lossy().into_owned();
    }
    let up = base.components().skip(same).map(|_| Component::ParentDir);
    let way: PathBuf = up.chain(path.components().skip(same)).collect();
    way.to_string_lossy().into_owned()
}

/// Links and dots resolved as far as the path is there.
fn settled(path: &Path) -> PathBuf {
    match (path.canonicalize(), path.parent(), path.file_name()) {
        (Ok(real), ..) => real,
        (Err(_), Some(folder), Some(name)) => settled(folder).join(name),
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_seen_from_the_plans_folder() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| Address::file("k", &folder.path().join(name));
        std::fs::create_dir_all(folder.path().join("plans")).unwrap();
        let plans = folder.path().join("plans");
        assert_eq!(relative(folder.path(), &at("a.db")), "a.db");
        assert_eq!(relative(folder.path(), &at("data/new.db")), "data/new.db");
        assert_eq!(relative(&plans, &at("a.db")), "../a.db");
        assert_eq!(
            relative(
                Path::new("/one"),
                &Address::file("k", Path::new("/two/a.db"))
            ),
            "/two/a.db"
        );
    }
}
