//! What the print does to a notice does nothing to its records: line breaks, page marks, white
//! space, the dress of dashes and quotation marks, lost accents. And a notice that is cut off
//! gives some of its records and asks for review, never a record that the whole does not hold.

#![allow(clippy::unwrap_used, reason = "a broken fixture must stop the test")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use fedreg_model::{
    Agency, Authorities, DocumentMetadata, DocumentNumber, DocumentType, Parsed, TextFormat,
    Verdict, fold_name, readable,
};
use fedreg_parse::Parser;
use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn parser() -> Parser {
    let registry = fs_err::read_to_string(root().join("config/authorities.toml")).unwrap();
    Parser::new(Arc::new(Authorities::from_toml(&registry).unwrap()))
}

struct Fixture {
    name: String,
    metadata: DocumentMetadata,
    xml: String,
    txt: String,
    html: String,
}

fn fixtures() -> Vec<Fixture> {
    let pattern = root().join("fixtures/notices/*/*/meta.json");
    let mut found: Vec<Fixture> = glob::glob(pattern.to_str().unwrap())
        .unwrap()
        .map(|path| {
            let dir = path.unwrap().parent().unwrap().to_owned();
            let read = |file: &str| fs_err::read_to_string(dir.join(file)).unwrap();
            let parts: Vec<_> = dir
                .iter()
                .rev()
                .take(2)
                .map(|p| p.to_str().unwrap())
                .collect();
            Fixture {
                name: format!("{}/{}", parts[1], parts[0]),
                metadata: metadata(&serde_json::from_str(&read("meta.json")).unwrap()),
                xml: read("notice.xml"),
                txt: read("notice.txt"),
                html: read("notice.html"),
            }
        })
        .collect();
    found.sort_by(|a, b| a.name.cmp(&b.name));
    assert!(found.len() >= 80, "only {} fixtures", found.len());
    found
}

fn metadata(meta: &Value) -> DocumentMetadata {
    let text = |key: &str| meta[key].as_str().map(str::to_owned);
    let agencies = meta["agencies"].as_array();
    DocumentMetadata {
        document_number: text("document_number").map(|n| DocumentNumber::new(&n).unwrap()),
        publication_date: text("publication_date").map(|d| d.parse().unwrap()),
        document_type: DocumentType::from_name(&text("type").unwrap_or_default()),
        title: text("title").map(|t| readable(&t)).unwrap_or_default(),
        agencies: agencies
            .into_iter()
            .flatten()
            .filter_map(|agency| {
                let name = agency["name"].as_str().or(agency["raw_name"].as_str())?;
                Some(Agency {
                    name: name.to_owned(),
                    slug: agency["slug"].as_str().map(str::to_owned),
                })
            })
            .collect(),
        executive_order_number: text("executive_order_number"),
        ..DocumentMetadata::default()
    }
}

fn parse(parser: &Parser, known: &DocumentMetadata, bytes: &str, format: TextFormat) -> Parsed {
    let text = fedreg_text::read(bytes.as_bytes(), format).unwrap();
    let mut metadata = known.clone();
    metadata.fill_from(&text.stated);
    parser.parse(&metadata, &text)
}

/// What must stay: everything but words as printed and their places.
fn essence(parsed: &Parsed) -> Vec<String> {
    parsed
        .records
        .iter()
        .map(|record| {
            // Of two spellings that differ in dress alone, one is enough.
            let name = fold_name(&record.party.name);
            let aliases: BTreeSet<String> = record
                .party
                .aliases
                .iter()
                .map(|a| fold_name(&a.name))
                .filter(|alias| *alias != name)
                .collect();
            let identifiers: BTreeSet<String> = record
                .party
                .identifiers
                .iter()
                .map(|i| fold_name(&format!("{} {}", i.kind, i.value)))
                .collect();
            let codes: Vec<&str> = record.authorities.iter().map(|a| a.code.as_str()).collect();
            format!(
                "{} {} ({}) {aliases:?} {identifiers:?} {codes:?} {:?} {} {:?}",
                record.action,
                fold_name(&record.party.name),
                record.party.kind,
                record.effective.date,
                record.effective.basis,
                record.effective.until,
            )
        })
        .collect()
}

/// Xorshift, so that every run changes the same places.
struct Places(u64);

impl Places {
    /// Each notice has places of its own, whatever other notices there are.
    fn of(fixture: &Fixture) -> Self {
        let seed = fixture
            .name
            .bytes()
            .fold(0x9E37_79B9_7F4A_7C15_u64, |seed, byte| {
                seed.rotate_left(5) ^ u64::from(byte)
            });
        Self(seed)
    }

    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(limit.max(1)).unwrap()).unwrap()
    }
}

