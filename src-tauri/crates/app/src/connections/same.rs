//! Whether two addresses lead to the same place, whichever way they are spelled.

use drydock_connector::{Address, Server};
use std::path::{Path, PathBuf};

/// Whether a saved address leads into the same store, as whomever and on whatever way: guards are for what lies there.
pub fn same_store(saved: &str, address: &Address) -> bool {
    if same_place(saved, address) {
        return true;
    }
    let there = |address: &Address| {
        let server = Server::of(address).ok()?;
        let socket = server.settings.iter().find(|(name, _)| name == "host");
        let host = socket.map_or(server.host_or_local(), |(_, host)| host);
        // A socket is another door of this machine.
        let here = host.starts_with('/') || (server.is_here() && socket.is_none());
        let host = match here {
            true => "localhost".to_owned(),
            false => host.to_ascii_lowercase(),
        };
        Some((host, server.port, server.database))
    };
    Address::parse(saved, Path::new("/")).is_ok_and(|saved| {
        saved.kind == address.kind
            && match (there(&saved), there(address)) {
                // A port that is not said may be any: in doubt it is the same.
                (Some(a), Some(b)) => {
                    (&a.0, &a.2) == (&b.0, &b.2) && (a.1 == b.1 || a.1.is_none() || b.1.is_none())
                }
                _ => false,
            }
    })
}

/// Whether the same server is asked for the same user: what is a secret with one is not told to another.
pub fn same_door(a: &Address, b: &Address) -> bool {
    let door = |address: &Address| {
        let server = Server::of(address).ok()?;
        let doors = ["host", "socket"];
        let others = server.settings.into_iter();
        let others: Vec<_> = others
            .filter(|(n, _)| doors.contains(&n.as_str()))
            .collect();
        Some((
            server.user,
            server.host.to_ascii_lowercase(),
            server.port,
            others,
        ))
    };
    a.kind == b.kind && door(a).is_some() && door(a) == door(b)
}

/// Whether a saved address leads to the same store, whichever way it is spelled.
pub fn same_place(saved: &str, address: &Address) -> bool {
    let Ok(saved) = Address::parse(saved, Path::new("/")) else {
        return false;
    };
    let same_file = || !address.is_server() && real(&saved) == real(address);
    saved.kind == address.kind && (saved.body == address.body || same_file())
}

/// The path with links and dots resolved as far as it is there.
fn real(address: &Address) -> PathBuf {
    let path = address.path();
    if let Ok(real) = path.canonicalize() {
        return real;
    }
    match (path.parent().map(Path::canonicalize), path.file_name()) {
        (Some(Ok(folder)), Some(name)) => folder.join(name),
        _ => path,
    }
}
