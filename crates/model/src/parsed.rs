//! What the parser says of one document.

use serde::{Deserialize, Serialize};

use crate::{Action, AuthorityCitation, Effective, PartyKind, Record};

/// The outcome for a document under one parser version: exactly one of three.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// At least one record, nothing left over.
    Designates,
    /// Looks like a designation notice; something could not be parsed, and the residue says what.
    NeedsReview,
    /// Designates, amends, maintains or revokes nothing; the reason says why.
    NotADesignation,
}

impl Verdict {
    /// The word used in JSON, SQL and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Designates => "designates",
            Self::NeedsReview => "needs_review",
            Self::NotADesignation => "not_a_designation",
        }
    }
}

/// Text that looks as if it mattered and was not understood.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Residue {
    /// First byte in the normalised text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The words.
    pub text: String,
    /// Why it was left over, as a sentence for a reviewer.
    pub why: String,
    /// What the text does say of acts whose parties it does not hold (lists printed as images).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub announced: Option<Box<Announced>>,
}

impl Residue {
    /// A residue of which no more is known than the words and the reason.
    pub fn new(
        range: std::ops::Range<usize>,
        text: impl Into<String>,
        why: impl Into<String>,
    ) -> Self {
        Self {
            start: range.start,
            end: range.end,
            text: text.into(),
            why: why.into(),
            announced: None,
        }
    }
}

/// An act that a notice announces without naming its parties in the text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Announced {
    /// What the notice does.
    pub action: Action,
    /// What kinds of parties it speaks of, in printed order.
    pub kinds: Vec<PartyKind>,
    /// How many parties it speaks of, where it says so.
    pub count: Option<usize>,
    /// Under which law.
    pub authorities: Vec<AuthorityCitation>,
    /// From when.
    pub effective: Effective,
    /// Identifiers of the images that hold the list (`EN05JN25.000`), in printed order.
    pub images: Vec<String>,
}

/// The parser's answer for one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parsed {
    /// One of three.
    pub verdict: Verdict,
    /// The sentence that justifies the verdict; for a reader, always present.
    pub reason: String,
    /// The family of notices whose grammar read it (`state-fto`, `state-sdgt`…), if any claimed it.
    pub family: Option<String>,
    /// What the notice does, in printed order.
    pub records: Vec<Record>,
    /// What is left over; empty unless the verdict is `needs_review`.
    pub residue: Vec<Residue>,
    /// Which parser said so.
    pub parser_version: u32,
}
