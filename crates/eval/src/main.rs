//! `fedreg-eval`: scores a folder of notices with gold.json, and a table of titles.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this is the output of a tool"
)]

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;
use fedreg_eval::{Folder, as_json, as_table, look_at_titles, read_folder, score};
use fedreg_model::{Authorities, TextFormat};

/// Scores what the parser makes of notices against what people wrote down.
///
/// DIR holds one folder per notice, however deep: notice.xml, notice.html or notice.txt, meta.json
/// and gold.json. Folders that cannot be scored are named and counted.
#[derive(Parser)]
#[command(name = "fedreg-eval", version)]
struct Arguments {
    /// Folders of notices.
    #[arg(value_name = "DIR", required_unless_present = "titles")]
    dirs: Vec<PathBuf>,
    /// Print JSON instead of the table.
    #[arg(long)]
    json: bool,
    /// Write the JSON to a file, too.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Read notices from this format where they have it (xml, html or txt).
    #[arg(long, value_name = "FORMAT", value_parser = format_of)]
    format: Option<TextFormat>,
    /// Look at the titles of a table, too: tab-separated, with the columns group and title.
    #[arg(long, value_name = "FILE")]
    titles: Option<PathBuf>,
    /// Print every field that is unlike gold, not only the first.
    #[arg(long)]
    all: bool,
    /// Another registry of authorities than the one built in.
    #[arg(long, value_name = "FILE")]
    authorities: Option<PathBuf>,
}

fn format_of(word: &str) -> Result<TextFormat, String> {
    [TextFormat::Xml, TextFormat::Html, TextFormat::Txt]
        .into_iter()
        .find(|format| format.as_str() == word)
        .ok_or_else(|| "one of xml, html, txt".to_owned())
}

/// What stops the program.
#[derive(Debug, thiserror::Error)]
enum EvalError {
    #[error(transparent)]
    Io(#[from] std::io::Error),
    #[error(transparent)]
    Authorities(#[from] fedreg_model::AuthorityError),
    #[error("{0} is no folder")]
    NoFolder(PathBuf),
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(said) => {
            print!("{said}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<String, EvalError> {
    let registry = match &arguments.authorities {
        Some(file) => fs_err::read_to_string(file)?,
        None => include_str!("../../../config/authorities.toml").to_owned(),
    };
    let parser = fedreg_parse::Parser::new(Arc::new(Authorities::from_toml(&registry)?));
    let mut folder = Folder::default();
    for dir in &arguments.dirs {
        if !dir.is_dir() {
            return Err(EvalError::NoFolder(dir.clone()));
        }
        let read = read_folder(dir, &parser, arguments.format);
        folder.notices.extend(read.notices);
        folder.broken.extend(read.broken);
    }
    let score = score(&folder);
    let titles = match &arguments.titles {
        Some(file) => Some(look_at_titles(file)?),
        None => None,
    };
    let json = || {
        serde_json::to_string_pretty(&as_json(&score, titles.as_ref()))
            .map_err(std::io::Error::from)
    };
    if let Some(file) = &arguments.out {
        fs_err::write(file, json()? + "\n")?;
    }
    if arguments.json {
        return Ok(json()? + "\n");
    }
    Ok(as_table(&score, titles.as_ref(), arguments.all))
}
