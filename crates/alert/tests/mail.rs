//! E-mail against a real server on this machine: nothing goes out in plain unasked, nor to a server
//! whose certificate is not known; secrets are neither told nor kept.
#![allow(
    clippy::unwrap_used,
    reason = "clippy does not see that helpers are tests"
)]

mod common;

use std::path::Path;
use std::time::{Duration, Instant};

use common::smtp::{Authority, Offer, PASSWORD, Smtp, USER};
use common::{deliver, hostile, now, of, outbox};
use fedreg_alert::Delivered;
use fedreg_history::{AlertState, History};
use mailparse::MailHeaderMap as _;
use scraper::{Html, Selector};

/// A channel by this server.
fn email(port: u16, security: &str, more: &str) -> String {
    format!(
        "timeout = 2.0\n[[channel]]\nname = 'mail'\nkind = 'email'\nhost = 'localhost'\n\
         port = {port}\nsecurity = '{security}'\nfrom = 'Fedreg <fedreg@example.org>'\n\
         to = ['a@example.org', 'b@example.org']\n{more}\n"
    )
}

/// The lines that give the account, whose password stands in a file.
fn account(folder: &Path, password: &str) -> String {
    let file = folder.join("password");
    fs_err::write(&file, format!("{password}\n")).unwrap();
    format!("user = '{USER}'\npassword_file = '{}'", file.display())
}

/// Sends one alert.
async fn send(toml: &str) -> (Delivered, History) {
    let (settings, mut history) = outbox(toml, 1);
    (deliver(&settings, &mut history, now()).await, history)
}

/// The same on each way of being secured.
fn secured(identity: &(Vec<u8>, Vec<u8>)) -> [(&'static str, Offer); 2] {
    [
        ("starttls", Offer::Starttls(identity.clone())),
        ("tls", Offer::Tls(identity.clone())),
    ]
}

#[tokio::test]
async fn mail_goes_out_under_tls_and_so_does_the_password() {
    let folder = tempfile::tempdir().unwrap();
    let authority = Authority::new();
    let trust = authority.trusted_by(folder.path(), "ca.pem");
    let account = account(folder.path(), PASSWORD);
    for (security, offer) in secured(&authority.signs("localhost", 2100)) {
        let server = Smtp::new(offer).await;
        let toml = email(server.port, security, &format!("{trust}\n{account}"));
        let (done, history) = send(&toml).await;
        assert_eq!(
            (done.delivered, done.failed),
            (1, 0),
            "{security}: {done:?}"
        );
        let told = server.told();
        assert_eq!(told.mails.len(), 1, "{security}");
        for words in [
            "AUTH PLAIN",
            "MAIL FROM:<fedreg@example.org>",
            "RCPT TO:<a@example.org>",
            "RCPT TO:<b@example.org>",
        ] {
            assert!(told.secured.contains(words), "{security}: no {words}");
            assert!(!told.plain.contains(words), "{security}: {words} in plain");
        }
        let stored = format!("{:?}", history.alerts(false).unwrap());
        assert!(!stored.contains("horse"), "{stored}");
    }
}

#[tokio::test]
async fn a_server_whose_certificate_is_not_known_gets_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let known = Authority::new();
    let trust = known.trusted_by(folder.path(), "known.pem");
    let other = Authority::new().trusted_by(folder.path(), "other.pem");
    let account = account(folder.path(), PASSWORD);
    let good = known.signs("localhost", 2100);
    for (what, identity, ca) in [
        ("unknown to the system", &good, ""),
        ("of another authority", &good, other.as_str()),
        (
            "of another host",
            &known.signs("mail.example.org", 2100),
            &trust,
        ),
        ("of yesterday", &known.signs("localhost", 2020), &trust),
    ] {
        for (security, offer) in secured(identity) {
            let server = Smtp::new(offer).await;
            let toml = email(server.port, security, &format!("{ca}\n{account}"));
            let (done, history) = send(&toml).await;
            assert_eq!(done.failed, 1, "{security}, {what}: {done:?}");
            assert_eq!(of(&history, "mail")[0].state, AlertState::Failed);
            let detail = &done.problems[0].1;
            assert!(detail.contains("certificate"), "{what}: {detail}");
            let told = server.told();
            assert_eq!(told.secured, "", "{security}, {what}");
            assert!(!told.plain.contains("MAIL FROM"), "{}", told.plain);
            assert!(!told.plain.contains("AUTH"), "{}", told.plain);
        }
    }
}

#[tokio::test]
async fn a_server_without_starttls_gets_neither_mail_nor_password() {
    let folder = tempfile::tempdir().unwrap();
    let account = account(folder.path(), PASSWORD);
    for offer in [Offer::Nothing, Offer::BrokenStarttls] {
        let server = Smtp::new(offer).await;
        // STARTTLS is what is done unless the settings say otherwise.
        let toml = email(server.port, "starttls", &account).replace("security = 'starttls'\n", "");
        let (done, _) = send(&toml).await;
        assert_eq!(done.failed, 1, "{done:?}");
        let told = server.told();
        assert!(told.plain.starts_with("EHLO"), "{}", told.plain);
        assert!(!told.plain.contains("MAIL FROM"), "{}", told.plain);
        assert!(!told.plain.contains("AUTH"), "{}", told.plain);
    }
}

