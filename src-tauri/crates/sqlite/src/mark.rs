//! One line of text that changes when anything in a database changes, and stays when nothing did.
//!
//! A rollback-journal database counts its commits in the header, so the header and the length are enough. In WAL mode a
//! commit may leave the header as it was; there the content of all pages is hashed, the newest image of each, whether it
//! still lies in the log or was copied into the file. So moving the log into the file changes no mark.

use crate::fault::At;
use crate::header::{self, Header};
use crate::open::{recovered, regular_file};
use crate::peek::Peek;
use crate::wal::Wal;
use drydock_connector::Fault;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// The mark of the database at `path`; none where no file is.
pub(crate) fn mark_of(path: &Path) -> Result<Option<String>, Fault> {
    let place = place_of(path);
    let path = match path.canonicalize() {
        Ok(path) => path,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(e).at(&place),
    };
    let path = regular_file(&path, &place)?;
    // What a crash left half done is undone by the next program that writes, and by ours too. The mark is the one that
    // the database has then, or a run would take its own undoing for another program's change.
    match recovered(&path, &place)? {
        Some((_folder, copy)) => mark(&copy).at(&place).map(Some),
        None => mark(&path).at(&place).map(Some),
    }
}

/// What people call the file.
pub(crate) fn place_of(path: &Path) -> String {
    path.file_name().map_or_else(
        || path.display().to_string(),
        |n| n.to_string_lossy().into_owned(),
    )
}

/// The file beside a database, as `-wal`.
pub(crate) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// A rollback journal that was not finished: what a crash leaves, or a writer that is at work. A finished one is gone,
/// empty, or begins with zeros.
pub(crate) fn open_journal(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let mut head = Vec::new();
    match File::open(beside(path, "-journal")) {
        Ok(file) => file.take(512).read_to_end(&mut head)?,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(e),
    };
    Ok(head.first().is_some_and(|b| *b != 0).then_some(head))
}

fn mark(path: &Path) -> io::Result<String> {
    let mut file = Peek::open(path)?;
    let len = file.metadata()?.len();
    let wal = Wal::read(&beside(path, "-wal"))?;
    let Some(header) = newest_header(&mut file, wal.as_ref())? else {
        let hash = hashed(&*file)?;
        return Ok(format!("1:file:{len}:{hash}"));
    };
    if wal.is_some() || header.is_wal() {
        return mark_of_pages(&file, len, &header, wal);
    }
    let journal = match open_journal(path)? {
        Some(head) => format!(":{}", blake3::hash(&head).to_hex()),
        None => String::new(),
    };
    let head = blake3::hash(header.bytes()).to_hex();
    Ok(format!("1:head:{len}:{head}{journal}"))
}

/// Page one as of the last commit; none where the file is no database.
fn newest_header(file: &mut Peek, wal: Option<&Wal>) -> io::Result<Option<Header>> {
    let mut bytes = [0; header::LEN];
    let read = match wal.and_then(|w| Some((w, *w.pages.get(&1)?))) {
        Some((wal, at)) => {
            let mut log = &wal.file;
            log.seek(SeekFrom::Start(at))?;
            log.read_exact(&mut bytes)
        }
        None => file.read_exact(&mut bytes),
    };
    (&mut &**file).rewind()?;
    match read {
        Ok(()) => Ok((bytes[..16] == *header::MAGIC).then(|| Header::of(bytes))),
        Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
        Err(e) => Err(e),
    }
}

fn mark_of_pages(file: &File, len: u64, header: &Header, wal: Option<Wal>) -> io::Result<String> {
    let page_size = header.page_size().max(512);
    let Some(wal) = wal else {
        let pages = header.pages().unwrap_or(len / page_size);
        let content = file.take(pages * page_size);
        return Ok(format!("1:pages:{page_size}x{pages}:{}", hashed(content)?));
    };
    let pages = u64::from(wal.database_pages);
    let mut hasher = blake3::Hasher::new();
    let mut main = BufReader::with_capacity(1 << 20, file);
    let mut log = &wal.file;
    let mut page = vec![0; wal.page_size];
    for number in 1..=wal.database_pages {
        let of_main = header::read_up_to(&mut main, &mut page)?;
        let got = match wal.pages.get(&number) {
            Some(at) => {
                log.seek(SeekFrom::Start(*at))?;
                log.read_exact(&mut page)?;
                page.len()
            }
            None => of_main,
        };
        hasher.update(&page[..got]);
    }
    let hash = hasher.finalize().to_hex();
    Ok(format!("1:pages:{page_size}x{pages}:{hash}"))
}

fn hashed(content: impl Read) -> io::Result<blake3::Hash> {
    Ok(blake3::Hasher::new().update_reader(content)?.finalize())
}
