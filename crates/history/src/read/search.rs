//! Search: names of parties first, then titles and texts of notices.

use std::collections::BTreeSet;

use fedreg_model::{DocumentId, RecordId, fold_name};
use rusqlite::Connection;

use crate::HistoryError;
use crate::error::Fallible;
use crate::open::History;
use crate::values::{read_id, text};

/// What the words were found in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HitKind {
    /// The name of a party.
    Name {
        /// The name as printed.
        name: String,
        /// The record.
        record_id: RecordId,
    },
    /// An alias of a party: printed for it, added or removed.
    Alias {
        /// The alias as printed.
        alias: String,
        /// The party's name as printed.
        name: String,
        /// The record.
        record_id: RecordId,
    },
    /// An identifier of a party (passport, registration, IMO number…).
    Identifier {
        /// The identifier as printed.
        value: String,
        /// The party's name as printed.
        name: String,
        /// The record.
        record_id: RecordId,
    },
    /// An address of a party: printed for it, added or removed.
    Address {
        /// The address as printed.
        printed: String,
        /// The party's name as printed.
        name: String,
        /// The record.
        record_id: RecordId,
    },
    /// The text or title of a notice.
    Text {
        /// The words around; matches stand between `[` and `]`.
        snippet: String,
    },
}

/// One thing found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchHit {
    /// The document.
    pub document: DocumentId,
    /// Its title.
    pub title: String,
    /// Its page citation, once published.
    pub citation: Option<String>,
    /// What the words were found in.
    pub kind: HitKind,
}

impl History {
    /// Finds words in what is current: names, aliases, identifiers and addresses that contain them, best
    /// match first (the whole name, its beginning, anywhere), then notices in whose title or text
    /// all of them stand, best first. Case, accents and punctuation do not count (in addresses,
    /// punctuation and accents do); an identifier is found by its value, however it is grouped, and
    /// by its label with the value (`IMO 9187629`). Words in
    /// quotation marks must stand together. At most `limit` of each.
    pub fn search(&self, words: &str, limit: usize) -> Result<Vec<SearchHit>, HistoryError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.snapshot(|sql| {
            let mut hits = Vec::new();
            let folded = fold_name(words);
            if !folded.is_empty() {
                names(sql, words, &folded, limit, &mut hits)?;
            }
            let query = match_query(words);
            if !query.is_empty() {
                texts(sql, &query, limit, &mut hits)?;
            }
            Ok(hits)
        })
    }

    /// Builds the search index anew from the tables.
    pub fn rebuild_search(&mut self) -> Result<(), HistoryError> {
        self.must_be_writable()?;
        self.connection
            .execute_batch("INSERT INTO notice_search (notice_search) VALUES ('rebuild')")
            .map_err(|error| HistoryError::sql(&self.path, error))
    }
}

