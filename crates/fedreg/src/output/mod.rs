//! The one way to stdout: rows with named fields, as a table, JSON, JSON Lines or CSV.
//!
//! stdout is data, stderr is talk. Every command that prints data hands a [`Listing`] to the
//! [`Printer`], which chooses fields and form; commands whose reading form is not a table also give
//! the words for a person. Text of others is escaped before it meets a terminal.

mod fields;
mod render;
mod rows;
mod style;

use std::io::{self, BufWriter, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};
use clap::ValueEnum;
use serde_json::{Map, Value};

use crate::error::CliError;

pub(crate) use fedreg_describe::words::{count, words};
pub(crate) use fedreg_describe::{safe, safe_line};
pub(crate) use render::cell;
pub(crate) use rows::Rows;
pub(crate) use style::{BLUE, DIM, GREEN, RED, YELLOW, bold, hang, paint, wrap};

/// One row: field names to values.
pub(crate) type Row = Map<String, Value>;

/// The forms in which rows are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Columns for a person, as wide as the terminal.
    Table,
    /// One JSON array; `parse` prints one object a line, `verify` one object.
    Json,
    /// One JSON object a line.
    Jsonl,
    /// Comma-separated values with a header (RFC 4180).
    Csv,
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Rows and the fields they have.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    /// Field names in order; those with `true` are shown in the table by default.
    pub(crate) columns: Vec<(&'static str, bool)>,
    /// The rows.
    pub(crate) rows: Vec<Row>,
    /// Whether the command is about one thing, so that JSON is an object and not an array.
    pub(crate) single: bool,
    /// What to say instead of an empty table.
    pub(crate) empty: String,
}

impl Listing {
    /// An empty listing with these columns.
    pub(crate) fn new(columns: &[(&'static str, bool)], empty: impl Into<String>) -> Self {
        Self {
            columns: columns.to_vec(),
            rows: Vec::new(),
            single: false,
            empty: empty.into(),
        }
    }

    /// Adds a row made of a JSON object; anything else is kept under `value`.
    pub(crate) fn push(&mut self, row: Value) {
        match row {
            Value::Object(row) => self.rows.push(row),
            other => self
                .rows
                .push(Row::from_iter([("value".to_owned(), other)])),
        }
    }
}

/// Chooses form, fields and colours, and writes.
#[derive(Debug, Clone)]
pub(crate) struct Printer {
    /// The form asked for; `None` means the command's reading form.
    pub(crate) format: Option<Format>,
    /// The fields asked for, in order; empty means the command's own.
    pub(crate) fields: Vec<String>,
    /// When to colour.
    pub(crate) color: Color,
    /// Whether talk is unwanted (`-q`).
    pub(crate) quiet: bool,
}

impl Printer {
    /// Columns of the terminal: `COLUMNS`, else the terminal's, else none (not a terminal).
    fn width() -> Option<usize> {
        let stated = std::env::var("COLUMNS").ok().and_then(|w| w.parse().ok());
        stated
            .or_else(|| {
                terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0))
            })
            .filter(|width| *width >= 20)
    }

    /// The width in which prose is set.
    #[allow(clippy::unused_self, reason = "the width is the printer's to know")]
    pub(crate) fn prose_width(&self) -> usize {
        Self::width().unwrap_or(100).min(100)
    }

    /// Prints rows. `prose` gives the reading form, used when neither a form nor fields are asked
    /// for; without it the reading form is the table.
    pub(crate) fn listing(
        &self,
        listing: &Listing,
        prose: Option<&dyn Fn() -> String>,
    ) -> Result<(), CliError> {
        match (self.format, prose) {
            (None, Some(prose)) if self.fields.is_empty() => self.text(&prose()),
            (format, _) => self.rows(listing, format.unwrap_or(Format::Table)),
        }
    }

    fn rows(&self, listing: &Listing, format: Format) -> Result<(), CliError> {
        let paths = fields::choose(listing, &self.fields, format == Format::Table)?;
        let text = match format {
            Format::Table if listing.rows.is_empty() => format!("{}\n", listing.empty),
            Format::Table => render::table(listing, &paths, Self::width()),
            Format::Json => render::json(listing, &paths)?,
            Format::Jsonl => render::jsonl(listing, &paths)?,
            Format::Csv => render::csv(listing, &paths)?,
        };
        if format == Format::Table {
            self.text(&text)
        } else {
            raw(&text)
        }
    }

    /// Prints words for a person: styles are dropped where colours are unwanted.
    pub(crate) fn text(&self, text: &str) -> Result<(), CliError> {
        let stdout = io::stdout();
        let choice = choice(self.color, &stdout);
        let mut stream = AutoStream::new(stdout.lock(), choice);
        stream.write_all(text.as_bytes())?;
        stream.flush()?;
        Ok(())
    }

    /// Says something on stderr, unless `-q`.
    pub(crate) fn talk(&self, text: &str) {
        if !self.quiet {
            self.complain(text);
        }
    }

    /// Says something on stderr, always.
    pub(crate) fn complain(&self, text: &str) {
        let stderr = io::stderr();
        let choice = choice(self.color, &stderr);
        let mut stream = AutoStream::new(stderr.lock(), choice);
        // Nobody is left to tell if stderr is closed.
        let _ = writeln!(stream, "{text}");
    }

    /// Prints an error with its help.
    pub(crate) fn error(&self, error: &CliError) {
        let text = error.to_string();
        let styled = text
            .replacen(
                "\n  --> ",
                &format!("\n  {} ", paint(style::BLUE, "-->")),
                1,
            )
            .replacen(
                "\nhelp: ",
                &format!("\n{} ", paint(style::GREEN, "help:")),
                1,
            );
        self.complain(&format!("{} {styled}", paint(style::RED, "error:")));
    }

    /// Prints a warning.
    pub(crate) fn warn(&self, text: &str) {
        self.complain(&format!(
            "{} {}",
            paint(style::YELLOW, "warning:"),
            safe(text)
        ));
    }
}

/// Prints bytes as they are: machine forms, completions, the man page.
pub(crate) fn raw(text: &str) -> Result<(), CliError> {
    let mut out = BufWriter::new(io::stdout().lock());
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}

fn choice(color: Color, stream: &impl IsTerminal) -> ColorChoice {
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    match color {
        Color::Always => ColorChoice::AlwaysAnsi,
        Color::Auto if stream.is_terminal() && !no_color && !dumb => ColorChoice::AlwaysAnsi,
        Color::Auto | Color::Never => ColorChoice::Never,
    }
}
