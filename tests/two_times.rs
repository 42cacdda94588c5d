//! The two times, case by case: in force on which day, and known since when; through the commands
//! and the views alike.

use std::path::PathBuf;

use rusqlite::Connection;
use serde_json::Value;

use crate::common::{Home, Ran, root};

/// A home, and the folder that its passes read.
struct Told {
    home: Home,
    folder: PathBuf,
}

impl Told {
    fn new(name: &str) -> Self {
        let home = Home::new(name);
        let folder = home.path().join("source");
        fs_err::create_dir_all(&folder).unwrap();
        Self { home, folder }
    }

    /// Puts a file into the source, its words changed so.
    fn put(&self, from: &str, name: &str, changes: &[(&str, &str)]) {
        let mut text = fs_err::read_to_string(root().join("fixtures").join(from)).unwrap();
        for (old, new) in changes {
            assert!(text.contains(old), "{from} lacks {old}");
            text = text.replace(old, new);
        }
        fs_err::write(self.folder.join(name), text).unwrap();
    }

    fn put_notice(&self, notice: &str) {
        let number = notice.rsplit('/').next().unwrap();
        self.put(
            &format!("notices/{notice}/notice.xml"),
            &format!("{number}.xml"),
            &[],
        );
        self.put(
            &format!("notices/{notice}/meta.json"),
            &format!("{number}.json"),
            &[],
        );
    }

    fn at(&self, now: &str, arguments: &[&str]) -> Ran {
        self.home
            .command(arguments)
            .env("FEDREG_NOW", now)
            .output()
            .unwrap()
            .into()
    }

    fn pass(&self, now: &str) -> Ran {
        let ran = self.at(now, &["run", "--source", self.folder.to_str().unwrap()]);
        assert!(matches!(ran.code, 0 | 4), "{ran:?}");
        ran
    }

    fn rows(&self, arguments: &[&str]) -> Vec<Value> {
        let mut all = arguments.to_vec();
        all.push("--json");
        self.home.json(&all).as_array().unwrap().clone()
    }

    /// The names that a list gives.
    fn names(&self, arguments: &[&str]) -> Vec<String> {
        let rows = self.rows(&[&["list"], arguments].concat());
        rows.iter()
            .map(|row| row["name"].as_str().unwrap().to_owned())
            .collect()
    }

    fn sql(&self, query: &str) -> Vec<String> {
        let sql = Connection::open(self.home.db()).unwrap();
        let mut statement = sql.prepare(query).unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    }
}

#[test]
fn a_notice_of_1999_found_late_counts_for_1999_since_it_was_found() {
    let told = Told::new("late-1999");
    told.put_notice("state-fto/97-99001");
    told.pass("2025-03-01T12:00:00Z");
    told.put_notice("state-fto/99-99001");
    told.pass("2025-06-01T12:00:00Z");
    let on = ["-a", "INA-219", "--as-of", "2000-01-01"];
    let then = told.names(&[&on[..], &["--known-at", "2025-05-31"]].concat());
    assert_eq!(
        then,
        Vec::<String>::new(),
        "all had lapsed, as far as was known"
    );
    let now = told.names(&on);
    assert!(now.contains(&"al Qa'ida".to_owned()), "{now:?}");
    assert!(now.contains(&"Hamas".to_owned()), "{now:?}");
    // What it says of 1998 is as it was on either.
    let before = ["-a", "INA-219", "--as-of", "1998-01-01"];
    assert_eq!(
        told.names(&[&before[..], &["--known-at", "2025-05-31"]].concat()),
        told.names(&before)
    );
    let known = "SELECT count(*) || '' FROM record_history
        WHERE effective_date = '1999-10-08' AND recorded_at < '2025-06-01'";
    assert_eq!(told.sql(known), ["0"]);
    let names = "SELECT name FROM standing WHERE authority = 'INA-219'
        AND from_date <= '2000-01-01' AND (to_date IS NULL OR to_date > '2000-01-01')";
    assert_eq!(told.sql(names).len(), now.len());
}

