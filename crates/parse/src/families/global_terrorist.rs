//! Specially Designated Global Terrorists: Executive Order 13224, as amended.
//!
//! The verb is "hereby determine that X … committed, or poses a significant risk of committing,
//! acts of terrorism" (section 1(b), until 2019; section 1(a)(ii)(A) since Executive Order 13886)
//! or "… is a leader of Y, an entity whose property … blocked" (section 1(a)(ii)(B)): Y is
//! background and never a party. Where no date is stated, the act takes effect when signed.

use std::sync::LazyLock;

use fedreg_model::PartyKind;
use regex::Regex;

use super::{EffectRule, Family};
use crate::grammar::dates::compile;

pub(crate) struct GlobalTerrorist;

static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bspecially\s+designated\s+(?:global\s+)?terrorists?\b|\b(?:executive\s+order|e\.?\s?o\.?)\s*(?:no\.?\s*)?13224\b|\bSDGTs?\b",
    )
});

static PREDICATE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?ix)[,;]?\s+(?:
            (?:each\s+|all\s+|both\s+)?(?:has|have|had)\s+(?:each\s+|all\s+)?(?:committed|materially|attempted|participated|acted|been|provided|assisted)
          | (?-i:committed)(?:,|\s+or\b|\s+(?:and|acts|an?)\b)
          | no\s+longer\b
          | (?:each\s+|all\s+|both\s+)?poses?\b
          | (?:each\s+|both\s+)?(?:is|are|was|were)\s+(?:each\s+|all\s+|also\s+)?(?:an?\s+|the\s+|one\s+of\s+the\s+)?(?:foreign\s+(?:persons?|individuals?|organi[sz]ations?|groups?|entit(?:y|ies))|persons?|individuals?|organi[sz]ations?|groups?|entit(?:y|ies)|senior|key|current|former|top|deputy|leaders?|members?|officials?|owned|controlled|subject|determined)
          | (?:is|are)\s+(?:a\s+)?(?:leader|official|member|senior|commander|head|founder)
          | meets?\b
          | acts?\s+for
          | to\s+(?:be|have)\b
          | (?:,\s*)?(?:who|which)\s+(?:has|have|is|are|committed|poses?)
          | threatens?\b
        )",
    )
});

impl Family for GlobalTerrorist {
    fn name(&self) -> &'static str {
        "state-sdgt"
    }

    fn codes(&self) -> &'static [&'static str] {
        &["EO-13224"]
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

    fn usual_kind(&self) -> PartyKind {
        PartyKind::Unknown
    }
}
