//! Documents, verdicts, records and quotes in words for a person.

use std::fmt::Write as _;

use fedreg_model::{
    Action, Authorities, DocumentMetadata, Parsed, Quote, Record, Residue, Verdict,
};

use crate::commands::party;
use crate::output::{BLUE, DIM, GREEN, RED, YELLOW, bold, hang, paint, safe_line, words, wrap};
pub(crate) use fedreg_describe::words::{amended, citation, effective, first_aliases, under};
use fedreg_describe::words::{ceil, floor, shorten};

/// How many bytes of the text stand before and after a quote.
const CONTEXT: usize = 160;

/// Title, citation, date and agencies of a document.
pub(crate) fn document(document: &DocumentMetadata, width: usize) -> String {
    let title = match document.title.as_str() {
        "" => "(no title)",
        title => title,
    };
    let mut facts = vec![citation(document)];
    facts.extend(document.publication_date.map(|date| match document.stage {
        fedreg_model::Stage::Published => format!("published {date}"),
        fedreg_model::Stage::PublicInspection => format!("on public inspection, due {date}"),
    }));
    let agencies: Vec<&str> = document.agencies.iter().map(|a| a.name.as_str()).collect();
    if !agencies.is_empty() {
        facts.push(agencies.join(", "));
    }
    let title = wrap(&safe_line(title), width, "");
    format!(
        "{}\n{}\n",
        title.lines().map(bold).collect::<Vec<_>>().join("\n"),
        wrap(&safe_line(&facts.join("; ")), width, "  ")
    )
}

/// The verdict with its reason, and what was left over.
pub(crate) fn verdict(parsed: &Parsed, pdf: Option<&str>, width: usize) -> String {
    let mut out = verdict_line(parsed.verdict, &parsed.reason, width);
    for residue in &parsed.residue {
        out.push_str(&self::residue(residue, pdf, width));
    }
    out
}

/// The verdict with its reason.
pub(crate) fn verdict_line(verdict: Verdict, reason: &str, width: usize) -> String {
    let style = match verdict {
        Verdict::Designates => GREEN,
        Verdict::NeedsReview => YELLOW,
        Verdict::NotADesignation => DIM,
    };
    let word = words(verdict.as_str());
    let indent = "  ";
    let text = wrap(&format!("{word}: {}", safe_line(reason)), width, indent);
    let styled = text.replacen(&word, &paint(style, &word), 1);
    format!("{styled}\n")
}

/// What was not understood, and why; of a list printed as images also what the notice says of it,
/// with its pictures and the PDF.
pub(crate) fn residue(residue: &Residue, pdf: Option<&str>, width: usize) -> String {
    let why = wrap(
        &format!("not understood: {}", safe_line(&residue.why)),
        width,
        "    ",
    );
    let mut out = format!(
        "{}\n{}\n",
        paint(YELLOW, &why),
        wrap(&safe_line(&shorten(&residue.text)), width, "      | ")
    );
    if let Some(announced) = &residue.announced {
        for line in party::announced(announced, pdf) {
            out.push_str(&hang(&safe_line(&line), width, "      ", "        "));
            out.push('\n');
        }
    }
    out
}

/// What a record says, without its document.
pub(crate) fn record(record: &Record, authorities: &Authorities, width: usize) -> String {
    let mut out = headline(record, width);
    let mut line = |text: String| {
        out.push_str(&wrap(&safe_line(&text), width, "      "));
        out.push('\n');
    };
    for (label, names) in amended(record) {
        line(format!("{label}: {}", names.join("; ")));
    }
    for change in party::changes(record) {
        line(format!("changed {}", party::change(&change)));
    }
    let aliases: Vec<&str> = record
        .party
        .aliases
        .iter()
        .map(|a| a.name.as_str())
        .collect();
    if !aliases.is_empty() {
        line(format!("also known as: {}", aliases.join("; ")));
    }
    for fact in party::lines(&record.party) {
        line(fact);
    }
    line(under(record, authorities));
    line(effective(&record.effective));
    let mut signed = Vec::new();
    signed.extend(
        record
            .determined_on
            .map(|date| format!("determined {date}")),
    );
    if let Some(date) = record.signed_on {
        signed.push(format!("signed {date}"));
    }
    if let Some(signer) = &record.signer {
        let office = signer.office.as_ref().map(|office| format!(", {office}"));
        signed.push(format!("by {}{}", signer.name, office.unwrap_or_default()));
    }
    if let Some(number) = &record.notice_number {
        signed.push(format!("(notice {number})"));
    }
    if !signed.is_empty() {
        line(signed.join(" "));
    }
    out
}

/// Action and party.
pub(crate) fn headline(record: &Record, width: usize) -> String {
    let (sign, style) = match record.action {
        action if action.ends_designation() => ("-", RED),
        Action::Maintenance | Action::Update => ("=", DIM),
        Action::Amendment | Action::Correction => ("~", BLUE),
        _ => ("+", GREEN),
    };
    let mut text = format!(
        "{} {} {}",
        paint(style, sign),
        paint(style, record.action.as_str()),
        bold_words(&record.party.name),
    );
    if record.party.kind.as_str() != "unknown" {
        let _ = write!(text, " {}", paint(DIM, &format!("({})", record.party.kind)));
    }
    hang(&text, width, "  ", "      ") + "\n"
}

/// A name of others in bold.
pub(crate) fn bold_words(name: &str) -> String {
    bold(&safe_line(name))
}

/// The quote between some words before and after it.
pub(crate) fn quote(text: &str, quote: &Quote, width: usize) -> String {
    let Some(words) = text.get(quote.start..quote.end) else {
        return wrap(&safe_line(&quote.text), width, "      | ") + "\n";
    };
    let from = floor(text, quote.start.saturating_sub(CONTEXT));
    let to = ceil(text, quote.end.saturating_add(CONTEXT).min(text.len()));
    let before = text[from..quote.start]
        .split_once(char::is_whitespace)
        .filter(|_| from > 0);
    let before = before.map_or(&text[from..quote.start], |(_, rest)| rest);
    let after = &text[quote.end..to];
    let after = match after.rsplit_once(char::is_whitespace) {
        Some((whole, _)) if to < text.len() => whole,
        _ => after,
    };
    let lead = if from > 0 { "… " } else { "" };
    let trail = if to < text.len() { " …" } else { "" };
    let marked = format!(
        "{lead}{}⟦{}⟧{}{trail}",
        safe_line(before),
        safe_line(&shorten(words)),
        safe_line(after)
    );
    // Set first, coloured after, so that escapes do not count as width.
    let set = wrap(&marked, width, "      | ");
    set.replace('⟦', &format!("{BOLD_ON}⟦"))
        .replace('⟧', &format!("⟧{BOLD_OFF}"))
        + "\n"
}

const BOLD_ON: &str = "\u{1b}[1m";
const BOLD_OFF: &str = "\u{1b}[0m";
