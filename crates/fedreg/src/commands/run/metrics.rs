//! How passes go, in the text format of Prometheus, for the node exporter's textfile collector.

use std::collections::BTreeMap;
use std::fmt::{Display, Write as _};

use chrono::{DateTime, Utc};
use fedreg_history::{AlertState, StoredAlert};
use fedreg_pipeline::{Contact, PassMemory};

use crate::exit::Status;

/// What one pass measured.
#[derive(Debug, Clone)]
pub(super) struct Measured {
    pub(super) status: Status,
    pub(super) seconds: f64,
    pub(super) documents: usize,
    pub(super) records: usize,
    /// Alerts that wait, failed, were given up; `None` if the outbox could not be read.
    outbox: Option<[usize; 3]>,
}

impl Default for Measured {
    fn default() -> Self {
        Self {
            status: Status::Failure,
            seconds: 0.0,
            documents: 0,
            records: 0,
            outbox: None,
        }
    }
}

impl Measured {
    /// Counts the undelivered alerts.
    pub(super) fn note_outbox(&mut self, undelivered: &[StoredAlert]) {
        let of = |state| undelivered.iter().filter(|a| a.state == state).count();
        self.outbox = Some([
            of(AlertState::Queued),
            of(AlertState::Failed),
            of(AlertState::Dead),
        ]);
    }
}

/// The file.
pub(super) fn text(memory: &PassMemory, measured: &Measured, now: DateTime<Utc>) -> String {
    let mut file = File::default();
    file.one(
        "build_info",
        "gauge",
        "The program.",
        &[("version", env!("CARGO_PKG_VERSION"))],
        1,
    );
    file.one(
        "last_run_timestamp_seconds",
        "gauge",
        "When the last run ended.",
        &[],
        seconds(now),
    );
    if let Some(at) = memory.succeeded_at {
        let help = "When the last run ended to which the source gave all that was asked.";
        file.one(
            "last_success_timestamp_seconds",
            "gauge",
            help,
            &[],
            seconds(at),
        );
    }
    let code = measured.status.code();
    file.one(
        "last_run_exit_code",
        "gauge",
        "The exit code of the last run.",
        &[],
        code,
    );
    file.one(
        "last_run_duration_seconds",
        "gauge",
        "How long the last run took.",
        &[],
        measured.seconds,
    );
    let help = "Documents found in the source by the last run.";
    file.one("last_run_documents", "gauge", help, &[], measured.documents);
    let help = "Record versions and withdrawals appended by the last run.";
    file.one("last_run_records", "gauge", help, &[], measured.records);
    let totals = &memory.totals;
    for (name, help, value) in [
        ("runs_total", "Runs.", totals.passes),
        (
            "documents_seen_total",
            "Documents found in the source by all runs.",
            totals.documents,
        ),
        (
            "records_appended_total",
            "Record versions and withdrawals appended by all runs.",
            totals.records,
        ),
    ] {
        file.one(name, "counter", help, &[], value);
    }
    let help = "Documents that need review.";
    file.one("review_queue", "gauge", help, &[], memory.review.count);
    if let Some(outbox) = measured.outbox {
        for (state, value) in ["queued", "failed", "dead"].into_iter().zip(outbox) {
            let help = "Undelivered alerts: not tried yet, tried in vain, given up.";
            file.one("alerts", "gauge", help, &[("state", state)], value);
        }
    }
    let mut failing: BTreeMap<&str, usize> = BTreeMap::new();
    for kind in [
        "source_unreachable",
        "review_queue",
        "no_documents",
        "silent_query",
    ] {
        failing.insert(kind, 0);
    }
    for failure in memory.failures.values() {
        *failing.entry(failure.kind.as_str()).or_default() += 1;
    }
    for (kind, value) in failing {
        let help = "Failures that are under way.";
        file.one("failures", "gauge", help, &[("kind", kind)], value);
    }
    for (source, known) in &memory.sources {
        contact(&mut file, source, "inspection", &known.inspection);
        contact(&mut file, source, "documents", &known.documents);
    }
    file.text()
}

fn contact(file: &mut File, source: &str, part: &str, contact: &Contact) {
    let labels = [("source", source), ("part", part)];
    if contact.succeeded_at.is_none() && contact.failing_since.is_none() {
        return;
    }
    let up = u8::from(contact.failing_since.is_none());
    file.one(
        "source_up",
        "gauge",
        "Whether the source gave all it was asked last.",
        &labels,
        up,
    );
    if let Some(at) = contact.succeeded_at {
        let help = "When the source last gave all it was asked.";
        file.one(
            "source_last_success_timestamp_seconds",
            "gauge",
            help,
            &labels,
            seconds(at),
        );
    }
    if let Some(latency) = contact.latency {
        let help = "How long the source's last good answer took.";
        file.one("source_latency_seconds", "gauge", help, &labels, latency);
    }
}

/// Samples by metric: all of one metric stand together, under its help.
#[derive(Debug, Default)]
struct File {
    order: Vec<String>,
    metrics: BTreeMap<String, String>,
}

impl File {
    fn one(
        &mut self,
        name: &str,
        kind: &str,
        help: &str,
        labels: &[(&str, &str)],
        value: impl Display,
    ) {
        let name = format!("fedreg_{name}");
        let samples = self.metrics.entry(name.clone()).or_insert_with(|| {
            self.order.push(name.clone());
            format!("# HELP {name} {help}\n# TYPE {name} {kind}\n")
        });
        let labels: Vec<String> = labels
            .iter()
            .map(|(label, value)| format!("{label}=\"{}\"", escaped(value)))
            .collect();
        let labels = if labels.is_empty() {
            String::new()
        } else {
            format!("{{{}}}", labels.join(","))
        };
        let _ = writeln!(samples, "{name}{labels} {value}");
    }

    fn text(&self) -> String {
        self.order
            .iter()
            .filter_map(|name| self.metrics.get(name))
            .map(String::as_str)
            .collect()
    }
}

fn escaped(value: &str) -> String {
    value
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n")
}

/// Seconds since 1970.
fn seconds(at: DateTime<Utc>) -> String {
    let millis = at.timestamp_millis();
    format!("{}.{:03}", millis.div_euclid(1000), millis.rem_euclid(1000))
}
