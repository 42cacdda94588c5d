//! Rules that change the Military End-User List (Supplement No. 7 to part 744): a table of country,
//! entity and citation.

use crate::families::{Reader, bis_entity_list};
use crate::notice::Notice;
use crate::reading::{Law, Reading};

/// The reader of rules that change the Military End-User List.
pub(crate) struct BisMilitaryEndUserList;

impl Reader for BisMilitaryEndUserList {
    fn name(&self) -> &'static str {
        "bis-military-end-user-list"
    }

    fn claims(&self, notice: &Notice<'_>) -> bool {
        bis_entity_list::list_of(notice) == Some(7)
    }

    fn read(&self, notice: &Notice<'_>, law: Law<'_>) -> Reading {
        bis_entity_list::read(notice, law)
    }
}
