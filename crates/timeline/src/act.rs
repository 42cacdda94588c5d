//! One act of a notice, or of the law, upon one standing: what it changed and which record says so.

use chrono::NaiveDate;
use fedreg_model::{Action, Effective, FieldChange, RecordVersion};
use serde::{Deserialize, Serialize};

use crate::reference::{RecordRef, Renamed};

/// What an act does to a standing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Puts the party in designated standing.
    Begins,
    /// Shows the party in standing though the notice that put it there is not in this history.
    Implies,
    /// A further designation or redesignation of a party in standing.
    Renews,
    /// Changes names or aliases, or repeats them.
    Amends,
    /// A review that leaves the designation in force.
    Maintains,
    /// Ends the standing by act of the designating officer.
    Ends,
    /// The term that the law then set ran out; no notice says so.
    Lapses,
    /// The end that the notice itself stated has passed.
    Expires,
    /// Changes no standing; the reason says why.
    None,
}

impl Effect {
    /// The word used in JSON and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Begins => "begins",
            Self::Implies => "implies",
            Self::Renews => "renews",
            Self::Amends => "amends",
            Self::Maintains => "maintains",
            Self::Ends => "ends",
            Self::Lapses => "lapses",
            Self::Expires => "expires",
            Self::None => "none",
        }
    }
}

/// One act upon one standing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Act {
    /// The day on which it takes effect, Eastern.
    pub date: NaiveDate,
    /// What it does to the standing.
    pub effect: Effect,
    /// The change of the primary name, if any.
    pub renamed: Option<Renamed>,
    /// Names that the party bears since; for the act that begins a standing, all its aliases.
    pub aliases_gained: Vec<String>,
    /// Names that it bears no longer.
    pub aliases_lost: Vec<String>,
    /// What else of the party it changes, field by field; nothing for the act that begins a
    /// standing.
    pub changes: Vec<FieldChange>,
    /// The record; `None` where the law alone ends the standing.
    pub record: Option<RecordRef>,
    /// Why, where the record does not say it by itself.
    pub reason: Option<String>,
}

/// The place of an act among those of one day: what begins comes first, what ends comes last, so
/// that a party named and removed on one day is out at its end.
pub(crate) fn rank(action: Action) -> u8 {
    match action {
        Action::Designation | Action::Redesignation | Action::Identification => 0,
        Action::Amendment | Action::Update | Action::Correction => 1,
        Action::Maintenance => 2,
        Action::Revocation | Action::Removal => 3,
    }
}

/// The effective date and its record, for records that have one.
pub(crate) fn dated(version: &RecordVersion) -> Option<NaiveDate> {
    let Effective { date, .. } = version.record.effective;
    date
}

/// Sorts records into the order in which they act; one without an effective date stands at its
/// publication.
pub(crate) fn sort(acts: &mut [&RecordVersion]) {
    acts.sort_by_cached_key(|v| {
        (
            dated(v).or(v.document.publication_date),
            rank(v.record.action),
            v.document.publication_date,
            v.document.document_number.clone(),
            v.ordinal,
            v.record_id.clone(),
        )
    });
}
