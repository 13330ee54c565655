//! Addresses go to a file and passwords to the keychain; both or neither.

use super::{Desk, form, typed, wish};
use crate::secrets::Secrets;
use crate::views::{
    ConnectionWish, Environment, PasswordChoice, PasswordKept, PasswordPlace, ServerForm,
};
use drydock_connector::{Address, Keys};
use std::path::Path;

const SECRET: &str = "s3@:/#% cret";

async fn asked(desk: &Desk, address: &str) -> Option<String> {
    let address = Address::parse(address, Path::new("/")).unwrap();
    let secret = desk.studio.passwords().secret(&address).await.unwrap();
    secret.map(|s| s.reveal().to_owned())
}

#[tokio::test]
async fn a_connection_is_saved_with_its_password_in_the_keychain() {
    let desk = Desk::new(Secrets::for_tests()).await;
    let studio = &desk.studio;
    let view = studio.connection_save(wish("live", typed(SECRET))).await;
    let view = view.unwrap();
    assert_eq!(view.address, "postgres://ann@db.example/shop");
    assert_eq!(view.place, "db.example:5432");
    assert_eq!(
        (view.environment, view.environment_said),
        (Environment::Prod, true)
    );
    assert!(!desk.saved_text().contains("cret"));
    assert_eq!(asked(&desk, &view.address).await.as_deref(), Some(SECRET));
    let details = studio.connection_details("live").await.unwrap();
    assert_eq!(details.form, Some(form()));
    assert_eq!(details.password, PasswordKept::Keychain);
    // A name is taken once, and the keychain is left alone then.
    let taken = studio.connection_save(wish("live", typed("other"))).await;
    assert_eq!(taken.unwrap_err().code, "DRY-9004");
    assert_eq!(asked(&desk, &view.address).await.as_deref(), Some(SECRET));
}

#[tokio::test]
async fn a_new_name_takes_the_password_along() {
    let desk = Desk::new(Secrets::for_tests()).await;
    let studio = &desk.studio;
    studio
        .connection_save(wish("live", typed(SECRET)))
        .await
        .unwrap();
    let moved = ConnectionWish {
        form: Some(ServerForm {
            database: "store".into(),
            ..form()
        }),
        ..wish("moved", PasswordChoice::Unchanged)
    };
    // But not to another server, or for another user.
    for (host, user) in [("new.example", "ann"), ("db.example", "bob")] {
        let elsewhere = ConnectionWish {
            form: Some(ServerForm {
                host: host.into(),
                user: user.into(),
                ..form()
            }),
            ..wish("moved", PasswordChoice::Unchanged)
        };
        let refused = studio.connection_change("live", elsewhere.clone()).await;
        assert_eq!(refused.unwrap_err().code, "DRY-9004");
        let form = elsewhere.form.unwrap();
        let tried = studio.connection_test_draft(form, PasswordChoice::Unchanged, Some("live"));
        assert_eq!(tried.await.unwrap_err().code, "DRY-9004");
    }
    let view = studio.connection_change("live", moved).await.unwrap();
    assert_eq!(view.address, "postgres://ann@db.example/store");
    assert_eq!(studio.secrets().get("live").await.unwrap(), None);
    assert_eq!(asked(&desk, &view.address).await.as_deref(), Some(SECRET));
    assert_eq!(
        studio.connection_details("live").await.unwrap_err().code,
        "DRY-1012"
    );
    // Another password, and then none.
    studio
        .connection_change("moved", wish("moved", typed("new")))
        .await
        .unwrap();
    assert_eq!(
        studio.secrets().get("moved").await.unwrap().as_deref(),
        Some("new")
    );
    let none = wish("moved", PasswordChoice::Nothing);
    studio.connection_change("moved", none).await.unwrap();
    assert_eq!(studio.secrets().get("moved").await.unwrap(), None);
    let details = studio.connection_details("moved").await.unwrap();
    assert_eq!(details.password, PasswordKept::Nowhere);
}

#[tokio::test]
async fn forgetting_a_connection_forgets_its_password() {
    let desk = Desk::new(Secrets::for_tests()).await;
    let studio = &desk.studio;
    studio
        .connection_save(wish("live", typed(SECRET)))
        .await
        .unwrap();
    studio.connection_forget("live").await.unwrap();
    assert_eq!(studio.secrets().get("live").await.unwrap(), None);
    assert!(!desk.saved_text().contains("live"));
}

