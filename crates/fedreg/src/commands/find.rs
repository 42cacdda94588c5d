//! The document that a person means.

use chrono::NaiveDate;
use fedreg_history::{DocumentStatus, History};

use crate::error::CliError;

/// The documents that a number, a citation or an address may mean, on that day if one is given;
/// an error if there is none.
pub(crate) fn documents(
    history: &History,
    words: &str,
    published: Option<NaiveDate>,
) -> Result<Vec<DocumentStatus>, CliError> {
    let found = history.find_documents(words)?;
    let all = found.len();
    let mut found: Vec<DocumentStatus> = found
        .into_iter()
        .filter(|status| published.is_none_or(|day| status.id.publication_date == day))
        .collect();
    if found.is_empty() {
        let error = CliError::not_found(match published {
            Some(day) if all > 0 => format!("the history holds '{words}', but not of {day}"),
            _ => format!("the history holds no document '{words}'"),
        });
        return Err(error.help(
            "write a number (2025-20750) or a citation (90 FR 53045); \
             fedreg search finds documents by their words",
        ));
    }
    // A page belongs to the documents that begin on it before those that run over it.
    let cited = words
        .to_ascii_uppercase()
        .parse::<fedreg_model::Citation>()
        .ok();
    let begins =
        |status: &DocumentStatus| cited.is_some() && status.version.metadata.citation == cited;
    if found.iter().any(begins) {
        found.retain(begins);
    }
    Ok(found)
}
