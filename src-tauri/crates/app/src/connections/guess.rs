//! What kind of place an address leads to, as long as nobody said it: from the names in it, and in doubt the more careful.

use crate::views::Environment;
use drydock_connector::{Address, Server};
use std::net::IpAddr;

const SAYS: [(Environment, &[&str]); 3] = [
    (
        Environment::Dev,
        &[
            "dev",
            "develop",
            "development",
            "test",
            "testing",
            "qa",
            "sandbox",
        ],
    ),
    (
        Environment::Staging,
        &["stage", "staging", "stg", "preprod", "uat", "preview"],
    ),
    (Environment::Prod, &["prod", "production", "prd", "live"]),
];

/// Files and servers of this machine are local, whatever they are called.
pub fn guess(address: &Address) -> Environment {
    if !address.is_server() {
        return Environment::Local;
    }
    let Ok(server) = Server::of(address) else {
        return Environment::Prod;
    };
    if server.is_here() {
        return Environment::Local;
    }
    let host = server.host_or_local().to_lowercase();
    let said = host
        .split(|c: char| !c.is_alphanumeric())
        .chain([server.database.to_lowercase().as_str()])
        .filter_map(|word| {
            let word = word.trim_end_matches(|c: char| c.is_ascii_digit());
            let says = SAYS.iter().find(|(_, words)| words.contains(&word));
            says.map(|(environment, _)| *environment)
        })
        .max();
    match said {
        Some(environment) => environment,
        // A neighbour by its bare name, or within this network.
        None if !host.contains(['.', ':']) || is_near(&host) => Environment::Dev,
        None => Environment::Prod,
    }
}

fn is_near(host: &str) -> bool {
    let private = match host.parse::<IpAddr>() {
        Ok(IpAddr::V4(ip)) => ip.is_private() || ip.is_link_local(),
        Ok(IpAddr::V6(ip)) => ip.is_unique_local() || ip.is_unicast_link_local(),
        Err(_) => false,
    };
    private || host.ends_with(".local") || host.ends_with(".internal")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn in_doubt_a_place_is_the_more_careful_kind() {
        for (text, environment) in [
            ("sqlite:/prod/app.db", Environment::Local),
            ("postgres://localhost/prod", Environment::Local),
            ("postgres://db/app", Environment::Dev),
            ("postgres://192.168.1.4/app", Environment::Dev),
            ("postgres://10.0.0.4/prod", Environment::Prod),
            ("mysql://db-dev2.example.com/app", Environment::Dev),
            ("mysql://stg.db.example.com/app", Environment::Staging),
            ("mysql://prod-test.example.com/app", Environment::Prod),
            ("mysql://devices.example.com/app", Environment::Prod),
            ("postgres://live.example.com:x/app", Environment::Prod),
        ] {
            let address = Address::parse(text, Path::new("/")).unwrap();
            assert_eq!(guess(&address), environment, "{text}");
        }
    }
}
