//! Where Drydock keeps its own files, and how it writes them: whole or not at all, one writer at a time. The window and
//! the command line share this folder and may be at work in it together.

use crate::error::{Result, StudioError};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// `DRYDOCK_HOME`, or the system's folder for application data.
pub fn home() -> Result<PathBuf> {
    match std::env::var_os("DRYDOCK_HOME").filter(|value| !value.is_empty()) {
        Some(folder) => {
            let folder = PathBuf::from(folder);
            Ok(std::path::absolute(&folder).map_err(|e| StudioError::reading(folder, e))?)
        }
        None => Ok(dirs::data_dir().ok_or(StudioError::NoHome)?.join("drydock")),
    }
}

#[derive(Debug, Clone)]
pub struct Home {
    root: PathBuf,
}

impl Home {
    /// Makes the folder if it is not there; nobody else on this computer may look into it.
    pub fn make(root: PathBuf) -> Result<Home> {
        make_folder(&root)?;
        // One spelling for each file below, so that both shells mean the same plan by its path.
        let root = root
            .canonicalize()
            .map_err(|e| StudioError::reading(&root, e))?;
        Ok(Home { root })
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn journal(&self) -> PathBuf {
        self.root.join("journal.sqlite")
    }

    pub fn connections(&self) -> PathBuf {
        self.root.join("connections.toml")
    }

    pub fn projects(&self) -> PathBuf {
        self.root.join("projects.toml")
    }

    /// The folder of a project that was made from found files.
    pub fn project(&self, slug: &str) -> PathBuf {
        self.root.join("projects").join(slug)
    }

    pub fn runs(&self) -> PathBuf {
        self.root.join("runs")
    }

    /// Reads, changes and writes as one step: no other window or command changes these files meanwhile.
    pub fn change<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let path = self.root.join(".lock");
        let lock = File::create(&path).map_err(|e| StudioError::writing(&path, e))?;
        lock.lock().map_err(|e| StudioError::writing(&path, e))?;
        work()
    }
}

/// A folder of Drydock's own, with those above it.
pub fn make_folder(folder: &Path) -> Result<()> {
    make_private(folder).map_err(|e| StudioError::writing(folder, e).into())
}

fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(folder)
}

/// The file's text; nothing when there is no such file.
pub fn read(path: &Path) -> Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) if e.kind() == io::ErrorKind::InvalidData => Err(StudioError::Damaged {
            path: path.to_owned(),
            why: "it is not text in UTF-8".into(),
        }
        .into()),
        Err(e) => Err(StudioError::reading(path, e).into()),
    }
}

/// Puts the text in place of the file in one step: a crash leaves the old one or the new one, never a half.
pub fn write_whole(path: &Path, text: &str) -> Result<()> {
    put(path, text).map_err(|e| StudioError::writing(path, e).into())
}

fn put(path: &Path, text: &str) -> io::Result<()> {
    let folder = path
        .parent()
        .filter(|f| !f.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.tmp", uuid::Uuid::new_v4().simple()));
    let beside = folder.join(name);
    let written = (|| {
        let mut file = File::create_new(&beside)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        if let Ok(old) = fs::metadata(path) {
            fs::set_permissions(&beside, old.permissions())?;
        }
        fs::rename(&beside, path)
    })();
    if written.is_err() {
        let _leftover = fs::remove_file(&beside);
    }
    written?;
    // Without this the rename itself may be lost in a power cut.
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside() {
        let folder = tempfile::tempdir().unwrap();
        make_folder(&folder.path().join("deep/er")).unwrap();
        let path = folder.path().join("deep/er/x.toml");
        write_whole(&path, "one").unwrap();
        write_whole(&path, "two").unwrap();
        assert_eq!(read(&path).unwrap().as_deref(), Some("two"));
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
        assert_eq!(read(&folder.path().join("absent")).unwrap(), None);
    }

    #[test]
    fn a_target_that_cannot_be_replaced_leaves_no_temporary_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.toml");
        fs::create_dir(&path).unwrap();
        fs::write(path.join("inside"), "").unwrap();
        let problem = write_whole(&path, "text").unwrap_err();
        assert_eq!(problem.code, "DRY-9003");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_look_into_the_home() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let home = Home::make(folder.path().join("home")).unwrap();
        let mode = fs::metadata(home.root()).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0);
    }

    #[test]
    fn changes_wait_for_each_other() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::make(folder.path().to_owned()).unwrap();
        let path = folder.path().join("n");
        write_whole(&path, "0").unwrap();
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..20 {
                        home.change(|| {
                            let n: u32 = read(&path)?.unwrap_or_default().parse().unwrap();
                            write_whole(&path, &(n + 1).to_string())
                        })
                        .unwrap();
                    }
                });
            }
        });
        assert_eq!(read(&path).unwrap().as_deref(), Some("160"));
    }
}