/// Applies `change` to each paragraph of page text: a run of lines of which the first alone is
/// indented.
fn in_paragraphs(txt: &str, mut change: impl FnMut(&[&str]) -> String) -> String {
    let lines: Vec<&str> = txt.split('\n').collect();
    let mut out: Vec<String> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let opens = lines[at].starts_with("    ") && !lines[at].trim().is_empty();
        let mut end = at + 1;
        while opens && end < lines.len() && !lines[end].is_empty() && !lines[end].starts_with(' ') {
            end += 1;
        }
        // Lines of tables are set, not wrapped.
        let set = lines[at..end]
            .iter()
            .any(|l| l.trim().contains("   ") || l.trim_start().starts_with("* *"));
        if opens && !set && end > at + 1 && !lines[at..end].iter().any(|l| l.contains("Dated:")) {
            out.push(change(&lines[at..end]));
        } else {
            out.extend(lines[at..end].iter().map(|l| (*l).to_owned()));
        }
        at = end;
    }
    out.join("\n")
}

fn rewrapped(txt: &str, width: usize) -> String {
    in_paragraphs(txt, |lines| {
        // Lines that end in a hyphen or a dash are joined without a space; leave those alone.
        // A short line that is not the last was ended on purpose.
        let short = lines[..lines.len() - 1]
            .iter()
            .any(|l| l.trim_end().len() < 55 || l.trim_end().ends_with(':'));
        if short || lines.iter().any(|l| l.trim_end().ends_with(['-', '/'])) {
            return lines.join("\n");
        }
        let words: Vec<&str> = lines.iter().flat_map(|l| l.split_whitespace()).collect();
        let mut out = String::from("    ");
        let mut column = 4;
        for (at, word) in words.iter().enumerate() {
            if at > 0 && column + 1 + word.len() > width {
                out.push_str(" \n");
                column = 0;
            } else if at > 0 {
                out.push(' ');
                column += 1;
            }
            out.push_str(word);
            column += word.len();
        }
        out
    })
}

fn with_page_marks(txt: &str, places: &mut Places) -> String {
    let mut page = 199_500;
    in_paragraphs(txt, |lines| {
        let after = 1 + places.below(lines.len() - 1);
        page += 1;
        format!(
            "{}\n\n[[Page {page}]]\n\n{}",
            lines[..after].join("\n"),
            lines[after..].join("\n")
        )
    })
}

/// Puts `mark` at one place between two words of each paragraph of markup, names included.
fn marked(markup: &str, paragraphs: &[&str], mark: &str, places: &mut Places) -> String {
    let mut tag = String::new();
    let mut out = String::new();
    let mut rest = markup;
    while let Some(open) = rest.find('<') {
        let words = &rest[..open];
        let opens = |name: &&str| {
            let named = tag.strip_prefix(*name);
            named.is_some_and(|after| after.starts_with(['>', ' ']))
        };
        let spaces: Vec<usize> = words
            .match_indices(' ')
            .map(|(at, _)| at)
            .filter(|at| !words[..*at].trim().is_empty() && !words[*at..].trim().is_empty())
            .collect();
        if paragraphs.iter().any(opens) && !spaces.is_empty() {
            let at = spaces[places.below(spaces.len())] + 1;
            out.push_str(&words[..at]);
            out.push_str(mark);
            out.push_str(&words[at..]);
        } else {
            out.push_str(words);
        }
        let close = rest[open..]
            .find('>')
            .map_or(rest.len(), |at| open + at + 1);
        rest[open..close].clone_into(&mut tag);
        out.push_str(&tag);
        rest = &rest[close..];
    }
    out.push_str(rest);
    out
}

/// Applies `change` to the words between the tags of a document.
fn in_words(xml: &str, mut change: impl FnMut(&str) -> String) -> String {
    let mut out = String::new();
    let mut rest = xml;
    while let Some(open) = rest.find('<') {
        out.push_str(&change(&rest[..open]));
        let close = rest[open..]
            .find('>')
            .map_or(rest.len(), |at| open + at + 1);
        out.push_str(&rest[open..close]);
        rest = &rest[close..];
    }
    out.push_str(rest);
    out
}

fn spaced(xml: &str, places: &mut Places) -> String {
    in_words(xml, |words| {
        if words.trim().is_empty() {
            return words.to_owned();
        }
        let mut out = String::new();
        for c in words.chars() {
            if c == ' ' && places.below(4) == 0 {
                out.push_str([" \n   ", "\n", "  ", "\u{a0}", "\u{2009}"][places.below(5)]);
            } else {
                out.push(c);
            }
        }
        out
    })
}

