//! `fedreg verify`
use crate::app::App;
use crate::error::CliError;
use crate::exit::Status;
pub(crate) fn run(app: &App) -> Result<Status, CliError> {
    let _ = app.history()?;
    Ok(Status::Success)
}
