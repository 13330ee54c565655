use super::*;
use crate::connectors::connectors;
use drydock_connector::NoKeys;

fn home() -> (tempfile::TempDir, Home) {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::make(folder.path().join("home")).unwrap();
    (folder, home)
}

fn file(path: &Path) -> Address {
    Address::file("sqlite", path)
}

#[test]
fn what_is_saved_is_read_back() {
    let (folder, home) = home();
    let address = file(&folder.path().join("a b.db"));
    let name = Connections::change(&home, |all| {
        Ok(all.name_for("App data", &address, Environment::Dev))
    })
    .unwrap();
    assert_eq!(name, "app-data");
    let all = Connections::load(&home).unwrap();
    let end = all
        .end(
            &Kinds::new(connectors(Arc::new(NoKeys))),
            "app-data",
            Path::new("/"),
        )
        .unwrap();
    assert_eq!(end.address, address);
    assert_eq!(end.environment, Environment::Dev);
}

#[test]
fn the_same_place_is_saved_once_and_never_becomes_less_careful() {
    let (folder, home) = home();
    let real = folder.path().join("app.db");
    std::fs::write(&real, "x").unwrap();
    Connections::change(&home, |all| {
        all.add("live", Saved::new(&file(&real), Environment::Prod))
    })
    .unwrap();
    std::fs::create_dir(folder.path().join("sub")).unwrap();
    let roundabout = file(&folder.path().join("sub/../app.db"));
    let name = Connections::change(&home, |all| {
        Ok(all.name_for("other", &roundabout, Environment::Local))
    })
    .unwrap();
    assert_eq!(name, "live");
    let all = Connections::load(&home).unwrap();
    assert_eq!(all.environment(&roundabout), Environment::Prod);
    let spelled = format!("sqlite:{}", roundabout.body);
    let end = all
        .end(
            &Kinds::new(connectors(Arc::new(NoKeys))),
            &spelled,
            Path::new("/"),
        )
        .unwrap();
    assert_eq!(
        end.environment,
        Environment::Prod,
        "an address does not slip past a guard"
    );
}

#[cfg(unix)]
#[test]
fn a_link_does_not_slip_past_a_guard() {
    let (folder, home) = home();
    let real = folder.path().join("app.db");
    std::fs::write(&real, "x").unwrap();
    let link = folder.path().join("link.db");
    std::os::unix::fs::symlink(&real, &link).unwrap();
    Connections::change(&home, |all| {
        all.add("live", Saved::new(&file(&real), Environment::Prod))
    })
    .unwrap();
    assert_eq!(
        Connections::load(&home).unwrap().environment(&file(&link)),
        Environment::Prod
    );
}

#[test]
fn a_damaged_file_is_told_and_left_as_it_is() {
    let (_folder, home) = home();
    for text in [
        "drydock = 1\n[connections",
        "drydock = 9\n",
        "drydock = 1\npassword = \"x\"\n",
    ] {
        std::fs::write(home.connections(), text).unwrap();
        let problem = Connections::load(&home).unwrap_err();
        assert_eq!(problem.code, "DRY-9003");
        assert!(
            problem.what.contains("connections.toml"),
            "{}",
            problem.what
        );
        let refused = Connections::change(&home, |all| {
            all.add(
                "new",
                Saved {
                    address: "sqlite:/x".into(),
                    environment: Some(Environment::Local),
                    password: false,
                },
            )
        });
        assert!(refused.is_err());
        assert_eq!(std::fs::read_to_string(home.connections()).unwrap(), text);
    }
}

#[test]
fn no_other_way_into_a_server_slips_past_a_guard() {
    let mut all = Connections::default();
    let saved = Saved {
        address: "postgres://ann@Live.example/shop".into(),
        environment: Some(Environment::Prod),
        password: false,
    };
    all.add("live", saved).unwrap();
    let of = |text: &str| {
        let address = Address::parse(text, Path::new("/")).unwrap();
        (all.environment(&address), all.knows(&address))
    };
    for same in [
        "postgres://bob@live.example/shop",
        "postgres://live.example:5432/shop?schema=x&sslmode=require",
        "postgres:///shop?host=live.example",
    ] {
        assert_eq!(of(same), (Environment::Prod, false), "{same}");
    }
    for other in [
        "postgres://ann@db/shop",
        "postgres://ann@10.0.0.1/shop",
        "mysql://ann@test.example/shop",
    ] {
        assert_eq!(of(other).0, Environment::Dev, "{other}");
    }
}

#[test]
fn names_cannot_pretend_to_be_addresses() {
    let mut all = Connections::default();
    let saved = Saved {
        address: "sqlite:/x".into(),
        environment: Some(Environment::Local),
        password: false,
    };
    for name in ["", " ", " a", "sqlite:x", "a/b", "a\nb", &"x".repeat(65)] {
        assert!(all.add(name, saved.clone()).is_err(), "{name:?}");
    }
    all.add("my app.db", saved.clone()).unwrap();
    assert_eq!(all.add("my app.db", saved).unwrap_err().code, "DRY-9004");
}

#[test]
fn each_wrong_end_has_its_own_problem() {
    let kinds = Kinds::new(connectors(Arc::new(NoKeys)));
    let all = Connections::default();
    let code = |text: &str| all.end(&kinds, text, Path::new("/")).err().map(|p| p.code);
    assert_eq!(code("nobody").as_deref(), Some("DRY-1012"));
    assert_eq!(code("oracle:x").as_deref(), Some("DRY-1011"));
    assert_eq!(code("sqlite:").as_deref(), Some("DRY-1011"));
}
