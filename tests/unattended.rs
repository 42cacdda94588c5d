//! Runs that nobody watches: what they print, cost and leave behind, and how they stop.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};

use fedreg_register::{Fault, Misbehaviour, Register, RegisterBuilder};
use serde_json::Value;

use crate::alerts::{home, receiver};
use crate::common::Home;
use crate::desk::{filed, published};

const DAY: &str = "2025-11-24T14:00:00Z";

/// A register on the day on which the notice is published.
fn day() -> RegisterBuilder {
    Register::empty()
        .today("2025-11-24".parse().unwrap())
        .document(published(str::to_owned))
}

fn status(code: u16) -> Misbehaviour {
    Misbehaviour::new(Fault::Status {
        code,
        retry_after: None,
    })
}

/// The value of one sample.
fn sample(metrics: &str, name: &str) -> Option<f64> {
    let line = metrics.lines().find(|line| {
        line.strip_prefix(name)
            .is_some_and(|rest| rest.starts_with(' '))
    })?;
    line.rsplit(' ').next()?.parse().ok()
}

/// Adds lines to a home's fedreg.toml.
fn configure(home: &Home, toml: &str) {
    let path = home.path().join("config/fedreg/fedreg.toml");
    let known = fs_err::read_to_string(&path).unwrap_or_default();
    fs_err::create_dir_all(path.parent().unwrap()).unwrap();
    fs_err::write(&path, format!("{known}\n{toml}\n")).unwrap();
}

#[test]
fn a_pass_with_nothing_new_costs_two_questions_and_a_thorough_one_asks_all() {
    let home = Home::new("unattended-cost");
    let register = day().start_blocking().unwrap();
    let url = register.api_url();
    let first = home.run_at(
        DAY,
        &["-q", "run", "--source", &url, "--from", "2025-11-01"],
    );
    assert_eq!(first.code, 0, "{first:?}");
    assert_eq!(first.stdout.lines().count(), 1, "{}", first.stdout);
    let before = fs_err::read(home.db()).unwrap();

    let asked = |now: &str, more: &[&str]| {
        register.clear_requests();
        let ran = home.run_at(now, &[&["-q", "run", "--source", &url], more].concat());
        assert_eq!(
            (ran.code, ran.stdout.as_str(), ran.stderr.as_str()),
            (0, "", "")
        );
        register.requests().len()
    };
    assert_eq!(asked("2025-11-24T14:10:00Z", &[]), 2);
    assert_eq!(
        fs_err::read(home.db()).unwrap(),
        before,
        "nothing was written"
    );
    assert_eq!(asked("2025-11-24T14:15:00Z", &["--json"]), 2);
    // A text that changed in its place shows in no list: after three hours all is asked.
    assert!(asked("2025-11-24T17:00:00Z", &[]) > 50);
    assert_eq!(asked("2025-11-24T17:10:00Z", &[]), 2);
    assert!(asked("2025-11-24T17:20:00Z", &["--thorough"]) > 50);
    // Another day has another window.
    register.set_today("2025-11-25".parse().unwrap());
    assert!(asked("2025-11-25T14:00:00Z", &[]) > 50);
    assert_eq!(asked("2025-11-25T14:10:00Z", &[]), 2);
    // What is remembered can be lost without harm.
    let memory = home.path().join("data/fedreg/history.db.passes.json");
    fs_err::write(&memory, "{").unwrap();
    assert!(asked("2025-11-25T14:20:00Z", &[]) > 50);
    assert_eq!(asked("2025-11-25T14:30:00Z", &[]), 2);
}

#[test]
fn after_weeks_of_downtime_what_was_missed_is_told_and_nothing_older() {
    let (url, bodies) = receiver("200 OK");
    let home = home(
        "unattended-downtime",
        &format!("kind = 'webhook'\nurl = '{url}'"),
        "authority = ['FTO']",
    );
    let config = home.path().join("config/fedreg/fedreg.toml");
    let text = fs_err::read_to_string(&config).unwrap();
    fs_err::write(&config, text.replace("20000", "14")).unwrap();
    let register = Register::empty()
        .today("2025-11-03".parse().unwrap())
        .start_blocking()
        .unwrap();
    let url = register.api_url();
    let source = ["-q", "run", "--source", &url];
    home.run_at(
        "2025-11-03T14:00:00Z",
        &[&source[..], &["--from", "2025-11-01"]].concat(),
    );
    // The notice of November 24 becomes known on Christmas Eve.
    register.set_today("2025-12-24".parse().unwrap());
    register.put(published(str::to_owned));
    let ran = home.run_at("2025-12-24T14:00:00Z", &source);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(bodies.try_iter().count(), 1);

    // In a new history the same notice is an old one.
    fs_err::remove_file(home.db()).unwrap();
    let all = [&source[..], &["--from", "2025-11-01"]].concat();
    let ran = home.run_at("2025-12-24T14:00:00Z", &all);
    assert!(ran.stdout.contains("1 new record"), "{ran:?}");
    assert_eq!(bodies.try_iter().count(), 0);
}

