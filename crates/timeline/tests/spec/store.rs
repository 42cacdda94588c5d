//! A history in memory that behaves as the real one: readings supersede readings of one document.

use chrono::{DateTime, Duration, NaiveDate, TimeZone, Utc};
use fedreg_model::{
    Action, Address, Alias, AliasQuality, Amendment, AuthorityCitation, Cause, DateOfBirth,
    DocumentMetadata, DocumentNumber, Effective, EffectiveBasis, Identifier, Party, PartyKind,
    Quote, Record, RecordVersion, Sequence, Stage, Verdict,
};

pub(crate) const FTO: &str = "INA-219";
pub(crate) const SDGT: &str = "EO-13224";

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn noon(text: &str) -> DateTime<Utc> {
    Utc.from_utc_datetime(&day(text).and_hms_opt(12, 0, 0).unwrap())
}

/// A record under construction.
#[derive(Debug, Clone)]
pub(crate) struct Act(pub(crate) Record);

impl Act {
    pub(crate) fn new(action: Action, name: &str) -> Self {
        let amendment = (action == Action::Amendment).then(Amendment::default);
        Self(Record {
            action,
            party: Party::named(name, PartyKind::Organization),
            authorities: vec![cite(FTO)],
            effective: Effective::none(),
            amendment,
            signed_on: None,
            determined_on: None,
            signer: None,
            notice_number: None,
            ground: None,
            quote: Quote {
                start: 0,
                end: 3,
                text: "the".to_owned(),
            },
        })
    }

    pub(crate) fn on(mut self, date: &str) -> Self {
        self.0.effective = Effective {
            date: Some(day(date)),
            basis: EffectiveBasis::Stated,
            until: None,
        };
        self
    }

    pub(crate) fn until(mut self, date: &str) -> Self {
        self.0.effective.until = Some(day(date));
        self
    }

    pub(crate) fn under(mut self, codes: &[&str]) -> Self {
        self.0.authorities = codes.iter().map(|code| cite(code)).collect();
        self
    }

    pub(crate) fn kind(mut self, kind: PartyKind) -> Self {
        self.0.party.kind = kind;
        self
    }

    pub(crate) fn aka(self, names: &[&str]) -> Self {
        self.also(names, AliasQuality::Strong)
    }

    pub(crate) fn also(mut self, names: &[&str], quality: AliasQuality) -> Self {
        let alias = |name: &&str| Alias {
            name: (*name).to_owned(),
            quality,
        };
        self.0.party.aliases.extend(names.iter().map(alias));
        self
    }

    pub(crate) fn adds(mut self, names: &[&str]) -> Self {
        let amendment = self.0.amendment.get_or_insert_default();
        amendment.aliases_added = names.iter().map(|name| (*name).to_owned()).collect();
        self
    }

    pub(crate) fn removes(mut self, names: &[&str]) -> Self {
        let amendment = self.0.amendment.get_or_insert_default();
        amendment.aliases_removed = names.iter().map(|name| (*name).to_owned()).collect();
        self
    }

    pub(crate) fn renames(mut self, name: &str) -> Self {
        self.0.amendment.get_or_insert_default().renamed_to = Some(name.to_owned());
        self
    }

    pub(crate) fn address(mut self, printed: &str) -> Self {
        self.0.party.addresses.push(Address {
            printed: printed.to_owned(),
            country: None,
        });
        self
    }

    pub(crate) fn country(mut self, name: &str) -> Self {
        self.0.party.countries.push(name.to_owned());
        self
    }

    pub(crate) fn born(mut self, date: &str) -> Self {
        self.0.party.dates_of_birth.push(DateOfBirth {
            printed: date.to_owned(),
            earliest: Some(day(date)),
            latest: Some(day(date)),
            circa: false,
        });
        self
    }

    pub(crate) fn tagged(mut self, program: &str) -> Self {
        self.0.party.programs.push(program.to_owned());
        self
    }

    pub(crate) fn adds_addresses(mut self, printed: &[&str]) -> Self {
        let amendment = self.0.amendment.get_or_insert_default();
        amendment.addresses_added = printed.iter().map(|p| (*p).to_owned()).collect();
        self
    }

