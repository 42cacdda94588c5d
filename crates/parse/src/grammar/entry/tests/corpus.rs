//! The entries of OFAC's list as its own files hold them, and their printed form.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use fedreg_model::{AliasQuality, PartyKind};

/// One entry of the list.
#[derive(Debug, Default, Clone)]
pub(super) struct Listed {
    pub(super) name: String,
    pub(super) kind: Option<PartyKind>,
    pub(super) tags: Vec<String>,
    pub(super) aliases: Vec<(String, AliasQuality)>,
    /// As printed, and the country.
    pub(super) addresses: Vec<(String, Option<String>)>,
    /// The remarks but aliases and links, without their final stop.
    pub(super) fields: Vec<String>,
    pub(super) title: Option<String>,
    pub(super) linked_to: Vec<String>,
    pub(super) call_sign: Option<String>,
    pub(super) vessel_type: Option<String>,
    pub(super) dwt: Option<String>,
    pub(super) grt: Option<String>,
    pub(super) flag: Option<String>,
    pub(super) owner: Option<String>,
}

fn folder() -> PathBuf {
    std::env::var_os("FEDREG_CORPUS").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus"),
        PathBuf::from,
    )
}

/// Rows of a file of comma-separated values with double quotes.
fn rows(path: &Path) -> Option<Vec<Vec<String>>> {
    let bytes = fs_err::read(path).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    let mut rows = Vec::new();
    for line in text.lines() {
        let mut row = vec![String::new()];
        let mut quoted = false;
        let mut chars = line.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '"' if quoted && chars.peek() == Some(&'"') => {
                    chars.next();
                    row.last_mut()?.push('"');
                }
                '"' => quoted = !quoted,
                ',' if !quoted => row.push(String::new()),
                c => row.last_mut()?.push(c),
            }
        }
        rows.push(row.iter().map(|cell| spaced(cell)).collect());
    }
    Some(rows)
}

