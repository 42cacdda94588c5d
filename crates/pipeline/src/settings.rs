//! The configuration: four files, each built in, each replaceable in the configuration directory.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::ocr::OcrSettings;
use etcetera::{BaseStrategy, choose_base_strategy};
use fedreg_alert::{AlertSettings, HeartbeatSettings, Rule, RuleBook};
use fedreg_fetch::{ApiSettings, CandidateQuery, queries_from_toml};
use fedreg_model::{Authorities, AuthorityError};
use fedreg_timeline::LinkRules;
use serde::{Deserialize, Serialize};

/// One of the four files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ConfigFile {
    /// Sources, politeness, runs. Overrides the built-in settings key by key.
    Fedreg,
    /// Statutes and orders. Replaces the built-in file as a whole.
    Authorities,
    /// Which documents are candidates. Replaces the built-in file as a whole.
    Queries,
    /// Which names are the same entity, and which are not. Replaces the built-in file as a whole.
    Entities,
}

impl ConfigFile {
    /// All four.
    pub const ALL: [Self; 4] = [
        Self::Fedreg,
        Self::Authorities,
        Self::Queries,
        Self::Entities,
    ];

    /// The file's name in the configuration directory.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fedreg => "fedreg.toml",
            Self::Authorities => "authorities.toml",
            Self::Queries => "queries.toml",
            Self::Entities => "entities.toml",
        }
    }

    /// The text that is built in.
    pub fn built_in(self) -> &'static str {
        match self {
            Self::Fedreg => include_str!("../../../config/fedreg.toml"),
            Self::Authorities => include_str!("../../../config/authorities.toml"),
            Self::Queries => include_str!("../../../config/queries.toml"),
            Self::Entities => include_str!("../../../config/entities.toml"),
        }
    }
}

/// Where a file's text came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The program itself.
    BuiltIn,
    /// The configuration directory.
    File(PathBuf),
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::BuiltIn => f.write_str("built in"),
            Self::File(path) => write!(f, "{}", path.display()),
        }
    }
}

/// How a run chooses what to read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RunSettings {
    /// Days before today at which the first run starts.
    pub first_days: u32,
    /// Whether documents on public inspection are read too.
    pub public_inspection: bool,
    /// Hours after which a run asks everything again, though the Register lists nothing else than
    /// before; 0: every run does.
    pub thorough_hours: u32,
}

impl Default for RunSettings {
    fn default() -> Self {
        Self {
            first_days: 30,
            public_inspection: true,
            thorough_hours: 3,
        }
    }
}

/// The contents of `fedreg.toml`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Fedreg {
    /// The Federal Register as a source.
    pub source: ApiSettings,
    /// What a run reads.
    pub run: RunSettings,
    /// Whether and how lists printed as images are read.
    pub ocr: OcrSettings,
    /// Who is told of what, and how.
    pub alert: AlertSettings,
    /// Who is told that runs are made.
    pub heartbeat: HeartbeatSettings,
}

/// Everything that can be configured, checked.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `fedreg.toml`.
    pub fedreg: Fedreg,
    /// `authorities.toml`.
    pub authorities: Arc<Authorities>,
    /// `queries.toml`.
    pub queries: Vec<CandidateQuery>,
    /// `entities.toml`.
    pub links: LinkRules,
    /// The alert rules of `fedreg.toml`, ready to be applied.
    pub rules: Vec<Rule>,
    /// Where each of the four came from, in the order of [`ConfigFile::ALL`].
    pub origins: Vec<(ConfigFile, Origin)>,
}

/// A configuration that cannot be used. The message names the file and, where it can, line and key.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The directory given does not exist.
    #[error("the configuration directory {} does not exist", .0.display())]
    NoDirectory(PathBuf),
    /// A file exists and cannot be read.
    #[error("a configuration file cannot be read: {0}")]
    Unreadable(#[from] std::io::Error),
    /// A file is not TOML, has an unknown key, or a value of the wrong kind.
    #[error("{origin}, line {line}: {message}")]
    Syntax {
        /// The file.
        origin: Origin,
        /// The line, from 1.
        line: usize,
        /// What is wrong there.
        message: String,
    },
    /// A file is well formed, and what it says makes no sense.
    #[error("{origin}: {message}")]
    Invalid {
        /// The file.
        origin: Origin,
        /// What is wrong.
        message: String,
    },
}

impl Settings {
    /// The default configuration directory by the platform's conventions; `None` if there is no
    /// home directory.
    pub fn default_directory() -> Option<PathBuf> {
        choose_base_strategy()
            .ok()
            .map(|base| base.config_dir().join("fedreg"))
    }

