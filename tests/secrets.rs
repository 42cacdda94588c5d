//! What is a secret stays one: whatever the program is asked to print, and whatever it keeps.

use std::net::TcpListener;

use crate::common::Home;

/// The path of the receiver's address, the key that signs, and the password of the mail server.
const SECRETS: [&str; 3] = [
    "T0P-hook-path",
    "signing-key-of-mine",
    "mail-password-of-mine",
];

#[test]
fn secrets_are_neither_printed_nor_stored() {
    // It closes every connection, so that there is something to tell.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || for _ in listener.incoming() {});
    let home = Home::new("secrets");
    let folder = home.path().join("config/fedreg");
    fs_err::create_dir_all(&folder).unwrap();
    let password = home.path().join("password");
    fs_err::write(&password, SECRETS[2]).unwrap();
    let toml = format!(
        "[alert]\noldest_days = 20000\n\
         [[alert.channel]]\nname = 'hook'\nkind = 'webhook'\nurl_env = 'HOOK'\nsecret_env = 'KEY'\n\
         [[alert.channel]]\nname = 'mail'\nkind = 'email'\nhost = 'localhost'\nport = {port}\n\
         security = 'none'\nuser = 'me'\npassword_file = '{}'\n\
         from = 'a@example.org'\nto = ['b@example.org']\n\
         [[alert.rule]]\nname = 'all'\nchannels = ['hook', 'mail']\n\
         authority = ['INA-219']\naction = ['revocation']\n",
        password.display()
    );
    fs_err::write(folder.join("fedreg.toml"), toml).unwrap();

    let mut printed = String::new();
    for arguments in [
        &["-vvv", "run", "--source", "fixtures/register"][..],
        &["-vvv", "alerts", "retry"],
        &["-vvv", "alerts", "test", "hook"],
        &["-vvv", "alerts", "test", "mail"],
        &["alerts", "list", "--all", "--json"],
        &["config", "show", "--json"],
        &["config", "check"],
        &["doctor"],
    ] {
        let output = home
            .command(arguments)
            .env("HOOK", format!("http://127.0.0.1:{port}/{}", SECRETS[0]))
            .env("KEY", SECRETS[1])
            .env("FEDREG_LOG", "trace")
            .output()
            .unwrap();
        printed.push_str(&String::from_utf8_lossy(&output.stdout));
        printed.push_str(&String::from_utf8_lossy(&output.stderr));
    }
    assert!(printed.contains("did not arrive"), "{printed}");
    let mut kept = Vec::new();
    for file in fs_err::read_dir(home.db().parent().unwrap()).unwrap() {
        kept.extend(fs_err::read(file.unwrap().path()).unwrap());
    }
    for secret in SECRETS {
        if let Some(at) = printed.find(secret) {
            let start = at.saturating_sub(200);
            panic!(
                "{secret} is printed: {}",
                &printed[start..at + secret.len()]
            );
        }
        let stored = kept
            .windows(secret.len())
            .any(|window| window == secret.as_bytes());
        assert!(!stored, "{secret} is stored");
    }
}
