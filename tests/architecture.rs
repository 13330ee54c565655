//! The arrows between crates, kept by a test so that they cannot rot: shells -> app -> {engine, connectors} ->
//! connector -> model.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on must fail"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Direct dependencies of each package of the workspace, without those that only tests have.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--no-deps",
            "--offline",
        ])
        .current_dir(root())
        .output()
        .expect("cargo metadata runs");
    let metadata: serde_json::Value =
        serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON");
    metadata["packages"]
        .as_array()
        .expect("packages")
        .iter()
        .map(|package| {
            let names = package["dependencies"]
                .as_array()
                .expect("dependencies")
                .iter()
                .filter(|d| d["kind"].as_str() != Some("dev"))
                .filter_map(|d| d["name"].as_str().map(str::to_owned))
                .collect();
            (package["name"].as_str().expect("name").to_owned(), names)
        })
        .collect()
}

const CONNECTORS: [&str; 3] = ["drydock-mysql", "drydock-postgres", "drydock-sqlite"];

fn ours(names: &BTreeSet<String>) -> BTreeSet<&str> {
    names
        .iter()
        .map(String::as_str)
        .filter(|n| n.starts_with("drydock-"))
        .collect()
}

#[test]
fn arrows_point_one_way() {
    let all = dependencies();
    let allowed: BTreeMap<&str, Vec<&str>> = BTreeMap::from([
        ("drydock-model", vec![]),
        ("drydock-connector", vec!["drydock-model"]),
        ("drydock-engine", vec!["drydock-connector", "drydock-model"]),
        ("drydock-mysql", vec!["drydock-connector", "drydock-model"]),
        (
            "drydock-postgres",
            vec!["drydock-connector", "drydock-model"],
        ),
        ("drydock-sqlite", vec!["drydock-connector", "drydock-model"]),
        (
            "drydock-testkit",
            vec!["drydock-connector", "drydock-model"],
        ),
        (
            "drydock-app",
            [
                &["drydock-connector", "drydock-engine", "drydock-model"],
                &CONNECTORS[..],
            ]
            .concat(),
        ),
        ("drydock-cli", vec!["drydock-app"]),
        ("drydock-benches", vec![]),
        ("drydock-desktop", vec!["drydock-app", "drydock-model"]),
    ]);
    for (package, names) in &all {
        let may = allowed
            .get(package.as_str())
            .unwrap_or_else(|| panic!("{package} is new: say here what it may depend on"));
        for name in ours(names) {
            assert!(may.contains(&name), "{package} must not depend on {name}");
        }
    }
}

#[test]
fn the_model_knows_neither_async_nor_a_driver_nor_a_clock() {
    let all = dependencies();
    for forbidden in [
        "tokio",
        "async-trait",
        "chrono",
        "sqlx",
        "rusqlite",
        "tauri",
    ] {
        assert!(
            !all["drydock-model"].contains(forbidden),
            "the model must not know {forbidden}"
        );
    }
}

#[test]
fn only_the_desktop_package_knows_tauri() {
    for (package, names) in dependencies() {
        let tauri = names
            .iter()
            .any(|n| n == "tauri" || n.starts_with("tauri-"));
        assert!(
            !tauri || package == "drydock-desktop",
            "{package} must not know Tauri"
        );
    }
}

/// Files below `folder` with one of the endings, skipping what is built or fetched.
fn files(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() {
            if !["node_modules", "dist", "target", "artefacts"].contains(&name.as_str()) {
                found.extend(files(&path, endings));
            }
        } else if endings.iter().any(|e| name.ends_with(e)) {
            found.push(path);
        }
    }
    found
}

#[test]
fn only_one_folder_of_the_ui_talks_to_tauri() {
    let ui = root().join("ui/src");
    for file in files(&ui, &[".ts", ".tsx"]) {
        let inside = file.starts_with(ui.join("ipc"));
        let text = std::fs::read_to_string(&file).expect("a text file");
        assert!(
            inside || !text.contains("@tauri-apps/"),
            "{} talks to Tauri past ui/src/ipc",
            file.display()
        );
    }
}

#[test]
fn a_stores_kind_is_asked_for_in_one_list_only() {
    for crate_name in ["engine", "connector", "model"] {
        let source = root().join("src-tauri/crates").join(crate_name).join("src");
        for file in files(&source, &[".rs"]) {
            let text = std::fs::read_to_string(&file).expect("a text file");
            let code: String = text
                .split("#[cfg(test)]")
                .next()
                .unwrap_or_default()
                .lines()
                .filter(|l| !l.trim_start().starts_with("//"))
                .collect::<Vec<_>>()
                .join("\n");
            for kind in ["\"sqlite\"", "\"postgres\"", "\"mysql\"", "\"mongodb\""] {
                assert!(
                    !code.contains(kind),
                    "{} asks for a store by its name; ask its Abilities",
                    file.display()
                );
            }
        }
    }
}
