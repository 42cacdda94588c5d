//! What the README shows is what the program prints.

use crate::common::{Home, root};

/// Stands for lines that the README leaves out.
const CUT: &str = "[…]";

/// The blocks of a page that show a command after `$ ` and what it prints.
fn transcripts(page: &str) -> Vec<(String, String)> {
    page.split("```console\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .filter_map(|block| {
            let (command, printed) = block.split_once('\n')?;
            Some((command.strip_prefix("$ ")?.to_owned(), printed.to_owned()))
        })
        .collect()
}

#[test]
fn the_readme_shows_what_is_printed() {
    let readme = fs_err::read_to_string(root().join("README.md")).unwrap();
    let shown = transcripts(&readme);
    assert!(
        shown.len() >= 3,
        "the README shows {} transcripts",
        shown.len()
    );
    let home = Home::new("readme");
    for (command, printed) in shown {
        let words = command
            .strip_prefix("cargo run --release -- ")
            .or_else(|| command.strip_prefix("cargo run -q --release -- "))
            .unwrap_or_else(|| panic!("the README runs something else: {command}"));
        let mut shell = home.command(&split(words).iter().map(String::as_str).collect::<Vec<_>>());
        // As if cargo had started it.
        let output = shell.env("CARGO_PKG_NAME", "fedreg").output().unwrap();
        let real = String::from_utf8(output.stdout).unwrap();
        let agrees = match printed.split_once(&format!("{CUT}\n")) {
            Some((head, tail)) => real.starts_with(head) && real.ends_with(tail),
            None => real == printed,
        };
        assert!(
            agrees,
            "`{command}` prints now:\n{real}\nthe README shows:\n{printed}"
        );
    }
}

/// Words of a command line, quotes heeded.
fn split(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (n, part) in line.split('"').enumerate() {
        if n % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}
