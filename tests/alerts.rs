//! `fedreg alerts`, and what a run delivers: the real binary, real receivers on this machine.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};

use serde_json::Value;

use crate::common::Home;

/// A webhook's receiver; each body it gets arrives in the channel.
pub(crate) fn receiver(answer: &'static str) -> (String, Receiver<Value>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let (sender, bodies) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = BufReader::new(stream.unwrap());
            let mut length = 0;
            loop {
                let mut line = String::new();
                if stream.read_line(&mut line).unwrap_or(0) == 0 || line == "\r\n" {
                    break;
                }
                if let Some(size) = line.to_lowercase().strip_prefix("content-length:") {
                    length = size.trim().parse().unwrap();
                }
            }
            let mut body = vec![0; length];
            if stream.read_exact(&mut body).is_err() {
                continue;
            }
            let answer =
                format!("HTTP/1.1 {answer}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
            let _ = stream.get_mut().write_all(answer.as_bytes());
            if sender.send(serde_json::from_slice(&body).unwrap()).is_err() {
                return;
            }
        }
    });
    (url, bodies)
}

/// A home whose fedreg.toml has this channel, and a rule for all that is filed or designated.
pub(crate) fn home(name: &str, channel: &str, rule: &str) -> Home {
    let home = Home::new(name);
    let folder = home.path().join("config/fedreg");
    fs_err::create_dir_all(&folder).unwrap();
    let toml = format!(
        "[alert]\noldest_days = 20000\n[[alert.channel]]\nname = 'out'\n{channel}\n\
         [[alert.rule]]\nname = 'all'\nchannels = ['out']\n{rule}\n"
    );
    fs_err::write(folder.join("fedreg.toml"), toml).unwrap();
    home
}

const RUN: [&str; 3] = ["run", "--source", "fixtures/register"];

#[test]
fn a_run_delivers_what_it_appends_once() {
    let (url, bodies) = receiver("200 OK");
    let home = home(
        "alerts-once",
        &format!("kind = 'webhook'\nurl = '{url}'"),
        "authority = ['INA-219']\naction = ['designation']",
    );
    let ran = home.run(&RUN);
    assert!(matches!(ran.code, 0 | 4), "{ran:?}");
    let got: Vec<Value> = bodies.try_iter().collect();
    assert!(!got.is_empty());
    for event in &got {
        for item in event["data"]["items"].as_array().unwrap() {
            assert_eq!(item["action"], "designation", "{item}");
            let codes = item["authorities"].as_array().unwrap();
            assert!(codes.contains(&Value::from("INA-219")), "{item}");
            assert!(
                item["quote"]
                    .as_str()
                    .is_some_and(|quote| !quote.is_empty())
            );
        }
    }
    let listed = home.json(&["alerts", "list", "--all", "--json"]);
    let keys = |rows: &[Value], key: &str| -> Vec<String> {
        let mut keys: Vec<String> = rows
            .iter()
            .map(|row| row[key].as_str().unwrap().to_owned())
            .collect();
        keys.sort();
        keys
    };
    assert_eq!(keys(&got, "id"), keys(listed.as_array().unwrap(), "key"));
    assert!(
        home.run(&["alerts", "list"])
            .stdout
            .contains("no alert waits")
    );

    home.run(&RUN);
    assert_eq!(bodies.try_iter().count(), 0);
    let verified = home.run(&["verify"]);
    assert_eq!(verified.code, 0, "{verified:?}");
}

#[test]
fn a_filed_notice_is_marked_before_its_publication() {
    let home = home(
        "alerts-filed",
        "kind = 'stdout'",
        "stage = ['public_inspection']",
    );
    let ran = home.run(&["run", "--source", "fixtures/register"]);
    assert!(
        ran.stdout
            .contains("[filed, not yet published, expected on 2025-11-25]"),
        "{}",
        ran.stdout
    );
    // A form for programs is not mixed with alerts: they wait.
    let other = self::home(
        "alerts-filed-json",
        "kind = 'stdout'",
        "stage = ['public_inspection']",
    );
    let ran = other.run(&["run", "--source", "fixtures/register", "--json"]);
    let rows: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert!(rows.as_array().is_some_and(|rows| !rows.is_empty()));
    assert!(
        !other
            .run(&["alerts", "list"])
            .stdout
            .contains("no alert waits")
    );
}

