//! A record as the values of its row and of the rows of its child tables.

use fedreg_model::{Record, RecordId, Sequence, fold_name};
use rusqlite::types::ToSqlOutput;

use crate::Sha256;
use crate::canonical::json;
use crate::canonical_form::canonical_of;
use crate::error::Fallible;
use crate::values::{date, length};
use crate::write::writer::{Entry, Writer, maybe, number, words};

/// What of a record is hashed, and how it is kept.
pub(crate) struct Content {
    pub(crate) canonical: Vec<u8>,
    sha256: String,
    json: String,
}

impl Content {
    pub(crate) fn of(record: &Record) -> Self {
        let canonical = canonical_of(record);
        Self {
            sha256: Sha256::of(&canonical).to_string(),
            canonical,
            json: json(record),
        }
    }
}

/// The columns that hold something else than what the record itself holds.
pub(crate) struct Columns {
    name_folded: String,
    effective_date: Option<String>,
    effective_until: Option<String>,
    signed_on: Option<String>,
    determined_on: Option<String>,
    aliases_folded: Vec<String>,
    changes_folded: Vec<String>,
}

impl Columns {
    pub(crate) fn of(record: &Record) -> Self {
        Self {
            name_folded: fold_name(&record.party.name),
            effective_date: record.effective.date.map(date),
            effective_until: record.effective.until.map(date),
            signed_on: record.signed_on.map(date),
            determined_on: record.determined_on.map(date),
            aliases_folded: record
                .party
                .aliases
                .iter()
                .map(|alias| fold_name(&alias.name))
                .collect(),
            changes_folded: changes(record).map(|(_, name)| fold_name(name)).collect(),
        }
    }

    /// The columns of the row of `record`, but for its sequence.
    pub(crate) fn record<'v>(
        &'v self,
        record: &'v Record,
        reading: Sequence,
        ordinal: usize,
        id: &'v RecordId,
        content: &'v Content,
    ) -> Vec<(&'static str, ToSqlOutput<'v>)> {
        let signer = record.signer.as_ref();
        let office = signer.and_then(|signer| signer.office.as_deref());
        let renamed = record
            .amendment
            .as_ref()
            .and_then(|change| change.renamed_to.as_deref());
        vec![
            ("reading", number(reading)),
            ("ordinal", number(length(ordinal))),
            ("record_id", words(&id.0)),
            ("content_sha256", words(&content.sha256)),
            ("action", words(record.action.as_str())),
            ("name", words(&record.party.name)),
            ("name_folded", words(&self.name_folded)),
            ("kind", words(record.party.kind.as_str())),
            ("renamed_to", maybe(renamed)),
            ("effective_date", maybe(self.effective_date.as_deref())),
            ("effective_basis", words(record.effective.basis.as_str())),
            ("effective_until", maybe(self.effective_until.as_deref())),
            ("signed_on", maybe(self.signed_on.as_deref())),
            ("determined_on", maybe(self.determined_on.as_deref())),
            (
                "signer_name",
                maybe(signer.map(|signer| signer.name.as_str())),
            ),
            ("signer_office", maybe(office)),
            ("notice_number", maybe(record.notice_number.as_deref())),
            ("ground", maybe(record.ground.as_deref())),
            ("quote_start", number(length(record.quote.start))),
            ("quote_end", number(length(record.quote.end))),
            ("quote", words(&record.quote.text)),
            ("record", words(&content.json)),
        ]
    }

    /// Adds the rows of the child tables.
    pub(crate) fn children<'v>(
        &'v self,
        writer: &Writer<'_>,
        entry: &mut Entry<'v>,
        record: &'v Record,
    ) -> Fallible<()> {
        let party = &record.party;
        let aliases = party.aliases.iter().zip(&self.aliases_folded);
        for (position, (alias, folded)) in aliases.enumerate() {
            let columns = vec![
                ("name", words(&alias.name)),
                ("name_folded", words(folded)),
                ("quality", words(alias.quality.as_str())),
            ];
            writer.add_child(entry, "record_alias", position, columns)?;
        }
        let changed = changes(record).zip(&self.changes_folded);
        for (position, ((change, name), folded)) in changed.enumerate() {
            let columns = vec![
                ("change", words(change)),
                ("name", words(name)),
                ("name_folded", words(folded)),
            ];
            writer.add_child(entry, "record_alias_change", position, columns)?;
        }
        for (position, authority) in record.authorities.iter().enumerate() {
            let columns = vec![
                ("code", words(&authority.code)),
                ("citation", words(&authority.citation)),
                ("subsection", maybe(authority.subsection.as_deref())),
            ];
            writer.add_child(entry, "record_authority", position, columns)?;
        }
        for (position, identifier) in party.identifiers.iter().enumerate() {
            let columns = vec![
                ("type", words(&identifier.kind)),
                ("value", words(&identifier.value)),
                ("country", maybe(identifier.country.as_deref())),
            ];
            writer.add_child(entry, "record_identifier", position, columns)?;
        }
        for (table, column, all) in [
            ("record_country", "country", &party.countries),
            ("record_program", "program", &party.programs),
        ] {
            for (position, word) in all.iter().enumerate() {
                writer.add_child(entry, table, position, vec![(column, words(word))])?;
            }
        }
        Ok(())
    }
}

/// The names that an amendment adds and removes.
fn changes(record: &Record) -> impl Iterator<Item = (&'static str, &String)> {
    record.amendment.iter().flat_map(|change| {
        let added = change.aliases_added.iter().map(|name| ("added", name));
        let removed = change.aliases_removed.iter().map(|name| ("removed", name));
        added.chain(removed)
    })
}
