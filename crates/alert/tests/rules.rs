//! Who is told: what each key of a rule asks for, and what a wrong one is answered.

mod common;

use common::{at, book, designation, document, news, now, record, rules, unread, version};
use fedreg_history::{Alerter as _, News};
use fedreg_model::{Action, Cause, Stage, Verdict};

fn raises(rule: &str, news: &News) -> bool {
    !book(rule)
        .alerts(std::slice::from_ref(news), now())
        .is_empty()
}

#[test]
fn every_key_must_hold_and_of_its_values_one() {
    let published = designation(Stage::Published);
    for (rule, raised) in [
        ("", true),
        ("authority = ['INA-219']", true),
        ("authority = ['8 U.S.C. 1189', 'EO-13224']", true),
        ("authority = ['EO-13224']", false),
        ("program = ['sdgt']", true),
        ("program = ['NPWMD']", false),
        ("action = ['revocation', 'designation']", true),
        ("action = ['revocation']", false),
        ("family = ['state_fto']", true),
        ("family = ['bis_entity_list']", false),
        ("agency = ['state-department']", true),
        ("agency = ['of state']", true),
        ("agency = ['treasury']", false),
        ("party = ['CARTEL de los SOLES']", true),
        ("party = ['cartel of the suns']", true),
        ("party = ['cartel']", false),
        ("party = ['cartel*']", true),
        ("party = ['*los*']", true),
        ("party = ['*soles', 'x']", true),
        ("party = ['*sole']", false),
        ("party = ['cartel*suns*suns']", false),
        ("country = ['venezuela']", true),
        ("country = ['*zuela']", true),
        ("country = ['Iran']", false),
        ("stage = ['published']", true),
        ("stage = ['public_inspection']", false),
        ("needs_review = true", false),
        ("needs_review = false", true),
        ("authority = ['INA-219']\naction = ['removal']", false),
        ("authority = ['INA-219']\naction = ['designation']", true),
    ] {
        assert_eq!(raises(rule, &published), raised, "{rule}");
    }
}

#[test]
fn a_notice_that_needs_review_is_told_to_who_asks_for_those() {
    assert!(raises("needs_review = true", &unread()));
    assert!(raises(
        "needs_review = true\nagency = ['state-department']",
        &unread()
    ));
    assert!(!raises(
        "needs_review = true\nagency = ['treasury']",
        &unread()
    ));
    assert!(!raises("", &unread()));
    let mut partly = designation(Stage::Published);
    if let fedreg_history::NewsKind::Record { version, .. } = &mut partly.kind {
        version.verdict = Verdict::NeedsReview;
    }
    assert!(raises("", &partly));
    assert!(!raises("needs_review = false", &partly));
}

#[test]
fn a_better_parser_is_told_to_who_asks_for_it() {
    let mut parser = designation(Stage::Published);
    parser.cause = Cause::Parser;
    assert!(!raises("", &parser));
    assert!(raises("changed_by = ['parser']", &parser));
    parser.cause = Cause::Review;
    assert!(raises("", &parser));
    parser.cause = Cause::Correction;
    assert!(raises("", &parser));
    assert!(!raises("changed_by = ['parser', 'review']", &parser));
}

#[test]
fn publication_is_told_again_only_if_something_changed_or_a_rule_asks() {
    let filed = record(Action::Designation, "One", &[]);
    let same = news(
        version(Stage::Published, filed.clone()),
        Some(version(Stage::PublicInspection, filed.clone())),
    );
    assert!(!raises("", &same));
    assert!(raises("on_publication = true", &same));
    let changed = news(
        version(Stage::Published, record(Action::Designation, "One", &["A"])),
        Some(version(Stage::PublicInspection, filed.clone())),
    );
    assert!(raises("", &changed));
    // A filing is typed, an issue is typeset: the same words stand elsewhere in it, and are set
    // otherwise.
    for (quote, told) in [
        ("I hereby\n“designate”", false),
        ("I hereby <designate> nobody", true),
    ] {
        let mut typeset = filed.clone();
        (typeset.quote.start, typeset.quote.end) = (700, 719);
        typeset.quote.text = quote.into();
        let typeset = news(
            version(Stage::Published, typeset),
            Some(version(Stage::PublicInspection, filed.clone())),
        );
        assert_eq!(raises("", &typeset), told, "{quote}");
        let alerts = book("on_publication = true").alerts(&[typeset], now());
        let kind = if told {
            "changed_at_publication"
        } else {
            "published_as_filed"
        };
        assert_eq!(alerts[0].body["kind"], kind);
        let fields = alerts[0].body["items"][0]["changes"].as_array().unwrap();
        assert_eq!(fields.len(), usize::from(told), "{fields:?}");
    }
    let described_otherwise = news(
        version(Stage::Published, filed.clone()),
        Some(version(Stage::Published, filed)),
    );
    assert!(!raises("on_publication = true", &described_otherwise));
}

