//! Runs the binary in a home of its own, at a pinned instant.

pub(crate) mod server;
pub(crate) mod webdriver;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

/// Now, for every test: the day after the last fixture but the filed ones.
pub(crate) const NOW: &str = "2026-02-02T12:00:00Z";

/// The workspace's folder.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .unwrap()
}

/// The bundled folder register.
pub(crate) fn register() -> PathBuf {
    root().join("fixtures/register")
}

/// A home with a history in it.
pub(crate) struct Home {
    folder: PathBuf,
}

/// What a call of the binary gave.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Home {
    /// An empty home, gone before it is used again.
    pub(crate) fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs_err::remove_dir_all(&folder);
        fs_err::create_dir_all(&folder).unwrap();
        Self { folder }
    }

    /// A home whose history holds the bundled register; made once, read by many tests.
    pub(crate) fn filled() -> &'static Self {
        static FILLED: OnceLock<Home> = OnceLock::new();
        FILLED.get_or_init(|| {
            let home = Self::new("filled");
            let ran = home.run(&["run", "--source", "fixtures/register"]);
            assert!(matches!(ran.code, 0 | 4), "{ran:?}");
            home
        })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.folder
    }

    pub(crate) fn db(&self) -> PathBuf {
        self.folder.join("data/fedreg/history.db")
    }

    /// The command, in the workspace's folder, with nothing of the caller's environment that it
    /// heeds.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("fedreg"));
        command.current_dir(root()).args(arguments);
        for name in [
            "FEDREG_DB",
            "FEDREG_CONFIG",
            "FEDREG_LOG",
            "NO_COLOR",
            "COLUMNS",
            "CARGO_PKG_NAME",
        ] {
            command.env_remove(name);
        }
        command
            .env("HOME", &self.folder)
            .env("XDG_DATA_HOME", self.folder.join("data"))
            .env("XDG_CONFIG_HOME", self.folder.join("config"))
            .env("FEDREG_NOW", NOW)
            .stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        self.command(arguments).output().unwrap().into()
    }

    /// The same at another instant.
    pub(crate) fn run_at(&self, now: &str, arguments: &[&str]) -> Ran {
        let mut command = self.command(arguments);
        command.env("FEDREG_NOW", now).output().unwrap().into()
    }

    /// The output as JSON.
    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        let ran = self.run(arguments);
        serde_json::from_str(&ran.stdout)
            .unwrap_or_else(|error| panic!("{arguments:?} gave no JSON ({error}): {ran:?}"))
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        Self {
            code: output.status.code().expect("an exit code"),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }
}
