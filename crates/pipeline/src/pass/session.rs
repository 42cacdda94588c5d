//! What passes of one process share.

use fedreg_alert::Print;
use fedreg_fetch::ApiClient;
use url::Url;

use crate::memory::PassMemory;
use crate::stop::Stop;

/// What passes share: what they remember, one client, and the wish to stop.
#[derive(Default)]
pub struct Session<'a> {
    /// What earlier passes noted. Empty, everything is asked.
    pub memory: PassMemory,
    /// Whether everything is asked, whatever is remembered.
    pub thorough: bool,
    /// Ends the pass early.
    pub stop: Stop,
    /// Whether alerts are delivered as soon as public inspection was read.
    pub delivers: bool,
    /// Writes to standard output, where that is free.
    pub print: Option<Print<'a>>,
    pub(crate) client: Option<(Url, ApiClient)>,
}

impl<'a> Session<'a> {
    /// One that delivers, and ends when told to.
    pub fn delivering(print: Option<Print<'a>>, stop: Stop) -> Self {
        Self {
            stop,
            delivers: true,
            print,
            ..Self::default()
        }
    }
}

impl std::fmt::Debug for Session<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("memory", &self.memory)
            .field("thorough", &self.thorough)
            .field("stop", &self.stop)
            .finish_non_exhaustive()
    }
}
