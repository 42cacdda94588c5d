//! The same over HTTP: the loopback register serves the bundled folder as the real API does.

use fedreg_register::{Fault, Misbehaviour, Register, RegisterBuilder};

use crate::common::{Home, register};
use crate::folder::cartel_de_los_soles_is_known;

/// Serves until `ask` is done.
fn serving<T>(register: RegisterBuilder, ask: impl FnOnce(&str) -> T) -> T {
    let register = register.start_blocking().unwrap();
    let url = register.api_url();
    ask(&url)
}

#[test]
fn a_run_over_http_fills_a_history_that_answers() {
    let home = Home::new("loopback");
    serving(Register::builder(register()), |url| {
        let ran = home.run(&["run", "--source", url]);
        assert!(matches!(ran.code, 0 | 4), "{ran:?}");
        assert!(ran.stdout.contains("Cartel de los Soles"), "{}", ran.stdout);
        let again = home.run(&["run", "--source", url]);
        assert_eq!(again.code, 0, "{again:?}");
        assert!(
            again.stdout.starts_with("Nothing is new"),
            "{}",
            again.stdout
        );
        let all = home.run(&["run", "--source", url, "--from", "1994-01-03"]);
        assert!(all.stdout.starts_with("Nothing is new"), "{}", all.stdout);
    });
    cartel_de_los_soles_is_known(&home);
    assert_eq!(home.run(&["verify"]).code, 0);
    // The folder and the API give the same answers.
    let names = |home: &Home| {
        home.run(&[
            "list",
            "--as-of",
            "2026-01-31",
            "--fields",
            "authority,name,since",
            "-o",
            "csv",
        ])
        .stdout
    };
    assert_eq!(names(&home), names(Home::filled()));
    for day in home.json(&["audit", "--json"]).as_array().unwrap() {
        assert_eq!(day["missing"], 0, "{day}");
    }
}

#[test]
fn texts_that_fail_are_named_and_the_next_run_goes_on() {
    let home = Home::new("trouble");
    let window = ["--from", "2025-11-01", "--to", "2025-11-30"];
    let fault = Fault::Status {
        code: 500,
        retry_after: None,
    };
    let broken =
        Register::builder(register()).misbehave(Misbehaviour::new(fault).at("/full_text/"));
    serving(broken, |url| {
        let ran = home.run(&[&["run", "--source", url][..], &window].concat());
        assert_eq!(ran.code, 3, "{ran:?}");
        assert!(ran.stderr.contains("missing"), "{}", ran.stderr);
        assert!(ran.stderr.contains("2025-20750"), "{}", ran.stderr);
    });
    serving(Register::builder(register()), |url| {
        let ran = home.run(&[&["run", "--source", url][..], &window].concat());
        assert!(matches!(ran.code, 0 | 4), "{ran:?}");
        assert!(ran.stdout.contains("Cartel de los Soles"), "{}", ran.stdout);
    });
    assert_eq!(home.run(&["verify"]).code, 0);
}
