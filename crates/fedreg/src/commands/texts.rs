//! Commands that print what the program itself knows: authorities, schema, completions, man page.

use clap_complete::Shell;
use serde_json::json;

use crate::app::App;
use crate::cli::definition;
use crate::error::CliError;
use crate::exit::Status;
use crate::output::{Listing, raw};

/// The JSON Schema of one object of `parse --json`.
const PARSE_SCHEMA: &str = include_str!("../../schema/parse.schema.json");

pub(crate) fn authorities(app: &App) -> Result<Status, CliError> {
    let settings = app.settings()?;
    let mut listing = Listing::new(
        &[
            ("code", true),
            ("short", true),
            ("designation", true),
            ("title", true),
            ("kind", false),
            ("citations", false),
            ("programs", false),
            ("opensanctions", false),
            ("agencies", false),
            ("source", false),
        ],
        "no authorities are configured",
    );
    for authority in settings.authorities.iter() {
        listing.push(json!({
            "code": authority.code,
            "short": authority.short,
            "designation": authority.designation,
            "title": authority.title,
            "kind": authority.kind,
            "citations": authority.citations,
            "programs": authority.programs,
            "opensanctions": authority.opensanctions,
            "agencies": authority.agencies,
            "source": authority.source,
        }));
    }
    app.printer.listing(&listing, None)?;
    Ok(Status::Success)
}

pub(crate) fn schema() -> Result<Status, CliError> {
    raw(PARSE_SCHEMA)?;
    Ok(Status::Success)
}

pub(crate) fn completions(shell: Shell) -> Result<Status, CliError> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut definition(), "fedreg", &mut script);
    raw(&String::from_utf8_lossy(&script))?;
    Ok(Status::Success)
}

pub(crate) fn man(command: Option<&str>) -> Result<Status, CliError> {
    let mut program = definition();
    program.build();
    let described = match command {
        None => program,
        Some(name) => {
            let found = program.find_subcommand(name).ok_or_else(|| {
                CliError::usage(format!("there is no command '{name}'"))
                    .help("list the commands: fedreg --help")
            })?;
            found.clone().name(format!("fedreg-{name}"))
        }
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(described).render(&mut page)?;
    raw(&String::from_utf8_lossy(&page))?;
    Ok(Status::Success)
}
