//! Atom feeds (RFC 4287): the latest records of a search or under an authority.

use std::fmt::Write as _;

use chrono::SecondsFormat;
use fedreg_describe::{safe, words};
use fedreg_history::{Browsed, RecordBrowse};
use fedreg_model::Authorities;
use sha2::{Digest as _, Sha256};

use super::records;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::route::Asked;

/// Entries of a feed.
const ENTRIES: usize = 50;

/// `/feeds/records.atom`
pub(super) fn records(asked: &Asked<'_>) -> Result<Reply, Problem> {
    let mut browse = records::browse(asked)?;
    browse.limit = ENTRIES;
    browse.as_recorded = true;
    let query = asked.params.without(&[]);
    let (title, page) = if query.is_empty() {
        ("New records".to_owned(), "/search".to_owned())
    } else {
        let asked_for = query.replace('&', ", ").replace('+', " ");
        (format!("Records: {asked_for}"), format!("/search?{query}"))
    };
    feed(asked, &browse, &title, &page)
}

/// `/feeds/authority/{code}`
pub(super) fn authority(asked: &Asked<'_>) -> Result<Reply, Problem> {
    let code = asked.part("code");
    let code = code.strip_suffix(".atom").unwrap_or(code);
    let known = asked.site.authorities.get(code).ok_or_else(|| {
        Problem::NotFound("there is no feed: no authority has that code".to_owned())
    })?;
    let browse = RecordBrowse {
        authorities: vec![known.code.clone()],
        limit: ENTRIES,
        as_recorded: true,
        ..RecordBrowse::default()
    };
    let title = format!("{}: {}", known.code, known.designation);
    let page = format!("/search?authority={}", known.code);
    feed(asked, &browse, &title, &page)
}

fn feed(
    asked: &Asked<'_>,
    browse: &RecordBrowse,
    title: &str,
    page: &str,
) -> Result<Reply, Problem> {
    let found = asked.history.browse_records(browse)?;
    let recorded = found.iter().map(|one| one.version.recorded_at).max();
    let updated = match recorded {
        Some(updated) => updated,
        None => asked
            .history
            .recorded_at(asked.head.sequence)?
            .unwrap_or_default(),
    };
    let query = asked.params.without(&[]);
    let own = if query.is_empty() {
        asked.at.clone()
    } else {
        format!("{}?{query}", asked.at)
    };
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    let _ = write!(
        out,
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\">\n\
         <id>{}</id>\n<title>{}</title>\n<updated>{}</updated>\n\
         <author><name>fedreg</name></author>\n\
         <link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n",
        urn("feed", &own),
        xml(&format!("fedreg – {title}")),
        updated.to_rfc3339_opts(SecondsFormat::Secs, true),
        xml(&asked.absolute(&own)),
        xml(&asked.absolute(page)),
    );
    for browsed in &found {
        entry(&mut out, asked, browsed);
    }
    out.push_str("</feed>\n");
    Ok(Reply::new("application/atom+xml; charset=utf-8", out))
}

fn entry(out: &mut String, asked: &Asked<'_>, browsed: &Browsed) {
    let version = &browsed.version;
    let (record, document) = (&version.record, &version.document);
    let codes: Vec<&str> = record.authorities.iter().map(|a| a.code.as_str()).collect();
    let filed = match document.stage {
        fedreg_model::Stage::PublicInspection => " (filed, not yet published)",
        fedreg_model::Stage::Published => "",
    };
    let page = asked.absolute(&format!("/record/{}", version.record_id));
    let official = words::web(document.html_url.as_ref());
    let _ = write!(
        out,
        "<entry>\n<id>{}</id>\n<title>{}</title>\n<updated>{}</updated>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n",
        urn("record", &version.record_id.0),
        xml(&format!("{}: {}{filed}", record.action, record.party.name)),
        version
            .recorded_at
            .to_rfc3339_opts(SecondsFormat::Secs, true),
        xml(&page),
    );
    if let Some(official) = official {
        let _ = writeln!(out, "<link rel=\"related\" href=\"{}\"/>", xml(official));
    }
    for code in codes {
        let label = category(code, &asked.site.authorities);
        let _ = writeln!(
            out,
            "<category term=\"{}\" label=\"{}\"/>",
            xml(code),
            xml(&label)
        );
    }
    let _ = writeln!(
        out,
        "<content type=\"text\">{}</content>\n</entry>",
        xml(&told(browsed, &asked.site.authorities))
    );
}

/// The record in sentences.
fn told(browsed: &Browsed, authorities: &Authorities) -> String {
    let version = &browsed.version;
    let record = &version.record;
    let mut lines = vec![format!(
        "{} of {} {}, {}. {}.",
        record.action,
        record.party.name,
        words::under(record, authorities),
        words::effective(&record.effective),
        words::citation(&version.document)
    )];
    lines.extend(words::first_aliases(record));
    lines.push(format!("“{}”", words::shorten(&record.quote.text)));
    lines.join("\n")
}

fn category(code: &str, authorities: &Authorities) -> String {
    authorities
        .get(code)
        .map_or_else(|| code.to_owned(), |known| known.designation.clone())
}

/// A name that stays: a UUID made of what it names.
fn urn(kind: &str, name: &str) -> String {
    let hash = Sha256::digest(format!("fedreg {kind} {name}"));
    let mut bytes = [0_u8; 16];
    bytes.copy_from_slice(&hash[..16]);
    // Version 8 (made by a rule of one's own), variant 1: RFC 9562.
    bytes[6] = (bytes[6] & 0x0f) | 0x80;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let hex = hex::encode(bytes);
    format!(
        "urn:uuid:{}-{}-{}-{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    )
}

/// Text for XML: control characters, which XML cannot hold, are shown.
fn xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in safe(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::{urn, xml};

    #[test]
    fn what_xml_cannot_hold_is_shown() {
        assert_eq!(
            xml("a <b> & \"c\"\u{0}"),
            "a &lt;b&gt; &amp; &quot;c&quot;\\u{0}"
        );
    }

    #[test]
    fn a_name_stays() {
        assert_eq!(urn("record", "a"), urn("record", "a"));
        assert_ne!(urn("record", "a"), urn("feed", "a"));
        assert_eq!(urn("record", "a").len(), "urn:uuid:".len() + 36);
    }
}
