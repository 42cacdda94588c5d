//! What the tests over files share.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "each test file uses its part; tests may print and unwrap"
)]

use std::path::{Path, PathBuf};

use fedreg_text::{NoticeText, Role};

/// The workspace's folder.
pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The folder with real Federal Register files, or `None`, saying so.
pub fn corpus() -> Option<PathBuf> {
    let folder = std::env::var_os("FEDREG_CORPUS")
        .map_or_else(|| workspace().join("../shared/corpus"), PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    println!(
        "skipped: no corpus at {} (set FEDREG_CORPUS)",
        folder.display()
    );
    None
}

/// The files that match, in order.
pub fn files(folder: &Path, pattern: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = glob::glob(&folder.join(pattern).to_string_lossy())
        .unwrap()
        .map(Result::unwrap)
        .collect();
    files.sort();
    files
}

/// What holds for every text that a reader gives.
pub fn check_invariants(notice: &NoticeText, name: &str) {
    let mut expected = 0;
    for block in &notice.blocks {
        assert_eq!(
            block.range.start, expected,
            "{name}: blocks are apart by one newline"
        );
        assert!(
            block.range.end > block.range.start,
            "{name}: an empty block"
        );
        let words = notice
            .text
            .get(block.range.clone())
            .unwrap_or_else(|| panic!("{name}: {block:?}"));
        assert!(!words.contains('\n'), "{name}: {words:?}");
        assert!(!words.contains("  "), "{name}: {words:?}");
        assert!(
            !words.chars().any(|c| c.is_control() && c != '\t'),
            "{name}: {words:?}"
        );
        assert!(
            !words.contains('\t') || block.role == Role::TableRow,
            "{name}: {words:?}"
        );
        expected = block.range.end + 1;
    }
    assert_eq!(
        expected,
        notice.text.len() + 1,
        "{name}: the blocks cover the text"
    );
    assert_eq!(notice.reader_version, fedreg_text::READER_VERSION);
}
