//! The spellings of frameworks, each with what comes out of it.

use crate::connections::read::{Read, Unread, read};

fn told(text: &str) -> (String, Option<String>, Vec<String>) {
    let Read {
        address,
        secret,
        left_out,
    } = read(text, None).unwrap_or_else(|why| panic!("{text}: {why:?}"));
    let secret = secret.map(|s| s.reveal().to_owned());
    (address.to_string(), secret, left_out)
}

#[test]
fn addresses_of_every_framework_are_read() {
    for (text, address, secret) in [
        // Python, Ruby, Node, Prisma, Java, Go, libpq, PHP.
        (
            "postgresql+asyncpg://ann:s3@db.example:6000/shop",
            "postgres://ann@db.example:6000/shop",
            Some("s3"),
        ),
        ("mysql2://ann:s3@db/shop", "mysql://ann@db/shop", Some("s3")),
        ("postgis://ann@db/shop", "postgres://ann@db/shop", None),
        ("POSTGRES://db/shop", "postgres://db/shop", None),
        (
            "jdbc:postgresql://db:5433/shop?user=ann&password=a%26b&currentSchema=app",
            "postgres://ann@db:5433/shop?schema=app",
            Some("a&b"),
        ),
        ("jdbc:postgresql:shop", "postgres://localhost/shop", None),
        (
            "jdbc:mysql://db/shop?sslMode=VERIFY_IDENTITY",
            "mysql://db/shop?ssl-mode=verify-identity",
            None,
        ),
        (
            "host=db.example port=6000 dbname='my db' user=ann password='a b\\'c'",
            "postgres://ann@db.example:6000/my%20db",
            Some("a b'c"),
        ),
        (
            "host=/run/postgresql dbname=shop",
            "postgres:///shop?host=%2Frun%2Fpostgresql",
            None,
        ),
        (
            "ann:p@ss:w@tcp(db:3307)/shop?tls=skip-verify",
            "mysql://ann@db:3307/shop?ssl-mode=required",
            Some("p@ss:w"),
        ),
        (
            "ann@unix(/run/mysqld.sock)/shop",
            "mysql://ann@/shop?socket=%2Frun%2Fmysqld.sock",
            None,
        ),
        (
            "export DATABASE_URL=\"postgres://ann:s3@db/shop\";",
            "postgres://ann@db/shop",
            Some("s3"),
        ),
        (
            "  'mysql://ann:s3@[::1]:3307/shop'\n",
            "mysql://ann@[::1]:3307/shop",
            Some("s3"),
        ),
        (
            "postgres://ann@db/shop?options=-c%20search_path%3Dapp",
            "postgres://ann@db/shop?schema=app",
            None,
        ),
        (
            "postgres://ann@db/shop?sslmode=verify-ca&sslrootcert=/etc/ca.pem",
            "postgres://ann@db/shop?sslmode=verify-ca&sslrootcert=%2Fetc%2Fca.pem",
            None,
        ),
        (
            "postgres://ann@db/shop?sslrootcert=system",
            "postgres://ann@db/shop",
            None,
        ),
        ("postgres:///shop", "postgres://localhost/shop", None),
    ] {
        let (found, found_secret, left_out) = told(text);
        assert_eq!(found, address, "{text}");
        assert_eq!(found_secret.as_deref(), secret, "{text}");
        assert_eq!(left_out, Vec::<String>::new(), "{text}");
    }
}

/// C43: nothing that a password is made of ends up in the address.
#[test]
fn c43_passwords_of_all_kinds_come_out_whole() {
    for (written, secret) in [
        ("p%40ss%2Fw%25rd", "p@ss/w%rd"),
        ("a@b:c%", "a@b:c%"),
        ("p/ss", "p/ss"),
        ("p?ss=1", "p?ss=1"),
        ("p#ss", "p#ss"),
        ("123/45", "123/45"),
        ("with space", "with space"),
        ("gr%C3%BCn", "grün"),
    ] {
        let text = format!("postgres://ann:{written}@db.example:6000/shop");
        let (address, found, _) = told(&text);
        assert_eq!(address, "postgres://ann@db.example:6000/shop", "{written}");
        assert_eq!(found.as_deref(), Some(secret), "{written}");
    }
}

#[test]
fn an_encrypted_line_is_read_as_the_careful_kind() {
    for (text, setting) in [
        ("postgres://db.example/d?ssl=true", "sslmode=verify-full"),
        ("postgres://localhost/d?ssl=true", "sslmode=require"),
        (
            "postgres://db.example/d?sslmode=no-verify",
            "sslmode=require",
        ),
        ("postgres://db.example/d?sslmode=disable", "sslmode=disable"),
        (
            "postgres://db.example/d?sslmode=require&sslaccept=strict",
            "sslmode=verify-full",
        ),
        ("mysql://db.example/d?useSSL=false", "ssl-mode=disabled"),
        (
            "mysql://db.example/d?ssl={\"rejectUnauthorized\":true}",
            "ssl-mode=verify-identity",
        ),
        (
            "mysql://db.example/d?ssl-mode=REQUIRED",
            "ssl-mode=required",
        ),
    ] {
        let (address, ..) = told(text);
        assert!(address.ends_with(setting), "{text}: {address}");
    }
}

#[test]
fn what_means_nothing_here_is_named_and_left_out() {
    let (address, _, left_out) = told(
        "postgres://ann:s3@db/shop?pgbouncer=true&connection_limit=1&schema=a,b&sslcert=here.pem&pgbouncer=1",
    );
    assert_eq!(address, "postgres://ann@db/shop");
    assert_eq!(
        left_out,
        ["pgbouncer", "connection_limit", "schema", "sslcert"]
    );
    // A piece of a password that was not encoded is not taken for a name.
    let (_, _, left_out) = told("jdbc:postgresql://db/shop?user=ann&password=se&cret");
    assert_eq!(left_out, ["another setting"]);
}

#[test]
fn what_is_no_address_is_told_without_a_word_of_it() {
    for (text, why) in [
        ("hunter2", Unread::NotAnAddress),
        ("", Unread::NotAnAddress),
        ("ann:hunter2@db", Unread::NotAnAddress),
        ("hunter2://x", Unread::NotAnAddress),
        ("sqlite:///app.db", Unread::AFile),
        ("/home/ann/app.db", Unread::AFile),
        (
            "mongodb+srv://ann:hunter2@db/app",
            Unread::Kind("mongodb".into()),
        ),
        ("postgres://ann:hunter2@a:1,b:2/app", Unread::Several),
        ("postgres://ann:hunter2@db:port/app", Unread::Port),
        ("postgres://ann:hunter2@[::1/app", Unread::NotAnAddress),
    ] {
        let found = read(text, None).err();
        assert_eq!(found, Some(why), "{text}");
    }
}
