//! Tells what each paragraph of page text is: by its words, its form and its place.

use std::sync::LazyLock;

use fedreg_model::Role;
use regex::Regex;

use super::join::{Kind, Paragraph};
use crate::assemble::RawBlock;
use crate::stated::is_act_of_the_president;

macro_rules! pattern {
    ($name:ident, $pattern:expr) => {
        static $name: LazyLock<Regex> =
            LazyLock::new(|| Regex::new($pattern).expect("the pattern is a constant"));
    };
}

pattern!(
    LABEL,
    r"^([A-Z][A-Z'&,/()-]*(?: [A-Z'&,/()-]+){0,7}):(?:\s+|$)"
);
pattern!(
    DOCKET,
    r"^(?:\[.*\]|[0-9]+ CFR\b.*|RINs? .*|(?:Docket|Public Notice|Doc\.) ?(?:No|Nos|[0-9:]).*)$"
);
pattern!(AGENCY, r"^[A-Z][A-Z .,;&'()/-]{4,}$");
pattern!(FR_DOC, r"^\[?FR Doc\b");
pattern!(BILLING, r"^(?i:billing code)s?:?\s");
pattern!(GRAPHIC, r"^\[GRAPHIC\]\s*\[[A-Z ]+ OMITTED\]\s*(\S+)");
pattern!(
    DATED,
    r"(?i)^(?:dated?:?\s|(?:issued|entered|signed|done|dated|executed) (?:in|at|on|this)\b)"
);
pattern!(
    DATE_YEAR,
    r"\b(?:19|20)[0-9]{2}\b|nineteen hundred|two thousand"
);
pattern!(
    NAME_WITH_OFFICE,
    r"^([^,;:]{3,60}(?:, (?:Jr|Sr|II|III|IV)\.?)?,)\s+([A-Z].{4,}\.)$"
);
pattern!(NOTE_MARK, r"\s?\\[0-9*]{1,3}(?:\s?,\s?[0-9]{1,3})*\\");
pattern!(SECTION_SIGNS, r"\bSec\. Sec\. +");
pattern!(
    SECTION_SIGN,
    r"\bSec\. (?: +([0-9A-Z])|([0-9]+[a-z]?\.[0-9]))"
);

/// The document's blocks.
pub(super) fn blocks(paragraphs: Vec<Paragraph>, markdown: bool) -> Vec<RawBlock> {
    let title = title(&paragraphs, markdown);
    let mut roles = Roles {
        out: Vec::new(),
        paragraphs,
        title,
        signed: Signed::No,
    };
    for at in 0..roles.paragraphs.len() {
        let before = roles.out.len();
        roles.take(at);
        if roles.paragraphs[at].guessed {
            for block in roles.out.iter_mut().skip(before) {
                block.guessed = true;
            }
        }
    }
    roles.out
}

/// Where the signature is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Signed {
    No,
    /// `Dated:` was the last block: a name is next.
    Dated,
    /// A name was the last block: an office is next.
    Name,
    /// An office was the last block: it may have further lines.
    Office,
}

struct Roles {
    out: Vec<RawBlock>,
    paragraphs: Vec<Paragraph>,
    /// The paragraph that is the title; what stands before it heads the document.
    title: Option<usize>,
    signed: Signed,
}

impl Roles {
    fn take(&mut self, at: usize) {
        let paragraph = &self.paragraphs[at];
        let page = paragraph.page;
        let words = paragraph.text.trim_start_matches('#').trim().to_owned();
        // Marks before amendatory instructions.
        if words == "0" {
            return;
        }
        match paragraph.kind {
            Kind::TableRow => {
                // Empty cells before the first word keep their place.
                let text = plain(paragraph.text.trim_end());
                let cells: Vec<&str> = text.split('\t').collect();
                self.out.extend(RawBlock::row(&cells, page));
                return;
            }
            Kind::Footnote => return self.push(Role::Footnote, &words, page),
            Kind::Text => {}
        }
        if FR_DOC.is_match(&words) {
            self.signed = Signed::No;
            return self.push(Role::FrDoc, &words, page);
        }
        if self.completes_fr_doc(&words) {
            return;
        }
        if BILLING.is_match(&words) && words.len() < 80 {
            self.signed = Signed::No;
            return self.push(Role::BillingCode, &words, page);
        }
        if let Some(graphic) = GRAPHIC.captures(&words) {
            return self.push(Role::Graphic, &graphic[1], page);
        }
        if self.title.is_some_and(|title| at <= title) {
            let role = self.head_role(at, &words);
            return self.push(role, &words, page);
        }
        if is_dated(&words) {
            // A date below a signature ends it; above one, it begins it.
            let below = self
                .out
                .last()
                .is_some_and(|last| last.role == Role::SignerTitle);
            self.signed = if below { Signed::No } else { Signed::Dated };
            return self.push(Role::Dated, &words, page);
        }
        if self.signature(at, &words) {
            return;
        }
        self.signed = Signed::No;
        let paragraph = &self.paragraphs[at];
        if let Some(label) = LABEL.captures(&words).filter(|_| paragraph.indent == 0) {
            let label_end = label.get(1).map_or(0, |label| label.end()) + 1;
            if label[1].len() >= 4 {
                self.push(Role::Heading, &words[..label_end], page);
                return self.push(Role::Paragraph, &words[label_end..], page);
            }
        }
        // The label over the statutes of a part, which is not in capitals.
        if let Some(statutes) = words.strip_prefix("Authority: ") {
            self.push(Role::Heading, "Authority:", page);
            return self.push(Role::Paragraph, statutes, page);
        }
        let role = self.body_role(at, &words);
        self.push(role, &words, page);
    }

