//! Documents, verdicts, records and quotes in words for a person.

use std::fmt::Write as _;

use fedreg_model::{
    Action, Authorities, Authority, DocumentMetadata, Effective, EffectiveBasis, Parsed, Quote,
    Record, Residue, Verdict,
};

use crate::commands::party;
use crate::output::{
    BLUE, DIM, GREEN, RED, YELLOW, bold, count, hang, paint, safe_line, words, wrap,
};

/// How many bytes of the text stand before and after a quote.
const CONTEXT: usize = 160;
/// A quote longer than this many bytes is shown with its middle left out.
const LONG_QUOTE: usize = 1_200;
/// How many aliases a summary names.
const FIRST_ALIASES: usize = 3;

/// `90 FR 53045, FR Doc. 2025-20750`.
pub(crate) fn citation(document: &DocumentMetadata) -> String {
    let mut parts = Vec::new();
    parts.extend(document.citation.map(|citation| citation.to_string()));
    parts.extend(
        document
            .document_number
            .as_ref()
            .map(|number| format!("FR Doc. {number}")),
    );
    if parts.is_empty() {
        "no document number".to_owned()
    } else {
        parts.join(", ")
    }
}

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

/// `3 aliases: A; B; C`, or `12 aliases: A; B; C …`; nothing if there are none.
pub(crate) fn first_aliases(record: &Record) -> Option<String> {
    let aliases = &record.party.aliases;
    if aliases.is_empty() {
        return None;
    }
    let first: Vec<&str> = aliases
        .iter()
        .take(FIRST_ALIASES)
        .map(|a| a.name.as_str())
        .collect();
    let more = if aliases.len() > FIRST_ALIASES {
        " …"
    } else {
        ""
    };
    Some(format!(
        "{}: {}{more}",
        count(aliases.len(), "alias", "aliases"),
        first.join("; ")
    ))
}

/// What an amendment changes, by kind of change.
pub(crate) fn amended(record: &Record) -> Vec<(&'static str, Vec<&str>)> {
    let Some(amendment) = &record.amendment else {
        return Vec::new();
    };
    let mut changes = Vec::new();
    if let Some(name) = &amendment.renamed_to {
        changes.push(("renamed to", vec![name.as_str()]));
    }
    for (label, names) in [
        ("aliases added", &amendment.aliases_added),
        ("aliases removed", &amendment.aliases_removed),
        ("addresses added", &amendment.addresses_added),
        ("addresses removed", &amendment.addresses_removed),
    ] {
        if !names.is_empty() {
            changes.push((label, names.iter().map(String::as_str).collect()));
        }
    }
    changes
}

/// `under INA-219 (Foreign Terrorist Organization)`.
pub(crate) fn under(record: &Record, authorities: &Authorities) -> String {
    let named: Vec<String> = record
        .authorities
        .iter()
        .map(|cited| {
            authority(
                &cited.code,
                authorities.get(&cited.code),
                cited.subsection.as_deref(),
            )
        })
        .collect();
    if named.is_empty() {
        "under no stated authority".to_owned()
    } else {
        format!("under {}", named.join(" and "))
    }
}

fn authority(code: &str, known: Option<&Authority>, subsection: Option<&str>) -> String {
    let section = subsection
        .map(|s| format!(" section {s}"))
        .unwrap_or_default();
    match known {
        Some(authority) => format!("{code}{section} ({})", authority.designation),
        None => format!("{code}{section}"),
    }
}

/// `effective 2025-11-24, upon publication`.
pub(crate) fn effective(effective: &Effective) -> String {
    let basis = basis(effective.basis);
    let mut text = match effective.date {
        Some(date) => format!("effective {date}, {basis}"),
        None if effective.basis == EffectiveBasis::None => "no effective date is stated".to_owned(),
        None => format!("effective {basis}; the date is not known"),
    };
    if let Some(until) = effective.until {
        let _ = write!(text, ", until {until}");
    }
    text
}

/// Where an effective date comes from, in words.
pub(crate) fn basis(basis: EffectiveBasis) -> &'static str {
    match basis {
        EffectiveBasis::Stated => "as stated",
        EffectiveBasis::UponPublication => "upon publication",
        EffectiveBasis::Determination => "the date of the determination",
        EffectiveBasis::Signed => "the date of signature",
        EffectiveBasis::None => "no basis",
    }
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

fn shorten(text: &str) -> String {
    if text.len() <= LONG_QUOTE {
        return text.to_owned();
    }
    let half = LONG_QUOTE / 2;
    let (head, tail) = (floor(text, half), ceil(text, text.len() - half));
    format!("{} […] {}", &text[..head], &text[tail..])
}

/// The character boundary at or before `at`.
pub(crate) fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len()))
        .rev()
        .find(|i| text.is_char_boundary(*i))
        .unwrap_or(0)
}

/// The character boundary at or after `at`.
pub(crate) fn ceil(text: &str, at: usize) -> usize {
    (at..=text.len())
        .find(|i| text.is_char_boundary(*i))
        .unwrap_or(text.len())
}
