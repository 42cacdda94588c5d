//! docs/operations.md is right: what it tells a newcomer to do works, word for word, and what it
//! says to call can be called.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use crate::common::{Home, root};

fn page() -> String {
    fs_err::read_to_string(root().join("docs/operations.md")).unwrap()
}

/// The commands between backticks that call fedreg, without the program's name.
fn commands(text: &str) -> Vec<Vec<&str>> {
    text.split('`')
        .skip(1)
        .step_by(2)
        .filter_map(|code| code.strip_prefix("fedreg "))
        .map(|words| words.split_whitespace().collect())
        .collect()
}

#[test]
fn every_command_of_the_page_is_one() {
    let page = page();
    // Blocks of code would shift the backticks.
    let prose: Vec<&str> = page.split("```").step_by(2).collect();
    let prose = prose.concat();
    let commands = commands(&prose);
    assert!(commands.len() > 10, "{commands:?}");
    let home = Home::new("operations-commands");
    for words in commands {
        let ran = home.run(&[&words[..], &["--help"]].concat());
        assert_eq!(ran.code, 0, "fedreg {}: {}", words.join(" "), ran.stderr);
    }
}

#[test]
fn from_nothing_to_alerts_as_the_page_tells() {
    let page = page();
    let (_, steps) = page.split_once("## From nothing to alerts").unwrap();
    let (steps, _) = steps.split_once("\n## ").unwrap();
    let (_, block) = steps.split_once("```toml\n").unwrap();
    let (block, _) = block.split_once("```").unwrap();

    // A receiver, at the address that the page puts into the environment.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let (sender, bodies) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut got = Vec::new();
            let mut piece = [0; 4096];
            let length = |head: &str| -> Option<usize> {
                let line = head
                    .lines()
                    .find(|line| line.starts_with("content-length"))?;
                line.rsplit(' ').next()?.parse().ok()
            };
            loop {
                let read = stream.read(&mut piece).unwrap_or(0);
                got.extend_from_slice(&piece[..read]);
                let text = String::from_utf8_lossy(&got).into_owned();
                let whole = text
                    .split_once("\r\n\r\n")
                    .is_some_and(|(head, body)| Some(body.len()) == length(head));
                if whole || read == 0 {
                    let _ = sender.send(text);
                    break;
                }
            }
            let _ = stream.write_all(
                b"HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
            );
        }
    });

    let home = Home::new("operations");
    let call = |words: &[&str]| {
        let output = home
            .command(words)
            .env("FEDREG_HOOK", &url)
            .env("FEDREG_HOOK_KEY", "key")
            .output()
            .unwrap();
        crate::common::Ran::from(output)
    };
    let prose: String = steps.split("```").step_by(2).collect();
    let steps = commands(&prose);
    let mut ran_once = false;
    for words in &steps {
        match words[..] {
            // The real source is not asked by tests.
            ["run"] | ["-q", "run"] if !ran_once => {
                let ran = call(&["run", "--source", "fixtures/register"]);
                assert!(matches!(ran.code, 0 | 4), "{ran:?}");
                ran_once = true;
            }
            [_, "run"] | ["run"] | ["watch", ..] => {}
            _ => {
                let ran = call(words);
                assert_eq!(ran.code, 0, "{words:?}: {ran:?}");
            }
        }
        if words[..] == ["config", "init"] {
            let file = home.path().join("config/fedreg/fedreg.toml");
            let written = fs_err::read_to_string(&file).unwrap();
            fs_err::write(&file, format!("{written}\n{block}")).unwrap();
        }
    }
    assert!(ran_once, "{steps:?}");
    let first = bodies.try_iter().next().unwrap();
    assert!(first.contains("fedreg.alert.test"), "{first}");
    let dry = home.json(&["alerts", "dry-run", "--json"]);
    assert!(dry.as_array().unwrap().len() > 10);
}
