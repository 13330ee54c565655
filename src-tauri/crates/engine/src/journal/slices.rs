//! Slices: noted before the first is copied, so that a resumed run means the same rows; finished when their receipt is
//! known.

use super::{Journal, JournalError, from_json, signed, to_json, unsigned};
use drydock_model::{Digest, Receipt, Slice};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

/// A slice and what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SliceNote {
    pub slice: Slice,
    pub attempts: u32,
    pub receipt: Option<Receipt>,
}

/// One lane in figures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    pub lane: u32,
    pub slices: u32,
    pub slices_done: u32,
    pub rows_total: u64,
    pub rows_read: u64,
    pub rows_written: u64,
    pub left_behind: u64,
    pub filtered: u64,
    pub changed: u64,
    pub bytes: u64,
    pub retried: u64,
    pub took_ms: u64,
    pub is_cut: bool,
}

impl Journal {
    pub(crate) async fn slices_cut(
        &self,
        run: &str,
        lane: u32,
        slices: &[Slice],
    ) -> Result<(), JournalError> {
        let mut tx = self.change().await?;
        for slice in slices {
            sqlx::query(
                "INSERT INTO slices (run, lane, slice, bounds, rows) VALUES (?1, ?2, ?3, ?4, ?5)",
            )
            .bind(run)
            .bind(lane)
            .bind(slice.ordinal)
            .bind(to_json(slice, "slice")?)
            .bind(signed(slice.rows))
            .execute(&mut *tx)
            .await?;
        }
        sqlx::query("UPDATE lanes SET is_cut = 1 WHERE run = ?1 AND lane = ?2")
            .bind(run)
            .bind(lane)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(())
    }

    /// All slices of a lane in order; none when it was not cut yet.
    pub async fn slices(
        &self,
        run: &str,
        lane: u32,
    ) -> Result<Option<Vec<SliceNote>>, JournalError> {
        let is_cut: Option<bool> =
            sqlx::query_scalar("SELECT is_cut FROM lanes WHERE run = ?1 AND lane = ?2")
                .bind(run)
                .bind(lane)
                .fetch_optional(&self.pool)
                .await?;
        if is_cut != Some(true) {
            return Ok(None);
        }
        let rows = sqlx::query(
            "SELECT s.*, r.fingerprint FROM slices s JOIN runs r ON r.run = s.run \
             WHERE s.run = ?1 AND s.lane = ?2 ORDER BY s.slice",
        )
        .bind(run)
        .bind(lane)
        .fetch_all(&self.pool)
        .await?;
        let notes: Result<Vec<SliceNote>, JournalError> = rows.iter().map(note).collect();
        notes.map(Some)
    }

    /// What is left to copy of a lane.
    pub async fn unfinished(&self, run: &str, lane: u32) -> Result<Vec<Slice>, JournalError> {
        let notes = self.slices(run, lane).await?.unwrap_or_default();
        Ok(notes
            .into_iter()
            .filter(|n| n.receipt.is_none())
            .map(|n| n.slice)
            .collect())
    }

    /// Notes slices that landed. The receipts in the target are the truth; this is what screens read.
    pub(crate) async fn finished(&self, receipts: &[Receipt]) -> Result<(), JournalError> {
        let mut tx = self.change().await?;
        for r in receipts {
            sqlx::query(
                "UPDATE slices SET rows_read = ?4, rows_written = ?5, left_behind = ?6, filtered = ?7, changed = ?8, \
                 bytes = ?9, digest = ?10 WHERE run = ?1 AND lane = ?2 AND slice = ?3",
            )
            .bind(&r.run)
            .bind(r.lane)
            .bind(r.slice)
            .bind(signed(r.rows_read))
            .bind(signed(r.rows_written))
            .bind(signed(r.left_behind))
            .bind(signed(r.filtered))
            .bind(signed(r.changed))
            .bind(signed(r.bytes))
            .bind(r.digest.to_string())
            .execute(&mut *tx)
            .await?;
        }
        tx.commit().await?;
        Ok(())
    }

    pub(crate) async fn tried_again(
        &self,
        run: &str,
        lane: u32,
        slice: u32,
    ) -> Result<(), JournalError> {
        sqlx::query(
            "UPDATE slices SET attempts = attempts + 1 WHERE run = ?1 AND lane = ?2 AND slice = ?3",
        )
        .bind(run)
        .bind(lane)
        .bind(slice)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    pub(crate) async fn lane_took(
        &self,
        run: &str,
        lane: u32,
        took_ms: u64,
    ) -> Result<(), JournalError> {
        sqlx::query("UPDATE lanes SET took_ms = ?3 WHERE run = ?1 AND lane = ?2")
            .bind(run)
            .bind(lane)
            .bind(signed(took_ms))
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// One line a lane, in run order.
    pub async fn tallies(&self, run: &str) -> Result<Vec<Tally>, JournalError> {
        let rows = sqlx::query(
            "SELECT l.lane, l.took_ms, l.is_cut, count(s.slice) AS slices, count(s.digest) AS slices_done, \
             coalesce(sum(s.rows), 0) AS rows_total, coalesce(sum(s.rows_read), 0) AS rows_read, \
             coalesce(sum(s.rows_written), 0) AS rows_written, coalesce(sum(s.left_behind), 0) AS left_behind, \
             coalesce(sum(s.filtered), 0) AS filtered, coalesce(sum(s.changed), 0) AS changed, \
             coalesce(sum(s.bytes), 0) AS bytes, coalesce(sum(s.attempts), 0) AS retried \
             FROM lanes l LEFT JOIN slices s ON s.run = l.run AND s.lane = l.lane \
             WHERE l.run = ?1 GROUP BY l.lane ORDER BY l.lane",
        )
        .bind(run)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(tally).collect()
    }
}

fn note(row: &SqliteRow) -> Result<SliceNote, JournalError> {
    let slice: Slice = from_json(row.try_get("bounds")?, "slice")?;
    let digest: Option<&str> = row.try_get("digest")?;
    let figure = |name: &str| -> Result<u64, JournalError> {
        Ok(unsigned(row.try_get::<Option<i64>, _>(name)?.unwrap_or(0)))
    };
    let receipt = match digest.and_then(Digest::parse) {
        None => None,
        Some(digest) => Some(Receipt {
            run: row.try_get("run")?,
            plan: row.try_get("fingerprint")?,
            lane: row.try_get("lane")?,
            slice: slice.ordinal,
            rows_read: figure("rows_read")?,
            rows_written: figure("rows_written")?,
            left_behind: figure("left_behind")?,
            filtered: figure("filtered")?,
            changed: figure("changed")?,
            bytes: figure("bytes")?,
            digest,
        }),
    };
    Ok(SliceNote {
        slice,
        attempts: row.try_get("attempts")?,
        receipt,
    })
}

fn tally(row: &SqliteRow) -> Result<Tally, JournalError> {
    let figure = |name: &str| -> Result<u64, JournalError> { Ok(unsigned(row.try_get(name)?)) };
    Ok(Tally {
        lane: row.try_get("lane")?,
        slices: row.try_get("slices")?,
        slices_done: row.try_get("slices_done")?,
        rows_total: figure("rows_total")?,
        rows_read: figure("rows_read")?,
        rows_written: figure("rows_written")?,
        left_behind: figure("left_behind")?,
        filtered: figure("filtered")?,
        changed: figure("changed")?,
        bytes: figure("bytes")?,
        retried: figure("retried")?,
        took_ms: figure("took_ms")?,
        is_cut: row.try_get("is_cut")?,
    })
}
