//! Shared grammars: sentences, names and aliases, dates, citations of law, titles.

pub(crate) mod citations;
pub(crate) mod companies;
pub(crate) mod dates;
pub(crate) mod entry;
pub(crate) mod names;
pub(crate) mod numbers;
pub(crate) mod scan;
pub(crate) mod sentences;
pub(crate) mod titles;
