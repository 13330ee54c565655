//! Looks into a folder or at files that a person chose: what stores are there, what looks like one and is none, and
//! whether a plan lies there, or files of settings with the addresses of servers. Reads only; bounded in depth and number;
//! never leaves the chosen place through a link.

use crate::connections::is_env;
use crate::connectors::Kinds;
use crate::error::{Result, StudioError, told};
use crate::studio::Studio;
use crate::views::{Found, FoundStore};
use crate::words::{count, list};
use drydock_connector::{Address, Connector};
use drydock_engine::SourceEnd;
use drydock_model::{Catalog, Explain, Plan, Problem, Role};
use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

const DEPTH: usize = 6;
const ENTRIES: usize = 20_000;
const STORES: usize = 200;
pub const PLAN_FILE: &str = "plan.toml";
/// Folders that tools fill: what looks like a store in them is not a person's data.
const NOT_LOOKED_INTO: [&str; 8] = [
    "node_modules",
    "target",
    "__pycache__",
    "venv",
    "site-packages",
    "vendor",
    "dist",
    "build",
];

/// What a token stands for.
#[derive(Clone)]
pub enum Place {
    Store {
        name: String,
        connector: Arc<dyn Connector>,
        address: Address,
    },
    Looked {
        stores: Vec<String>,
        plan: Option<PathBuf>,
    },
}

/// Places that were looked at, by token, until Drydock is closed. Tokens keep paths on this side.
#[derive(Default)]
pub struct Places(Mutex<HashMap<String, Place>>);

impl Places {
    fn keep(&self, place: Place) -> String {
        let token = uuid::Uuid::new_v4().simple().to_string();
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(token.clone(), place);
        token
    }

    fn get(&self, token: &str) -> Result<Place> {
        let places = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        places
            .get(token)
            .cloned()
            .ok_or_else(|| StudioError::UnknownToken.into())
    }

    /// The store behind a token: its own, or the only one of a place.
    pub fn store(&self, token: &str) -> Result<(String, Arc<dyn Connector>, Address)> {
        match self.get(token)? {
            Place::Store {
                name,
                connector,
                address,
            } => Ok((name, connector, address)),
            Place::Looked { stores, .. } => match &stores[..] {
                [only] => self.store(only),
                _ => Err(StudioError::UnknownToken.into()),
            },
        }
    }

    pub fn plan(&self, token: &str) -> Result<PathBuf> {
        match self.get(token)? {
            Place::Looked {
                plan: Some(plan), ..
            } => Ok(plan),
            _ => Err(StudioError::UnknownToken.into()),
        }
    }
}

/// What a walk through the chosen paths came upon.
#[derive(Default)]
struct Walked {
    /// In the order of their names, each once; `true` where the person named the file itself.
    files: Vec<(PathBuf, bool)>,
    plan: Option<PathBuf>,
    /// Files of settings.
    envs: Vec<PathBuf>,
    cut: bool,
    entries: usize,
    seen: BTreeSet<PathBuf>,
}

