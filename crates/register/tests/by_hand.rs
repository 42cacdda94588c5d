//! The register as a person starts it: `fedreg-register DIR`.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// Ends the server with the test, whatever comes of it.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn command() -> Command {
    Command::new(env!("CARGO_BIN_EXE_fedreg-register"))
}

#[tokio::test]
async fn it_prints_its_address_and_serves_with_the_faults_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let object = r#"{"document_number":"2025-20750","publication_date":"2025-11-24","title":"T"}"#;
    fs_err::write(folder.path().join("2025-20750.json"), object).unwrap();
    let mut child = command()
        .arg(folder.path())
        .args([
            "--misbehave",
            "status=503,at=/api/v1,times=1",
            "--json-errors",
        ])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let out = child.stdout.take().unwrap();
    let _running = Running(child);
    let mut base = String::new();
    BufReader::new(out).read_line(&mut base).unwrap();
    assert!(base.trim().ends_with("/api/v1"), "{base}");
    let url = format!("{}/documents/2025-20750", base.trim());
    assert_eq!(reqwest::get(&url).await.unwrap().status(), 503);
    assert_eq!(reqwest::get(&url).await.unwrap().status(), 200);
}

#[test]
fn it_says_what_is_wrong_with_its_arguments() {
    for (arguments, part) in [
        (vec!["/no/such/folder"], "/no/such/folder"),
        (vec![".", "--misbehave", "explode"], "'explode' is unknown"),
    ] {
        let output = command().args(&arguments).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && said.contains(part), "{said}");
        assert!(output.stdout.is_empty());
    }
}
