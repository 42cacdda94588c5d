//! Lists that others keep, read from their files: OFAC's SDN list, the Consolidated Screening
//! List, the Denied Persons List, or any CSV with a header that names the columns.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use csv::StringRecord;
use fedreg_model::Authorities;
use fedreg_timeline::Listed;

/// The largest file that is read.
const MAX_BYTES: u64 = 256 * 1024 * 1024;
/// How OFAC writes "nothing".
const NOTHING: &str = "-0-";

/// What kind of list a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListFormat {
    /// OFAC's `sdn.csv`, without a header; aliases from `alt.csv` beside it.
    Sdn,
    /// The Consolidated Screening List (<https://www.trade.gov/consolidated-screening-list>).
    ConsolidatedScreeningList,
    /// The Denied Persons List of BIS, tab-separated.
    DeniedPersons,
    /// A CSV with a column `name`, and perhaps `aliases` (parted by `;`), `authority`, `since`,
    /// `until`.
    Plain,
}

impl ListFormat {
    /// What it is, for a reader.
    pub fn describe(self) -> &'static str {
        match self {
            Self::Sdn => "OFAC's SDN list (CSV)",
            Self::ConsolidatedScreeningList => "the Consolidated Screening List (CSV)",
            Self::DeniedPersons => "the Denied Persons List",
            Self::Plain => "a CSV of names",
        }
    }
}

/// A list with what was not understood in it.
#[derive(Debug)]
pub struct List {
    /// What kind of list it is.
    pub format: ListFormat,
    /// Its entries.
    pub entries: Vec<Listed>,
    /// Program tags and authorities that the registry does not know; entries under these alone match
    /// no designation.
    pub unknown_programs: BTreeSet<String>,
}

/// Why a list could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// The file cannot be read.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// It is too large.
    #[error("{path} has more than {MAX_BYTES} bytes; split it", path = .path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
    },
    /// A row cannot be read.
    #[error("{path}: {source}; the file must be UTF-8 and have the same number of fields in each row", path = .path.display())]
    Csv {
        /// The file.
        path: PathBuf,
        /// What is wrong, and where.
        source: csv::Error,
    },
    /// Neither a known list nor a header with `name`.
    #[error("{path} is no list that fedreg knows; it reads OFAC's sdn.csv, the Consolidated Screening List, the Denied Persons List, and any CSV whose header has a column `name` (and perhaps aliases, authority, since, until)", path = .path.display())]
    Unknown {
        /// The file.
        path: PathBuf,
    },
    /// A date of a plain list is none.
    #[error("{path}, row {row}: '{text}' is no date; write it as 2025-11-24", path = .path.display())]
    Date {
        /// The file.
        path: PathBuf,
        /// The row, from 1; the header is the first.
        row: usize,
        /// What stands there.
        text: String,
    },
}

/// Reads a list from its file.
pub fn read(path: &Path, authorities: &Authorities) -> Result<List, ListError> {
    let text = text_of(path)?;
    let first = text.lines().next().unwrap_or_default();
    let header = fields_of(first);
    if header.first().is_some_and(|f| f.parse::<u64>().is_ok()) && header.len() == 12 {
        return sdn(path, &text, authorities);
    }
    let has = |name: &str| header.iter().any(|field| field == name);
    if has("source") && has("name") && has("programs") {
        return screening(path, &text, authorities);
    }
    if first.contains('\t') && first.to_lowercase().contains("effective_date") {
        return denied(path, &text);
    }
    if has("name") {
        return plain(path, &text, authorities);
    }
    Err(ListError::Unknown {
        path: path.to_owned(),
    })
}

fn text_of(path: &Path) -> Result<String, ListError> {
    if fs_err::metadata(path)?.len() > MAX_BYTES {
        return Err(ListError::TooLarge {
            path: path.to_owned(),
        });
    }
    let bytes = fs_err::read(path)?;
    let text = String::from_utf8_lossy(&bytes);
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

/// The fields of the first row, in lower case.
fn fields_of(line: &str) -> Vec<String> {
    let mut rows = reader(line, b',', false);
    let first = rows.records().next().and_then(Result::ok);
    first
        .iter()
        .flat_map(StringRecord::iter)
        .map(str::to_lowercase)
        .collect()
}

fn reader(text: &str, delimiter: u8, headers: bool) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(headers)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes())
}

fn field(row: &StringRecord, at: usize) -> Option<&str> {
    row.get(at)
        .map(str::trim)
        .filter(|field| !field.is_empty() && *field != NOTHING)
}

