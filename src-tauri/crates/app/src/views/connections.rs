//! Connections as the screen shows them: saved ones, the form of a server, what a paste or a `.env` file held, and tests.
//! Secrets and paths stay on the Rust side; tokens stand for them.

use super::Environment;
use drydock_model::Problem;
use serde::{Deserialize, Serialize};
use specta::Type;
use std::fmt;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ConnectionView {
    pub name: String,
    pub kind: String,
    /// The address, which never holds a secret.
    pub address: String,
    /// Where it is in a few words, for the list: `db.internal:5432`, or the address of a file.
    pub place: String,
    pub environment: Environment,
    /// A person said it; otherwise it is guessed from the names in the address.
    pub environment_said: bool,
    /// `source` or `target` in the open project, or nothing.
    pub role: Option<String>,
    pub used_by: Vec<String>,
    #[specta(type = Option<u32>)]
    pub bytes: Option<u64>,
    pub there: bool,
    /// The latest test since Drydock was opened.
    pub last_test: Option<LastTest>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct LastTest {
    pub good: bool,
    #[specta(type = u32)]
    pub took_ms: u64,
}

/// What is asked for the one connection that is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ConnectionDetails {
    pub name: String,
    /// For editing; none for a store that is a file.
    pub form: Option<ServerForm>,
    pub password: PasswordKept,
}

/// Where the password of a connection is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kept", rename_all = "snake_case")]
pub enum PasswordKept {
    /// There is none, or none is needed.
    Nowhere,
    Keychain,
    /// With this process, until Drydock is closed.
    UntilClosed,
    /// It should be in the keychain, and is not, or the keychain does not answer.
    Missing {
        problem: Problem,
    },
}

/// A kind of server, for the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ServerKind {
    pub kind: String,
    pub name: String,
    /// What holds where the form says nothing.
    pub port: u16,
    pub user: String,
    /// The schema that holds where the form says nothing; none for a kind that has no schemas.
    pub schema: Option<String>,
    pub address_form: String,
}

/// The fields of a server. Empty and none mean the usual.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ServerForm {
    pub kind: String,
    pub host: String,
    pub port: Option<u16>,
    pub database: String,
    pub user: String,
    pub schema: String,
    pub tls: Tls,
    pub ca: Option<KeptFile>,
    pub cert: Option<KeptFile>,
    pub key: Option<KeptFile>,
    /// A socket on this machine, which is used instead of host and port.
    pub socket: Option<KeptFile>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Tls {
    /// As `verify_full`; on this machine as `preferred`.
    #[default]
    Usual,
    Off,
    Preferred,
    Required,
    VerifyCa,
    VerifyFull,
}

/// A file that was chosen; its path stays on the Rust side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct KeptFile {
    pub token: String,
    /// For people to read.
    pub name: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum FilePurpose {
    Ca,
    Cert,
    Key,
    /// A folder or a file, as the kind of server has it.
    Socket,
}

/// What an address said, ready to be looked over in the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ConnectionDraft {
    pub form: ServerForm,
    /// Stands for the password that was in it, which stays on the Rust side; none where there was none.
    pub password: Option<String>,
    /// Names of settings that mean nothing to Drydock.
    pub left_out: Vec<String>,
    /// Guessed, to be confirmed.
    pub environment: Environment,
    /// A name that is free.
    pub name: String,
    /// The saved connection that leads to the same place already.
    pub known_as: Option<String>,
}

/// A file of settings, as `.env`, and the addresses in it. It is read and never changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct EnvFile {
    pub place: String,
    pub found: Vec<EnvFind>,
    /// Variables that look like an address and cannot be used, each with why.
    pub unusable: Vec<(String, String)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct EnvFind {
    /// The variable, or those that say it together.
    pub variables: Vec<String>,
    pub draft: ConnectionDraft,
}

/// Which password a connection gets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "password", rename_all = "snake_case")]
pub enum PasswordChoice {
    /// The one of a draft, by token.
    Draft {
        token: String,
    },
    Typed {
        text: TypedPassword,
    },
    Nothing,
    /// The one that the connection has.
    Unchanged,
}

/// On its way in only; it is never shown or logged.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(transparent)]
pub struct TypedPassword(pub String);

impl fmt::Debug for TypedPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TypedPassword")
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PasswordPlace {
    Keychain,
    /// With this process only, where there is no keychain.
    UntilClosed,
}

/// How a connection shall be saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ConnectionWish {
    pub name: String,
    /// None leaves the address as it is, as for a store that is a file.
    pub form: Option<ServerForm>,
    pub environment: Environment,
    pub password: PasswordChoice,
    /// Where a new password is kept.
    pub keep: PasswordPlace,
}

/// One plain step of a connection test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct TestStep {
    pub name: String,
    pub state: StepState,
    pub text: String,
    #[specta(type = Option<u32>)]
    pub took_ms: Option<u64>,
    pub problem: Option<Problem>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    Waiting,
    Running,
    Good,
    Note,
    Failed,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ConnectionTest {
    pub connection: String,
    pub steps: Vec<TestStep>,
    /// "Ready", or "Ready, with 1 thing to know"; none while it runs, when it failed, and when it was stopped.
    pub verdict: Option<String>,
    /// What this account may do.
    pub may: Vec<(String, bool)>,
    /// A person stopped it; the step that ran then waits again.
    pub stopped: bool,
}
