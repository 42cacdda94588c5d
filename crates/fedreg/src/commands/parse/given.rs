//! What the options say of a document: it fills what its file lacks, and overrides nothing.

use std::collections::BTreeSet;

use fedreg_model::{Agency, DocumentMetadata};

use crate::cli::ParseArgs;
use crate::error::CliError;

/// The facts of `--document-number`, `--published`, `--title` and `--agency`.
pub(crate) struct Given {
    facts: DocumentMetadata,
}

impl Given {
    /// Reads the options.
    pub(crate) fn new(args: &ParseArgs) -> Self {
        let facts = DocumentMetadata {
            document_number: args.document_number.clone(),
            publication_date: args.published,
            title: args.title.clone().unwrap_or_default(),
            agencies: args.agency.iter().map(|words| agency(words)).collect(),
            ..DocumentMetadata::default()
        };
        Self { facts }
    }

    /// The facts as metadata, to look for a document's saved metadata by.
    pub(crate) fn facts(&self) -> &DocumentMetadata {
        &self.facts
    }

    /// An error if an option is given that speaks of one document, for a file that holds many.
    pub(crate) fn refuse_for_issue(&self) -> Result<(), CliError> {
        let option = if !self.facts.title.is_empty() {
            "--title"
        } else if !self.facts.agencies.is_empty() {
            "--agency"
        } else {
            return Ok(());
        };
        Err(CliError::usage(format!(
            "{option} speaks of one document, and a whole issue holds many"
        ))
        .help("an issue states the titles and agencies of its documents: leave the option out"))
    }

    /// An error if `lacking` documents would all get the same number.
    pub(crate) fn refuse_for_several(&self, lacking: usize) -> Result<(), CliError> {
        match &self.facts.document_number {
            Some(number) if lacking > 1 => Err(CliError::usage(format!(
                "{lacking} documents lack a number, and --document-number can be that of one only"
            ))
            .which(format!("--document-number {number}"))
            .help("parse them one by one, or put a meta.json beside each")),
            _ => Ok(()),
        }
    }

    /// Fills what `known` lacks. What it states otherwise stays, and is told in sentences.
    pub(crate) fn fill(&self, known: &mut DocumentMetadata) -> Vec<String> {
        let mut told = Vec::new();
        let facts = &self.facts;
        let mut contradiction = |option: &str, given: &str, stated: &str| {
            told.push(format!(
                "{option} {given} is not what the file states, {stated}; the file is believed"
            ));
        };
        if let (Some(given), Some(stated)) = (&facts.document_number, &known.document_number)
            && !given.same_modulo_padding(stated)
        {
            contradiction("--document-number", given.as_str(), stated.as_str());
        }
        if let (Some(given), Some(stated)) = (facts.publication_date, known.publication_date)
            && given != stated
        {
            contradiction("--published", &given.to_string(), &stated.to_string());
        }
        if !facts.title.is_empty()
            && !known.title.is_empty()
            && folded(&facts.title) != folded(&known.title)
        {
            contradiction(
                "--title",
                &format!("'{}'", facts.title),
                &format!("'{}'", known.title),
            );
        }
        if !known.agencies.is_empty() {
            for given in &facts.agencies {
                match known.agencies.iter_mut().find(|a| same_agency(a, given)) {
                    // The text prints the name; the slug is the option's to add.
                    Some(stated) if stated.slug.is_none() => stated.slug.clone_from(&given.slug),
                    Some(_) => {}
                    None => {
                        let stated: Vec<&str> =
                            known.agencies.iter().map(|a| a.name.as_str()).collect();
                        contradiction(
                            "--agency",
                            &format!("'{}'", given.slug.as_ref().unwrap_or(&given.name)),
                            &format!("'{}'", stated.join("', '")),
                        );
                    }
                }
            }
        }
        known.fill_from(facts);
        told
    }
}

fn agency(words: &str) -> Agency {
    let is_slug = words.contains('-') && !words.contains(' ') && words == words.to_lowercase();
    Agency {
        name: if is_slug {
            words.replace('-', " ")
        } else {
            words.to_owned()
        },
        slug: is_slug.then(|| words.to_owned()),
    }
}

fn folded(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

/// Whether two forms name one agency: the slug, or the words in any order (`state-department`,
/// `Department of State`).
fn same_agency(one: &Agency, other: &Agency) -> bool {
    if one.slug.is_some() && one.slug == other.slug {
        return true;
    }
    let words = |agency: &Agency| -> BTreeSet<String> {
        agency
            .name
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .filter(|word| !matches!(word.as_str(), "of" | "the" | "and" | "for" | "on"))
            .collect()
    };
    words(one) == words(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(number: Option<&str>, title: &str, agencies: &[&str]) -> Given {
        Given {
            facts: DocumentMetadata {
                document_number: number.map(|n| n.parse().unwrap()),
                title: title.to_owned(),
                agencies: agencies.iter().map(|words| agency(words)).collect(),
                ..DocumentMetadata::default()
            },
        }
    }

    #[test]
    fn the_same_fact_in_other_words_is_no_contradiction() {
        let mut known = DocumentMetadata {
            document_number: Some("2012-07333".parse().unwrap()),
            title: "A Title  of Ours".to_owned(),
            agencies: vec![agency("DEPARTMENT OF STATE")],
            ..DocumentMetadata::default()
        };
        let given = given(Some("2012-7333"), "a title of\nours", &["state-department"]);
        assert_eq!(given.fill(&mut known), Vec::<String>::new());
        assert_eq!(known.document_number.unwrap().as_str(), "2012-07333");
        assert_eq!(known.agencies[0].slug.as_deref(), Some("state-department"));
    }

    #[test]
    fn the_file_is_believed_and_both_values_are_told() {
        let mut known = DocumentMetadata {
            document_number: Some("2012-07333".parse().unwrap()),
            agencies: vec![agency("Department of State")],
            ..DocumentMetadata::default()
        };
        let told = given(Some("2025-1"), "T", &["treasury-department"]).fill(&mut known);
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(told[0].contains("2025-1") && told[0].contains("2012-07333"));
        assert!(told[1].contains("treasury-department") && told[1].contains("Department of State"));
        assert_eq!(known.title, "T");
        assert_eq!(known.document_number.unwrap().as_str(), "2012-07333");
    }

    #[test]
    fn one_number_is_no_two_documents() {
        assert!(given(Some("2025-1"), "", &[]).refuse_for_several(1).is_ok());
        assert!(given(None, "", &[]).refuse_for_several(2).is_ok());
        assert!(
            given(Some("2025-1"), "", &[])
                .refuse_for_several(2)
                .is_err()
        );
    }
}
