//! Reads an address as people have it: from the settings of whichever framework, with the password in it. What comes out
//! is an address of ours, the password apart, and the names of settings that mean nothing here.

use super::settings::Settings;
use super::spelling::Spelling;
use crate::passwords::{credentials, decoded};
use drydock_connector::{Address, Secret};
use std::fmt;
use std::path::Path;

#[derive(Debug)]
pub struct Read {
    pub address: Address,
    pub secret: Option<Secret>,
    pub left_out: Vec<String>,
}

/// Why a text is no address of a server. Holds nothing of the text but the name of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    NotAnAddress,
    /// Files are chosen, not written.
    AFile,
    /// As `mongodb`.
    Kind(String),
    Several,
    Port,
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unread::NotAnAddress => f.write_str(
                "an address begins with the kind of database, as in postgres://user@host/database",
            ),
            Unread::AFile => f.write_str("it is the address of a file, and files are chosen"),
            Unread::Kind(kind) => write!(f, "Drydock does not reach servers of the kind {kind}"),
            Unread::Several => f.write_str("it names several servers; Drydock goes to one"),
            Unread::Port => {
                f.write_str("what stands where the port should is no number up to 65535")
            }
        }
    }
}

/// `base` is the folder that relative paths in it are seen from.
pub fn read(text: &str, base: Option<&Path>) -> Result<Read, Unread> {
    let text = bare(text);
    let text = strip_word(text, "jdbc:");
    if let Some((scheme, rest)) = text.split_once("://")
        && is_scheme(scheme)
    {
        let spelling = Spelling::of_scheme(scheme).ok_or_else(|| other_kind(scheme))?;
        return url(spelling, rest, base);
    }
    if let Some(found) = of_go(text, base) {
        return found;
    }
    if let Some((scheme, database)) = text.split_once(':')
        && let Some(spelling) = Spelling::of_scheme(scheme)
        && !database.contains([':', '@', ' '])
    {
        // As `jdbc:postgresql:shop`: on this machine.
        return url(
            spelling,
            &format!("localhost/{}", database.trim_start_matches('/')),
            base,
        );
    }
    match words(text) {
        Some(words) => of_words(words, base),
        None if is_file(text) => Err(Unread::AFile),
        None => Err(Unread::NotAnAddress),
    }
}

/// Without what stands around it in the file that it was copied from: `export DATABASE_URL="..."`.
fn bare(text: &str) -> &str {
    let text = strip_word(text.trim(), "export ").trim_end_matches(';');
    let text = match text.split_once('=') {
        Some((name, value)) if is_variable(name) && looks_like_one(value) => value,
        _ => text,
    };
    let text = text.trim();
    let quoted = |q: char| text.strip_prefix(q).and_then(|t| t.strip_suffix(q));
    ['"', '\'', '`']
        .into_iter()
        .find_map(quoted)
        .unwrap_or(text)
        .trim()
}

fn is_variable(name: &str) -> bool {
    let name = name.trim();
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn looks_like_one(value: &str) -> bool {
    let value = value.trim_start_matches(['"', '\'', '`', ' ']);
    let scheme = strip_word(value, "jdbc:")
        .split("://")
        .next()
        .unwrap_or_default();
    value.contains("://") && is_scheme(scheme)
}

fn strip_word<'a>(text: &'a str, word: &str) -> &'a str {
    match text.get(..word.len()) {
        Some(start) if start.eq_ignore_ascii_case(word) => &text[word.len()..],
        _ => text,
    }
}

fn is_scheme(scheme: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "+-._:".contains(c);
    !scheme.is_empty() && scheme.len() <= 40 && scheme.chars().all(allowed)
}

fn is_file(text: &str) -> bool {
    text.starts_with("sqlite:") || text.starts_with("file:") || text.starts_with('/')
}

/// Kinds that are named back; anything else before `://` may be a piece of a secret.
const OTHERS: [&str; 14] = [
    "mongodb",
    "redis",
    "rediss",
    "mssql",
    "sqlserver",
    "oracle",
    "cosmos",
    "db2",
    "snowflake",
    "clickhouse",
    "cassandra",
    "amqp",
    "http",
    "https",
];

fn other_kind(scheme: &str) -> Unread {
    let first = scheme
        .split(['+', ':'])
        .next()
        .unwrap_or(scheme)
        .to_ascii_lowercase();
    match first.as_str() {
        "sqlite" | "sqlite3" | "file" | "libsql" => Unread::AFile,
        kind if OTHERS.contains(&kind) => Unread::Kind(first),
        _ => Unread::NotAnAddress,
    }
}

