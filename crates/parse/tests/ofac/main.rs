//! Wordings of OFAC's notices, in small: what each should give, and what must wait for a person.

#![allow(clippy::unwrap_used, reason = "a broken test must stop")]

mod acts;
mod directives;
mod lists;
mod property;
mod review;

use std::path::Path;
use std::sync::Arc;

use fedreg_model::{
    Agency, Authorities, DocumentMetadata, DocumentNumber, DocumentType, Parsed, TextFormat,
};
use fedreg_parse::Parser;

const X: &str = "DOE-TEST, Jan, Riga, Latvia; DOB 1970; nationality Latvia (individual) [SDGT].";
const Y: &str = "ENSAYO LTD. (a.k.a. ENSA), Riga, Latvia; Registration Number 99 (Latvia) [SDGT].";
const V: &str = "MV ENSAYO (9HAA9) General Cargo Malta flag; Vessel Registration Identification IMO 9990001 (vessel) [SDGT].";
const GROUND: &str = "Designated pursuant to section 1(a)(iii)(C) of E.O. 13224, as amended, for having materially assisted OTHER, a person whose property and interests in property are blocked pursuant to E.O. 13382.";
const SEE: &str = "See SUPPLEMENTARY INFORMATION section.";
const BLOCKED: &str = "On June 6, 2024, OFAC determined that the property and interests in property subject to U.S. jurisdiction of the following persons are blocked under the relevant sanctions authority listed below.";

fn parser() -> Parser {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let registry = fs_err::read_to_string(root.join("config/authorities.toml")).unwrap();
    Parser::new(Arc::new(Authorities::from_toml(&registry).unwrap()))
}

/// Parses a notice of OFAC; a paragraph that begins with `#` is a heading, with `!` an image.
fn parse(title: &str, dates: &str, body: &[&str]) -> Parsed {
    parse_as(DocumentType::Notice, title, dates, body)
}

fn parse_as(kind: DocumentType, title: &str, dates: &str, body: &[&str]) -> Parsed {
    use std::fmt::Write as _;
    let mut xml = format!(
        "<NOTICE><PREAMB><AGENCY TYPE=\"S\">DEPARTMENT OF THE TREASURY</AGENCY><SUBAGY>Office of Foreign Assets Control</SUBAGY><SUBJECT>{title}</SUBJECT><ACT><HD SOURCE=\"HED\">ACTION:</HD><P>Notice.</P></ACT><DATES><HD SOURCE=\"HED\">DATES:</HD><P>{dates}</P></DATES></PREAMB><SUPLINF><HD SOURCE=\"HED\">SUPPLEMENTARY INFORMATION:</HD>"
    );
    for words in body {
        let _ = match words.split_at(1) {
            ("#", heading) => write!(xml, "<HD SOURCE=\"HD1\">{heading}</HD>"),
            ("!", image) => write!(xml, "<GPH SPAN=\"3\"><GID>{image}</GID></GPH>"),
            _ => write!(xml, "<P>{words}</P>"),
        };
    }
    xml.push_str("<SIG><DATED>Dated: June 10, 2024.</DATED><NAME>Bradley T. Smith,</NAME><TITLE>Director, Office of Foreign Assets Control.</TITLE></SIG></SUPLINF><FRDOC>[FR Doc. 2024-99999 Filed 6-12-24; 8:45 am]</FRDOC><BILCOD>BILLING CODE 4810-AL-P</BILCOD></NOTICE>");
    let text = fedreg_text::read(xml.as_bytes(), TextFormat::Xml).unwrap();
    let metadata = DocumentMetadata {
        document_number: Some(DocumentNumber::new("2024-99999").unwrap()),
        publication_date: Some("2024-06-13".parse().unwrap()),
        document_type: kind,
        title: title.to_owned(),
        agencies: vec![Agency {
            name: "Foreign Assets Control Office".to_owned(),
            slug: Some("foreign-assets-control-office".to_owned()),
        }],
        ..DocumentMetadata::default()
    };
    parser().parse(&metadata, &text)
}

/// `action|name|codes|date|basis`, one line a record.
fn lines(parsed: &Parsed) -> Vec<String> {
    parsed
        .records
        .iter()
        .map(|r| {
            let codes: Vec<&str> = r.authorities.iter().map(|a| a.code.as_str()).collect();
            let date = r.effective.date.map(|d| d.to_string()).unwrap_or_default();
            format!(
                "{}|{}|{}|{date}|{}",
                r.action,
                r.party.name,
                codes.join("+"),
                r.effective.basis
            )
        })
        .collect()
}
