//! What a run tells a person: what is new, what needs review, counts, and what to type next.

use std::fmt::Write as _;

use fedreg_model::{Authorities, Cause, DocumentMetadata, RecordVersion, Stage, Verdict};

use super::news::{Kind, News};
use super::pass::Told;
use crate::commands::describe;
use crate::output::{DIM, Printer, YELLOW, bold, count, hang, paint, safe_line, wrap};

/// How many records of one notice are told; the rest are counted.
const PER_NOTICE: usize = 6;

/// How many documents are named where many lack a text.
const FIRST_MISSING: usize = 3;

/// What is new, what needs review, and the counts.
pub(super) fn told(
    told: &Told,
    authorities: &Authorities,
    printer: &Printer,
    called_as: &str,
) -> String {
    let width = printer.prose_width();
    let mut out = String::new();
    let mut rest = told.news.as_slice();
    while let Some(first) = rest.first() {
        let same = rest
            .iter()
            .take_while(|item| same_notice(item, first))
            .count();
        let (notice, others) = rest.split_at(same);
        out.push_str(&self::notice(notice, authorities, called_as, width));
        rest = others;
    }
    if !told.review.is_empty() {
        let _ = writeln!(out, "{}", paint(YELLOW, "needs review"));
        for status in &told.review {
            let title = format!(
                "{}: {}",
                describe::citation(&status.version.metadata),
                status.version.metadata.title
            );
            let _ = writeln!(out, "{}", wrap(&safe_line(&title), width, "  "));
            for residue in &status.residue {
                let _ = writeln!(out, "{}", wrap(&safe_line(&residue.why), width, "      "));
            }
        }
        out.push('\n');
    }
    out.push_str(&counts(told, width));
    out
}

fn same_notice(a: &News, b: &News) -> bool {
    a.version.document.id() == b.version.document.id() && a.kind == b.kind
}

/// The records of one notice under its citation.
fn notice(news: &[News], authorities: &Authorities, called_as: &str, width: usize) -> String {
    let Some(first) = news.first() else {
        return String::new();
    };
    let document = &first.version.document;
    let heading = format!("{}{}", bold(&safe_line(&heading(document))), why(first));
    let mut out = hang(&heading, width, "", "    ") + "\n";
    for item in news.iter().take(PER_NOTICE) {
        out.push_str(&record(&item.version, authorities, width));
    }
    if news.len() > PER_NOTICE {
        let number = document.document_number.as_ref().map(ToString::to_string);
        let more = format!(
            "    and {} more: {called_as} show {}",
            news.len() - PER_NOTICE,
            number.unwrap_or_default()
        );
        let _ = writeln!(out, "{}", paint(DIM, &more));
    }
    out.push('\n');
    out
}

fn heading(document: &DocumentMetadata) -> String {
    let day = document
        .publication_date
        .map(|day| day.to_string())
        .unwrap_or_default();
    match document.stage {
        Stage::Published => format!("{day} {}", describe::citation(document)),
        Stage::PublicInspection => format!(
            "{day}  {}, filed, not yet published",
            describe::citation(document)
        ),
    }
}

/// Why a record is told, if not because its notice is new.
fn why(item: &News) -> String {
    let why = match (
        item.kind,
        item.version.superseded_cause.unwrap_or(item.version.cause),
    ) {
        (Kind::New, Cause::Source | Cause::Correction) => return String::new(),
        (Kind::New, Cause::Parser) => "read by a new parser; the notice is not new",
        (Kind::New, Cause::Review) => "after a review; the notice is not new",
        (Kind::Published, _) => "now published",
        (Kind::Changed, Cause::Source) => "the notice was changed",
        (Kind::Changed, Cause::Correction) => "corrected",
        (Kind::Changed, Cause::Parser) => "read otherwise by a new parser; the notice is the same",
        (Kind::Changed, Cause::Review) => "changed by a review; the notice is the same",
        (Kind::Withdrawn, Cause::Source) => "no longer in the notice",
        (Kind::Withdrawn, Cause::Correction) => "taken back by a correction",
        (Kind::Withdrawn, Cause::Parser) => {
            "no longer read by a new parser; the notice is the same"
        }
        (Kind::Withdrawn, Cause::Review) => "taken back by a review; the notice is the same",
    };
    format!(" {}", paint(YELLOW, &format!("({why})")))
}

fn record(version: &RecordVersion, authorities: &Authorities, width: usize) -> String {
    let record = &version.record;
    let mut out = describe::headline(record, width);
    let mut line = |text: &str| {
        let _ = writeln!(out, "{}", wrap(&safe_line(text), width, "      "));
    };
    for (label, names) in describe::amended(record) {
        line(&format!("{label}: {}", names.join("; ")));
    }
    if let Some(aliases) = describe::first_aliases(record) {
        line(&aliases);
    }
    line(&format!(
        "{}; {}",
        describe::under(record, authorities),
        describe::effective(&record.effective)
    ));
    out
}