    fn push(&mut self, role: Role, words: &str, page: Option<u32>) {
        // Bullets in a row, as pages copied to text have them.
        if matches!(role, Role::Paragraph | Role::ListItem) && words.contains(" • ") {
            for item in words.split(" • ") {
                self.out.extend(RawBlock::new(role, &plain(item), page));
            }
            return;
        }
        self.out.extend(RawBlock::new(role, &plain(words), page));
    }

    /// `[FR Doc. 93-32104` and `Filed 12-29-93; 2:14 pm]` on lines of their own are one line.
    fn completes_fr_doc(&mut self, words: &str) -> bool {
        let Some(last) = self.out.last_mut() else {
            return false;
        };
        let open =
            last.role == Role::FrDoc && last.text.starts_with('[') && !last.text.contains(']');
        if open && words.len() < 80 {
            last.text.push(' ');
            last.text.push_str(&crate::normal::normalise(words));
            return true;
        }
        false
    }

    /// The role of a paragraph up to the title.
    fn head_role(&self, at: usize, words: &str) -> Role {
        let seen = |role: Role| self.out.iter().any(|block| block.role == role);
        if self.title == Some(at) {
            Role::Subject
        } else if DOCKET.is_match(words) {
            Role::Docket
        } else if is_agency(words) {
            Role::Agency
        } else if words.starts_with("Title 3")
            || words == "The President"
            || is_act_of_the_president(words)
        {
            Role::Heading
        } else if seen(Role::Agency) && words.len() < 200 {
            Role::SubAgency
        } else {
            Role::Heading
        }
    }

    /// Takes a name or an office of the signature.
    fn signature(&mut self, at: usize, words: &str) -> bool {
        let paragraph = &self.paragraphs[at];
        let page = paragraph.page;
        let short = words.len() < 100 && paragraph.lines <= 2 && !words.starts_with(['[', '(']);
        match self.signed {
            Signed::Dated if short && !words.ends_with(':') => {
                if let Some(both) = NAME_WITH_OFFICE.captures(words) {
                    let (name, office) = (both[1].to_owned(), both[2].to_owned());
                    self.push(Role::SignerName, &name, page);
                    self.push(Role::SignerTitle, &office, page);
                    self.signed = Signed::Office;
                } else {
                    self.push(Role::SignerName, words, page);
                    self.signed = Signed::Name;
                }
                true
            }
            Signed::Name if words.len() < 250 && paragraph.indent < 4 => {
                self.push(Role::SignerTitle, words, page);
                self.signed = Signed::Office;
                true
            }
            // An office can have more than one line: each ends in a comma but the last.
            Signed::Office
                if paragraph.blanks == 0
                    && words.len() < 250
                    && self.out.last().is_some_and(|last| last.text.ends_with(',')) =>
            {
                if let Some(last) = self.out.last_mut() {
                    last.text.push(' ');
                    last.text.push_str(&crate::normal::normalise(&plain(words)));
                }
                true
            }
            Signed::No if short && self.is_signer(at, words) => {
                self.push(Role::SignerName, words, page);
                self.signed = Signed::Name;
                true
            }
            _ => false,
        }
    }

    /// Whether a signature begins here without `Dated:` before it: a name that ends in a comma,
    /// an office that ends in a full stop, and then the end or `Dated:`.
    fn is_signer(&self, at: usize, words: &str) -> bool {
        let words_of = |offset: usize| self.paragraphs.get(at + offset).map(|p| p.text.as_str());
        let ends = |text: Option<&str>| {
            text.is_none_or(|text| {
                FR_DOC.is_match(text) || BILLING.is_match(text) || is_dated(text)
            })
        };
        let name = words.ends_with(',')
            && !words.eq_ignore_ascii_case("The White House,")
            && words.split(' ').count().clamp(2, 7) == words.split(' ').count()
            && words.starts_with(char::is_uppercase)
            && self.paragraphs[at].indent < 4;
        name && words_of(1).is_some_and(|office| office.ends_with('.') && office.len() < 250)
            && (ends(words_of(2)) || ends(words_of(3)))
    }

