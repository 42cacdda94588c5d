//! The hash that an append gives a row, from what it is about to store, is the one that
//! verification finds, from what is stored.
#![allow(
    clippy::unwrap_used,
    reason = "clippy does not see that helpers are tests"
)]

mod common;

use common::{Notice, minute, run};
use fedreg_history::{History, VerifyReport};
use fedreg_model::{Action, TextFormat};
use proptest::prelude::*;

fn verified(notices: &[Notice]) -> VerifyReport {
    let mut history = History::in_memory().unwrap();
    let mut run = run(&mut history);
    for (at, notice) in (1..).zip(notices) {
        notice.append(&mut history, &mut run, minute(at));
    }
    history.verify(None, &mut |_, _| {}).unwrap()
}

/// Rows are inserted several at once, and rows and their children in an order of their own.
#[test]
fn any_number_of_records_is_hashed_as_stored() {
    for count in [0, 1, 2, 3, 7, 8, 9, 31, 32, 33, 75] {
        let names: Vec<String> = (0..count).map(|at| format!("Party {at}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let mut notice = Notice::new("2025-20750", "2025-11-24", &names);
        notice.aliases = vec!["One".into(), "Two".into(), "Three".into()];
        for act in notice.acts.iter_mut().step_by(3) {
            act.0 = Action::Amendment;
        }
        let report = verified(&[notice]);
        assert!(report.is_sound(), "{count}: {:?}", report.problems);
        assert!(report.rows > 2 * count, "{count}: {}", report.rows);
    }
}

fn notices() -> impl Strategy<Value = Notice> {
    (
        1_u32..4,
        prop::collection::vec(".{1,12}", 1..5),
        prop::collection::vec(".{0,8}", 0..4),
        prop::option::of("[a-z]{0,6}"),
        any::<(bool, bool, bool)>(),
    )
        .prop_map(|(number, names, aliases, raw, (residue, amends, xml))| {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let number = format!("2025-{number}");
            let mut notice = Notice::new(&number, "2025-11-24", &names);
            notice.aliases = aliases;
            notice.raw = raw.map(|title| format!(r#"{{"title":"{title}"}}"#));
            notice.residue = residue;
            if amends {
                notice.acts[0].0 = Action::Amendment;
                notice.citation = None;
            }
            if xml {
                notice.format = TextFormat::Html;
                notice.correction_of = Some("2025-1".into());
            }
            notice
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Documents, versions that supersede each other, readings, withdrawals: with any words in them.
    #[test]
    fn any_words_are_hashed_as_stored(notices in prop::collection::vec(notices(), 1..5)) {
        let report = verified(&notices);
        prop_assert!(report.is_sound(), "{:?}", report.problems);
    }
}
