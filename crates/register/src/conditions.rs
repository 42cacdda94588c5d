//! The conditions of a document search: reading, validating, matching, and saying in words.

use chrono::{Months, NaiveDate};
use serde_json::{Map, Value, json};

use crate::calendar;
use crate::document::{self, Published};
use crate::library::Library;
use crate::limits::{BadSlug, Readings};
use crate::params::{Param, Params};
use crate::term::Term;
use crate::words::sentence;

/// A range of dates, and how the description names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dates {
    pub(crate) from: NaiveDate,
    pub(crate) to: NaiveDate,
    pub(crate) words: String,
}

impl Dates {
    /// Reads `[is|year|gte|lte]`, in this precedence. `Ok(None)`: nothing there that counts (a
    /// text instead of a map is silently ignored). `Err(())`: not a date.
    pub(crate) fn read(param: &Param, today: NaiveDate) -> Result<Option<Self>, ()> {
        let day = |text: &str| calendar::lenient(text).ok_or(());
        if let Some(is) = param.text("is") {
            let date = day(is)?;
            let words = format!("on {}", date.format("%m/%d/%Y"));
            return Ok(Some(Self {
                from: date,
                to: date,
                words,
            }));
        }
        if let Some(year) = param.text("year") {
            let year: i32 = year.trim().parse().map_err(|_| ())?;
            let from = NaiveDate::from_ymd_opt(year, 1, 1).ok_or(())?;
            let to = NaiveDate::from_ymd_opt(year, 12, 31).ok_or(())?;
            return Ok(Some(Self {
                from,
                to,
                words: format!("in {year}"),
            }));
        }
        let (gte, lte) = (param.text("gte"), param.text("lte"));
        let us = |date: NaiveDate| date.format("%m/%d/%Y").to_string();
        Ok(
            match (gte.map(day).transpose()?, lte.map(day).transpose()?) {
                (Some(from), Some(to)) => Some(Self {
                    from,
                    to,
                    words: format!("from {} to {}", us(from), us(to)),
                }),
                (Some(from), None) => {
                    let to = today.checked_add_months(Months::new(120)).unwrap_or(today);
                    Some(Self {
                        from,
                        to,
                        words: format!("on or after {}", us(from)),
                    })
                }
                (None, Some(to)) => {
                    let from = calendar::FIRST_DAY;
                    Some(Self {
                        from,
                        to,
                        words: format!("on or before {}", us(to)),
                    })
                }
                (None, None) => None,
            },
        )
    }

    pub(crate) fn contain(&self, date: Option<NaiveDate>) -> bool {
        date.is_some_and(|date| self.from <= date && date <= self.to)
    }
}

