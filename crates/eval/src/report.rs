//! The score as a table for people and as JSON for programs.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::score::{Counts, Rate, Retrieval, Score, Whereabouts};
use crate::titles::TitleTable;

/// The columns of the table of families.
const HEAD: [&str; 16] = [
    "family",
    "notices",
    "neg",
    "gold",
    "prec",
    "recall",
    "F1",
    "auth",
    "effect",
    "kind",
    "alias F1",
    "id F1",
    "neg FP",
    "in review",
    "missed",
    "silent",
];

/// The score as text: the table of families, then what was missed, found in vain, different, broken.
pub fn as_table(score: &Score, titles: Option<&TitleTable>, all_differences: bool) -> String {
    let mut rows: Vec<Vec<String>> = vec![HEAD.iter().map(|h| (*h).to_owned()).collect()];
    for (family, counts) in &score.families {
        rows.push(row(family, counts));
    }
    rows.push(row("all", &score.overall));
    let mut out = if score.overall.notices > 0 || titles.is_none() {
        aligned(&rows)
    } else {
        String::new()
    };
    section(&mut out, "missed", score.misses.len());
    for miss in &score.misses {
        let whereabouts = match miss.whereabouts {
            Whereabouts::InReview => "in review",
            Whereabouts::Silent => "SILENT",
        };
        let as_other = miss
            .found_as
            .as_ref()
            .map(|action| format!(", found as {action}"))
            .unwrap_or_default();
        _ = writeln!(
            out,
            "  {} [{whereabouts}] {}: {}{as_other}\n      \"{}\"",
            miss.folder,
            miss.action,
            miss.party,
            short(&miss.quote)
        );
    }
    section(&mut out, "found and not in gold", score.surplus.len());
    for surplus in &score.surplus {
        let negative = if surplus.negative {
            " IN A NEGATIVE"
        } else {
            ""
        };
        _ = writeln!(
            out,
            "  {} [{}]{negative} {}: {}\n      \"{}\"",
            surplus.folder,
            surplus.verdict.as_str(),
            surplus.action,
            surplus.party,
            short(&surplus.quote)
        );
    }
    section(&mut out, "fields unlike gold", score.differences.len());
    let shown = if all_differences { usize::MAX } else { 40 };
    for difference in score.differences.iter().take(shown) {
        _ = writeln!(
            out,
            "  {} {}: {} is [{}], found [{}]",
            difference.folder,
            difference.party,
            difference.field,
            short(&difference.gold),
            short(&difference.found)
        );
    }
    if score.differences.len() > shown {
        _ = writeln!(out, "  and {} more", score.differences.len() - shown);
    }
    section(
        &mut out,
        "folders that could not be scored",
        score.broken.len(),
    );
    for (folder, why) in &score.broken {
        _ = writeln!(out, "  {folder}: {why}");
    }
    if let Some(titles) = titles {
        out.push_str(&titles_as_table(titles));
    }
    out
}

fn section(out: &mut String, what: &str, count: usize) {
    if count > 0 {
        _ = writeln!(out, "\n{what}: {count}");
    }
}

fn row(family: &str, counts: &Counts) -> Vec<String> {
    let actions = counts.actions;
    vec![
        family.to_owned(),
        counts.notices.to_string(),
        counts.negatives.to_string(),
        (actions.found + actions.missed).to_string(),
        share(actions.precision()),
        share(actions.recall()),
        share(actions.f1()),
        share(counts.authorities.share()),
        share(counts.effective.share()),
        share(counts.kinds.share()),
        share(counts.aliases.f1()),
        share(counts.identifiers.f1()),
        counts.surplus_in_negatives.to_string(),
        (counts.in_review + counts.negatives_in_review).to_string(),
        actions.missed.to_string(),
        counts.missed_silently.to_string(),
    ]
}

/// Three digits, and never 1.000 for less than all.
fn share(share: Option<f64>) -> String {
    match share {
        None => "-".to_owned(),
        Some(share) => format!("{:.3}", (share * 1000.0).floor() / 1000.0),
    }
}

fn aligned(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns)
        .map(|at| {
            rows.iter()
                .filter_map(|row| row.get(at))
                .map(|cell| cell.chars().count())
                .max()
                .unwrap_or(0)
        })
        .collect();
    let mut out = String::new();
    for row in rows {
        let mut line = String::new();
        for (at, (cell, width)) in row.iter().zip(&widths).enumerate() {
            if at == 0 {
                _ = write!(line, "{cell:<width$}");
            } else {
                _ = write!(line, "  {cell:>width$}");
            }
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

fn titles_as_table(titles: &TitleTable) -> String {
    let mut rows = vec![vec![
        "titles".to_owned(),
        "all".to_owned(),
        "taken".to_owned(),
        "left".to_owned(),
    ]];
    for (name, group) in &titles.groups {
        rows.push(vec![
            name.clone(),
            group.all.to_string(),
            group.taken.to_string(),
            (group.all - group.taken).to_string(),
        ]);
    }
    let mut out = aligned(&rows);
    for (name, group) in &titles.groups {
        let what = if name.starts_with("neg") {
            "taken"
        } else {
            "left"
        };
        section(&mut out, &format!("{what} of {name}"), group.unlike.len());
        for title in &group.unlike {
            _ = writeln!(out, "  {}", short(title));
        }
    }
    out
}

/// One line of at most 200 characters.
fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= 200 {
        return line;
    }
    let cut: String = line.chars().take(199).collect();
    format!("{}…", cut.trim_end())
}

/// The score as JSON: counts and rates by family and over all, and every miss, surplus, difference
/// and broken folder.
pub fn as_json(score: &Score, titles: Option<&TitleTable>) -> Value {
    let families: serde_json::Map<String, Value> = score
        .families
        .iter()
        .map(|(family, counts)| (family.clone(), counts_as_json(counts)))
        .collect();
    let broken: Vec<Value> = score
        .broken
        .iter()
        .map(|(folder, why)| json!({ "folder": folder, "why": why }))
        .collect();
    let mut value = json!({
        "overall": counts_as_json(&score.overall),
        "families": families,
        "misses": score.misses,
        "surplus": score.surplus,
        "differences": score.differences,
        "broken": broken,
    });
    if let Some(titles) = titles {
        value["titles"] = json!(titles.groups);
    }
    value
}

fn counts_as_json(counts: &Counts) -> Value {
    let rate = |rate: Rate| json!({ "right": rate.right, "all": rate.all, "rate": rate.share() });
    let retrieval = |retrieval: Retrieval| {
        json!({
            "found": retrieval.found, "surplus": retrieval.surplus, "missed": retrieval.missed,
            "precision": retrieval.precision(), "recall": retrieval.recall(), "f1": retrieval.f1(),
        })
    };
    json!({
        "notices": counts.notices,
        "negatives": counts.negatives,
        "actions": retrieval(counts.actions),
        "authorities": rate(counts.authorities),
        "effective": rate(counts.effective),
        "until": rate(counts.until),
        "kind": rate(counts.kinds),
        "verdict": rate(counts.verdicts),
        "aliases": retrieval(counts.aliases),
        "identifiers": retrieval(counts.identifiers),
        "negatives_designating": counts.negatives_designating,
        "negatives_in_review": counts.negatives_in_review,
        "surplus_in_negatives": counts.surplus_in_negatives,
        "in_review": counts.in_review,
        "missed_in_review": counts.missed_in_review,
        "missed_silently": counts.missed_silently,
    })
}