fn row_error(path: &Path) -> impl Fn(csv::Error) -> ListError + '_ {
    |source| ListError::Csv {
        path: path.to_owned(),
        source,
    }
}

/// The codes of a list of program tags, short names or codes.
fn codes(
    words: &str,
    split: &[char],
    authorities: &Authorities,
    unknown: &mut BTreeSet<String>,
) -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    let words = words
        .split(|c| split.contains(&c))
        .map(|word| word.trim().trim_matches(['[', ']']).trim())
        .filter(|word| !word.is_empty());
    for word in words {
        let found: Vec<&str> = authorities
            .iter()
            .filter(|a| {
                a.code.eq_ignore_ascii_case(word)
                    || a.programs.iter().any(|tag| tag.eq_ignore_ascii_case(word))
                    || a.short
                        .as_ref()
                        .is_some_and(|s| s.eq_ignore_ascii_case(word))
                    || a.citations.iter().any(|citation| {
                        Authorities::fold_citation(citation) == Authorities::fold_citation(word)
                    })
            })
            .map(|a| a.code.as_str())
            .collect();
        if found.is_empty() {
            unknown.insert(word.to_owned());
            codes.insert(word.to_owned());
        }
        codes.extend(found.into_iter().map(str::to_owned));
    }
    codes
}

fn sdn(path: &Path, text: &str, authorities: &Authorities) -> Result<List, ListError> {
    let mut unknown_programs = BTreeSet::new();
    let mut entries = Vec::new();
    let mut numbers = std::collections::HashMap::new();
    for (at, row) in reader(text, b',', false).records().enumerate() {
        let row = row.map_err(row_error(path))?;
        // The file ends with the mark of an old operating system's end of file.
        let (Some(number), Some(name)) = (field(&row, 0), field(&row, 1)) else {
            continue;
        };
        let programs = field(&row, 3).unwrap_or_default().replace("] [", "]\n[");
        let aliases = field(&row, 11).map(weak_aliases).unwrap_or_default();
        numbers.insert(number.to_owned(), entries.len());
        entries.push(Listed {
            name: name.to_owned(),
            aliases,
            authorities: codes(&programs, &['\n', ';'], authorities, &mut unknown_programs),
            since: None,
            until: None,
            row: at + 1,
        });
    }
    if let Some(beside) = aliases_beside(path) {
        let text = text_of(&beside)?;
        for row in reader(&text, b',', false).records() {
            let row = row.map_err(row_error(&beside))?;
            let (Some(number), Some(name)) = (field(&row, 0), field(&row, 3)) else {
                continue;
            };
            if let Some(entry) = numbers.get(number).and_then(|at| entries.get_mut(*at)) {
                entry.aliases.push(name.to_owned());
            }
        }
    }
    Ok(List {
        format: ListFormat::Sdn,
        entries,
        unknown_programs,
    })
}

/// `sdn.csv` → `alt.csv`, `sdn-2022-sdn.csv` → `sdn-2022-alt.csv`, if it is there.
fn aliases_beside(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    let at = name.to_lowercase().rfind("sdn")?;
    let beside = path.with_file_name(format!("{}alt{}", name.get(..at)?, name.get(at + 3..)?));
    beside.is_file().then_some(beside)
}

/// The weak aliases that stand among the remarks: `a.k.a. 'BNC'`.
fn weak_aliases(remarks: &str) -> Vec<String> {
    remarks
        .split(';')
        .filter_map(|field| {
            let field = field.trim().trim_end_matches('.');
            let rest = ["a.k.a. ", "f.k.a. ", "n.k.a. "].iter().find_map(|mark| {
                field
                    .strip_prefix(mark)
                    .or(field.strip_prefix("alt. ")?.strip_prefix(mark))
            })?;
            let name = rest.trim_matches(['\'', '"', '“', '”']).trim();
            (!name.is_empty()).then(|| name.to_owned())
        })
        .collect()
}

