//! The Terrorist Exclusion List: section 212(a)(3)(B)(vi)(II) of the Immigration and Nationality
//! Act, under which an organization is designated "upon publication in the Federal Register".

use std::sync::LazyLock;

use fedreg_model::{Action, PartyKind};
use regex::Regex;

use super::{EffectRule, Family};
use crate::grammar::dates::compile;

pub(crate) struct TerroristExclusionList;

static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bterrorist\s+exclusion\s+list\b|\bsections?\s+212\s?\(a\)\s?\(3\)\s?\(B\)\s?\(vi\)|\b8\s+U\.?\s?S\.?\s?C\.?\s*§*\s*1182\s?\(a\)\s?\(3\)\s?\(B\)\s?\(vi\)",
    )
});

impl Family for TerroristExclusionList {
    fn name(&self) -> &'static str {
        "state-terrorist-exclusion-list"
    }

    fn codes(&self) -> &'static [&'static str] {
        &["INA-212"]
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

    fn action(&self, act: Action) -> Action {
        if act.ends_designation() {
            Action::Removal
        } else {
            act
        }
    }

    fn usual_kind(&self) -> PartyKind {
        PartyKind::Organization
    }
}
