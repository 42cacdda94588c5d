//! What every command needs: printer, clock, settings, the history.

use std::collections::BTreeSet;
use std::path::PathBuf;

use fedreg_history::{History, OpenMode};
use fedreg_model::Authorities;
use fedreg_pipeline::{Clock, Settings, SettingsError};

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
        let settings = match self.settings_directory() {
            Some(directory) => Settings::load(&directory),
            None => Settings::built_in(),
        };
        settings.map_err(|error| unusable(&error))
    }

    /// The settings, with the built-in file in the place of each that cannot be used, and what is
    /// wrong with these.
    pub(crate) fn usable_settings(&self) -> Result<(Settings, Vec<CliError>), CliError> {
        let loaded = match self.settings_directory() {
            Some(directory) => Settings::load_usable(&directory),
            None => Settings::built_in().map(|settings| (settings, Vec::new())),
        };
        let (settings, problems) = loaded.map_err(|error| unusable(&error))?;
        Ok((settings, problems.iter().map(unusable).collect()))
    }

    fn settings_directory(&self) -> Option<PathBuf> {
        // A default directory need not exist.
        let default = || Settings::default_directory().filter(|directory| directory.is_dir());
        self.config.clone().or_else(default)
    }

    /// The history, to write to; made if it is not there.
    /// What is appended to it is shown to the alert rules.
    pub(crate) fn history_for_writing(&self, settings: &Settings) -> Result<History, CliError> {
        let path = self.db_path()?;
        let mut history = History::open(path, OpenMode::ReadWrite)?;
        let book = settings.rule_book();
        if !book.is_empty() {
            history.set_alerter(Box::new(book));
        }
        Ok(history)
    }

    /// The history, to read. There must be one.
    pub(crate) fn history(&self) -> Result<History, CliError> {
        Ok(History::open(self.db_path()?, OpenMode::ReadOnly)?)
    }
}

/// What to do about a configuration that cannot be used.
fn unusable(error: &SettingsError) -> CliError {
    let help = match error {
        SettingsError::NoDirectory(directory) => {
            format!(
                "make one: fedreg --config {} config init",
                directory.display()
            )
        }
        SettingsError::Unreadable(_) => {
            "let it be read, or choose another place: --config DIR".to_owned()
        }
        SettingsError::Syntax { origin, .. } | SettingsError::Invalid { origin, .. } => {
            format!("mend {origin}, then fedreg config check")
        }
    };
    CliError::usage(error.to_string()).help(help)
}

/// The codes of the authorities that a person's words mean; an unknown one is a usage error.
pub(crate) fn codes(known: &Authorities, words: &[String]) -> Result<BTreeSet<String>, CliError> {
    let mut codes = BTreeSet::new();
    for word in words {
        let found = known.find(word);
        if found.is_empty() {
            return Err(
                CliError::usage(format!("'{word}' is no authority that fedreg knows"))
                    .which(format!("--authority {word}"))
                    .help("list the known ones: fedreg authorities"),
            );
        }
        codes.extend(found.iter().map(|authority| authority.code.clone()));
    }
    Ok(codes)
}
