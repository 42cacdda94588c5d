//! The command line: one definition that drives parsing, `--help`, the man page and completions.

mod args;
mod help;
mod values;

use std::path::PathBuf;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::output::{Color, Format, Printer};

pub(crate) use args::{
    AlertsCommand, AuditArgs, ConfigCommand, DiffArgs, DoctorArgs, EntityCommand, ExplainArgs,
    ListArgs, ParseArgs, ReconcileArgs, ReparseArgs, ReviewArgs, ReviewCommand, ReviewedDocument,
    RunArgs, SearchArgs, ServeArgs, ShowArgs, Side, TimelineArgs, VerifyArgs, WatchArgs,
};
pub(crate) use values::Since;

/// Who did the United States designate, under which law, from when, and where does the Federal
/// Register say so?
///
/// fedreg reads designation notices in the Federal Register, keeps every one in an append-only
/// history with the words that support it, and answers with a citation.
#[derive(Debug, Parser)]
#[command(
    name = "fedreg",
    version,
    max_term_width = 100,
    disable_help_subcommand = true
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Options of every command.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Global {
    /// The history, one SQLite file [default: fedreg/history.db in the user's data directory]
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        env = "FEDREG_DB",
        hide_env = true
    )]
    pub(crate) db: Option<PathBuf>,
    /// Where to look for fedreg.toml, authorities.toml, queries.toml and entities.toml [default:
    /// fedreg in the user's configuration directory]
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "FEDREG_CONFIG",
        hide_env = true
    )]
    pub(crate) config: Option<PathBuf>,
    /// The form of the output [default: the one best read by a person]
    #[arg(
        short,
        long,
        global = true,
        value_enum,
        value_name = "table|json|jsonl|csv",
        hide_possible_values = true
    )]
    pub(crate) output: Option<Format>,
    /// Short for -o json
    #[arg(long, global = true, conflicts_with = "output")]
    pub(crate) json: bool,
    /// Print only these fields, in this order; a dot goes inside (records.party.name)
    #[arg(long, global = true, value_name = "A,B", value_delimiter = ',')]
    pub(crate) fields: Vec<String>,
    /// Whether to colour [default: on a terminal, unless NO_COLOR is set]
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "auto|always|never",
        hide_possible_values = true,
        hide_default_value = true,
        default_value_t
    )]
    pub(crate) color: Color,
    /// Say what is done, on stderr (-vv: in detail)
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
    /// Say only what is new or wrong
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
}

impl Global {
    /// The printer that these options ask for.
    pub(crate) fn printer(&self) -> Printer {
        Printer {
            format: if self.json {
                Some(Format::Json)
            } else {
                self.output
            },
            fields: self.fields.clone(),
            color: self.color,
            quiet: self.quiet,
        }
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read what is new in the source, add it to the history, print it
    Run(RunArgs),
    /// Run at intervals, until a signal
    Watch(WatchArgs),
    /// Read notices from files and print what they do; needs no history
    Parse(ParseArgs),
    /// Who is designated, on a day, as far as was known at an instant
    List(ListArgs),
    /// What changed between two days, or since a run
    Diff(DiffArgs),
    /// The notices of one party over the years, each with its sentence
    Timeline(TimelineArgs),
    /// Which names are one entity, and why
    #[command(subcommand)]
    Entity(EntityCommand),
    /// Find words in the texts of the notices
    Search(SearchArgs),
    /// Compare with a list that somebody else keeps
    Reconcile(ReconcileArgs),
    /// One document: citation, verdict, records, and their quotes in context
    Show(ShowArgs),
    /// One record, each field underlined in the notice's own words
    Explain(ExplainArgs),
    /// Documents that need a person, with what was not understood
    Review(ReviewArgs),
    /// Pages, a JSON API and feeds over the history, read-only
    Serve(ServeArgs),
    /// Read the archive again with this parser; show what changes before it is appended
    Reparse(ReparseArgs),
    /// Alerts: what waits to be delivered, what the rules would say, trials
    #[command(subcommand)]
    Alerts(AlertsCommand),
    /// Day by day: what the source lists, what the history holds, each verdict
    Audit(AuditArgs),
    /// Prove that the history is whole: hashes, archived bytes, texts, quotes
    Verify(VerifyArgs),
    /// What is wrong with configuration, history, network or clock, and what to do
    Doctor(DoctorArgs),
    /// Write, check or show the configuration
    #[command(subcommand)]
    Config(ConfigCommand),
    /// The statutes and orders that fedreg knows, with their codes
    Authorities,
    /// The JSON Schema of what `parse --json` prints
    Schema,
    /// A completion script for a shell
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// The manual page (roff), of the program or of one command
    Man {
        /// The command
        command: Option<String>,
    },
}

/// The definition, with its grouped help.
pub(crate) fn definition() -> clap::Command {
    help::dress(Cli::command())
}

/// Reads the process's arguments.
pub(crate) fn read(
    arguments: impl IntoIterator<Item = std::ffi::OsString>,
) -> Result<Cli, clap::Error> {
    let mut definition = definition();
    let matches = definition.try_get_matches_from_mut(arguments)?;
    Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut definition))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_is_consistent() {
        definition().debug_assert();
    }
}
