//! Files that are there whole or not at all.

use std::path::Path;

/// Writes a file under another name beside its place, and moves it there: who reads it finds the
/// old or the new one, never a part.
pub fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let new = path.with_file_name(name);
    fs_err::write(&new, bytes)?;
    fs_err::rename(&new, path)
}
