//! Prints every record that becomes known, from where it left off: what a downstream program does.
//!
//! `cargo run -p fedreg-history --example follow -- history.db cursor.txt`
#![allow(clippy::print_stdout, reason = "this is what the example is for")]

use std::error::Error;

use fedreg_history::{ChangeKind, History, OpenMode};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(database), Some(cursor)) = (arguments.next(), arguments.next()) else {
        return Err("say which history, and where to keep the cursor".into());
    };
    let mut after: i64 = match fs_err::read_to_string(&cursor) {
        Ok(text) => text.trim().parse()?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => 0,
        Err(error) => return Err(error.into()),
    };
    let history = History::open(&database, OpenMode::ReadOnly)?;
    loop {
        let changes = history.changes_after(after, 500)?;
        for change in &changes.changes {
            match &change.kind {
                ChangeKind::Record {
                    version,
                    same_record: false,
                    ..
                } => {
                    let record = &version.record;
                    println!(
                        "{} {} {} ({})",
                        change.sequence,
                        record.action,
                        record.party.name,
                        version.cause.as_str()
                    );
                }
                ChangeKind::Withdrawal { version } => {
                    println!(
                        "{} withdrawn: {}",
                        change.sequence, version.record.party.name
                    );
                }
                _ => {}
            }
        }
        after = changes.next;
        // Only when everything before it has been dealt with: at least once, never skipped.
        fs_err::write(&cursor, after.to_string())?;
        if !changes.more {
            return Ok(());
        }
    }
}