#[tokio::test]
async fn a_refused_password_is_told_by_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let authority = Authority::new();
    let trust = authority.trusted_by(folder.path(), "ca.pem");
    let account = account(folder.path(), "swordfish");
    let server = Smtp::new(Offer::Tls(authority.signs("localhost", 2100))).await;
    let toml = email(server.port, "tls", &format!("{trust}\n{account}"));
    let (done, history) = send(&toml).await;
    assert_eq!(done.failed, 1, "{done:?}");
    let told = format!("{done:?} {:?}", history.alerts(false).unwrap());
    assert!(told.contains("535"), "{told}");
    // The server repeats what it was sent: `printf '\0fedreg\0swordfish' | base64`.
    for secret in ["swordfish", "AGZlZHJlZwBzd29yZGZpc2g="] {
        assert!(!told.contains(secret), "{told}");
    }
    assert_eq!(server.told().mails.len(), 0);
}

#[tokio::test]
async fn a_password_that_is_not_there_is_a_failure() {
    let authority = Authority::new();
    let server = Smtp::new(Offer::Tls(authority.signs("localhost", 2100))).await;
    let account = "user = 'fedreg'\npassword_env = 'FEDREG_TEST_UNSET_PASSWORD'";
    let (done, _) = send(&email(server.port, "tls", account)).await;
    assert_eq!(done.failed, 1, "{done:?}");
    assert!(done.problems[0].1.contains("FEDREG_TEST_UNSET_PASSWORD"));
    assert_eq!(server.told().secured, "");
}

#[tokio::test]
async fn a_file_of_certificates_that_is_none_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ca.pem");
    let ca = format!("ca_file = '{}'", file.display());
    for content in [None, Some("no certificate")] {
        if let Some(content) = content {
            fs_err::write(&file, content).unwrap();
        }
        let (done, _) = send(&email(1, "tls", &ca)).await;
        assert_eq!(done.failed, 1, "{done:?}");
        assert!(done.problems[0].1.contains("ca.pem"), "{done:?}");
    }
}

#[tokio::test]
async fn a_server_that_is_silent_or_floods_ends_by_itself() {
    for (offer, words) in [
        (Offer::Silent, "no answer within 2 s"),
        (Offer::Flood, "too l"),
    ] {
        let server = Smtp::new(offer).await;
        let begun = Instant::now();
        let (done, _) = send(&email(server.port, "none", "")).await;
        assert!(begun.elapsed() < Duration::from_secs(30));
        assert_eq!(done.failed, 1, "{done:?}");
        assert!(done.problems[0].1.contains(words), "{done:?}");
    }
}

#[tokio::test]
async fn a_mail_says_the_same_in_text_and_html_and_hostile_words_are_words() {
    let server = Smtp::new(Offer::Nothing).await;
    let (settings, mut history) = outbox(&email(server.port, "none", ""), 0);
    common::queue(&mut history, &["mail"], &hostile());
    let done = deliver(&settings, &mut history, now()).await;
    assert_eq!(done.delivered, 1, "{done:?}");
    let told = server.told();
    let mail = mailparse::parse_mail(told.mails[0].as_bytes()).unwrap();
    let header = |name: &str| mail.headers.get_first_value(name).unwrap();
    let alert = &of(&history, "mail")[0];
    assert_eq!(
        header("Message-ID"),
        format!("<{}@fedreg.invalid>", alert.key)
    );
    assert_eq!(header("From"), "Fedreg <fedreg@example.org>");
    assert_eq!(header("Date"), "Fri, 21 Nov 2025 14:00:00 +0000");
    // A name with a line's end in it makes no header of its own.
    assert!(mail.headers.get_first_value("Bcc").is_none());
    assert_eq!(
        header("Subject"),
        "Designation of <script>alert(1)</script>  Bcc: all@example.org"
    );
    assert_eq!(mail.ctype.mimetype, "multipart/alternative");
    let parts: Vec<(&str, String)> = mail
        .subparts
        .iter()
        .map(|part| (part.ctype.mimetype.as_str(), part.get_body().unwrap()))
        .collect();
    // The best form comes last (RFC 2046).
    let [("text/plain", text), ("text/html", html)] = parts.as_slice() else {
        panic!("{parts:?}");
    };
    let page = Html::parse_document(html);
    for element in [
        "script",
        "img",
        "form",
        "[onerror]",
        "a[href^='javascript']",
    ] {
        let selector = Selector::parse(element).unwrap();
        assert_eq!(page.select(&selector).count(), 0, "{element} in {html}");
    }
    let body = Selector::parse("body").unwrap();
    let shown: String = page.select(&body).next().unwrap().text().collect();
    for words in [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(2)>",
        "\"><form action=//evil.example>",
        "Café “à côté” 東",
        "FR Doc. 2025-20750",
    ] {
        assert!(text.contains(words), "no {words} in {text}");
        assert!(shown.contains(words), "no {words} in {shown}");
    }
}