    pub(crate) fn removes_addresses(mut self, printed: &[&str]) -> Self {
        let amendment = self.0.amendment.get_or_insert_default();
        amendment.addresses_removed = printed.iter().map(|p| (*p).to_owned()).collect();
        self
    }

    /// The entry as it was before is another's party.
    pub(crate) fn instead_of(mut self, before: Self) -> Self {
        self.0.amendment.get_or_insert_default().before = Some(Box::new(before.0.party));
        self
    }

    pub(crate) fn identified(mut self, kind: &str, value: &str) -> Self {
        self.0
            .party
            .identifiers
            .push(Identifier::new(kind, value, None));
        self
    }
}

pub(crate) fn cite(code: &str) -> AuthorityCitation {
    AuthorityCitation {
        code: code.to_owned(),
        citation: code.to_owned(),
        subsection: None,
    }
}

macro_rules! acts {
    ($($name:ident = $action:ident),*) => {
        $(pub(crate) fn $name(name: &str) -> Act { Act::new(Action::$action, name) })*
    };
}
acts!(
    designate = Designation,
    redesignate = Redesignation,
    amend = Amendment,
    maintain = Maintenance,
    revoke = Revocation,
    remove = Removal,
    identify = Identification,
    update = Update
);

/// Metadata of a published document.
pub(crate) fn document(number: &str, published: &str) -> DocumentMetadata {
    DocumentMetadata {
        document_number: Some(DocumentNumber::new(number).unwrap()),
        publication_date: Some(day(published)),
        stage: Stage::Published,
        ..DocumentMetadata::default()
    }
}

/// Record versions as history appends them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Store {
    pub(crate) versions: Vec<RecordVersion>,
    sequence: Sequence,
}

impl Store {
    /// The document read for the first time, at the time of publication.
    pub(crate) fn publish(&mut self, number: &str, published: &str, acts: Vec<Act>) -> &mut Self {
        let at = noon(published);
        self.read(&document(number, published), acts, Cause::Source, 1, at)
    }

    /// A reading of a document, which takes the place of an earlier one.
    pub(crate) fn read(
        &mut self,
        document: &DocumentMetadata,
        acts: Vec<Act>,
        cause: Cause,
        parser_version: u32,
        at: DateTime<Utc>,
    ) -> &mut Self {
        let id = document.id().unwrap();
        let records: Vec<Record> = acts.into_iter().map(|act| act.0).collect();
        let ids = Record::ids(&records, &id);
        let mut appended = Vec::new();
        for (at_ordinal, (record, record_id)) in records.into_iter().zip(ids).enumerate() {
            let current = self
                .versions
                .iter_mut()
                .find(|v| v.record_id == record_id && v.superseded_at.is_none());
            if let Some(current) = current {
                if current.record == record && current.document == *document {
                    appended.push(record_id);
                    continue;
                }
                current.superseded_at = Some(at);
                current.superseded_by = Some(self.sequence + 1);
                current.superseded_cause = Some(cause);
            }
            self.sequence += 1;
            appended.push(record_id.clone());
            self.versions.push(RecordVersion {
                sequence: self.sequence,
                record_id,
                ordinal: u32::try_from(at_ordinal).unwrap() + 1,
                document: document.clone(),
                record,
                parser_version,
                verdict: Verdict::Designates,
                cause,
                recorded_at: at,
                superseded_at: None,
                superseded_by: None,
                superseded_cause: None,
            });
        }
        for version in &mut self.versions {
            if version.document.id().as_ref() == Some(&id)
                && version.superseded_at.is_none()
                && !appended.contains(&version.record_id)
            {
                self.sequence += 1;
                version.superseded_at = Some(at);
                version.superseded_by = Some(self.sequence);
                version.superseded_cause = Some(cause);
            }
        }
        self
    }

    pub(crate) fn last_sequence(&self) -> Sequence {
        self.sequence
    }
}

/// An instant before or after another.
pub(crate) fn hours(instant: DateTime<Utc>, hours: i64) -> DateTime<Utc> {
    instant + Duration::hours(hours)
}
