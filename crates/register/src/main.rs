//! `fedreg-register DIR`: serves a folder as the Federal Register would, by hand.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::Parser;
use fedreg_register::{ErrorPages, Limits, Misbehaviour, Readings, Register};
use tracing_subscriber::EnvFilter;

/// A Federal Register on this machine, over a folder of documents.
///
/// Prints the address of its API, http://127.0.0.1:PORT/api/v1, on standard output and serves until
/// interrupted. Point fedreg at it with `fedreg run --source ADDRESS`.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100)]
struct Arguments {
    /// The folder: API JSON, XML, HTML and text files, whole issues (FR-YYYY-MM-DD.xml)
    folder: PathBuf,
    /// The port; 0 takes a free one
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// The day it is in the register [default: the newest in the folder]
    #[arg(long, value_name = "YYYY-MM-DD")]
    today: Option<NaiveDate>,
    /// Serve page 1 again when page × per_page exceeds this
    #[arg(long, value_name = "N", default_value_t = Limits::default().reachable)]
    reachable: u64,
    /// Never say a larger count than this
    #[arg(long, value_name = "N", default_value_t = Limits::default().count_cap)]
    count_cap: u64,
    /// The largest per_page that is obeyed
    #[arg(long, value_name = "N", default_value_t = Limits::default().per_page_max)]
    per_page_max: u64,
    /// Write 404s of the API as JSON, not as HTML
    #[arg(long)]
    json_errors: bool,
    /// A fault, place and number of times, such as status=503,at=/api/v1/documents,times=2
    ///
    /// Faults: status=CODE (retry-after=SECONDS|date), challenge, challenge=redirect, html,
    /// delay=MS, stall, drip=BYTES (every=MS), truncate=BYTES, endless, gzip-bomb=BYTES,
    /// wrong=NUMBER, count=N|+N|-N. Place: at=TEXT in the path and query. Requests: after=N,
    /// times=N (for each path). Repeatable.
    #[arg(long, value_name = "FAULT[,at=…][,times=…]")]
    misbehave: Vec<Misbehaviour>,
}

fn main() -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let limits = Limits {
        reachable: arguments.reachable,
        count_cap: arguments.count_cap,
        per_page_max: arguments.per_page_max,
        ..Limits::default()
    };
    let error_pages = if arguments.json_errors {
        ErrorPages::Json
    } else {
        ErrorPages::Html
    };
    let mut builder = Register::builder(&arguments.folder)
        .limits(limits)
        .readings(Readings {
            error_pages,
            ..Readings::default()
        })
        .port(arguments.port);
    if let Some(today) = arguments.today {
        builder = builder.today(today);
    }
    for misbehaviour in arguments.misbehave {
        builder = builder.misbehave(misbehaviour);
    }
    let register = builder.start_blocking()?;
    for ignored in register.ignored() {
        tracing::warn!(path = %ignored.path.display(), reason = %ignored.reason, "not used");
    }
    tracing::info!(
        documents = register.document_count(),
        "serving; interrupt to stop"
    );
    let mut out = std::io::stdout();
    writeln!(out, "{}", register.api_url())?;
    out.flush()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(tokio::signal::ctrl_c())?;
    Ok(())
}
