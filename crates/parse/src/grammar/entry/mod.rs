//! Entries of OFAC's lists as notices print them: name, aliases, addresses, labelled fields, kind,
//! program tags, links.

use std::ops::Range;

use fedreg_model::Party;

use crate::grammar::names::Problem;

/// One entry of a list.
#[derive(Debug, Clone)]
pub(crate) struct ListEntry {
    /// Its printed number, where the list is numbered.
    pub(crate) number: Option<u32>,
    /// The party as printed.
    pub(crate) party: Party,
    /// Where it stands in the text, from the name to its last tag or link.
    pub(crate) range: Range<usize>,
    /// What of it could not be read.
    pub(crate) problems: Vec<Problem>,
}