fn url(spelling: &'static Spelling, rest: &str, base: Option<&Path>) -> Result<Read, Unread> {
    let (who, way) = credentials(rest);
    let mut settings = Settings::of(spelling, base);
    if let Some(who) = who {
        let (user, secret) = who.split_once(':').unwrap_or((who, ""));
        settings.server.user = decoded(user);
        settings.give_secret(&decoded(secret));
    }
    let way = way.split('#').next().unwrap_or(way);
    let (way, query) = way.split_once('?').unwrap_or((way, ""));
    let (place, database) = way.split_once('/').unwrap_or((way, ""));
    take_place(&mut settings, place)?;
    settings.server.database = decoded(database.trim_end_matches('/'));
    for setting in query.split('&').filter(|s| !s.is_empty()) {
        let (name, value) = setting.split_once('=').unwrap_or((setting, ""));
        settings.take(&decoded(name), &decoded(value));
    }
    settings.done()
}

fn take_place(settings: &mut Settings, place: &str) -> Result<(), Unread> {
    if place.contains(',') {
        return Err(Unread::Several);
    }
    let (host, port) = match place.strip_prefix('[') {
        Some(rest) => {
            let (host, port) = rest.split_once(']').ok_or(Unread::NotAnAddress)?;
            (host, port.strip_prefix(':').unwrap_or(port))
        }
        None => place.split_once(':').unwrap_or((place, "")),
    };
    settings.take_host(&decoded(host));
    settings.take_port(port)
}

/// As Go's driver for MySQL writes it: `user:password@tcp(host:3306)/database?tls=true`.
fn of_go(text: &str, base: Option<&Path>) -> Option<Result<Read, Unread>> {
    let (at, protocol) = ["@tcp(", "@tcp6(", "@unix("]
        .iter()
        .find_map(|mark| Some((text.rfind(mark)?, *mark)))?;
    let (who, rest) = (&text[..at], &text[at + protocol.len()..]);
    let (place, rest) = rest.split_once(")/")?;
    let spelling = Spelling::of_scheme("mysql")?;
    let mut settings = Settings::of(spelling, base);
    // Nothing is encoded there but the database.
    let (user, secret) = who.split_once(':').unwrap_or((who, ""));
    settings.server.user = user.to_owned();
    settings.give_secret(secret);
    if protocol == "@unix(" {
        settings.take(spelling.socket, place);
    } else if let Err(unread) = take_place(&mut settings, place) {
        return Some(Err(unread));
    }
    let (database, query) = rest.split_once('?').unwrap_or((rest, ""));
    settings.server.database = decoded(database);
    for setting in query.split('&').filter(|s| !s.is_empty()) {
        let (name, value) = setting.split_once('=').unwrap_or((setting, ""));
        settings.take(name, &decoded(value));
    }
    Some(settings.done())
}

/// libpq's `host=.. dbname='..'`. None where it is not written so.
fn words(text: &str) -> Option<Vec<(String, String)>> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (name, after) = rest.split_once('=')?;
        let name = name.trim();
        if !is_variable(name) {
            return None;
        }
        let (value, after) = word(after.trim_start())?;
        found.push((name.to_owned(), value));
        rest = after.trim_start();
    }
    let known = ["host", "hostaddr", "dbname", "service", "user", "port"];
    let is_known = |(name, _): &(String, String)| known.contains(&name.as_str());
    (found.iter().filter(|w| is_known(w)).count() >= 2).then_some(found)
}

/// A value, quoted or up to the next space, with `\` before what is meant as it is.
fn word(text: &str) -> Option<(String, &str)> {
    let (quoted, text) = match text.strip_prefix('\'') {
        Some(inside) => (true, inside),
        None => (false, text),
    };
    let mut value = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => value.push(chars.next()?.1),
            '\'' if quoted => return Some((value, &text[at + 1..])),
            c if c.is_whitespace() && !quoted => return Some((value, &text[at..])),
            c => value.push(c),
        }
    }
    (!quoted).then_some((value, ""))
}

fn of_words(words: Vec<(String, String)>, base: Option<&Path>) -> Result<Read, Unread> {
    let spelling = Spelling::of_scheme("postgres").ok_or(Unread::NotAnAddress)?;
    let mut settings = Settings::of(spelling, base);
    for (name, value) in words {
        match name.as_str() {
            "host" | "hostaddr" if value.contains(',') => return Err(Unread::Several),
            "port" => settings.take_port(&value)?,
            _ => settings.take(&name, &value),
        }
    }
    settings.done()
}
