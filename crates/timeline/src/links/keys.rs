//! What a record can be linked by, so that few records need be read to link a few.

use std::collections::BTreeSet;

use fedreg_model::RecordVersion;

use super::Node;
use super::build::is_meant;
use crate::rules::LinkRules;

/// One thing by which a record can be linked to another, or kept from it.
///
/// Two records *touch* if they have a key's text in common and one of them at least
/// [bears](Self::bears) it. Records of which none touches a record outside are linked the same
/// whatever other records there are: they get the same entities, links, ambiguities, possible links
/// and standings. A property test holds that.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LinkKey {
    /// What records have in common: a folded name, an identifier, an entry of `entities.toml`.
    pub text: String,
    /// Whether it is the record's own: its primary name, its identifier, an entry that means it.
    /// Other names do not link records that merely print them both.
    pub bears: bool,
}

/// What a record can be linked by under these rules.
pub fn link_keys(version: &RecordVersion, rules: &LinkRules) -> BTreeSet<LinkKey> {
    let node = Node::of(version, 0);
    let mut keys = BTreeSet::new();
    let mut add = |what: &str, text: &str, bears| {
        keys.insert(LinkKey {
            text: format!("{what} {text}"),
            bears,
        });
    };
    add("name", &node.name, true);
    for mention in node.mentions.iter().filter(|m| m.folded != node.name) {
        add("name", &mention.folded, false);
    }
    for identifier in &node.identifiers {
        add("identifier", identifier, true);
    }
    for (entry, same) in rules.same.iter().enumerate() {
        if same.items().any(|item| is_meant(&item, version, &node)) {
            add("same", &entry.to_string(), true);
        }
    }
    keys
}
