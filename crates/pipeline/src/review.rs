//! What a person says of a document: a small TOML file, or a word about what the parser proposes.

use std::fmt::Write as _;

use fedreg_model::{
    Action, Alias, AliasQuality, Amendment, Authorities, AuthorityCitation, Effective,
    EffectiveBasis, NoticeText, Parsed, PartyKind, Quote, Record, Verdict,
};
use fedreg_parse::PARSER_VERSION;
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// Why a review cannot be taken.
#[derive(Debug, thiserror::Error)]
pub enum ReviewError {
    /// The file is no TOML, or has a key that means nothing.
    #[error("{0}")]
    Toml(Box<toml::de::Error>),
    /// There is no note.
    #[error("a review says why; give a note")]
    NoNote,
    /// A file without records that does not say that the document designates nobody.
    #[error("the file holds no [[record]]; write them, or dismiss the document")]
    NoRecords,
    /// The parser proposes nothing that could be accepted.
    #[error("the parser proposes no records; enter them from a file, or dismiss the document")]
    NothingProposed,
    /// A record of the file is wrong.
    #[error("record {position} ({name}): {problem}")]
    Record {
        /// Its position in the file, from 1.
        position: usize,
        /// The party's name, as far as it is there.
        name: String,
        /// What is wrong, and what is expected.
        problem: String,
    },
}

/// The file, before its records are checked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReviewFile {
    note: String,
    #[serde(default)]
    by: Option<String>,
    #[serde(default)]
    record: Vec<Map<String, Value>>,
}

/// The reading that accepts what the parser proposes, without its residue.
pub fn accept(proposed: &Parsed, note: &str) -> Result<Parsed, ReviewError> {
    if proposed.records.is_empty() {
        return Err(ReviewError::NothingProposed);
    }
    Ok(reading(
        proposed.records.clone(),
        proposed.family.clone(),
        &said(note, None)?,
    ))
}

/// The reading that the document designates nobody.
pub fn dismiss(note: &str) -> Result<Parsed, ReviewError> {
    Ok(reading(Vec::new(), None, &said(note, None)?))
}

/// The reading that a file describes, for a document with this text.
pub fn from_toml(
    file: &str,
    proposed: &Parsed,
    notice: &NoticeText,
    authorities: &Authorities,
) -> Result<Parsed, ReviewError> {
    let file: ReviewFile =
        toml::from_str(file).map_err(|error| ReviewError::Toml(Box::new(error)))?;
    let note = said(&file.note, file.by.as_deref())?;
    if file.record.is_empty() {
        return Err(ReviewError::NoRecords);
    }
    let records = file
        .record
        .into_iter()
        .enumerate()
        .map(|(at, fields)| {
            let name = fields
                .get("name")
                .and_then(Value::as_str)
                .unwrap_or("no name")
                .to_owned();
            record(fields, notice, authorities).map_err(|problem| ReviewError::Record {
                position: at + 1,
                name,
                problem,
            })
        })
        .collect::<Result<Vec<_>, _>>()?;
    Ok(reading(records, proposed.family.clone(), &note))
}

fn said(note: &str, by: Option<&str>) -> Result<String, ReviewError> {
    let note = note.split_whitespace().collect::<Vec<_>>().join(" ");
    if note.is_empty() {
        return Err(ReviewError::NoNote);
    }
    Ok(match by.map(str::trim).filter(|by| !by.is_empty()) {
        Some(by) => format!("reviewed by {by}: {note}"),
        None => format!("reviewed: {note}"),
    })
}

fn reading(records: Vec<Record>, family: Option<String>, reason: &str) -> Parsed {
    let verdict = if records.is_empty() {
        Verdict::NotADesignation
    } else {
        Verdict::Designates
    };
    Parsed {
        verdict,
        reason: reason.to_owned(),
        family,
        records,
        residue: Vec::new(),
        parser_version: PARSER_VERSION,
    }
}

/// The keys of a record in a file; the rest of a party's fields may stand there by their names.
const KEYS: [&str; 12] = [
    "action",
    "name",
    "kind",
    "aliases",
    "authorities",
    "effective",
    "amendment",
    "signed_on",
    "determined_on",
    "notice_number",
    "ground",
    "quote",
];
const PARTY_KEYS: [&str; 14] = [
    "identifiers",
    "countries",
    "programs",
    "surname",
    "addresses",
    "dates_of_birth",
    "places_of_birth",
    "nationalities",
    "citizenships",
    "gender",
    "titles",
    "details",
    "remarks",
    "linked_to",
];

