//! FinCEN's findings, rules and orders against institutions and jurisdictions of primary money
//! laundering concern: section 311 of the USA PATRIOT Act, section 9714 of the Combating Russian
//! Money Laundering Act, and section 2313a of the Fentanyl Sanctions Act.
//!
//! Three documents may share a title: the type and the ACTION line tell a proposal from a rule.
//! Findings, final rules and orders designate; withdrawals and repeals remove; an order that moves
//! an effective date amends, with the new day as its effective date.

mod parties;

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::{
    Action, AuthorityCitation, DocumentType, Effective, EffectiveBasis, PartyKind, Role,
};
use regex::Regex;

use crate::families::Reader;
use crate::grammar::dates::{compile, date_pattern, first_date};
use crate::notice::Notice;
use crate::reading::{Law, Reading};
use crate::roster;

/// The family.
pub(crate) struct Fincen;

static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bprimary\s+money\s+laundering\s+concerns?\b|\bspecial\s+measures?\b.*\b(?:against|regarding|involving|concerning|on|prohibiting)\b|\bwithdrawal\s+of\s+(?:the\s+)?(?:findings?|proposed\s+rule)|\btransmittals?\s+of\s+funds\s+involving\b",
    )
});

static PROPOSES: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\bpropos(?:al|es?|ed|ing)\b|\bNPRM\b|\bcomment\s+period\b"));
static CLASS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bclass(?:es)?\s+of\s+transactions?\b|\btransactions?\s+involving\b|\bconvertible\s+virtual\s+currency\s+mixing\b|\btypes?\s+of\s+accounts?\b",
    )
});
static COLLECTION: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\binformation\s+collection|\bpaperwork\b|\bcomment\s+request\b|\brequest\s+for\s+(?:comments?|information)\b|\brenewal\s+without\s+change\b",
    )
});
static ENDS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:withdraw(?:s|al|n|ing)?|repeal(?:s|ed|ing)?|rescind(?:s|ed|ing)?|rescission|revo(?:kes?|ked|cation)|remov(?:es?|al|ing))\b",
    )
});
static MOVES: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:extend(?:s|ed|ing)?|extension|delay(?:s|ed|ing)?|postpon(?:es?|ed|ement|ing)|chang(?:es?|ing))\b[^.]{0,80}\beffective\s+dates?\b|\beffective\s+dates?\b[^.]{0,60}\b(?:extended|extension|delayed|delay|postponed|changed)\b",
    )
});
static MOVED_TO: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?i)\b(?:to|until|through)\s+{}",
        date_pattern("")
    ))
});
static ENJOINED: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)\b(?:stay(?:s|ed|ing)?|enjoin\w*|injunction|vacat\w+|remand\w*|reopen\w*)\b")
});

/// What a document does, by its type, ACTION line and title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    Act(Action),
    Nothing(&'static str),
    Unclear(&'static str),
}

impl Reader for Fincen {
    fn name(&self) -> &'static str {
        "fincen"
    }

    fn claims(&self, notice: &Notice<'_>) -> bool {
        let fincen = notice.issued_by("financial crimes")
            || notice.issued_by("financial-crimes")
            || notice
                .title
                .to_lowercase()
                .contains("financial crimes enforcement network");
        let treasury = notice.issued_by("treasury")
            && notice
                .text
                .text
                .contains("Financial Crimes Enforcement Network");
        TITLE.is_match(&notice.title) && (fincen || treasury) && !COLLECTION.is_match(&notice.title)
    }

    fn read(&self, notice: &Notice<'_>, law: Law<'_>) -> Reading {
        let mut reading = Reading::default();
        match deed(notice) {
            Deed::Nothing(why) => reading.names_nobody = Some(why.to_owned()),
            Deed::Unclear(why) => reading.residue.push(notice.announcement(why)),
            Deed::Act(action) => act(notice, law, action, &mut reading),
        }
        reading
    }
}

