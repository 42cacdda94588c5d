//! Rules, and before 2013 notices, that change the Unverified List (Supplement No. 6 to part 744): a
//! table of country, listed person with address, and citation.

use crate::families::{Reader, bis_entity_list};
use crate::notice::Notice;
use crate::reading::{Law, Reading};

/// The reader of changes of the Unverified List.
pub(crate) struct BisUnverifiedList;

impl Reader for BisUnverifiedList {
    fn name(&self) -> &'static str {
        "bis-unverified-list"
    }

    fn claims(&self, notice: &Notice<'_>) -> bool {
        bis_entity_list::list_of(notice) == Some(6)
    }

    fn read(&self, notice: &Notice<'_>, law: Law<'_>) -> Reading {
        bis_entity_list::read(notice, law)
    }
}
