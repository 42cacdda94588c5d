//! Which documents are candidates: the queries of `queries.toml`, and the searches they make.

use std::collections::HashSet;

use chrono::{Days, NaiveDate};
use fedreg_model::{DocumentMetadata, DocumentType, fold_name};
use serde::{Deserialize, Serialize};
use url::Url;

use crate::Window;

/// A class of documents, in the code that the API's conditions take. The API answers an unknown
/// code with no results instead of an error, so codes are checked here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum TypeCode {
    /// Rules and Regulations.
    Rule,
    /// Proposed Rules.
    ProRule,
    /// Notices.
    Notice,
    /// Presidential Documents.
    PresDocu,
    /// The Corrections section.
    Correct,
}

impl TypeCode {
    fn code(self) -> &'static str {
        match self {
            Self::Rule => "RULE",
            Self::ProRule => "PRORULE",
            Self::Notice => "NOTICE",
            Self::PresDocu => "PRESDOCU",
            Self::Correct => "CORRECT",
        }
    }

    /// The name that the server's description uses.
    fn display(self) -> &'static str {
        match self {
            Self::Rule => "Rule",
            Self::ProRule => "Proposed Rule",
            Self::Notice => "Notice",
            Self::PresDocu => "Presidential Document",
            Self::Correct => "Correction",
        }
    }
}

/// One query of `queries.toml`. Agencies are alternatives, so are types, so are terms; the three
/// must all hold. An empty list does not restrict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CandidateQuery {
    /// A short name for logs and the census (`state-terrorism`).
    pub name: String,
    /// The Register's slugs (`state-department`).
    #[serde(default)]
    pub agencies: Vec<String>,
    /// Classes of documents.
    #[serde(default)]
    pub types: Vec<TypeCode>,
    /// Full-text terms in the API's language: words must all occur, `"a phrase"` as it stands.
    #[serde(default)]
    pub terms: Vec<String>,
    /// The first publication date to ask for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// The last publication date to ask for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// Ask only for the last so many days before today; for queries too wide for the whole past.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recent_days: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QueryFile {
    #[serde(default)]
    query: Vec<CandidateQuery>,
}

/// What is wrong with `queries.toml`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// It is no TOML, or has names or values that no query has.
    #[error("the queries cannot be read: {0}")]
    Toml(String),
    /// It holds no query.
    #[error("there is no query; write at least one [[query]] table")]
    Empty,
    /// A query makes no sense.
    #[error("query '{name}': {problem}")]
    Query {
        /// Its name.
        name: String,
        /// What is wrong.
        problem: String,
    },
}

/// Reads `queries.toml`: `[[query]]` tables.
pub fn queries_from_toml(text: &str) -> Result<Vec<CandidateQuery>, QueryError> {
    let file: QueryFile =
        toml::from_str(text).map_err(|error| QueryError::Toml(error.to_string()))?;
    if file.query.is_empty() {
        return Err(QueryError::Empty);
    }
    let mut names = HashSet::new();
    for query in &file.query {
        query.validate()?;
        if !names.insert(&query.name) {
            return Err(query.wrong("the name is used twice"));
        }
    }
    Ok(file.query)
}

impl CandidateQuery {
    fn wrong(&self, problem: impl Into<String>) -> QueryError {
        QueryError::Query {
            name: self.name.clone(),
            problem: problem.into(),
        }
    }

    /// Checks what the API would answer with silence: slugs, terms and dates that cannot match.
    pub fn validate(&self) -> Result<(), QueryError> {
        if self.name.trim().is_empty() {
            return Err(self.wrong("a query needs a name"));
        }
        for slug in &self.agencies {
            let good = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
            if slug.is_empty() || !slug.bytes().all(good) {
                return Err(self.wrong(format!(
                    "'{slug}' is no agency slug; slugs look like state-department"
                )));
            }
        }
        for term in &self.terms {
            if fold_name(term).is_empty() || term.len() > 300 {
                return Err(self.wrong(format!("'{term}' is no term to search for")));
            }
            if term.matches('"').count() % 2 == 1 {
                return Err(self.wrong(format!("the quotes in the term {term} do not close")));
            }
        }
        if self.agencies.is_empty() && self.types.is_empty() && self.terms.is_empty() {
            return Err(self.wrong("it would match every document; name agencies, types or terms"));
        }
        if let (Some(from), Some(until)) = (self.from, self.until)
            && until < from
        {
            return Err(self.wrong("`until` comes before `from`"));
        }
        Ok(())
    }

    /// The part of a window that this query asks for; `today` is the Eastern date.
    pub fn window(&self, window: Window, today: NaiveDate) -> Option<Window> {
        let recent = self
            .recent_days
            .and_then(|days| today.checked_sub_days(Days::new(days.into())));
        let from = self
            .from
            .into_iter()
            .chain(recent)
            .fold(window.from(), NaiveDate::max);
        let to = self
            .until
            .map_or(window.to(), |until| until.min(window.to()));
        Window::new(from, to)
    }

