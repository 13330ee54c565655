//! Rows whose key is taken: exactly those that the target would refuse, found before any is written.
//!
//! Keys are hashed to 128 bits as the target compares them, sorted on disk where memory ends, and rows that meet are
//! looked at again in run order: the first one has the key, the later ones are left behind. A row that is left behind
//! takes none of its other keys either, so what is counted here is what the run then does.

use super::fold::Fold;
use super::keys::{UniqueKey, WhenBroken};
use crate::control::Want;
use crate::sorter::Sorter;
use crate::{Control, Lane};
use drydock_connector::{Cell, Dialect, Entries, Row, RowHasher};
use drydock_model::Digest;
use std::collections::{BTreeMap, HashMap};
use std::io;

/// Memory for sorting, shared by all keys of a table.
const ROOM: usize = 48 << 20;
/// Rows to show for each key.
pub const SAMPLES: usize = 10;

/// Digest of the key, place of the row, hash of the row, values changed in it.
const MEETS: usize = 16 + PLACE + 16 + 4;
/// Place of the row, key, group of equal keys, hash of the row, values changed in it.
const AGAIN: usize = PLACE + 2 + 8 + 16 + 4;
/// Whether it was there before, lane, number of the row in reading order.
const PLACE: usize = 1 + 4 + 8;

pub struct Duplicates {
    keys: Vec<UniqueKey>,
    sorters: Vec<Sorter<MEETS>>,
    hasher: RowHasher,
    scratch: Vec<u8>,
    /// For keys that the target's own words decide, in the fields of the rows at hand.
    entries: Vec<Option<Box<dyn Entries>>>,
    /// Rows that were there, so far.
    there: u64,
    places_there: Places,
}

/// What was found about the rows of one lane.
#[derive(Debug, Default)]
pub struct Found {
    /// Rows left behind, with what they would have added.
    pub left: u64,
    pub digest: Digest,
    pub changed: u64,
    pub keys: BTreeMap<usize, OfKey>,
}

/// Rows of one lane that break one key; a row that breaks several counts for the first of them.
#[derive(Debug, Default)]
pub struct OfKey {
    pub rows: u64,
    /// Those whose key a row has that was in the target before.
    pub there: u64,
    /// Numbers of the first ones, in reading order.
    pub first: Vec<u64>,
}

#[derive(Debug)]
pub enum Failed {
    Stopped,
    Disk(io::Error),
}

impl From<io::Error> for Failed {
    fn from(e: io::Error) -> Failed {
        Failed::Disk(e)
    }
}

/// Where the fields of a key stand among the cells of a lane; none for a key that the lane's rows cannot break.
pub type Places = Vec<Option<Vec<usize>>>;

impl Duplicates {
    pub fn new(keys: Vec<UniqueKey>) -> Duplicates {
        let room = ROOM / keys.len().max(1);
        let mut duplicates = Duplicates {
            sorters: keys.iter().map(|_| Sorter::new(room)).collect(),
            entries: keys.iter().map(|_| None).collect(),
            keys,
            hasher: RowHasher::default(),
            scratch: Vec::new(),
            there: 0,
            places_there: Vec::new(),
        };
        let fields = duplicates.fields();
        let at = |name: &String| fields.iter().position(|f| f == name);
        duplicates.places_there = duplicates
            .keys
            .iter()
            .map(|k| k.reads().iter().map(at).collect())
            .collect();
        duplicates
    }

    pub fn keys(&self) -> &[UniqueKey] {
        &self.keys
    }

    /// Where the rows of this lane have what the keys are about; its rows come next.
    pub fn places(&mut self, lane: &Lane, dialect: &dyn Dialect) -> Places {
        let place = |name: &String| lane.fields.iter().position(|f| f.to.name == *name);
        let of_key = |k: &UniqueKey| match k.in_words {
            Some(_) => Some((0..lane.fields.len()).collect()),
            None => k.fields.iter().map(place).collect(),
        };
        let places = self.keys.iter().map(of_key).collect();
        self.ask(dialect, |_| lane.to_fields());
        places
    }

    /// Rows that were in the target before come next.
    pub fn ask_of_rows_there(&mut self, dialect: &dyn Dialect) {
        self.ask(dialect, UniqueKey::reads);
    }

    fn ask(&mut self, dialect: &dyn Dialect, fields: impl Fn(&UniqueKey) -> Vec<String>) {
        let asked = self.keys.iter().map(|k| {
            let words = k.in_words.as_ref()?;
            dialect.entries(&words.target, &words.index, &fields(k))
        });
        self.entries = asked.collect();
    }

