//! Windows of days: how a pass chooses one, and how it is split until each part can be read whole.

use chrono::{Days, NaiveDate};

/// The first day for which the API has documents.
pub const FIRST_DAY: NaiveDate = NaiveDate::from_ymd_opt(1994, 1, 3).expect("a day of January");

/// A span of days, both ends included. Eastern dates, as the Federal Register's issues have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Window {
    from: NaiveDate,
    to: NaiveDate,
}

impl Window {
    /// The days from `from` to `to`; `None` if `to` comes first.
    pub fn new(from: NaiveDate, to: NaiveDate) -> Option<Self> {
        (from <= to).then_some(Self { from, to })
    }

    /// One day.
    pub fn day(day: NaiveDate) -> Self {
        Self { from: day, to: day }
    }

    /// The first day.
    pub fn from(&self) -> NaiveDate {
        self.from
    }

    /// The last day.
    pub fn to(&self) -> NaiveDate {
        self.to
    }

    /// How many days it has; at least 1.
    pub fn len(&self) -> u64 {
        u64::try_from((self.to - self.from).num_days()).unwrap_or(0) + 1
    }

    /// Never: a window has at least one day.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// Whether the day lies in it.
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.to
    }

    /// The days, in order.
    pub fn days(&self) -> impl Iterator<Item = NaiveDate> + use<> {
        let to = self.to;
        self.from.iter_days().take_while(move |day| *day <= to)
    }

    /// The days common to both.
    pub fn intersection(&self, other: &Self) -> Option<Self> {
        Self::new(self.from.max(other.from), self.to.min(other.to))
    }

    /// Two halves that make up the whole, the earlier first; `None` for a single day.
    pub fn halves(&self) -> Option<(Self, Self)> {
        let first = self
            .from
            .checked_add_days(Days::new(self.len() / 2))?
            .pred_opt()?;
        let second = first.succ_opt()?;
        Some((Self::new(self.from, first)?, Self::new(second, self.to)?))
    }

    /// Parts of at most `days` days (at least one) that make up the whole, in order.
    pub fn chunks(&self, days: u64) -> Vec<Self> {
        let mut chunks = Vec::new();
        let mut from = Some(self.from);
        while let Some(start) = from.filter(|start| *start <= self.to) {
            let end = start
                .checked_add_days(Days::new(days.max(1) - 1))
                .map_or(self.to, |end| end.min(self.to));
            chunks.push(Self {
                from: start,
                to: end,
            });
            from = end.succ_opt();
        }
        chunks
    }
}

impl std::fmt::Display for Window {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}..{}", self.from, self.to)
    }
}

/// The window of the next pass.
///
/// It begins `overlap_days` before the last completed day (at `first` if nothing was completed
/// yet, and never before it), so that late corrections and late indexing are seen; it ends
/// `lookahead_days` after `today` (Eastern), because the next issue is listed before its date.
pub fn next_window(
    completed_through: Option<NaiveDate>,
    today: NaiveDate,
    first: NaiveDate,
    overlap_days: u32,
    lookahead_days: u32,
) -> Window {
    let to = today
        .checked_add_days(Days::new(lookahead_days.into()))
        .unwrap_or(today)
        .max(first);
    let from = completed_through
        .and_then(|day| {
            day.min(today)
                .checked_sub_days(Days::new(overlap_days.into()))
        })
        .unwrap_or(first)
        .max(first);
    Window { from, to }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_next_window_overlaps_what_is_done_and_looks_ahead() {
        let next = |done: Option<&str>, today| {
            next_window(done.map(date), date(today), FIRST_DAY, 10, 7).to_string()
        };
        for (done, today, expected) in [
            (None, "2025-11-24", "1994-01-03..2025-12-01"),
            (Some("2025-11-21"), "2025-11-24", "2025-11-11..2025-12-01"),
            // Completed days in the future do not count: the issue may still grow.
            (Some("2025-11-28"), "2025-11-24", "2025-11-14..2025-12-01"),
            (Some("1994-01-05"), "2025-11-24", "1994-01-03..2025-12-01"),
            // A clock before the first day still gives a window.
            (None, "1970-01-01", "1994-01-03..1994-01-03"),
        ] {
            assert_eq!(next(done, today), expected);
        }
    }

    #[test]
    fn a_window_needs_its_ends_in_order() {
        assert!(Window::new(date("2025-01-02"), date("2025-01-01")).is_none());
        assert_eq!(Window::day(date("2025-01-02")).len(), 1);
        assert!(Window::day(date("2025-01-02")).halves().is_none());
    }

    fn windows() -> impl Strategy<Value = Window> {
        (0u64..12_000, 0u64..4000).prop_map(|(start, length)| {
            let from = FIRST_DAY + Days::new(start);
            Window::new(from, from + Days::new(length)).unwrap()
        })
    }

    proptest! {
        #[test]
        fn halves_make_up_the_whole(window in windows()) {
            match window.halves() {
                None => prop_assert_eq!(window.len(), 1),
                Some((first, second)) => {
                    prop_assert_eq!(first.from(), window.from());
                    prop_assert_eq!(first.to().succ_opt(), Some(second.from()));
                    prop_assert_eq!(second.to(), window.to());
                    prop_assert!(first.len().abs_diff(second.len()) <= 1);
                }
            }
        }

        #[test]
        fn chunks_make_up_the_whole(window in windows(), days in 0u64..500) {
            let chunks = window.chunks(days);
            prop_assert_eq!(chunks.iter().map(Window::len).sum::<u64>(), window.len());
            prop_assert!(chunks.iter().all(|chunk| chunk.len() <= days.max(1)));
            prop_assert_eq!(chunks[0].from(), window.from());
            prop_assert!(chunks.windows(2).all(|w| w[0].to().succ_opt() == Some(w[1].from())));
        }

        /// What the search does: split until each part is under the cap, or a single day.
        #[test]
        fn splitting_reaches_every_day_once(
            window in windows(), per_day in 1u64..400, cap in 100u64..10_000,
        ) {
            let mut todo = vec![window];
            let mut done = Vec::new();
            while let Some(part) = todo.pop() {
                match part.halves() {
                    Some((first, second)) if part.len() * per_day >= cap => todo.extend([second, first]),
                    _ => done.push(part),
                }
            }
            prop_assert!(done.iter().all(|part| part.len() == 1 || part.len() * per_day < cap));
            prop_assert_eq!(done.iter().map(Window::len).sum::<u64>(), window.len());
            prop_assert!(done.windows(2).all(|w| w[0].to().succ_opt() == Some(w[1].from())));
        }
    }
}
