//! Orders of the Bureau of Industry and Security, and of its forerunner, on export privileges:
//! denials upon conviction, temporary denials with their renewals and modifications, related
//! persons, denials that end a proceeding, and orders that end a denial.
//!
//! The target is read from the clause that orders ("First, …, may not, directly or indirectly,
//! participate"), never from the findings; the caption is a check on it.

mod act;
mod caption;
mod clause;
mod period;
mod respondents;
mod term;

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::{Action, Amendment, AuthorityCitation, DocumentType, Party, Record, fold_name};
use regex::Regex;

use crate::families::{Reader, bis_entity_list};
use crate::grammar::dates::compile;
use crate::notice::Notice;
use crate::reading::{Law, Reading};
use act::Order;
use respondents::Respondent;

/// The reader of orders on export privileges.
pub(crate) struct BisDenialOrder;

static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bexport\s+privileges\b|\btemporary\s+denial\b|\bsuspended\s+denial\b|\bdenial\s+order\b|\bdecision\s+and\s+order\b|\border\s+relating\s+to\b|\bin\s+the\s+matters?\s+of\b|\brelated\s+persons?\b|\bfinal\s+(?:decision|order)\b",
    )
});
static OTHER_TITLE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\binformation\s+collection\b|\bcomment\s+request\b|\badvisory\s+committee\b|\bmeeting\b",
    )
});
static PRIVILEGES: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bexport\s+privileges\b|\bdenial\s+order\b|\bdenied\s+persons?\b|\bdeny(?:ing)?\s+order\b|\bdenied\s+all\s+privileges\b|\bmay\s+not\b[^.]{0,60}\bparticipate\b",
    )
});

impl Reader for BisDenialOrder {
    fn name(&self) -> &'static str {
        "bis-denial-order"
    }

    fn claims(&self, notice: &Notice<'_>) -> bool {
        let issued = notice.issued_by("industry and security")
            || notice.issued_by("industry-and-security")
            || notice.issued_by("export administration");
        let kind = notice.metadata.document_type;
        issued
            && !matches!(kind, DocumentType::Rule | DocumentType::ProposedRule)
            && !OTHER_TITLE.is_match(&notice.title)
            && TITLE.is_match(&notice.title)
            && (PRIVILEGES.is_match(&notice.text.text)
                || PRIVILEGES.is_match(&notice.title)
                || bis_entity_list::is_cut_off(notice))
    }

    fn read(&self, notice: &Notice<'_>, law: Law<'_>) -> Reading {
        let mut reading = Reading::default();
        let body = body(notice);
        let Some(order) = act::order(notice, &body) else {
            undecided(notice, &body, &mut reading);
            return reading;
        };
        let captioned = caption::respondents(notice, &body);
        let (targets, quote) = targets(notice, &body, &order, &captioned, &mut reading);
        let signed = term::signed_on(notice, &body);
        let mut effective = term::effective(notice, &body, &order, signed);
        if order.kind == act::Kind::Suspension {
            // The term that the order states is that of the suspension, not of the denial.
            effective.until = None;
        }
        let authority = authority(notice, law, &order);
        for mut target in targets {
            if let Some(same) = captioned.iter().find(|c| c.is_same(&target)) {
                target.complete_from(same);
            }
            let kind = respondents::kind(&target, notice.words(&body));
            let party = Party {
                aliases: target.aliases.clone(),
                addresses: target.addresses(),
                identifiers: target.identifiers.clone(),
                countries: target.countries(),
                ..Party::named(target.name.clone(), kind)
            };
            reading.records.push(Record {
                action: target.action.unwrap_or(order.action),
                party,
                authorities: vec![authority.clone()],
                effective: effective.clone(),
                amendment: (order.action == Action::Amendment).then(|| Amendment {
                    corrected: order.period.iter().map(|p| p.field.clone()).collect(),
                    ..Amendment::default()
                }),
                signed_on: signed,
                determined_on: None,
                signer: notice.signer.clone(),
                notice_number: notice.notice_number.clone(),
                ground: act::ground(notice, &order),
                quote: notice.quote(quote.clone()),
            });
        }
        check_caption(notice, &order, &captioned, &mut reading);
        reading
    }
}

/// The range of the notice's own body.
fn body(notice: &Notice<'_>) -> Range<usize> {
    let first = notice.sentences.first().map_or(0, |s| s.range.start);
    let last = notice.sentences.last().map_or(first, |s| s.range.end);
    first..last
}

