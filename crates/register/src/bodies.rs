//! How an answer's body goes over the wire: whole, compressed, or in one of the hostile ways.

use std::io::Write;
use std::time::Duration;

use axum::body::Body;
use flate2::Compression;
use flate2::write::GzEncoder;
use futures::stream;

use crate::misbehaviour::Fault;

/// A body and the headers that describe it.
#[derive(Debug)]
pub(crate) struct Wire {
    pub(crate) body: Body,
    pub(crate) length: Option<usize>,
    pub(crate) gzip: bool,
}

/// The body as the faults want it; without any, compressed if the client takes gzip.
pub(crate) fn wire(body: Vec<u8>, faults: &[Fault], takes_gzip: bool) -> Wire {
    for fault in faults {
        match fault {
            Fault::Drip { bytes, every } => return drip(body, (*bytes).max(1), *every),
            Fault::Truncate { after } => return truncated(&body, *after),
            Fault::Endless => return endless(body),
            Fault::GzipBomb { bytes } => return bomb(&body, *bytes),
            _ => {}
        }
    }
    if takes_gzip && body.len() > 256 {
        let packed = gzip(&body, 0);
        return Wire {
            length: Some(packed.len()),
            body: Body::from(packed),
            gzip: true,
        };
    }
    Wire {
        length: Some(body.len()),
        body: Body::from(body),
        gzip: false,
    }
}

fn gzip(body: &[u8], filler: usize) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    let spaces = vec![b' '; 64 << 10];
    let mut write = || -> std::io::Result<()> {
        encoder.write_all(body)?;
        let mut left = filler;
        while left > 0 {
            let now = left.min(spaces.len());
            encoder.write_all(&spaces[..now])?;
            left -= now;
        }
        Ok(())
    };
    // Writing to a vector does not fail; if it did, the body would be short, which is no worse
    // than what this module does on purpose.
    if write().is_err() {
        return Vec::new();
    }
    encoder.finish().unwrap_or_default()
}

fn bomb(body: &[u8], bytes: usize) -> Wire {
    let packed = gzip(body, bytes);
    Wire {
        length: Some(packed.len()),
        body: Body::from(packed),
        gzip: true,
    }
}

fn drip(body: Vec<u8>, bytes: usize, every: Duration) -> Wire {
    let length = body.len();
    let drops = stream::unfold((body, 0), move |(body, at)| async move {
        if at >= body.len() {
            return None;
        }
        if at > 0 {
            tokio::time::sleep(every).await;
        }
        let end = (at + bytes).min(body.len());
        let drop = body[at..end].to_vec();
        Some((Ok::<_, std::io::Error>(drop), (body, end)))
    });
    Wire {
        body: Body::from_stream(drops),
        length: Some(length),
        gzip: false,
    }
}

fn truncated(body: &[u8], after: usize) -> Wire {
    let length = body.len();
    let kept = body[..after.min(length.saturating_sub(1))].to_vec();
    // The pause lets what was sent arrive before the connection breaks.
    let parts = stream::unfold(Some(kept), |kept| async move {
        if let Some(kept) = kept {
            return Some((Ok(kept), None));
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
        Some((Err(std::io::Error::other("cut off on purpose")), None))
    });
    Wire {
        body: Body::from_stream(parts),
        length: Some(length),
        gzip: false,
    }
}

fn endless(mut body: Vec<u8>) -> Wire {
    body.pop();
    let filler = stream::unfold(body, |next| async move {
        let spaces = vec![b' '; 64 << 10];
        // Lets other requests have their turn.
        tokio::task::yield_now().await;
        Some((Ok::<_, std::io::Error>(next), spaces))
    });
    Wire {
        body: Body::from_stream(filler),
        length: None,
        gzip: false,
    }
}