    fn body_role(&self, at: usize, words: &str) -> Role {
        let paragraph = &self.paragraphs[at];
        if paragraph.text.starts_with('#') || words.starts_with("Title 3—") {
            return Role::Heading;
        }
        if words.starts_with(['•', '○', '●']) {
            return Role::ListItem;
        }
        let next = self.paragraphs.get(at + 1);
        let tight =
            |p: &Paragraph| p.blanks == 0 && p.kind == Kind::Text && p.indent == paragraph.indent;
        let below = at > 0 && paragraph.blanks == 0 && !paragraph.ruled;
        let crowded = below || next.is_some_and(|next| tight(next) && !FR_DOC.is_match(&next.text));
        let single = paragraph.lines == 1 && words.len() < 200;
        let listed = self.out.last().is_some_and(|last| {
            matches!(last.role, Role::ListItem)
                || last.role == Role::Paragraph && last.text.ends_with(':')
        });
        let sentence = words.ends_with(['.', ':', '!', '?']);
        let titled = words.starts_with(['§', '('])
            || words.starts_with("PART ")
            || words.starts_with("Subpart ")
            || words.starts_with("Sec. ")
            || next.is_some_and(|next| next.kind == Kind::TableRow);
        if paragraph.indent >= 4 && paragraph.indent < 16 {
            Role::Paragraph
        } else if paragraph.indent >= 16 {
            // Presidential documents, which are set in.
            Role::Paragraph
        } else if !titled
            && (listed && !sentence && words.len() < 1500
                || single && crowded
                || below && !sentence)
        {
            Role::ListItem
        } else if !sentence && words.len() < 250 && !words.ends_with([',', ';']) {
            Role::Heading
        } else {
            Role::Paragraph
        }
    }
}

fn is_agency(words: &str) -> bool {
    AGENCY.is_match(words) && words.len() < 200
}

fn is_dated(words: &str) -> bool {
    words.len() < 200 && DATED.is_match(words) && DATE_YEAR.is_match(words)
}

/// Finds the title: after agencies and dockets, set apart by two blank lines; else the last of the
/// flush lines before the first label or body paragraph.
fn title(paragraphs: &[Paragraph], markdown: bool) -> Option<usize> {
    if markdown {
        return paragraphs.iter().position(|p| p.text.starts_with("# "));
    }
    let mut candidates: Vec<usize> = Vec::new();
    let mut headed = false;
    let mut presidential = false;
    let mut act_named = false;
    for (at, paragraph) in paragraphs.iter().enumerate().take(40) {
        let words = &*paragraph.text;
        if BILLING.is_match(words) && words.len() < 80 {
            continue;
        }
        if words.starts_with("Title 3") || words == "The President" {
            presidential = true;
            headed = true;
            continue;
        }
        if presidential {
            // The title follows the number and date of the act.
            if act_named {
                return Some(at);
            }
            act_named = is_act_of_the_president(words);
            if act_named || at < 6 {
                continue;
            }
            return None;
        }
        let label = LABEL
            .captures(words)
            .is_some_and(|label| label[1].len() >= 4);
        if label || FR_DOC.is_match(words) || is_dated(words) || paragraph.kind != Kind::Text {
            break;
        }
        if DOCKET.is_match(words)
            || (is_agency(words) && paragraph.blanks < 2)
            || (is_agency(words) && !headed)
        {
            headed = true;
            continue;
        }
        if headed && paragraph.blanks >= 2 && words.len() < 1500 && paragraph.indent < 4 {
            return Some(at);
        }
        // A body paragraph: set in, or prose.
        let centred = paragraph.indent >= 8 && words.len() < 80;
        if paragraph.indent >= 4 && !centred || is_prose(words) {
            break;
        }
        candidates.push(at);
    }
    let last = *candidates.last()?;
    // Without an agency the first line is the title, if a text follows it.
    if headed {
        Some(last)
    } else {
        candidates
            .first()
            .copied()
            .filter(|at| at + 1 < paragraphs.len() && !paragraphs[*at].text.ends_with(':'))
    }
}

fn is_prose(words: &str) -> bool {
    let sentence = words.ends_with(['.', ':']) && words.len() > 120;
    let opens = [
        "Pursuant to ",
        "Based upon ",
        "Based on ",
        "Acting under ",
        "Notice is hereby",
        "Under the authority",
        "In accordance with ",
    ];
    // Words by which an officer speaks stand in no title.
    let speaks = words.contains(" hereby ") || words.starts_with("I ");
    sentence
        || speaks
        || words.len() > 600
        || (opens.iter().any(|opening| words.starts_with(opening)) && words.len() > 60)
}

/// Page text's conventions within a paragraph: footnote marks go, `Sec.  285.2` is `§ 285.2`.
fn plain(words: &str) -> String {
    let mut text = words.to_owned();
    if text.contains('\\') {
        text = NOTE_MARK.replace_all(&text, "").into_owned();
    }
    if text.contains("Sec. ") {
        text = SECTION_SIGNS.replace_all(&text, "§§ ").into_owned();
        text = SECTION_SIGN.replace_all(&text, "§ $1$2").into_owned();
    }
    text
}