fn record(
    mut fields: Map<String, Value>,
    notice: &NoticeText,
    authorities: &Authorities,
) -> Result<Record, String> {
    if let Some(key) = fields.keys().find(|key| {
        !KEYS.contains(&key.as_str()) && !PARTY_KEYS.contains(&key.as_str()) && *key != "signer"
    }) {
        let known = KEYS.iter().chain(&PARTY_KEYS).copied().collect::<Vec<_>>();
        return Err(format!("'{key}' is none of {}, signer", known.join(", ")));
    }
    let word = |fields: &Map<String, Value>, key: &str| {
        fields
            .get(key)
            .and_then(Value::as_str)
            .map(str::to_owned)
            .ok_or_else(|| format!("'{key}' is missing"))
    };
    let action: Action = word(&fields, "action")?.parse()?;
    let name = word(&fields, "name")?;
    let kind: PartyKind = match fields.get("kind") {
        Some(_) => word(&fields, "kind")?.parse()?,
        None => PartyKind::Unknown,
    };
    let aliases = list(fields.remove("aliases"), "aliases", alias)?;
    let cited = list(fields.remove("authorities"), "authorities", |value| {
        authority(value, notice, authorities)
    })?;
    if cited.is_empty() {
        return Err("'authorities' is missing, such as [\"INA-219\"]".to_owned());
    }
    let effective = effective(fields.remove("effective"))?;
    let quote = quote(fields.remove("quote"), notice)?;
    let mut party = json!({
        "name": name, "kind": kind, "aliases": aliases,
        "identifiers": [], "countries": [], "programs": [],
    });
    let mut rest = Map::new();
    for (key, value) in fields {
        if PARTY_KEYS.contains(&key.as_str()) {
            party[key.as_str()] = value;
        } else if !["action", "name", "kind"].contains(&key.as_str()) {
            rest.insert(key, value);
        }
    }
    let amendment: Option<Amendment> = rest
        .remove("amendment")
        .map(serde_json::from_value)
        .transpose()
        .map_err(|error| format!("'amendment': {error}"))?;
    let mut take = |key: &str| rest.remove(key).unwrap_or(Value::Null);
    let whole = json!({
        "action": action,
        "party": party,
        "authorities": cited,
        "effective": effective,
        "amendment": amendment,
        "signed_on": take("signed_on"),
        "determined_on": take("determined_on"),
        "signer": take("signer"),
        "notice_number": take("notice_number"),
        "ground": take("ground"),
        "quote": quote,
    });
    serde_json::from_value(whole).map_err(|error| error.to_string())
}

fn list<T>(
    value: Option<Value>,
    key: &str,
    item: impl Fn(Value) -> Result<T, String>,
) -> Result<Vec<T>, String> {
    match value {
        None => Ok(Vec::new()),
        Some(Value::Array(items)) => items.into_iter().map(item).collect(),
        Some(_) => Err(format!("'{key}' is no list")),
    }
}

fn alias(value: Value) -> Result<Alias, String> {
    match value {
        Value::String(name) => Ok(Alias {
            name,
            quality: AliasQuality::Strong,
        }),
        other => serde_json::from_value(other)
            .map_err(|error| format!("an alias is a name, or {{ name, quality }}: {error}")),
    }
}

fn authority(
    value: Value,
    notice: &NoticeText,
    authorities: &Authorities,
) -> Result<AuthorityCitation, String> {
    let cited: AuthorityCitation = match value {
        Value::String(code) => {
            let known = authorities.get(&code);
            // As the notice prints it, if it does.
            let folded = notice.text.to_lowercase();
            let citation = known
                .into_iter()
                .flat_map(|a| &a.citations)
                .find_map(|form| {
                    let at = folded.find(&form.to_lowercase())?;
                    notice.text.get(at..at + form.len())
                })
                .map_or_else(|| code.clone(), str::to_owned);
            AuthorityCitation {
                code: known.map_or(code, |a| a.code.clone()),
                citation,
                subsection: None,
            }
        }
        Value::Object(mut fields) => {
            fields.entry("subsection").or_insert(Value::Null);
            let code = fields.get("code").cloned().unwrap_or_default();
            fields.entry("citation").or_insert(code);
            serde_json::from_value(Value::Object(fields)).map_err(|error| {
                format!("an authority is a code, or {{ code, citation, subsection }}: {error}")
            })?
        }
        _ => return Err("an authority is a code, such as \"INA-219\"".to_owned()),
    };
    if authorities.get(&cited.code).is_none() {
        return Err(format!(
            "'{}' is no authority that fedreg knows; `fedreg authorities` lists them",
            cited.code
        ));
    }
    Ok(cited)
}

