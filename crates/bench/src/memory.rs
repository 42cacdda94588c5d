//! How much memory this process took at most, where Linux tells.

use crate::BenchError;

/// Begins to watch the peak anew.
pub(crate) fn forget_peak() -> Result<(), BenchError> {
    if cfg!(target_os = "linux") {
        fs_err::write("/proc/self/clear_refs", "5")?;
    }
    Ok(())
}

/// The peak since, in words.
pub(crate) fn peak() -> Result<String, BenchError> {
    if !cfg!(target_os = "linux") {
        return Ok("not told by this system".to_owned());
    }
    let status = fs_err::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes: Option<u64> = line
        .and_then(|line| line.split_whitespace().next())
        .and_then(|number| number.parse().ok());
    Ok(match kilobytes {
        Some(kilobytes) => format!("{} MB", kilobytes / 1024),
        None => "not told by this system".to_owned(),
    })
}
