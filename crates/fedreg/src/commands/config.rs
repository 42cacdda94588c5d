//! `fedreg config`: write, check and show the configuration.

use fedreg_pipeline::{ConfigFile, Settings};
use serde_json::{Value, json};

use crate::app::App;
use crate::cli::ConfigCommand;
use crate::error::CliError;
use crate::exit::Status;
use crate::output::{Listing, count};

pub(crate) fn run(app: &App, command: &ConfigCommand) -> Result<Status, CliError> {
    match command {
        ConfigCommand::Init { all } => init(app, *all),
        ConfigCommand::Check => check(app),
        ConfigCommand::Show => show(app),
    }
}

fn init(app: &App, all: bool) -> Result<Status, CliError> {
    let directory = app.config_dir()?;
    let unwritable = |error: std::io::Error| {
        CliError::usage(format!("the configuration cannot be written: {error}"))
            .help("choose another place: --config DIR")
    };
    fs_err::create_dir_all(&directory).map_err(unwritable)?;
    let files: &[ConfigFile] = if all {
        &ConfigFile::ALL
    } else {
        &[ConfigFile::Fedreg]
    };
    let mut listing = Listing::new(&[("file", true), ("state", true)], "");
    for file in files {
        let path = directory.join(file.name());
        let state = if path.exists() {
            "kept, it was there already"
        } else {
            fs_err::write(&path, file.built_in()).map_err(unwritable)?;
            "written"
        };
        listing.push(json!({"file": path.display().to_string(), "state": state}));
    }
    app.printer.listing(&listing, None)?;
    app.printer.talk(
        "Next: put an address of yours under [source.politeness] contact, then fedreg config check",
    );
    Ok(Status::Success)
}

fn check(app: &App) -> Result<Status, CliError> {
    let (settings, problems) = app.usable_settings()?;
    if !problems.is_empty() {
        for problem in &problems {
            app.printer.error(problem);
        }
        return Ok(Status::Usage);
    }
    let listing = files(&settings);
    app.printer.listing(&listing, None)?;
    if settings.fedreg.source.politeness.contact.is_none() {
        app.printer.warn(
            "no contact is set: the Federal Register's operators cannot write to you \
             (source.politeness.contact in fedreg.toml)",
        );
    }
    Ok(Status::Success)
}

fn files(settings: &Settings) -> Listing {
    let mut listing = Listing::new(
        &[("file", true), ("holds", true), ("origin", true)],
        "no configuration",
    );
    for (file, origin) in &settings.origins {
        let holds = match file {
            ConfigFile::Fedreg => "settings".to_owned(),
            ConfigFile::Authorities => {
                count(settings.authorities.len(), "authority", "authorities")
            }
            ConfigFile::Queries => count(settings.queries.len(), "query", "queries"),
            ConfigFile::Entities => "links between names".to_owned(),
        };
        listing.push(json!({"file": file.name(), "holds": holds, "origin": origin.to_string()}));
    }
    listing
}

fn show(app: &App) -> Result<Status, CliError> {
    let (settings, problems) = app.usable_settings()?;
    let mut listing = Listing::new(&[("setting", true), ("value", true), ("origin", true)], "");
    let built_in = Settings::built_in().map_err(|error| CliError::usage(error.to_string()))?;
    let value_of = |settings: &Settings| {
        serde_json::to_value(&settings.fedreg)
            .map_err(|error| CliError::new(Status::Failure, error.to_string()))
    };
    let (mut now, mut before) = (Vec::new(), Vec::new());
    flatten("", &value_of(&settings)?, &mut now);
    flatten("", &value_of(&built_in)?, &mut before);
    let file = settings
        .origins
        .first()
        .map(|(_, origin)| origin.to_string());
    let file = file.unwrap_or_default();
    for (setting, value) in now {
        let is_default = before
            .iter()
            .any(|(other, was)| *other == setting && *was == value);
        let origin = if is_default { "built in" } else { &file };
        listing.push(json!({"setting": setting, "value": value, "origin": origin}));
    }
    for (file, origin) in settings.origins.iter().skip(1) {
        listing.push(json!({"setting": file.name(), "value": null, "origin": origin.to_string()}));
    }
    listing.push(
        json!({"setting": "db", "value": app.db_path()?.display().to_string(), "origin": null}),
    );
    app.printer.listing(&listing, None)?;
    if problems.is_empty() {
        return Ok(Status::Success);
    }
    // What is printed is not what the files mean: a command that needs them refuses to run.
    for problem in &problems {
        app.printer.error(problem);
    }
    Ok(Status::Usage)
}

fn flatten(prefix: &str, value: &Value, found: &mut Vec<(String, Value)>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let dot = if prefix.is_empty() { "" } else { "." };
                flatten(&format!("{prefix}{dot}{key}"), value, found);
            }
        }
        other => found.push((prefix.to_owned(), other.clone())),
    }
}
