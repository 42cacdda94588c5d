//! Every fixture notice, in all three formats, against what a person wrote down (`gold.json`) and
//! what was last reviewed (`expected.json`).
//!
//! A missing `expected.json` is written and the test fails until somebody has read it;
//! `FEDREG_UPDATE=1` writes all of them anew.

#![allow(clippy::unwrap_used, reason = "a broken fixture must stop the test")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use fedreg_model::{
    Action, Agency, Authorities, Citation, DocumentMetadata, DocumentNumber, DocumentType, Parsed,
    TextFormat, Verdict, fold_name, readable,
};
use fedreg_parse::Parser;
use serde_json::{Value, json};

const FORMATS: [TextFormat; 3] = [TextFormat::Xml, TextFormat::Html, TextFormat::Txt];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn parser() -> Parser {
    let registry = fs_err::read_to_string(root().join("config/authorities.toml")).unwrap();
    Parser::new(Arc::new(Authorities::from_toml(&registry).unwrap()))
}

fn notices() -> Vec<PathBuf> {
    let pattern = root().join("fixtures/notices/*/*/meta.json");
    let mut found: Vec<PathBuf> = glob::glob(pattern.to_str().unwrap())
        .unwrap()
        .map(|path| path.unwrap().parent().unwrap().to_owned())
        .collect();
    found.sort();
    assert!(
        found.len() >= 40,
        "only {} fixture notices were found",
        found.len()
    );
    found
}

fn metadata(dir: &Path) -> DocumentMetadata {
    let meta: Value =
        serde_json::from_str(&fs_err::read_to_string(dir.join("meta.json")).unwrap()).unwrap();
    let text = |key: &str| meta[key].as_str().map(str::to_owned);
    DocumentMetadata {
        document_number: text("document_number").map(|n| DocumentNumber::new(&n).unwrap()),
        publication_date: text("publication_date").map(|d| d.parse().unwrap()),
        document_type: DocumentType::from_name(&text("type").unwrap_or_default()),
        title: text("title").map(|t| readable(&t)).unwrap_or_default(),
        citation: text("citation").map(|c| c.parse::<Citation>().unwrap()),
        docket_ids: meta["docket_ids"]
            .as_array()
            .map(|ids| {
                ids.iter()
                    .filter_map(|id| id.as_str().map(str::to_owned))
                    .collect()
            })
            .unwrap_or_default(),
        agencies: meta["agencies"]
            .as_array()
            .map(|all| {
                all.iter()
                    .filter_map(|a| {
                        let name = a["name"].as_str().or(a["raw_name"].as_str())?;
                        Some(Agency {
                            name: name.to_owned(),
                            slug: a["slug"].as_str().map(str::to_owned),
                        })
                    })
                    .collect()
            })
            .unwrap_or_default(),
        ..DocumentMetadata::default()
    }
}

fn parse(parser: &Parser, dir: &Path, format: TextFormat) -> Parsed {
    let bytes = fs_err::read(dir.join(format!("notice.{}", format.as_str()))).unwrap();
    let text = fedreg_text::read(&bytes, format)
        .unwrap_or_else(|error| panic!("{} {}: {error}", dir.display(), format.as_str()));
    let mut metadata = metadata(dir);
    metadata.fill_from(&text.stated);
    let parsed = parser.parse(&metadata, &text);
    for record in &parsed.records {
        let quote = &record.quote;
        assert_eq!(
            text.text.get(quote.start..quote.end),
            Some(quote.text.as_str())
        );
    }
    for left in &parsed.residue {
        assert_eq!(
            text.text.get(left.start..left.end),
            Some(left.text.as_str())
        );
    }
    parsed
}

