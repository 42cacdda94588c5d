//! State's list of Foreign Terrorist Organizations, rebuilt from notices alone, against the public
//! facts: what no fixture tells is a gap and reported by name; what one tells otherwise fails.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use fedreg_timeline::{is_acronym, link_fold};

use crate::common::{Home, root};

/// Days by which State's table and the Register may date one act apart.
const SLACK: i64 = 5;

struct Fact {
    group: String,
    names: BTreeSet<String>,
    designated: NaiveDate,
    revoked: Option<NaiveDate>,
}

fn facts() -> Vec<Fact> {
    let path = root().join("fixtures/facts/foreign-terrorist-organizations.tsv");
    let text = fs_err::read_to_string(path).unwrap();
    let mut lines = text.lines().filter(|line| !line.starts_with('#'));
    assert_eq!(lines.next(), Some("group\talso\tdesignated\trevoked"));
    lines
        .map(|line| {
            let [group, also, designated, revoked] =
                line.split('\t').collect::<Vec<_>>().try_into().unwrap();
            let names = also
                .split("; ")
                .filter(|name| !name.is_empty())
                .chain([group]);
            Fact {
                group: group.to_owned(),
                names: names.map(link_fold).collect(),
                designated: designated.parse().unwrap(),
                revoked: (!revoked.is_empty()).then(|| revoked.parse().unwrap()),
            }
        })
        .collect()
}

/// A standing of the list.
struct Listed {
    name: String,
    names: BTreeSet<String>,
    since: NaiveDate,
    implied: bool,
    lapsed: bool,
}

fn listed(home: &Home, day: NaiveDate) -> Vec<Listed> {
    let day = day.to_string();
    let rows = home.json(&["list", "-a", "INA-219", "--as-of", &day, "--all", "--json"]);
    let rows = rows.as_array().unwrap().iter();
    rows.filter(|row| row["standing"] != "apart")
        .map(|row| {
            let name = row["name"].as_str().unwrap().to_owned();
            let aliases = row["aliases"].as_array().unwrap().iter();
            let aliases = aliases.map(|alias| alias["name"].as_str().unwrap());
            Listed {
                names: aliases
                    .filter(|alias| !is_acronym(alias))
                    .chain([name.as_str()])
                    .map(link_fold)
                    .collect(),
                since: row["since"].as_str().unwrap().parse().unwrap(),
                implied: row["flags"].to_string().contains("implied"),
                lapsed: row["standing"] == "lapsed",
                name,
            }
        })
        .collect()
}

/// The dates of acts under the law that the fixtures hold, by folded name.
fn acts(home: &Home) -> Vec<(BTreeSet<String>, String, NaiveDate)> {
    let sql = rusqlite::Connection::open(home.db()).unwrap();
    let mut statement = sql
        .prepare(
            "SELECT c.name, c.action, c.effective_date FROM current_record c
             JOIN record_authority a ON a.record = c.record
             WHERE a.code = 'INA-219' AND c.effective_date IS NOT NULL",
        )
        .unwrap();
    let rows = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .unwrap();
    rows.map(|row: rusqlite::Result<(String, String, String)>| {
        let (name, action, date) = row.unwrap();
        (
            BTreeSet::from([link_fold(&name)]),
            action,
            date.parse().unwrap(),
        )
    })
    .collect()
}

const REDESIGNATION: &str = "a redesignation";

type Gaps = BTreeMap<String, BTreeSet<&'static str>>;

fn gap(gaps: &mut Gaps, group: &str, what: &'static str) {
    gaps.entry(group.to_owned()).or_default().insert(what);
}

fn near(one: NaiveDate, two: NaiveDate) -> bool {
    (one - two).num_days().abs() <= SLACK
}

