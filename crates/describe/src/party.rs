//! What a notice prints of a party beside its name and aliases, and lists that it prints as images.

use fedreg_model::{Announced, Party, Record, Residue};
use serde_json::{Value, json};

use crate::words::{self, count, words};

/// Of one kind of fact, at most so many are told to a person; the others are counted.
const FIRST: usize = 12;

/// The facts of a party in lines for a person, each with its label.
pub fn lines(party: &Party) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = |label: &str, values: Vec<String>| {
        if values.is_empty() {
            return;
        }
        let more = values.len().saturating_sub(FIRST);
        let mut text = format!("{label}: {}", values[..values.len() - more].join("; "));
        if more > 0 {
            text = format!("{text}; and {more} more");
        }
        lines.push(text);
    };
    line(
        "identifiers",
        party.identifiers.iter().map(ToString::to_string).collect(),
    );
    let addresses = party
        .addresses
        .iter()
        .map(|address| address.printed.clone());
    line("addresses", addresses.collect());
    let born = party.dates_of_birth.iter().map(|date| date.printed.clone());
    line("born", born.collect());
    line("place of birth", party.places_of_birth.clone());
    line("nationality", party.nationalities.clone());
    line("citizenship", party.citizenships.clone());
    line("gender", party.gender.iter().cloned().collect());
    line("titles", party.titles.clone());
    line("countries", party.countries.clone());
    let tags = party.programs.iter().map(|tag| format!("[{tag}]"));
    line("programs", tags.collect());
    line(
        "details",
        party.details.iter().map(ToString::to_string).collect(),
    );
    line("remarks", party.remarks.clone());
    line("linked to", party.linked_to.clone());
    lines
}

/// The facts of a party as fields of a row.
pub fn fields(party: &Party) -> Value {
    json!({
        "identifiers": party.identifiers,
        "countries": party.countries,
        "programs": party.programs,
        "surname": party.surname,
        "addresses": party.addresses,
        "dates_of_birth": party.dates_of_birth,
        "places_of_birth": party.places_of_birth,
        "nationalities": party.nationalities,
        "citizenships": party.citizenships,
        "gender": party.gender,
        "titles": party.titles,
        "details": party.details,
        "remarks": party.remarks,
        "linked_to": party.linked_to,
    })
}

/// The names of these fields, none of them shown in a table by default.
pub const FIELDS: [(&str, bool); 14] = [
    ("identifiers", false),
    ("countries", false),
    ("programs", false),
    ("surname", false),
    ("addresses", false),
    ("dates_of_birth", false),
    ("places_of_birth", false),
    ("nationalities", false),
    ("citizenships", false),
    ("gender", false),
    ("titles", false),
    ("details", false),
    ("remarks", false),
    ("linked_to", false),
];

/// What a notice says that it changes of an entry, where it prints the entry as it was: field by
/// field, before and after.
pub fn changes(record: &Record) -> Vec<fedreg_model::FieldChange> {
    let amendment = record.amendment.as_ref();
    let before = amendment.and_then(|amendment| amendment.before.as_deref());
    let mut changes = before.map_or_else(Vec::new, |before| before.changes(&record.party));
    changes.extend(amendment.iter().flat_map(|a| a.corrected.iter().cloned()));
    changes
}

/// The pictures that hold a list, as addresses.
pub fn images(residue: &[Residue]) -> Vec<String> {
    let announced = residue
        .iter()
        .filter_map(|residue| residue.announced.as_deref());
    announced
        .flat_map(|announced| announced.images.iter().map(|id| image(id)))
        .collect()
}

fn image(id: &str) -> String {
    format!("https://img.federalregister.gov/{id}/{id}_original_size.png")
}

