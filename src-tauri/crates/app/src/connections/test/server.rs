//! A server: each way in which it may be out of reach is a step of its own, so that a person knows where to look.

use super::steps::{Failed, Step, Steps};
use super::trouble::{Trouble, is_insecure};
use crate::connections::{End, Spelling};
use crate::error::{StudioError, told};
use crate::views::{StepState, Tls};
use drydock_connector::{Clock, Deed, FaultKind, Right, Server, Visit};
use drydock_model::{Explain, Problem};
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;

pub const STEPS: [&str; 7] = [
    "Find the server",
    "Reach the port",
    "Secure connection",
    "Sign in",
    "Version",
    "Rights",
    "Clock and zone",
];

const PATIENCE: Duration = Duration::from_secs(5);
/// A clock that differs by more is a thing to know.
const MOST_APART_US: i64 = 2_000_000;

/// Where a server is, as the address says it.
struct Place {
    host: String,
    port: u16,
    user: String,
    socket: Option<PathBuf>,
    is_here: bool,
    tls: Tls,
    /// Certificates and a key.
    files: Vec<PathBuf>,
}

/// Ends at the first step that fails.
pub async fn test(steps: &mut Steps, end: &End) -> Result<(), Failed> {
    let place = Place::of(end);
    let found = steps
        .step(async {
            match &place {
                Ok(place) => find(place).await,
                Err(problem) => Err(problem.clone()),
            }
        })
        .await?;
    let Ok(place) = place else {
        return Err(Failed);
    };
    steps.step(reach(&place, &found)).await?;
    let mut visit = sign_in(steps, end, &place).await?;
    steps
        .step(async {
            let version = visit.version().await.map_err(told)?;
            let text = format!("{}, text in {}", version.name, version.encoding);
            Ok(((), StepState::Good, text))
        })
        .await?;
    let rights = steps
        .step(async {
            let rights = visit.rights().await.map_err(told)?;
            let (state, text) = enough(&rights);
            Ok((rights, state, text.to_owned()))
        })
        .await?;
    steps.may(rights.iter().map(|r| (name(r.what).to_owned(), r.may)));
    steps
        .step(async {
            let before = now_us();
            let clock = visit.clock().await.map_err(told)?;
            let (state, text) = in_step(&clock, before.midpoint(now_us()));
            Ok(((), state, text))
        })
        .await
}

impl Place {
    fn of(end: &End) -> Result<Place, Problem> {
        let server = Server::of(&end.address).map_err(told)?;
        let kind = &end.address.kind;
        let unknown = || StudioError::UnknownKind(kind.clone());
        let spelling = Spelling::of(kind).ok_or_else(unknown)?;
        let setting = |wanted: &str| {
            let mut all = server.settings.iter();
            all.find(|(name, _)| name == wanted).map(|(_, value)| value)
        };
        let port = server.port.unwrap_or(spelling.port);
        let socket = setting(spelling.socket);
        let path = socket.filter(|path| path.starts_with('/'));
        let host = match (socket, path) {
            (Some(host), None) => host,
            _ => server.host_or_local(),
        };
        Ok(Place {
            host: host.to_owned(),
            port,
            user: match server.user.as_str() {
                "" => spelling.user.to_owned(),
                user => user.to_owned(),
            },
            socket: path.map(|path| spelling.socket_file(path, port)),
            is_here: server.is_here(),
            tls: setting(spelling.tls)
                .and_then(|mode| Spelling::mode_named(mode))
                .unwrap_or(Tls::Usual),
            files: [spelling.ca, spelling.cert, spelling.key]
                .into_iter()
                .filter_map(|name| setting(name).map(PathBuf::from))
                .collect(),
        })
    }

    /// The first of its files that cannot be read.
    fn unreadable(&self) -> Option<Problem> {
        self.files.iter().find_map(|path| {
            let opened = std::fs::File::open(path);
            opened.err().map(|e| StudioError::reading(path, e).into())
        })
    }