pub(super) fn spaced(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn cell(row: &[String], n: usize) -> Option<String> {
    row.get(n).filter(|c| !c.is_empty() && *c != "-0-").cloned()
}

/// The whole list, or `None`, said aloud, where it is not at hand.
pub(super) fn list() -> Option<Vec<Listed>> {
    let lists = folder().join("lists");
    let file = |name: &str| rows(&lists.join(name));
    let files = (
        file("sdn-2022-sdn.csv"),
        file("sdn-2022-alt.csv"),
        file("sdn-2022-add.csv"),
    );
    let (Some(entries), Some(names), Some(places)) = files else {
        println!(
            "skipped: no list data in {} (set FEDREG_CORPUS)",
            lists.display()
        );
        return None;
    };
    let mut found: Vec<Listed> = Vec::new();
    let mut index: HashMap<String, usize> = HashMap::new();
    for row in entries.iter().filter(|row| row.len() == 12) {
        index.insert(row[0].clone(), found.len());
        found.push(listed(row));
    }
    for row in names.iter().filter(|row| row.len() == 5) {
        let quality = match row[2].as_str() {
            "fka" => AliasQuality::Former,
            "nka" => AliasQuality::New,
            _ => AliasQuality::Strong,
        };
        if let (Some(at), Some(name)) = (index.get(&row[0]), cell(row, 3)) {
            // Weak ones stand last in the group.
            let strong = found[*at].aliases.iter().filter(|a| !weak(a)).count();
            found[*at].aliases.insert(strong, (name, quality));
        }
    }
    for row in places.iter().filter(|row| row.len() == 6) {
        let parts: Vec<String> = (2..5).filter_map(|n| cell(row, n)).collect();
        if let (Some(at), false) = (index.get(&row[0]), parts.is_empty()) {
            let country = cell(row, 4).filter(|c| c != "undetermined");
            found[*at].addresses.push((parts.join(", "), country));
        }
    }
    // The file's 8,977th line is the mark of its end.
    assert!(found.len() >= 8_976, "only {} entries", found.len());
    Some(found)
}

fn weak(alias: &(String, AliasQuality)) -> bool {
    alias.0.starts_with('"')
}

fn listed(row: &[String]) -> Listed {
    let mut entry = Listed {
        name: row[1].clone(),
        kind: match row[2].as_str() {
            "individual" => Some(PartyKind::Individual),
            "vessel" => Some(PartyKind::Vessel),
            "aircraft" => Some(PartyKind::Aircraft),
            _ => None,
        },
        tags: row[3].split("] [").map(str::to_owned).collect(),
        title: cell(row, 4),
        call_sign: cell(row, 5),
        vessel_type: cell(row, 6),
        dwt: cell(row, 7),
        grt: cell(row, 8),
        flag: cell(row, 9),
        owner: cell(row, 10),
        ..Listed::default()
    };
    let remarks = cell(row, 11).unwrap_or_default();
    let remarks = remarks.strip_suffix('.').unwrap_or(&remarks);
    for field in remarks.split(';').map(str::trim).filter(|f| !f.is_empty()) {
        if let Some(link) = field.strip_prefix("Linked To: ") {
            entry.linked_to.push(link.to_owned());
            continue;
        }
        let quality = ["a.k.a. '", "d.b.a. '", "f.k.a. '", "n.k.a. '"]
            .iter()
            .find(|m| field.starts_with(**m));
        // The source cuts long remarks off.
        let whole = field.strip_suffix('\'').unwrap_or(field);
        match quality.map(|marker| (marker, whole)) {
            Some((marker, whole)) => {
                let quality = match &marker[..1] {
                    "f" => AliasQuality::Former,
                    "n" => AliasQuality::New,
                    _ => AliasQuality::Weak,
                };
                entry
                    .aliases
                    .push((format!("\"{}\"", &whole[marker.len()..]), quality));
            }
            None => entry.fields.push(field.to_owned()),
        }
    }
    entry
}

impl Listed {
    /// As the text reader spells it: no space before punctuation, a dash for two hyphens.
    pub(super) fn typeset(&mut self) {
        let set = |words: &mut String| {
            *words = words
                .replace(" :", ":")
                .replace(" ,", ",")
                .replace("--", "—");
        };
        set(&mut self.name);
        self.aliases.iter_mut().for_each(|(name, _)| set(name));
        self.addresses
            .iter_mut()
            .for_each(|(address, _)| set(address));
    }

    /// The printed form, without the full stop at its end.
    pub(super) fn printed(&self) -> String {
        let mut text = self.name.clone();
        if !self.aliases.is_empty() {
            let group: Vec<String> = self
                .aliases
                .iter()
                .map(|(name, quality)| match quality {
                    AliasQuality::Former => format!("f.k.a. {name}"),
                    AliasQuality::New => format!("n.k.a. {name}"),
                    _ => format!("a.k.a. {name}"),
                })
                .collect();
            let _ = write!(text, " ({})", group.join("; "));
        }
        if let Some(sign) = &self.call_sign {
            let _ = write!(text, " ({sign})");
        }
        if let Some(kind) = &self.vessel_type {
            let _ = write!(text, " {kind}");
        }
        for (figure, unit) in [(&self.dwt, "DWT"), (&self.grt, "GRT")] {
            if let Some(figure) = figure {
                let _ = write!(text, " {figure}{unit}");
            }
        }
        if let Some(flag) = &self.flag {
            let _ = write!(text, " {flag} flag");
        }
        if let Some(owner) = &self.owner {
            let _ = write!(text, " ({owner})");
        }
        for (n, (address, _)) in self.addresses.iter().enumerate() {
            let _ = write!(text, "{} {address}", if n == 0 { "," } else { ";" });
        }
        for field in self.fields.iter().chain(&self.title) {
            let _ = write!(text, "; {field}");
        }
        if let Some(kind) = self.kind {
            let _ = write!(text, " ({kind})");
        }
        for tag in &self.tags {
            let _ = write!(text, " [{tag}]");
        }
        for link in &self.linked_to {
            let _ = write!(text, " (Linked To: {link})");
        }
        text
    }
}
