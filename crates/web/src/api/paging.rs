//! Pages of an answer that is computed as a whole: a cursor keeps what was known when it was given,
//! so that pages fit together whatever is appended meanwhile.

use fedreg_timeline::Known;

use crate::problem::Problem;
use crate::route::Asked;

/// Where a page begins, and on what it rests: written `SEQUENCE.OFFSET`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Paging {
    /// The sequence of the history that the first page rested on.
    sequence: i64,
    /// How many items come before.
    pub(crate) offset: usize,
}

impl Paging {
    /// Where the request begins.
    pub(crate) fn of(asked: &Asked<'_>) -> Result<Self, Problem> {
        let Some(cursor) = asked.params.text("cursor") else {
            return Ok(Self {
                sequence: asked.head.sequence,
                offset: 0,
            });
        };
        let parsed = cursor
            .split_once('.')
            .and_then(|(sequence, offset)| Some((sequence.parse().ok()?, offset.parse().ok()?)));
        match parsed {
            Some((sequence, offset)) if (0..=asked.head.sequence).contains(&sequence) => {
                Ok(Self { sequence, offset })
            }
            _ => Err(not_ours()),
        }
    }

    /// What was known when the first page was given, where nothing else is asked for.
    pub(crate) fn known(self, asked: &Asked<'_>, known: Known) -> Known {
        if known == Known::Now && self.sequence != asked.head.sequence {
            Known::Sequence(self.sequence)
        } else {
            known
        }
    }

    /// The items of this page, and the cursor of the next.
    pub(crate) fn page<T>(self, items: &[T], limit: usize) -> (&[T], Option<String>) {
        let from = self.offset.min(items.len());
        let to = from.saturating_add(limit).min(items.len());
        let next = (to < items.len()).then(|| format!("{}.{to}", self.sequence));
        (&items[from..to], next)
    }
}

/// A cursor that no answer gave.
pub(crate) fn not_ours() -> Problem {
    Problem::parameter("cursor", "is none that an answer gave; begin without it")
}