    fn is_checked(&self) -> bool {
        self.tls == Tls::VerifyFull || self.tls == Tls::Usual && !self.is_here
    }
}

async fn find(place: &Place) -> Step<Vec<SocketAddr>> {
    if let Some(socket) = &place.socket {
        let path = socket.display().to_string();
        return match socket.exists() {
            true => Ok((Vec::new(), StepState::Good, path)),
            false => Err(Trouble::NoSocket(path).problem()),
        };
    }
    let host = &place.host;
    if let Ok(ip) = host.parse::<IpAddr>() {
        let text = format!("{host}, as the address says");
        return Ok((vec![(ip, place.port).into()], StepState::Good, text));
    }
    let asked = timeout(PATIENCE, lookup_host((host.as_str(), place.port))).await;
    let found: Vec<SocketAddr> = match asked {
        Ok(Ok(found)) => found.collect(),
        _ => Vec::new(),
    };
    let Some(first) = found.first() else {
        return Err(Trouble::UnknownHost(host.clone()).problem());
    };
    let text = match found.len() {
        1 => format!("{host} is {}", first.ip()),
        many => format!("{host} is {} and {} more", first.ip(), many - 1),
    };
    Ok((found, StepState::Good, text))
}

async fn reach(place: &Place, found: &[SocketAddr]) -> Step<()> {
    if let Some(socket) = &place.socket {
        let path = socket.display().to_string();
        return match answers(socket).await {
            Ok(()) => Ok(((), StepState::Good, "The socket answers".into())),
            Err(e) if e.kind() == io::ErrorKind::ConnectionRefused => {
                Err(Trouble::NoSocket(path).problem())
            }
            Err(e) => Err(Trouble::NoWay(path, e).problem()),
        };
    }
    let (host, port) = (place.host.clone(), place.port);
    let mut last = Trouble::NoAnswer(host.clone());
    for at in found {
        match timeout(PATIENCE, TcpStream::connect(at)).await {
            Ok(Ok(_)) => return Ok(((), StepState::Good, format!("Port {port} answers"))),
            Ok(Err(e)) if e.kind() == io::ErrorKind::ConnectionRefused => {
                let host = host.clone();
                last = Trouble::NobodyListens { host, port };
            }
            Ok(Err(e)) if e.kind() == io::ErrorKind::TimedOut => {}
            Ok(Err(e)) => last = Trouble::NoWay(host.clone(), e),
            Err(_) => {}
        }
    }
    Err(last.problem())
}

#[cfg(unix)]
async fn answers(socket: &std::path::Path) -> io::Result<()> {
    tokio::net::UnixStream::connect(socket).await.map(drop)
}

