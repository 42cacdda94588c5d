//! Drawings: a party over the years, and what a history holds of each year. As part of a page they
//! take the page's colours; as a file they bring their own, light and dark.

mod coverage;
mod families;
mod timeline;

use maud::{Markup, PreEscaped, html};

pub use coverage::coverage;
pub use families::families;
pub use timeline::timeline;

/// Where a drawing will stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In a page of the site, whose style sheet colours it.
    Page,
    /// In a file of its own.
    File,
}

/// The colours of a drawing that stands alone: the same as the pages'.
const STYLE: &str = "\
svg{color-scheme:light dark;background:#fff;color:#1b1f24;font:14px system-ui,sans-serif}\
.bar{fill:#7a9cc9}.bar.over{fill:#b9c2cd}.axis,.grid{stroke:#c9d0d8}.mark{fill:#1b1f24}\
.mark.begins{fill:#116329}.mark.ends{fill:#a40e26}.mark.changes{fill:#0b5cad}\
.today{stroke:#a40e26;stroke-dasharray:4 4}.quiet{fill:#57606a}text{fill:#1b1f24;paint-order:stroke;stroke:#fff;stroke-width:4px}\
.designates{fill:#2f6f4f}.review{fill:#b26a00}.others{fill:#b9c2cd}\
@media(prefers-color-scheme:dark){svg{background:#12161c;color:#e6e9ee}text,.mark{fill:#e6e9ee}text{stroke:#12161c}\
.bar{fill:#4f77ad}.bar.over{fill:#4a5462}.axis,.grid{stroke:#3b4552}.quiet{fill:#a3adb9}\
.mark.begins{fill:#56c27f}.mark.ends{fill:#ff8a80}.mark.changes{fill:#7db7ff}\
.designates{fill:#4caf7d}.review{fill:#e0a03c}.others{fill:#4a5462}}";

/// A drawing with its title and description, which a reader of screens says instead.
fn drawing(
    place: Place,
    id: &str,
    (width, height): (f64, f64),
    title: &str,
    description: &str,
    content: &Markup,
) -> Markup {
    let (titled, described) = (format!("{id}-title"), format!("{id}-desc"));
    html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox={ "0 0 " (width) " " (height) }
            width=(width) height=(height) role="img"
            aria-labelledby={ (titled) " " (described) } {
            title id=(titled) { (fedreg_describe::safe(title)) }
            desc id=(described) { (fedreg_describe::safe(description)) }
            @if place == Place::File { style { (PreEscaped(STYLE)) } }
            (content)
        }
    }
}
