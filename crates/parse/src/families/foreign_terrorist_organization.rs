//! Foreign Terrorist Organizations: section 219 of the Immigration and Nationality Act.
//!
//! A designation takes effect upon publication (8 U.S.C. 1189(a)(2)(B)); so does, unless the notice
//! says otherwise, every other act under the section.

use std::sync::LazyLock;

use fedreg_model::PartyKind;
use regex::Regex;

use super::{EffectRule, Family};
use crate::grammar::dates::compile;

pub(crate) struct ForeignTerroristOrganization;

static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bforeign\s+terrorist\s+organi[sz]ations?\b|\bsections?\s+219\b[^.;]{0,40}\b(?:of\s+the\s+)?(?:INA|Immigration|Act)\b|\b8\s+U\.?\s?S\.?\s?C\.?\s*§*\s*1189\b|\bFTOs?\b",
    )
});

impl Family for ForeignTerroristOrganization {
    fn name(&self) -> &'static str {
        "state-fto"
    }

    fn codes(&self) -> &'static [&'static str] {
        &["INA-219"]
    }

    fn label(&self) -> &'static Regex {
        &LABEL
    }

    fn predicate(&self) -> Option<&'static Regex> {
        None
    }

    fn effect_rule(&self) -> EffectRule {
        EffectRule::Publication
    }

    fn usual_kind(&self) -> PartyKind {
        PartyKind::Organization
    }
}