    /// The searches that the query makes: one per term, because "or" inside a term means different
    /// things in different versions of the API, and the union of searches means one.
    pub fn searches(&self) -> Vec<Search> {
        let search = |term: Option<&String>| Search {
            query: self.name.clone(),
            agencies: self.agencies.clone(),
            types: self.types.clone(),
            term: term.cloned(),
        };
        if self.terms.is_empty() {
            vec![search(None)]
        } else {
            self.terms.iter().map(|term| search(Some(term))).collect()
        }
    }

    /// Whether a document that no search can find yet (one on public inspection) may be a
    /// candidate, judged by its metadata: its type and agency, or, for queries that name neither
    /// an agency nor only presidential documents, the words of a term in its title.
    ///
    /// Agencies must have been completed with their departments.
    pub fn admits(&self, metadata: &DocumentMetadata) -> bool {
        let kind = metadata.document_type;
        let typed = self.types.is_empty()
            || kind == DocumentType::Other
            || self
                .types
                .iter()
                .any(|code| DocumentType::from_name(code.code()) == kind);
        if !typed {
            return false;
        }
        if !self.agencies.is_empty() {
            return metadata.agencies.iter().any(|agency| {
                agency
                    .slug
                    .as_ref()
                    .is_some_and(|s| self.agencies.contains(s))
            });
        }
        let few = !self.types.is_empty() && self.types.iter().all(|t| *t == TypeCode::PresDocu);
        let title = fold_name(&metadata.title);
        few || self.terms.iter().any(|term| {
            fold_name(term)
                .split(' ')
                .all(|word| title.contains(word.trim_end_matches('s')))
        })
    }
}

/// One search of the API: the conditions without the dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    /// The name of the query it belongs to.
    pub query: String,
    /// The Register's slugs; alternatives.
    pub agencies: Vec<String>,
    /// Classes of documents; alternatives.
    pub types: Vec<TypeCode>,
    /// One full-text term.
    pub term: Option<String>,
}

impl Search {
    /// Appends the conditions, percent-encoded exactly once: a condition encoded twice is silently
    /// ignored by the server.
    pub(crate) fn apply(&self, window: Window, url: &mut Url) {
        let mut pairs = url.query_pairs_mut();
        for slug in &self.agencies {
            pairs.append_pair("conditions[agencies][]", slug);
        }
        for code in &self.types {
            pairs.append_pair("conditions[type][]", code.code());
        }
        if let Some(term) = &self.term {
            pairs.append_pair("conditions[term]", term);
        }
        pairs.append_pair(
            "conditions[publication_date][gte]",
            &window.from().to_string(),
        );
        pairs.append_pair(
            "conditions[publication_date][lte]",
            &window.to().to_string(),
        );
    }