#[test]
fn a_correction_a_month_later_shows_everywhere_since_then_and_not_before() {
    let told = Told::new("corrected-later");
    told.put_notice("state-fto/2014-99001");
    told.pass("2014-01-14T12:00:00Z");
    told.put_notice("state-fto/C1-2014-99001");
    let news = told.pass("2014-02-20T12:00:00Z");
    let (printed, right) = ("Ansar al-Sharia in Derna", "Ansar al-Shari'a in Derna");
    assert!(news.stdout.contains(right), "{}", news.stdout);
    let aliases = |arguments: &[&str]| {
        told.rows(&[&["list", "-a", "INA-219"], arguments].concat())[0]["aliases"].to_string()
    };
    let then = aliases(&["--as-of", "2014-01-20", "--known-at", "2014-02-01"]);
    assert!(then.contains(printed) && !then.contains(right), "{then}");
    let now = aliases(&["--as-of", "2014-01-20"]);
    assert!(now.contains(right) && !now.contains(printed), "{now}");

    let shown = told.rows(&["show", "2014-99001"]);
    let record = &shown[0]["records"][0];
    assert_eq!(record["cause"], "correction");
    assert!(record["aliases"].to_string().contains(right), "{record}");
    assert!(!record["aliases"].to_string().contains(printed), "{record}");
    for command in ["show", "explain"] {
        let words = told.home.run(&[command, "2014-99001"]).stdout;
        let words = words
            .split_whitespace()
            .filter(|w| *w != "|")
            .collect::<Vec<_>>()
            .join(" ");
        assert!(words.contains(right), "{command}: {words}");
        assert!(
            words.contains(printed),
            "{command} says what is printed, too: {words}"
        );
    }
    let diff = told.rows(&["diff", "--since", "last"]);
    assert_eq!(diff[0]["changed_by"], "government", "{diff:?}");
    assert!(diff[0]["fields"].to_string().contains(printed), "{diff:?}");
    let aliases = "SELECT alias FROM current_alias WHERE document_number = '2014-99001' AND alias LIKE '%Derna'";
    assert_eq!(told.sql(aliases), [right]);
    assert_eq!(
        told.sql("SELECT alias FROM designation_alias WHERE alias LIKE '%Derna'"),
        [right]
    );
    assert_eq!(
        told.sql("SELECT cause FROM current_record WHERE document_number = '2014-99001'"),
        ["correction"]
    );
    assert_eq!(
        told.sql("SELECT recorded_at FROM current_record WHERE document_number = '2014-99001'"),
        ["2014-02-20T12:00:00.000Z"]
    );
}

#[test]
fn a_better_parser_changes_what_is_known_and_says_so() {
    let told = Told::new("better-parser");
    told.put_notice("state-sdgt/2025-02870");
    let built_in = fs_err::read_to_string(root().join("config/authorities.toml")).unwrap();
    let start = built_in.find("[EO-13224]\n").unwrap();
    let end = start + 1 + built_in[start + 1..].find("\n[").unwrap();
    let older = told.home.path().join("older");
    fs_err::create_dir_all(&older).unwrap();
    let without = format!("{}{}", &built_in[..start], &built_in[end..]);
    fs_err::write(older.join("authorities.toml"), without).unwrap();
    let source = told.folder.to_str().unwrap();
    let config = older.to_str().unwrap();
    let ran = told.at(
        "2025-03-01T12:00:00Z",
        &["run", "--source", source, "--config", config],
    );
    assert_eq!(ran.code, 4, "{ran:?}");
    let applied = told.at("2025-06-01T12:00:00Z", &["reparse", "--apply"]);
    assert_eq!(applied.code, 0, "{applied:?}");
    let on = ["-a", "EO-13224", "--as-of", "2025-02-20"];
    // The older one knew the words and not the law: it said that a person must look.
    let flags = |arguments: &[&str]| {
        let rows = told.rows(&[&["list"], arguments].concat());
        assert!(!rows.is_empty());
        rows.iter()
            .map(|row| row["flags"].to_string())
            .collect::<Vec<_>>()
    };
    let then = flags(&[&on[..], &["--known-at", "2025-05-01"]].concat());
    assert!(
        then.iter().all(|flags| flags.contains("needs_review")),
        "{then:?}"
    );
    let now = flags(&on);
    assert!(
        !now.iter().any(|flags| flags.contains("needs_review")),
        "{now:?}"
    );
    // The government did nothing.
    let diff = told.rows(&["diff", "--since", "last", "-a", "EO-13224"]);
    assert!(
        diff.iter().all(|row| row["changed_by"] == "parser"),
        "{diff:?}"
    );
    let causes = "SELECT DISTINCT cause FROM current_record";
    assert_eq!(told.sql(causes), ["parser"]);
}

