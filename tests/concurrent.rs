//! Two passes at once, and passes that are killed: one works, the other says so, nothing is lost.
#![cfg(unix)]

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::common::Home;
use crate::reparse::filled_without;

const PASS: [&str; 3] = ["run", "--source", "fixtures/register"];
const REPARSE: [&str; 2] = ["reparse", "--apply"];

/// Kills of passes, in as many homes as this is divided by [`PER_HOME`]; and of reparses.
const KILLED_PASSES: u32 = 30;
const PER_HOME: u32 = 6;
const KILLED_REPARSES: u32 = 16;

fn start(home: &Home, arguments: &[&str]) -> Child {
    home.command(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Waits until the process has taken the writer's lock: it has written its number there.
fn wait_for_lock(home: &Home, child: &Child) {
    let lock = home.db().with_extension("db.lock");
    let holder = format!("{}\n", child.id());
    let begun = Instant::now();
    while fs_err::read_to_string(&lock).unwrap_or_default() != holder {
        assert!(begun.elapsed() < Duration::from_mins(2), "it never began");
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn signal(child: &Child, name: &str) {
    let status = Command::new("kill")
        .args([format!("-{name}"), child.id().to_string()])
        .status()
        .unwrap();
    assert!(status.success());
}

/// The digest of the current view, of a history that verifies.
fn digest(home: &Home) -> String {
    let ran = home.run(&["verify", "--json"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let verified: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    verified["digest"].as_str().unwrap().to_owned()
}

/// Instants within `span`: the same in every run of the test, and spread over all of it.
fn instants(span: Duration) -> impl Iterator<Item = Duration> {
    // Multiples of the golden ratio, modulo 1.
    (1_u32..).map(move |n| span.mul_f64((f64::from(n) * 0.618_033_988_75).fract()))
}

/// Starts the command and kills it after so long; says whether it was still at work.
fn kill_after(home: &Home, arguments: &[&str], pause: Duration) -> bool {
    let mut child = start(home, arguments);
    std::thread::sleep(pause);
    let at_work = child.try_wait().unwrap().is_none();
    child.kill().unwrap();
    child.wait().unwrap();
    at_work
}

#[test]
fn of_two_passes_one_works_and_the_other_ends_with_6() {
    let home = Home::new("two-passes");
    let mut first = start(&home, &PASS);
    wait_for_lock(&home, &first);
    // Held up, so that both are there at once however fast the first is.
    signal(&first, "STOP");
    let second = home.run(&PASS);
    assert_eq!(second.code, 6, "{second:?}");
    let holder = format!("another fedreg (process {})", first.id());
    assert!(second.stderr.contains(&holder), "{}", second.stderr);
    signal(&first, "CONT");
    let ended = first.wait().unwrap().code();
    assert!(matches!(ended, Some(0 | 4)), "{ended:?}");
    assert_eq!(digest(&home), digest(Home::filled()));
}

#[test]
fn a_pass_that_is_killed_anywhere_leaves_what_the_next_goes_on_from() {
    let whole = digest(Home::filled());
    let begun = Instant::now();
    let undisturbed = Home::new("undisturbed");
    assert!(matches!(undisturbed.run(&PASS).code, 0 | 4));
    let mut instants = instants(begun.elapsed());
    let mut at_work = 0;
    for number in 0..KILLED_PASSES / PER_HOME {
        let home = Home::new(&format!("killed-pass-{number}"));
        for pause in instants.by_ref().take(usize::try_from(PER_HOME).unwrap()) {
            at_work += u32::from(kill_after(&home, &PASS, pause));
            // Killed before that, it has made no history.
            if home.db().exists() {
                digest(&home);
            }
        }
        let last = home.run(&PASS);
        assert!(matches!(last.code, 0 | 4), "{last:?}");
        assert_eq!(digest(&home), whole);
    }
    // (A pass over what is there already ends early.)
    assert!(at_work > KILLED_PASSES / 4, "{at_work}");
}

#[test]
fn a_reparse_that_is_killed_anywhere_leaves_the_earlier_view_or_the_later_one() {
    let home = filled_without("killed-reparse", "EO-13224");
    let (before, after) = (digest(&home), digest(Home::filled()));
    assert_ne!(before, after);
    let begun = Instant::now();
    assert_eq!(home.run(&["reparse"]).code, 0);
    for pause in instants(begun.elapsed()).take(usize::try_from(KILLED_REPARSES).unwrap()) {
        kill_after(&home, &REPARSE, pause);
        let now = digest(&home);
        assert!(now == before || now == after, "killed after {pause:?}");
    }
    let last = home.run(&REPARSE);
    assert_eq!(last.code, 0, "{last:?}");
    assert_eq!(digest(&home), after);
}
