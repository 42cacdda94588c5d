//! What each element of the FR XML means for the text.

use fedreg_model::Role;

/// The elements that are documents.
pub(crate) const ROOTS: &[&str] = &["RULE", "PRORULE", "NOTICE", "PRESDOCU", "CORRECT"];

/// What an element does to the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Starts a block of this role.
    Block(Role),
    /// Goes on with the block before it, if that has this role.
    Continues(Role),
    /// Groups blocks.
    Container,
    /// Stands apart from the paragraph that it may interrupt: footnotes, tables, graphics.
    Aside,
    /// A row of a table.
    Row,
    /// A cell.
    Cell,
    /// Emphasis, sub- or superscript (`E`).
    Emphasis,
    /// A footnote mark, or plain superscript (`SU`).
    Mark,
    /// Says that the `SU` before it is a footnote mark (`FTREF`).
    MarkEnd,
    /// An accent on the letter before it (`AC`).
    Accent,
    /// The mark of a printed page.
    Page,
    /// A line break.
    Space,
    /// Anything else inside a paragraph.
    Inline,
    /// The five asterisks of a regulation's omitted text.
    Stars,
    /// Left out with all that is in it.
    Drop,
}

/// The kind of an element, by its name, its `SOURCE`, and the elements it is in (outermost first).
pub(super) fn kind_of<'a>(
    name: &str,
    source: Option<&str>,
    ancestors: &(impl DoubleEndedIterator<Item = &'a str> + Clone),
) -> Kind {
    let inside = |wanted: &str| ancestors.clone().any(|ancestor| ancestor == wanted);
    let parent = ancestors.clone().next_back().unwrap_or_default();
    match name {
        "P" | "FP" if inside("FTNT") => Kind::Block(Role::Footnote),
        "P" if inside("GPOTABLE") => Kind::Inline,
        "P" | "AMDPAR" | "PLACE" | "DATE" if name != "DATE" || !inside("PRESDOCU") => {
            Kind::Block(Role::Paragraph)
        }
        "FP" if source.is_none() => Kind::Block(Role::Paragraph),
        "FP" => Kind::Block(Role::ListItem),
        "AGENCY" => Kind::Block(Role::Agency),
        "SUBAGY" => Kind::Block(Role::SubAgency),
        "CFR" | "DEPDOC" | "RIN" if inside("PREAMB") => Kind::Block(Role::Docket),
        "SUBJECT" if parent == "SECTION" => Kind::Continues(Role::Heading),
        "SUBJECT" if inside("CONTENTS") || inside("REGTEXT") => Kind::Block(Role::Heading),
        "SUBJECT" => Kind::Block(Role::Subject),
        "HD" | "SECTNO" | "CFR" | "TTITLE" | "NRTTITLE" | "TDESC" | "TITLE3" | "PRES" | "PROC"
        | "EXECORDR" | "PNOTICE" | "MEMO" | "DETERMNO" | "PRDETNO" | "SECHD" | "PARTNO" => {
            Kind::Block(Role::Heading)
        }
        "DATED" | "DATE" => Kind::Block(Role::Dated),
        "NAME" | "PSIG" => Kind::Block(Role::SignerName),
        "TITLE" if inside("SIG") => Kind::Block(Role::SignerTitle),
        "FRDOC" => Kind::Block(Role::FrDoc),
        "FILED" => Kind::Continues(Role::FrDoc),
        "BILCOD" => Kind::Block(Role::BillingCode),
        "GID" | "MID" => Kind::Block(Role::Graphic),
        "TNOTE" => Kind::Block(Role::Footnote),
        "FTNT" | "GPOTABLE" | "GPH" | "MATH" => Kind::Aside,
        "ROW" | "BOXHD" => Kind::Row,
        "ENT" | "CHED" => Kind::Cell,
        "E" => Kind::Emphasis,
        "SU" => Kind::Mark,
        "FTREF" => Kind::MarkEnd,
        "AC" => Kind::Accent,
        "PRTPAGE" => Kind::Page,
        "LI" => Kind::Space,
        "FR" => Kind::Inline,
        "STARS" => Kind::Stars,
        "CNTNTS" | "UNITNAME" | "EAR" | "FRDOCBP" | "HRULE" => Kind::Drop,
        // Unknown elements inside a paragraph are inline, elsewhere they group.
        _ if matches!(parent, "P" | "FP" | "HD" | "SUBJECT" | "ENT" | "CHED" | "E") => Kind::Inline,
        _ => Kind::Container,
    }
}

/// Codes of `E` that set sub- or superscript, which touches the letter before it.
pub(super) fn is_raised_or_lowered(code: &str) -> bool {
    matches!(
        code,
        "51" | "52" | "53" | "54" | "0731" | "7333" | "0732" | "0132" | "0735" | "8145" | "8051"
    )
}
