//! Statutory debarments: "(1) Name; date of conviction; U.S. District Court, district; case number;
//! month and year of birth", in running text, one a line, or in a table.

use std::ops::Range;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use fedreg_model::{
    Action, Alias, AliasQuality, DateOfBirth, Detail, Effective, EffectiveBasis, Party, PartyKind,
    Role,
};
use regex::Regex;

use super::authorities;
use crate::families::state_common::{
    Frame, Read, body, effective, labelled_text, record, shows_organization, stated_count, until,
};
use crate::grammar::dates::{compile, date_pattern, first_date};
use crate::notice::Notice;
use crate::reading::{Law, Reading};

static LEAD: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bfollowing\s+(?:[\w-]+\s+){0,4}?(?:persons?|individuals?|entit(?:y|ies)|part(?:y|ies)|compan(?:y|ies))\b",
    )
});

static DEBARS: LazyLock<Regex> = LazyLock::new(|| compile(r"(?i)\bdebar\w*\b"));

static NUMBER: LazyLock<Regex> = LazyLock::new(|| compile(r"(?:^|\s)\((?P<number>\d{1,3})\)\s*"));

static START: LazyLock<Regex> = LazyLock::new(|| compile(r"^\s*(?:\(\d{1,3}\)|\d{1,3}\.)\s"));

static PROSE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^\W*(?:as\s+noted|at\s+the\s+end|this\s+notice|exceptions|pursuant|debarred\s+persons|any\s|the\s|section|accordingly|in\s+accordance|export\s+privileges|a\s+decision|statutor|all\s|persons\s+|these\s+)",
    )
});

static DATE: LazyLock<Regex> = LazyLock::new(|| compile(&date_pattern("")));

static CASE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:criminal\s+)?(?:case|docket)\s*(?:numbers?|nos?\.?|#)?\s*:?\s*#?\s*(?P<case>[0-9A-Z][^;,\t\s]*(?:\s?[-–][^;,\t\s]+)*)",
    )
});

static BARE_CASE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?P<case>\d{1,2}\s?:\s?\d{2}\s?-\s?[A-Z]{2,3}\s?-\s?[0-9A-Z-]+|\d{2}-CR-[0-9A-Z-]+)",
    )
});

static COURT: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)(?P<court>(?:U\.?\s?S\.?|United\s+States)\s+District\s+Court[^;\t]*?|(?:(?:North|South|East|West|Middle|Central)\w*\s+)?District\s+of\s+[A-Z][A-Za-z ]+?)(?:[;,\t]\s*(?:criminal\s+)?(?:case|docket)\b|[;\t]|[,;]?\s*\d|$)",
    )
});

static BORN: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December),?\s+(?P<year>(?:19|20)\d{2})\b|\b(?P<m>\d{1,2})/(?P<y>(?:19|20)\d{2})\b",
    )
});

static BY_CONVICTION: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bdate\s+of\s+(?:(?:his|her|its|their|the|each)\s+)?(?:respective\s+)?(?:convictions?|judge?ments?|sentenc\w+)|\bconviction\s+date",
    )
});

static NOTICE_DAY: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bdebarred\s+(?:as\s+of|effective|from|on)\s+(?:the\s+)?(?:date\s+of\s+(?:publication|this)|publication)",
    )
});

static PERIOD: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)\bfor\s+a\s+(?P<years>(?:three|ten|five|two|\d{1,2}))[- ]years?\s+period\b")
});

/// One person of the list, by its place.
struct Entry {
    number: Option<u32>,
    range: Range<usize>,
}

