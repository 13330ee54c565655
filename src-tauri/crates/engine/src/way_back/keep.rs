//! Keeping: the rows of every table that is there and will be written to, read in one instant, put into files, and read
//! back from them.

use super::rows::{RowReader, RowWriter};
use super::{KeptTable, LIST, WayBackError, is_made, write_list, written};
use crate::prove::reading::{Is, Sum};
use crate::{Control, Resolved, TargetEnd};
use drydock_connector::{Batch, Before, RowHasher, Source};
use drydock_model::{Dataset, Slice};
use std::io;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

pub(crate) async fn keep(
    resolved: &Resolved,
    target: &TargetEnd,
    folder: &Path,
    control: &Control,
) -> Result<Before, WayBackError> {
    let place = target.address.short();
    let opened = target.connector.open_source(&target.address).await;
    let source: Arc<dyn Source> = Arc::from(opened.map_err(WayBackError::store(&place))?);
    let mut tables = Vec::new();
    for name in written(resolved) {
        if let Some(dataset) = target.catalog.dataset(&name)
            && !is_made(resolved, &name)
        {
            let file = format!("{}.rows", tables.len());
            tables.push(keep_table(&source, dataset, folder, file, control).await?);
        }
    }
    let list = folder.join(LIST);
    let checked = {
        let (tables, folder) = (tables, folder.to_owned());
        tokio::task::spawn_blocking(move || sealed(&tables, &folder)).await
    };
    let checked = checked.unwrap_or_else(|e| Err(io::Error::other(e)));
    let (bytes, checksum) = checked.map_err(|cause| WayBackError::files(&list, cause))?;
    Ok(Before {
        existed: true,
        bytes,
        checksum,
        // What counts is the content of a few tables, and that is kept itself.
        mark: None,
    })
}

async fn keep_table(
    source: &Arc<dyn Source>,
    dataset: &Dataset,
    folder: &Path,
    file: String,
    control: &Control,
) -> Result<KeptTable, WayBackError> {
    let key = dataset.slicing_key();
    let mut table = KeptTable {
        dataset: dataset.name.clone(),
        fields: dataset.stored_fields().map(|f| f.name.clone()).collect(),
        key: key.map(|k| k.fields.clone()).unwrap_or_default(),
        rows: 0,
        digest: Default::default(),
        file,
    };
    let path = folder.join(&table.file);
    let sum = copy(source, &table, &path, control).await?;
    (table.rows, table.digest) = (sum.rows, sum.digest);
    Ok(table)
}

/// All rows of a table into a file.
pub(super) async fn copy(
    source: &Arc<dyn Source>,
    table: &KeptTable,
    path: &Path,
    control: &Control,
) -> Result<Sum, WayBackError> {
    let files = |cause| WayBackError::files(path, cause);
    let mut writer = RowWriter::create(path).map_err(files)?;
    let (mut sum, mut failed) = (Sum::default(), None);
    let is = Is {
        source,
        dataset: &table.dataset,
        fields: &table.fields,
        slices: vec![Slice::whole(0)],
        control,
    };
    is.each(|_, row, digest| {
        sum.add(digest);
        match writer.add(row) {
            Ok(()) => ControlFlow::Continue(()),
            Err(cause) => {
                failed = Some(cause);
                ControlFlow::Break(())
            }
        }
    })
    .await?;
    match failed {
        None => writer.finish().map_err(files)?,
        Some(cause) => return Err(files(cause)),
    }
    Ok(sum)
}

/// Everything is read back before the list of it is written. Gives the bytes that are kept and the list's checksum.
fn sealed(tables: &[KeptTable], folder: &Path) -> io::Result<(u64, String)> {
    let mut bytes = 0;
    for table in tables {
        let path = folder.join(&table.file);
        if read_back(table, &path)? != (table.rows, table.digest) {
            return Err(io::Error::other(format!(
                "what was kept of {} does not come back as it went in",
                table.dataset
            )));
        }
        bytes += std::fs::metadata(&path)?.len();
    }
    Ok((bytes, write_list(tables, folder)?))
}

fn read_back(table: &KeptTable, path: &Path) -> io::Result<(u64, drydock_model::Digest)> {
    let mut reader = RowReader::open(path)?;
    let (mut hasher, mut batch) = (RowHasher::default(), Batch::new(0));
    let mut sum = Sum::default();
    loop {
        batch.reset(table.fields.len());
        if reader.fill(&mut batch)? == 0 {
            return Ok((sum.rows, sum.digest));
        }
        batch.iter().for_each(|row| sum.add(hasher.row(row)));
    }
}