#[derive(Debug, Clone)]
enum Filter {
    /// Field of the object, range.
    Dates(&'static str, Dates),
    Agencies(Vec<String>),
    AgencyIds(Vec<u64>),
    Types(Vec<String>),
    /// The text under a key of the object, slugged, is one of these.
    Slugged(&'static str, Vec<String>),
    President(Vec<String>),
    Topics(Vec<String>),
    Numbers(Vec<String>),
    Orders(Vec<String>),
    Volume(i64),
    /// The words side by side in one entry of a list.
    PhraseIn(&'static str, String),
    Cfr(i64, i64, i64),
    Correction(bool),
    Significant(bool),
    OpenForComment(bool),
    Citing(Vec<String>),
    /// A condition whose data documents here do not have.
    Nothing,
}

/// A read and valid set of conditions.
#[derive(Debug, Clone, Default)]
pub(crate) struct Conditions {
    pub(crate) term: Option<Term>,
    term_text: String,
    filters: Vec<Filter>,
    /// What the description says, in its fixed order.
    said: Vec<(usize, String)>,
    pub(crate) published: Option<Dates>,
}

/// The order in which the description mentions conditions. What is not here is not mentioned.
const SAID: &[&str] = &[
    "publication_date",
    "signing_date",
    "effective_date",
    "comment_date",
    "agency_ids",
    "agencies",
    "president",
    "type",
    "presidential_document_type",
    "docket_id",
    "significant",
    "regulation_id_number",
    "cfr",
    "near",
    "sections",
    "topics",
    "small_entities",
    "citing_document_numbers",
];

impl Conditions {
    /// # Errors
    /// The `errors` object of a 400.
    pub(crate) fn read(
        params: &Params,
        library: &Library,
        readings: Readings,
    ) -> Result<Self, Map<String, Value>> {
        let mut conditions = Self::default();
        let mut errors = Map::new();
        for (name, param) in params.conditions() {
            if let Err(message) = conditions.add(name, param, library, readings) {
                errors.insert(name.clone(), json!(message));
            }
        }
        conditions.said.sort();
        if errors.is_empty() {
            Ok(conditions)
        } else {
            Err(errors)
        }
    }

    fn say(&mut self, name: &str, words: String) {
        if let Some(at) = SAID.iter().position(|said| *said == name) {
            self.said.push((at, words));
        }
    }

    fn add(
        &mut self,
        name: &str,
        param: &Param,
        library: &Library,
        readings: Readings,
    ) -> Result<(), String> {
        let values: Vec<String> = param.values().into_iter().map(str::to_owned).collect();
        let first = values.first().cloned().unwrap_or_default();
        let dated = |field, label, verb: &str| match Dates::read(param, library.today()) {
            Err(()) => Err(format!("{label} is not a valid .")),
            Ok(None) => Ok(None),
            Ok(Some(dates)) => {
                let words = format!("{verb} {}", dates.words);
                Ok(Some((Filter::Dates(field, dates), words)))
            }
        };
        let named = match name {
            "term" => {
                if !first.is_empty() {
                    self.term = Some(Term::parse(&first));
                    self.term_text = first;
                }
                return Ok(());
            }
            "publication_date" => {
                let named = dated("publication_date", "Publication Date", "published")?;
                if let Some((Filter::Dates(_, dates), _)) = &named {
                    self.published = Some(dates.clone());
                }
                named
            }
            "signing_date" => dated("signing_date", "Signing Date", "signed")?,
            "effective_date" => dated("effective_on", "Effective Date", "with an effective date")?,
            "comment_date" => dated(
                "comments_close_on",
                "Comment Close Date",
                "with a comment closing date",
            )?,
            "cfr" => cfr(param)?,
            // Known, but nothing here has places, entities, or stored searches.
            "near"
            | "small_entities"
            | "small_entity_ids"
            | "notice_type"
            | "section_ids"
            | "topic_ids"
            | "presidential_document_type_id"
            | "sections" => Some((Filter::Nothing, format!("about {first}"))),
            "search_type_ids" => None,
            _ if values.is_empty() => known_name(name).then_some(None).ok_or(UNKNOWN)?,
            _ => Some(valued(name, values, first, library, readings)?),
        };
        if let Some((filter, words)) = named {
            self.filters.push(filter);
            self.say(name, words);
        }
        Ok(())
    }

    pub(crate) fn match_document(&self, document: &Published) -> bool {
        self.filters.iter().all(|filter| filter.matches(document))
            && self
                .term
                .as_ref()
                .is_none_or(|term| term.matches(&document.words))
    }

    /// `Documents matching 'x', published in 2024, and from State Department`.
    pub(crate) fn description(&self) -> String {
        let mut parts: Vec<String> = self.said.iter().map(|(_, words)| words.clone()).collect();
        if self.term.is_some() {
            parts.insert(0, format!("matching '{}'", self.term_text));
        }
        match (parts.is_empty(), self.filters.is_empty()) {
            (true, true) => "All Documents".to_owned(),
            _ => format!("Documents {}", sentence(&parts, " and ", ", and ")),
        }
    }
}

const UNKNOWN: &str = "is not a valid field";

fn known_name(name: &str) -> bool {
    matches!(
        name,
        "agencies"
            | "agency_ids"
            | "type"
            | "presidential_document_type"
            | "president"
            | "docket_id"
            | "regulation_id_number"
            | "topics"
            | "significant"
            | "correction"
            | "accepting_comments_on_regulations_dot_gov"
            | "document_numbers"
            | "executive_order_numbers"
            | "volume"
            | "citing_document_numbers"
    )
}

fn valued(
    name: &str,
    values: Vec<String>,
    first: String,
    library: &Library,
    readings: Readings,
) -> Result<(Filter, String), String> {
    let or = |names: &[String]| sentence(names, " or ", ", and ");
    let flag = first == "1" || first == "true";
    Ok(match name {
        "agencies" => {
            let known = |slug: &String| library.agencies.iter().find(|a| a.slug == *slug);
            let names: Vec<String> = values
                .iter()
                .filter_map(known)
                .map(|agency| agency.name.clone())
                .collect();
            if names.len() < values.len() && readings.bad_slug == BadSlug::Reject {
                return Err("invalid value".to_owned());
            }
            (Filter::Agencies(values), format!("from {}", or(&names)))
        }
        "agency_ids" => {
            let ids: Vec<u64> = values.iter().filter_map(|id| id.parse().ok()).collect();
            let known = |id: &u64| library.agencies.iter().find(|agency| agency.id == *id);
            let names: Vec<String> = ids
                .iter()
                .filter_map(known)
                .map(|a| a.name.clone())
                .collect();
            (Filter::AgencyIds(ids), format!("from {}", or(&names)))
        }
        "type" => {
            let names: Vec<String> = values
                .iter()
                .map(|code| document::type_name(code).to_owned())
                .collect();
            (Filter::Types(values), format!("of type {}", or(&names)))
        }
        "presidential_document_type" => {
            const KNOWN: &[&str] = &[
                "determination",
                "executive_order",
                "memorandum",
                "notice",
                "proclamation",
                "presidential_order",
                "other",
            ];
            if values.iter().any(|value| !KNOWN.contains(&value.as_str())) {
                return Err("invalid value".to_owned());
            }
            let words = format!("of presidential document type {}", or(&values));
            (Filter::Slugged("subtype", values), words)
        }
        "president" => {
            let known = |value: &String| document::PRESIDENTS.iter().find(|(_, _, id)| id == value);
            if values.iter().any(|value| known(value).is_none()) {
                return Err("invalid value".to_owned());
            }
            let names: Vec<String> = values
                .iter()
                .filter_map(known)
                .map(|(_, name, _)| (*name).to_owned())
                .collect();
            (
                Filter::President(values),
                format!("signed by {}", or(&names)),
            )
        }
        "topics" => {
            let words = format!("about {}", or(&values));
            (Filter::Topics(values), words)
        }
        "docket_id" => (
            Filter::PhraseIn("docket_ids", first),
            format!("filed under agency docket {}", or(&values)),
        ),
        "regulation_id_number" => {
            let words = format!("associated with RIN {first} - ");
            (Filter::PhraseIn("regulation_id_numbers", first), words)
        }
        "significant" => (
            Filter::Significant(flag),
            "whose Associated Unified Agenda Deemed Significant Under EO 12866".to_owned(),
        ),
        "correction" => (Filter::Correction(flag), String::new()),
        "accepting_comments_on_regulations_dot_gov" => {
            (Filter::OpenForComment(flag), String::new())
        }
        "document_numbers" => (Filter::Numbers(values), String::new()),
        "executive_order_numbers" => (Filter::Orders(values), String::new()),
        "volume" => (
            first.parse().map_or(Filter::Nothing, Filter::Volume),
            String::new(),
        ),
        "citing_document_numbers" => {
            let cited = |number: &String| {
                library
                    .listed()
                    .find(|document| document.number.as_ref() == Some(number))
            };
            let citations: Vec<String> = values
                .iter()
                .filter_map(cited)
                .map(|d| d.text("citation").to_owned())
                .collect();
            let words = format!("citing {}", or(&citations));
            (Filter::Citing(citations), words)
        }
        _ => return Err(UNKNOWN.to_owned()),
    })
}

fn cfr(param: &Param) -> Result<Option<(Filter, String)>, String> {
    let (title, part) = (param.text("title"), param.text("part"));
    if title.is_none() && part.is_none() {
        return Ok(None);
    }
    let title = title
        .and_then(|title| title.parse::<i64>().ok())
        .unwrap_or(0);
    if !(1..=50).contains(&title) {
        return Err("CFR title must be between 1 and 50".to_owned());
    }
    let bad = "CFR part must be an integer or a range (eg \"1\" or \"1-200\")";
    let number = |text: &str| text.trim().parse::<i64>().map_err(|_| bad.to_owned());
    let (from, to) = match part {
        None => (0, i64::MAX),
        Some(part) => match part.split_once('-') {
            Some((from, to)) => (number(from)?, number(to)?),
            None => (number(part)?, number(part)?),
        },
    };
    let words = format!("affecting {title} CFR {}", part.unwrap_or(""));
    Ok(Some((
        Filter::Cfr(title, from, to),
        words.trim_end().to_owned(),
    )))
}

impl Filter {
    fn matches(&self, document: &Published) -> bool {
        let is_one = |values: &[String], text: &str| values.iter().any(|value| value == text);
        match self {
            Self::Dates("publication_date", dates) => dates.contain(document.date),
            Self::Dates(field, dates) => dates.contain(document.date_field(field)),
            Self::Agencies(slugs) => document.list("agencies").iter().any(|agency| {
                agency
                    .get("slug")
                    .and_then(Value::as_str)
                    .is_some_and(|slug| is_one(slugs, slug))
            }),
            Self::AgencyIds(ids) => document.list("agencies").iter().any(|agency| {
                agency
                    .get("id")
                    .and_then(Value::as_u64)
                    .is_some_and(|id| ids.contains(&id))
            }),
            Self::Types(codes) => is_one(codes, document.type_code()),
            Self::Slugged(key, values) => is_one(
                values,
                &crate::links::slug(document.text(key)).replace('-', "_"),
            ),
            Self::President(ids) => document
                .object
                .get("president")
                .and_then(|president| president.get("identifier"))
                .and_then(Value::as_str)
                .is_some_and(|id| is_one(ids, id)),
            Self::Topics(slugs) => document
                .list("topics")
                .iter()
                .filter_map(Value::as_str)
                .any(|topic| is_one(slugs, &crate::links::slug(topic))),
            Self::Numbers(numbers) => document
                .number
                .as_ref()
                .is_some_and(|number| numbers.contains(number)),
            Self::Orders(numbers) => match document.object.get("executive_order_number") {
                Some(Value::String(number)) => is_one(numbers, number),
                Some(Value::Number(number)) => is_one(numbers, &number.to_string()),
                _ => false,
            },
            Self::Volume(volume) => {
                document.object.get("volume").and_then(Value::as_i64) == Some(*volume)
            }
            Self::PhraseIn(key, phrase) => document
                .list(key)
                .iter()
                .filter_map(Value::as_str)
                .any(|text| crate::term::Words::of(text).has_phrase(phrase)),
            Self::Cfr(title, from, to) => document.list("cfr_references").iter().any(|reference| {
                let number = |key: &str| match reference.get(key) {
                    Some(Value::Number(number)) => number.as_i64(),
                    Some(Value::String(text)) => text.parse().ok(),
                    _ => None,
                };
                number("title") == Some(*title)
                    && number("part").is_some_and(|part| *from <= part && part <= *to)
            }),
            Self::Correction(wanted) => is_correction(document) == *wanted,
            Self::Significant(wanted) => {
                document.object.get("significant").and_then(Value::as_bool) == Some(*wanted)
            }
            Self::OpenForComment(wanted) => document.text("comment_url").is_empty() != *wanted,
            Self::Citing(citations) => citations.iter().any(|c| document.words.has_phrase(c)),
            Self::Nothing => false,
        }
    }
}

/// As the service counts them: a `C1-` document whose original was not found slips through.
fn is_correction(document: &Published) -> bool {
    document.type_code() == "CORRECT"
        || !document.text("correction_of").is_empty()
        || (document.text("subtype") == "Executive Order"
            && document
                .object
                .get("executive_order_number")
                .is_none_or(Value::is_null))
}
