//! `fedreg serve`: pages, API and feeds, until a signal comes.

use std::sync::Arc;
use std::time::Duration;

use fedreg_web::{Site, SiteSettings, serve};
use tokio::net::TcpListener;

use crate::app::App;
use crate::cli::ServeArgs;
use crate::error::CliError;
use crate::exit::Status;
use crate::output::raw;

/// Handles of the history: questions answered at a time.
const HANDLES: usize = 8;

pub(crate) fn run(app: &App, args: &ServeArgs) -> Result<Status, CliError> {
    let settings = app.settings()?;
    // A history that cannot be read is told now, and not by every page.
    let history = app.history()?;
    let path = history.path().to_owned();
    drop(history);
    let clock = app.clock;
    let site = Site::new(SiteSettings {
        history: path,
        authorities: Arc::clone(&settings.authorities),
        links: settings.links,
        clock: Arc::new(move || clock.now()),
        public_url: args.public_url.clone(),
        handles: HANDLES,
        limit: Duration::from_secs(args.time_limit),
    });
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| failed("the server cannot start", &error))?;
    runtime.block_on(async {
        let listener = TcpListener::bind(args.listen).await.map_err(|error| {
            failed("the address cannot be listened on", &error)
                .which(args.listen)
                .help("choose another: fedreg serve --listen 127.0.0.1:0")
        })?;
        let address = listener
            .local_addr()
            .map_err(|error| failed("the address cannot be listened on", &error))?;
        if !address.ip().is_loopback() {
            app.printer.warn(&format!(
                "{address} can be reached from other machines; docs/web.md says how to use a proxy"
            ));
        }
        let stop = stop_signal()?;
        raw(&format!("http://{address}/\n"))?;
        app.printer.talk("Serving; stop with Ctrl-C");
        serve(listener, site, stop).await;
        Ok(Status::Success)
    })
}

fn failed(what: &str, error: &std::io::Error) -> CliError {
    CliError::new(Status::Failure, format!("{what}: {error}"))
}

/// Done when the process is asked to end.
fn stop_signal() -> Result<impl Future<Output = ()>, CliError> {
    use tokio::signal::unix::{SignalKind, signal};
    let listen = |kind| signal(kind).map_err(|error| failed("signals cannot be heard", &error));
    let (mut end, mut interrupt) = (
        listen(SignalKind::terminate())?,
        listen(SignalKind::interrupt())?,
    );
    Ok(async move {
        tokio::select! {
            _ = end.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
