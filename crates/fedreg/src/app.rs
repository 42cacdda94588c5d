//! What every command needs: printer, clock, settings, the history.

use std::collections::BTreeSet;
use std::path::PathBuf;

use fedreg_history::{History, OpenMode};
use fedreg_model::Authorities;
use fedreg_pipeline::{Clock, Settings};

use crate::cli::Global;
use crate::error::CliError;
use crate::output::Printer;

/// The process's surroundings, read once.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) printer: Printer,
    pub(crate) clock: Clock,
    db: Option<PathBuf>,
    config: Option<PathBuf>,
}

impl App {
    /// Reads the environment.
    pub(crate) fn new(global: &Global) -> Result<Self, CliError> {
        let clock = match std::env::var("FEDREG_NOW") {
            Ok(text) => Clock::pinned(&text).map_err(|error| {
                CliError::usage(error.to_string())
                    .which("FEDREG_NOW")
                    .help("unset FEDREG_NOW")
            })?,
            Err(_) => Clock::System,
        };
        Ok(Self {
            printer: global.printer(),
            clock,
            db: global.db.clone(),
            config: global.config.clone(),
        })
    }

    /// Where the history is, or would be.
    pub(crate) fn db_path(&self) -> Result<PathBuf, CliError> {
        self.db
            .clone()
            .or_else(Settings::default_history)
            .ok_or_else(|| {
                CliError::usage("there is no home directory to keep the history in")
                    .help("say where: --db FILE, or FEDREG_DB")
            })
    }

    /// Where configuration files are, or would be; given or not.
    pub(crate) fn config_dir(&self) -> Result<PathBuf, CliError> {
        self.config
            .clone()
            .or_else(Settings::default_directory)
            .ok_or_else(|| {
                CliError::usage("there is no home directory to keep the configuration in")
                    .help("say where: --config DIR, or FEDREG_CONFIG")
            })
    }

    /// How to call this program again: through cargo if it was started so, on the same history.
    pub(crate) fn called_as(&self) -> String {
        let by_cargo = std::env::var_os("CARGO_PKG_NAME").is_some_and(|name| name == "fedreg");
        let program = if by_cargo {
            "cargo run -q --release --"
        } else {
            "fedreg"
        };
        match &self.db {
            Some(path) => format!("{program} --db {}", path.display()),
            None => program.to_owned(),
        }
    }

    /// The settings in force.
    pub(crate) fn settings(&self) -> Result<Settings, CliError> {
        let directory = match &self.config {
            Some(directory) => Some(directory.clone()),
            // A default directory need not exist.
            None => Settings::default_directory().filter(|directory| directory.is_dir()),
        };
        let settings = match directory {
            Some(directory) => Settings::load(&directory),
            None => Settings::built_in(),
        };
        settings.map_err(|error| {
            CliError::usage(error.to_string())
                .help("mend the file, or compare it with the built-in one: fedreg config show")
        })
    }

    /// The history, to write to; made if it is not there.
    pub(crate) fn history_for_writing(&self) -> Result<History, CliError> {
        let path = self.db_path()?;
        Ok(History::open(path, OpenMode::ReadWrite)?)
    }

    /// The history, to read. There must be one.
    pub(crate) fn history(&self) -> Result<History, CliError> {
        Ok(History::open(self.db_path()?, OpenMode::ReadOnly)?)
    }
}

/// The codes of the authorities that a person's words mean; an unknown one is a usage error.
pub(crate) fn codes(known: &Authorities, words: &[String]) -> Result<BTreeSet<String>, CliError> {
    words
        .iter()
        .map(|word| {
            known
                .find(word)
                .map(|authority| authority.code.clone())
                .ok_or_else(|| {
                    CliError::usage(format!("'{word}' is no authority that fedreg knows"))
                        .which(format!("--authority {word}"))
                        .help("list the known ones: fedreg authorities")
                })
        })
        .collect()
}