fn screening(path: &Path, text: &str, authorities: &Authorities) -> Result<List, ListError> {
    let mut reader = reader(text, b',', true);
    let headers = reader.headers().map_err(row_error(path))?.clone();
    let column = |name: &str| headers.iter().position(|h| h.eq_ignore_ascii_case(name));
    let get = |row: &StringRecord, name: &str| {
        column(name)
            .and_then(|at| field(row, at))
            .map(str::to_owned)
    };
    let mut unknown_programs = BTreeSet::new();
    let mut entries = Vec::new();
    for (at, row) in reader.records().enumerate() {
        let row = row.map_err(row_error(path))?;
        let Some(name) = get(&row, "name") else {
            continue;
        };
        let programs = get(&row, "programs").unwrap_or_default();
        let mut listed = codes(&programs, &[';', ','], authorities, &mut unknown_programs);
        listed.extend(by_source(&get(&row, "source").unwrap_or_default()));
        let date = |name: &str| get(&row, name).and_then(|text| text.parse().ok());
        entries.push(Listed {
            name,
            aliases: parted(get(&row, "alt_names").as_deref()),
            authorities: listed,
            since: date("start_date"),
            until: date("end_date"),
            row: at + 2,
        });
    }
    Ok(List {
        format: ListFormat::ConsolidatedScreeningList,
        entries,
        unknown_programs,
    })
}

/// The authorities of the lists that stand under one law.
fn by_source(source: &str) -> Vec<String> {
    let codes: &[&str] = if source.contains("(EL)") {
        &["EAR-744-11"]
    } else if source.contains("(MEU)") {
        &["EAR-744-21"]
    } else if source.contains("(UVL)") {
        &["EAR-744-15"]
    } else if source.contains("(DPL)") {
        &["EAR-766-25", "EAR-766-24", "EAR-766"]
    } else if source.contains("(DTC)") {
        &["AECA-38"]
    } else {
        &[]
    };
    codes.iter().map(|code| (*code).to_owned()).collect()
}

fn denied(path: &Path, text: &str) -> Result<List, ListError> {
    let mut reader = reader(text, b'\t', true);
    let headers = reader.headers().map_err(row_error(path))?.clone();
    let column = |name: &str| headers.iter().position(|h| h.eq_ignore_ascii_case(name));
    let mut entries = Vec::new();
    for (at, row) in reader.records().enumerate() {
        let row = row.map_err(row_error(path))?;
        let get = |name: &str| column(name).and_then(|at| field(&row, at));
        let Some(name) = get("name") else { continue };
        let date = |name: &str| {
            get(name).and_then(|text| NaiveDate::parse_from_str(text, "%m/%d/%Y").ok())
        };
        entries.push(Listed {
            name: name.to_owned(),
            aliases: Vec::new(),
            authorities: by_source("(DPL)").into_iter().collect(),
            since: date("effective_date"),
            until: date("expiration_date"),
            row: at + 2,
        });
    }
    Ok(List {
        format: ListFormat::DeniedPersons,
        entries,
        unknown_programs: BTreeSet::new(),
    })
}

fn plain(path: &Path, text: &str, authorities: &Authorities) -> Result<List, ListError> {
    let mut reader = reader(text, b',', true);
    let headers = reader.headers().map_err(row_error(path))?.clone();
    let column = |names: &[&str]| {
        headers
            .iter()
            .position(|h| names.iter().any(|name| h.eq_ignore_ascii_case(name)))
    };
    let (name, aliases, authority, since, until) = (
        column(&["name"]),
        column(&["aliases", "alias", "alt_names"]),
        column(&["authority", "authorities", "program", "programs"]),
        column(&[
            "since",
            "date",
            "effective_date",
            "designated",
            "start_date",
        ]),
        column(&["until", "revoked", "end_date"]),
    );
    let mut unknown_programs = BTreeSet::new();
    let mut entries = Vec::new();
    for (at, row) in reader.records().enumerate() {
        let row = row.map_err(row_error(path))?;
        let get = |column: Option<usize>| column.and_then(|at| field(&row, at));
        let Some(name) = get(name) else { continue };
        let date = |column: Option<usize>| {
            get(column)
                .map(|text| {
                    text.parse::<NaiveDate>().map_err(|_| ListError::Date {
                        path: path.to_owned(),
                        row: at + 2,
                        text: text.to_owned(),
                    })
                })
                .transpose()
        };
        entries.push(Listed {
            name: name.to_owned(),
            aliases: parted(get(aliases)),
            authorities: codes(
                get(authority).unwrap_or_default(),
                &[';', ','],
                authorities,
                &mut unknown_programs,
            ),
            since: date(since)?,
            until: date(until)?,
            row: at + 2,
        });
    }
    Ok(List {
        format: ListFormat::Plain,
        entries,
        unknown_programs,
    })
}

fn parted(names: Option<&str>) -> Vec<String> {
    names
        .unwrap_or_default()
        .split(';')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}