/// Reads the list of persons debarred by conviction.
pub(super) fn read(notice: &Notice<'_>, law: Law<'_>, reading: &mut Reading) {
    let Some((block, colon, lead)) = find_lead(notice) else {
        return;
    };
    let entries = entries(notice, block, colon, reading);
    if entries.is_empty() {
        let why = "a list of debarred persons is announced and none was found";
        reading.residue.push(notice.residue(lead.clone(), why));
        return;
    }
    let words = notice.words(&lead);
    let label = labelled_text(notice).unwrap_or_default();
    let by_notice = NOTICE_DAY.is_match(words);
    let by_conviction =
        !by_notice && (BY_CONVICTION.is_match(&label) || BY_CONVICTION.is_match(words));
    let authorities = authorities(notice, law, words);
    if authorities.is_empty() {
        let why = "a debarment whose law is not cited in a known form";
        reading.residue.push(notice.residue(lead.clone(), why));
        return;
    }
    let mut expected = 1;
    for entry in entries {
        if let Some(number) = entry.number {
            if number != expected {
                let why = format!("the list is numbered {number} where {expected} is due");
                reading
                    .residue
                    .push(notice.residue(entry.range.clone(), why));
            }
            expected = number + 1;
        }
        let Some((party, convicted)) = person(notice, &entry.range, reading) else {
            continue;
        };
        let mut when = if by_conviction {
            Effective {
                date: convicted,
                basis: EffectiveBasis::Stated,
                until: None,
            }
        } else if by_notice {
            // "As of the date of this notice" gives way to another day that the label states.
            let stated = effective(notice, "", None);
            let another = stated.date != notice.metadata.publication_date;
            if another && stated.basis == EffectiveBasis::Stated {
                stated
            } else {
                Effective {
                    date: notice.metadata.publication_date,
                    basis: EffectiveBasis::UponPublication,
                    until: None,
                }
            }
        } else {
            effective(notice, "", None)
        };
        let from = if by_conviction { when.date } else { convicted };
        when.until = end(words, from);
        let frame = Frame {
            effective: when,
            determined_on: None,
            authorities: authorities.clone(),
            ground: Some(words.trim().trim_end_matches(':').to_owned()),
        };
        // One person may stand twice, once for each conviction.
        reading.records.push(record(
            notice,
            Action::Designation,
            party,
            &frame,
            entry.range,
        ));
    }
    check_count(notice, reading);
}

/// The stated end: "debarred for a period of three years following the date of their conviction".
fn end(words: &str, from: Option<NaiveDate>) -> Option<NaiveDate> {
    if words.to_lowercase().contains("generally") {
        return None;
    }
    until(words, from).or_else(|| {
        let years = PERIOD.captures(words)?.name("years")?.as_str();
        until(&format!("for {years} years"), from)
    })
}

/// The block, the end and the words of the sentence that announces the list.
fn find_lead(notice: &Notice<'_>) -> Option<(usize, usize, Range<usize>)> {
    body(notice).find_map(|(index, words)| {
        let start = notice.text.blocks.get(index)?.range.start;
        LEAD.find_iter(words).find_map(|found| {
            let from = words[..found.start()].rfind(". ").map_or(0, |at| at + 2);
            let colon = words[found.end()..].find(':').map(|at| found.end() + at);
            let end = colon.unwrap_or(words.len());
            DEBARS.is_match(&words[from..end]).then(|| {
                (
                    index,
                    start + (end + 1).min(words.len()),
                    start + from..start + end,
                )
            })
        })
    })
}

fn entries(notice: &Notice<'_>, block: usize, from: usize, reading: &mut Reading) -> Vec<Entry> {
    let mut found = Vec::new();
    let Some(first) = notice.text.blocks.get(block) else {
        return found;
    };
    numbered(notice, from..first.range.end.max(from), &mut found);
    for (_, block) in notice.blocks_from(block + 1) {
        let words = notice.text.words(block);
        match block.role {
            Role::Footnote | Role::Heading => {}
            Role::TableRow if DATE.is_match(words) => found.push(Entry {
                number: None,
                range: block.range.clone(),
            }),
            Role::TableRow => {
                let header = words.to_lowercase();
                if !header.contains("name") && !header.contains("conviction") {
                    let why = "a row of the table without a date of conviction";
                    reading
                        .residue
                        .push(notice.residue(block.range.clone(), why));
                }
            }
            Role::Paragraph | Role::ListItem if START.is_match(words) => {
                numbered(notice, block.range.clone(), &mut found);
            }
            Role::Paragraph | Role::ListItem if DATE.is_match(words) && !PROSE.is_match(words) => {
                found.push(Entry {
                    number: None,
                    range: block.range.clone(),
                });
            }
            _ => break,
        }
    }
    found
}

