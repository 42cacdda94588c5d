//! The derived tables: who is who and who stands on which days, kept beside the records so that
//! `sqlite3` can ask. They hold nothing that the records do not give: after each pass, what its
//! records can touch is made anew, and all of it if need be.

mod check;
mod read;
pub(crate) mod tables;
mod write;

use chrono::NaiveDate;
use fedreg_model::{Record, RecordId, Sequence};
use serde::{Deserialize, Serialize};

use crate::Sha256;
use crate::finding::Finding;

pub use check::{DerivedCheck, DerivedDifference};
pub use write::DerivedWriter;

/// From what the derived tables were made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DerivedState {
    /// The ledger's last row that concerned a record then ([`History::records_through`]).
    pub through: Sequence,
    /// The version of the rules of linking and standing.
    pub rules_version: u32,
    /// The hash of what a person decided about links (`entities.toml`).
    pub entities_sha256: Sha256,
}

/// One entity: everything known of one party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityRow {
    /// Its id.
    pub entity: String,
    /// Its primary name, as printed.
    pub name: String,
    /// The name folded for comparison.
    pub name_folded: String,
    /// What it is, as a word.
    pub kind: String,
}

/// A name that some notice prints for an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityNameRow {
    /// The entity.
    pub entity: String,
    /// The name, as printed.
    pub name: String,
    /// The name folded for comparison.
    pub name_folded: String,
    /// `name`, or the quality of the alias.
    pub quality: String,
    /// The first record that prints it.
    pub record_id: RecordId,
}

/// That a record speaks of an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityRecordRow {
    /// The record.
    pub record_id: RecordId,
    /// The entity.
    pub entity: String,
}

/// Why two records speak of one entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityLinkRow {
    /// The entity.
    pub entity: String,
    /// One record.
    pub record_a: RecordId,
    /// The other.
    pub record_b: RecordId,
    /// The rule, as a word.
    pub rule: String,
    /// The cause, as a sentence with the names.
    pub why: String,
}

/// A standing on the days on which it stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingRow {
    /// The entity.
    pub entity: String,
    /// The authority's code.
    pub authority: String,
    /// The first day, Eastern.
    pub from: NaiveDate,
    /// The first day on which it is otherwise, or over.
    pub to: Option<NaiveDate>,
    /// The name on these days.
    pub name: String,
    /// What it is, as a word.
    pub kind: String,
    /// The first day of the standing itself.
    pub since: NaiveDate,
    /// Where that day comes from, as a word.
    pub since_basis: String,
    /// The end that is known: the first day out.
    pub ends: Option<NaiveDate>,
    /// How it ends, as a word.
    pub end_kind: Option<String>,
    /// Why, as a sentence.
    pub end_reason: Option<String>,
    /// What a reader should know, as words joined by a space.
    pub flags: String,
    /// The record that began it.
    pub record_id: RecordId,
}

/// An alias on the days on which the party bears it under one authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingAliasRow {
    /// The entity.
    pub entity: String,
    /// The authority's code.
    pub authority: String,
    /// The first day, Eastern.
    pub from: NaiveDate,
    /// The first day on which it does not bear it so.
    pub to: Option<NaiveDate>,
    /// Its place among the aliases.
    pub position: u32,
    /// The alias, as printed.
    pub alias: String,
    /// Its quality, as a word.
    pub quality: String,
    /// The effective date of the act that gave it.
    pub since: NaiveDate,
    /// The record that gave it.
    pub record_id: RecordId,
}

/// A current record as a correction document leaves it.
#[derive(Debug, Clone, PartialEq)]
pub struct CorrectedRow {
    /// The version of the record, as printed.
    pub record_version: Sequence,
    /// The version of the record of the correction.
    pub correction: Sequence,
    /// Since when it has been known so, UTC.
    pub recorded_at: chrono::DateTime<chrono::Utc>,
    /// The record, corrected.
    pub record: Record,
}

/// Something by which a current record can be linked to others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordKeyRow {
    /// What it is, hashed. Two things may share a hash: that costs time and changes nothing.
    pub link_key: i64,
    /// Whether it is the record's own, or merely printed in it.
    pub bears: bool,
    /// The current version of the record.
    pub record_version: Sequence,
}

/// All that is derived, or what is derived of some records.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Derived {
    /// Who is who.
    pub entities: Vec<EntityRow>,
    /// Their names, entity by entity.
    pub names: Vec<EntityNameRow>,
    /// Their records, entity by entity, in order.
    pub records: Vec<EntityRecordRow>,
    /// Why they are what they are, entity by entity, in order.
    pub links: Vec<EntityLinkRow>,
    /// Who stands on which days.
    pub standings: Vec<StandingRow>,
    /// Under which other names.
    pub aliases: Vec<StandingAliasRow>,
    /// What corrections change.
    pub corrected: Vec<CorrectedRow>,
    /// By what records are linked.
    pub keys: Vec<RecordKeyRow>,
    /// By what answers are found.
    pub finding: Finding,
}
