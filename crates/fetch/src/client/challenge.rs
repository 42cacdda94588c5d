//! Recognises the page that asks to prove one is human, which comes with status 200 in place of
//! the document.

use url::Url;

/// Whether the host is the one that the Register sends suspects to.
pub(crate) fn is_challenge_host(url: &Url) -> bool {
    url.host_str()
        .is_some_and(|host| host.starts_with("unblock."))
}

/// Whether the body is the challenge page. Page text (`.txt`) is wrapped in HTML, too, and may
/// even mention the words; so only a page without GPO's own heading counts.
pub(crate) fn is_challenge_page(body: &[u8]) -> bool {
    // The page is small and its title stands at the top; the rest is not worth reading.
    let head = &body[..body.len().min(96 << 10)];
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    if !is_html(body) || head.contains("[federal register") {
        return false;
    }
    let title = head
        .split_once("<title")
        .and_then(|(_, rest)| rest.split_once('>'))
        .and_then(|(_, rest)| rest.split_once("</title"))
        .map_or("", |(title, _)| title);
    ["request access", "just a moment", "attention required"]
        .iter()
        .any(|t| title.contains(t))
        || head.contains("unblock.federalregister.gov")
        || head.contains("g-recaptcha")
        || head.contains("h-captcha")
}

/// Whether the bytes begin like an HTML page (not like a fragment or an XML document).
pub(crate) fn is_html(body: &[u8]) -> bool {
    let start = body
        .iter()
        .position(|b| !b.is_ascii_whitespace() && !matches!(b, 0 | 0xEF | 0xBB | 0xBF))
        .unwrap_or(body.len());
    let start = &body[start..body.len().min(start + 14)];
    let start = start.to_ascii_lowercase();
    start.starts_with(b"<!doctype html") || start.starts_with(b"<html")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_page_is_recognised_and_page_text_is_not() {
        for page in [
            "<!DOCTYPE html>\n<html><head><title>Federal Register :: Request Access</title></head>",
            "<html><head><TITLE>Federal Register :: Request Access</TITLE>",
            "<html><body><a href='https://unblock.federalregister.gov/'>x</a></body></html>",
            "<html><head><title>Just a moment...</title></head></html>",
            "\u{FEFF}<!doctype HTML><div class=\"g-recaptcha\"></div>",
        ] {
            assert!(is_challenge_page(page.as_bytes()), "{page}");
        }
        for page in [
            "<html>\n<head>\n<title>Federal Register, Volume 90 Issue 225</title>\n</head>\n\
             <body><pre>\n[Federal Register Volume 90, Number 225]\nRequest Access",
            "<?xml version=\"1.0\"?><NOTICE><P>Request Access</P></NOTICE>",
            "<div class=\"preamble\">Request Access</div>",
            "{\"count\": 0}",
            "",
        ] {
            assert!(!is_challenge_page(page.as_bytes()), "{page}");
        }
        assert!(is_challenge_host(
            &Url::parse("https://unblock.federalregister.gov/").unwrap()
        ));
    }
}
