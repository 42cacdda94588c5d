//! One file per command.

mod alerts;
mod audit;
mod config;
mod describe;
mod diff;
mod doctor;
mod entity;
mod explain;
mod find;
mod images;
mod list;
mod parse;
mod reconcile;
mod reparse;
mod review;
mod reviewing;
mod run;
mod search;
mod serve;
mod show;
mod texts;
mod timeline;
mod verify;

// The rows and words that the pages and the API share.
use fedreg_describe::{answers, correction, party, rows, sentences};

use crate::app::App;
use crate::cli::Command;
use crate::error::CliError;
use crate::exit::Status;

/// Does what the command line asks.
pub(crate) fn run(app: &App, command: Command) -> Result<Status, CliError> {
    match command {
        Command::Run(args) => run::run(app, &args),
        Command::Watch(args) => run::watch::run(app, &args),
        Command::Parse(args) => parse::run(app, &args),
        Command::List(args) => list::run(app, &args),
        Command::Diff(args) => diff::run(app, &args),
        Command::Timeline(args) => timeline::run(app, &args),
        Command::Search(args) => search::run(app, &args),
        Command::Show(args) => show::run(app, &args),
        Command::Entity(command) => entity::run(app, &command),
        Command::Explain(args) => explain::run(app, &args),
        Command::Reconcile(args) => reconcile::run(app, &args),
        Command::Reparse(args) => reparse::run(app, &args),
        Command::Review(args) => review::run(app, &args),
        Command::Serve(args) => serve::run(app, &args),
        Command::Alerts(command) => alerts::run(app, &command),
        Command::Audit(args) => audit::run(app, &args),
        Command::Verify(args) => verify::run(app, &args),
        Command::Doctor(args) => doctor::run(app, &args),
        Command::Config(command) => config::run(app, &command),
        Command::Authorities => texts::authorities(app),
        Command::Schema => texts::schema(),
        Command::Completions { shell } => texts::completions(shell),
        Command::Man { command } => texts::man(command.as_deref()),
    }
}