#[test]
fn what_ceases_to_be_what_a_rule_asks_for_is_told() {
    let renamed = news(
        version(Stage::Published, record(Action::Designation, "Two", &[])),
        Some(version(
            Stage::Published,
            record(Action::Designation, "One", &[]),
        )),
    );
    assert!(raises("party = ['one']", &renamed));
    assert!(!raises("party = ['three']", &renamed));
}

#[test]
fn publication_from_page_text_to_markup_is_no_change_but_another_day_is() {
    let text = |quote: &str| {
        let mut record = record(Action::Designation, "One", &["A-B"]);
        record.quote.text = quote.to_owned();
        record.quote.end = quote.len();
        record
    };
    let filed = version(
        Stage::PublicInspection,
        text("I hereby desig- nate \"One\""),
    );
    let mut published = version(Stage::Published, text("I hereby designate “One”"));
    let same = news(published.clone(), Some(filed.clone()));
    assert!(!raises("", &same));
    assert!(raises("on_publication = true", &same));
    published.document.publication_date = "2025-11-25".parse().ok();
    assert!(raises("", &news(published, Some(filed.clone()))));
    let other = version(Stage::Published, text("I hereby designate “Two”"));
    assert!(raises("", &news(other, Some(filed))));
}

/// A notice that ends a programme ends many designations at once.
#[test]
fn the_end_of_a_whole_programme_is_one_alert_with_each_party() {
    let ended: Vec<News> = (0..40)
        .map(|n| {
            let mut record = record(Action::Removal, &format!("Party {n}"), &[]);
            record.party.programs = vec!["SDGT".into()];
            news(version(Stage::Published, record), None)
        })
        .collect();
    for rule in [
        "program = ['SDGT']\naction = ['removal', 'revocation']",
        "authority = ['FTO']",
        "action = ['removal']",
    ] {
        let alerts = book(rule).alerts(&ended, now());
        assert_eq!(alerts.len(), 1, "{rule}");
        let items = alerts[0].body["items"].as_array().unwrap();
        assert_eq!(items.len(), 40);
        assert_eq!(alerts[0].body["headline"], "Removal of Party 0 and 39 more");
        assert!(items.iter().all(|item| item["action"] == "removal"));
    }
    // And so is the withdrawal of such a notice before it is published.
    let withdrawn: Vec<News> = ended
        .iter()
        .map(|ended| {
            let fedreg_history::NewsKind::Record { version, .. } = &ended.kind else {
                unreachable!("all are records")
            };
            let mut version = version.clone();
            version.document = document(Stage::PublicInspection);
            let mut gone = ended.clone();
            gone.document = version.document.clone();
            gone.document.withdrawn = true;
            gone.kind = fedreg_history::NewsKind::Withdrawal { version };
            gone
        })
        .collect();
    let alerts = book("program = ['SDGT']").alerts(&withdrawn, now());
    assert_eq!(alerts.len(), 1);
    assert_eq!(alerts[0].body["kind"], "withdrawn");
    assert_eq!(alerts[0].body["items"].as_array().unwrap().len(), 40);
}

#[test]
fn after_a_long_time_without_a_run_what_was_missed_is_news() {
    let mut missed = designation(Stage::Published);
    missed.document.publication_date = "2025-10-01".parse().ok();
    let raised = |read: Option<&str>| {
        let book = book("").read_through(read.map(|day| day.parse().unwrap()));
        book.alerts(std::slice::from_ref(&missed), now()).len()
    };
    assert_eq!(raised(None), 0);
    assert_eq!(raised(Some("2025-09-30")), 1);
    assert_eq!(raised(Some("2025-10-01")), 0);
}

#[test]
fn old_notices_raise_nothing() {
    let mut old = designation(Stage::Published);
    old.document.publication_date = "2025-11-06".parse().ok();
    assert!(!raises("", &old));
    old.document.publication_date = "2025-11-07".parse().ok();
    assert!(raises("", &old));
    old.document.publication_date = "1997-10-08".parse().ok();
    assert_eq!(book("").any_age().alerts(&[old], now()).len(), 1);
}

#[test]
fn the_same_news_has_the_same_key_and_each_channel_its_own() {
    let toml = "[[channel]]\nname = 'a'\nkind = 'stdout'\n[[channel]]\nname = 'b'\n\
         kind = 'stdout'\n[[rule]]\nname = 'r'\nchannels = ['a', 'b', 'a']\n";
    let book = fedreg_alert::RuleBook::new(rules(toml).unwrap(), 14);
    let news = [designation(Stage::Published)];
    let first = book.alerts(&news, now());
    let later = book.alerts(&news, at("2025-11-22T00:00:00Z"));
    assert_eq!(first.len(), 2);
    assert_ne!(first[0].key, first[1].key);
    assert_eq!(first[0].key, later[0].key);
    assert_eq!(document(Stage::Published).citation.unwrap().page, 53045);
}

