//! Work that one thread hands to others, a few pieces at a time.

use std::num::NonZero;
use std::sync::Mutex;
use std::sync::mpsc::{channel, sync_channel};

/// Takes jobs from `next` as long as there are any, lets other threads `work` on them, and hands
/// what they made to `take`, in no certain order. `next` and `take` run on this thread, with
/// `context`.
///
/// No more than two jobs a thread are under way, so that the memory used does not grow with their
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
    std::thread::scope(|scope| {
        let (give, jobs) = sync_channel::<J>(2 * threads);
        let jobs = std::sync::Arc::new(Mutex::new(jobs));
        let (done, results) = channel::<R>();
        for _ in 0..threads {
            let (jobs, done) = (std::sync::Arc::clone(&jobs), done.clone());
            scope.spawn(move || {
                loop {
                    // (Poisoned only if a thread panicked while it waited, which ends all.)
                    let job = jobs.lock().map(|jobs| jobs.recv());
                    let Ok(Ok(job)) = job else { return };
                    if done.send(work(job)).is_err() {
                        return;
                    }
                }
            });
        }
        drop((done, jobs));
        let mut under_way = 0_usize;
        while let Some(job) = next(context)? {
            while under_way >= 2 * threads {
                let Ok(result) = results.recv() else { break };
                under_way -= 1;
                take(context, result)?;
            }
            // It fails only if all threads are gone, by a panic, which the scope passes on.
            if give.send(job).is_err() {
                break;
            }
            under_way += 1;
        }
        drop(give);
        for result in results {
            take(context, result)?;
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_worked_on_once_and_an_error_ends_it() {
        let run = |fail_at: Option<u64>| {
            let mut taken = Vec::new();
            let mut given = 0_u64;
            let result = work_through(
                &mut taken,
                &mut |_| {
                    given += 1;
                    Ok((given <= 100).then_some(given))
                },
                &|job: u64| job * 2,
                &mut |taken, made| {
                    if fail_at.is_some_and(|at| made == at * 2) {
                        return Err("no more");
                    }
                    taken.push(made);
                    Ok(())
                },
            );
            taken.sort_unstable();
            (result, taken)
        };
        let all: Vec<u64> = (1..=100).map(|job| job * 2).collect();
        assert_eq!(run(None), (Ok(()), all));
        let (result, taken) = run(Some(7));
        assert_eq!(result, Err("no more"));
        assert!(taken.len() < 100);
    }
}
