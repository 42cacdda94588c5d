//! The document that a person means.

use chrono::NaiveDate;
use fedreg_history::{DocumentStatus, History};

use crate::error::CliError;

/// `2025-02873#3`: a document's words and the position of one of its records, if one is given.
pub(crate) fn ordinal(words: &str) -> Result<(&str, Option<u32>), CliError> {
    let Some((document, position)) = words.split_once('#').filter(|_| !words.contains("://"))
    else {
        return Ok((words, None));
    };
    match position.parse() {
        Ok(position) if position > 0 => Ok((document, Some(position))),
        _ => Err(
            CliError::usage(format!("'#{position}' is no position of a record"))
                .help("write #1 for the first record of a document, or the record's own id"),
        ),
    }
}

/// The day in the address of a document's page; an error if the address is another site's.
fn address_date(words: &str) -> Result<Option<NaiveDate>, CliError> {
    let Some((_, address)) = words.split_once("://") else {
        return Ok(None);
    };
    let mut parts = address.split('/');
    let host = parts.next().unwrap_or_default().trim_start_matches("www.");
    if !matches!(host, "federalregister.gov" | "govinfo.gov") {
        return Err(
            CliError::usage(format!("{host} is no site of the Federal Register")).help(
                "give an address of federalregister.gov or govinfo.gov, a number or a citation",
            ),
        );
    }
    let parts: Vec<&str> = parts.collect();
    Ok(parts.windows(3).find_map(|day| day.join("-").parse().ok()))
}

/// The documents that a number, a citation or an address may mean, on that day if one is given;
/// an error if there is none.
pub(crate) fn documents(
    history: &History,
    words: &str,
    published: Option<NaiveDate>,
) -> Result<Vec<DocumentStatus>, CliError> {
    if !words.contains("://") && words.contains('#') {
        return Err(CliError::usage(format!("'{words}' is no document"))
            .help("#N, the N-th record of a document, is for fedreg explain"));
    }
    let published = match address_date(words)? {
        Some(day) => Some(day),
        None => published,
    };
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
