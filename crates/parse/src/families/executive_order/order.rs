//! The order itself: its number, when it was signed, from when it holds.

use std::sync::LazyLock;

use chrono::NaiveDate;
use fedreg_model::{AuthorityCitation, Effective, EffectiveBasis};
use regex::Regex;

use super::signed;
use crate::grammar::dates::{Effect, compile, date_pattern, effect, first_date};
use crate::notice::{Notice, is_body};
use crate::reading::Reading;

/// An executive order.
#[derive(Debug, Clone)]
pub(super) struct Order {
    /// The code of the authority that it makes (`EO-13581`).
    pub(super) code: String,
    number: String,
    printed: Option<String>,
    pub(super) signed_on: Option<NaiveDate>,
}

static HEADING: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"^(?i:(?P<printed>Executive\s+Order\s+(?:No\.?\s+)?(?P<number>1\d{{4}}))(?:\s+of\s+{}|\s*[.,]?\s*$))",
        date_pattern("")
    ))
});

static IN_FORCE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bthis\s+order\s+(?:is|shall\s+be|shall\s+become|becomes|shall\s+take|takes)\s+effect(?:ive)?\b",
    )
});

static FOR_THE_ANNEX: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?i)\b(?:beginning|effective)\s+(?:at\s+\d{{1,2}}:\d{{2}}\s*[ap]\.?m\.?[^;.]{{0,40}}?\s+)?on\s+{}[^.;]{{0,80}}\bannex\b",
        date_pattern("")
    ))
});

/// "Executive Order 13581 of July 24, 2011" above an order.
struct Heading {
    printed: String,
    number: String,
    dated: Option<NaiveDate>,
}

impl Heading {
    /// The heading among the first blocks. Page text may break it over several lines.
    fn of(notice: &Notice<'_>) -> Option<Self> {
        let first: Vec<&str> = notice
            .blocks_from(0)
            .filter(|(_, block)| is_body(block.role))
            .take(12)
            .map(|(_, block)| notice.text.words(block).trim())
            .collect();
        (0..first.len()).find_map(|at| {
            let readings: Vec<Self> = (1..=3)
                .filter_map(|lines| Self::in_words(&first.get(at..at + lines)?.join(" ")))
                .collect();
            // The line that holds the number may lack the date, which is on the next.
            let dated = readings.iter().position(|heading| heading.dated.is_some());
            readings.into_iter().nth(dated.unwrap_or_default())
        })
    }

    fn in_words(words: &str) -> Option<Self> {
        let found = HEADING.captures(words)?;
        let whole = found.get(0)?;
        // A sentence that begins with another order's number goes on: ", is hereby amended".
        let rest = words[whole.end()..].trim_start().chars().next();
        if rest.is_some_and(|c| c == ',' || c.is_lowercase()) {
            return None;
        }
        Some(Self {
            printed: found.name("printed")?.as_str().to_owned(),
            number: found.name("number")?.as_str().to_owned(),
            dated: first_date(whole.as_str()).map(|(date, _)| date),
        })
    }
}

impl Order {
    /// The order that a document publishes, by its heading or its metadata.
    pub(super) fn of(notice: &Notice<'_>) -> Option<Self> {
        let heading = Heading::of(notice);
        let stated = heading.as_ref().map(|heading| heading.number.clone());
        let number = notice
            .metadata
            .executive_order_number
            .clone()
            .or(stated)?
            .trim()
            .to_owned();
        let dated = heading.as_ref().and_then(|heading| heading.dated);
        Some(Self {
            code: format!("EO-{number}"),
            printed: heading.map(|heading| heading.printed),
            signed_on: dated.or(notice.metadata.signing_date).or(notice.signed_on),
            number,
        })
    }

    /// The order as an authority, cited as its heading prints it.
    pub(super) fn citation(&self) -> AuthorityCitation {
        AuthorityCitation {
            code: self.code.clone(),
            citation: self
                .printed
                .clone()
                .unwrap_or_else(|| format!("Executive Order {}", self.number)),
            subsection: None,
        }
    }

    /// From when the order holds: what it states, else its signature.
    pub(super) fn effective(&self, notice: &Notice<'_>) -> Effective {
        let blocks = || {
            notice
                .blocks_from(0)
                .filter(|(_, block)| is_body(block.role))
                .map(|(_, block)| notice.text.words(block))
        };
        let for_annex = blocks().find_map(|words| {
            let found = FOR_THE_ANNEX.find(words)?;
            first_date(found.as_str()).map(|(date, _)| date)
        });
        let stated = blocks().find_map(|words| {
            let found = IN_FORCE.find(words)?;
            effect(&words[found.start()..]).map(|(effect, _)| effect)
        });
        let on = match (for_annex, stated) {
            (Some(date), _) | (None, Some(Effect::On(date))) => Some(date),
            _ => None,
        };
        match on {
            Some(_) => Effective {
                date: on,
                basis: EffectiveBasis::Stated,
                until: None,
            },
            None => signed(self.signed_on),
        }
    }

    /// Two numbers for one order, and a text that may be cut off, are for review.
    pub(super) fn check(&self, notice: &Notice<'_>, reading: &mut Reading) {
        let other = self
            .printed
            .as_ref()
            .is_some_and(|printed| !printed.ends_with(&self.number));
        if other {
            let why = format!(
                "the heading gives another number than {} of the metadata",
                self.number
            );
            reading.residue.push(notice.title_residue(why));
        }
        if self.signed_on.is_none() {
            let why = "an order without a date of signature";
            reading.residue.push(notice.title_residue(why));
        }
        let ended = notice.blocks_from(0).any(|(_, b)| {
            matches!(
                b.role,
                fedreg_model::Role::FrDoc | fedreg_model::Role::BillingCode
            )
        });
        let cut = notice
            .metadata
            .end_page
            .zip(notice.blocks_from(0).filter_map(|(_, b)| b.page).max())
            .is_some_and(|(last, seen)| seen < last);
        if (!ended || cut)
            && let Some(last) = notice.sentences.last()
        {
            let why = "the text ends before its last page or its FR Doc line, and may be cut off";
            reading
                .residue
                .push(notice.residue(last.range.clone(), why));
        }
    }
}
