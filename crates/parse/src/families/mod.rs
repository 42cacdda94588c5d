//! One file per family of notices: its words, its authorities, its rule of effective dates.

use fedreg_model::{Action, PartyKind};
use regex::Regex;

use crate::notice::Notice;
use crate::reading::{Law, Reading};

pub(crate) mod bis_denial_order;
pub(crate) mod bis_entity_list;
pub(crate) mod bis_military_end_user_list;
pub(crate) mod bis_unverified_list;
pub(crate) mod cbp_forced_labor;
pub(crate) mod chinese_military_companies;
pub(crate) mod commerce_icts;
pub(crate) mod correction;
pub(crate) mod defense_lists;
pub(crate) mod executive_order;
pub(crate) mod fcc_covered_list;
pub(crate) mod fcc_supply_chain;
pub(crate) mod fincen;
pub(crate) mod foreign_terrorist_organization;
pub(crate) mod global_terrorist;
pub(crate) mod lookalikes;
pub(crate) mod ofac;
mod state_common;
mod state_corrupt_actors;
mod state_cuba_restricted_list;
mod state_debarment;
mod state_foreign_missions;
mod state_nonproliferation;
mod state_religious_freedom;
mod state_sanctions;
pub(crate) mod state_sponsor;
pub(crate) mod terrorist_exclusion_list;
pub(crate) mod uflpa;
pub(crate) mod untaught;

/// A family of notices that recognises its own and reads them whole.
pub(crate) trait Reader: Sync {
    /// The family's name in records (`ofac`).
    fn name(&self) -> &'static str;
    /// Whether the notice is of this family, by its agencies, type, title and words.
    fn claims(&self, notice: &Notice<'_>) -> bool;
    /// Reads it. An empty reading leaves the notice to the families that come after.
    fn read(&self, notice: &Notice<'_>, law: Law<'_>) -> Reading;
}

/// The families that read a notice whole, in the order in which they claim one; State's terrorism
/// notices come after them.
pub(crate) static READERS: &[&dyn Reader] = &[
    &correction::Correction,
    &ofac::Ofac,
    &executive_order::ExecutiveOrder,
    &bis_entity_list::BisEntityList,
    &bis_military_end_user_list::BisMilitaryEndUserList,
    &bis_unverified_list::BisUnverifiedList,
    &bis_denial_order::BisDenialOrder,
    &uflpa::Uflpa,
    &chinese_military_companies::ChineseMilitaryCompanies,
    &defense_lists::DefenseLists,
    &fincen::Fincen,
    &cbp_forced_labor::CbpForcedLabor,
    &fcc_covered_list::FccCoveredList,
    &fcc_supply_chain::FccSupplyChain,
    &commerce_icts::CommerceIcts,
    &state_nonproliferation::StateNonproliferation,
    &state_religious_freedom::StateReligiousFreedom,
    &state_foreign_missions::StateForeignMissions,
    &state_debarment::StateDebarment,
    &state_cuba_restricted_list::StateCubaRestrictedList,
    &state_corrupt_actors::StateCorruptActors,
    &state_sanctions::StateSanctions,
];

/// What holds where a notice of the family states no effective date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EffectRule {
    /// The statute makes publication the effective date.
    Publication,
    /// The date the determination names, else the date of signature.
    DeterminationOrSignature,
}

/// A family of State Department terrorism notices.
pub(crate) trait Family: Sync {
    /// The family's name in records (`state-fto`).
    fn name(&self) -> &'static str;
    /// Codes of the authorities it acts under; the first is the one that names it.
    fn codes(&self) -> &'static [&'static str];
    /// Words that name the standing or the law, in a sentence or a title.
    fn label(&self) -> &'static Regex;
    /// For families that designate by "hereby determine that X …": the words that follow the name.
    fn predicate(&self) -> Option<&'static Regex>;
    /// What holds where no effective date is stated.
    fn effect_rule(&self) -> EffectRule;
    /// The word of the family for an act: a list's entries are removed, a standing is revoked.
    fn action(&self, act: Action) -> Action {
        act
    }
    /// The party's name out of the name as the sentence has it.
    fn party_name<'n>(&self, name: &'n str) -> &'n str {
        name
    }
    /// What a party is if the notice does not say.
    fn usual_kind(&self) -> PartyKind;
}

/// The families, in the order in which they claim a sentence.
pub(crate) static STATE: [&dyn Family; 4] = [
    &foreign_terrorist_organization::ForeignTerroristOrganization,
    &global_terrorist::GlobalTerrorist,
    &terrorist_exclusion_list::TerroristExclusionList,
    &state_sponsor::StateSponsor,
];
