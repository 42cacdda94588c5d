//! Time taken: on the clock, and by the processor.

use std::time::{Duration, Instant};

/// Adds up the time between starts and stops.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Stopwatch {
    /// By the clock.
    pub(crate) wall: Duration,
    /// That this thread was given by a processor: other programs on the machine do not lengthen
    /// it, nor does waiting for the disk. Zero where the system does not tell.
    pub(crate) processor: Duration,
}

impl Stopwatch {
    /// Adds the time that `work` takes.
    pub(crate) fn time<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let (processor, wall) = (processor(), Instant::now());
        let result = work();
        self.wall += wall.elapsed();
        self.processor += self::processor().saturating_sub(processor);
        result
    }
}

/// The processor time of this thread so far, from Linux's `/proc/thread-self/schedstat`.
fn processor() -> Duration {
    fs_err::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|text| text.split(' ').next()?.parse().ok())
        .map(Duration::from_nanos)
        .unwrap_or_default()
}
