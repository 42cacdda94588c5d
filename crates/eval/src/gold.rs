//! `gold.json`, read leniently: what is not there is not scored.

use chrono::NaiveDate;
use fedreg_model::{Identifier, Verdict};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// What a person wrote down about one notice.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Gold {
    /// The verdict that a parser should reach, where it was written down.
    #[serde(default)]
    pub verdict: Option<Verdict>,
    /// The family, where it was written down.
    #[serde(default)]
    pub family: Option<String>,
    /// One object for each party and action that the notice itself effects; none for a negative.
    pub actions: Vec<GoldAction>,
}

impl Gold {
    /// Whether the notice does nothing to anybody.
    pub fn is_negative(&self) -> bool {
        self.actions.is_empty() && self.verdict != Some(Verdict::NeedsReview)
    }
}

/// One thing that the notice does to one party.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct GoldAction {
    /// What it does, as a word.
    pub action: String,
    /// To whom.
    pub entity: GoldEntity,
    /// Every code it is under; nothing where nothing was written down.
    #[serde(default, deserialize_with = "one_or_many")]
    pub authority: Option<Vec<String>>,
    /// From when, Eastern.
    #[serde(default)]
    pub effective_date: Option<NaiveDate>,
    /// Where that date comes from, as a word.
    #[serde(default)]
    pub effective_basis: Option<String>,
    /// The stated end.
    #[serde(default)]
    pub until: Option<NaiveDate>,
    /// Left out of the score.
    #[serde(default)]
    pub provisional: bool,
}

/// The party.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct GoldEntity {
    /// The name as printed.
    pub name: String,
    /// What it is, as a word.
    #[serde(default)]
    pub kind: Option<String>,
    /// Every other name, where they were written down.
    #[serde(default)]
    pub aliases: Option<Vec<String>>,
    /// Identifiers, where they were written down.
    #[serde(default, deserialize_with = "identifiers")]
    pub identifiers: Option<Vec<String>>,
}

fn one_or_many<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Vec<String>>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrMany {
        One(String),
        Many(Vec<String>),
    }
    Ok(
        Option::<OneOrMany>::deserialize(from)?.map(|given| match given {
            OneOrMany::One(one) => vec![one],
            OneOrMany::Many(many) => many,
        }),
    )
}

/// The values of identifiers, written as objects or as plain values.
fn identifiers<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Vec<String>>, D::Error> {
    let Some(list) = Option::<Vec<Value>>::deserialize(from)? else {
        return Ok(None);
    };
    let value = |item: Value| match item {
        Value::String(value) => Some(value),
        item => serde_json::from_value::<Identifier>(item.clone())
            .map(|identifier| identifier.value)
            .ok()
            .or_else(|| Some(item.get("value")?.as_str()?.to_owned())),
    };
    Ok(Some(list.into_iter().filter_map(value).collect()))
}