fn deed(notice: &Notice<'_>) -> Deed {
    let title = notice.title.as_str();
    let said = notice.metadata.action.as_deref().unwrap_or_default();
    let proposal = notice.metadata.document_type == DocumentType::ProposedRule
        || PROPOSES.is_match(said)
        || PROPOSES.is_match(title);
    if proposal && (ENDS.is_match(title) || ENDS.is_match(said)) {
        return Deed::Nothing("withdraws a proposed rule, which took effect upon nobody");
    }
    if proposal {
        return Deed::Nothing("proposes a special measure, which takes effect upon nobody yet");
    }
    if CLASS.is_match(title) {
        return Deed::Nothing("is about a class of transactions or accounts, not about a party");
    }
    if said.is_empty() && notice.metadata.document_type == DocumentType::Other {
        return Deed::Unclear("neither a type nor an ACTION line tells a proposal from an act");
    }
    let summary = summary(notice).map_or("", |range| notice.words(&range));
    if MOVES.is_match(title) || MOVES.is_match(said) || MOVES.is_match(summary) {
        return Deed::Act(Action::Amendment);
    }
    if ENJOINED.is_match(said) {
        return Deed::Unclear("an ACTION line that no grammar reads");
    }
    if ENDS.is_match(title) || ENDS.is_match(said) {
        return Deed::Act(Action::Removal);
    }
    let said = said.to_lowercase();
    let known = [
        "final rule",
        "order",
        "finding",
        "notice of",
        "notice",
        "rule",
    ];
    if known.iter().any(|word| said.contains(word)) || said.is_empty() {
        return Deed::Act(Action::Designation);
    }
    Deed::Unclear("an ACTION line that no grammar reads")
}

/// The first sentence of the SUMMARY, else of the body that speaks of the concern.
fn summary(notice: &Notice<'_>) -> Option<Range<usize>> {
    let mut labelled = false;
    for part in roster::parts(notice) {
        if part.role == Role::Heading {
            labelled = part
                .words
                .trim_end_matches(':')
                .eq_ignore_ascii_case("summary");
        } else if labelled {
            return Some(part.range);
        }
    }
    let concern = |range: &Range<usize>| {
        let words = notice.words(range).to_lowercase();
        words.contains("primary money laundering concern") || words.contains("special measure")
    };
    notice
        .sentences
        .iter()
        .map(|s| s.range.clone())
        .find(concern)
}

fn act(notice: &Notice<'_>, law: Law<'_>, action: Action, reading: &mut Reading) {
    if notice.metadata.action.is_none() {
        let why = "no ACTION line that says what the document is";
        reading.residue.push(notice.title_residue(why));
    }
    let Some(summary) = summary(notice) else {
        let why = "no summary that says upon whom the document acts";
        reading.residue.push(notice.announcement(why));
        return;
    };
    let authority = match authority(notice, law) {
        Ok(authority) => authority,
        Err(why) => {
            reading.residue.push(notice.residue(summary, why));
            return;
        }
    };
    let named = parties::read(notice, &places(notice, action, &summary), reading);
    if named.is_empty() {
        let why = "neither title nor summary names the party in a form that is read";
        reading.residue.push(notice.residue(summary, why));
        return;
    }
    let (effective, determined_on) = effective(notice, action, &summary, reading);
    for found in named {
        let mut party = found.company.party();
        if found.jurisdiction {
            party.kind = PartyKind::Country;
            party.countries.push(party.name.clone());
        }
        let mut record = roster::record(
            notice,
            action,
            party,
            vec![authority.clone()],
            effective.clone(),
            (Some(summary.clone()), found.range),
        );
        record.determined_on = determined_on;
        if action == Action::Amendment {
            record.amendment = Some(fedreg_model::Amendment::default());
        }
        reading.records.push(record);
    }
    roster::take_back(notice, &roster::parts(notice), reading);
}

static CONCLUDES: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:finds?|found|conclud\w+|determin\w+)\b[^.;]*\bprimary\s+money\s+laundering\s+concern\b|\bprimary\s+money\s+laundering\s+concern\b[^.;]*\b(?:finds?|found|conclud\w+|determin\w+)\b",
    )
});

/// Where the parties may be named in full: in the summary, else in the sentences that tell of the
/// finding, or of the day that is moved.
fn places(notice: &Notice<'_>, action: Action, summary: &Range<usize>) -> Vec<Range<usize>> {
    let tells = |range: &Range<usize>| {
        let words = notice.words(range);
        CONCLUDES.is_match(words) || (action == Action::Amendment && MOVES.is_match(words))
    };
    let body = notice.sentences.iter().map(|s| s.range.clone());
    std::iter::once(summary.clone())
        .chain(body.filter(tells))
        .collect()
}

