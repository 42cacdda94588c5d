//! An alert as text and as HTML; as JSON it is its own.

use std::fmt::Write as _;

use html_escape::{encode_double_quoted_attribute, encode_text};
use url::Url;

use crate::alert::{Alert, Item, ItemKind, Notice};
use crate::failure::FailureReport;

impl Alert {
    /// The alert as plain text, for terminals, e-mail and chat. Control characters of the notice
    /// are shown, not sent.
    pub fn text(&self) -> String {
        let mut text = clean(&self.headline);
        if let Some(marking) = &self.marking {
            let _ = write!(text, "\n[{}]", clean(marking));
        }
        for line in self.failure.iter().flat_map(told) {
            let _ = write!(text, "\n\n{}", clean(&line));
        }
        for item in &self.items {
            text.push('\n');
            for (index, line) in lines(item).iter().enumerate() {
                let indent = if index == 0 { "" } else { "  " };
                let _ = write!(text, "\n{indent}{}", clean(line));
            }
        }
        if let Some(notice) = &self.notice {
            text.push('\n');
            let _ = write!(text, "\n{}", clean(&citation(notice)));
            for url in links(notice) {
                let _ = write!(text, "\n{url}");
            }
        }
        text
    }

    /// The alert as an HTML fragment. Every word of the notice is escaped, and only http and https
    /// addresses become links.
    pub fn html(&self) -> String {
        let mut html = format!("<h2>{}</h2>\n", encode_text(&clean(&self.headline)));
        if let Some(marking) = &self.marking {
            let _ = writeln!(
                html,
                "<p><strong>{}</strong></p>",
                encode_text(&clean(marking))
            );
        }
        for line in self.failure.iter().flat_map(told) {
            let _ = writeln!(html, "<p>{}</p>", encode_text(&clean(&line)));
        }
        for item in &self.items {
            let lines = lines(item);
            let mut lines = lines.iter();
            if let Some(first) = lines.next() {
                let _ = writeln!(html, "<h3>{}</h3>", encode_text(&clean(first)));
            }
            html.push_str("<ul>\n");
            for line in lines {
                let _ = writeln!(html, "<li>{}</li>", encode_text(&clean(line)));
            }
            html.push_str("</ul>\n");
        }
        if let Some(notice) = &self.notice {
            let _ = writeln!(html, "<p>{}</p>", encode_text(&clean(&citation(notice))));
            for url in links(notice) {
                let _ = writeln!(
                    html,
                    "<p><a href=\"{}\">{}</a></p>",
                    encode_double_quoted_attribute(&url),
                    encode_text(&url)
                );
            }
        }
        html
    }
}

/// What happened, and, while it is under way, what to do.
fn told(report: &FailureReport) -> Vec<String> {
    let mut told = vec![report.failing.what.clone()];
    if report.until.is_none() {
        told.push(format!("What to do: {}", report.failing.next));
    }
    told
}

/// What an item says: who and what first.
fn lines(item: &Item) -> Vec<String> {
    let mut lines = Vec::new();
    let word = match item.is {
        ItemKind::New => "",
        ItemKind::Changed => "changed: ",
        ItemKind::Same => "as filed: ",
        ItemKind::Withdrawn => "no longer: ",
        ItemKind::Unread => "not understood",
    };
    let mut first = format!("{word}{}", item.action);
    if !item.name.is_empty() {
        let _ = write!(first, " of {}", item.name);
    }
    if !item.authorities.is_empty() {
        let _ = write!(first, " under {}", item.authorities.join(", "));
    }
    lines.push(first);
    if let Some(why) = &item.why {
        lines.push(format!("why: {why}"));
    }
    if let Some(name) = &item.renamed_to {
        lines.push(format!("renamed to: {name}"));
    }
    for (word, names) in [
        ("aliases added", &item.aliases_added),
        ("aliases removed", &item.aliases_removed),
    ] {
        if !names.is_empty() {
            lines.push(format!("{word}: {}", names.join("; ")));
        }
    }
    lines.extend(item.changes.iter().map(ToString::to_string));
    if item.is != ItemKind::Unread {
        let date = match item.effective_date {
            Some(date) => format!("effective: {date} ({})", item.effective_basis),
            None => "effective: no date stated".to_owned(),
        };
        lines.push(date.replace('_', " "));
    }
    if let Some(until) = item.until {
        lines.push(format!("until: {until}"));
    }
    if !item.quote.is_empty() {
        lines.push(format!("“{}”", item.quote));
    }
    lines
}

fn citation(notice: &Notice) -> String {
    let mut words = Vec::new();
    words.extend(notice.citation.clone());
    if let Some(number) = &notice.document_number {
        words.push(format!("FR Doc. {number}"));
    }
    if let Some(day) = notice.publication_date {
        words.push(day.to_string());
    }
    let agencies = notice.agencies.join(", ");
    let parts = [agencies, notice.title.clone(), words.join(", ")];
    let parts: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(" · ")
}

/// The notice's addresses that are http or https, in the form of a URL: what may not stand in one
/// is percent-encoded.
pub(crate) fn links(notice: &Notice) -> impl Iterator<Item = String> {
    [&notice.html_url, &notice.pdf_url]
        .into_iter()
        .flatten()
        .filter_map(|url| Url::parse(url).ok())
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        .map(String::from)
}

/// Text of others on one line, without control characters and marks that reorder text.
pub(crate) fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' | '\r' | '\t' => clean.push(' '),
            c if c.is_control()
                || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}') =>
            {
                let _ = write!(clean, "\\u{{{:x}}}", u32::from(c));
            }
            c => clean.push(c),
        }
    }
    clean
}
