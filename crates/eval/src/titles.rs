//! Titles at scale: what the first look takes and leaves of a table of titles.

use std::collections::BTreeMap;
use std::path::Path;

use fedreg_parse::first_look;
use serde::Serialize;

/// What is taken of one group of titles.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct TitleGroup {
    /// Titles of the group.
    pub all: usize,
    /// Titles that the first look takes.
    pub taken: usize,
    /// The titles that are against the rule: of a group of designations those left, of the others
    /// those taken.
    pub unlike: Vec<String>,
}

/// The groups of a table, by name. Groups of ordinary titles begin with `neg`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct TitleTable {
    /// By group.
    pub groups: BTreeMap<String, TitleGroup>,
}

/// Looks at every title of a table: tab-separated, with columns `title` and, if there are groups,
/// `group`; or one title a line.
pub fn look_at_titles(file: &Path) -> Result<TitleTable, std::io::Error> {
    let text = fs_err::read_to_string(file)?;
    let mut lines = text.lines();
    let head: Vec<&str> = text
        .lines()
        .next()
        .unwrap_or_default()
        .split('\t')
        .collect();
    let column = |name: &str| {
        head.iter()
            .position(|h| h.trim().eq_ignore_ascii_case(name))
    };
    let (group, title) = (column("group"), column("title"));
    if title.is_some() {
        lines.next();
    }
    let mut table = TitleTable::default();
    for line in lines.filter(|line| !line.trim().is_empty()) {
        let columns: Vec<&str> = line.split('\t').collect();
        let cell = |at: Option<usize>| at.and_then(|at| columns.get(at)).copied();
        let name = cell(group).unwrap_or("titles");
        let title = match title {
            Some(_) => cell(title).unwrap_or_default(),
            None => line,
        };
        let taken = first_look(title).is_some();
        let group = table.groups.entry(name.to_owned()).or_default();
        group.all += 1;
        group.taken += usize::from(taken);
        if taken == name.starts_with("neg") {
            group.unlike.push(title.to_owned());
        }
    }
    Ok(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_counted() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("titles.tsv");
        let rows = "group\tdocument_number\ttitle\n\
            ofac\t1\tNotice of OFAC Sanctions Actions\n\
            ofac\t2\tA Quiet Title\n\
            neg\t3\tAirworthiness Directives\n";
        fs_err::write(&file, rows).unwrap();
        let table = look_at_titles(&file).unwrap();
        assert_eq!(
            (table.groups["ofac"].taken, table.groups["ofac"].all),
            (1, 2)
        );
        assert_eq!(table.groups["ofac"].unlike, ["A Quiet Title"]);
        assert_eq!(table.groups["neg"].taken, 0);
    }
}
