//! A program that gets the alert as a CloudEvent, in JSON, on standard input.

use std::process::Stdio;

use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;

use super::{Failure, Message};

/// Runs the program; delivered if it ends with 0. It is killed when its time is over.
pub(super) async fn deliver(command: &[String], message: &Message) -> Result<(), Failure> {
    let Some((program, arguments)) = command.split_first() else {
        return Err(Failure::new("no command is configured"));
    };
    let mut child = Command::new(program)
        .args(arguments)
        .env("FEDREG_ALERT_KEY", &message.key)
        .stdin(Stdio::piped())
        // What it prints is not fedreg's output, and may be without end.
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| Failure::new(format!("{program} cannot be started: {error}")))?;
    if let Some(mut stdin) = child.stdin.take() {
        let mut body = message.event().to_string();
        body.push('\n');
        // A program need not read all of it: its exit code says whether it took the alert.
        let _ = stdin.write_all(body.as_bytes()).await;
    }
    let status = child
        .wait()
        .await
        .map_err(|error| Failure::new(format!("{program}: {error}")))?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::new(format!("{program} ended with {status}")))
    }
}