/// The law, which the kind of concern tells; its citation as printed.
fn authority(notice: &Notice<'_>, law: Law<'_>) -> Result<AuthorityCitation, &'static str> {
    let text = notice.text.text.as_str();
    let summary = summary(notice).map_or("", |range| notice.words(&range));
    let says = |text: &str, words: &str| text.to_lowercase().contains(words);
    let opioid = |text: &str| says(text, "opioid") || says(text, "2313a") || says(text, "fentanyl");
    let russian = |text: &str| {
        says(text, "russian illicit finance")
            || says(text, "9714")
            || says(text, "combating russian")
    };
    let code = match (opioid(summary), russian(summary)) {
        (true, true) => return Err("names two laws on primary money laundering concern"),
        (true, false) => "FENDOFF-2313A",
        (false, true) => "CRMLA-9714",
        // The summary names no law of its own: section 311, unless the text is about another.
        (false, false) if says(text, "concern in connection with illicit opioid") => {
            "FENDOFF-2313A"
        }
        (false, false) if says(text, "concern in connection with russian") => "CRMLA-9714",
        (false, false) if says(text, "5318a") || says(text, "section 311") => "PATRIOT-311",
        (false, false) => return Err("names no law on primary money laundering concern"),
    };
    let printed = law.citations.best(code, &[summary, text]);
    let fallback = || {
        let words: &[&str] = match code {
            "PATRIOT-311" => &["Section 311", "section 311"],
            "CRMLA-9714" => &["Section 9714", "section 9714"],
            _ => &["Section 2313a", "section 2313a", "Fentanyl Sanctions Act"],
        };
        let citation = words.iter().find(|w| text.contains(**w))?;
        Some(AuthorityCitation {
            code: code.to_owned(),
            citation: (*citation).to_owned(),
            subsection: None,
        })
    };
    printed
        .or_else(fallback)
        .ok_or("the law on primary money laundering concern is not cited in a known form")
}

static FOUND_ON: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?i)\b(?:found|determined|finding|concluded)\s+on\s+{}|\bon\s+{}\s*,?[^.;]{{0,120}}?\b(?:found|determined)\b",
        date_pattern("a"),
        date_pattern("b")
    ))
});

/// When it takes effect, and the day of the finding where told apart.
fn effective(
    notice: &Notice<'_>,
    action: Action,
    summary: &Range<usize>,
    reading: &mut Reading,
) -> (Effective, Option<chrono::NaiveDate>) {
    let words = notice.words(summary);
    let determined_on = FOUND_ON
        .find(words)
        .filter(|_| action == Action::Designation)
        .and_then(|m| first_date(m.as_str()))
        .map(|(date, _)| date);
    let dated = roster::dated(notice);
    if action == Action::Amendment {
        let moved = std::iter::once(summary)
            .chain(&dated)
            .find_map(|range| first_date(MOVED_TO.find(notice.words(range))?.as_str()));
        if let Some((date, _)) = moved {
            let effective = Effective {
                date: Some(date),
                basis: EffectiveBasis::Stated,
                until: None,
            };
            return (effective, None);
        }
        let why = "moves an effective date, and does not say to which day";
        reading.residue.push(notice.residue(summary.clone(), why));
        return (Effective::none(), None);
    }
    let mut found: Option<Effective> = None;
    for range in dated {
        let words = notice.words(&range);
        if words.to_lowercase().contains("comment") {
            continue;
        }
        let Some(effective) = roster::effect_in(notice, words) else {
            continue;
        };
        match &found {
            None => found = Some(effective),
            Some(first) if *first == effective => {}
            Some(_) => {
                let why = "a second effective date";
                reading.residue.push(notice.residue(range, why));
            }
        }
    }
    if let Some(effective) = found {
        if effective.date.is_none() {
            let why = "an effective date counted from a publication whose day is not known";
            reading.residue.push(notice.residue(summary.clone(), why));
        }
        return (effective, determined_on);
    }
    let effective = if let Some(date) = determined_on {
        Effective {
            date: Some(date),
            basis: EffectiveBasis::Determination,
            until: None,
        }
    } else {
        let why = "states neither an effective date nor the day of the finding";
        reading.residue.push(notice.residue(summary.clone(), why));
        Effective::none()
    };
    (effective, determined_on)
}
