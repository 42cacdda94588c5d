//! Work that one thread hands to others, a few pieces at a time.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::mpsc::{channel, sync_channel};
use std::sync::{Arc, Mutex};

/// Takes jobs from `next` as long as there are any, lets other threads `work` on them, and hands
/// what they made to `take`, in the order of the jobs. `next` and `take` run on this thread, with
/// `context`.
///
/// No more than four jobs a thread are under way, so that the memory used does not grow with their
/// number. The first error ends it.
pub(crate) fn work_through<C, J: Send, R: Send, E>(
    context: &mut C,
    next: &mut dyn FnMut(&mut C) -> Result<Option<J>, E>,
    work: &(dyn Fn(J) -> R + Sync),
    take: &mut dyn FnMut(&mut C, R) -> Result<(), E>,
) -> Result<(), E> {
    // This thread has work of its own.
    let threads = std::thread::available_parallelism()
        .map_or(1, NonZero::get)
        .saturating_sub(1)
        .max(1);
    let most = 4 * threads;
    std::thread::scope(|scope| {
        let (give, jobs) = sync_channel::<(usize, J)>(most);
        let jobs = Arc::new(Mutex::new(jobs));
        let (done, results) = channel::<(usize, R)>();
        for _ in 0..threads {
            let (jobs, done) = (Arc::clone(&jobs), done.clone());
            scope.spawn(move || {
                loop {
                    // (Poisoned only if a thread panicked while it waited, which ends all.)
                    let job = jobs.lock().map(|jobs| jobs.recv());
                    let Ok(Ok((at, job))) = job else { return };
                    if done.send((at, work(job))).is_err() {
                        return;
                    }
                }
            });
        }
        drop((done, jobs));
        let mut early: BTreeMap<usize, R> = BTreeMap::new();
        let (mut given, mut taken) = (0, 0);
        let mut settle = |context: &mut C, (at, result): (usize, R)| -> Result<usize, E> {
            early.insert(at, result);
            while let Some(result) = early.remove(&taken) {
                taken += 1;
                take(context, result)?;
            }
            Ok(taken)
        };
        let mut settled = 0;
        while let Some(job) = next(context)? {
            while given - settled >= most {
                let Ok(result) = results.recv() else { break };
                settled = settle(context, result)?;
            }
            // It fails only if all threads are gone, by a panic, which the scope passes on.
            if give.send((given, job)).is_err() {
                break;
            }
            given += 1;
        }
        drop(give);
        for result in results {
            settle(context, result)?;
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_worked_on_once_in_order_and_an_error_ends_it() {
        let run = |fail_at: Option<u64>| {
            let mut taken = Vec::new();
            let mut given = 0_u64;
            let result = work_through(
                &mut taken,
                &mut |_| {
                    given += 1;
                    Ok((given <= 100).then_some(given))
                },
                &|job: u64| {
                    // The later ones of a few are ready first.
                    std::thread::sleep(std::time::Duration::from_micros(50 * (job % 5)));
                    job * 2
                },
                &mut |taken, made| {
                    if fail_at.is_some_and(|at| made == at * 2) {
                        return Err("no more");
                    }
                    taken.push(made);
                    Ok(())
                },
            );
            (result, taken)
        };
        let all: Vec<u64> = (1..=100).map(|job| job * 2).collect();
        assert_eq!(run(None), (Ok(()), all.clone()));
        let (result, taken) = run(Some(7));
        assert_eq!(result, Err("no more"));
        assert_eq!(taken, all[..6]);
    }
}