    /// The default place of the history by the platform's conventions; `None` if there is no home
    /// directory.
    pub fn default_history() -> Option<PathBuf> {
        choose_base_strategy()
            .ok()
            .map(|base| base.data_dir().join("fedreg").join("history.db"))
    }

    /// The built-in settings.
    pub fn built_in() -> Result<Self, SettingsError> {
        Self::from_texts(|file| Ok((file.built_in().to_owned(), Origin::BuiltIn)))
    }

    /// The built-in settings, with the files that `directory` holds. It must exist.
    pub fn load(directory: &Path) -> Result<Self, SettingsError> {
        if !directory.is_dir() {
            return Err(SettingsError::NoDirectory(directory.to_owned()));
        }
        Self::from_texts(|file| read_file(directory, file))
    }

    /// The same, with the built-in file in the place of each that cannot be used, and what is wrong
    /// with these, in the order of [`ConfigFile::ALL`].
    pub fn load_usable(directory: &Path) -> Result<(Self, Vec<SettingsError>), SettingsError> {
        if !directory.is_dir() {
            return Err(SettingsError::NoDirectory(directory.to_owned()));
        }
        let mut problems = Vec::new();
        let mut broken: Vec<ConfigFile> = Vec::new();
        loop {
            let tried = Cell::new(ConfigFile::Fedreg);
            let settings = Self::from_texts(|file| {
                tried.set(file);
                if broken.contains(&file) {
                    return Ok((file.built_in().to_owned(), Origin::BuiltIn));
                }
                read_file(directory, file)
            });
            match settings {
                Ok(settings) => return Ok((settings, problems)),
                // A broken built-in file is no one's to mend.
                Err(error) if broken.contains(&file_of(&error, tried.get())) => return Err(error),
                Err(error) => {
                    broken.push(file_of(&error, tried.get()));
                    problems.push(error);
                }
            }
        }
    }

    /// The alert rules, to be shown what history appends.
    pub fn rule_book(&self) -> RuleBook {
        RuleBook::new(self.rules.clone(), self.fedreg.alert.oldest_days)
    }

    fn from_texts(
        text_of: impl Fn(ConfigFile) -> Result<(String, Origin), SettingsError>,
    ) -> Result<Self, SettingsError> {
        let mut origins = Vec::with_capacity(ConfigFile::ALL.len());
        let mut take = |file| {
            let (text, origin) = text_of(file)?;
            origins.push((file, origin.clone()));
            Ok::<_, SettingsError>((text, origin))
        };

        let (text, fedreg_origin) = take(ConfigFile::Fedreg)?;
        let origin = fedreg_origin.clone();
        let fedreg: Fedreg = read_toml(&text, &origin)?;
        fedreg
            .source
            .validate()
            .map_err(|error| invalid(&origin, &error))?;

        let (text, origin) = take(ConfigFile::Authorities)?;
        let authorities = Authorities::from_toml(&text).map_err(|error| match error {
            AuthorityError::Toml(error) => syntax(&text, &origin, &error),
            other @ AuthorityError::Invalid { .. } => invalid(&origin, &other),
        })?;

        // Rules name authorities: what is wrong with one is wrong in fedreg.toml all the same.
        let rules = Rule::all(&fedreg.alert, &authorities)
            .map_err(|error| invalid(&fedreg_origin, &error))?;

        let heartbeat = fedreg.heartbeat.check();
        heartbeat.map_err(|error| invalid(&fedreg_origin, &error))?;

        let (text, origin) = take(ConfigFile::Queries)?;
        let queries = queries_from_toml(&text).map_err(|error| invalid(&origin, &error))?;

        let (text, origin) = take(ConfigFile::Entities)?;
        let links = LinkRules::from_toml(&text).map_err(|error| invalid(&origin, &error))?;

        Ok(Self {
            fedreg,
            authorities: Arc::new(authorities),
            queries,
            links,
            rules,
            origins,
        })
    }
}

/// The file that an error is about; `tried` is the last one that was read.
fn file_of(error: &SettingsError, tried: ConfigFile) -> ConfigFile {
    let (SettingsError::Syntax { origin, .. } | SettingsError::Invalid { origin, .. }) = error
    else {
        return tried;
    };
    let named = |file: &ConfigFile| match origin {
        Origin::File(path) => path.file_name().is_some_and(|name| name == file.name()),
        Origin::BuiltIn => *file == tried,
    };
    ConfigFile::ALL.into_iter().find(named).unwrap_or(tried)
}

