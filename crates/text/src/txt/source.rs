//! From the bytes of page text to plain lines: wrapper, anchors, e-mail addresses, entities, and
//! what mirrors of the Register put around the text.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::{Captures, Regex};

macro_rules! pattern {
    ($name:ident, $pattern:expr) => {
        static $name: LazyLock<Regex> =
            LazyLock::new(|| Regex::new($pattern).expect("the pattern is a constant"));
    };
}

pattern!(
    EMAIL,
    r#"(?s)<(?:a|span)\b[^>]*\bdata-cfemail="([0-9A-Fa-f]{4,400})"[^>]*>.{0,80}?\[email[^\]<]*\](?:</span>|</a>)"#
);
pattern!(NOTE_MARK, r"(?i)<SUP>\s*\\?[0-9]{1,3}\\?\s*</SUP>");
pattern!(WRAPPED_TAG, r"</?[A-Za-z][^<>]*>+");
pattern!(
    KNOWN_TAG,
    r"(?i)</?(?:a|span|sup|sub|b|i|em|strong|br|p|div|u|font|center)(?:\s[^<>]*)?/?>"
);
pattern!(SCRIPT, r"(?is)<script\b.*?(?:</script>|$)");
pattern!(
    FRONT_MATTER,
    r"(?s)(?:^|\n)---\n(?:[A-Za-z_]+:[^\n]*\n|[ \t]*-[^\n]*\n)+---(?:\n|$)"
);
pattern!(EMPHASIS, r"\*{1,3}([^*\n]{1,200}?)\*{1,3}");
pattern!(
    SITE_PAGE,
    r"\s*\(\s*print page [0-9]+\)|\s*Start Printed Page [0-9]+"
);
pattern!(
    SITE_LABEL,
    r"^\s*(?:[•*]\s*)?(?:(?:Start|End) (?:Preamble|Signature|Supplemental Information|Further Info|Amendment Part|List of Subjects|Authority|Part|Printed Page [0-9]+)\s*)+$"
);

/// Plain text, and how much of GPO's form it has.
pub(super) struct Source<'a> {
    pub(super) text: Cow<'a, str>,
    /// Written as Markdown: headings begin with `#`.
    pub(super) markdown: bool,
}

/// Takes the text out of its wrapper and resolves markup.
pub(super) fn unwrap(decoded: &str) -> Source<'_> {
    let inside = inside_pre(decoded);
    let wrapped = inside.is_some();
    let mut text = Cow::Borrowed(inside.unwrap_or(decoded));
    if text.contains('<') {
        let bare = EMAIL.replace_all(&text, |found: &Captures<'_>| {
            cloudflare_email(&found[1]).unwrap_or_default()
        });
        let bare = SCRIPT.replace_all(&bare, "");
        let bare = NOTE_MARK.replace_all(&bare, "");
        let tag: &Regex = if wrapped { &WRAPPED_TAG } else { &KNOWN_TAG };
        text = Cow::Owned(tag.replace_all(&bare, "").into_owned());
    }
    if text.contains('&') {
        text = Cow::Owned(html_escape::decode_html_entities(&text).into_owned());
    }
    if text.contains('\r') {
        text = Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"));
    }
    let mut markdown = false;
    if !wrapped {
        if FRONT_MATTER.is_match(&text) {
            markdown = true;
            text = Cow::Owned(FRONT_MATTER.replace(&text, "\n").into_owned());
        }
        markdown |= text.lines().any(|line| line.starts_with("# "));
        if markdown {
            text = Cow::Owned(EMPHASIS.replace_all(&text, "$1").into_owned());
        }
        if text.contains("rint") {
            text = Cow::Owned(SITE_PAGE.replace_all(&text, "").into_owned());
        }
    }
    Source { text, markdown }
}

/// What stands in the `<pre>` of GPO's wrapper.
fn inside_pre(text: &str) -> Option<&str> {
    let lead = text.trim_start();
    if !lead.starts_with('<') {
        return None;
    }
    let lower_pre = |tag: &str| {
        text.find(tag)
            .or_else(|| text.find(&tag.to_ascii_uppercase()))
    };
    let open = lower_pre("<pre")?;
    let start = open + text[open..].find('>')? + 1;
    let end = text.rfind("</pre>").or_else(|| text.rfind("</PRE>"));
    Some(&text[start..end.filter(|end| *end >= start).unwrap_or(text.len())])
}

/// Decodes an address that Cloudflare hid: the first byte is the key for the others.
pub(crate) fn cloudflare_email(hidden: &str) -> Option<String> {
    let digits: Vec<u8> = hidden
        .chars()
        .map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok()))
        .collect::<Option<_>>()?;
    let mut bytes = digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]);
    let key = bytes.next()?;
    String::from_utf8(bytes.map(|byte| byte ^ key).collect())
        .ok()
        .filter(|text| !text.is_empty())
}

/// Labels that a generation of the site wrote between the printed words (`Start Preamble`).
pub(crate) fn is_site_label(line: &str) -> bool {
    (line.contains("Start") || line.contains("End")) && SITE_LABEL.is_match(line)
}

#[cfg(test)]
mod tests {
    use super::{cloudflare_email, is_site_label, unwrap};

    #[test]
    fn wrapper_and_markup_go() {
        for (raw, text) in [
            (
                "<html><head><title>x</title></head>\n<body><pre>\na &amp; b\n</pre></body></html>",
                "\na & b\n",
            ),
            ("<html><body><pre>cut", "cut"),
            (
                "<html><pre>see <a href=\"http://x/\ny\">http://x/\ny</a> &lt;b&gt;</pre>",
                "see http://x/\ny <b>",
            ),
            (
                "<pre>at <a href=\"/cdn-cgi/l/email-protection#2a4b\"><span class=\"__cf_email__\" data-cfemail=\"2a4b6a48044958\">[email&#160;protected]</span></a>.</pre>",
                "at a@b.cr.",
            ),
            (
                "<pre>text<SUP>1</SUP> and m<SUP>x</SUP></pre>",
                "text and mx",
            ),
            ("<pre>(Sig.)<Clinton1>><Clinton2></pre>", "(Sig.)"),
            ("plain <tag> 3 < 5 <a href='x'>y</a>", "plain <tag> 3 < 5 y"),
            (
                "---\ntitle: \"X\"\nagencies:\n  - \"S\"\n---\n\n# X\n\nin the *Federal Register* .",
                "\n\n# X\n\nin the Federal Register .",
            ),
            (
                "cut ( print page 53050) here Start Printed Page 12 too",
                "cut here too",
            ),
        ] {
            assert_eq!(unwrap(raw).text, text, "{raw}");
        }
    }

    #[test]
    fn hidden_addresses_and_labels_of_the_site() {
        assert_eq!(
            cloudflare_email("2a4b6a48044958").as_deref(),
            Some("a@b.cr")
        );
        for broken in ["", "2a", "zz00", "2aé"] {
            assert_eq!(cloudflare_email(broken), None, "{broken}");
        }
        assert!(is_site_label("  • Start Preamble"));
        assert!(is_site_label("    End Signature End Preamble"));
        assert!(!is_site_label("Start Preamble of the rule"));
        assert!(!is_site_label("The End"));
    }
}
