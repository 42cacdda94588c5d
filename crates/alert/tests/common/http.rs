//! Receivers of webhooks on this machine, good and bad.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{
    AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, BufReader,
};
use tokio::net::TcpListener;

use super::smtp;

/// How a receiver behaves.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Manner {
    Answers(&'static str),
    Silent,
    ClosesEarly,
    Megabytes,
}

/// A receiver: its address and the requests it got, each with its headers.
pub(crate) struct Receiver {
    pub(crate) url: String,
    requests: Arc<Mutex<Vec<(String, String)>>>,
}

impl Receiver {
    pub(crate) async fn new(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let got = Arc::clone(&requests);
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                tokio::spawn(serve(stream, manner, Arc::clone(&got)));
            }
        });
        Self { url, requests }
    }

    /// One that takes what comes under TLS, at `localhost`.
    pub(crate) async fn under_tls(identity: smtp::Identity) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let got = Arc::clone(&requests);
        let tls = smtp::acceptor(identity);
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                // A client that does not know the certificate ends the handshake.
                if let Ok(stream) = tls.accept(stream).await {
                    let got = Arc::clone(&got);
                    tokio::spawn(serve(stream, Manner::Answers("200 OK"), got));
                }
            }
        });
        Self {
            url: format!("https://localhost:{port}/hook"),
            requests,
        }
    }

    pub(crate) fn requests(&self) -> Vec<(String, String)> {
        self.requests.lock().unwrap().clone()
    }
}

async fn serve<S: AsyncRead + AsyncWrite + Unpin>(
    stream: S,
    manner: Manner,
    got: Arc<Mutex<Vec<(String, String)>>>,
) {
    if matches!(manner, Manner::ClosesEarly) {
        return;
    }
    let mut stream = BufReader::new(stream);
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.unwrap_or(0) == 0 || line == "\r\n" {
            break;
        }
        if let Some(size) = line.to_lowercase().strip_prefix("content-length:") {
            length = size.trim().parse().unwrap();
        }
        head.push_str(&line);
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.unwrap();
    got.lock()
        .unwrap()
        .push((head, String::from_utf8(body).unwrap()));
    let answer = match manner {
        Manner::Answers(line) => format!("HTTP/1.1 {line}\r\ncontent-length: 0\r\n\r\n"),
        Manner::Megabytes => "HTTP/1.1 200 OK\r\ncontent-length: 1000000000\r\n\r\n".to_owned(),
        Manner::Silent | Manner::ClosesEarly => {
            tokio::time::sleep(Duration::from_mins(1)).await;
            return;
        }
    };
    let _ = stream.write_all(answer.as_bytes()).await;
    if matches!(manner, Manner::Megabytes) {
        let piece = vec![b'x'; 1 << 16];
        while stream.write_all(&piece).await.is_ok() {}
    }
}

pub(crate) fn webhook(name: &str, url: &str, more: &str) -> String {
    format!("[[channel]]\nname = '{name}'\nkind = 'webhook'\nurl = '{url}'\n{more}\n")
}

pub(crate) fn header<'a>(head: &'a str, name: &str) -> &'a str {
    head.lines()
        .find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
        .unwrap_or_else(|| panic!("no {name} in {head}"))
}
