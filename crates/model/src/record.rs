//! A record: one thing a notice does to one party under one set of authorities.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{DocumentId, FieldChange, fold_name};

macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $word)] $variant),* }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word used in JSON, SQL and on the command line.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($word => Ok(Self::$variant),)*
                    _ => Err(format!("'{text}' is none of {}", [$($word),*].join(", "))),
                }
            }
        }
    };
}

words! {
    /// What the notice does to the party.
    Action {
        /// Names the party for the first time under the authority.
        Designation = "designation",
        /// Renews a designation that would lapse (FTO until 2004), or names anew.
        Redesignation = "redesignation",
        /// Changes an existing designation: aliases added or removed, a name changed.
        Amendment = "amendment",
        /// A review that leaves the designation in force.
        Maintenance = "maintenance",
        /// Ends a designation by act of the designating officer.
        Revocation = "revocation",
        /// Takes a party off a list.
        Removal = "removal",
        /// Identifies property (vessel, aircraft, wallet) in which a blocked party has an interest.
        Identification = "identification",
        /// Changes identifying information on a list.
        Update = "update",
        /// Corrects an earlier document.
        Correction = "correction",
    }
}

impl Action {
    /// Whether the action ends a designation.
    pub fn ends_designation(self) -> bool {
        matches!(self, Self::Revocation | Self::Removal)
    }

    /// Whether the action, of itself, puts the party in designated standing.
    pub fn begins_designation(self) -> bool {
        matches!(
            self,
            Self::Designation | Self::Redesignation | Self::Identification
        )
    }
}

words! {
    /// What kind of party it is.
    PartyKind {
        /// A group, company, agency, government body.
        Organization = "organization",
        /// A natural person.
        Individual = "individual",
        /// A country, designated as such (state sponsors of terrorism).
        Country = "country",
        /// A ship.
        Vessel = "vessel",
        /// An aircraft.
        Aircraft = "aircraft",
        /// A digital-currency address.
        Wallet = "wallet",
        /// The notice does not say.
        Unknown = "unknown",
    }
}

words! {
    /// How an alias stands to the name.
    AliasQuality {
        /// An ordinary a.k.a.
        Strong = "strong",
        /// A weak a.k.a. (printed in quotation marks by OFAC).
        Weak = "weak",
        /// A former name (f.k.a., "formerly").
        Former = "former",
        /// A new name (n.k.a., "now known as").
        New = "new",
        /// An acronym or short form printed in parentheses after a name.
        Acronym = "acronym",
        /// A name in native script.
        NativeScript = "native_script",
    }
}

words! {
    /// Where the effective date comes from.
    EffectiveBasis {
        /// The notice states it.
        Stated = "stated",
        /// The notice, or the statute, makes publication the effective date.
        UponPublication = "upon_publication",
        /// The date on which the agency acted or determined.
        Determination = "determination",
        /// The date of signature.
        Signed = "signed",
        /// The notice gives no date and no rule supplies one.
        None = "none",
    }
}

/// When the action takes effect, and how we know.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Effective {
    /// Eastern calendar date; `None` only if there is no basis, or the publication date is unknown.
    pub date: Option<NaiveDate>,
    /// Where the date comes from.
    pub basis: EffectiveBasis,
    /// The stated end, if the notice gives one.
    pub until: Option<NaiveDate>,
}

impl Effective {
    /// No words, no date.
    pub fn none() -> Self {
        Self {
            date: None,
            basis: EffectiveBasis::None,
            until: None,
        }
    }
}

/// Another name of a party, as printed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Alias {
    /// The name as printed.
    pub name: String,
    /// How it stands to the party's name.
    pub quality: AliasQuality,
}

/// An identifier of a party (passport, registration number, IMO number…), as printed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Identifier {
    /// The label as printed (`Passport`, `Tax ID No.`).
    #[serde(rename = "type")]
    pub kind: String,
    /// The value as printed.
    pub value: String,
    /// The issuing country as printed.
    pub country: Option<String>,
    /// When it was issued, as printed (`09 Dec 2004`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued: Option<String>,
    /// When it expires, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<String>,
}

impl Identifier {
    /// An identifier of which neither issue nor expiry is printed.
    pub fn new(kind: impl Into<String>, value: impl Into<String>, country: Option<String>) -> Self {
        Self {
            kind: kind.into(),
            value: value.into(),
            country,
            issued: None,
            expires: None,
        }
    }
}

/// A date of birth: as printed, and the days it may stand for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DateOfBirth {
    /// As printed (`10 Dec 1948`, `circa 1951`, `01 Jan 1961 to 31 Dec 1962`).
    pub printed: String,
    /// The first day that the words allow.
    pub earliest: Option<NaiveDate>,
    /// The last day that the words allow.
    pub latest: Option<NaiveDate>,
    /// Whether the notice says `circa`, `approximately` or the like.
    pub circa: bool,
}

/// An address of a party, as printed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Address {
    /// The whole address as printed.
    pub printed: String,
    /// Its country, where its last part is one.
    pub country: Option<String>,
}

/// A labelled fact of a party that is no identifier: a vessel's flag, a website, an aircraft's
/// model, a notice of secondary sanctions.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Detail {
    /// The label as printed, without its punctuation (`Vessel Type`, `Website`).
    pub label: String,
    /// The value as printed.
    pub value: String,
}

