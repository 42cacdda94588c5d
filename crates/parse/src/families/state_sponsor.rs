//! State sponsors of terrorism: the Secretary determines that a government has "repeatedly provided
//! support for acts of international terrorism", or rescinds such a determination.
//!
//! Three statutes at a time carry the standing (Export Administration Act 6(j), later Export
//! Control Reform Act 1754(c); Foreign Assistance Act 620A; Arms Export Control Act 40); each one
//! that the operative sentence cites is an authority of the record.

use std::sync::LazyLock;

use fedreg_model::PartyKind;
use regex::Regex;

use super::{EffectRule, Family};
use crate::grammar::dates::compile;

pub(crate) struct StateSponsor;

static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bstate\s+sponsors?\s+of\s+(?:international\s+)?terrorism\b|\bsupport\s+for\s+acts\s+of\s+international\s+terrorism\b|\bsections?\s+620A\b|\bsections?\s+6\(j\)",
    )
});

static PREDICATE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)[,;]?\s+(?:(?:is|as)\s+(?:a\s+)?(?:country|state|government)\b|(?:has|have)\s+repeatedly\b|repeatedly\s+(?:provides?|provided)\b)",
    )
});

impl Family for StateSponsor {
    fn name(&self) -> &'static str {
        "state-sponsor-of-terrorism"
    }

    fn codes(&self) -> &'static [&'static str] {
        &["FAA-620A", "AECA-40", "EAA-6J", "ECRA-1754"]
    }

    fn label(&self) -> &'static Regex {
        &LABEL
    }

    fn predicate(&self) -> Option<&'static Regex> {
        Some(&PREDICATE)
    }

    fn effect_rule(&self) -> EffectRule {
        EffectRule::DeterminationOrSignature
    }

    /// The standing is the country's: "the Government of North Korea" names North Korea.
    fn party_name<'n>(&self, name: &'n str) -> &'n str {
        let bare = name
            .strip_prefix("Government of ")
            .or_else(|| name.strip_prefix("government of "))
            .unwrap_or(name);
        bare.strip_prefix("the ").unwrap_or(bare)
    }

    fn usual_kind(&self) -> PartyKind {
        PartyKind::Country
    }
}