/// What must agree between formats: everything but offsets, and the white space and dress that the
/// formats print differently.
fn comparable(parsed: &Parsed) -> Value {
    let mut value = json!({
        "verdict": parsed.verdict, "reason": parsed.reason, "family": parsed.family,
        "records": parsed.records, "residue": parsed.residue.iter().map(|r| &r.why).collect::<Vec<_>>(),
    });
    for record in value["records"].as_array_mut().unwrap() {
        let quote = record["quote"].as_object_mut().unwrap();
        quote.remove("start");
        quote.remove("end");
    }
    value
}

#[test]
fn the_same_notice_gives_the_same_records_in_every_format() {
    let parser = parser();
    let mut differing = Vec::new();
    for dir in notices() {
        let xml = comparable(&parse(&parser, &dir, TextFormat::Xml));
        for format in [TextFormat::Html, TextFormat::Txt] {
            let other = comparable(&parse(&parser, &dir, format));
            if other != xml {
                differing.push(format!(
                    "{} as {}:\n{}\nas xml:\n{}",
                    dir.display(),
                    format.as_str(),
                    serde_json::to_string_pretty(&other).unwrap(),
                    serde_json::to_string_pretty(&xml).unwrap()
                ));
            }
        }
    }
    assert!(
        differing.is_empty(),
        "{} differ\n{}",
        differing.len(),
        differing.join("\n\n")
    );
}

#[test]
fn records_are_those_last_reviewed() {
    let parser = parser();
    let update = std::env::var_os("FEDREG_UPDATE").is_some();
    let mut changed = Vec::new();
    for dir in notices() {
        let found = comparable(&parse(&parser, &dir, TextFormat::Xml));
        let path = dir.join("expected.json");
        let expected = fs_err::read_to_string(&path)
            .ok()
            .map(|text| serde_json::from_str::<Value>(&text).unwrap());
        if expected.as_ref() == Some(&found) {
            continue;
        }
        if expected.is_none() || update {
            let text = serde_json::to_string_pretty(&found).unwrap();
            fs_err::write(&path, text + "\n").unwrap();
        }
        changed.push(format!(
            "{}: {}",
            dir.display(),
            serde_json::to_string_pretty(&found).unwrap()
        ));
    }
    assert!(
        changed.is_empty(),
        "read, then keep or mend:\n{}",
        changed.join("\n\n")
    );
}

/// What gold says, reduced to what it can say. Sets are sorted; names are folded.
#[derive(Default)]
struct Told {
    action: String,
    name: String,
    aliases: Vec<String>,
    codes: Vec<String>,
    date: String,
    basis: String,
    signed_on: Option<String>,
    added: Vec<String>,
    removed: Vec<String>,
    renamed_to: Option<String>,
}

impl Told {
    fn line(self) -> String {
        let names = |all: Vec<String>| -> BTreeSet<String> {
            all.iter().map(|name| fold_name(name)).collect()
        };
        let codes: BTreeSet<String> = self.codes.into_iter().collect();
        format!(
            "{} | {} | {:?} | {codes:?} | {} | {} | signed {:?} | +{:?} -{:?} >{:?}",
            self.action,
            fold_name(&self.name),
            names(self.aliases),
            self.date,
            self.basis,
            self.signed_on,
            names(self.added),
            names(self.removed),
            self.renamed_to
        )
    }
}

