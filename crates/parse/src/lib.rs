//! From the text of a notice to designation records.
//!
//! Pure: the same metadata, text and registry of authorities give the same answer. What cannot be
//! read is never guessed: it is kept as residue, and the verdict is `needs_review`.

mod acts;
mod amendments;
mod candidate;
mod effective;
mod ending;
mod families;
mod first_look;
mod grammar;
mod guessed;
mod identifiers;
mod kinds;
mod list_rows;
mod lists;
mod notice;
mod phrase;
mod reading;
mod roster;
mod state;

use std::sync::Arc;

use fedreg_model::{Authorities, DocumentMetadata, NoticeText, Parsed, Residue, Verdict};

pub use candidate::is_candidate;
pub use first_look::first_look;

use families::{READERS, lookalikes, untaught};
use grammar::citations::Citations;
use notice::Notice;
use reading::{Law, Reading};

/// The version of the grammars; raised whenever an answer may change.
pub const PARSER_VERSION: u32 = 2;

/// Parses notices by the grammars of all families.
#[derive(Debug, Clone)]
pub struct Parser {
    authorities: Arc<Authorities>,
    citations: Citations,
}

impl Parser {
    /// A parser that cites the authorities of a registry.
    pub fn new(authorities: Arc<Authorities>) -> Self {
        let citations = Citations::new(&authorities);
        Self {
            authorities,
            citations,
        }
    }

    /// The registry that the parser cites.
    pub fn authorities(&self) -> &Authorities {
        &self.authorities
    }

    /// Parses one document. `metadata` is what is known of it besides its text, already filled with
    /// what the text states.
    pub fn parse(&self, metadata: &DocumentMetadata, text: &NoticeText) -> Parsed {
        if metadata.withdrawn {
            return withdrawn();
        }
        let notice = Notice::new(metadata, text);
        let law = Law {
            citations: &self.citations,
            authorities: &self.authorities,
        };
        let claimed = READERS.iter().find(|reader| reader.claims(&notice));
        let reading = claimed.map(|reader| {
            let reading = reader.read(&notice, law);
            Reading {
                family: reading.family.or(Some(reader.name())),
                ..reading
            }
        });
        if let Some(mut reading) = reading.filter(Reading::says_something) {
            self.check_authorities(&mut reading);
            ending::check(&notice, &mut reading);
            guessed::check(&notice, &mut reading);
            return judge_claimed(reading);
        }
        let mut reading = state::read(&notice, &self.citations);
        self.check_authorities(&mut reading);
        ending::check(&notice, &mut reading);
        guessed::check(&notice, &mut reading);
        judge(&notice, reading)
    }
}

/// A document that never was published does nothing to anybody, whatever its words.
fn withdrawn() -> Parsed {
    Parsed {
        verdict: Verdict::NotADesignation,
        reason: "it was withdrawn from public inspection before it was published".to_owned(),
        family: None,
        records: Vec::new(),
        residue: Vec::new(),
        parser_version: PARSER_VERSION,
    }
}

impl Parser {
    /// A record under a law that the registry does not hold is not wholly read.
    fn check_authorities(&self, reading: &mut Reading) {
        for record in &reading.records {
            let known = |code: &str| self.authorities.get(code).is_some();
            let why = match record.authorities.iter().find(|a| !known(&a.code)) {
                Some(unknown) => format!(
                    "the authority {} is not in the registry of authorities",
                    unknown.code
                ),
                None => continue,
            };
            let quote = &record.quote;
            let residue = Residue::new(quote.start..quote.end, quote.text.clone(), why);
            if !reading.residue.contains(&residue) {
                reading.residue.push(residue);
            }
        }
    }
}

/// The verdict over what a family read of a notice that it claims.
fn judge_claimed(reading: Reading) -> Parsed {
    let Reading {
        family,
        records,
        residue,
        names_nobody,
    } = reading;
    let (verdict, reason) = if !residue.is_empty() {
        (Verdict::NeedsReview, first_reason(&residue))
    } else if let (true, Some(why)) = (records.is_empty(), names_nobody) {
        (Verdict::NotADesignation, why)
    } else {
        let reason = match records.len() {
            1 => "one act upon one party was read from the notice".to_owned(),
            count => format!("{count} acts were read from the notice"),
        };
        (Verdict::Designates, reason)
    };
    Parsed {
        verdict,
        reason,
        family: family.map(str::to_owned),
        records,
        residue,
        parser_version: PARSER_VERSION,
    }
}

/// The verdict over what State's terrorism grammars read.
fn judge(notice: &Notice<'_>, reading: Reading) -> Parsed {
    let Reading {
        family,
        records,
        mut residue,
        names_nobody: _,
    } = reading;
    let parsed = |verdict, reason: String, family: Option<&str>, records, residue| Parsed {
        verdict,
        reason,
        family: family.map(str::to_owned),
        records,
        residue,
        parser_version: PARSER_VERSION,
    };
    if !records.is_empty() {
        if residue.is_empty() {
            let reason = match records.len() {
                1 => "one act upon one party was read from its operative sentence".to_owned(),
                count => format!("{count} acts were read from the operative sentences"),
            };
            return parsed(Verdict::Designates, reason, family, records, residue);
        }
        let reason = first_reason(&residue);
        return parsed(Verdict::NeedsReview, reason, family, records, residue);
    }
    // Titles of lookalikes are certain. Their phrases are not: a rule that adds to a list speaks of
    // paperwork, too, so that notices of the other families come before them.
    if let Some(reason) = lookalikes::by_title(notice) {
        return parsed(
            Verdict::NotADesignation,
            reason.to_owned(),
            None,
            records,
            Vec::new(),
        );
    }
    if let Some((what, range)) = untaught::recognise(notice) {
        let why = format!("{what}, which no grammar reads yet");
        residue.push(notice.residue(range, why.clone()));
        return parsed(Verdict::NeedsReview, why, None, records, residue);
    }
    if let Some(reason) = lookalikes::by_phrase(notice) {
        return parsed(
            Verdict::NotADesignation,
            reason.to_owned(),
            None,
            records,
            Vec::new(),
        );
    }
    if !residue.is_empty() {
        let reason = first_reason(&residue);
        return parsed(Verdict::NeedsReview, reason, family, records, residue);
    }
    if state::announces(notice) {
        let why = "the title announces an act and no operative sentence was found in the text";
        residue.push(notice.announcement(why));
        return parsed(
            Verdict::NeedsReview,
            why.to_owned(),
            family,
            records,
            residue,
        );
    }
    let reason = "holds no sentence that makes, changes or ends a designation";
    parsed(
        Verdict::NotADesignation,
        reason.to_owned(),
        None,
        records,
        residue,
    )
}

fn first_reason(residue: &[Residue]) -> String {
    let first = residue.first().map_or("", |r| r.why.as_str());
    match residue.len() {
        0 | 1 => first.to_owned(),
        more => format!("{first} (and {} more)", more - 1),
    }
}