#[test]
fn metrics_are_whole_and_written_in_success_and_failure() {
    let home = Home::new("unattended-metrics");
    let register = day().start_blocking().unwrap();
    let url = register.api_url();
    let file = home.path().join("fedreg.prom");
    let run = |now: &str| {
        let path = file.to_str().unwrap();
        let arguments = ["-q", "run", "--source", &url, "--metrics-file", path];
        let from = ["--from", "2025-11-01"];
        let code = home.run_at(now, &[&arguments[..], &from].concat()).code;
        (code, fs_err::read_to_string(&file).unwrap())
    };
    let (code, good) = run(DAY);
    assert_eq!(code, 0, "{good}");
    assert_eq!(sample(&good, "fedreg_last_run_exit_code"), Some(0.0));
    assert_eq!(
        sample(&good, "fedreg_last_success_timestamp_seconds"),
        Some(1_763_992_800.0)
    );
    assert_eq!(sample(&good, "fedreg_documents_seen_total"), Some(1.0));
    assert_eq!(sample(&good, "fedreg_records_appended_total"), Some(1.0));
    assert_eq!(sample(&good, "fedreg_review_queue"), Some(0.0));
    assert_eq!(sample(&good, "fedreg_alerts{state=\"failed\"}"), Some(0.0));
    let of = |name: &str, part: &str| format!("fedreg_{name}{{source=\"{url}\",part=\"{part}\"}}");
    for part in ["inspection", "documents"] {
        assert_eq!(sample(&good, &of("source_up", part)), Some(1.0), "{good}");
        let latency = sample(&good, &of("source_latency_seconds", part));
        assert!(latency.is_some_and(|seconds| seconds > 0.0), "{good}");
    }
    // Each line is a comment or a sample, and the samples of a metric stand together.
    let mut metrics: Vec<&str> = Vec::new();
    for line in good.lines().filter(|line| !line.starts_with("# HELP ")) {
        if let Some(rest) = line.strip_prefix("# TYPE ") {
            metrics.push(rest.split(' ').next().unwrap());
        } else {
            let name = line.split(['{', ' ']).next().unwrap();
            assert_eq!(metrics.last(), Some(&name), "{line}");
            line.rsplit(' ').next().unwrap().parse::<f64>().unwrap();
        }
    }

    register.misbehave(status(500).at("/api/v1/documents"));
    let (code, bad) = run("2025-11-24T15:00:00Z");
    assert_eq!(code, 3, "{bad}");
    assert_eq!(sample(&bad, "fedreg_last_run_exit_code"), Some(3.0));
    assert_eq!(
        sample(&bad, "fedreg_last_success_timestamp_seconds"),
        Some(1_763_992_800.0)
    );
    assert_eq!(sample(&bad, &of("source_up", "inspection")), Some(1.0));
    assert_eq!(sample(&bad, &of("source_up", "documents")), Some(0.0));
    let left: Vec<_> = fs_err::read_dir(home.path())
        .unwrap()
        .filter(|entry| {
            entry
                .as_ref()
                .unwrap()
                .path()
                .extension()
                .is_some_and(|e| e == "new")
        })
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

/// A heartbeat's receiver; the paths that are asked for arrive in the channel.
fn heart() -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/secret-check", listener.local_addr().unwrap());
    let (sender, paths) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = BufReader::new(stream.unwrap());
            let mut lines = Vec::new();
            let mut line = String::new();
            while stream.read_line(&mut line).unwrap_or(0) > 2 {
                lines.push(std::mem::take(&mut line));
            }
            let answer = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
            let _ = stream.get_mut().write_all(answer.as_bytes());
            let path = lines[0].split(' ').nth(1).unwrap_or_default().to_owned();
            if sender.send(path).is_err() {
                return;
            }
        }
    });
    (url, paths)
}

#[test]
fn the_heart_beats_in_success_and_failure_and_its_address_stays_secret() {
    let (address, paths) = heart();
    let home = Home::new("unattended-heart");
    configure(&home, "[heartbeat]\nurl_env = 'FEDREG_TEST_HEART'");
    let register = day().start_blocking().unwrap();
    let url = register.api_url();
    let run = |address: &str| {
        let mut command = home.command(&["-q", "run", "--source", &url, "--from", "2025-11-20"]);
        command
            .env("FEDREG_TEST_HEART", address)
            .env("FEDREG_NOW", DAY);
        crate::common::Ran::from(command.output().unwrap())
    };
    assert_eq!(run(&address).code, 0);
    assert_eq!(paths.try_iter().collect::<Vec<_>>(), ["/secret-check"]);
    register.misbehave(status(500).at("/api/v1/documents"));
    assert_eq!(run(&address).code, 3);
    assert_eq!(paths.try_iter().collect::<Vec<_>>(), ["/secret-check/fail"]);
    register.behave();
    // Nobody there: told, and no failure of the run.
    let ran = run("http://127.0.0.1:1/secret-check");
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(
        ran.stderr.contains("the heartbeat failed"),
        "{}",
        ran.stderr
    );
    assert!(!ran.stderr.contains("secret-check"), "{}", ran.stderr);
}

