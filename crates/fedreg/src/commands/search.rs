//! `fedreg search`: words in names, aliases, identifiers, addresses and texts.

use crate::app::App;
use crate::cli::SearchArgs;
use crate::commands::answers;
use crate::error::CliError;
use crate::exit::Status;
use crate::output::Listing;

const COLUMNS: [(&str, bool); 8] = [
    ("document_number", true),
    ("publication_date", true),
    ("citation", true),
    ("found_in", true),
    ("words", true),
    ("name", false),
    ("record_id", false),
    ("title", false),
];

pub(crate) fn run(app: &App, args: &SearchArgs) -> Result<Status, CliError> {
    let words = args.text.join(" ");
    if words.trim().is_empty() {
        return Err(CliError::usage("there is nothing to look for")
            .help("write words of a notice: fedreg search cartel"));
    }
    let hits = app.history()?.search(&words, args.limit)?;
    let mut listing = Listing::new(&COLUMNS, format!("no notice holds '{words}'"));
    for hit in &hits {
        listing.push(answers::hit(hit));
    }
    app.printer.listing(&listing, None)?;
    Ok(if hits.is_empty() {
        Status::NotFound
    } else {
        Status::Success
    })
}
