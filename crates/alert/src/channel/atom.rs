//! A file that feed readers understand (Atom, RFC 4287).

use std::fmt::Write as _;
use std::path::Path;

use chrono::{DateTime, SecondsFormat, Utc};
use html_escape::{encode_double_quoted_attribute, encode_text};

use super::Failure;
use crate::alert::Alert;
use crate::render::links;

/// Entries of a feed: the latest ones.
const ENTRIES: usize = 200;

/// One entry.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) queued_at: DateTime<Utc>,
    pub(crate) alert: Alert,
}

/// The feed: the latest entries, newest first. The same entries give the same bytes.
pub(crate) fn feed(channel: &str, entries: &[Entry]) -> String {
    let at = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Millis, true);
    let updated = entries
        .iter()
        .map(|entry| entry.queued_at)
        .max()
        .unwrap_or(DateTime::UNIX_EPOCH);
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <feed xmlns=\"http://www.w3.org/2005/Atom\">\n\
         <id>urn:fedreg:alerts:{}</id>\n\
         <title>fedreg alerts: {}</title>\n\
         <updated>{}</updated>\n\
         <author><name>fedreg</name></author>\n\
         <generator version=\"{}\">fedreg</generator>\n",
        urn(channel),
        encode_text(channel),
        at(updated),
        env!("CARGO_PKG_VERSION"),
    );
    for entry in entries.iter().rev().take(ENTRIES) {
        let _ = write!(
            xml,
            "<entry>\n<id>urn:fedreg:alert:{}</id>\n<title>{}</title>\n<updated>{}</updated>\n",
            entry.key,
            encode_text(&printable(&entry.alert.headline)),
            at(entry.queued_at),
        );
        let notice = entry.alert.notice.as_ref();
        if let Some(url) = notice.and_then(|notice| links(notice).next()) {
            let _ = writeln!(
                xml,
                "<link rel=\"alternate\" href=\"{}\"/>",
                encode_double_quoted_attribute(&url)
            );
        }
        let _ = write!(
            xml,
            "<content type=\"html\">{}</content>\n</entry>\n",
            encode_text(&printable(&entry.alert.html()))
        );
    }
    xml.push_str("</feed>\n");
    xml
}

/// Writes the file in one step: a reader finds the old one or the new one, never half of it.
pub(crate) fn write(path: &Path, xml: &str) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::new(error.to_string());
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let new = path.with_file_name(name);
    fs_err::write(&new, xml).map_err(failed)?;
    fs_err::rename(&new, path).map_err(failed)
}

/// What may stand in a URN.
fn urn(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect()
}

/// XML holds no control characters but tab and line's end.
fn printable(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .filter(|c| !matches!(c, '\u{FFFE}' | '\u{FFFF}'))
        .collect()
}