#[test]
fn a_document_withdrawn_before_it_was_published_is_expected_no_longer() {
    let told = Told::new("withdrawn");
    let (json, text) = (
        "public-inspection/2025-99006.json",
        "public-inspection/2025-99006.txt",
    );
    told.put(text, "2025-99006.txt", &[]);
    told.put(
        json,
        "2025-99006.json",
        &[
            (
                "\"publication_date\": null",
                "\"publication_date\": \"2025-11-26\"",
            ),
            (
                "\"The agency has withdrawn this document from publication.\"",
                "null",
            ),
        ],
    );
    told.pass("2025-11-24T18:00:00Z");
    let name = ["Example Courier Network".to_owned()];
    let on = ["--as-of", "2025-12-01"];
    assert_eq!(told.names(&[&on[..], &["--filed"]].concat()), name);
    told.put(json, "2025-99006.json", &[]);
    let ran = told.pass("2025-11-25T18:00:00Z");
    assert!(ran.stdout.contains("withdrawn"), "{}", ran.stdout);
    assert!(told.names(&[&on[..], &["--filed"]].concat()).is_empty());
    assert!(told.names(&on).is_empty());
    let then = ["--filed", "--known-at", "2025-11-24T20:00:00Z"];
    assert_eq!(
        told.names(&[&on[..], &then].concat()),
        name,
        "it was expected then"
    );
    let shown = &told.rows(&["show", "2025-99006"])[0];
    assert_eq!(shown["verdict"], "not_a_designation");
    assert!(shown["reason"].to_string().contains("withdrawn"), "{shown}");
    assert_eq!(
        told.sql("SELECT name FROM current_record"),
        Vec::<String>::new()
    );
    assert_eq!(
        told.sql("SELECT superseded_cause FROM record_history"),
        ["source"]
    );
    // Again, and read again by the parser: nothing brings it back.
    let head = told.home.json(&["verify", "--json"]);
    assert_eq!(head["sound"], true, "{head}");
    told.pass("2025-11-26T18:00:00Z");
    told.at("2025-11-27T18:00:00Z", &["reparse", "--apply"]);
    assert_eq!(told.home.json(&["verify", "--json"])["head"], head["head"]);
}

#[test]
fn a_document_that_changes_between_filing_and_publication_shows_the_change() {
    let told = Told::new("changed-on-the-way");
    told.put("public-inspection/2025-20750.json", "filed.json", &[]);
    told.put(
        "public-inspection/2025-20750.txt",
        "filed.txt",
        &[("Cartel of the Suns", "Cartel of the Sun")],
    );
    told.pass("2025-11-21T18:00:00Z");
    let on = ["-a", "INA-219", "--as-of", "2025-11-24"];
    assert!(
        told.names(&on).is_empty(),
        "what is filed is no designation yet"
    );
    let filed = &told.rows(&[&["list", "--filed"], &on[..]].concat())[0];
    assert!(
        filed["aliases"].to_string().contains("Cartel of the Sun\""),
        "{filed}"
    );
    assert!(
        filed["flags"].to_string().contains("public_inspection"),
        "{filed}"
    );

    fs_err::remove_file(told.folder.join("filed.json")).unwrap();
    fs_err::remove_file(told.folder.join("filed.txt")).unwrap();
    told.put_notice("state-fto/2025-20750");
    let news = told.pass("2025-11-24T15:00:00Z");
    assert!(
        news.stdout.contains("Cartel of the Suns"),
        "{}",
        news.stdout
    );
    for filed in [&[][..], &["--filed"]] {
        let rows = told.rows(&[&["list"], &on[..], filed].concat());
        assert_eq!(rows.len(), 1, "never doubled");
        let aliases = rows[0]["aliases"].to_string();
        assert!(aliases.contains("Cartel of the Suns"), "{aliases}");
        assert!(!aliases.contains("Cartel of the Sun\""), "{aliases}");
    }
    let then = told.rows(&[&["list", "--filed", "--known-at", "2025-11-22"], &on[..]].concat());
    assert!(
        then[0]["aliases"]
            .to_string()
            .contains("Cartel of the Sun\""),
        "{then:?}"
    );
    let changed = told.rows(&["diff", "--since", "last", "--filed"]);
    assert_eq!(changed[0]["change"], "amended", "{changed:?}");
    let aliases = changed[0]["fields"].to_string();
    assert!(
        aliases.contains("Cartel of the Sun\"") && aliases.contains("Cartel of the Suns"),
        "{aliases}"
    );
    assert_eq!(told.sql("SELECT stage FROM current_record"), ["published"]);

    // Each date has a place of its own.
    let document = &told.rows(&["show", "2025-20750"])[0];
    let record = &document["records"][0];
    let stated = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    assert_eq!(stated(&document["publication_date"]), "2025-11-24");
    assert_eq!(stated(&record["signed_on"]), "2025-11-16");
    assert_eq!(stated(&record["effective_date"]), "2025-11-24");
    assert_eq!(stated(&record["effective_basis"]), "upon_publication");
    assert_eq!(record["until"], Value::Null);
    assert_eq!(record["determined_on"], Value::Null);
    assert!(
        stated(&record["recorded_at"]).starts_with("2025-11-24T15:00:00"),
        "{record}"
    );
    let filed = "SELECT filed_at FROM document_version WHERE stage = 'public_inspection'";
    assert_eq!(told.sql(filed), ["2025-11-21T13:45:00.000Z"]);
}