#[test]
fn an_outage_is_told_once_when_it_lasts_and_once_when_it_is_over() {
    let (url, bodies) = receiver("200 OK");
    let home = home(
        "unattended-outage",
        &format!("kind = 'webhook'\nurl = '{url}'"),
        "event = 'failure'",
    );
    let register = day().start_blocking().unwrap();
    let url = register.api_url();
    let run = |now: &str| {
        let from = ["--from", "2025-11-20"];
        let ran = home.run_at(now, &[&["-q", "run", "--source", &url][..], &from].concat());
        let got: Vec<Value> = bodies.try_iter().collect();
        (ran.code, got)
    };
    assert_eq!(run(DAY), (0, vec![]));
    register.misbehave(status(503).at("/public-inspection-documents"));
    assert_eq!(run("2025-11-24T15:00:00Z"), (3, vec![]));
    assert_eq!(run("2025-11-24T20:59:00Z"), (3, vec![]));
    let (code, got) = run("2025-11-24T21:00:00Z");
    assert_eq!((code, got.len()), (3, 1), "{got:?}");
    assert_eq!(got[0]["type"], "fedreg.alert.failure");
    let failure = &got[0]["data"]["failure"];
    assert_eq!(failure["kind"], "source_unreachable");
    assert_eq!(failure["about"], format!("public inspection at {url}"));
    assert_eq!(failure["since"], "2025-11-24T15:00:00Z");
    assert!(
        failure["what"].as_str().unwrap().contains("503"),
        "{failure}"
    );
    assert!(
        failure["next"].as_str().unwrap().contains("fedreg doctor"),
        "{failure}"
    );
    // No repetition, not even by a process that was killed before it could remember.
    let memory = home.path().join("data/fedreg/history.db.passes.json");
    let text = fs_err::read_to_string(&memory).unwrap();
    let mut forgetful: Value = serde_json::from_str(&text).unwrap();
    forgetful["failures"] = serde_json::json!({});
    fs_err::write(&memory, forgetful.to_string()).unwrap();
    assert_eq!(run("2025-11-24T21:05:00Z"), (3, vec![]));
    assert_eq!(run("2025-11-25T03:00:00Z"), (3, vec![]));
    register.behave();
    let (code, got) = run("2025-11-25T03:05:00Z");
    assert_eq!((code, got.len()), (0, 1), "{got:?}");
    assert_eq!(got[0]["type"], "fedreg.alert.recovered");
    assert_eq!(got[0]["data"]["failure"]["until"], "2025-11-25T03:05:00Z");
    assert_eq!(run("2025-11-25T03:10:00Z"), (0, vec![]));
}

#[test]
fn an_issue_without_a_candidate_is_told() {
    let (url, bodies) = receiver("200 OK");
    let home = home(
        "unattended-empty",
        &format!("kind = 'webhook'\nurl = '{url}'"),
        "event = 'failure'\nfailure = ['no_documents']",
    );
    configure(&home, "[alert.failure]\nempty_issue = 1");
    let other = serde_json::json!({"document_number": "2025-11111", "type": "Rule",
        "publication_date": "2025-11-24", "title": "Milk marketing", "agencies": []});
    let register = Register::empty()
        .today("2025-11-24".parse().unwrap())
        .document(fedreg_register::Document::new(other).unwrap())
        .start_blocking()
        .unwrap();
    let url = register.api_url();
    let source = ["-q", "run", "--source", &url, "--from", "2025-11-20"];
    home.run_at(DAY, &source);
    let got: Vec<Value> = bodies.try_iter().collect();
    assert_eq!(got.len(), 1, "{got:?}");
    assert_eq!(
        got[0]["data"]["failure"]["about"],
        "the issue of 2025-11-24"
    );
    home.run_at("2025-11-24T15:00:00Z", &source);
    assert_eq!(bodies.try_iter().count(), 0);
    register.put(published(str::to_owned));
    home.run_at("2025-11-24T16:00:00Z", &source);
    let got: Vec<Value> = bodies.try_iter().collect();
    assert_eq!(got.len(), 1, "{got:?}");
    assert_eq!(got[0]["type"], "fedreg.alert.recovered");
}