fn effective(value: Option<Value>) -> Result<Effective, String> {
    match value {
        None => Ok(Effective::none()),
        Some(Value::String(date)) => Ok(Effective {
            date: Some(
                date.parse()
                    .map_err(|_| format!("'{date}' is no date; write it as 2025-11-24"))?,
            ),
            basis: EffectiveBasis::Stated,
            until: None,
        }),
        Some(Value::Object(mut fields)) => {
            for key in ["date", "until"] {
                fields.entry(key).or_insert(Value::Null);
            }
            let read: Effective =
                serde_json::from_value(Value::Object(fields)).map_err(|error| {
                    format!("'effective' is a date, or {{ date, basis, until }}: {error}")
                })?;
            if (read.date.is_none()) != (read.basis == EffectiveBasis::None) {
                return Err("an effective date needs a basis, and a basis a date".to_owned());
            }
            Ok(read)
        }
        Some(_) => Err("'effective' is a date, or { date, basis, until }".to_owned()),
    }
}

/// The quote: words that stand in the notice once, or a range of its text.
fn quote(value: Option<Value>, notice: &NoticeText) -> Result<Quote, String> {
    let range = match value {
        None => return Err("'quote' is missing: the words of the notice that say so".to_owned()),
        Some(Value::String(words)) => {
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            if words.is_empty() {
                return Err("'quote' is empty".to_owned());
            }
            let mut places = notice.text.match_indices(&words);
            match (places.next(), places.next()) {
                (Some((start, _)), None) => start..start + words.len(),
                (Some(_), Some(_)) => {
                    return Err("the quote stands more than once in the notice; quote more of it, or give { start, end }".to_owned());
                }
                (None, _) => {
                    return Err("the quote does not stand in the notice; `fedreg show DOCUMENT --text` prints its text".to_owned());
                }
            }
        }
        Some(Value::Object(fields)) => {
            let place = |key: &str| {
                fields
                    .get(key)
                    .and_then(Value::as_u64)
                    .and_then(|n| usize::try_from(n).ok())
                    .ok_or_else(|| format!("'quote.{key}' is missing"))
            };
            place("start")?..place("end")?
        }
        Some(_) => return Err("'quote' is words of the notice, or { start, end }".to_owned()),
    };
    match notice.text.get(range.clone()) {
        Some(text) if !text.is_empty() => Ok(Quote {
            start: range.start,
            end: range.end,
            text: text.to_owned(),
        }),
        _ => Err(format!(
            "the notice's text has no words at {}..{}",
            range.start, range.end
        )),
    }
}

/// A file to begin with: what the parser proposes, or one empty record.
pub fn template(proposed: &Parsed, title: &str) -> String {
    let mut out = format!(
        "# Review of: {}\n# Every record that the notice makes; what stands here is what the parser proposes.\n",
        title.split_whitespace().collect::<Vec<_>>().join(" ")
    );
    for residue in &proposed.residue {
        let why = residue.why.split_whitespace().collect::<Vec<_>>().join(" ");
        let _ = writeln!(out, "# not understood: {why}");
    }
    out.push_str("note = \"\"\nby = \"\"\n");
    let records: Vec<Value> = if proposed.records.is_empty() {
        vec![json!({
            "action": "designation",
            "name": "",
            "kind": "unknown",
            "aliases": [],
            "authorities": [],
            "effective": { "basis": "none" },
            "quote": "",
        })]
    } else {
        proposed.records.iter().map(flat).collect()
    };
    let file = json!({ "record": records });
    out.push('\n');
    out.push_str(&toml::to_string(&file).unwrap_or_default());
    out
}

/// A record as a file has it.
fn flat(record: &Record) -> Value {
    let mut value = serde_json::to_value(record).unwrap_or_default();
    let mut flat = Map::new();
    if let Some(action) = value.get("action") {
        flat.insert("action".to_owned(), action.clone());
    }
    if let Some(party) = value.get("party").and_then(Value::as_object) {
        for (key, field) in party {
            flat.insert(key.clone(), field.clone());
        }
    }
    if let Some(fields) = value.as_object_mut() {
        for (key, field) in std::mem::take(fields) {
            match key.as_str() {
                "action" | "party" => {}
                "quote" => {
                    let range = json!({ "start": field["start"], "end": field["end"] });
                    flat.insert(key, range);
                }
                _ => {
                    flat.insert(key, field);
                }
            }
        }
    }
    without_nothing(Value::Object(flat))
}

