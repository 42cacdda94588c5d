//! What identifies a party beside its names, gathered from one notice after another.

use fedreg_model::{Address, Party, PartyKind, Record, fold_name};

/// Adds what a notice prints of its party. Of an entry that the notice prints as it was and as it
/// is, what is only in the former goes; addresses that an amendment removes go.
pub(crate) fn print(facts: &mut Party, record: &Record) {
    let amendment = record.amendment.as_ref();
    if let Some(before) = amendment.and_then(|amendment| amendment.before.as_deref()) {
        drop_missing(facts, before, &record.party);
    }
    add(facts, &record.party);
    let Some(amendment) = amendment else { return };
    for printed in &amendment.addresses_added {
        if !facts
            .addresses
            .iter()
            .any(|held| same(&held.printed, printed))
        {
            facts.addresses.push(Address {
                printed: printed.clone(),
                country: None,
            });
        }
    }
    for printed in &amendment.addresses_removed {
        facts.addresses.retain(|held| !same(&held.printed, printed));
    }
}

/// Whether two addresses are one, however they are set and punctuated.
fn same(one: &str, other: &str) -> bool {
    fold_name(one) == fold_name(other)
}

macro_rules! lists {
    ($each:ident) => {
        $each!(
            identifiers,
            countries,
            programs,
            dates_of_birth,
            places_of_birth,
            nationalities,
            citizenships,
            titles,
            details,
            remarks,
            linked_to
        )
    };
}

fn add(facts: &mut Party, party: &Party) {
    macro_rules! each {
        ($($field:ident),*) => {$(
            for item in &party.$field {
                if !facts.$field.contains(item) {
                    facts.$field.push(item.clone());
                }
            }
        )*};
    }
    lists!(each);
    for address in &party.addresses {
        if !facts
            .addresses
            .iter()
            .any(|held| same(&held.printed, &address.printed))
        {
            facts.addresses.push(address.clone());
        }
    }
    if party.gender.is_some() {
        facts.gender.clone_from(&party.gender);
    }
    if party.surname.is_some() {
        facts.surname.clone_from(&party.surname);
    }
}

/// Takes away what `before` has and `after` lacks.
fn drop_missing(facts: &mut Party, before: &Party, after: &Party) {
    macro_rules! each {
        ($($field:ident),*) => {$(
            facts
                .$field
                .retain(|item| !before.$field.contains(item) || after.$field.contains(item));
        )*};
    }
    lists!(each);
    let holds = |party: &Party, address: &Address| {
        party
            .addresses
            .iter()
            .any(|held| same(&held.printed, &address.printed))
    };
    facts
        .addresses
        .retain(|held| !holds(before, held) || holds(after, held));
    if before.gender.is_some() && after.gender.is_none() {
        facts.gender = None;
    }
}

/// The party of a standing: its names with everything else that notices print of it.
pub(crate) fn party(names: &crate::borne::Names) -> Party {
    let mut party = names.facts.clone();
    party.name.clone_from(&names.name);
    party.kind = names.kind;
    if party.kind != PartyKind::Individual {
        party.surname = None;
    }
    party.aliases = names
        .aliases
        .iter()
        .map(|alias| fedreg_model::Alias {
            name: alias.name.clone(),
            quality: alias.quality,
        })
        .collect();
    party
}