#[test]
fn digests_are_due_at_their_hour_and_after_the_quiet_ones() {
    let due = |rule: &str, now: &str| {
        let news = [designation(Stage::Published)];
        book(rule).alerts(&news, at(now))[0].due_at
    };
    // Friday; Eastern is five hours behind.
    let friday = "2025-11-21T14:00:00Z";
    assert_eq!(due("", friday), at(friday));
    assert_eq!(due("when = 'daily'", friday), at("2025-11-22T13:00:00Z"));
    assert_eq!(
        due("when = 'daily'\nat = '17:30'", friday),
        at("2025-11-21T22:30:00Z")
    );
    assert_eq!(
        due(
            "when = 'daily'\nat = '06:00'\nquiet_hours = '22:00-07:00'",
            friday
        ),
        at("2025-11-22T12:00:00Z")
    );
    assert_eq!(due("when = 'weekly'", friday), at("2025-11-24T13:00:00Z"));
    assert_eq!(
        due("when = 'weekly'", "2025-11-24T13:00:00Z"),
        at("2025-12-01T13:00:00Z")
    );
}

#[test]
fn a_wrong_rule_is_answered_with_its_key_and_a_remedy() {
    let channel = "[[channel]]\nname = 'out'\nkind = 'stdout'\n";
    let rule = |more: &str| format!("{channel}[[rule]]\nname = 'r'\nchannels = ['out']\n{more}");
    let webhook = |more: &str| format!("[[channel]]\nname = 'w'\nkind = 'webhook'\n{more}");
    let mail = |more: &str| {
        format!(
            "[[channel]]\nname = 'm'\nkind = 'email'\nhost = 'smtp.example.org'\n\
             from = 'a@example.org'\nto = ['b@example.org']\n{more}"
        )
    };
    for (toml, words) in [
        ("deadline = 0.0".to_owned(), ["alert.deadline", "give one"]),
        ("attempts = 0".to_owned(), ["alert.attempts", "at least 1"]),
        (
            rule("authority = ['EO-99999']"),
            ["alert.rule[0].authority", "fedreg authorities"],
        ),
        (
            rule("program = ['XYZZY']"),
            ["alert.rule[0].program", "fedreg authorities"],
        ),
        (
            rule("party = ['*']"),
            ["alert.rule[0].party", "write a name"],
        ),
        (
            rule("country = ['']"),
            ["alert.rule[0].country", "write a name"],
        ),
        (
            rule("at = '08:00'"),
            ["alert.rule[0].at", "when = \"daily\""],
        ),
        (
            rule("quiet_hours = '22:00-07:00'"),
            ["quiet_hours", "never waits"],
        ),
        (
            rule("when = 'daily'\nat = '8'"),
            ["alert.rule[0].at", "08:00"],
        ),
        (
            rule("when = 'daily'\nquiet_hours = 'night'"),
            ["quiet_hours", "22:00-07:00"],
        ),
        (
            rule("needs_review = true\nparty = ['x']"),
            ["needs_review", "two rules"],
        ),
        (
            rule("event = 'failure'\nauthority = ['FTO']"),
            ["alert.rule[0].event", "two rules"],
        ),
        (
            rule("failure = ['silent_query']"),
            ["alert.rule[0].failure", "event = \"failure\""],
        ),
        (
            "[failure]\nunreachable_hours = -1.0".to_owned(),
            ["alert.failure.unreachable_hours", "turns it off"],
        ),
        (
            "[failure]\nsilent_chance = 1.0".to_owned(),
            ["alert.failure.silent_chance", "0.001"],
        ),
        (
            format!("{channel}[[rule]]\nname = 'r'\nchannels = ['x']"),
            ["channels", "there are: out"],
        ),
        (
            format!("{channel}[[rule]]\nname = 'r'\nchannels = []"),
            ["channels", "at least one"],
        ),
        (
            format!("{channel}{channel}"),
            ["alert.channel[1].name", "its own"],
        ),
        (webhook(""), ["alert.channel[0].url", "url_env"]),
        (
            webhook("url = 'ftp://x'"),
            ["alert.channel[0].url", "https://"],
        ),
        (
            webhook("url = 'https://x.example'\nurl_env = 'X'"),
            ["url_env", "keep one"],
        ),
        (
            webhook("url = 'https://x.example'\npath = 'x'"),
            ["path", "remove it"],
        ),
        (
            mail("user = 'u'"),
            ["alert.channel[0].user", "password_env"],
        ),
        (
            mail("security = 'none'"),
            ["alert.channel[0].security", "starttls"],
        ),
        (
            mail("ca_file = 'x'\nsecurity = 'none'").replace("smtp.example.org", "localhost"),
            ["alert.channel[0].ca_file", "remove one"],
        ),
        (
            format!("{channel}ca_file = 'x'"),
            ["alert.channel[0].ca_file", "remove it"],
        ),
        (
            mail("").replace("'a@example.org'", "'nobody'"),
            ["alert.channel[0].from", "name@"],
        ),
    ] {
        let error = rules(&toml).expect_err(&toml).to_string();
        for word in words {
            assert!(error.contains(word), "{toml}\n{error}");
        }
    }
    assert!(rules(&mail("user = 'u'\npassword_env = 'P'")).is_ok());
}
