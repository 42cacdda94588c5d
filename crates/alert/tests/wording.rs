//! What is told: what is new in the notice, and only that.
#![allow(
    clippy::unwrap_used,
    reason = "clippy does not see that helpers are tests"
)]

mod common;

use common::{book, designation, news, now, record, unread, version};
use fedreg_alert::{Alert, AlertKind};
use fedreg_history::{Alerter as _, News, NewsKind};
use fedreg_model::{Action, Amendment, Stage};

fn alert(news: &[News]) -> Alert {
    let alerts = book("on_publication = true").alerts(news, now());
    assert_eq!(alerts.len(), 1);
    serde_json::from_value(alerts[0].body.clone()).unwrap()
}

#[test]
fn a_filed_notice_says_that_it_is_not_published() {
    let alert = alert(&[designation(Stage::PublicInspection)]);
    assert_eq!(alert.kind, AlertKind::Filed);
    assert_eq!(
        alert.text(),
        "Filed: Designation of Cartel de los Soles\n\
         [filed, not yet published, expected on 2025-11-24]\n\
         \n\
         designation of Cartel de los Soles under INA-219\n  \
         aliases added: Cartel of the Suns\n  \
         effective: 2025-11-24 (upon publication)\n  \
         “I hereby <designate>”\n\
         \n\
         Department of State · Designation of Cartel de los Soles · FR Doc. 2025-20750, 2025-11-24\n\
         https://www.federalregister.gov/d/2025-20750"
    );
}

#[test]
fn an_amendment_tells_what_it_amends_and_not_the_names_it_repeats() {
    let mut amended = record(Action::Amendment, "One", &["Old", "New"]);
    amended.amendment = Some(Amendment {
        aliases_added: vec!["New".into()],
        ..Amendment::default()
    });
    let text = alert(&[news(version(Stage::Published, amended), None)]).text();
    assert!(text.contains("aliases added: New\n"), "{text}");
    assert!(!text.contains("Old"), "{text}");
    assert!(text.contains("90 FR 53045, FR Doc. 2025-20750"), "{text}");
    assert!(!text.contains("not yet published"), "{text}");
}

#[test]
fn an_updated_entry_is_shown_field_by_field_from_and_to() {
    let before = record(Action::Update, "One", &[]).party;
    let mut updated = record(Action::Update, "One", &[]);
    updated.party.countries = vec!["Panama".into()];
    updated.amendment = Some(Amendment {
        before: Some(Box::new(before)),
        ..Amendment::default()
    });
    let text = alert(&[news(version(Stage::Published, updated), None)]).text();
    assert!(text.contains("countries: Venezuela → Panama"), "{text}");
}

#[test]
fn what_changed_between_filing_and_publication_is_told_and_the_rest_is_not() {
    let filed = record(Action::Designation, "One", &["A", "C"]);
    let mut published = record(Action::Designation, "One", &["A", "B"]);
    published.effective.date = "2025-11-25".parse().ok();
    published.quote.text = "I hereby designate One, also known as B".into();
    let alert = alert(&[news(
        version(Stage::Published, published),
        Some(version(Stage::PublicInspection, filed)),
    )]);
    assert_eq!(alert.kind, AlertKind::ChangedAtPublication);
    assert_eq!(alert.items[0].aliases_added, ["B"]);
    assert_eq!(alert.items[0].aliases_removed, ["C"]);
    // Once, and the quote of the new text is not set against that of the old one.
    let fields = alert.items[0].changes.iter().map(|c| c.field.as_str());
    assert_eq!(fields.collect::<Vec<_>>(), ["effective.date"]);
    let text = alert.text();
    assert!(
        text.contains("[published otherwise than it was filed]"),
        "{text}"
    );
    assert!(
        text.contains("effective date: 2025-11-24 → 2025-11-25"),
        "{text}"
    );
}

#[test]
fn a_notice_published_as_filed_says_so() {
    let filed = record(Action::Designation, "One", &["A"]);
    let alert = alert(&[news(
        version(Stage::Published, filed.clone()),
        Some(version(Stage::PublicInspection, filed)),
    )]);
    assert_eq!(alert.kind, AlertKind::PublishedAsFiled);
    assert!(alert.items[0].aliases_added.is_empty());
}

#[test]
fn a_withdrawal_from_public_inspection_is_marked_and_another_is_a_change() {
    let withdrawal = |withdrawn: bool| {
        let version = version(
            Stage::PublicInspection,
            record(Action::Designation, "One", &[]),
        );
        let mut document = version.document.clone();
        document.withdrawn = withdrawn;
        alert(&[News {
            document,
            kind: NewsKind::Withdrawal { version },
            ..designation(Stage::PublicInspection)
        }])
    };
    let alert = withdrawal(true);
    assert_eq!(alert.kind, AlertKind::Withdrawn);
    assert_eq!(
        alert.marking.as_deref(),
        Some("withdrawn from public inspection")
    );
    assert_eq!(withdrawal(false).kind, AlertKind::Changed);
}

#[test]
fn several_parties_of_a_notice_are_one_alert() {
    let one = |name: &str| {
        let record = record(Action::Designation, name, &[]);
        news(version(Stage::Published, record), None)
    };
    let alert = alert(&[one("One"), one("Two"), one("Three")]);
    assert_eq!(alert.headline, "Designation of One and 2 more");
    assert_eq!(alert.items.len(), 3);
}

#[test]
fn what_could_not_be_read_is_quoted_with_the_reason() {
    let alerts = book("needs_review = true").alerts(&[unread()], now());
    let alert: Alert = serde_json::from_value(alerts[0].body.clone()).unwrap();
    assert_eq!(alert.kind, AlertKind::NeedsReview);
    let text = alert.text();
    assert!(
        text.contains("why: an entry has no name\n  “PEREZ”"),
        "{text}"
    );
}

#[test]
fn words_of_a_notice_can_do_no_harm() {
    let mut hostile = designation(Stage::Published);
    if let NewsKind::Record { version, .. } = &mut hostile.kind {
        version.record.party.name = "\u{1b}[2J<script>\u{202e}\nBcc: x".into();
    }
    hostile.document.html_url = Some("javascript:alert(1)".into());
    let alert = alert(&[hostile]);
    let text = alert.text();
    assert!(
        !text.contains('\u{1b}') && !text.contains('\u{202e}'),
        "{text}"
    );
    assert!(
        !alert.headline.is_empty() && !text.contains("\nBcc"),
        "{text}"
    );
    let html = alert.html();
    assert!(
        !html.contains("<script>") && !html.contains("<designate>"),
        "{html}"
    );
    assert!(!html.contains("javascript:"), "{html}");
}
