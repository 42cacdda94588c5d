//! The accept loop: limits of connections and headers, and an orderly end.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use crate::site::Site;

/// Connections at a time; more wait in the listener's queue.
const MAX_CONNECTIONS: usize = 512;
/// How long a client may take for the head of a request, or say nothing between two.
const HEAD_TIME: Duration = Duration::from_secs(15);
/// How long a connection may last, whatever it does: a client that reads slowly ends it.
const CONNECTION_TIME: Duration = Duration::from_mins(5);
/// The largest head of a request, in bytes.
const MAX_HEAD: usize = 16 * 1024;
/// How long answers under way may take after the signal to stop.
const FAREWELL: Duration = Duration::from_secs(10);
/// How long to wait where the system has no file handles left.
const BREATH: Duration = Duration::from_millis(100);

/// Answers on the listener until `stop` is done; then ends the connections in good order.
pub async fn serve(listener: TcpListener, site: Arc<Site>, stop: impl Future<Output = ()>) {
    let service = TowerToHyperService::new(site.router());
    let connections = GracefulShutdown::new();
    let permits = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let mut http = hyper::server::conn::http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(MAX_HEAD);
    tokio::pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener, &permits) => accepted,
            () = &mut stop => break,
        };
        let Some((stream, permit)) = accepted else {
            tokio::time::sleep(BREATH).await;
            continue;
        };
        let connection = http.serve_connection(TokioIo::new(stream), service.clone());
        let connection = connections.watch(connection);
        tokio::spawn(async move {
            // A client that goes away or sends nonsense is no news.
            let _ = tokio::time::timeout(CONNECTION_TIME, connection).await;
            drop(permit);
        });
    }
    drop(listener);
    if tokio::time::timeout(FAREWELL, connections.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("some answers were not done in time and are cut off");
    }
}

async fn accept(
    listener: &TcpListener,
    permits: &Arc<Semaphore>,
) -> Option<(tokio::net::TcpStream, tokio::sync::OwnedSemaphorePermit)> {
    let permit = Arc::clone(permits).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, _)) => {
            // Small answers should not wait for more.
            let _ = stream.set_nodelay(true);
            Some((stream, permit))
        }
        Err(error) => {
            tracing::warn!("a connection could not be accepted: {error}");
            None
        }
    }
}
