//! `fedreg watch`: one pass after the other, until a signal.

use std::hash::{BuildHasher as _, Hasher as _};
use std::time::{Duration, Instant};

use fedreg_pipeline::{Session, Stop, Stopper};

use super::pass::{Passes, Spoken};
use super::source;
use crate::app::App;
use crate::cli::WatchArgs;
use crate::commands::alerts;
use crate::error::CliError;
use crate::exit::Status;

/// Passes begin later by up to this part of the interval, so that not all who watch ask at once.
const JITTER: f64 = 0.1;

pub(crate) fn run(app: &App, args: &WatchArgs) -> Result<Status, CliError> {
    let settings = app.settings()?;
    let source = source(&settings, args.source.as_deref())?;
    let passes = Passes {
        app,
        settings,
        shown: args.source.clone().unwrap_or_else(|| source.to_string()),
        source,
        days: (None, None),
        metrics: args.metrics_file.clone(),
        runtime: alerts::runtime()?,
        is_watch: true,
    };
    let (stopper, stop) = Stop::new();
    listen(stopper).map_err(|error| {
        CliError::new(
            Status::Failure,
            format!("signals cannot be listened for: {error}"),
        )
    })?;
    let write = |text: &str| app.printer.text(text).map_err(std::io::Error::other);
    let mut session = Session::delivering(passes.print(&write), stop.clone());
    app.printer.talk(&format!(
        "watching {} every {} s; interrupt to stop",
        passes.shown,
        args.every.as_secs_f64()
    ));
    let (mut spoken, mut failed) = (Spoken::default(), Spoken::default());
    while !stop.is_set() {
        let began = Instant::now();
        let mut failures = Vec::new();
        match passes.once(&mut session, &mut spoken) {
            // Nobody reads any more, or what is wrong does not pass by itself.
            Err(error)
                if error.broken_pipe
                    || matches!(error.status, Status::Usage | Status::HistoryUnusable) =>
            {
                return Err(error);
            }
            Err(error) => failures.push(error),
            Ok(_) => {}
        }
        let said = failed.new_of(failures.iter().map(ToString::to_string).collect());
        for error in failures.iter().filter(|e| said.contains(&e.to_string())) {
            app.printer.error(error);
        }
        let pause = pause(args.every, began.elapsed(), chance());
        passes.runtime.block_on(async {
            tokio::select! {
                () = stop.wait() => {}
                () = tokio::time::sleep(pause) => {}
            }
        });
    }
    app.printer.talk("stopped");
    Ok(Status::Success)
}

/// How long to wait after a pass that took so long, so that the next begins one interval after it
/// began, and later by chance (0 to 1); a pass that took longer is followed by the next at once.
fn pause(every: Duration, took: Duration, chance: f64) -> Duration {
    (every + every.mul_f64(JITTER * chance)).saturating_sub(took)
}

/// A number from 0 to 1. Not for secrets.
fn chance() -> f64 {
    let number = std::collections::hash_map::RandomState::new()
        .build_hasher()
        .finish();
    f64::from(u32::try_from(number >> 32).unwrap_or(0)) / f64::from(u32::MAX)
}

/// Listens for signals on a thread of its own, so that they are heard while a document is read: the
/// first asks to stop, a second ends the process, which loses nothing either.
fn listen(stopper: Stopper) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let mut signals = {
        let _entered = runtime.enter();
        Signals::new()?
    };
    std::thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            runtime.block_on(async {
                signals.next().await;
                stopper.stop();
                signals.next().await;
            });
            std::process::exit(Status::Failure.code().into());
        })?;
    Ok(())
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> std::io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passes_begin_one_interval_apart_and_a_little_later_by_chance() {
        let seconds = Duration::from_secs;
        assert_eq!(pause(seconds(300), seconds(20), 0.0), seconds(280));
        assert_eq!(pause(seconds(300), seconds(20), 1.0), seconds(310));
        assert_eq!(pause(seconds(300), seconds(400), 0.0), Duration::ZERO);
        for _ in 0..100 {
            assert!((0.0..=1.0).contains(&chance()));
        }
    }
}
