//! From filing to publication: what is the same, and what is not.

use fedreg_history::{News, NewsKind};
use fedreg_model::{FieldChange, RecordVersion, Stage, fold_name};

/// Whether a version is the published one of what was filed.
pub(crate) fn is_publication(before: &RecordVersion, after: &RecordVersion) -> bool {
    before.document.stage == Stage::PublicInspection && after.document.stage == Stage::Published
}

/// Whether a version says what the one before it said: there are no [`differences`].
pub fn is_same(before: &RecordVersion, after: &RecordVersion) -> bool {
    differences(before, after).is_empty()
}

/// What is otherwise, field by field. The same words quoted from another place, or set with other
/// marks and line ends, are no difference; and where another field says what is otherwise, the
/// quotes, which nobody wants to compare by eye, do not say it again. From filing to publication,
/// where page text becomes markup, marks and line ends count in no field; another day of publication
/// than expected does.
pub(crate) fn differences(before: &RecordVersion, after: &RecordVersion) -> Vec<FieldChange> {
    let is_publication = is_publication(before, after);
    let letters = |texts: &[String]| -> Vec<String> {
        let mut texts: Vec<String> = texts
            .iter()
            .map(|text| fold_name(text).replace(' ', ""))
            .collect();
        texts.sort_unstable();
        texts
    };
    let is_words = |change: &FieldChange| matches!(change.field.as_str(), "quote" | "ground");
    let mut changes = before.record.changes(&after.record);
    changes.retain(|change| {
        !(is_publication || is_words(change)) || letters(&change.before) != letters(&change.after)
    });
    if !changes.iter().all(is_words) {
        changes.retain(|change| !is_words(change));
    }
    let day = |version: &RecordVersion| -> Vec<String> {
        let day = version.document.publication_date;
        day.iter().map(ToString::to_string).collect()
    };
    if is_publication && day(before) != day(after) {
        changes.insert(
            0,
            FieldChange {
                field: "publication_date".to_owned(),
                before: day(before),
                after: day(after),
            },
        );
    }
    changes
}

/// The news, with a record that was filed under one day and published under another as one thing
/// that changed, not as one that went and another that came.
pub(crate) fn joined(news: &[&News]) -> Vec<News> {
    let mut joined: Vec<News> = news.iter().map(|news| (*news).clone()).collect();
    let filed: Vec<usize> = (0..joined.len())
        .filter(|at| {
            matches!(&joined[*at].kind, NewsKind::Withdrawal { version }
                if version.document.stage == Stage::PublicInspection)
                && joined[*at].document.stage == Stage::Published
        })
        .collect();
    let mut gone = Vec::new();
    for at in filed {
        let NewsKind::Withdrawal { version: filed } = joined[at].kind.clone() else {
            continue;
        };
        let published = joined.iter_mut().find_map(|news| match &mut news.kind {
            NewsKind::Record {
                version,
                before: before @ None,
            } if is_publication(&filed, version) && is_one_thing(&filed, version) => Some(before),
            _ => None,
        });
        if let Some(before) = published {
            *before = Some(filed);
            gone.push(at);
        }
    }
    for at in gone.into_iter().rev() {
        joined.remove(at);
    }
    joined
}

/// Whether two notices of one number do the same to the same party.
fn is_one_thing(one: &RecordVersion, other: &RecordVersion) -> bool {
    let (a, b) = (&one.record, &other.record);
    let codes = |version: &RecordVersion| {
        let mut codes: Vec<String> = version
            .record
            .authorities
            .iter()
            .map(|authority| authority.code.clone())
            .collect();
        codes.sort_unstable();
        codes
    };
    let number = |version: &RecordVersion| version.document.document_number.clone();
    number(one) == number(other)
        && a.action == b.action
        && fold_name(&a.party.name) == fold_name(&b.party.name)
        && codes(one) == codes(other)
}