/// A file's text: as the directory holds it, else as it is built in.
fn read_file(directory: &Path, file: ConfigFile) -> Result<(String, Origin), SettingsError> {
    let path = directory.join(file.name());
    match fs_err::read_to_string(&path) {
        Ok(text) => Ok((text, Origin::File(path))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Ok((file.built_in().to_owned(), Origin::BuiltIn))
        }
        Err(error) => Err(error.into()),
    }
}

fn read_toml<T: serde::de::DeserializeOwned>(
    text: &str,
    origin: &Origin,
) -> Result<T, SettingsError> {
    toml::from_str(text).map_err(|error| syntax(text, origin, &error))
}

fn syntax(text: &str, origin: &Origin, error: &toml::de::Error) -> SettingsError {
    let start = error.span().map_or(0, |span| span.start).min(text.len());
    let line = 1 + text[..floor(text, start)].matches('\n').count();
    SettingsError::Syntax {
        origin: origin.clone(),
        line,
        message: error.message().to_owned(),
    }
}

/// The character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    (0..=at)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}

fn invalid(origin: &Origin, error: &dyn std::fmt::Display) -> SettingsError {
    SettingsError::Invalid {
        origin: origin.clone(),
        message: error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_files_are_valid_and_say_what_the_code_says() {
        let settings = Settings::built_in().unwrap();
        assert_eq!(
            settings.fedreg,
            Fedreg::default(),
            "config/fedreg.toml and the defaults differ"
        );
        assert!(settings.authorities.get("INA-219").is_some());
        assert!(!settings.queries.is_empty());
    }

    fn keys(value: &toml::Value, found: &mut Vec<String>) {
        for (key, value) in value.as_table().into_iter().flatten() {
            found.push(key.clone());
            keys(value, found);
        }
    }

    #[test]
    fn every_setting_stands_in_the_built_in_file() {
        // Those without a value there are shown in a comment.
        let text = ConfigFile::Fedreg.built_in();
        let all = toml::Value::try_from(Fedreg::default()).unwrap();
        let mut found = vec!["contact".to_owned(), "govinfo_url".to_owned()];
        keys(&all, &mut found);
        for key in found {
            assert!(
                text.contains(&format!("{key} =")) || text.contains(&format!("{key}]")),
                "{key}"
            );
        }
    }

    #[test]
    fn a_file_overrides_key_by_key_and_errors_name_file_line_and_key() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("fedreg.toml");
        fs_err::write(&path, "[run]\nfirst_days = 3\n").unwrap();
        let settings = Settings::load(folder.path()).unwrap();
        assert_eq!(settings.fedreg.run.first_days, 3);
        assert!(settings.fedreg.run.public_inspection);
        assert_eq!(settings.origins[0].1, Origin::File(path.clone()));
        assert_eq!(settings.origins[1].1, Origin::BuiltIn);

        for (text, words) in [
            ("[run]\nfirst_dais = 3\n", ["line 2", "first_dais"]),
            ("[run]\n\nfirst_days = 'x'\n", ["line 3", "invalid type"]),
            ("[run\n", ["line 1", "fedreg.toml"]),
            ("[source.politeness]\nper_page = 300\n", ["per_page", "300"]),
            (
                "[[alert.rule]]\nname = 'a'\nchannels = ['ops']\n",
                ["fedreg.toml: alert.rule[0].channels", "'ops' is no channel"],
            ),
        ] {
            fs_err::write(&path, text).unwrap();
            let error = Settings::load(folder.path()).unwrap_err().to_string();
            for word in words {
                assert!(error.contains(word), "{text:?} gives: {error}");
            }
        }
    }

    #[test]
    fn each_broken_file_is_told_and_the_built_in_one_stands_in() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs_err::write(folder.path().join(name), text).unwrap();
        write("fedreg.toml", "[run]\n\nfirst_dais = 3\n");
        write("authorities.toml", "[X\n");
        write("queries.toml", "nonsense = 1\n");
        write("entities.toml", "nonsense = 1\n");
        let (settings, problems) = Settings::load_usable(folder.path()).unwrap();
        assert_eq!(settings.fedreg, Fedreg::default());
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(problems.len(), 4, "{problems:?}");
        for (problem, file) in problems.iter().zip(ConfigFile::ALL) {
            assert!(problem.contains(file.name()), "{problem}");
            assert!(problem.contains("line "), "{problem}");
        }
        assert!(
            settings
                .origins
                .iter()
                .all(|(_, origin)| *origin == Origin::BuiltIn)
        );
    }

    #[test]
    fn a_directory_that_is_not_there_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let error = Settings::load(&folder.path().join("nowhere"))
            .unwrap_err()
            .to_string();
        assert!(error.contains("nowhere"), "{error}");
    }
}