#[cfg(unix)]
mod watch {
    use std::process::{Child, Stdio};
    use std::time::Instant;

    use super::*;

    fn spawn(home: &Home, url: &str, every: &str) -> Child {
        home.command(&["watch", "--every", every, "--source", url])
            .env("FEDREG_NOW", DAY)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }

    fn signal(child: &Child, name: &str) {
        let id = child.id().to_string();
        let sent = std::process::Command::new("kill")
            .args([name, &id])
            .status();
        assert!(sent.unwrap().success());
    }

    /// The exit code and what was printed, and that it took less than ten seconds.
    fn ends(child: Child, asked: Instant) -> (Option<i32>, String, String) {
        let output = child.wait_with_output().unwrap();
        assert!(asked.elapsed().as_secs() < 10, "{:?}", asked.elapsed());
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (
            output.status.code(),
            text(output.stdout),
            text(output.stderr),
        )
    }

    /// A history that has been read through the day before, so that watching asks little.
    fn read(home: &Home, url: &str) {
        let from = ["-q", "run", "--source", url, "--from", "2025-11-01"];
        let ran = home.run_at("2025-11-21T12:00:00Z", &from);
        assert_eq!(ran.code, 0, "{ran:?}");
    }

    #[test]
    fn watching_tells_a_filing_when_it_comes_and_stops_between_passes() {
        let (hook, bodies) = receiver("200 OK");
        let home = home(
            "watch-filing",
            &format!("kind = 'webhook'\nurl = '{hook}'"),
            "authority = ['FTO']",
        );
        let register = Register::empty()
            .today("2025-11-21".parse().unwrap())
            .start_blocking()
            .unwrap();
        let url = register.api_url();
        read(&home, &url);
        let child = spawn(&home, &url, "1s");
        register.put(filed(&Value::Null));
        let event = bodies.recv().unwrap();
        assert_eq!(event["data"]["kind"], "filed");
        // No two passes at once: each asks the desk once, one after the other.
        assert!(
            register
                .requests()
                .iter()
                .all(|request| request.in_flight <= 2)
        );
        let asked = Instant::now();
        signal(&child, "-TERM");
        let (code, stdout, stderr) = ends(child, asked);
        assert_eq!(code, Some(0), "{stderr}");
        assert!(
            stdout.contains("designation of Cartel de los Soles"),
            "{stdout}"
        );
        assert!(stderr.ends_with("stopped\n"), "{stderr}");
        assert_eq!(home.run(&["verify"]).code, 0);
    }

    #[test]
    fn a_signal_in_the_middle_of_a_pass_ends_it_and_the_next_continues() {
        let home = Home::new("watch-middle");
        let register = day().start_blocking().unwrap();
        let url = register.api_url();
        // The text never comes: the pass is in its middle when the signal comes.
        register.misbehave(Misbehaviour::new(Fault::Stall).at("/full_text/"));
        let first = home.run_at(
            "2025-11-21T12:00:00Z",
            &[
                "-q",
                "run",
                "--source",
                &url,
                "--from",
                "2025-11-01",
                "--to",
                "2025-11-20",
            ],
        );
        assert_eq!(first.code, 0, "{first:?}");
        let child = spawn(&home, &url, "1h");
        while !register
            .requests()
            .iter()
            .any(|r| r.path.contains("/full_text/"))
        {
            std::thread::yield_now();
        }
        let asked = Instant::now();
        signal(&child, "-INT");
        let (code, stdout, stderr) = ends(child, asked);
        assert_eq!((code, stdout.as_str()), (Some(0), ""), "{stderr}");
        register.behave();
        let ran = home.run_at(DAY, &["-q", "run", "--source", &url]);
        assert!(ran.stdout.contains("1 new record"), "{ran:?}");
        assert_eq!(home.run(&["verify"]).code, 0);
    }

    #[test]
    fn a_pass_that_cannot_lock_is_told_once_and_the_watch_goes_on() {
        let home = Home::new("watch-locked");
        let register = day().start_blocking().unwrap();
        let url = register.api_url();
        read(&home, &url);
        let held = fedreg_history::History::open(home.db(), fedreg_history::OpenMode::ReadWrite);
        let held = held.unwrap();
        register.clear_requests();
        let child = spawn(&home, &url, "1s");
        let locked = home.run_at(DAY, &["-q", "run", "--source", &url]);
        assert_eq!(locked.code, 6, "{locked:?}");
        drop(held);
        while register.requests().is_empty() {
            std::thread::yield_now();
        }
        let asked = Instant::now();
        signal(&child, "-TERM");
        let (code, _, stderr) = ends(child, asked);
        assert_eq!(code, Some(0), "{stderr}");
        assert!(stderr.matches("error: ").count() <= 1, "{stderr}");
    }
}