/// TOML has no null, and an empty list says nothing.
fn without_nothing(value: Value) -> Value {
    match value {
        Value::Object(fields) => Value::Object(
            fields
                .into_iter()
                .map(|(key, field)| (key, without_nothing(field)))
                .filter(|(_, field)| {
                    !field.is_null() && !field.as_array().is_some_and(Vec::is_empty)
                })
                .collect(),
        ),
        Value::Array(items) => Value::Array(items.into_iter().map(without_nothing).collect()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use fedreg_model::{DocumentMetadata, Party, TextFormat};

    use super::*;

    fn notice() -> NoticeText {
        NoticeText {
            text: "The Secretary hereby designates Example Front, a.k.a. EF, under section 219 of the INA.".into(),
            blocks: Vec::new(),
            format: TextFormat::Xml,
            reader_version: 1,
            stated: DocumentMetadata::default(),
        }
    }

    fn authorities() -> Authorities {
        Authorities::from_toml(
            "[INA-219]\nkind='statute'\ndesignation='FTO'\ntitle='INA'\ncitations=['section 219 of the INA']\n",
        )
        .unwrap()
    }

    fn nothing() -> Parsed {
        Parsed {
            verdict: Verdict::NeedsReview,
            reason: "unread".into(),
            family: Some("state-fto".into()),
            records: Vec::new(),
            residue: Vec::new(),
            parser_version: 1,
        }
    }

    const FILE: &str = r#"
note = "Read against the PDF."
by = "R. Eader"
[[record]]
action = "designation"
name = "Example Front"
kind = "organization"
aliases = ["EF", { name = "Example F.", quality = "weak" }]
authorities = ["INA-219"]
effective = "2025-11-24"
quote = "hereby designates Example Front"
"#;

    #[test]
    fn a_file_gives_records_with_quotes_of_the_notice() {
        let read = from_toml(FILE, &nothing(), &notice(), &authorities()).unwrap();
        assert_eq!(read.verdict, Verdict::Designates);
        assert_eq!(read.reason, "reviewed by R. Eader: Read against the PDF.");
        let record = &read.records[0];
        assert_eq!(record.party.aliases.len(), 2);
        assert_eq!(record.authorities[0].citation, "section 219 of the INA");
        assert_eq!(record.effective.basis, EffectiveBasis::Stated);
        assert_eq!(
            &notice().text[record.quote.start..record.quote.end],
            record.quote.text
        );
    }

    #[test]
    fn what_is_wrong_in_a_file_is_named() {
        for (from, to, expected) in [
            (
                "note = \"Read against the PDF.\"",
                "note = \" \"",
                "give a note",
            ),
            ("\"INA-219\"", "\"INA-220\"", "no authority"),
            ("2025-11-24", "24 Nov 2025", "no date"),
            (
                "hereby designates Example Front",
                "hereby designates Another",
                "does not stand",
            ),
            ("hereby designates Example Front", "e", "more than once"),
            ("\"designation\"", "\"designate\"", "is none of"),
            ("kind =", "kinds =", "'kinds' is none of"),
            ("[[record]]", "[[records]]", "unknown field"),
        ] {
            let file = FILE.replace(from, to);
            let error = from_toml(&file, &nothing(), &notice(), &authorities())
                .unwrap_err()
                .to_string();
            assert!(error.contains(expected), "{to}: {error}");
        }
        let empty = "note = 'x'\n";
        assert!(matches!(
            from_toml(empty, &nothing(), &notice(), &authorities()),
            Err(ReviewError::NoRecords)
        ));
        assert!(matches!(
            accept(&nothing(), "fine"),
            Err(ReviewError::NothingProposed)
        ));
        assert!(matches!(dismiss(" "), Err(ReviewError::NoNote)));
    }

    #[test]
    fn the_template_of_a_proposal_reads_back_to_it() {
        let read = from_toml(FILE, &nothing(), &notice(), &authorities()).unwrap();
        let mut record = read.records[0].clone();
        record.party = Party {
            countries: vec!["Ruritania".into()],
            ..record.party
        };
        let proposed = Parsed {
            records: vec![record],
            ..nothing()
        };
        let file = template(&proposed, "A title").replace("note = \"\"", "note = \"as proposed\"");
        let again = from_toml(&file, &proposed, &notice(), &authorities()).unwrap();
        assert_eq!(again.records, proposed.records);
    }
}