fn names(
    sql: &Connection,
    words: &str,
    folded: &str,
    limit: i64,
    hits: &mut Vec<SearchHit>,
) -> Fallible<()> {
    // A name contains the words where they begin a word: "eta" is not found in "zeta".
    let mut statement = sql.prepare_cached(
        "WITH hit AS (
           SELECT 1 AS rank, sequence AS record, name AS words, name_folded AS folded, ?1 AS sought
           FROM record
           UNION ALL
           SELECT 2, record, name, name_folded, ?1 FROM record_alias
           UNION ALL
           SELECT 2, record, name, name_folded, ?1 FROM record_alias_change
           UNION ALL
           SELECT 3, record, value, lower(value), ?2 FROM record_identifier
           UNION ALL
           SELECT 3, record, value, lower(type || ' ' || value), ?2 FROM record_identifier
           UNION ALL
           -- Without what groups digits: A-123 456 is A123456.
           SELECT 3, record, value,
             lower(replace(replace(replace(replace(value, '-', ''), ' ', ''), '.', ''), '/', '')), ?3
           FROM record_identifier WHERE ?3 <> ''
           UNION ALL
           SELECT 4, r.sequence, json_extract(a.value, '$.printed'),
             lower(json_extract(a.value, '$.printed')), ?2
           FROM record r, json_each(r.record, '$.party.addresses') a
           UNION ALL
           SELECT 4, r.sequence, a.value, lower(a.value), ?2
           FROM record r, json_each(r.record, '$.amendment.addresses_added') a
           UNION ALL
           SELECT 4, r.sequence, a.value, lower(a.value), ?2
           FROM record r, json_each(r.record, '$.amendment.addresses_removed') a
         )
         SELECT h.rank, h.words, c.name, c.record_id, c.document_number, c.publication_date,
           c.title, c.citation
         FROM hit h JOIN current_record c ON c.record = h.record
         WHERE instr(' ' || h.folded, ' ' || h.sought) > 0
         ORDER BY h.folded <> h.sought, instr(h.folded, h.sought) <> 1, h.rank, length(h.folded),
           c.publication_date, c.document_number, c.ordinal, h.words
         LIMIT ?4",
    )?;
    let grouped: String = words
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '.' | '/'))
        .flat_map(char::to_lowercase)
        .collect();
    // Words without a digit are no number that somebody grouped.
    let grouped = if grouped.chars().any(|c| c.is_ascii_digit()) {
        grouped
    } else {
        String::new()
    };
    let typed = words.trim().to_lowercase();
    let mut rows = statement.query((folded, typed, grouped, limit))?;
    let mut seen = BTreeSet::new();
    while let Some(row) = rows.next()? {
        let (found, name): (String, String) = (row.get("words")?, row.get("name")?);
        let record_id = RecordId(row.get("record_id")?);
        let rank: i64 = row.get("rank")?;
        if !seen.insert((rank, record_id.clone(), found.clone())) {
            continue;
        }
        let kind = match rank {
            1 => HitKind::Name { name, record_id },
            2 => HitKind::Alias {
                alias: found,
                name,
                record_id,
            },
            3 => HitKind::Identifier {
                value: found,
                name,
                record_id,
            },
            _ => HitKind::Address {
                printed: found,
                name,
                record_id,
            },
        };
        hits.push(SearchHit {
            document: read_id(
                text(row, "document_number")?,
                text(row, "publication_date")?,
            )?,
            title: row.get("title")?,
            citation: row.get("citation")?,
            kind,
        });
    }
    Ok(())
}

fn texts(sql: &Connection, query: &str, limit: i64, hits: &mut Vec<SearchHit>) -> Fallible<()> {
    let mut statement = sql.prepare_cached(
        "SELECT d.document_number, d.publication_date, d.title, d.citation,
           snippet(notice_search, -1, '[', ']', '…', 24) AS snippet
         FROM notice_search
         JOIN document_status d ON d.notice_text = notice_search.rowid
         WHERE notice_search MATCH ?1 AND d.superseded_by IS NULL
         ORDER BY notice_search.rank, d.publication_date, d.document_number LIMIT ?2",
    )?;
    let mut rows = statement.query((query, limit))?;
    while let Some(row) = rows.next()? {
        hits.push(SearchHit {
            document: read_id(
                text(row, "document_number")?,
                text(row, "publication_date")?,
            )?,
            title: row.get("title")?,
            citation: row.get("citation")?,
            kind: HitKind::Text {
                snippet: row.get("snippet")?,
            },
        });
    }
    Ok(())
}

/// The query of the full-text index for what a person typed: every word, or words in quotation
/// marks together. Nothing they type is taken for an operator.
pub(crate) fn match_query(words: &str) -> String {
    let mut terms = Vec::new();
    for (index, part) in words.split(['"', '“', '”']).enumerate() {
        if index % 2 == 1 {
            terms.push(part.to_owned());
        } else {
            terms.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    terms
        .iter()
        .map(|term| term.replace('\0', " ").replace(['’', '‘'], "'"))
        .filter(|term| term.chars().any(char::is_alphanumeric))
        .map(|term| format!("\"{term}\""))
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::match_query;

    #[test]
    fn nothing_typed_is_an_operator() {
        for (typed, query) in [
            ("cartel soles", r#""cartel" "soles""#),
            (r#""de los" soles"#, r#""de los" "soles""#),
            ("a OR b* NOT (c)", r#""a" "OR" "b*" "NOT" "(c)""#),
            ("* -- ( ", ""),
            ("\"unclosed", r#""unclosed""#),
            ("Qa’ida", r#""Qa'ida""#),
        ] {
            assert_eq!(match_query(typed), query, "{typed}");
        }
    }
}
