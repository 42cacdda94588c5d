//! Small synthetic notices, and histories made of them.
#![allow(dead_code, reason = "each test file uses its part")]
#![allow(
    clippy::unwrap_used,
    reason = "clippy does not see that helpers are tests"
)]

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use fedreg_history::{
    ActingRow, Appended, CorrectionRow, Derived, EntityLinkRow, EntityNameRow, EntityRecordRow,
    EntityRow, Head, History, ListedRow, NewDocument, PublishedRecordRow, RecordKeyRow, RemarkRow,
    Run, RunStart, Scope, SourceRef, StandingAliasRow, StandingRow,
};
use fedreg_model::{
    Action, Address, Agency, Alias, AliasQuality, Amendment, Announced, AuthorityCitation, Block,
    Cause, DateOfBirth, DocumentMetadata, DocumentNumber, DocumentType, Effective, EffectiveBasis,
    Identifier, NoticeText, Parsed, Party, PartyKind, Quote, Record, Residue, Role, Signer, Stage,
    TextFormat, Verdict,
};

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// An instant, so many minutes after the start of the tests' time.
pub(crate) fn minute(minutes: i64) -> DateTime<Utc> {
    "2025-11-24T12:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::minutes(minutes)
}

/// A notice that designates (or otherwise acts on) parties, one sentence each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Notice {
    pub(crate) number: String,
    pub(crate) date: NaiveDate,
    pub(crate) stage: Stage,
    pub(crate) format: TextFormat,
    pub(crate) title: String,
    pub(crate) citation: Option<String>,
    pub(crate) raw: Option<String>,
    pub(crate) acts: Vec<(Action, String)>,
    pub(crate) aliases: Vec<String>,
    pub(crate) residue: bool,
    pub(crate) reader: u32,
    pub(crate) parser: u32,
    pub(crate) observed: DateTime<Utc>,
    pub(crate) origin: String,
    /// Stands for wording that makes the bytes differ and nothing else.
    pub(crate) salt: String,
    pub(crate) correction_of: Option<String>,
}

impl Notice {
    pub(crate) fn new(number: &str, date: &str, names: &[&str]) -> Self {
        Self {
            number: number.to_owned(),
            date: day(date),
            stage: Stage::Published,
            format: TextFormat::Xml,
            title: format!("Designation of {}", names.join(" and ")),
            citation: Some("90 FR 53045".to_owned()),
            raw: None,
            acts: names
                .iter()
                .map(|name| (Action::Designation, (*name).to_owned()))
                .collect(),
            aliases: Vec::new(),
            residue: false,
            reader: 1,
            parser: 1,
            observed: minute(0),
            origin: format!("https://register.example/{number}"),
            salt: String::new(),
            correction_of: None,
        }
    }

    pub(crate) fn metadata(&self) -> DocumentMetadata {
        DocumentMetadata {
            document_number: Some(DocumentNumber::new(&self.number).unwrap()),
            publication_date: Some(self.date),
            stage: self.stage,
            document_type: DocumentType::Notice,
            title: self.title.clone(),
            agencies: vec![Agency {
                name: "State Department".into(),
                slug: Some("state-department".into()),
            }],
            docket_ids: vec!["Public Notice: 12869".into()],
            citation: self
                .citation
                .as_ref()
                .map(|citation| citation.parse().unwrap()),
            end_page: self.citation.as_ref().map(|_| 53046),
            filed_at: Some(minute(-600)),
            correction_of: self.correction_of.clone(),
            html_url: Some(format!(
                "https://register.example/documents/{}",
                self.number
            )),
            ..DocumentMetadata::default()
        }
    }

    pub(crate) fn text(&self) -> NoticeText {
        let mut text = self.title.clone();
        let mut blocks = vec![Block {
            role: Role::Subject,
            range: 0..text.len(),
            page: Some(53045),
            guessed: false,
        }];
        for (action, name) in &self.acts {
            text.push('\n');
            let start = text.len();
            text = format!("{text}I hereby make the {action} of {name} — “so determined”.");
            blocks.push(Block {
                role: Role::Paragraph,
                range: start..text.len(),
                page: None,
                guessed: false,
            });
        }
        NoticeText {
            text,
            blocks,
            format: self.format,
            reader_version: self.reader,
            stated: DocumentMetadata {
                title: self.title.clone(),
                ..DocumentMetadata::default()
            },
        }
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        format!("{:?} {} {}", self.format, self.text().text, self.salt).into_bytes()
    }

