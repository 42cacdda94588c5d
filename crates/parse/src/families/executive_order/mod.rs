//! Presidential documents: orders whose annex, or whose own text, names the persons that they
//! block; orders that only create an authority; and the many that block nobody.
//!
//! An annex counts only in a presidential document: the same text in a rule is a reprint. Where an
//! order states no effective date, the date of signature holds.

mod annex;
mod blocking;
mod changes;
mod entries;
mod order;

use fedreg_model::{
    Action, Announced, AuthorityCitation, Effective, Party, PartyKind, Quote, Record, Residue,
};

use super::Reader;
use crate::notice::Notice;
use crate::reading::{Law, Reading};
use annex::Annex;
use order::Order;

pub(crate) struct ExecutiveOrder;

impl Reader for ExecutiveOrder {
    fn name(&self) -> &'static str {
        "executive-order"
    }

    fn claims(&self, notice: &Notice<'_>) -> bool {
        notice.is_presidential()
    }

    fn read(&self, notice: &Notice<'_>, law: Law<'_>) -> Reading {
        let Some(order) = Order::of(notice) else {
            return changes::read_other(notice, law);
        };
        let annexes = annex::find(notice);
        let end = annexes.first().map_or(usize::MAX, |annex| annex.heading);
        let mut reading = Reading::default();
        changes::read(notice, law, &order, end, &mut reading);
        read_annexes(notice, &order, &annexes, end, &mut reading);
        blocking::read_named(notice, &order, end, &mut reading);
        if let Some(clause) = blocking::prohibits_named(notice, end) {
            let why = "prohibits dealings with a party by name, which no grammar reads yet";
            reading.residue.push(notice.residue(clause, why));
        }
        let names = !reading.records.is_empty() || !reading.residue.is_empty();
        let known = law.authorities.get(&order.code).is_some();
        if let Some(clause) = blocking::creates(notice, end) {
            // An order that amends another creates no authority of its own.
            if annex::added_to(notice, end).is_none() && !known {
                let why = format!(
                    "creates an authority that the registry does not hold: {}",
                    order.code
                );
                reading.residue.push(notice.residue(clause, why));
            } else if !names {
                reading.names_nobody = Some(format!(
                    "sets out under {} whose property is blocked, and names nobody",
                    order.code
                ));
            }
        } else if !names {
            reading.names_nobody = changes::ends(notice, law, end);
        }
        if !reading.records.is_empty() {
            order.check(notice, &mut reading);
        }
        reading.residue.dedup();
        reading
    }
}

/// A record of the order upon a party.
fn record(
    notice: &Notice<'_>,
    order: &Order,
    action: Action,
    party: Party,
    authority: AuthorityCitation,
    quote: Quote,
    ground: Option<String>,
) -> Record {
    Record {
        action,
        party,
        authorities: vec![authority],
        effective: order.effective(notice),
        amendment: None,
        signed_on: order.signed_on,
        determined_on: None,
        signer: None,
        notice_number: None,
        ground,
        quote,
    }
}

/// The persons of the annexes, where the order's text gives an annex that meaning.
fn read_annexes(
    notice: &Notice<'_>,
    order: &Order,
    annexes: &[Annex],
    end: usize,
    reading: &mut Reading,
) {
    let Some(reference) = annex::reference(notice, end) else {
        let sanctions =
            blocking::creates(notice, end).is_some() || blocking::speaks_of_blocking(notice, end);
        if let Some(annex) = annexes.first().filter(|_| sanctions) {
            let why = "an annex of which the order does not say what it lists";
            let range = annex.range.clone();
            reading.residue.push(notice.residue(range, why));
        }
        return;
    };
    let ground = notice.words(&reference).to_owned();
    if annex::replaces(notice, end) {
        let why = "an annex that replaces an earlier one: the order does not say whom it adds";
        announce(notice, order, reference, why, Vec::new(), reading);
        return;
    }
    let added_to = annex::added_to(notice, end);
    let mut read = 0;
    let mut images = Vec::new();
    for annex in annexes {
        let listed = entries::read(notice, annex);
        read += listed.parties.len();
        images.extend(listed.images);
        for (party, range) in listed.parties {
            let authority = added_to.clone().unwrap_or_else(|| order.citation());
            let quote = notice.quote(range);
            let ground = Some(ground.clone());
            reading.records.push(record(
                notice,
                order,
                Action::Designation,
                party,
                authority,
                quote,
                ground,
            ));
        }
        reading.residue.extend(listed.residue);
    }
    if annexes.is_empty() {
        images = annex::images_after_signature(notice);
    }
    if !images.is_empty() {
        let why = "the persons of the annex are printed as an image and are not in the text";
        announce(notice, order, reference, why, images, reading);
    } else if read == 0 {
        let why = "the persons of the annex are not in the text";
        announce(notice, order, reference, why, images, reading);
    }
}

/// A residue that keeps what the order does say of parties that its text does not hold.
fn announce(
    notice: &Notice<'_>,
    order: &Order,
    range: std::ops::Range<usize>,
    why: &str,
    images: Vec<String>,
    reading: &mut Reading,
) {
    let announced = Announced {
        action: Action::Designation,
        kinds: vec![PartyKind::Unknown],
        count: None,
        authorities: vec![order.citation()],
        effective: order.effective(notice),
        images,
    };
    reading.residue.push(Residue {
        announced: Some(Box::new(announced)),
        ..notice.residue(range, why)
    });
}

/// The date of signature as an effective date.
fn signed(date: Option<chrono::NaiveDate>) -> Effective {
    match date {
        Some(_) => Effective {
            date,
            basis: fedreg_model::EffectiveBasis::Signed,
            until: None,
        },
        None => Effective::none(),
    }
}
