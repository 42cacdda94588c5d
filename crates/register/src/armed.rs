//! Misbehaviours in force, with their counts, and what they do to contents and answers.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::answer::{self, Answer};
use crate::document::Document;
use crate::library::Library;
use crate::links;
use crate::misbehaviour::{Challenge, CountLie, Edit, Fault, Misbehaviour, RetryAfter};

#[derive(Debug)]
struct Armed {
    rule: Misbehaviour,
    /// Requests seen, by path; an edit keeps all under one key.
    seen: HashMap<String, u64>,
}

/// All misbehaviours in force, in the order given.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Armed>);

impl Faults {
    pub(crate) fn add(&mut self, rule: Misbehaviour) {
        self.0.push(Armed {
            rule,
            seen: HashMap::new(),
        });
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// The faults of one request, which counts as seen. Both texts percent-decoded.
    pub(crate) fn strike(&mut self, path: &str, query: &str) -> Vec<Fault> {
        let mut struck = Vec::new();
        for armed in self
            .0
            .iter_mut()
            .filter(|armed| armed.rule.place.covers(path, query))
        {
            let rule = &armed.rule;
            let key = if matches!(rule.fault, Fault::Edit(_)) {
                ""
            } else {
                path
            };
            let seen = armed.seen.entry(key.to_owned()).or_insert(0);
            let until = rule
                .times
                .map_or(u64::MAX, |times| rule.after.saturating_add(times));
            if rule.after <= *seen && *seen < until {
                struck.push(rule.fault.clone());
            }
            *seen += 1;
        }
        struck
    }
}

/// Carries out a change of the contents. One that concerns a document not held does nothing.
pub(crate) fn edit(library: &mut Library, edit: Edit) {
    match edit {
        Edit::Put(document) => library.put(document),
        Edit::Remove {
            number,
            publication_date,
        } => {
            library.remove(&number, publication_date);
        }
        Edit::Move { number, from, to } => {
            if let Some(held) = library.held(&number, from) {
                let mut document = Document {
                    object: held.object.clone(),
                    texts: held.texts.clone(),
                };
                document
                    .object
                    .insert("publication_date".to_owned(), json!(to.to_string()));
                library.remove(&number, from);
                library.put(document);
            }
        }
        Edit::Change {
            number,
            publication_date,
            fields,
        } => {
            if let Some(held) = library.held(&number, publication_date) {
                let mut document = Document {
                    object: held.object.clone(),
                    texts: held.texts.clone(),
                };
                document.object.extend(fields);
                library.put(document);
            }
        }
        Edit::Today(today) => library.set_today(today),
    }
}

/// The path to answer when another document is to be served than the one asked for.
pub(crate) fn wrong_path(library: &Library, path: &str, number: &str) -> String {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        ["api", "v1", "documents", asked] if *asked != "facets" => {
            format!("/api/v1/documents/{number}")
        }
        [
            "api",
            "v1",
            desk @ ("public-inspection-documents" | "public_inspection_documents"),
            asked,
        ] if !["current", "facets"].contains(asked) => {
            format!("/api/v1/{desk}/{number}")
        }
        ["documents", "full_text", kind, _, _, _, file] => {
            let extension = file.rsplit_once('.').map_or("", |(_, extension)| extension);
            match library.dates_of(number).last() {
                Some(date) => links::text_path(kind, extension, *date, number),
                None => path.to_owned(),
            }
        }
        ["public-inspection", "raw_text", ..] => links::raw_text_path(number),
        _ => path.to_owned(),
    }
}

/// The answer that a fault gives in place of the right one, if it is of that kind.
pub(crate) fn instead(fault: &Fault, base: &str) -> Option<Answer> {
    match fault {
        Fault::Status { code, retry_after } => {
            let title = format!("{code}");
            let mut answer = Answer::html(*code, answer::page(&title, "Please try again later."));
            if let Some(retry_after) = retry_after {
                answer
                    .headers
                    .push(("retry-after", retry_after_text(*retry_after)));
            }
            Some(answer)
        }
        Fault::Challenge(Challenge::InPlace) => Some(Answer::html(200, answer::challenge_page())),
        Fault::Challenge(Challenge::Redirect) => {
            Some(Answer::redirect(302, format!("{base}/unblock")))
        }
        Fault::Html => Some(Answer::html(
            200,
            answer::page("Maintenance", "We will be back soon."),
        )),
        Fault::Body {
            status,
            content_type,
            body,
        } => Some(Answer::new(*status, content_type, body.clone())),
        _ => None,
    }
}

fn retry_after_text(retry_after: RetryAfter) -> String {
    match retry_after {
        RetryAfter::Seconds(seconds) => seconds.to_string(),
        RetryAfter::Text(text) => text.to_owned(),
        RetryAfter::DateIn(wait) => {
            #[expect(
                clippy::disallowed_methods,
                reason = "an HTTP date is about the wall clock"
            )]
            let now = chrono::Utc::now();
            let millis = i64::try_from(wait.as_millis()).unwrap_or(i64::MAX / 2);
            let second = (now.timestamp_millis().saturating_add(millis) + 999) / 1000;
            let at = chrono::DateTime::from_timestamp(second, 0).unwrap_or(now);
            at.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
        }
    }
}

/// Changes the counts of an answer that is JSON and has them.
pub(crate) fn lie(fault: &Fault, answer: &mut Answer) {
    let Ok(mut value) = serde_json::from_slice::<Value>(&answer.body) else {
        return;
    };
    let count = match fault {
        Fault::Count(_) => value.get_mut("count"),
        Fault::FacetCount(key, _) => value
            .get_mut(key)
            .and_then(|bucket| bucket.get_mut("count")),
        _ => None,
    };
    let (Some(count), Fault::Count(lie) | Fault::FacetCount(_, lie)) = (count, fault) else {
        return;
    };
    *count = match lie {
        CountLie::Is(number) => json!(number),
        CountLie::Off(by) => json!(count.as_u64().unwrap_or(0).saturating_add_signed(*by)),
    };
    answer.body = value.to_string().into_bytes();
}