#[tokio::test]
async fn where_there_is_no_keychain_nothing_is_saved_and_a_way_is_offered() {
    let desk = Desk::new(Secrets::absent()).await;
    let studio = &desk.studio;
    let refused = studio.connection_save(wish("live", typed(SECRET))).await;
    let refused = refused.unwrap_err();
    assert_eq!(refused.code, "DRY-1010");
    let offers = |action| {
        refused
            .next
            .iter()
            .any(|n| n.action.as_deref() == Some(action))
    };
    assert!(offers("keep_until_closed"));
    assert_eq!(desk.saved_text(), "");
    let here = ConnectionWish {
        keep: PasswordPlace::UntilClosed,
        ..wish("live", typed(SECRET))
    };
    let view = studio.connection_save(here).await.unwrap();
    let details = studio.connection_details("live").await.unwrap();
    assert_eq!(details.password, PasswordKept::UntilClosed);
    assert_eq!(asked(&desk, &view.address).await.as_deref(), Some(SECRET));
    // It goes along to another database, and what needs no password needs no keychain.
    let moved = ConnectionWish {
        form: Some(ServerForm {
            database: "store".into(),
            ..form()
        }),
        ..wish("live", PasswordChoice::Unchanged)
    };
    let moved = studio.connection_change("live", moved).await.unwrap();
    assert_eq!(asked(&desk, &moved.address).await.as_deref(), Some(SECRET));
    assert_eq!(asked(&desk, &view.address).await, None);
    studio
        .connection_save(wish("open", PasswordChoice::Nothing))
        .await
        .unwrap();
    assert_eq!(asked(&desk, &view.address).await, None);
    studio.connection_forget("live").await.unwrap();
    assert_eq!(asked(&desk, &moved.address).await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_a_plan_has_is_not_changed() {
    let desk = Desk::new(Secrets::for_tests()).await;
    let studio = &desk.studio;
    let sample = studio.sample_open().await.unwrap();
    let all = studio.connections(Some(&sample.id)).await.unwrap();
    let used = all.iter().find(|c| c.role.is_some()).unwrap();
    let renamed = ConnectionWish {
        form: None,
        environment: Environment::Staging,
        ..wish("another", PasswordChoice::Unchanged)
    };
    let refused = studio.connection_change(&used.name, renamed.clone()).await;
    assert_eq!(refused.unwrap_err().code, "DRY-9004");
    let kept = ConnectionWish {
        name: used.name.clone(),
        ..renamed
    };
    let view = studio.connection_change(&used.name, kept).await.unwrap();
    assert_eq!(view.address, used.address);
    assert_eq!(view.environment, Environment::Staging);
}

#[tokio::test]
async fn what_nobody_said_is_guessed_until_somebody_says_it() {
    let desk = Desk::new(Secrets::for_tests()).await;
    let studio = &desk.studio;
    let text = "drydock = 1\n[connections.shop]\naddress = \"postgres://ann@db.example/shop\"\n";
    std::fs::write(studio.home().connections(), text).unwrap();
    let view = studio.connections(None).await.unwrap().remove(0);
    assert_eq!(
        (view.environment, view.environment_said),
        (Environment::Prod, false)
    );
    let said = studio
        .connection_set_environment("shop", Environment::Dev)
        .await;
    let view = said.unwrap();
    assert_eq!(
        (view.environment, view.environment_said),
        (Environment::Dev, true)
    );
}

#[tokio::test]
async fn a_file_of_settings_beside_a_database_is_found_and_left_alone() {
    let desk = Desk::new(Secrets::for_tests()).await;
    let project = desk.folder.path().join("project");
    std::fs::create_dir_all(project.join("app")).unwrap();
    let text = "DATABASE_URL=postgres://ann:s3@db-prod.example/shop?pgbouncer=true\r\n";
    let env = project.join("app/.env");
    std::fs::write(&env, text).unwrap();
    std::fs::write(project.join(".env.example"), text).unwrap();
    let found = desk.studio.look(vec![project]).await.unwrap();
    assert!(found.stores.is_empty() && found.unusable.is_empty());
    let [file] = &found.env_files[..] else {
        panic!("{:?}", found.env_files);
    };
    let [find] = &file.found[..] else {
        panic!("{file:?}");
    };
    assert_eq!(find.variables, ["DATABASE_URL"]);
    let draft = &find.draft;
    assert_eq!(
        (&*draft.form.host, &*draft.name),
        ("db-prod.example", "shop")
    );
    assert_eq!(
        (draft.environment, &*draft.left_out),
        (Environment::Prod, &["pgbouncer".to_owned()][..])
    );
    let token = draft.password.clone().unwrap();
    let saved = ConnectionWish {
        form: Some(draft.form.clone()),
        ..wish(
            "shop",
            PasswordChoice::Draft {
                token: token.clone(),
            },
        )
    };
    desk.studio.connection_save(saved.clone()).await.unwrap();
    assert_eq!(
        desk.studio.secrets().get("shop").await.unwrap().as_deref(),
        Some("s3")
    );
    assert_eq!(std::fs::read_to_string(env).unwrap(), text);
    // A token is good once.
    let again = ConnectionWish {
        name: "again".into(),
        ..saved
    };
    assert_eq!(
        desk.studio.connection_save(again).await.unwrap_err().code,
        "DRY-1002"
    );
    // A file with no address in it is only told of when it was chosen.
    let dull = desk.folder.path().join(".env");
    std::fs::write(&dull, "A=b").unwrap();
    assert_eq!(
        desk.studio.look(vec![dull]).await.unwrap().env_files.len(),
        1
    );
}