    pub(crate) fn parsed(&self) -> Parsed {
        let notice = self.text();
        let records: Vec<Record> = self
            .acts
            .iter()
            .enumerate()
            .map(|(index, (action, name))| {
                let block = &notice.blocks[index + 1];
                record(
                    *action,
                    name,
                    &self.aliases,
                    Quote {
                        start: block.range.start,
                        end: block.range.end,
                        text: notice.words(block).to_owned(),
                    },
                )
            })
            .collect();
        let residue = if self.residue {
            let range = notice.blocks[0].range.clone();
            let mut residue = Residue::new(range.clone(), &notice.text[range], "not understood");
            residue.announced = Some(Box::new(Announced {
                action: Action::Designation,
                kinds: vec![PartyKind::Vessel],
                count: Some(2),
                authorities: Vec::new(),
                effective: Effective::none(),
                images: vec!["EN24NO25.000".into()],
            }));
            vec![residue]
        } else {
            Vec::new()
        };
        let verdict = match (records.is_empty(), residue.is_empty()) {
            (_, false) => Verdict::NeedsReview,
            (true, true) => Verdict::NotADesignation,
            (false, true) => Verdict::Designates,
        };
        Parsed {
            verdict,
            reason: format!("it is {}", verdict.as_str()),
            family: Some("state-fto".into()),
            records,
            residue,
            parser_version: self.parser,
        }
    }

    pub(crate) fn append(
        &self,
        history: &mut History,
        run: &mut Run,
        now: DateTime<Utc>,
    ) -> Appended {
        self.append_because(history, run, None, now)
    }

    pub(crate) fn append_because(
        &self,
        history: &mut History,
        run: &mut Run,
        hint: Option<Cause>,
        now: DateTime<Utc>,
    ) -> Appended {
        let bytes = self.bytes();
        let sha256 = history
            .archive(&bytes, &self.origin, self.observed)
            .unwrap();
        let metadata = self.metadata();
        let new = NewDocument {
            metadata: &metadata,
            raw_metadata: self.raw.as_deref(),
            source: SourceRef {
                sha256,
                range: 0..bytes.len(),
                format: self.format,
                origin: self.origin.clone(),
            },
            observed_at: self.observed,
        };
        history
            .append(run, &new, &self.text(), &self.parsed(), hint, now)
            .unwrap()
    }
}

/// A record with something in every field.
fn record(action: Action, name: &str, aliases: &[String], quote: Quote) -> Record {
    let mut party = Party::named(name, PartyKind::Organization);
    party.aliases = aliases
        .iter()
        .map(|alias| Alias {
            name: alias.clone(),
            quality: AliasQuality::Strong,
        })
        .collect();
    party.identifiers = vec![Identifier::new(
        "Registration",
        format!("R-{}", name.len()),
        Some("Ruritania".into()),
    )];
    party.addresses = vec![Address {
        printed: format!("{} First Street, Strelsau, Ruritania", name.len()),
        country: Some("Ruritania".into()),
    }];
    party.dates_of_birth = vec![DateOfBirth {
        printed: "circa 1951".into(),
        earliest: Some(day("1951-01-01")),
        latest: Some(day("1951-12-31")),
        circa: true,
    }];
    party.countries = vec!["Ruritania".into()];
    party.programs = vec!["FTO".into()];
    Record {
        action,
        party,
        authorities: vec![
            AuthorityCitation {
                code: "INA-219".into(),
                citation: "section 219 of the INA".into(),
                subsection: None,
            },
            AuthorityCitation {
                code: "EO-13224".into(),
                citation: "Executive Order 13224".into(),
                subsection: Some("1(a)(ii)(A)".into()),
            },
        ],
        effective: Effective {
            date: None,
            basis: EffectiveBasis::None,
            until: None,
        },
        amendment: (action == Action::Amendment).then(|| Amendment {
            aliases_added: vec![format!("{name} Front")],
            aliases_removed: vec![format!("Old {name}")],
            ..Amendment::default()
        }),
        signed_on: Some(day("2025-11-16")),
        determined_on: None,
        signer: Some(Signer {
            name: "A. Signer".into(),
            office: Some("Secretary of State".into()),
        }),
        notice_number: Some("12869".into()),
        ground: Some("the ground".into()),
        quote,
    }
}

