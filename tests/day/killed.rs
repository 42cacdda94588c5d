//! The same days, with the program killed wherever it is.

use super::*;

/// Kills a run when so many steps of it are over: requests that the Register got, requests that
/// the receivers got, answers that they gave. Whether the run ended before.
fn run_and_kill(
    home: &Home,
    step: &Step,
    world: &World,
    receivers: &Receivers,
    after: usize,
) -> bool {
    let steps = || world.register.requests().len() + receivers.steps();
    let before = steps();
    let mut child = start(home, step.now);
    let deadline = Instant::now() + Duration::from_mins(1);
    loop {
        if child.try_wait().unwrap().is_some() {
            return true;
        }
        if steps() >= before + after {
            child.kill().unwrap();
            child.wait().unwrap();
            return false;
        }
        assert!(Instant::now() < deadline, "a run that does not end");
        std::thread::sleep(Duration::from_micros(200));
    }
}

#[test]
fn a_kill_after_any_step_changes_nothing_in_what_arrives() {
    let (calm, port) = {
        let (world, receivers) = (World::new(), Receivers::new());
        let home = home("day-calm", &world, &receivers);
        for step in STEPS {
            world.begin(step, &receivers);
            run(&home, &["-q", "run"], step.now);
        }
        (contents(&receivers.take()), world.port())
    };
    assert!(calm.len() > 5);
    let (world, receivers) = (World::at(port), Receivers::new());
    let home = home("day-killed", &world, &receivers);
    let mut kills = 0;
    for step in STEPS {
        world.begin(step, &receivers);
        // After its first step, then its second, and so on until it ends before.
        let mut after = 0;
        while !run_and_kill(&home, step, &world, &receivers, after) {
            after += 1;
            kills += 1;
        }
    }
    assert!(kills > 3 * STEPS.len(), "{kills}");
    let arrived = receivers.take();
    assert_eq!(contents(&arrived), calm);
    let verified = run(&home, &["verify"], "2025-12-02T12:00:00Z");
    assert_eq!(verified.code, 0, "{verified:?}");
}