#[test]
fn records_agree_with_what_a_person_wrote_down() {
    let parser = parser();
    let mut wrong = Vec::new();
    for dir in notices() {
        let gold: Value =
            serde_json::from_str(&fs_err::read_to_string(dir.join("gold.json")).unwrap()).unwrap();
        let strings = |value: &Value| -> Vec<String> {
            value
                .as_array()
                .map(|all| {
                    all.iter()
                        .filter_map(|v| v.as_str().map(str::to_owned))
                        .collect()
                })
                .unwrap_or_default()
        };
        let published = metadata(&dir)
            .publication_date
            .map(|d| d.to_string())
            .unwrap_or_default();
        let expected: BTreeSet<String> = gold["actions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|a| {
                let basis = a["effective_basis"].as_str().unwrap_or("none");
                let date = a["effective_date"].as_str().unwrap_or(match basis {
                    "upon_publication" => &published,
                    _ => "",
                });
                let is_amendment = a["action"] == "amendment" || a["action"] == "correction";
                let added = |key: &str| {
                    if is_amendment {
                        strings(&a[key])
                    } else {
                        Vec::new()
                    }
                };
                Told {
                    action: a["action"].as_str().unwrap().to_owned(),
                    name: a["entity"]["name"].as_str().unwrap().to_owned(),
                    aliases: strings(&a["entity"]["aliases"]),
                    codes: strings(&a["authority"]),
                    date: date.to_owned(),
                    basis: basis.to_owned(),
                    signed_on: a["signed_on"].as_str().map(str::to_owned),
                    added: added("aliases_added"),
                    removed: added("aliases_removed"),
                    renamed_to: a["renamed_to"].as_str().map(str::to_owned),
                }
                .line()
            })
            .collect();
        let verdict = match gold["verdict"].as_str() {
            Some("needs_review") => Verdict::NeedsReview,
            Some("not_a_designation") => Verdict::NotADesignation,
            _ if expected.is_empty() => Verdict::NotADesignation,
            _ => Verdict::Designates,
        };
        for format in FORMATS {
            let parsed = parse(&parser, &dir, format);
            let found: BTreeSet<String> = parsed
                .records
                .iter()
                .map(|r| {
                    let amendment = r
                        .amendment
                        .clone()
                        .filter(|_| matches!(r.action, Action::Amendment | Action::Correction));
                    let amendment = amendment.unwrap_or_default();
                    Told {
                        action: r.action.to_string(),
                        name: r.party.name.clone(),
                        aliases: r.party.aliases.iter().map(|a| a.name.clone()).collect(),
                        codes: r.authorities.iter().map(|a| a.code.clone()).collect(),
                        date: r.effective.date.map(|d| d.to_string()).unwrap_or_default(),
                        basis: r.effective.basis.to_string(),
                        signed_on: r.signed_on.map(|d| d.to_string()),
                        added: amendment.aliases_added,
                        removed: amendment.aliases_removed,
                        renamed_to: amendment.renamed_to,
                    }
                    .line()
                })
                .collect();
            let review = verdict == Verdict::NeedsReview;
            if parsed.verdict != verdict || (found != expected && !review) {
                let missing: Vec<_> = expected.difference(&found).collect();
                let extra: Vec<_> = found.difference(&expected).collect();
                wrong.push(format!(
                    "{} ({}): {:?}, {verdict:?} is right; {}\n   missing {missing:#?}\n   extra {extra:#?}\n   residue {:?}",
                    dir.display(),
                    format.as_str(),
                    parsed.verdict,
                    parsed.reason,
                    parsed.residue.iter().map(|r| format!("{}: {}", r.why, r.text)).collect::<Vec<_>>(),
                ));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn fixtures_cover_every_action_of_the_families() {
    let parser = parser();
    let mut seen: BTreeSet<(String, Action)> = BTreeSet::new();
    for dir in notices() {
        let parsed = parse(&parser, &dir, TextFormat::Xml);
        for record in &parsed.records {
            seen.insert((parsed.family.clone().unwrap_or_default(), record.action));
        }
    }
    for (family, actions) in [
        (
            "state-fto",
            vec![
                Action::Designation,
                Action::Redesignation,
                Action::Amendment,
                Action::Maintenance,
                Action::Revocation,
            ],
        ),
        (
            "state-sdgt",
            vec![Action::Designation, Action::Amendment, Action::Revocation],
        ),
        ("state-terrorist-exclusion-list", vec![Action::Designation]),
        (
            "state-sponsor-of-terrorism",
            vec![Action::Designation, Action::Revocation],
        ),
    ] {
        for action in actions {
            assert!(
                seen.contains(&(family.to_owned(), action)),
                "no fixture for {family} {action}"
            );
        }
    }
}