pub(crate) fn run(history: &mut History) -> Run {
    history
        .begin_run(RunStart {
            started_at: minute(0),
            command: "run".into(),
            source: "fixtures/register".into(),
            program_version: "0.1.0".into(),
        })
        .unwrap()
}

/// A history in memory with these notices appended, one a minute.
pub(crate) fn history_of<'a>(notices: impl IntoIterator<Item = &'a Notice>) -> History {
    let mut history = History::in_memory().unwrap();
    let mut run = run(&mut history);
    for (index, notice) in notices.into_iter().enumerate() {
        notice.append(
            &mut history,
            &mut run,
            minute(1 + i64::try_from(index).unwrap()),
        );
    }
    history
}

/// The names of current records, in order.
pub(crate) fn names(history: &History) -> Vec<String> {
    let mut names: Vec<String> = history
        .current_records()
        .unwrap()
        .into_iter()
        .map(|v| v.record.party.name)
        .collect();
    names.sort();
    names
}

pub(crate) fn head(history: &History) -> Head {
    history.head().unwrap()
}

/// Derived rows by hand: each current record is an entity that stands under each of its authorities
/// from its effective date on, and is linked to itself.
pub(crate) fn derived(history: &History) -> Derived {
    let mut derived = Derived::default();
    for version in history.current_records().unwrap() {
        let entity = version.record_id.0.clone();
        let party = &version.record.party;
        derived.entities.push(EntityRow {
            entity: entity.clone(),
            name: party.name.clone(),
            name_folded: party.name.to_lowercase(),
            kind: party.kind.as_str().to_owned(),
        });
        derived.names.push(EntityNameRow {
            entity: entity.clone(),
            name: party.name.clone(),
            name_folded: party.name.to_lowercase(),
            quality: "name".to_owned(),
            record_id: version.record_id.clone(),
        });
        for alias in &party.aliases {
            derived.names.push(EntityNameRow {
                entity: entity.clone(),
                name: alias.name.clone(),
                name_folded: alias.name.to_lowercase(),
                quality: alias.quality.as_str().to_owned(),
                record_id: version.record_id.clone(),
            });
        }
        derived.keys.push(RecordKeyRow {
            link_key: version.sequence % 2,
            bears: true,
            record_version: version.sequence,
        });
        derived.records.push(EntityRecordRow {
            record_id: version.record_id.clone(),
            entity: entity.clone(),
        });
        derived.links.push(EntityLinkRow {
            entity: entity.clone(),
            record_a: version.record_id.clone(),
            record_b: version.record_id.clone(),
            rule: "same_name".to_owned(),
            why: "both print the name".to_owned(),
        });
        let effective = version.record.effective.date;
        let since = effective.or(version.document.publication_date).unwrap();
        for authority in &version.record.authorities {
            derived.standings.push(StandingRow {
                entity: entity.clone(),
                authority: authority.code.clone(),
                from: since,
                to: None,
                name: party.name.clone(),
                kind: party.kind.as_str().to_owned(),
                since,
                since_basis: version.record.effective.basis.as_str().to_owned(),
                ends: None,
                end_kind: None,
                end_reason: None,
                flags: String::new(),
                record_id: version.record_id.clone(),
            });
            derived.finding.listed.push(ListedRow {
                entity: entity.clone(),
                authority: authority.code.clone(),
                scope: Scope::Both,
                from: Some(since),
                to: since.succ_opt(),
            });
            derived.finding.acting.push(ActingRow {
                entity: entity.clone(),
                authority: authority.code.clone(),
                scope: Scope::Both,
                day: since,
            });
            for (position, alias) in (1..).zip(&party.aliases) {
                derived.aliases.push(StandingAliasRow {
                    entity: entity.clone(),
                    authority: authority.code.clone(),
                    from: since,
                    to: None,
                    position,
                    alias: alias.name.clone(),
                    quality: alias.quality.as_str().to_owned(),
                    since,
                    record_id: version.record_id.clone(),
                });
            }
        }
        derived.finding.published.push(PublishedRecordRow {
            record_id: version.record_id.clone(),
            entity: entity.clone(),
        });
        derived.finding.remarks.push(RemarkRow {
            entity,
            scope: Scope::Both,
            remark: "{}".to_owned(),
        });
        derived.finding.corrections.push(CorrectionRow {
            document: version.document.document_number.clone().unwrap(),
            record_id: version.record_id.clone(),
        });
    }
    derived
}
