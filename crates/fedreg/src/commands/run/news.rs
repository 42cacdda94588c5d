//! What is known now and was not known before.

use std::collections::BTreeMap;

use fedreg_alert::is_same;
use fedreg_history::History;
use fedreg_model::{RecordId, RecordVersion, Sequence};

use crate::commands::correction;
use crate::error::CliError;

/// How a record is news.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It was not known.
    New,
    /// It says something else than before.
    Changed,
    /// Its document was filed, and now is published.
    Published,
    /// It is known no longer.
    Withdrawn,
}

impl Kind {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// One record that is news.
#[derive(Debug, Clone)]
pub(super) struct News {
    pub(super) kind: Kind,
    /// As it is known now; the last known version of one that was withdrawn.
    pub(super) version: RecordVersion,
}

/// What changed after a sequence, by publication date, document and place in it.
pub(super) fn news(history: &History, before: Sequence) -> Result<Vec<News>, CliError> {
    if history.head()?.sequence == before {
        return Ok(Vec::new());
    }
    let mut by_record: BTreeMap<RecordId, Vec<RecordVersion>> = BTreeMap::new();
    for version in correction::all(history)? {
        by_record
            .entry(version.record_id.clone())
            .or_default()
            .push(version);
    }
    let mut news: Vec<News> = by_record
        .into_values()
        .filter_map(|chain| of_record(chain, before))
        .collect();
    news.sort_by_cached_key(|item| {
        let document = &item.version.document;
        let number = document.document_number.as_ref().map(ToString::to_string);
        (
            document.publication_date,
            document.citation,
            number,
            item.version.ordinal,
        )
    });
    Ok(news)
}

/// `chain` is all versions of one record, in the order of their sequence.
fn of_record(mut chain: Vec<RecordVersion>, before: Sequence) -> Option<News> {
    let known = chain.iter().rposition(|version| {
        version.sequence <= before && version.superseded_by.is_none_or(|by| by > before)
    });
    let now = chain
        .iter()
        .rposition(|version| version.superseded_at.is_none());
    let (kind, at) = match (known, now) {
        (None, Some(now)) => (Kind::New, now),
        (Some(known), None) => (Kind::Withdrawn, known),
        (Some(known), Some(now)) => {
            let (was, is) = (&chain[known], &chain[now]);
            if !is_same(was, is) {
                (Kind::Changed, now)
            } else if was.document.stage < is.document.stage {
                (Kind::Published, now)
            } else {
                return None;
            }
        }
        (None, None) => return None,
    };
    Some(News {
        kind,
        version: chain.swap_remove(at),
    })
}
