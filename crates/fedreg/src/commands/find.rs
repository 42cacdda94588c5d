//! The document that a person means.

use chrono::NaiveDate;
use fedreg_history::{DocumentStatus, History};

use crate::error::CliError;

/// `2025-02873#3`: a document's words and the position of one of its records, if one is given.
pub(crate) fn ordinal(words: &str) -> Result<(&str, Option<u32>), CliError> {
    let Some((document, position)) = words.split_once('#').filter(|_| address(words).is_none())
    else {
        return Ok((words, None));
    };
    if document.trim().is_empty() {
        return Err(
            CliError::usage(format!("'{words}' does not say which document's record"))
                .help("write the document before it: fedreg explain 2025-20750#1"),
        );
    }
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
    let Some((host, path)) = address(words) else {
        return Ok(None);
    };
    let site = host.to_ascii_lowercase();
    let site = site.strip_prefix("www.").unwrap_or(&site);
    if !matches!(site, "federalregister.gov" | "govinfo.gov") {
        return Err(
            CliError::usage(format!("{host} is no site of the Federal Register"))
                .which(words)
                .help(
                    "give an address of federalregister.gov or govinfo.gov, a number or a citation",
                ),
        );
    }
    let parts: Vec<&str> = path.split('/').collect();
    Ok(parts.windows(3).find_map(|day| day.join("-").parse().ok()))
}

/// Host and path, if the words are an address: with its scheme, or as people copy it without one.
fn address(words: &str) -> Option<(&str, &str)> {
    let words = words.trim();
    if let Some((_, rest)) = words.split_once("://") {
        return Some(rest.split_once('/').unwrap_or((rest, "")));
    }
    let (host, path) = words.trim_start_matches('/').split_once('/')?;
    (host.contains('.') && !host.contains(char::is_whitespace)).then_some((host, path))
}

/// The documents that a number, a citation or an address may mean, on that day if one is given;
/// an error if there is none.
pub(crate) fn documents(
    history: &History,
    words: &str,
    published: Option<NaiveDate>,
) -> Result<Vec<DocumentStatus>, CliError> {
    if words.trim().is_empty() {
        return Err(CliError::usage("no document is named")
            .help("write a number (2025-20750) or a citation (90 FR 53045)"));
    }
    if address(words).is_none() && words.contains('#') {
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

#[cfg(test)]
mod tests {
    use super::{address, address_date};

    #[test]
    fn an_address_is_one_with_or_without_its_scheme() {
        for (words, host) in [
            (
                "https://www.federalregister.gov/documents/x",
                Some("www.federalregister.gov"),
            ),
            (
                "federalregister.gov.evil.org/documents/x",
                Some("federalregister.gov.evil.org"),
            ),
            (
                "//federalregister.gov/d/2025-1",
                Some("federalregister.gov"),
            ),
            ("https://federalregister.gov", Some("federalregister.gov")),
            ("2025-20750", None),
            ("90 FR 53045", None),
            ("F.R. 1/2", None),
        ] {
            assert_eq!(address(words).map(|(host, _)| host), host, "{words}");
        }
    }

    #[test]
    fn host_and_day_are_taken_at_their_word() {
        for site in [
            "federalregister.gov",
            "https://www.FederalRegister.gov",
            "www.govinfo.gov",
        ] {
            let day = address_date(&format!("{site}/documents/2025/11/24/2025-20750/x")).unwrap();
            assert_eq!(day.unwrap().to_string(), "2025-11-24", "{site}");
        }
        for site in [
            "federalregister.gov.evil.org",
            "https://federalregister.gov@evil.org",
            "evil.org/federalregister.gov",
        ] {
            assert!(
                address_date(&format!("{site}/documents/2025/11/24/1/x")).is_err(),
                "{site}"
            );
        }
    }
}