fn counts(told: &Told, width: usize) -> String {
    let report = &told.report;
    let mut parts = Vec::new();
    let [(_, designating), (_, review), (_, negative)] = told.verdicts;
    let documents = designating + review + negative;
    let days = report
        .days
        .map(|(from, to)| format!(", {from} to {to}"))
        .unwrap_or_default();
    let mut out = String::new();
    let of = count(report.documents, "document", "documents");
    let mut line = |text: &str| {
        let _ = writeln!(out, "{}", wrap(&safe_line(text), width, ""));
    };
    if told.report.is_incomplete() && report.documents == 0 {
        line(&format!(
            "{} could not be read{days}. Nothing is lost: the next run asks again.",
            told.source
        ));
    } else if told.news.is_empty() && documents == 0 && report.read_again == 0 {
        line(&format!("Nothing is new in {}{days} ({of}).", told.source));
    } else {
        for (verdict, n) in told.verdicts {
            let words = match verdict {
                Verdict::Designates => ("designates", "designate"),
                Verdict::NeedsReview => ("needs review", "need review"),
                Verdict::NotADesignation => ("is no designation", "are no designations"),
            };
            if n > 0 {
                parts.push(count(n, words.0, words.1));
            }
        }
        line(&format!(
            "{} read from {}{days}; new or changed: {} ({}), with {}{}.",
            of,
            told.source,
            count(documents, "document", "documents"),
            if parts.is_empty() {
                "none".to_owned()
            } else {
                parts.join(", ")
            },
            count(told.news.len(), "record", "records"),
            report
                .run
                .map(|run| format!("; recorded as run-{run}"))
                .unwrap_or_default(),
        ));
    }
    if report.read_again > 0 {
        let again = count(report.read_again, "document was", "documents were");
        line(&format!(
            "{again} read again, from the archive, by a newer parser."
        ));
    }
    if report.left_aside > 0 {
        let aside = count(
            report.left_aside,
            "document of a whole issue is",
            "documents of whole issues are",
        );
        line(&format!(
            "{aside} left aside, with nothing that looks like a designation."
        ));
    }
    if !report.without_text.is_empty() {
        let first: Vec<String> = report
            .without_text
            .iter()
            .take(FIRST_MISSING)
            .map(ToString::to_string)
            .collect();
        let more = if report.without_text.len() > FIRST_MISSING {
            " …"
        } else {
            ""
        };
        let missing = count(report.without_text.len(), "document has", "documents have");
        line(&format!(
            "{missing} metadata and no text: {}{more}",
            first.join("; ")
        ));
    }
    for document in &report.withdrawn {
        line(&format!(
            "withdrawn before publication: {} ({})",
            document.title,
            describe::citation(document)
        ));
    }
    out
}

/// What to type next. `called_as` is how this program was called.
pub(super) fn next(told: &Told, called_as: &str) -> String {
    let mut commands: Vec<(String, &str)> = Vec::new();
    // The latest designation that is told makes the best example.
    let latest = told.news.iter().rev().find(|item| {
        item.kind != Kind::Withdrawn
            && item.version.document.stage == Stage::Published
            && item.version.record.action.begins_designation()
    });
    if let Some(item) = latest.or(told.news.last()) {
        let record = &item.version.record;
        if let Some(authority) = record.authorities.first() {
            let words = format!("list --authority {}", authority.code);
            commands.push((words, "who is designated under it today"));
        }
        if !record.party.name.contains(['"', '$', '`', '\\', '!']) {
            let words = format!("timeline \"{}\"", safe_line(&record.party.name));
            commands.push((words, "its notices over the years"));
        }
        if let Some(number) = &item.version.document.document_number {
            commands.push((format!("show {number}"), "the notice, with its words"));
        }
        commands.push(("diff --since last".to_owned(), "what this run changed"));
    } else if !told.report.is_incomplete() {
        commands.push(("list".to_owned(), "who is designated today"));
    }
    if told.report.is_incomplete() {
        commands.push(("doctor".to_owned(), "what is wrong, and what to do"));
    }
    if !told.review.is_empty() {
        commands.push(("review".to_owned(), "what a person should look at"));
    }
    let mut out = format!("\n{}\n", bold("Next"));
    let room = commands
        .iter()
        .map(|(words, _)| words.chars().count())
        .max()
        .unwrap_or(0);
    for (words, what) in commands {
        let _ = writeln!(out, "  {called_as} {words:<room$}  {}", paint(DIM, what));
    }
    out
}
