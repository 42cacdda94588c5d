//! What a family read in a notice, and what it may look things up in.

use fedreg_model::{Authorities, Record, Residue};

use crate::grammar::citations::Citations;

/// What a family read.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    /// The family of the first act, or the one whose words the notice holds.
    pub(crate) family: Option<&'static str>,
    pub(crate) records: Vec<Record>,
    pub(crate) residue: Vec<Residue>,
    /// Why the notice, though of the family, does nothing to any party (a proposal, a licence).
    pub(crate) names_nobody: Option<String>,
}

impl Reading {
    /// Whether there is anything to judge by.
    pub(crate) fn says_something(&self) -> bool {
        !self.records.is_empty() || !self.residue.is_empty() || self.names_nobody.is_some()
    }
}

/// The registry of authorities and the citations it knows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Law<'a> {
    pub(crate) citations: &'a Citations,
    pub(crate) authorities: &'a Authorities,
}