/// The party that the notice acts upon.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Party {
    /// The name as printed.
    pub name: String,
    /// What it is.
    pub kind: PartyKind,
    /// Other names that the notice prints for it, in printed order, without those it removes.
    pub aliases: Vec<Alias>,
    /// Identifiers, in printed order.
    pub identifiers: Vec<Identifier>,
    /// Countries printed for the party.
    pub countries: Vec<String>,
    /// Program tags as printed (`SDGT`), without brackets.
    pub programs: Vec<String>,
    /// An individual's surname, where the notice sets it apart (`SURNAME, Given names`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub surname: Option<String>,
    /// Addresses, in printed order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<Address>,
    /// Dates of birth, in printed order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dates_of_birth: Vec<DateOfBirth>,
    /// Places of birth, as printed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places_of_birth: Vec<String>,
    /// Nationalities, as printed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nationalities: Vec<String>,
    /// Citizenships, as printed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub citizenships: Vec<String>,
    /// Gender, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender: Option<String>,
    /// Positions, roles and titles, as printed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub titles: Vec<String>,
    /// Labelled facts that have no field of their own, in printed order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<Detail>,
    /// Text of the entry that no label explains, as printed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<String>,
    /// Parties to which the notice links this one (`Linked To:`); they are not designated by it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub linked_to: Vec<String>,
}

impl Party {
    /// A party with a name and nothing else.
    pub fn named(name: impl Into<String>, kind: PartyKind) -> Self {
        Self {
            name: name.into(),
            kind,
            aliases: Vec::new(),
            identifiers: Vec::new(),
            countries: Vec::new(),
            programs: Vec::new(),
            surname: None,
            addresses: Vec::new(),
            dates_of_birth: Vec::new(),
            places_of_birth: Vec::new(),
            nationalities: Vec::new(),
            citizenships: Vec::new(),
            gender: None,
            titles: Vec::new(),
            details: Vec::new(),
            remarks: Vec::new(),
            linked_to: Vec::new(),
        }
    }
}

/// One authority of a record: the canonical code and the citation as printed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AuthorityCitation {
    /// The code of `config/authorities.toml` (`INA-219`).
    pub code: String,
    /// The citation as printed (`section 219 of the Immigration and Nationality Act`).
    pub citation: String,
    /// The subsection relied on, as printed (`1(a)(ii)(A)`), where the notice gives one.
    pub subsection: Option<String>,
}

/// What an amendment changes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Amendment {
    /// Aliases that the notice adds, as printed.
    pub aliases_added: Vec<String>,
    /// Aliases that the notice removes, as printed.
    pub aliases_removed: Vec<String>,
    /// The new primary name, if the notice changes it; [`Party::name`] is then the earlier one.
    pub renamed_to: Option<String>,
    /// Addresses that the notice adds, as printed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub addresses_added: Vec<String>,
    /// Addresses that the notice removes, as printed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub addresses_removed: Vec<String>,
    /// The entry as it read before, where the notice prints it (`… -to- …`); the record's party is
    /// the entry as it reads now, but keeps the earlier name if that is changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Box<Party>>,
    /// The number of the document that a correction corrects.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corrects: Option<String>,
    /// What a correction puts in place of what, field by field; `before` is empty where the
    /// correction does not repeat what stood there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub corrected: Vec<FieldChange>,
}

/// Who signed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Signer {
    /// The name as printed (`Marco Rubio`).
    pub name: String,
    /// The office as printed, without the full stop (`Secretary of State`).
    pub office: Option<String>,
}

/// The words of the notice that support a record.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Quote {
    /// First byte in the document's archived normalised text (UTF-8).
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The words; slicing `start..end` gives exactly these.
    pub text: String,
}

/// One thing a notice does to one party under one set of authorities.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Record {
    /// What the notice does.
    pub action: Action,
    /// To whom.
    pub party: Party,
    /// Under which law.
    pub authorities: Vec<AuthorityCitation>,
    /// From when.
    pub effective: Effective,
    /// What an amendment, an update or a correction changes; `None` for other actions.
    pub amendment: Option<Amendment>,
    /// The date of signature.
    pub signed_on: Option<NaiveDate>,
    /// The date on which the determination was made, if the notice tells it apart.
    pub determined_on: Option<NaiveDate>,
    /// Who signed.
    pub signer: Option<Signer>,
    /// The Public Notice number, or the docket, as printed without its label.
    pub notice_number: Option<String>,
    /// The sentence that gives the legal ground, as printed.
    pub ground: Option<String>,
    /// The words that support the record.
    pub quote: Quote,
}

/// A record's stable name: 16 hexadecimal digits over what it is about.
///
/// The same document, action, party (folded) and authorities give the same id under every parser
/// version, so that versions of one record can be told from different records.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RecordId(pub String);

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl Record {
    /// The record's stable name within `document`. `occurrence` counts, from 0, records of the
    /// same document that agree in everything the name is made of.
    pub fn id(&self, document: &DocumentId, occurrence: usize) -> RecordId {
        let mut codes: Vec<&str> = self.authorities.iter().map(|a| a.code.as_str()).collect();
        codes.sort_unstable();
        codes.dedup();
        let mut hasher = Sha256::new();
        for part in [
            &*document.publication_date.to_string(),
            document.document_number.as_str(),
            self.action.as_str(),
            &*fold_name(&self.party.name),
            &*codes.join("+"),
            &*occurrence.to_string(),
        ] {
            hasher.update(part.as_bytes());
            hasher.update([0]);
        }
        RecordId(hex::encode(&hasher.finalize()[..8]))
    }

    /// The ids of all of a document's records, in order.
    pub fn ids(records: &[Self], document: &DocumentId) -> Vec<RecordId> {
        let mut seen = std::collections::HashMap::new();
        records
            .iter()
            .map(|record| {
                let first = record.id(document, 0);
                let count = seen.entry(first.clone()).or_insert(0_usize);
                *count += 1;
                if *count == 1 {
                    first
                } else {
                    record.id(document, *count - 1)
                }
            })
            .collect()
    }
}