    /// The first condition that the server's description of a search does not mention: the server
    /// ignores what it does not understand, and then returns far too much.
    pub(crate) fn ignored(&self, description: &str, agencies_evident: bool) -> Option<String> {
        let description = fold_name(description);
        if description == "all documents" {
            return Some("all of them".to_owned());
        }
        if let Some(term) = &self.term
            && !description.contains(&fold_name(term))
        {
            return Some(format!("term = {term}"));
        }
        if !description.split(' ').any(|word| word == "published") {
            return Some("publication_date".to_owned());
        }
        // A condition is lost as a whole, so one of its values is enough to show that it was read.
        let types = description
            .split_once("of type")
            .map_or("", |(_, types)| types);
        if !self.types.is_empty()
            && !self
                .types
                .iter()
                .any(|code| types.contains(&fold_name(code.display())))
        {
            return Some(format!("type = {}", self.types[0].code()));
        }
        // An agency whose name differs from its slug shows in the results instead.
        let named = agencies_evident
            || self.agencies.is_empty()
            || self
                .agencies
                .iter()
                .any(|slug| description.contains(&fold_name(slug)));
        (!named).then(|| format!("agencies = {}", self.agencies.join(", ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fedreg_model::Agency;

    const QUERIES: &str = include_str!("../../../config/queries.toml");

    fn query() -> CandidateQuery {
        CandidateQuery {
            name: "state".into(),
            agencies: vec!["state-department".into()],
            types: vec![TypeCode::Notice],
            terms: vec![
                "\"Foreign Terrorist Organization\"".into(),
                "terrorism".into(),
            ],
            from: None,
            until: None,
            recent_days: None,
        }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_shipped_queries_are_valid() {
        let queries = queries_from_toml(QUERIES).unwrap();
        assert!(queries.iter().any(|q| q.agencies == ["state-department"]));
        assert!(queries.iter().any(|q| q.types == [TypeCode::PresDocu]));
    }

    #[test]
    fn a_query_that_cannot_work_is_refused_with_its_name() {
        for (text, words) in [
            ("", "no query"),
            ("[[query]]\nname = 'a'", "every document"),
            ("[[query]]\nname = ''\nterms = ['x']", "needs a name"),
            (
                "[[query]]\nname = 'a'\nagencies = ['State Department']",
                "no agency slug",
            ),
            ("[[query]]\nname = 'a'\ntypes = ['NOTICES']", "NOTICES"),
            ("[[query]]\nname = 'a'\nterms = ['  ']", "no term"),
            ("[[query]]\nname = 'a'\nterms = ['\"x']", "do not close"),
            ("[[query]]\nname = 'a'\nterm = 'x'", "term"),
            (
                "[[query]]\nname = 'a'\nterms = ['x']\nfrom = '2025-02-01'\nuntil = '2025-01-01'",
                "before",
            ),
            (
                "[[query]]\nname = 'a'\nterms = ['x']\n[[query]]\nname = 'a'\nterms = ['x']",
                "twice",
            ),
        ] {
            let error = queries_from_toml(text).unwrap_err().to_string();
            assert!(error.contains(words), "{text}: {error}");
        }
    }

    #[test]
    fn each_term_is_a_search_of_its_own_encoded_once() {
        let searches = query().searches();
        assert_eq!(searches.len(), 2);
        let mut url = Url::parse("http://localhost/documents").unwrap();
        let window = Window::new(day("2025-11-01"), day("2025-11-30")).unwrap();
        searches[0].apply(window, &mut url);
        let text = url.as_str();
        assert!(
            text.contains("conditions%5Bagencies%5D%5B%5D=state-department"),
            "{text}"
        );
        assert!(
            text.contains("conditions%5Bpublication_date%5D%5Bgte%5D=2025-11-01"),
            "{text}"
        );
        assert!(!text.contains("%25"), "encoded twice: {text}");
    }

    #[test]
    fn a_condition_that_the_description_lacks_was_ignored() {
        let search = &query().searches()[0];
        let full = "Documents matching '\"Foreign Terrorist Organization\"', published from \
                    11/01/2025 to 11/30/2025, from State Department, and of type Notice";
        assert_eq!(search.ignored(full, false), None);
        for (part, condition) in [
            ("matching '\"Foreign Terrorist Organization\"', ", "term"),
            (
                "published from 11/01/2025 to 11/30/2025, ",
                "publication_date",
            ),
            ("from State Department, ", "agencies"),
            ("and of type Notice", "type"),
        ] {
            let ignored = search.ignored(&full.replace(part, ""), false).unwrap();
            assert!(ignored.starts_with(condition), "{ignored}");
        }
        assert!(search.ignored("All Documents", true).is_some());
        assert_eq!(
            search.ignored(&full.replace("from State Department, ", ""), true),
            None
        );
    }

    #[test]
    fn a_query_cuts_the_window_to_its_own_dates() {
        let mut query = query();
        let window = Window::new(day("2000-01-01"), day("2025-12-01")).unwrap();
        let today = day("2025-11-24");
        assert_eq!(query.window(window, today), Some(window));
        query.from = Some(day("2001-09-23"));
        assert_eq!(
            query.window(window, today).unwrap().from(),
            day("2001-09-23")
        );
        query.recent_days = Some(14);
        assert_eq!(
            query.window(window, today).unwrap().from(),
            day("2025-11-10")
        );
        query.until = Some(day("2024-01-01"));
        assert_eq!(query.window(window, today), None);
    }

    #[test]
    fn inspection_documents_are_judged_by_type_and_agency_or_title() {
        let state = Agency {
            name: "x".into(),
            slug: Some("state-department".into()),
        };
        let document = |kind, agencies: &[Agency], title: &str| DocumentMetadata {
            document_type: kind,
            agencies: agencies.to_vec(),
            title: title.into(),
            ..DocumentMetadata::default()
        };
        let notice = DocumentType::Notice;
        let by_agency = query();
        let state = std::slice::from_ref(&state);
        assert!(by_agency.admits(&document(notice, state, "Anything")));
        assert!(!by_agency.admits(&document(notice, &[], "Anything")));
        assert!(!by_agency.admits(&document(DocumentType::Rule, state, "Anything")));
        let by_title = CandidateQuery {
            agencies: vec![],
            ..query()
        };
        assert!(by_title.admits(&document(notice, &[], "Foreign Terrorist Organizations; X")));
        assert!(!by_title.admits(&document(notice, &[], "Meetings; Sunshine Act")));
        let presidential = CandidateQuery {
            agencies: vec![],
            types: vec![TypeCode::PresDocu],
            ..query()
        };
        assert!(presidential.admits(&document(DocumentType::PresidentialDocument, &[], "X")));
    }
}
