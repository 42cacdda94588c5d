//! The day as it happens: filings, an outage, publication and a correction, told by the real
//! program to real receivers, minute by minute on a clock that the test sets; and the same days
//! with the program killed at every step.

mod killed;
mod receiver;
mod world;

use std::collections::BTreeMap;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::common::{Home, Ran};
use receiver::{Arrived, Receivers};
use world::{STEPS, Step, World};

/// A home that is told of terrorism at once, of publications again, of failures, and of everything
/// by a digest.
fn home(name: &str, world: &World, receivers: &Receivers) -> Home {
    let home = Home::new(name);
    let folder = home.path().join("config/fedreg");
    fs_err::create_dir_all(&folder).unwrap();
    let channels: Vec<String> = ["now", "published", "digest", "failures"]
        .iter()
        .map(|name| {
            let url = receivers.url(name);
            format!("[[alert.channel]]\nname = '{name}'\nkind = 'webhook'\nurl = '{url}'\n")
        })
        .collect();
    let toml = format!(
        "[source]\nbase_url = '{api}'\n[source.politeness]\nretries = 0\n{channels}\
         [[alert.rule]]\nname = 'terrorism'\nchannels = ['now']\nauthority = ['FTO', 'SDGT']\n\
         [[alert.rule]]\nname = 'publications'\nchannels = ['published']\n\
         stage = ['published']\non_publication = true\n\
         [[alert.rule]]\nname = 'all of the day'\nchannels = ['digest']\nwhen = 'daily'\n\
         at = '16:00'\n\
         [[alert.rule]]\nname = 'failures'\nchannels = ['failures']\nevent = 'failure'\n\
         [alert.failure]\nunreachable_hours = 2.0\n",
        api = world.register.api_url(),
        channels = channels.concat(),
    );
    fs_err::write(folder.join("fedreg.toml"), toml).unwrap();
    // One question instead of seventy: what is asked is not what is tested here.
    let query = "[[query]]\nname = 'state'\nagencies = ['state-department']\n\
                 types = ['NOTICE', 'CORRECT']\nterms = ['terrorist']\n";
    fs_err::write(folder.join("queries.toml"), query).unwrap();
    // The days before, so that a run need not begin with 1994.
    let past = ["-q", "run", "--from", "2025-11-19", "--to", "2025-11-19"];
    let ran = run(&home, &past, "2025-11-20T12:00:00Z");
    assert_eq!((ran.code, &*ran.stdout), (0, ""), "{ran:?}");
    home
}

fn run(home: &Home, arguments: &[&str], now: &str) -> Ran {
    let mut command = home.command(arguments);
    command.env("FEDREG_NOW", now).output().unwrap().into()
}

fn start(home: &Home, now: &str) -> Child {
    let mut command = home.command(&["-q", "run"]);
    command
        .env("FEDREG_NOW", now)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// What arrived, without when: by receiver and key, each message once.
fn contents(arrived: &[Arrived]) -> BTreeMap<(String, String), Value> {
    let mut contents = BTreeMap::new();
    for message in arrived {
        let mut event = message.event.clone();
        event.as_object_mut().unwrap().remove("time");
        let key = (message.receiver.clone(), message.key.clone());
        let before = contents.insert(key, event.clone());
        assert!(
            before.is_none_or(|before| before == event),
            "one key, two contents: {event}"
        );
    }
    contents
}

/// The alerts that came at once, one after the other, say what they should.
fn says_what_is_new_and_only_that(told: &[Arrived]) {
    let alerts: Vec<&Value> = told
        .iter()
        .filter(|message| message.receiver == "now")
        .map(|message| &message.event["data"])
        .collect();
    let filed = "filed, not yet published, expected on 2025-11-24";
    for (alert, (number, marking, added, changes)) in alerts.iter().zip([
        (
            "2025-20750",
            json!(filed),
            json!(["Cartel of the Suns"]),
            json!([]),
        ),
        ("2025-99006", json!(filed), json!(["ECN"]), json!([])),
        (
            "2025-99005",
            json!(filed),
            json!(["ELF", "Frente de Liberación Ejemplo"]),
            json!([]),
        ),
        (
            "2025-99006",
            json!("withdrawn from public inspection"),
            json!([]),
            json!([]),
        ),
        (
            "2025-99005",
            json!("published otherwise than it was filed"),
            json!(["Free Example"]),
            json!([]),
        ),
        (
            "C1-2025-20750",
            Value::Null,
            json!(["Cartel of Suns"]),
            json!(["aliases"]),
        ),
    ]) {
        assert_eq!(alert["notice"]["document_number"], number, "{alert}");
        assert_eq!(alert["marking"], marking, "{alert}");
        let item = &alert["items"][0];
        assert_eq!(item["aliases_added"], added, "{alert}");
        let fields = item["changes"].as_array().unwrap();
        let fields: Vec<&Value> = fields.iter().map(|change| &change["field"]).collect();
        assert_eq!(json!(fields), changes, "{alert}");
    }
    assert_eq!(alerts.len(), 6);
}

#[test]
fn every_alert_comes_in_its_order_and_at_its_time() {
    let (world, receivers) = (World::new(), Receivers::new());
    let home = home("day", &world, &receivers);
    let mut told = Vec::new();
    for step in STEPS {
        world.begin(step, &receivers);
        let ran = run(&home, &["-q", "run"], step.now);
        assert_eq!(ran.code, step.code, "{}: {ran:?}", step.now);
        assert_eq!(!ran.stdout.is_empty(), step.prints, "{}: {ran:?}", step.now);
        let got = receivers.take();
        let arrived: Vec<String> = got.iter().map(Arrived::line).collect();
        let mut wanted: Vec<String> = step.told.iter().map(|told| (*told).to_owned()).collect();
        // Channels do not wait for each other: each has its own order.
        let by_receiver = |line: &String| line.split(' ').next().unwrap_or("").to_owned();
        let mut sorted = arrived.clone();
        sorted.sort_by_key(by_receiver);
        wanted.sort_by_key(by_receiver);
        assert_eq!(sorted, wanted, "{}: {}", step.now, step.what);
        told.extend(got);
    }
    says_what_is_new_and_only_that(&told);
    assert_eq!(run(&home, &["verify"], "2025-12-02T12:00:00Z").code, 0);
    let waiting = run(&home, &["alerts", "list"], "2025-12-02T12:00:00Z");
    assert!(waiting.stdout.contains("no alert waits"), "{waiting:?}");
}
