//! Corrections of the Register: what a correction document says takes the place of what the
//! corrected document said, from the moment at which history holds it.
//!
//! Nothing is forgotten: the record as printed stays the version that was known before, and the
//! corrected one comes after it with the cause `correction`.

use chrono::NaiveDate;
use fedreg_model::{
    Action, Alias, AliasQuality, Amendment, AuthorityCitation, Cause, DocumentNumber, Effective,
    EffectiveBasis, FieldChange, Party, Record, RecordVersion,
};

use crate::borne::spelling;
use crate::names::link_fold;

/// A correction that history holds now, with the moment since when it has held it.
struct Correcting {
    since: RecordVersion,
    document: DocumentNumber,
    amendment: Amendment,
    names: Vec<String>,
}

/// The versions of the records as the corrections among them leave them.
///
/// A correction applies to the records of the document that it names and of the party that it
/// names, under either spelling. One whose document history does not hold changes nothing.
pub fn corrected(versions: Vec<RecordVersion>) -> Vec<RecordVersion> {
    let corrections = corrections(&versions);
    let mut versions = versions;
    for correction in &corrections {
        versions = apply(correction, versions);
    }
    versions
}

/// The number of the document that a record corrects, if it is a correction and says which.
///
/// A correction changes nothing but records of documents of that number, in whatever zero-padding,
/// and the name under which it speaks of the party itself. So [`corrected`] gives the same for the
/// versions of these documents and of the corrections of them, whether others are there or not.
pub fn corrects(record: &Record) -> Option<DocumentNumber> {
    let amendment = record.amendment.as_ref()?;
    (record.action == Action::Correction)
        .then_some(amendment.corrects.as_deref())
        .flatten()
        .and_then(|number| DocumentNumber::new(number).ok())
}

/// The corrections that hold now, in the order in which history came to hold them.
fn corrections(versions: &[RecordVersion]) -> Vec<Correcting> {
    let mut found: Vec<Correcting> = versions
        .iter()
        .filter(|v| v.record.action == Action::Correction && v.superseded_at.is_none())
        .filter_map(|current| {
            let document = corrects(&current.record)?;
            let amendment = current.record.amendment.clone()?;
            // Read anew without another answer, a correction holds since it was first read.
            let since = versions
                .iter()
                .filter(|v| {
                    v.record_id == current.record_id
                        && v.record.amendment.as_ref() == Some(&amendment)
                })
                .min_by_key(|v| v.sequence)?
                .clone();
            let spellings = amendment
                .corrected
                .iter()
                .filter(|change| change.field == "name")
                .flat_map(|change| change.before.iter().chain(&change.after));
            let names = std::iter::once(&current.record.party.name)
                .chain(spellings)
                .map(|name| link_fold(name))
                .collect();
            (!amendment.corrected.is_empty()).then_some(Correcting {
                since,
                document,
                amendment,
                names,
            })
        })
        .collect();
    found.sort_by_key(|correction| correction.since.sequence);
    found
}

impl Correcting {
    fn concerns(&self, version: &RecordVersion) -> bool {
        let same_document = version
            .document
            .document_number
            .as_ref()
            .is_some_and(|number| number.same_modulo_padding(&self.document));
        same_document
            && version.record.action != Action::Correction
            && self.names.contains(&link_fold(&version.record.party.name))
    }
}

fn apply(correction: &Correcting, versions: Vec<RecordVersion>) -> Vec<RecordVersion> {
    let by = &correction.since;
    let mut applied = false;
    let mut after = Vec::with_capacity(versions.len() + 1);
    for mut version in versions {
        if !correction.concerns(&version) {
            after.push(version);
            continue;
        }
        applied = true;
        let mut record = patched(&version.record, &correction.amendment.corrected);
        for change in &correction.amendment.corrected {
            if change.field == "authorities" {
                for authority in &by.record.authorities {
                    let before = change.before.first().map_or("", String::as_str);
                    replace_authority(&mut record, before, authority);
                }
            }
        }
        if record == version.record {
            after.push(version);
        } else if version.sequence > by.sequence {
            // Read after the correction was: it never was known as printed.
            version.record = record;
            after.push(version);
        } else if version
            .superseded_by
            .is_some_and(|next| next <= by.sequence)
        {
            after.push(version);
        } else {
            let mut later = version.clone();
            later.record = record;
            later.sequence = by.sequence;
            later.cause = Cause::Correction;
            later.recorded_at = by.recorded_at;
            version.superseded_at = Some(by.recorded_at);
            version.superseded_by = Some(by.sequence);
            version.superseded_cause = Some(Cause::Correction);
            after.push(version);
            after.push(later);
        }
    }
    if applied {
        // The correction speaks of the party under the name that it now bears.
        let renamed = correction
            .amendment
            .corrected
            .iter()
            .find(|change| change.field == "name")
            .and_then(|change| change.after.first());
        if let Some(name) = renamed {
            for version in &mut after {
                if version.record_id == by.record_id {
                    version.record.party.name.clone_from(name);
                }
            }
        }
    }
    after
}

/// The record with each substitution made.
fn patched(record: &Record, changes: &[FieldChange]) -> Record {
    let mut record = record.clone();
    for change in changes {
        let before = change.before.first().map(String::as_str);
        let Some(new) = change.after.first() else {
            continue;
        };
        match change.field.as_str() {
            "name" => {
                if before.is_none_or(|old| link_fold(old) == link_fold(&record.party.name)) {
                    record.party.name.clone_from(new);
                }
            }
            "aliases" => replace_alias(&mut record.party, before, new),
            "effective.date" => {
                if let Ok(date) = new.parse::<NaiveDate>() {
                    record.effective = Effective {
                        date: Some(date),
                        basis: EffectiveBasis::Stated,
                        until: record.effective.until,
                    };
                }
            }
            _ => replace_words(&mut record.party, &change.field, before, new),
        }
    }
    record
}

fn replace_alias(party: &mut Party, before: Option<&str>, new: &str) {
    let held = |party: &Party, name: &str| {
        party
            .aliases
            .iter()
            .position(|alias| spelling(&alias.name) == spelling(name))
    };
    let there = held(party, new).is_some();
    match before.and_then(|old| held(party, old)) {
        Some(at) if there => {
            party.aliases.remove(at);
        }
        Some(at) => new.clone_into(&mut party.aliases[at].name),
        None if there => {}
        None => party.aliases.push(Alias {
            name: new.to_owned(),
            quality: AliasQuality::Strong,
        }),
    }
}

/// Puts words in the place of others in a field whose values are printed text.
fn replace_words(party: &mut Party, field: &str, before: Option<&str>, new: &str) {
    let Some(old) = before.filter(|old| !old.is_empty()) else {
        return;
    };
    let change = |text: &mut String| {
        if text.contains(old) {
            *text = text.replace(old, new);
        }
    };
    match field {
        "identifiers" => party
            .identifiers
            .iter_mut()
            .for_each(|identifier| change(&mut identifier.value)),
        "places_of_birth" => party.places_of_birth.iter_mut().for_each(change),
        "addresses" => party
            .addresses
            .iter_mut()
            .for_each(|address| change(&mut address.printed)),
        _ => {}
    }
}

/// The authorities of a record with the corrected one in the place of the misprint.
fn replace_authority(record: &mut Record, before: &str, after: &AuthorityCitation) {
    let misprinted =
        |held: &AuthorityCitation| !before.is_empty() && held.citation.contains(before);
    record.authorities.retain(|held| !misprinted(held));
    if !record
        .authorities
        .iter()
        .any(|held| held.code == after.code)
    {
        record.authorities.push(after.clone());
    }
}