#[test]
fn a_receiver_that_is_down_loses_nothing() {
    let home = home(
        "alerts-down",
        "kind = 'webhook'\nurl_file = 'URL'",
        "authority = ['INA-219']\naction = ['revocation']",
    );
    let config = home.path().join("config/fedreg/fedreg.toml");
    let address = home.path().join("address");
    let toml = fs_err::read_to_string(&config).unwrap();
    fs_err::write(&config, toml.replace("URL", address.to_str().unwrap())).unwrap();
    fs_err::write(&address, "http://127.0.0.1:1/secret-path").unwrap();

    let ran = home.run(&RUN);
    assert!(matches!(ran.code, 0 | 4), "{ran:?}");
    assert!(ran.stderr.contains("did not arrive"), "{}", ran.stderr);
    let waiting = home.json(&["alerts", "list", "--json"]);
    let waiting = waiting.as_array().unwrap();
    assert!(!waiting.is_empty());
    let told = format!("{ran:?}{waiting:?}");
    assert!(
        !told.contains("secret-path"),
        "the address is a secret: {told}"
    );

    let (url, bodies) = receiver("200 OK");
    fs_err::write(&address, &url).unwrap();
    let ran = home.run(&["alerts", "retry"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    // One that was left alone after three failures in a row is due like any other.
    assert_eq!(bodies.try_iter().count(), waiting.len());
    assert!(
        home.run(&["alerts", "list"])
            .stdout
            .contains("no alert waits")
    );
    assert_eq!(home.run(&["alerts", "retry", "ffff"]).code, 7);
}

#[test]
fn a_trial_says_that_it_is_one_and_leaves_no_trace() {
    let (url, bodies) = receiver("200 OK");
    let home = home(
        "alerts-test",
        &format!("kind = 'webhook'\nurl = '{url}'"),
        "",
    );
    let ran = home.run(&["alerts", "test", "out"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let event = bodies.recv().unwrap();
    assert_eq!(event["type"], "fedreg.alert.test");
    assert!(!home.db().exists());

    let ran = home.run(&["alerts", "test", "nowhere"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("there are: out"), "{}", ran.stderr);
    let (url, _bodies) = receiver("500 Oops");
    let home = self::home(
        "alerts-test-500",
        &format!("kind = 'webhook'\nurl = '{url}'"),
        "",
    );
    let ran = home.run(&["alerts", "test", "out"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("500"), "{}", ran.stderr);
}

#[test]
fn a_dry_run_tells_what_the_rules_would_say_and_queues_nothing() {
    let home = home("alerts-dry", "kind = 'stdout'", "authority = ['INA-219']");
    let config = home.path().join("config/fedreg/fedreg.toml");
    let rules = fs_err::read_to_string(&config).unwrap();
    fs_err::write(&config, "").unwrap();
    home.run(&RUN);
    let ran = home.run(&["alerts", "dry-run"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("config init"), "{}", ran.stderr);

    fs_err::write(&config, rules.replace("20000", "1")).unwrap();
    let rows = home.json(&["alerts", "dry-run", "--json"]);
    let rows = rows.as_array().unwrap();
    assert!(rows.len() > 5, "{}", rows.len());
    for row in rows {
        assert!(
            row["text"]
                .as_str()
                .is_some_and(|text| text.contains("INA-219")),
            "{row}"
        );
        // A published notice has its standing, too.
        let marking = row["marking"].as_str().unwrap_or_default();
        assert!(
            marking.starts_with("published 1")
                || marking.starts_with("published 2")
                || marking.starts_with("filed, not yet published"),
            "{row}"
        );
    }
    let after = home.json(&["alerts", "list", "--all", "--json"]);
    assert_eq!(after.as_array().map(Vec::len), Some(0));
}

#[test]
fn a_wrong_rule_names_file_key_and_remedy() {
    let home = home(
        "alerts-wrong",
        "kind = 'stdout'",
        "authority = ['EO-99999']",
    );
    let ran = home.run(&RUN);
    assert_eq!(ran.code, 2);
    for words in [
        "fedreg.toml",
        "alert.rule[0].authority",
        "fedreg authorities",
    ] {
        assert!(ran.stderr.contains(words), "{}", ran.stderr);
    }
    assert_eq!(home.run(&["config", "check"]).code, 2);
}

/// A process that is killed while a delivery is under way leaves the alert in the outbox, and what
/// finally arrives is what would have arrived.
#[cfg(unix)]
#[test]
fn a_run_that_is_killed_delivers_later_with_the_same_keys() {
    use std::io::Read as _;
    let calm = {
        let (url, bodies) = receiver("200 OK");
        let home = home(
            "alerts-calm",
            &format!("kind = 'webhook'\nurl = '{url}'"),
            "authority = ['INA-219']",
        );
        home.run(&RUN);
        let mut ids: Vec<String> = bodies.try_iter().map(|e| e["id"].to_string()).collect();
        ids.sort();
        ids
    };
    assert!(calm.len() > 3);
    // The first receiver takes the request and never answers: the run is killed there.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let home = home(
        "alerts-killed",
        "kind = 'webhook'\nurl_file = 'URL'",
        "authority = ['INA-219']",
    );
    let config = home.path().join("config/fedreg/fedreg.toml");
    let address = home.path().join("address");
    let toml = fs_err::read_to_string(&config).unwrap();
    fs_err::write(&config, toml.replace("URL", address.to_str().unwrap())).unwrap();
    let silent = format!("http://{}/", listener.local_addr().unwrap());
    fs_err::write(&address, silent).unwrap();
    let mut child = home
        .command(&RUN)
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let (mut stream, _) = listener.accept().unwrap();
    assert!(stream.read(&mut [0; 16]).unwrap() > 0);
    child.kill().unwrap();
    child.wait().unwrap();

    let (url, bodies) = receiver("200 OK");
    fs_err::write(&address, url).unwrap();
    home.run(&RUN);
    let mut ids: Vec<String> = bodies.try_iter().map(|e| e["id"].to_string()).collect();
    ids.sort();
    assert_eq!(ids, calm);
    assert_eq!(home.run(&["verify"]).code, 0);
}
