//! A progress bar on stderr, where stderr is a terminal and talk is wanted.

use std::io::IsTerminal as _;
use std::time::Duration;

use fedreg_pipeline::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// The bar; hidden under cron, in pipes and with `-q`.
#[derive(Debug)]
pub(crate) struct Bar(ProgressBar);

impl Bar {
    /// A bar, unless nobody would see it.
    pub(crate) fn new(quiet: bool) -> Self {
        let bar = ProgressBar::no_length();
        if quiet || !std::io::stderr().is_terminal() {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        Self(bar)
    }

    fn style(template: &str) -> ProgressStyle {
        ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
    }
}

impl Progress for Bar {
    fn begin(&self, what: &str, steps: Option<u64>) {
        self.0.set_position(0);
        self.0.set_message(what.to_owned());
        if let Some(steps) = steps {
            self.0
                .set_style(Self::style("{msg}  {bar:30} {pos}/{len}  {eta}"));
            self.0.set_length(steps);
        } else {
            self.0.set_style(Self::style("{spinner} {msg}  {pos}"));
            self.0.unset_length();
        }
        if !self.0.is_hidden() {
            self.0.enable_steady_tick(Duration::from_millis(120));
        }
    }

    fn advance(&self) {
        self.0.inc(1);
    }

    fn end(&self) {
        self.0.finish_and_clear();
    }
}