/// What a notice announces of parties that only its images name, in lines for a person.
pub fn announced(announced: &Announced, pdf: Option<&str>) -> Vec<String> {
    let kinds: Vec<&str> = announced.kinds.iter().map(|kind| kind.as_str()).collect();
    let parties = match announced.count {
        Some(n) => count(n, "party", "parties"),
        None => "parties, it does not say how many".to_owned(),
    };
    let mut act = format!("the notice announces: {} of {parties}", announced.action);
    if !kinds.is_empty() {
        act = format!("{act} ({})", kinds.join(", "));
    }
    let codes: Vec<&str> = announced
        .authorities
        .iter()
        .map(|a| a.code.as_str())
        .collect();
    if !codes.is_empty() {
        act = format!("{act}, under {}", codes.join(" and "));
    }
    let mut lines = vec![format!("{act}; {}", words::effective(&announced.effective))];
    let many = announced.images.len();
    if many > 0 {
        lines.push(format!(
            "their names stand in {} only:",
            count(many, "image", "images")
        ));
        lines.extend(announced.images.iter().map(|id| image(id)));
    }
    lines.extend(pdf.map(|pdf| format!("the pages: {pdf}")));
    lines
}

/// What a change of a field says, long words cut.
pub fn change(change: &fedreg_model::FieldChange) -> String {
    const LONG: usize = 120;
    let text = change.to_string();
    if text.len() <= 2 * LONG {
        return text;
    }
    let cut = |values: &[String]| -> Vec<String> {
        let cut = values.iter().map(|value| {
            let end = words::floor(value, LONG);
            if end < value.len() {
                format!("{} …", &value[..end])
            } else {
                value.clone()
            }
        });
        cut.collect()
    };
    let cut = fedreg_model::FieldChange {
        field: words(&change.field),
        before: cut(&change.before),
        after: cut(&change.after),
    };
    cut.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use fedreg_model::{Action, AuthorityCitation, Effective, EffectiveBasis, PartyKind};

    #[test]
    fn a_list_of_images_is_told_with_its_pictures() {
        let list = Announced {
            action: Action::Designation,
            kinds: vec![PartyKind::Individual, PartyKind::Vessel],
            count: Some(7),
            authorities: vec![AuthorityCitation {
                code: "EO-13224".to_owned(),
                citation: "E.O. 13224".to_owned(),
                subsection: None,
            }],
            effective: Effective {
                date: "2025-06-05".parse().ok(),
                basis: EffectiveBasis::Determination,
                until: None,
            },
            images: vec!["EN05JN25.000".to_owned()],
        };
        let lines = announced(&list, Some("https://example.org/a.pdf"));
        assert_eq!(
            lines,
            [
                "the notice announces: designation of 7 parties (individual, vessel), under EO-13224; \
                 effective 2025-06-05, the date of the determination",
                "their names stand in 1 image only:",
                "https://img.federalregister.gov/EN05JN25.000/EN05JN25.000_original_size.png",
                "the pages: https://example.org/a.pdf",
            ]
        );
        let mut residue = Residue::new(0..1, "A", "images");
        residue.announced = Some(Box::new(list));
        assert_eq!(images(&[residue]).len(), 1);
    }

    #[test]
    fn every_field_of_a_party_has_its_name() {
        let Value::Object(row) = fields(&Party::named("A", PartyKind::Vessel)) else {
            unreachable!("a row is an object");
        };
        let declared: std::collections::BTreeSet<&str> =
            FIELDS.iter().map(|(name, _)| *name).collect();
        assert_eq!(
            row.keys()
                .map(String::as_str)
                .collect::<std::collections::BTreeSet<_>>(),
            declared
        );
    }

    #[test]
    fn many_facts_are_counted() {
        let mut party = Party::named("A", PartyKind::Organization);
        party.remarks = (0..20).map(|n| n.to_string()).collect();
        party.programs = vec!["SDGT".to_owned()];
        let lines = lines(&party);
        assert_eq!(lines[0], "programs: [SDGT]");
        assert!(lines[1].ends_with("11; and 8 more"), "{}", lines[1]);
    }
}
