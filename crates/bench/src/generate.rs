//! A made-up history: documents of ten records each, spread over the days since 1997.
//!
//! Everything follows from a document's number, so that nothing needs to be kept while
//! generating, and two runs make the same content.

use std::fmt::Write as _;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use fedreg_model::{
    Action, Agency, Alias, AliasQuality, AuthorityCitation, Block, DocumentMetadata,
    DocumentNumber, DocumentType, Effective, EffectiveBasis, Identifier, NoticeText, Parsed, Party,
    PartyKind, Quote, Record, Role, Signer, Stage, TextFormat, Verdict,
};

/// Records of one document.
pub(crate) const RECORDS: u64 = 10;
/// The authority under which few are designated: what answers are small is asked of it.
pub(crate) const RARE: &str = "INA-219";
/// The authority under which most are designated.
pub(crate) const COMMON: &str = "EO-13224";
/// The authority under which designations end after a few days, as their notices say.
pub(crate) const SHORT: &str = "EO-13608";
/// Two documents in so many are under [`RARE`].
const RARITY: u64 = 1000;
/// One document in so many is under [`SHORT`].
const SHORT_EVERY: u64 = 50;
const SHORT_DAYS: u64 = 10;
pub(crate) const DOCUMENTS_PER_DAY: u64 = 10;

/// A document with everything that a pass would hand to the history.
pub(crate) struct Generated {
    pub(crate) metadata: DocumentMetadata,
    pub(crate) text: NoticeText,
    pub(crate) parsed: Parsed,
    pub(crate) observed_at: DateTime<Utc>,
}

/// The day of publication of the document of this index.
pub(crate) fn day(index: u64) -> NaiveDate {
    // 2 January 1997.
    let start = DateTime::UNIX_EPOCH.date_naive() + Days::new(9863);
    start + Days::new(index / DOCUMENTS_PER_DAY)
}

/// The name of a party. A revocation names the parties of the document nine before it.
pub(crate) fn name(party: u64) -> String {
    const SYLLABLES: [&str; 16] = [
        "al", "ba", "cor", "den", "el", "far", "gan", "hol", "is", "jan", "ka", "lum", "mor",
        "nis", "ost", "par",
    ];
    let mut name = String::from("Group ");
    // Scrambled, so that names do not come in the order of the alphabet.
    let mut rest = party.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    for _ in 0..4 {
        name.push_str(SYLLABLES[usize::try_from(rest >> 60).unwrap_or_default()]);
        rest <<= 4;
    }
    format!("{name} {party}")
}

/// The document of this index.
pub(crate) fn document(index: u64) -> Generated {
    let revokes = index % RECORDS == 9;
    let (action, act) = if revokes {
        (Action::Revocation, "revokes the designation of")
    } else {
        (Action::Designation, "designates")
    };
    // A revocation is under the authority of what it revokes.
    let first = if revokes { index - 9 } else { index };
    // Of two of them in a thousand documents, one is revoked.
    let (code, citation) = if first % RARITY < 2 {
        (RARE, "section 219 of the Immigration and Nationality Act")
    } else if first % SHORT_EVERY == 5 {
        (SHORT, "Executive Order 13608")
    } else {
        (COMMON, "Executive Order 13224")
    };
    let day = day(index);
    let mut text = format!("Notice {index} under {citation}");
    let title = text.clone();
    let mut blocks = vec![Block {
        role: Role::Subject,
        range: 0..text.len(),
        page: None,
        guessed: false,
    }];
    let mut records = Vec::new();
    for place in 0..RECORDS {
        let party = first * RECORDS + place;
        let name = name(party);
        text.push('\n');
        let start = text.len();
        let _ = write!(
            text,
            "The Secretary of State hereby {act} {name}, also known as The Front {party}, \
             registration number R-{party}, pursuant to {citation}."
        );
        blocks.push(Block {
            role: Role::Paragraph,
            range: start..text.len(),
            page: None,
            guessed: false,
        });
        records.push(record(
            action,
            party,
            name,
            (code, citation),
            day,
            Quote {
                start,
                end: text.len(),
                text: text[start..].to_owned(),
            },
        ));
    }
    Generated {
        metadata: DocumentMetadata {
            document_number: DocumentNumber::new(&format!("{}-{index}", day.format("%Y"))).ok(),
            publication_date: Some(day),
            stage: Stage::Published,
            document_type: DocumentType::Notice,
            title,
            agencies: vec![Agency {
                name: "State Department".into(),
                slug: Some("state-department".into()),
            }],
            ..DocumentMetadata::default()
        },
        text: NoticeText {
            text,
            blocks,
            format: TextFormat::Xml,
            reader_version: 1,
            stated: DocumentMetadata::default(),
        },
        parsed: Parsed {
            verdict: Verdict::Designates,
            reason: "it says so".into(),
            family: Some("generated".into()),
            records,
            residue: Vec::new(),
            parser_version: 1,
        },
        observed_at: day.and_time(chrono::NaiveTime::MIN).and_utc() + TimeDelta::hours(13),
    }
}

fn record(
    action: Action,
    party_number: u64,
    name: String,
    (code, citation): (&str, &str),
    day: NaiveDate,
    quote: Quote,
) -> Record {
    let mut party = Party::named(name, PartyKind::Organization);
    party.aliases = vec![Alias {
        name: format!("The Front {party_number}"),
        quality: AliasQuality::Strong,
    }];
    party.identifiers = vec![Identifier::new(
        "Registration",
        format!("R-{party_number}"),
        None,
    )];
    Record {
        action,
        party,
        authorities: vec![AuthorityCitation {
            code: code.into(),
            citation: citation.into(),
            subsection: None,
        }],
        effective: Effective {
            date: Some(day),
            basis: EffectiveBasis::UponPublication,
            until: (code == SHORT).then(|| day + Days::new(SHORT_DAYS)),
        },
        amendment: None,
        signed_on: None,
        determined_on: None,
        signer: Some(Signer {
            name: "A. Signer".into(),
            office: Some("Secretary of State".into()),
        }),
        notice_number: None,
        ground: None,
        quote,
    }
}