    /// The fields that all keys together are about.
    pub fn fields(&self) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for field in self.keys.iter().flat_map(UniqueKey::reads) {
            if !all.contains(&field) {
                all.push(field);
            }
        }
        all
    }

    /// A row that was in the target before, with the cells of [`Duplicates::fields`].
    pub fn was_there(&mut self, row: Row<'_>) -> io::Result<()> {
        self.there += 1;
        let places = std::mem::take(&mut self.places_there);
        let went = self.goes_to(&places, place(false, 0, self.there), row, 0, 0);
        self.places_there = places;
        went
    }

    /// A row as it would land. `number` counts the lane's rows in reading order.
    pub fn arrives(
        &mut self,
        lane: u32,
        places: &Places,
        number: u64,
        row: Row<'_>,
        hash: u128,
        changed: u32,
    ) -> io::Result<()> {
        self.goes_to(places, place(true, lane, number), row, hash, changed)
    }

    fn goes_to(
        &mut self,
        places: &Places,
        place: [u8; PLACE],
        row: Row<'_>,
        hash: u128,
        changed: u32,
    ) -> io::Result<()> {
        for (key, fields) in places.iter().enumerate() {
            if let Some(fields) = fields
                && let Some(digest) = self.digest(key, fields, row)
            {
                self.sorters[key].push(meets(digest, place, hash, changed))?;
            }
        }
        Ok(())
    }

    /// None where a part of the key is null, or the row is not in the index: such rows never meet.
    fn digest(&mut self, key: usize, fields: &[usize], row: Row<'_>) -> Option<u128> {
        self.scratch.clear();
        let folds: &[Fold] = &self.keys[key].folds;
        let scratch = &mut self.scratch;
        let is_one = match &mut self.entries[key] {
            Some(entries) => {
                let row: Vec<Cell<'_>> = fields.iter().map(|f| row.cell(*f)).collect();
                let entry = entries.entry(&row)?;
                let mut parts = folds.iter().zip(&entry);
                parts.all(|(fold, value)| fold.encode(Cell::from(value), scratch))
            }
            None => {
                let mut parts = folds.iter().zip(fields);
                parts.all(|(fold, field)| fold.encode(row.cell(*field), scratch))
            }
        };
        if !is_one {
            return None;
        }
        Some(self.hasher.cells([Cell::Bytes(&self.scratch)]))
    }

    /// By lane.
    pub fn find(self, control: &Control) -> Result<BTreeMap<u32, Found>, Failed> {
        let mut again = Sorter::<AGAIN>::new(ROOM);
        let mut groups = 0u64;
        for (key, sorter) in self.sorters.into_iter().enumerate() {
            let mut sorted = sorter.sorted()?;
            let mut last: Option<[u8; MEETS]> = None;
            let (mut size, mut seen) = (0u64, 0u64);
            while let Some(now) = sorted.next()? {
                step(control, &mut seen)?;
                match &last {
                    Some(last) if last[..16] == now[..16] => {
                        // The first of a group goes when the second comes: most keys stay alone and go nowhere.
                        if size == 1 {
                            again.push(looked_at_again(last, key, groups))?;
                        }
                        again.push(looked_at_again(&now, key, groups))?;
                        size += 1;
                    }
                    _ => {
                        groups += u64::from(size > 1);
                        size = 1;
                    }
                }
                last = Some(now);
            }
            groups += u64::from(size > 1);
        }
        decide(&self.keys, again, groups, control)
    }
}

/// In run order: who comes first has the key.
fn decide(
    keys: &[UniqueKey],
    again: Sorter<AGAIN>,
    groups: u64,
    control: &Control,
) -> Result<BTreeMap<u32, Found>, Failed> {
    let replaces = keys.iter().any(|k| k.broken == WhenBroken::Replaces);
    let mut holders = if replaces {
        Holders::rows()
    } else {
        Holders::bits(groups)
    };
    let mut found: BTreeMap<u32, Found> = BTreeMap::new();
    let mut sorted = again.sorted()?;
    let mut row: Vec<[u8; AGAIN]> = Vec::new();
    let mut seen = 0u64;
    loop {
        let next = sorted.next()?;
        step(control, &mut seen)?;
        if let (Some(now), Some(first)) = (&next, row.first())
            && now[..PLACE] == first[..PLACE]
        {
            row.push(*now);
            continue;
        }
        judge(keys, &row, &mut holders, &mut found);
        row.clear();
        match next {
            Some(now) => row.push(now),
            None => return Ok(found),
        }
    }
}

