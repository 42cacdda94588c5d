//! English lists, as Rails joins them.

/// `a`, `a and b`, `a, b, and c` with the given connectors.
pub(crate) fn sentence(parts: &[String], two: &str, last: &str) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [a, b] => format!("{a}{two}{b}"),
        [rest @ .., end] => format!("{}{last}{end}", rest.join(", ")),
    }
}
