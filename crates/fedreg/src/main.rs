//! The `fedreg` command: maps arguments to calls, results to output, and failures to exit codes.

mod app;
mod cli;
mod commands;
mod error;
mod exit;
mod output;
mod progress;

use std::process::ExitCode;

use tracing_subscriber::EnvFilter;

use crate::app::App;
use crate::cli::Cli;
use crate::error::CliError;
use crate::exit::Status;

fn main() -> ExitCode {
    let cli = match cli::read(std::env::args_os()) {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    log_to_stderr(cli.global.verbose, cli.global.quiet);
    let printer = cli.global.printer();
    match run(cli) {
        Ok(status) => status.into(),
        Err(error) => {
            if !error.broken_pipe {
                printer.error(&error);
            }
            error.status.into()
        }
    }
}

fn run(cli: Cli) -> Result<Status, CliError> {
    let app = App::new(&cli.global)?;
    commands::run(&app, cli.command)
}

/// Help and version go to stdout and succeed; everything else is a usage error.
fn usage(error: &clap::Error) -> ExitCode {
    // A reader that went away is no failure, and nobody is left to tell.
    let _ = error.print();
    if error.use_stderr() {
        Status::Usage.into()
    } else {
        Status::Success.into()
    }
}

fn log_to_stderr(verbose: u8, quiet: bool) {
    let level = match (quiet, verbose) {
        (true, _) => "error",
        (_, 0) => "warn",
        (_, 1) => "fedreg=info,fedreg_fetch=info,fedreg_pipeline=info,fedreg_history=info,warn",
        (_, 2) => "fedreg=debug,fedreg_fetch=debug,fedreg_pipeline=debug,fedreg_history=debug,info",
        _ => "trace",
    };
    let filter = EnvFilter::try_from_env("FEDREG_LOG").unwrap_or_else(|_| EnvFilter::new(level));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(
            std::io::IsTerminal::is_terminal(&std::io::stderr())
                && std::env::var_os("NO_COLOR").is_none(),
        )
        .with_target(false)
        .without_time()
        .init();
}