/// The "(1) … (2) …" of one stretch of text.
fn numbered(notice: &Notice<'_>, range: Range<usize>, found: &mut Vec<Entry>) {
    let words = notice.words(&range);
    let marks: Vec<(usize, usize, Option<u32>)> = NUMBER
        .captures_iter(words)
        .filter_map(|c| {
            let number = c.name("number")?.as_str().parse().ok();
            Some((c.get(0)?.start(), c.get(0)?.end(), number))
        })
        .collect();
    if marks.is_empty() {
        if DATE.is_match(words) && START.is_match(words) {
            found.push(Entry {
                number: None,
                range,
            });
        }
        return;
    }
    for (at, (_, end, number)) in marks.iter().enumerate() {
        let stop = marks
            .get(at + 1)
            .map_or(words.len(), |(start, _, _)| *start);
        let text = words[*end..stop].trim_end();
        found.push(Entry {
            number: *number,
            range: range.start + end..range.start + end + text.len(),
        });
    }
}

/// The party of an entry, and the date of the conviction.
fn person(
    notice: &Notice<'_>,
    range: &Range<usize>,
    reading: &mut Reading,
) -> Option<(Party, Option<NaiveDate>)> {
    let words = notice.words(range);
    let dated = first_date(words);
    let Some((date, place)) = dated else {
        let why = "a debarred person without a date of conviction";
        reading.residue.push(notice.residue(range.clone(), why));
        return None;
    };
    let mut name = words[..place.start]
        .trim_end_matches(['(', ',', ';', '\t', '…', ' '])
        .trim();
    if name.ends_with("..") {
        name = name.trim_end_matches(['.', ' ']);
    }
    // "Doe, Jane R., (aka Doe, Janet)": the comma before the parenthesis divides nothing.
    let name = &name.replace(", (", " (");
    let (read, surname) = read_name(name);
    if !read.problems.is_empty() || name.contains(';') || name.contains('\t') {
        let why = read
            .problems
            .first()
            .cloned()
            .unwrap_or_else(|| "more than a name before the date".to_owned());
        reading.residue.push(notice.residue(range.clone(), why));
        return None;
    }
    let mut party = read.party;
    party.surname = surname;
    let rest = &words[place.end..];
    let mut detail = |label: &str, value: &str| {
        party.details.push(Detail {
            label: label.to_owned(),
            value: value.trim().trim_end_matches(['.', ';', ',']).to_owned(),
        });
    };
    detail("Date of Conviction", &words[place.clone()]);
    if let Some(court) = COURT.captures(rest).and_then(|c| c.name("court")) {
        detail("District", court.as_str().trim_end_matches([',', ' ']));
    }
    let case = CASE
        .captures(rest)
        .and_then(|c| c.name("case"))
        .or_else(|| BARE_CASE.captures(rest).and_then(|c| c.name("case")));
    if let Some(case) = case {
        detail("Case No.", case.as_str());
    }
    let born = BORN.captures_iter(rest).last().and_then(|c| birth(&c));
    let individual = born.is_some() || !shows_organization(&party.name);
    if party.kind == PartyKind::Unknown {
        party.kind = if individual {
            PartyKind::Individual
        } else {
            PartyKind::Organization
        };
    } else if born.is_some() {
        party.kind = PartyKind::Individual;
    }
    party.dates_of_birth.extend(born);
    Some((party, Some(date)))
}