fn unaccented(xml: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    // Native scripts are not accents.
    xml.chars()
        .flat_map(|c| {
            let plain: String = c
                .nfd()
                .filter(|d| !('\u{300}'..='\u{36f}').contains(d))
                .collect();
            if plain.is_ascii() {
                plain
            } else {
                c.to_string()
            }
            .chars()
            .collect::<Vec<_>>()
        })
        .collect()
}

fn check(what: &str, change: impl Fn(&Fixture, &mut Places) -> (String, TextFormat)) {
    let parser = parser();
    let mut failures = Vec::new();
    for fixture in fixtures() {
        let mut places = Places::of(&fixture);
        let (changed, format) = change(&fixture, &mut places);
        let source = match format {
            TextFormat::Txt => &fixture.txt,
            TextFormat::Html => &fixture.html,
            TextFormat::Xml => &fixture.xml,
        };
        let whole = parse(&parser, &fixture.metadata, source, format);
        let again = parse(&parser, &fixture.metadata, &changed, format);
        let (before, after) = (essence(&whole), essence(&again));
        if before != after || whole.verdict != again.verdict {
            let lost: Vec<_> = before.iter().filter(|r| !after.contains(r)).collect();
            let gained: Vec<_> = after.iter().filter(|r| !before.contains(r)).collect();
            failures.push(format!(
                "{}: {} became {} ({}); lost {lost:#?}; gained {gained:#?}",
                fixture.name,
                whole.verdict.as_str(),
                again.verdict.as_str(),
                again.reason,
            ));
        }
    }
    assert!(
        failures.is_empty(),
        "{what} changed {} notices\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn line_breaks_anywhere_change_no_record() {
    for width in [71, 64, 100] {
        check(&format!("breaking lines at {width}"), |fixture, _| {
            (rewrapped(&fixture.txt, width), TextFormat::Txt)
        });
    }
}

#[test]
fn page_marks_anywhere_change_no_record() {
    check("page marks", |fixture, places| {
        (with_page_marks(&fixture.txt, places), TextFormat::Txt)
    });
}

/// In markup a page may end in the middle of a name.
#[test]
fn page_marks_within_names_change_no_record() {
    check("page marks of XML", |fixture, places| {
        let mark = "<PRTPAGE P=\"199500\"/>";
        let changed = marked(&fixture.xml, &["<P", "<FP", "<ENT"], mark, places);
        (changed, TextFormat::Xml)
    });
    check("page marks of HTML", |fixture, places| {
        let mark =
            "<span class=\"printed-page unprinted-element\">Start Printed Page 199500</span>";
        (
            marked(&fixture.html, &["<p", "<td", "<li"], mark, places),
            TextFormat::Html,
        )
    });
}

#[test]
fn white_space_changes_no_record() {
    check("white space", |fixture, places| {
        (spaced(&fixture.xml, places), TextFormat::Xml)
    });
}

#[test]
fn the_dress_of_dashes_and_quotation_marks_changes_no_record() {
    check("typographic marks", |fixture, _| {
        let mut open = false;
        let changed = in_words(&fixture.xml, |words| {
            let mut out = String::new();
            for c in words.chars() {
                match c {
                    '"' => {
                        open = !open;
                        out.push(if open { '“' } else { '”' });
                    }
                    '“' | '”' => out.push('"'),
                    '\'' => out.push('’'),
                    '’' => out.push('\''),
                    '-' => out.push('\u{2010}'),
                    c => out.push(c),
                }
            }
            out
        });
        (changed, TextFormat::Xml)
    });
}

/// Print and copies of it write one dash for another: hyphens, en dashes and the sign of
/// subtraction are one; an em dash is two hyphens.
#[test]
fn one_dash_for_another_changes_no_record() {
    for (from, to) in [
        ("-", "–"),
        ("-", "\u{2011}"),
        ("-", "\u{2212}"),
        ("—", "--"),
    ] {
        check(&format!("{from} as {to}"), |fixture, _| {
            let changed = in_words(&fixture.xml, |words| words.replace(from, to));
            (changed, TextFormat::Xml)
        });
    }
}

#[test]
fn lost_accents_change_no_record() {
    check("lost accents", |fixture, _| {
        (unaccented(&fixture.xml), TextFormat::Xml)
    });
}

/// Copies of page text often lose the space by which a line shows that it goes on. Prose reads the
/// same; of a list it may be told no more where an entry ends, and then a person is asked.
#[test]
fn lost_line_end_marks_change_no_record_in_silence() {
    let parser = parser();
    let mut failures = Vec::new();
    for fixture in fixtures() {
        let stripped: Vec<&str> = fixture.txt.lines().map(str::trim_end).collect();
        let parse = |txt: &str| parse(&parser, &fixture.metadata, txt, TextFormat::Txt);
        let (whole, again) = (parse(&fixture.txt), parse(&stripped.join("\n")));
        let silent = again.verdict != Verdict::NeedsReview && essence(&whole) != essence(&again);
        if silent {
            failures.push(format!("{}: {}", fixture.name, again.reason));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn an_orders_heading_may_be_wrapped_and_its_loss_is_never_silent() {
    let parser = parser();
    let heading = regex::Regex::new(r"\n *Executive Order (\d+) of ([^\n]+)\n").unwrap();
    let mut orders = 0;
    for mut fixture in fixtures() {
        if !fixture.name.starts_with("executive-order/") || !heading.is_match(&fixture.txt) {
            continue;
        }
        orders += 1;
        fixture.metadata.executive_order_number = None;
        let name = &fixture.name;
        let read = |lines: &str| {
            let txt = heading.replace(&fixture.txt, lines);
            parse(&parser, &fixture.metadata, &txt, TextFormat::Txt)
        };
        let whole = read("$0");
        for lines in [
            "\n      Executive Order\n      $1 of $2\n",
            "\n      Executive Order $1 of\n      $2\n",
            "\n      Executive Order\n      $1\n      of $2\n",
        ] {
            let wrapped = read(lines);
            assert_eq!(essence(&wrapped), essence(&whole), "{name}: {lines}");
            assert_eq!(wrapped.verdict, whole.verdict, "{name}: {lines}");
        }
        let lost = read("\n");
        assert_eq!(essence(&lost), Vec::<String>::new(), "{name}");
        if whole.verdict != Verdict::NotADesignation {
            assert_eq!(lost.verdict, Verdict::NeedsReview, "{name}");
        }
    }
    assert!(orders >= 10, "only {orders} orders");
}

/// Records without their dates and facts: a cut may take those.
fn acts(parsed: &Parsed) -> Vec<String> {
    parsed
        .records
        .iter()
        .map(|record| {
            let codes: Vec<&str> = record.authorities.iter().map(|a| a.code.as_str()).collect();
            format!("{} {} {codes:?}", record.action, record.party.name)
        })
        .collect()
}

#[test]
fn a_notice_cut_off_anywhere_gives_no_wrong_record() {
    cut_off(TextFormat::Txt, 16, |fixture| {
        (&fixture.txt, fixture.txt.rfind("\n[FR Doc. "))
    });
}

#[test]
fn markup_cut_off_anywhere_gives_no_wrong_record() {
    cut_off(TextFormat::Html, 8, |fixture| {
        let signed = fixture.html.rfind("signature-title");
        let end = signed.or_else(|| fixture.html.rfind("[FR Doc. "));
        (&fixture.html, end)
    });
}

/// Cuts each notice at `times` places. `source` gives its bytes, and where it ends: behind that
/// nothing more comes.
fn cut_off(
    format: TextFormat,
    times: usize,
    source: impl Fn(&Fixture) -> (&String, Option<usize>),
) {
    let parser = parser();
    let mut failures = Vec::new();
    for fixture in fixtures() {
        let (bytes, end) = source(&fixture);
        let whole = acts(&parse(&parser, &fixture.metadata, bytes, format));
        let mut places = Places::of(&fixture);
        for _ in 0..times {
            let mut at = places.below(bytes.len());
            while !bytes.is_char_boundary(at) {
                at -= 1;
            }
            let cut = &bytes[..at];
            if fedreg_text::read(cut.as_bytes(), format).is_err() {
                continue;
            }
            let parsed = parse(&parser, &fixture.metadata, cut, format);
            let wrong: Vec<String> = acts(&parsed)
                .into_iter()
                .filter(|record| !whole.contains(record))
                .collect();
            let ended = end.is_some_and(|end| at >= end);
            let unflagged = parsed.verdict == Verdict::Designates && !ended;
            if !wrong.is_empty() || unflagged {
                let from = cut.char_indices().rev().nth(60).map_or(0, |(at, _)| at);
                failures.push(format!(
                    "{} at {at} ({}): {wrong:?} …{:?}",
                    fixture.name,
                    parsed.verdict.as_str(),
                    &cut[from..],
                ));
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{} cuts\n{}",
        failures.len(),
        failures.join("\n")
    );
}
