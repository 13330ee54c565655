//! Writes the two files of the sample and the target that they go to, the same bytes of data every time: no clock and no chance in it.

use rusqlite::{Connection, params};
use std::path::Path;

/// The kind of all three.
pub const KIND: &str = "sqlite";

const HARBOUR: &str = include_str!("harbour.sql");
const MEMORY: &str = include_str!("memory.sql");
const UNIFIED: &str = include_str!("unified.sql");

/// A Monday morning; everything in the sample happens after it.
const BEGIN: i64 = 1_709_535_600;
const CONVERSATIONS: i64 = 18;
pub const MESSAGES: i64 = 420;
pub const MEMORIES: i64 = 36;
/// Numbers in a vector.
const WIDTH: u32 = 768;

const SUBJECTS: [&str; 6] = [
    "berth 4",
    "the night tide",
    "crane hours",
    "the pilot boat",
    "fog",
    "the ice house",
];
const OPENINGS: [&str; 7] = [
    "Can someone look at",
    "We are done with",
    "Nobody has written down",
    "The office asks about",
    "Please count on a delay at",
    "All clear for",
    "Tomorrow we start early with",
];
const ENDINGS: [&str; 6] = [
    "before the evening shift.",
    "as agreed on Friday.",
    "— the list is on the wall.",
    "if the wind stays below 12 m/s.",
    "så snart båten er inne.",
    "🙂 thanks to everyone.",
];

/// Numbers that look thrown, from the place where they are used.
fn scatter(n: u64) -> u64 {
    let mut x = n.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

fn pick<'a>(from: &[&'a str], n: i64, salt: u64) -> &'a str {
    from[(scatter(n as u64 ^ salt) % from.len() as u64) as usize]
}

pub fn harbour(path: &Path) -> rusqlite::Result<()> {
    let mut conn = Connection::open(path)?;
    conn.execute_batch(HARBOUR)?;
    let tx = conn.transaction()?;
    for n in 1..=CONVERSATIONS {
        let title = format!("About {}", pick(&SUBJECTS, n, 1));
        tx.execute(
            "INSERT INTO conversations VALUES (?1, ?2, ?3, ?4)",
            params![conversation(n), title, n % 6 + 1, BEGIN + n * 7_200],
        )?;
    }
    for n in 1..=MESSAGES {
        let of = scatter(n as u64) as i64 & i64::MAX;
        let body = format!(
            "{} {} {}",
            pick(&OPENINGS, n, 2),
            pick(&SUBJECTS, n, 3),
            pick(&ENDINGS, n, 4)
        );
        let at = BEGIN + CONVERSATIONS * 7_200 + n * 311;
        // Planted: since a change of the app, times are in milliseconds.
        let at = if n > MESSAGES / 2 { at * 1000 } else { at };
        tx.execute(
            "INSERT INTO messages (conversation_id, author, body, tokens, sent_at) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![conversation(of % CONVERSATIONS + 1), of % 6 + 1, body, (n % 5 > 0).then_some(of % 90), at],
        )?;
    }
    for n in 1..=12 {
        let content: Vec<u8> = (0..900)
            .map(|i| scatter(n as u64 * 1000 + i) as u8)
            .collect();
        tx.execute(
            "INSERT INTO attachments VALUES (?1, ?2, ?3, ?4)",
            params![n, n * 30, format!("berth-plan-{n}.bin"), content],
        )?;
    }
    for n in 0..28i64 {
        let day = format!("2024-03-{:02}", n / 2 + 4);
        let gate = if n % 2 == 0 { "north" } else { "south" };
        tx.execute(
            "INSERT INTO visits VALUES (?1, ?2, ?3)",
            params![day, gate, 20 + n * 7 % 31],
        )?;
    }
    // Planted: the same line twice, in a table without a key.
    tx.execute_batch("INSERT INTO visits SELECT * FROM visits LIMIT 1")?;
    // Planted: text where numbers are meant.
    tx.execute_batch("UPDATE messages SET tokens = 'about 40' WHERE id IN (17, 230)")?;
    tx.commit()?;
    // Planted: an attachment whose message was removed. Foreign keys are off in SQLite unless asked for.
    conn.pragma_update(None, "foreign_keys", false)?;
    let orphan: [u8; 64] = std::array::from_fn(|i| scatter(i as u64) as u8);
    conn.execute(
        "INSERT INTO attachments VALUES (13, ?1, 'crane-photo.bin', ?2)",
        params![MESSAGES + 571, orphan],
    )?;
    conn.close().map_err(|(_, e)| e)
}

pub fn memory(path: &Path) -> rusqlite::Result<()> {
    let mut conn = Connection::open(path)?;
    conn.execute_batch(MEMORY)?;
    let tx = conn.transaction()?;
    for n in 1..=MEMORIES {
        let text = format!(
            "{} was asked about {}",
            pick(&SUBJECTS, n, 5),
            pick(&SUBJECTS, n, 6)
        );
        tx.execute(
            "INSERT INTO memories VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                n,
                pick(&SUBJECTS, n, 5),
                text,
                vector(n),
                weight(n),
                BEGIN + n * 86_400
            ],
        )?;
        tx.execute(
            "INSERT INTO labels VALUES (?1, ?2)",
            params![n, pick(&["arrival", "weather"], n, 7)],
        )?;
    }
    // Planted: a text that was cut in the middle of a letter by an older program.
    tx.execute_batch("UPDATE memories SET text = CAST(x'62c3a57420c3' AS TEXT) WHERE id = 9")?;
    tx.commit()?;
    conn.close().map_err(|(_, e)| e)
}

/// Planted: a trigger of an older program that shortens what it is given, of which the dry run can only say that it is there.
pub fn unified(path: &Path) -> rusqlite::Result<()> {
    let conn = Connection::open(path)?;
    conn.execute_batch(UNIFIED)?;
    conn.close().map_err(|(_, e)| e)
}

fn conversation(n: i64) -> String {
    format!("{:08x}-0000-4000-8000-{:012x}", scatter(n as u64) as u32, n)
}

fn weight(n: i64) -> f64 {
    (scatter(n as u64) >> 11) as f64 / (1u64 << 53) as f64
}

/// Planted: bits that any detour through text or a wider number would bend: -0.0, subnormal numbers, and a NaN with a
/// payload among ordinary ones.
fn vector(n: i64) -> Vec<u8> {
    (0..WIDTH)
        .map(|i| match i {
            0 => 0x8000_0000,
            1 => 0x0000_0001,
            2 if n == 7 => 0x7fc0_beef,
            _ => (scatter(n as u64 * 4096 + u64::from(i)) as u32 & 0x807f_ffff) | 0x3e00_0000,
        })
        .flat_map(u32::to_le_bytes)
        .collect()
}
