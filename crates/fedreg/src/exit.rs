//! The exit codes: one enum, printed by `--help`, documented in `docs/exit-codes.md`, tested.

use std::process::ExitCode;

/// How a command ended. The numbers are stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum Status {
    /// Done.
    Success = 0,
    /// Something this list does not foresee.
    Failure = 1,
    /// The command line or the configuration is wrong.
    Usage = 2,
    /// The source could not be reached, or not wholly; what was read is kept.
    SourceUnreachable = 3,
    /// Finished, but documents need a person's review.
    NeedsReview = 4,
    /// The history cannot be used: damaged, too new, read-only, or its checks fail.
    HistoryUnusable = 5,
    /// Another run holds the history's writer lock.
    Locked = 6,
    /// What was asked for is not in the history.
    NotFound = 7,
    /// A file given on the command line could not be read as a notice.
    UnreadableInput = 8,
}

impl Status {
    /// Every status, by number.
    pub(crate) const ALL: [Self; 9] = [
        Self::Success,
        Self::Failure,
        Self::Usage,
        Self::SourceUnreachable,
        Self::NeedsReview,
        Self::HistoryUnusable,
        Self::Locked,
        Self::NotFound,
        Self::UnreadableInput,
    ];

    /// The number that the process ends with.
    pub(crate) fn code(self) -> u8 {
        self as u8
    }

    /// What it means, in a line of the help.
    pub(crate) fn meaning(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Failure => "failure of another kind, such as a full disk",
            Self::Usage => "wrong command line or configuration",
            Self::SourceUnreachable => "source unreachable, wholly or in part; nothing is lost",
            Self::NeedsReview => "finished, but documents need review",
            Self::HistoryUnusable => "history unusable, or its verification failed",
            Self::Locked => "another run holds the lock",
            Self::NotFound => "not found in the history",
            Self::UnreadableInput => "an input file could not be read",
        }
    }
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status.code())
    }
}

#[cfg(test)]
mod tests {
    use super::Status;

    #[test]
    fn numbers_are_stable_and_each_has_its_own_meaning() {
        let listed: Vec<u8> = Status::ALL.iter().map(|s| s.code()).collect();
        assert_eq!(listed, (0..=8).collect::<Vec<u8>>());
        let mut meanings: Vec<_> = Status::ALL.iter().map(|s| s.meaning()).collect();
        meanings.sort_unstable();
        meanings.dedup();
        assert_eq!(meanings.len(), Status::ALL.len());
    }

    #[test]
    fn the_page_in_docs_lists_every_code() {
        let page = include_str!("../../../docs/exit-codes.md");
        for status in Status::ALL {
            let row = format!("| {} | {} |", status.code(), status.meaning());
            assert!(page.contains(&row), "docs/exit-codes.md lacks: {row}");
        }
    }
}
