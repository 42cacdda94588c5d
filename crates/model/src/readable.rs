//! Turns the conventions of GPO's metadata (bracketed accents, doubled quotes, `--`) into letters.

use std::borrow::Cow;

/// Endings of the HTML names that GPO writes in brackets for accented letters: `[oacute]`.
const ACCENTS: [&str; 15] = [
    "acute", "grave", "circ", "uml", "tilde", "cedil", "ring", "slash", "caron", "breve", "macr",
    "ogon", "strok", "dblac", "dot",
];

/// Other names that GPO writes in brackets. A short list on purpose: `[sic]`, `[sub]`, `[in]` and
/// `[not]` are HTML names, too, and stand for themselves.
const NAMES: [&str; 53] = [
    "aelig", "AElig", "oelig", "OElig", "szlig", "eth", "ETH", "thorn", "THORN", "inodot", "imath",
    "deg", "mu", "micro", "sect", "reg", "copy", "trade", "para", "middot", "plusmn", "times",
    "frac12", "frac14", "frac34", "sup1", "sup2", "sup3", "euro", "pound", "cent", "yen", "iexcl",
    "iquest", "laquo", "raquo", "ndash", "mdash", "ordf", "ordm", "alpha", "beta", "gamma",
    "delta", "epsilon", "lambda", "sigma", "omega", "Delta", "Sigma", "Omega", "le", "ge",
];

/// The text with bracketed accents as letters, ``` ``…'' ``` as “…”, a double hyphen as a dash,
/// and no space at its ends. Brackets that hold no known name stay.
pub fn readable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.trim();
    let mut quoted = false;
    while let Some(at) = rest.find(['[', '`', '\'', '-']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let taken = if let Some((length, letter)) = bracketed(rest) {
            out.push_str(&letter);
            length
        } else if rest.starts_with("``") {
            out.push('“');
            quoted = true;
            2
        } else if quoted && rest.starts_with("'''") {
            // The inner, single quotation closes first.
            out.push_str("'”");
            quoted = false;
            3
        } else if quoted && rest.starts_with("''") {
            out.push('”');
            quoted = false;
            2
        } else if rest.starts_with('-') {
            let run = rest.bytes().take_while(|b| *b == b'-').count();
            // Longer runs are rules between paragraphs.
            out.push_str(if run == 2 { "—" } else { &rest[..run] });
            run
        } else {
            out.push_str(&rest[..1]);
            1
        };
        rest = &rest[taken..];
    }
    out.push_str(rest);
    out
}

/// The letter that a bracketed HTML name at the start of `text` stands for, with the length of the
/// name and its brackets: `[oacute]…` gives (8, "ó").
pub fn bracketed(text: &str) -> Option<(usize, Cow<'static, str>)> {
    let inner = text.strip_prefix('[')?;
    // The longest name has 8 characters; looking no further keeps hostile texts linear.
    let end = inner.bytes().take(12).position(|b| b == b']')?;
    let name = &inner[..end];
    let accented = ACCENTS.iter().any(|ending| {
        name.strip_suffix(ending).is_some_and(|letter| {
            letter.len() == 1 && letter.bytes().all(|b| b.is_ascii_alphabetic())
        })
    });
    if !accented && !NAMES.contains(&name) {
        return None;
    }
    if name == "inodot" {
        // HTML has no name for the dotless i that printers call so.
        return Some((end + 2, Cow::Borrowed("ı")));
    }
    let entity = format!("&{name};");
    let letter = html_escape::decode_html_entities(&entity);
    (letter != entity).then(|| (end + 2, Cow::Owned(letter.into_owned())))
}

#[cfg(test)]
mod tests {
    use super::readable;
    use proptest::prelude::*;

    #[test]
    fn accents_quotes_and_dashes_become_letters() {
        for (text, expected) in [
            ("Nuevo Le[oacute]n", "Nuevo León"),
            ("H[uuml]ttenwerke", "Hüttenwerke"),
            (
                "Ag[ecirc]ncia Nacional de Avia[ccedil][atilde]o",
                "Agência Nacional de Aviação",
            ),
            ("[Eacute]lan at 5 [deg]C", "Élan at 5 °C"),
            (
                "the ``Department'' and ``Code''",
                "the “Department” and “Code”",
            ),
            ("``a `b'''", "“a `b'”"),
            ("Bozbey[inodot]k", "Bozbeyık"),
            ("Palestine--General Command", "Palestine—General Command"),
            (" Meetings; Sunshine Act  ", "Meetings; Sunshine Act"),
            ("León", "León"),
        ] {
            assert_eq!(readable(text), expected);
        }
    }

    #[test]
    fn brackets_and_marks_that_are_text_stay() {
        for text in [
            "[HBCC]",
            "[sic]",
            "[in]",
            "[sub]",
            "[not]",
            "[",
            "[]",
            "[oacute",
            "a [x] b",
            "''tis",
            "Sa'id `Ato",
            "-----",
            "2025-20750",
            "[and] [or]",
        ] {
            assert_eq!(readable(text), text);
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_it_and_twice_is_once(text in "[a-z\\[\\]`' é-]{0,40}") {
            let once = readable(&text);
            prop_assert_eq!(readable(&once), once);
        }
    }
}
