//! What a source did not give: a few failures by themselves, many alike as one.

use std::collections::HashMap;
use std::mem::{Discriminant, discriminant};

use fedreg_fetch::{FetchError, Missing, What};

use super::ProblemKind;
use super::intake::Intake;

/// More failures of one kind than this are told as one.
const MANY: usize = 5;

/// Of those told as one that the next pass asks for again, so many are named.
const NAMED: usize = 5;

/// What kind of thing failed in what way.
type Likeness = (
    ProblemKind,
    Discriminant<What>,
    Discriminant<FetchError>,
    Option<u16>,
);

/// Puts failures together that a person would read as one, in the order of the first of each.
fn alike(missed: Vec<Missing>) -> Vec<Vec<Missing>> {
    let mut order: Vec<Vec<Missing>> = Vec::new();
    let mut known: HashMap<Likeness, usize> = HashMap::new();
    for missing in missed {
        let reason = match &missing.error {
            FetchError::NoText { tried, .. } => tried.last().unwrap_or(&missing.error),
            error => error,
        };
        let status = match reason {
            FetchError::Status { status, .. }
            | FetchError::Throttled { status, .. }
            | FetchError::BadRequest { status, .. } => Some(*status),
            _ => None,
        };
        let (what, error) = (discriminant(&missing.what), discriminant(reason));
        let likeness = (kind(&missing), what, error, status);
        let at = *known.entry(likeness).or_insert(order.len());
        match order.get_mut(at) {
            Some(group) => group.push(missing),
            None => order.push(vec![missing]),
        }
    }
    order
}

fn kind(missing: &Missing) -> ProblemKind {
    match (&missing.what, &missing.error) {
        // Not there, and not coming back by asking again.
        (What::FullText(_) | What::Document(_), error) if !is_coming_back(error) => {
            ProblemKind::File
        }
        _ => ProblemKind::Source,
    }
}

/// Reports what is missing, failures of one kind together.
pub(super) fn report(intake: &mut Intake<'_>, missed: Vec<Missing>) {
    for alike in alike(missed) {
        miss(intake, &alike);
    }
}

/// Reports failures of one kind: a few by themselves, many as one with their count.
fn miss(intake: &mut Intake<'_>, alike: &[Missing]) {
    let told = if alike.len() > MANY { 1 } else { alike.len() };
    for missing in &alike[..told] {
        let mut which = missing.what.to_string();
        if told < alike.len() {
            which = format!("{which}, and {} more that failed alike", alike.len() - told);
            let documents: Vec<String> = alike[told..].iter().filter_map(document_of).collect();
            if !documents.is_empty() {
                which = format!("{which}: {}", named(&documents, kind(missing)));
            }
        }
        let text = match &missing.what {
            // The reason stands with the request that failed before.
            What::Rest(_) => "not asked for, because the pass had to end; run again: the next \
                              pass continues from there"
                .to_owned(),
            What::Results { .. } if missing.error.is_absence() => format!(
                "{}; is the address the API's? It ends in /api/v1",
                missing.error
            ),
            _ => format!("{}; {}", missing.error, missing.error.advice()),
        };
        intake.problem(kind(missing), &which, &text);
    }
}

/// The documents that failed alike: all that a person must look at; of those that the next pass
/// asks for again, the first.
fn named(documents: &[String], kind: ProblemKind) -> String {
    match documents.get(..NAMED) {
        Some(first) if kind == ProblemKind::Source && documents.len() > NAMED => {
            format!("{}, …", first.join(", "))
        }
        _ => documents.join(", "),
    }
}

/// The document that is missing, if it is one.
fn document_of(missing: &Missing) -> Option<String> {
    match &missing.what {
        What::Document(id) => Some(id.to_string()),
        What::FullText(document) => document.metadata.id().map(|id| id.to_string()),
        _ => None,
    }
}

fn is_coming_back(error: &FetchError) -> bool {
    error.is_transient() || error.is_unreachable()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_next_pass_asks_for_again_is_named_in_part() {
        let documents: Vec<String> = (1..=8).map(|n| format!("2025-{n}")).collect();
        let first = "2025-1, 2025-2, 2025-3, 2025-4, 2025-5";
        assert_eq!(named(&documents[..5], ProblemKind::Source), first);
        assert_eq!(
            named(&documents, ProblemKind::Source),
            format!("{first}, …")
        );
        assert!(named(&documents, ProblemKind::File).ends_with("2025-8"));
    }
}
