//! Sanctions on a country that has used chemical or biological weapons (sections 306 and 307 of the
//! Chemical and Biological Weapons Control and Warfare Elimination Act of 1991).
//!
//! Waivers in the same notice lessen the sanctions; the country remains the party.

use std::sync::LazyLock;

use fedreg_model::{Action, Party, PartyKind};
use regex::Regex;

use crate::families::state_common::{
    Frame, add, body_text, cited, determined_on, effective, is_country, record,
};
use crate::grammar::dates::compile;
use crate::notice::Notice;
use crate::reading::{Law, Reading};

static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^.*\b(?:by|on|against|of|regarding|concerning)\s+(?:the\s+government\s+of\s+)?(?P<country>(?:the\s+)?[A-Z][A-Za-z' ]+?)\s+(?:under|pursuant)\b.*\bwarfare\s+elimination\s+act",
    )
});

static ACT: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:determined|determination\s+was\s+made)\b[^.]{0,240}\b(?:used|made\s+substantial\s+preparations)\b|\bdecided\s+(?:on\s+[A-Za-z]+\s+\d{1,2},\s+\d{4},?\s+)?to\s+impose\b|\bsanctions\s+(?:are|were|shall\s+be)\s+(?:hereby\s+)?imposed\b",
    )
});

static ENDS: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\b(?:terminat\w+|lift\w*|rescind\w*|rescission|remov\w+)\b"));

static IMPOSES_MORE: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\bto\s+impose\b|\bimpos(?:es|ed|ition)\b"));

/// Whether the title names a country and that Act.
pub(super) fn is_about_a_country(notice: &Notice<'_>) -> bool {
    titled(notice).is_some()
}

fn titled<'n>(notice: &'n Notice<'_>) -> Option<&'n str> {
    let name = TITLE.captures(&notice.title)?.name("country")?.as_str();
    is_country(name).then(|| name.trim_start_matches("the "))
}

/// Reads the sanctions on the country that the title names.
pub(super) fn read(notice: &Notice<'_>, law: Law<'_>, reading: &mut Reading) {
    let Some(country) = titled(notice) else {
        return;
    };
    if ENDS.is_match(&notice.title) {
        let why = "the end of sanctions on a country, which no grammar reads yet";
        reading.residue.push(notice.announcement(why));
        return;
    }
    let more = notice.title.to_lowercase().contains("additional");
    let acts: Vec<_> = notice
        .sentences
        .iter()
        .filter(|s| {
            let words = notice.words(&s.range);
            ACT.is_match(words) && (!more || IMPOSES_MORE.is_match(words))
        })
        .collect();
    // The sentence of the body tells the date of the determination; the summary may lack it.
    let act = acts
        .iter()
        .rev()
        .find(|s| {
            let words = notice.words(&s.range);
            determined_on(words).is_some() && words.contains(country_stem(country))
        })
        .or_else(|| acts.first());
    let Some(act) = act else {
        return;
    };
    let words = notice.words(&act.range);
    let whole = body_text(notice);
    let determined = determined_on(words);
    let mut authorities = cited(law, &["CBWA-307"], words);
    if authorities.is_empty() {
        authorities = cited(law, &["CBWA-307"], &whole);
    }
    if authorities.is_empty() {
        let why = "sanctions on a country whose law is not cited in a known form";
        reading.residue.push(notice.residue(act.range.clone(), why));
    }
    let frame = Frame {
        effective: effective(notice, "", determined),
        determined_on: determined,
        authorities,
        ground: Some(words.to_owned()),
    };
    let mut party = Party::named(country, PartyKind::Country);
    party.countries = vec![country.to_owned()];
    add(
        reading,
        record(
            notice,
            Action::Designation,
            party,
            &frame,
            act.range.clone(),
        ),
    );
}

/// "Russia" stands in "Russian Federation" and "Russian government", too.
fn country_stem(country: &str) -> &str {
    country.split(' ').next().unwrap_or(country)
}