impl Studio {
    /// For a chosen folder, files or a plan, and for what is dropped on the window.
    pub async fn look(&self, paths: Vec<PathBuf>) -> Result<Found> {
        let kinds = self.kinds().clone();
        let given = paths.clone();
        let (walked, candidates) = tokio::task::spawn_blocking(move || {
            let walked = walk(&given)?;
            let candidates = candidates(&kinds, &walked);
            Ok::<_, Problem>((walked, candidates))
        })
        .await
        .map_err(|e| StudioError::Lost(e.to_string()))??;
        let root = common_root(&paths);
        let mut stores = Vec::new();
        let mut unusable = Vec::new();
        for (path, connector) in candidates {
            let file = path
                .strip_prefix(&root)
                .unwrap_or(&path)
                .to_string_lossy()
                .into_owned();
            let address = Address::file(&connector.profile().id, &path);
            match SourceEnd::open(connector.clone(), address.clone()).await {
                Ok(end) => stores.push(self.found(&file, connector, address, &end.catalog)),
                Err(fault) => unusable.push((file, told(fault))),
            }
        }
        if let Some(plan) = &walked.plan
            && paths.contains(plan)
        {
            crate::plans::PlanFile::read(plan)?;
        }
        if walked.cut {
            let limits = format!(
                "{DEPTH} folders deep and at {} at most",
                count(ENTRIES as u64, "entry", "entries")
            );
            unusable.push((place(&paths), StudioError::TooMuch(limits).problem()));
        }
        let mut env_files = Vec::new();
        for path in walked.envs.iter().take(STORES) {
            match self.connection_read_env(path.clone()).await {
                Ok(file) if file.found.is_empty() && !paths.contains(path) => {}
                Ok(file) => env_files.push(file),
                Err(problem) => unusable.push((for_people(path), problem)),
            }
        }
        let tokens = stores.iter().map(|s| s.token.clone()).collect();
        let plan_file = walked.plan.as_deref().map(for_people);
        let token = self.places().keep(Place::Looked {
            stores: tokens,
            plan: walked.plan,
        });
        Ok(Found {
            token,
            place: place(&paths),
            stores,
            unusable,
            plan_file,
            env_files,
        })
    }

    /// For a file that shall be written: one that is there, or a name for a new one.
    pub async fn look_for_target(&self, path: PathBuf) -> Result<Found> {
        let folder_there = path.parent().is_some_and(Path::is_dir);
        if path.is_dir() || !folder_there {
            return Err(StudioError::NotATarget(path).into());
        }
        if path.exists() {
            let empty = fs::metadata(&path).is_ok_and(|m| m.len() == 0);
            if !empty {
                return self.look(vec![path]).await;
            }
        }
        let connector = self
            .kinds()
            .for_new_file(&path)
            .ok_or_else(|| StudioError::BadStore(for_people(&path)))?;
        let address = Address::file(&connector.profile().id, &path);
        let file = address.short();
        let store = self.found(&file, connector, address, &Catalog::default());
        let tokens = vec![store.token.clone()];
        let token = self.places().keep(Place::Looked {
            stores: tokens,
            plan: None,
        });
        Ok(Found {
            token,
            place: for_people(&path),
            stores: vec![store],
            unusable: Vec::new(),
            plan_file: None,
            env_files: Vec::new(),
        })
    }

    fn found(
        &self,
        file: &str,
        connector: Arc<dyn Connector>,
        address: Address,
        catalog: &Catalog,
    ) -> FoundStore {
        let name = Path::new(file)
            .file_stem()
            .map_or_else(|| file.to_owned(), |s| s.to_string_lossy().into_owned());
        let path = address.path();
        let bytes = fs::metadata(&path).map_or(0, |m| m.len());
        FoundStore {
            kind: connector.profile().id,
            token: self.places().keep(Place::Store {
                name: name.clone(),
                connector,
                address,
            }),
            name,
            file: file.to_owned(),
            tables: catalog.tables().count() as u32,
            rows: catalog.tables().filter_map(|d| d.rows).sum(),
            bytes: catalog.bytes.unwrap_or(bytes),
            notes: notes(catalog, &path),
        }
    }
}

/// What is worth knowing at first sight.
fn notes(catalog: &Catalog, path: &Path) -> Vec<String> {
    let mut notes = Vec::new();
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    // A log that holds nothing is empty; what is in one belongs to the store as much as the file itself.
    if fs::metadata(log).is_ok_and(|m| m.len() > 0) {
        notes.push("with rows in its -wal file".into());
    }
    let modules: BTreeSet<&str> = catalog
        .datasets
        .iter()
        .filter_map(|d| match &d.role {
            Role::Virtual { module, .. } => Some(module.as_str()),
            _ => None,
        })
        .collect();
    if !modules.is_empty() {
        let names: Vec<String> = modules.into_iter().map(str::to_owned).collect();
        notes.push(format!("with virtual tables ({})", list(&names)));
    }
    if let Some(encoding) = catalog.encoding.as_deref().filter(|e| *e != "UTF-8") {
        notes.push(format!("text in {encoding}"));
    }
    notes
}