static INVERTED: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^(?P<surname>[A-Z][\w'’. -]+),\s+(?P<given>[A-Z][\w'’.-]*(?:\s+[A-Z][\w'’.-]*){0,4})\s*(?P<rest>(?:[,(].*)?)$",
    )
});

static CORPORATE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:inc|llc|l\.l\.c|ltd|co|corp|corporation|company|limited|gmbh|s\.a|jr|sr|ii|iii|iv)\b",
    )
});

static ALIAS_GROUP: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^[(,]\s*(?:a\.?\s?k\.?\s?a\.?|a/k/a|also\s+known\s+as):?\s+(?P<names>[^()]+?)\)?$",
    )
});
static NEXT_ALIAS: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)\s*;\s*(?:and\s+)?(?:(?:a\.?\s?k\.?\s?a\.?|a/k/a|also\s+known\s+as):?\s+)?")
});
static ONE_INVERTED: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"^[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)?,\s+[A-Z][\w'’.-]*(?:\s+[A-Z][\w'’.-]*){0,3}$")
});

/// Aliases in the form of the name itself: `(aka Lambert, Marcus)` is one of them, not two. Empty
/// where any of them has another form.
fn inverted_aliases(rest: &str) -> Vec<Alias> {
    let names = ALIAS_GROUP
        .captures(rest.trim())
        .and_then(|c| c.name("names"));
    let Some(names) = names else {
        return Vec::new();
    };
    let each: Vec<&str> = NEXT_ALIAS.split(names.as_str().trim()).collect();
    if !each.iter().all(|name| ONE_INVERTED.is_match(name)) {
        return Vec::new();
    }
    each.into_iter()
        .map(|name| Alias {
            name: name.to_owned(),
            quality: AliasQuality::Strong,
        })
        .collect()
}

/// The name of a person, "Surname, Given" included, with the surname where it stands apart.
fn read_name(name: &str) -> (Read, Option<String>) {
    let Some(found) = INVERTED.captures(name) else {
        return (Read::one(name), None);
    };
    let part = |group: &str| found.name(group).map_or("", |m| m.as_str());
    let (surname, given) = (part("surname"), part("given"));
    if CORPORATE.is_match(given) || shows_organization(surname) {
        return (Read::one(name), None);
    }
    let inverted = inverted_aliases(part("rest"));
    let rest = if inverted.is_empty() {
        part("rest")
    } else {
        ""
    };
    let mut read = Read::one(&format!("{given} {surname} {rest}"));
    read.party.name = format!("{surname}, {given}");
    read.party.aliases.extend(inverted);
    (read, Some(surname.to_owned()))
}

/// A month and a year of birth.
fn birth(captures: &regex::Captures<'_>) -> Option<DateOfBirth> {
    let printed = captures.get(0)?.as_str().to_owned();
    let first = match (captures.name("month"), captures.name("m")) {
        (Some(month), _) => {
            let year = captures.name("year")?.as_str();
            first_date(&format!("{} 1, {year}", month.as_str()))?.0
        }
        (None, Some(month)) => NaiveDate::from_ymd_opt(
            captures.name("y")?.as_str().parse().ok()?,
            month.as_str().parse().ok()?,
            1,
        )?,
        (None, None) => return None,
    };
    let last = (28..=31)
        .rev()
        .find_map(|day| NaiveDate::from_ymd_opt(first.year(), first.month(), day));
    Some(DateOfBirth {
        printed,
        earliest: Some(first),
        latest: last,
        circa: false,
    })
}

/// A count in the summary is a check.
fn check_count(notice: &Notice<'_>, reading: &mut Reading) {
    for sentence in &notice.sentences {
        let words = notice.words(&sentence.range);
        if !DEBARS.is_match(words) {
            continue;
        }
        if let Some(stated) = stated_count(words)
            && stated != reading.records.len()
        {
            let why = format!(
                "the notice counts {stated} persons, {} were read",
                reading.records.len()
            );
            reading
                .residue
                .push(notice.residue(sentence.range.clone(), why));
        }
    }
}