fn judge(
    keys: &[UniqueKey],
    row: &[[u8; AGAIN]],
    holders: &mut Holders,
    found: &mut BTreeMap<u32, Found>,
) {
    let Some(first) = row.first() else {
        return;
    };
    let id: [u8; PLACE] = cut(first, 0);
    let groups: Vec<(usize, u64)> = row
        .iter()
        .map(|r| {
            (
                usize::from(u16::from_be_bytes(cut(r, PLACE))),
                u64::from_be_bytes(cut(r, PLACE + 2)),
            )
        })
        .collect();
    let (new, lane) = (id[0] == 1, u32::from_be_bytes(cut(first, 1)));
    let number = u64::from_be_bytes(cut(first, 5));
    let of = |when: WhenBroken| {
        groups
            .iter()
            .filter(move |(key, _)| keys[*key].broken == when)
    };
    // The row that this one would replace is not in its way.
    let replaced =
        of(WhenBroken::Replaces).find_map(|(key, group)| Some((*key, holders.of(*group)?)));
    let in_the_way = |when: WhenBroken| {
        of(when).find_map(|(key, group)| {
            let holder = holders.of(*group)?;
            (replaced.map(|(_, r)| r) != Some(holder)).then_some((*key, holder))
        })
    };
    let refused = in_the_way(WhenBroken::Refuses).filter(|_| new);
    let counted = refused
        .or_else(|| in_the_way(WhenBroken::CannotBeMade))
        .or(replaced);
    if let Some((key, holder)) = counted.filter(|_| new) {
        let of_lane = found.entry(lane).or_default();
        let of_key = of_lane.keys.entry(key).or_default();
        of_key.rows += 1;
        of_key.there += u64::from(holder[0] == 0);
        if of_key.first.len() < SAMPLES {
            of_key.first.push(number);
        }
        if refused.is_some() {
            of_lane.left += 1;
            of_lane
                .digest
                .add(u128::from_be_bytes(cut(first, PLACE + 10)));
            of_lane.changed += u64::from(u32::from_be_bytes(cut(first, PLACE + 26)));
        }
    }
    if refused.is_none() {
        if let Some((_, holder)) = replaced {
            holders.gone(holder);
        }
        holders.take(id, groups.into_iter().map(|(_, group)| group));
    }
}

/// Who has each group of equal keys. Two bits a group will do (was there, came), unless rows replace each other: then a
/// row that goes gives all its keys back, and each must be known.
enum Holders {
    Bits(Vec<u8>),
    Rows {
        of: HashMap<u64, [u8; PLACE]>,
        groups: HashMap<[u8; PLACE], Vec<u64>>,
    },
}

impl Holders {
    fn bits(groups: u64) -> Holders {
        Holders::Bits(vec![0; (groups as usize).div_ceil(4)])
    }

    fn rows() -> Holders {
        Holders::Rows {
            of: HashMap::new(),
            groups: HashMap::new(),
        }
    }

    fn of(&self, group: u64) -> Option<[u8; PLACE]> {
        match self {
            Holders::Bits(bits) => match bits[(group / 4) as usize] >> (group % 4 * 2) & 3 {
                0 => None,
                bits => Some(place(bits == 1, 0, 0)),
            },
            Holders::Rows { of, .. } => of.get(&group).copied(),
        }
    }

    fn take(&mut self, id: [u8; PLACE], taken: impl Iterator<Item = u64>) {
        match self {
            Holders::Bits(bits) => {
                let bit = if id[0] == 1 { 1 } else { 2 };
                taken.for_each(|group| bits[(group / 4) as usize] |= bit << (group % 4 * 2));
            }
            Holders::Rows { of, groups } => {
                let taken: Vec<u64> = taken.collect();
                for group in &taken {
                    of.insert(*group, id);
                }
                groups.insert(id, taken);
            }
        }
    }

    fn gone(&mut self, id: [u8; PLACE]) {
        if let Holders::Rows { of, groups } = self {
            for group in groups.remove(&id).unwrap_or_default() {
                of.remove(&group);
            }
        }
    }
}

fn step(control: &Control, seen: &mut u64) -> Result<(), Failed> {
    *seen += 1;
    if seen.is_multiple_of(1 << 16) && control.wanted() == Want::Stop {
        return Err(Failed::Stopped);
    }
    Ok(())
}

fn place(new: bool, lane: u32, number: u64) -> [u8; PLACE] {
    let mut place = [0; PLACE];
    place[0] = u8::from(new);
    place[1..5].copy_from_slice(&lane.to_be_bytes());
    place[5..].copy_from_slice(&number.to_be_bytes());
    place
}

fn meets(digest: u128, place: [u8; PLACE], hash: u128, changed: u32) -> [u8; MEETS] {
    let mut record = [0; MEETS];
    record[..16].copy_from_slice(&digest.to_be_bytes());
    record[16..16 + PLACE].copy_from_slice(&place);
    record[16 + PLACE..32 + PLACE].copy_from_slice(&hash.to_be_bytes());
    record[32 + PLACE..].copy_from_slice(&changed.to_be_bytes());
    record
}

fn looked_at_again(meets: &[u8; MEETS], key: usize, group: u64) -> [u8; AGAIN] {
    let mut record = [0; AGAIN];
    record[..PLACE].copy_from_slice(&meets[16..16 + PLACE]);
    record[PLACE..PLACE + 2].copy_from_slice(&(key as u16).to_be_bytes());
    record[PLACE + 2..PLACE + 10].copy_from_slice(&group.to_be_bytes());
    record[PLACE + 10..].copy_from_slice(&meets[16 + PLACE..]);
    record
}

fn cut<const N: usize, const M: usize>(record: &[u8; M], at: usize) -> [u8; N] {
    let mut bytes = [0; N];
    bytes.copy_from_slice(&record[at..at + N]);
    bytes
}

#[cfg(test)]
mod tests;