#[test]
fn the_list_rebuilt_from_notices_contradicts_no_public_fact() {
    let home = Home::new("facts");
    let ran = home.run(&["run", "--source", "fixtures/notices/state-fto"]);
    assert!(matches!(ran.code, 0 | 4), "{}", ran.stderr);
    let facts = facts();
    assert!(facts.len() > 80);
    let acts = acts(&home);
    let told = |fact: &Fact, date: NaiveDate, words: &[&str]| {
        acts.iter().any(|(names, action, on)| {
            words.contains(&action.as_str()) && near(*on, date) && !names.is_disjoint(&fact.names)
        })
    };
    let begun = |fact: &Fact| told(fact, fact.designated, &["designation", "redesignation"]);
    let ended = |fact: &Fact| {
        fact.revoked
            .is_some_and(|date| told(fact, date, &["revocation", "removal"]))
    };

    let days: BTreeSet<NaiveDate> = [
        "1997-07-01",
        "1997-10-07",
        "1997-10-14",
        "1999-01-01",
        "1999-10-14",
        "2001-09-20",
        "2001-10-14",
        "2003-07-01",
        "2003-10-08",
        "2005-07-01",
        "2008-01-01",
        "2011-01-01",
        "2012-09-22",
        "2012-10-04",
        "2014-05-22",
        "2016-01-01",
        "2018-07-01",
        "2021-01-25",
        "2021-02-22",
        "2022-05-14",
        "2022-05-26",
        "2024-01-01",
        "2025-02-14",
        "2025-02-26",
        "2025-11-23",
        "2025-11-30",
        "2026-01-20",
    ]
    .map(|day| day.parse().unwrap())
    .into();

    let mut gaps = Gaps::new();
    let mut wrong: BTreeSet<String> = BTreeSet::new();
    let mut agreed = 0;
    for &day in &days {
        let list = listed(&home, day);
        for row in &list {
            if !facts.iter().any(|fact| !fact.names.is_disjoint(&row.names)) {
                wrong.insert(format!(
                    "{day}: {} is on the list and not in the table",
                    row.name
                ));
            }
        }
        // A group that was designated twice has a fact for each time.
        let mut by_group: BTreeMap<&str, Vec<&Fact>> = BTreeMap::new();
        for fact in &facts {
            by_group.entry(&fact.group).or_default().push(fact);
        }
        for (group, facts) in by_group {
            let bounds = facts
                .iter()
                .flat_map(|f| [Some(f.designated), f.revoked])
                .flatten();
            if bounds.into_iter().any(|bound| near(bound, day)) {
                continue;
            }
            let row = list
                .iter()
                .find(|row| !row.names.is_disjoint(&facts[0].names));
            let stands = row.filter(|row| !row.lapsed);
            let in_force = facts.iter().find(|fact| {
                fact.designated <= day && fact.revoked.is_none_or(|revoked| day < revoked)
            });
            match (in_force, stands) {
                (Some(fact), Some(row)) => {
                    // What lapsed for want of a redesignation began anew with the next one.
                    let lapsed = gaps
                        .get(group)
                        .is_some_and(|what| what.contains(REDESIGNATION));
                    if begun(fact) && !row.implied && !lapsed && !near(row.since, fact.designated) {
                        wrong.insert(format!(
                            "{group} stands since {} instead of {}",
                            row.since, fact.designated
                        ));
                    }
                    if !begun(fact) {
                        gap(&mut gaps, group, "the designation");
                    }
                    agreed += 1;
                }
                (Some(_), None) if row.is_some() => gap(&mut gaps, group, REDESIGNATION),
                (Some(fact), None) if !begun(fact) => gap(&mut gaps, group, "the designation"),
                (Some(_), None) => {
                    wrong.insert(format!("{day}: {group} is missing from the list"));
                }
                (None, Some(_)) => {
                    let past: Vec<&&Fact> =
                        facts.iter().filter(|fact| fact.designated <= day).collect();
                    if past.last().is_some_and(|fact| !ended(fact)) {
                        gap(&mut gaps, group, "the revocation");
                    } else {
                        wrong.insert(format!("{day}: {group} is on the list and should not be"));
                    }
                }
                (None, None) => agreed += 1,
            }
        }
    }
    for (group, what) in &gaps {
        let what: Vec<&str> = what.iter().copied().collect();
        println!("gap: no fixture holds {} of {group}", what.join(" and "));
    }
    println!("{agreed} answers on {} days agree", days.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
    // What the fixtures do hold must be told: a list that is empty contradicts nothing.
    assert!(agreed > 1500, "{agreed}");
    for group in [
        "Khmer Rouge",
        "Ansarallah",
        "Cartel de los Soles",
        "Mujahedin-e Khalq Organization",
    ] {
        let missing = gaps.get(group);
        assert!(
            missing.is_none_or(|what| group == "Ansarallah" && what.len() == 1),
            "{group}: {missing:?}"
        );
    }
}