#[cfg(not(unix))]
async fn answers(_: &std::path::Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Two steps in one: to secure the line and to sign in is one exchange with the server.
async fn sign_in(steps: &mut Steps, end: &End, place: &Place) -> Result<Box<dyn Visit>, Failed> {
    steps.begin();
    let began = Instant::now();
    if let Some(problem) = place.unreadable() {
        return steps.finish(Err(problem), None);
    }
    let took = |began: Instant| Some(began.elapsed().as_millis() as u64);
    let mut visit = match end.connector.visit(&end.address).await {
        Ok(visit) => visit,
        Err(fault) => {
            // Who was asked to sign in had a line that was good enough.
            let is_line = is_insecure(&fault)
                || matches!(fault.kind, FaultKind::Unreachable | FaultKind::Unsupported);
            let problem = Trouble::of(fault, &place.host, &place.user);
            if is_line {
                return steps.finish(Err(problem), took(began));
            }
            let text = match place.is_checked() || place.tls == Tls::Required {
                true => "Encrypted",
                false => "As the server offers it",
            };
            steps.finish(Ok(((), StepState::Good, text.into())), took(began))?;
            steps.begin();
            return steps.finish(Err(problem), None);
        }
    };
    let secured = visit.secured().await.map_err(told);
    let told = secured.map(|version| {
        let (state, text) = line(version, place);
        ((), state, text)
    });
    steps.finish(told, took(began))?;
    steps.begin();
    let text = format!("As {}", place.user);
    steps.finish(Ok((visit, StepState::Good, text)), None)
}

fn line(version: Option<String>, place: &Place) -> (StepState, String) {
    let local = place.is_here || place.socket.is_some();
    match version {
        Some(version) if place.is_checked() => {
            let text = format!("{version}, and the certificate is that of {}", place.host);
            (StepState::Good, text)
        }
        Some(version) if place.tls == Tls::VerifyCa => {
            let text = format!("{version}, and the certificate is trusted, whatever its name");
            (StepState::Good, text)
        }
        Some(version) if local => (StepState::Good, version),
        Some(version) => {
            let text = format!("{version}, but nobody checked whose certificate it is");
            (StepState::Note, text)
        }
        None if local => (StepState::Good, "Not encrypted, but on this machine".into()),
        None => (
            StepState::Note,
            "Not encrypted: who is on the way can read everything".into(),
        ),
    }
}

fn name(deed: Deed) -> &'static str {
    match deed {
        Deed::ReadTables => "Read tables",
        Deed::WriteRows => "Insert and update",
        Deed::CreateTables => "Create tables",
        Deed::DropTables => "Drop tables",
        Deed::AddExtensions => "Add extensions",
        Deed::ReadStatistics => "Read statistics",
    }
}

/// For a source one reads; for a target one makes, fills and, on the way back, drops.
fn enough(rights: &[Right]) -> (StepState, &'static str) {
    let may = |deed| rights.iter().any(|r| r.what == deed && r.may);
    let as_target = [Deed::WriteRows, Deed::CreateTables, Deed::DropTables];
    match (may(Deed::ReadTables), as_target.into_iter().all(may)) {
        (true, true) => (StepState::Good, "All that a source and a target need"),
        (true, false) => (StepState::Note, "It can be a source, not a target"),
        (false, _) => (StepState::Note, "Not every table may be read"),
    }
}

fn now_us() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_micros() as i64)
}

fn in_step(clock: &Clock, ours_us: i64) -> (StepState, String) {
    let zone = &clock.zone;
    let apart = clock.now_us - ours_us;
    if apart.abs() <= MOST_APART_US {
        let text = format!("In step with this computer. Its zone is {zone}");
        return (StepState::Good, text);
    }
    let how_far = crate::words::duration(apart.unsigned_abs() / 1000);
    let which = if apart < 0 { "behind" } else { "ahead of" };
    let text = format!("Its clock is {how_far} {which} this computer's. Its zone is {zone}");
    (StepState::Note, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_in_step_within_two_seconds() {
        let clock = |now_us| Clock {
            now_us,
            zone: "UTC".into(),
        };
        for (server, ours, state, words) in [
            (10_000_000, 8_000_000, StepState::Good, "In step"),
            (8_000_000, 49_000_000, StepState::Note, "41 s behind this"),
            (90_000_000, 0, StepState::Note, "1 min 30 s ahead of this"),
        ] {
            let (found, text) = in_step(&clock(server), ours);
            assert_eq!(found, state, "{text}");
            assert!(text.contains(words), "{text}");
        }
    }

    #[test]
    fn rights_are_weighed_for_what_a_store_can_be() {
        let all = |may: [bool; 4]| {
            let deeds = [
                Deed::ReadTables,
                Deed::WriteRows,
                Deed::CreateTables,
                Deed::DropTables,
            ];
            let right = |(what, may)| Right { what, may };
            deeds.into_iter().zip(may).map(right).collect::<Vec<_>>()
        };
        assert_eq!(enough(&all([true; 4])).0, StepState::Good);
        assert!(enough(&all([true, true, false, true])).1.contains("source"));
        assert!(enough(&all([false, true, true, true])).1.contains("read"));
    }
}
