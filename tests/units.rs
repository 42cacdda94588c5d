//! The ready units of config/units: their command lines are the program's, they run, and systemd
//! takes them.

use std::io::Write as _;
use std::process::Command;

use fedreg_register::Register;

use crate::common::{Home, Ran, root};

fn unit(name: &str) -> String {
    fs_err::read_to_string(root().join("config/units").join(name)).unwrap()
}

/// The values of a key, in the order of the file.
fn values<'a>(text: &'a str, key: &str) -> Vec<&'a str> {
    let prefix = format!("{key}=");
    text.lines()
        .filter_map(|line| line.strip_prefix(prefix.as_str()))
        .collect()
}

/// A command line of a unit, in a home whose configuration stands where the unit expects it.
struct Line {
    home: Home,
    words: Vec<String>,
    environment: Vec<(String, String)>,
}

impl Line {
    /// The line as it stands there, its folders in this home.
    fn new(name: &str, line: &str, environment: &[&str], api: &str) -> Self {
        let home = Home::new(name);
        let folder = |name: &str| {
            let path = home.path().join(name);
            fs_err::create_dir_all(&path).unwrap();
            path.to_str().unwrap().to_owned()
        };
        let (data, config) = (folder("data/fedreg"), folder("config/fedreg"));
        fs_err::write(
            home.path().join("config/fedreg/fedreg.toml"),
            format!("[source]\nbase_url = '{api}'\n"),
        )
        .unwrap();
        let here = |text: &str| {
            text.replace("/var/lib/fedreg", &data)
                .replace("/etc/fedreg", &config)
        };
        let mut words = line.split_whitespace().map(here);
        let program = words.next().unwrap();
        assert!(program.ends_with("fedreg"), "{line}");
        let words = words.collect();
        let environment = environment
            .iter()
            .flat_map(|line| line.split_whitespace())
            .map(|pair| pair.split_once('=').unwrap())
            .map(|(name, value)| (name.to_owned(), here(value)))
            .collect();
        Self {
            home,
            words,
            environment,
        }
    }

    fn run(&self) -> Ran {
        let words: Vec<&str> = self.words.iter().map(String::as_str).collect();
        let mut command = self.home.command(&words);
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.output().unwrap().into()
    }
}

#[test]
fn their_command_lines_run_and_are_quiet_when_nothing_is_new() {
    let register = Register::builder(crate::common::register())
        .start_blocking()
        .unwrap();
    let service = unit("fedreg.service");
    let crontab = unit("crontab");
    let container = unit("Containerfile");
    let [start] = values(&service, "ExecStart")[..] else {
        panic!("one command: {service}");
    };
    let jobs: Vec<&str> = crontab
        .lines()
        .filter(|line| line.contains(" * "))
        .collect();
    let [job] = jobs[..] else {
        panic!("one job: {crontab}");
    };
    let job = job.splitn(6, ' ').nth(5).unwrap();
    let list = |key: &str| -> Vec<String> {
        let line = container
            .lines()
            .find_map(|line| line.strip_prefix(key))
            .unwrap_or_else(|| panic!("no {key}"));
        serde_json::from_str(line).unwrap()
    };
    let inside = [list("ENTRYPOINT "), list("CMD ")].concat().join(" ");
    let settings: Vec<&str> = container
        .lines()
        .filter_map(|line| line.strip_prefix("ENV "))
        .collect();
    let allowed: Vec<i32> = values(&service, "SuccessExitStatus")
        .iter()
        .flat_map(|codes| codes.split_whitespace())
        .map(|code| code.parse().unwrap())
        .collect();
    assert_eq!(allowed, [4, 6], "docs/exit-codes.md: neither is a failure");

    // A day of the past, so that a run need not begin with 1994.
    let api = register.api_url();
    let begun = Home::new("unit-begun");
    let past = ["--from", "2026-02-01", "--to", "2026-02-01"];
    let ran = begun.run(&[&["run", "--source", &api][..], &past].concat());
    assert_eq!(ran.code, 0, "{ran:?}");
    for (name, line, environment) in [
        ("unit-service", start, &[][..]),
        ("unit-crontab", job, &[]),
        ("unit-container", &inside, &settings),
    ] {
        let line = Line::new(name, line, environment, &api);
        fs_err::copy(begun.db(), line.home.db()).unwrap();
        let first = line.run();
        assert!(
            first.code == 0 || allowed.contains(&first.code),
            "{first:?}"
        );
        assert!(
            first.stdout.contains("Example Liberation Front"),
            "{first:?}"
        );
        let again = line.run();
        let said = (again.code, &*again.stdout, &*again.stderr);
        assert_eq!(said, (0, "", ""), "{name}");
    }
}

/// Runs systemd-analyze; `None`, aloud, where it is not installed.
fn systemd_analyze(arguments: &[&str]) -> Option<Ran> {
    let output = Command::new("systemd-analyze").args(arguments).output();
    if output.is_err() {
        // Past the test runner, which would keep it to itself.
        let _ = writeln!(
            std::io::stderr(),
            "SKIPPED a check by systemd: no systemd-analyze"
        );
    }
    output.ok().map(Ran::from)
}

#[test]
fn systemd_takes_the_service_and_the_timer_and_finds_them_hardened() {
    let home = Home::new("unit-systemd");
    let file = |name: &str, text: &str| {
        let path = home.path().join(name);
        fs_err::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    // The program is not installed where the tests run.
    let service = unit("fedreg.service").replace("/usr/local/bin/fedreg", "/bin/true");
    let service = file("fedreg.service", &service);
    let timer = file("fedreg.timer", &unit("fedreg.timer"));
    let Some(verified) = systemd_analyze(&["verify", &service, &timer]) else {
        return;
    };
    // It warns of unknown keys and ends with 0 all the same.
    assert_eq!((verified.code, &*verified.stderr), (0, ""), "{verified:?}");
    let security = ["security", "--no-pager", "--offline=yes", "--threshold=20"];
    let judged = systemd_analyze(&[&security[..], &[&service]].concat()).unwrap();
    assert_eq!(judged.code, 0, "{}", judged.stdout);
    for when in values(&unit("fedreg.timer"), "OnCalendar") {
        let read = systemd_analyze(&["calendar", when]).unwrap();
        assert_eq!(read.code, 0, "{when}: {read:?}");
    }
}
