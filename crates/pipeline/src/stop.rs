//! The wish to stop, which may come from another thread.

use tokio::sync::watch;

/// Hears whether to stop. The default never is.
#[derive(Debug, Clone, Default)]
pub struct Stop(Option<watch::Receiver<bool>>);

/// Says so, once and for all.
#[derive(Debug)]
pub struct Stopper(watch::Sender<bool>);

impl Stop {
    /// One that stops when the other says so.
    pub fn new() -> (Stopper, Self) {
        let (sender, receiver) = watch::channel(false);
        (Stopper(sender), Self(Some(receiver)))
    }

    /// Whether to stop.
    pub fn is_set(&self) -> bool {
        self.0.as_ref().is_some_and(|stop| *stop.borrow())
    }

    /// Returns when it is time to stop.
    pub async fn wait(&self) {
        if let Some(stop) = &self.0
            && stop.clone().wait_for(|stop| *stop).await.is_ok()
        {
            return;
        }
        // Nobody is left who could say so.
        std::future::pending::<()>().await;
    }
}

impl Stopper {
    /// Says that it is time to stop.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_listens_hears_it_once_and_for_all() {
        let (stopper, stop) = Stop::new();
        assert!(!stop.is_set());
        stopper.stop();
        stop.wait().await;
        stop.wait().await;
        assert!(stop.is_set());
        assert!(!Stop::default().is_set());
    }
}
