//! Public inspection: what is filed and not yet published.

use std::collections::BTreeMap;
use std::pin::pin;

use fedreg_fetch::{ApiClient, ApiDocument, Harvested, InspectionPlan, Text};
use fedreg_history::Sha256;

use super::api::{Next, document, next};
use super::intake::Intake;
use super::{PassError, Progress, Session, missing};
use crate::Settings;
use crate::memory::SourceMemory;

/// Polls the desk once, and notes in `memory` what it said.
pub(super) async fn poll(
    intake: &mut Intake<'_>,
    settings: &Settings,
    client: &ApiClient,
    memory: &mut SourceMemory,
    session: &Session<'_>,
    progress: &dyn Progress,
) -> Result<(), PassError> {
    progress.begin("asking public inspection", None);
    let known = memory.filed.clone();
    let mut filed = BTreeMap::new();
    let plan = InspectionPlan::new(settings.queries.clone())
        .unless(memory.desk.clone().filter(|_| !session.thorough))
        .already_filed(move |listed| {
            number(listed).and_then(|number| known.get(&number)) == Some(&mark(listed))
        });
    let before = intake.report.problems.len();
    let mut missed = Vec::new();
    let mut desk = None;
    let mut items = pin!(client.poll_inspection(plan, intake.clock.today()));
    loop {
        let item = match next(intake, &mut items, &session.stop).await? {
            Next::Item(item) => item,
            Next::End => break,
            Next::Stopped => {
                intake.stopped("public inspection");
                missing::report(intake, missed);
                return Ok(());
            }
        };
        match item {
            Harvested::Document(found) => {
                let entry = number(&found.document).map(|number| (number, mark(&found.document)));
                let held = matches!(found.text, Text::Held);
                if document(intake, *found)? || held {
                    filed.extend(entry);
                }
                progress.advance();
            }
            Harvested::Withdrawn(document) => {
                let now = intake.clock.now();
                let raw = document.raw.to_string();
                intake.withdraw(document.metadata, Some(&raw), now)?;
            }
            Harvested::Missing(missing) => missed.push(missing),
            Harvested::Desk(end) => desk = Some(end),
            // A kind of item that this version does not know is no failure of the pass.
            _ => tracing::debug!("an unknown item of public inspection"),
        }
    }
    missing::report(intake, missed);
    let failure = intake.failure_since(before);
    let now = intake.clock.now();
    match desk {
        Some(end) if end.unchanged => {}
        // What failed in part is asked for again, and what was read is not.
        Some(end) => {
            memory.desk = end.mark.filter(|_| failure.is_none());
            memory.filed = filed;
        }
        None => memory.desk = None,
    }
    memory.inspection.note(now, failure, client.latency());
    Ok(())
}

fn number(document: &ApiDocument) -> Option<String> {
    document
        .metadata
        .document_number
        .as_ref()
        .map(ToString::to_string)
}

fn mark(document: &ApiDocument) -> String {
    Sha256::of(document.raw.to_string().as_bytes()).to_string()
}
