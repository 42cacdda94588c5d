//! Refuses markup whose nesting would cost the HTML parser quadratic time.

use memchr::memchr;

use crate::{MAX_DEPTH, ReadError};

/// Elements that never hold others, or that the parser closes by itself.
const FLAT: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr", "p", "li", "td", "th", "tr", "thead", "tbody", "tfoot", "dt", "dd", "option", "html",
    "head", "body", "path", "use",
];

/// Counts open elements over the source; more than [`MAX_DEPTH`] at once is an error.
pub(super) fn check_depth(source: &str) -> Result<(), ReadError> {
    let bytes = source.as_bytes();
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(next) = memchr(b'<', &bytes[at..]) {
        let start = at + next;
        at = start + 1;
        let closes = bytes.get(at) == Some(&b'/');
        let name_at = at + usize::from(closes);
        let length = bytes[name_at..]
            .iter()
            .take_while(|b| b.is_ascii_alphanumeric())
            .count();
        let name = &bytes[name_at..name_at + length.min(16)];
        if name.is_empty()
            || FLAT
                .iter()
                .any(|flat| flat.as_bytes().eq_ignore_ascii_case(name))
        {
            continue;
        }
        if closes {
            depth = depth.saturating_sub(1);
            continue;
        }
        let end = memchr(b'>', &bytes[at..]).map_or(bytes.len(), |end| at + end);
        if bytes.get(end.wrapping_sub(1)) != Some(&b'/') {
            depth += 1;
        }
        if depth > MAX_DEPTH {
            return Err(ReadError::TooDeep {
                limit: MAX_DEPTH,
                offset: start,
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::check_depth;

    #[test]
    fn nesting_is_counted_and_flat_elements_are_not() {
        assert!(check_depth(&"<div>".repeat(10_000)).is_err());
        assert!(check_depth(&"<b>".repeat(10_000)).is_err());
        assert!(check_depth(&"<p>x<br>".repeat(10_000)).is_ok());
        assert!(check_depth(&"<div><b>x</b></div>".repeat(10_000)).is_ok());
        assert!(check_depth(&"<svg/>".repeat(10_000)).is_ok());
        assert!(check_depth("< <<</>").is_ok());
    }
}