/// An order that no rule places: one that only fines or dismisses names nobody.
fn undecided(notice: &Notice<'_>, body: &Range<usize>, reading: &mut Reading) {
    let words = notice.words(body);
    if act::only_fines_or_dismisses(words) && !bis_entity_list::is_cut_off(notice) {
        reading.names_nobody = Some(
            "an order that dismisses charges or imposes a penalty and denies no export privileges"
                .to_owned(),
        );
    } else {
        let why = "an order on export privileges whose act no grammar reads";
        reading.residue.push(notice.announcement(why));
    }
}

/// The parties that the order acts upon, with the range that says so.
fn targets(
    notice: &Notice<'_>,
    body: &Range<usize>,
    order: &Order,
    captioned: &[Respondent],
    reading: &mut Reading,
) -> (Vec<Respondent>, Range<usize>) {
    let names: Vec<&str> = captioned.iter().map(|c| c.name.as_str()).collect();
    let several = respondents::speaks_of_several(notice.words(body));
    if let Some(clause) = &order.clause {
        let mut found = respondents::split(notice.words(clause), &names, several);
        // "First, the Denied Persons may not": the caption says who they are.
        let unnamed = found.is_empty() || found.iter().all(|r| clause::is_no_name(&r.name));
        if unnamed && !captioned.is_empty() {
            found = captioned.to_vec();
        }
        for target in &mut found {
            if clause::is_no_name(&target.name) || respondents::is_doubtful(&target.name) {
                let why = format!("“{}” can be no whole name of a party", target.name);
                reading.residue.push(notice.residue(clause.clone(), why));
            }
        }
        found.retain(|target| !clause::is_no_name(&target.name) && !target.name.is_empty());
        if found.is_empty() && reading.residue.is_empty() {
            let why = "the order names no party that can be read";
            reading.residue.push(notice.residue(clause.clone(), why));
        }
        if let Some(why) = order.doubt {
            reading.residue.push(notice.residue(clause.clone(), why));
        }
        return (found, clause.clone());
    }
    if let Some(change) = &order.period
        && !captioned.is_empty()
    {
        let range = body.start + change.range.start..body.start + change.range.end;
        if let Some(why) = order.doubt {
            reading.residue.push(notice.residue(range.clone(), why));
        }
        return (captioned.to_vec(), range);
    }
    let why = order
        .doubt
        .unwrap_or("the order's own clause that names its party was not found");
    reading.residue.push(notice.announcement(why));
    (Vec::new(), body.clone())
}

fn authority(notice: &Notice<'_>, law: Law<'_>, order: &Order) -> AuthorityCitation {
    let text = notice.text.text.as_str();
    let cited = || {
        law.citations
            .best(order.code, &[text])
            .map(|found| found.citation)
    };
    AuthorityCitation {
        code: order.code.to_owned(),
        citation: act::section(text, order.code)
            .or_else(cited)
            .unwrap_or_else(|| "Export Administration Regulations".to_owned()),
        subsection: None,
    }
}

/// Everyone in the caption is acted upon, and nobody else, unless the order says it is about some.
fn check_caption(
    notice: &Notice<'_>,
    order: &Order,
    captioned: &[Respondent],
    reading: &mut Reading,
) {
    if captioned.is_empty() || reading.records.is_empty() {
        return;
    }
    let known: Vec<String> = reading
        .records
        .iter()
        .flat_map(|r| std::iter::once(&r.party.name).chain(r.party.aliases.iter().map(|a| &a.name)))
        .map(|name| fold_name(name))
        .collect();
    let held = |name: &str| {
        let name = fold_name(name);
        known
            .iter()
            .any(|k| k.contains(&name) || name.contains(k.as_str()))
    };
    if !order.of_some {
        for missing in captioned.iter().filter(|c| !held(&c.name)) {
            let why = format!(
                "the caption names “{}”, which no record names",
                missing.name
            );
            reading.residue.push(notice.title_residue(why));
        }
    }
    let in_caption = |record: &Record| {
        let all =
            std::iter::once(&record.party.name).chain(record.party.aliases.iter().map(|a| &a.name));
        all.map(|name| fold_name(name)).any(|name| {
            captioned.iter().any(|c| {
                c.names().any(|other| {
                    let other = fold_name(other);
                    other.contains(&name) || name.contains(&other)
                })
            })
        })
    };
    let strangers: Vec<String> = reading
        .records
        .iter()
        .filter(|r| !in_caption(r))
        .map(|r| r.party.name.clone())
        .collect();
    if !order.of_others {
        for name in strangers {
            let why = format!("the order names “{name}”, whom the caption does not name");
            reading.residue.push(notice.title_residue(why));
        }
    }
}
