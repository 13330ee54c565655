//! A server that cannot outlive the tests: a shell holds it and reads from a pipe that only the test process has open.
//! However that process ends (done, panicked, killed), the pipe closes, and the shell stops the server and removes its
//! folder. A destructor would not do: statics have none, and nothing runs after SIGKILL.

use std::io;
use std::net::TcpListener;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// The program's arguments are `$3` and on; its output goes to `log` in the folder.
const HOLD: &str = r#"
folder=$1 signal=$2; shift 2
"$@" >"$folder/log" 2>&1 </dev/null &
server=$!
cat >/dev/null
kill -s "$signal" "$server" 2>/dev/null
wait "$server" 2>/dev/null
rm -rf "$folder"
"#;

pub struct Guarded {
    holder: Child,
    pub folder: PathBuf,
}

impl Guarded {
    /// Starts the program in the folder, which goes with it. `signal` is what ends it at once, as `QUIT`.
    pub fn start(folder: PathBuf, signal: &str, command: &[String]) -> io::Result<Guarded> {
        let holder = Command::new("sh")
            .args(["-c", HOLD, "sh"])
            .arg(&folder)
            .arg(signal)
            .args(command)
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // Ctrl+C ends the tests; the shell must live on for as long as it takes to clean up.
            .process_group(0)
            .spawn()?;
        Ok(Guarded { holder, folder })
    }

    /// False once the server's holder has gone.
    pub fn is_up(&mut self) -> bool {
        matches!(self.holder.try_wait(), Ok(None))
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }
}

/// A port that was free a moment ago.
pub fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

pub fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|m| m.uid() == 0)
}

/// Servers refuse to run as root; then they run as nobody.
pub fn unprivileged(command: &[String]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    if is_root() {
        let drop = [
            "setpriv",
            "--reuid=nobody",
            "--regid=nogroup",
            "--clear-groups",
        ];
        all.extend(drop.map(Into::into));
    }
    all.extend_from_slice(command);
    all
}

/// A new folder that the server's user may write to.
pub fn folder(name: &str) -> io::Result<PathBuf> {
    let unique = format!("drydock-{name}-{}-{}", std::process::id(), free_port()?);
    let folder = std::env::temp_dir().join(unique);
    std::fs::create_dir(&folder)?;
    if is_root() {
        let whole = folder.to_string_lossy().into_owned();
        run(&["chown".into(), "nobody:nogroup".into(), whole])?;
    }
    Ok(folder)
}

/// Runs a program to its end; what it said is the error.
pub fn run(command: &[String]) -> io::Result<String> {
    let said = Command::new(&command[0])
        .args(&command[1..])
        .current_dir("/")
        .stdin(Stdio::null())
        .output()
        .map_err(|e| io::Error::new(e.kind(), format!("{}: {e}", command[0])))?;
    if said.status.success() {
        return Ok(String::from_utf8_lossy(&said.stdout).into_owned());
    }
    let words = String::from_utf8_lossy(&said.stderr);
    Err(io::Error::other(format!("{}: {words}", command[0])))
}

/// A program of the path, or of one of the folders that packages keep servers in.
pub fn program(name: &str, folders: &[PathBuf]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path).collect::<Vec<_>>();
    let is_there = |folder: &Path| folder.join(name).is_file();
    let mut all = folders.iter().chain(&on_path);
    all.find(|f| is_there(f)).map(|f| f.join(name))
}
