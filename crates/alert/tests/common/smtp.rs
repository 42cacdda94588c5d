//! A mail server on this machine: plain, with STARTTLS, or with TLS from the first byte, and with
//! certificates made for the test.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// The account that the server knows: user, password, and both as `AUTH PLAIN` sends them.
pub(crate) const USER: &str = "fedreg";
pub(crate) const PASSWORD: &str = "correct horse battery";
/// `printf '\0fedreg\0correct horse battery' | base64`
const PLAIN: &str = "AGZlZHJlZwBjb3JyZWN0IGhvcnNlIGJhdHRlcnk=";

/// An authority that signs certificates.
pub(crate) struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
}

/// A certificate and its key.
pub(crate) type Identity = (Vec<u8>, Vec<u8>);

impl Authority {
    pub(crate) fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        Self { issuer }
    }

    /// Its certificate in PEM.
    pub(crate) fn pem(&self) -> String {
        self.issuer.pem()
    }

    /// A certificate for a host, valid until the end of that year.
    pub(crate) fn signs(&self, host: &str, until: i32) -> Identity {
        let mut params = CertificateParams::new(vec![host.to_owned()]).unwrap();
        params.not_after = rcgen::date_time_ymd(until, 12, 31);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        (certificate.der().to_vec(), key.serialize_der())
    }

    /// Writes its certificate into a folder and gives the line of configuration that trusts it.
    pub(crate) fn trusted_by(&self, folder: &Path, name: &str) -> String {
        let file = folder.join(name);
        fs_err::write(&file, self.pem()).unwrap();
        format!("ca_file = '{}'", file.display())
    }
}

/// How the server secures a connection.
#[derive(Clone)]
pub(crate) enum Offer {
    /// Not at all; STARTTLS is neither offered nor known.
    Nothing,
    /// It offers STARTTLS, and then has no TLS to give.
    BrokenStarttls,
    /// STARTTLS with this certificate.
    Starttls(Identity),
    /// TLS from the first byte with this certificate.
    Tls(Identity),
    /// An answer without end instead of a greeting.
    Flood,
    /// Takes the connection and says nothing.
    Silent,
}

/// What the server was told.
#[derive(Debug, Clone, Default)]
pub(crate) struct Told {
    /// Every line in plain.
    pub(crate) plain: String,
    /// Every line under TLS.
    pub(crate) secured: String,
    /// The messages it took.
    pub(crate) mails: Vec<String>,
}

/// A running server.
pub(crate) struct Smtp {
    pub(crate) port: u16,
    told: Arc<Mutex<Told>>,
}

impl Smtp {
    pub(crate) async fn new(offer: Offer) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let told = Arc::new(Mutex::new(Told::default()));
        let keeper = Arc::clone(&told);
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                tokio::spawn(connection(stream, offer.clone(), Arc::clone(&keeper)));
            }
        });
        Self { port, told }
    }

    pub(crate) fn told(&self) -> Told {
        self.told.lock().unwrap().clone()
    }
}

async fn connection(mut stream: tokio::net::TcpStream, offer: Offer, told: Arc<Mutex<Told>>) {
    match offer {
        Offer::Silent => tokio::time::sleep(Duration::from_mins(1)).await,
        Offer::Flood => {
            let line = format!("220-{}\r\n", "a greeting without end ".repeat(40));
            let piece = line.repeat(1 << 6).into_bytes();
            while stream.write_all(&piece).await.is_ok() {}
        }
        Offer::Nothing => {
            talk(stream, Security::Plain, &[], &told).await;
        }
        Offer::BrokenStarttls => {
            talk(stream, Security::Plain, &["STARTTLS"], &told).await;
        }
        Offer::Starttls(identity) => {
            let after = talk(stream, Security::Startable, &["STARTTLS"], &told).await;
            // None is left where the client went away without asking for TLS.
            if let Some(stream) = after {
                secured(stream, identity, true, &told).await;
            }
        }
        Offer::Tls(identity) => secured(stream, identity, false, &told).await,
    }
}

/// TLS with this certificate.
pub(crate) fn acceptor((certificate, key): Identity) -> TlsAcceptor {
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.into()], PrivateKeyDer::Pkcs8(key.into()))
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}

async fn secured(
    stream: tokio::net::TcpStream,
    identity: Identity,
    greeted: bool,
    told: &Mutex<Told>,
) {
    // A client that does not know the certificate ends the handshake.
    if let Ok(stream) = acceptor(identity).accept(stream).await {
        let security = if greeted {
            Security::Started
        } else {
            Security::Tls
        };
        talk(stream, security, &["AUTH PLAIN"], told).await;
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Security {
    Plain,
    Startable,
    Started,
    Tls,
}

/// The conversation. Gives the connection back when the client asks for TLS and may have it.
async fn talk<S: AsyncRead + AsyncWrite + Unpin>(
    stream: S,
    security: Security,
    offers: &[&str],
    told: &Mutex<Told>,
) -> Option<S> {
    let mut stream = BufReader::new(stream);
    if security != Security::Started {
        stream.write_all(b"220 sink\r\n").await.ok()?;
    }
    let mut mail: Option<String> = None;
    let mut line = String::new();
    while stream.read_line(&mut line).await.unwrap_or(0) > 0 {
        let answer = {
            let mut told = told.lock().unwrap();
            let lines = match security {
                Security::Plain | Security::Startable => &mut told.plain,
                Security::Started | Security::Tls => &mut told.secured,
            };
            lines.push_str(&line);
            match (line.trim_end(), mail.as_mut()) {
                (".", Some(_)) => {
                    told.mails.extend(mail.take());
                    "250 taken\r\n".to_owned()
                }
                (_, Some(mail)) => {
                    mail.push_str(line.strip_prefix('.').unwrap_or(&line));
                    String::new()
                }
                ("DATA", None) => {
                    mail = Some(String::new());
                    "354 go on\r\n".to_owned()
                }
                ("STARTTLS", None) if security == Security::Startable => "220 go\r\n".to_owned(),
                ("STARTTLS", None) => "454 TLS not available\r\n".to_owned(),
                ("QUIT", None) => "221 bye\r\n".to_owned(),
                (hello, None) if hello.starts_with("EHLO") => {
                    let offers: Vec<String> = offers
                        .iter()
                        .map(|offer| format!("250-{offer}\r\n"))
                        .collect();
                    let offers = offers.concat();
                    format!("250-sink\r\n{offers}250 8BITMIME\r\n")
                }
                (auth, None) if auth.starts_with("AUTH") => match auth {
                    _ if auth == format!("AUTH PLAIN {PLAIN}") => "235 ok\r\n".to_owned(),
                    // A server as talkative as it should not be.
                    _ => format!("535 no such account: {auth}\r\n"),
                },
                _ => "250 ok\r\n".to_owned(),
            }
        };
        stream.write_all(answer.as_bytes()).await.ok()?;
        if line == "STARTTLS\r\n" && security == Security::Startable {
            return Some(stream.into_inner());
        }
        line.clear();
    }
    None
}