fn walk(paths: &[PathBuf]) -> Result<Walked> {
    let mut walked = Walked::default();
    for path in paths {
        let meta = fs::metadata(path).map_err(|e| StudioError::reading(path, e))?;
        if meta.is_dir() {
            let root = path
                .canonicalize()
                .map_err(|e| StudioError::reading(path, e))?;
            walked.folder(path, &root, 0);
        } else if is_toml(path) {
            walked.plan = Some(path.clone());
        } else if path
            .file_name()
            .is_some_and(|n| is_env(&n.to_string_lossy()))
        {
            walked.envs.push(path.clone());
        } else {
            walked.file(path, true);
        }
    }
    Ok(walked)
}

impl Walked {
    fn folder(&mut self, folder: &Path, root: &Path, depth: usize) {
        // A folder that may not be read is passed over: the person did not name it.
        let Ok(entries) = fs::read_dir(folder) else {
            return;
        };
        let mut entries: Vec<_> = entries.flatten().collect();
        entries.sort_by_key(fs::DirEntry::file_name);
        let mut below = Vec::new();
        for entry in entries {
            self.entries += 1;
            if self.entries > ENTRIES || self.files.len() > ENTRIES {
                self.cut = true;
                return;
            }
            let (path, name) = (entry.path(), entry.file_name());
            let name = name.to_string_lossy();
            let Ok(real) = path.canonicalize() else {
                continue;
            };
            if !real.starts_with(root) {
                continue;
            }
            if is_env(&name) && path.is_file() {
                self.envs.push(path);
                continue;
            }
            if name.starts_with('.') {
                continue;
            }
            if path.is_dir() {
                let link = entry.file_type().is_ok_and(|t| t.is_symlink());
                if !link && !NOT_LOOKED_INTO.contains(&name.as_ref()) {
                    below.push(path);
                }
            } else if name == PLAN_FILE {
                if self.plan.is_none() && is_plan(&path) {
                    self.plan = Some(path);
                }
            } else {
                self.file(&path, false);
            }
        }
        for path in below {
            if depth < DEPTH {
                self.folder(&path, root, depth + 1);
            } else {
                self.cut = true;
            }
        }
    }

    fn file(&mut self, path: &Path, named: bool) {
        let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        if self.seen.insert(real) {
            self.files.push((path.to_owned(), named));
        }
    }
}

/// Files that are stores by their content, and those that a person or their name's ending calls one.
fn candidates(kinds: &Kinds, walked: &Walked) -> Vec<(PathBuf, Arc<dyn Connector>)> {
    let kind = |path: &Path, named: bool| {
        kinds
            .recognise(path)
            .or_else(|| kinds.by_ending(path))
            .or_else(|| kinds.for_new_file(path).filter(|_| named))
    };
    walked
        .files
        .iter()
        .filter_map(|(path, named)| Some((path.clone(), kind(path, *named)?)))
        .take(STORES)
        .collect()
}

fn is_toml(path: &Path) -> bool {
    path.extension().is_some_and(|e| e == "toml")
}

fn is_plan(path: &Path) -> bool {
    fs::read_to_string(path).is_ok_and(|text| Plan::parse(&text).is_ok())
}

fn common_root(paths: &[PathBuf]) -> PathBuf {
    match paths {
        [one] if one.is_dir() => one.clone(),
        [one, ..] => one.parent().map(Path::to_owned).unwrap_or_default(),
        [] => PathBuf::new(),
    }
}

fn place(paths: &[PathBuf]) -> String {
    match paths {
        [one] => for_people(one),
        many => {
            let files = count(many.len() as u64, "file", "files");
            format!("{files} in {}", for_people(&common_root(many)))
        }
    }
}

/// A path as people write it.
pub fn for_people(path: &Path) -> String {
    match dirs::home_dir().and_then(|home| path.strip_prefix(home).ok().map(Path::to_owned)) {
        Some(rest) if rest.as_os_str().is_empty() => "~".into(),
        Some(rest) => Path::new("~").join(rest).to_string_lossy().into_owned(),
        None => path.to_string_lossy().into_owned(),
    }
}
