//! Which documents of a whole issue are worth parsing: those whose title or text holds a cue of a
//! family, of an agency that can act in it.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use fedreg_model::{DocumentMetadata, DocumentType, NoticeText};

use crate::first_look::{first_look, is_ordinary};

/// Who acts in a group of families, and the words of a text without which it does not act.
struct Group {
    /// Words in the names of the agencies.
    agencies: &'static [&'static str],
    /// Phrases of the text; none of these families is worded without one of them.
    cues: &'static [&'static str],
}

/// The groups. Cues are told from each other by agency: "debarment" means one thing to the State
/// Department and another to those who buy for the government.
const GROUPS: &[Group] = &[
    Group {
        agencies: &["state"],
        cues: &[
            "foreign terrorist organization",
            "specially designated",
            "global terrorist",
            "executive order 13224",
            "e.o. 13224",
            "terrorist exclusion list",
            "212(a)(3)(b)",
            "section 219 of the immigration",
            "8 u.s.c. 1189",
            "sponsor of terrorism",
            "acts of international terrorism",
            "section 620a",
            "section 40 of the arms export control",
            "section 6(j)",
            "nonproliferation act",
            "nonproliferation measures",
            "proliferation sanctions",
            "missile technology",
            "biological weapons",
            "sanctions action",
            "sanctions described in",
            "sanctions on the following",
            "following sanctions",
            "property and interests in property",
            "cuba restricted list",
            "entities and subentities",
            "debarment",
            "debarred",
            "foreign missions act",
            "religious freedom act",
            "of particular concern",
            "adversaries through sanctions",
            "iran sanctions act",
            "triangle enhanced engagement",
            "magnitsky",
        ],
    },
    Group {
        agencies: &["treasury", "foreign assets control", "financial crimes"],
        cues: &[
            "specially designated",
            "sdn list",
            "sanctions action",
            "sanctions list",
            "blocked pursuant",
            "are blocked",
            "been blocked",
            "blocked person",
            "blocked vessel",
            "unblock",
            "kingpin",
            "narcotics trafficker",
            "foreign sanctions evader",
            "property and interests in property",
            "money laundering concern",
            "special measure",
            "5318a",
            "2313a",
        ],
    },
    Group {
        agencies: &["commerce", "industry and security", "export administration"],
        cues: &[
            "entity list",
            "unverified list",
            "military end-user",
            "military end user",
            "supplement no. 4 to part 744",
            "supplement no. 6 to part 744",
            "supplement no. 7 to part 744",
            "export privileges",
            "denied person",
            "denial order",
            "temporary denial",
            "use export licenses",
            "icts transaction",
        ],
    },
    Group {
        agencies: &["homeland security", "customs"],
        cues: &[
            "uyghur",
            "forced labor",
            "convict labor",
            "withhold release",
            "terrorist exclusion list",
            "specially designated",
            "212(a)(3)(b)",
        ],
    },
    Group {
        agencies: &["defense"],
        cues: &[
            "chinese military compan",
            "section 1260h",
            "section 1237",
            "section 1286",
        ],
    },
    Group {
        agencies: &["communications commission"],
        cues: &["covered list", "trusted communications networks"],
    },
    Group {
        agencies: &["president"],
        cues: &[
            "annex to this order",
            "annex to this proclamation",
            "property and interests in property",
            "are blocked and may not be transferred",
            "terrorist organization",
            "global terrorist",
            "sponsor of terrorism",
            "kingpin",
            "narcotics trafficker",
            "sanctions",
            "hereby designate",
            "nonproliferation",
        ],
    },
];

/// The cues of every group, with the group of each.
struct Cues {
    automaton: AhoCorasick,
    group: Vec<usize>,
}

static CUES: LazyLock<Option<Cues>> = LazyLock::new(|| {
    let (group, words): (Vec<usize>, Vec<&str>) = GROUPS
        .iter()
        .enumerate()
        .flat_map(|(at, group)| group.cues.iter().map(move |cue| (at, *cue)))
        .unzip();
    let automaton = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::Standard)
        .build(&words)
        .ok()?;
    Some(Cues { automaton, group })
});

/// Whether a document could designate, or look as if it did.
///
/// Recall comes first: a document is left out only if its title says for certain what it is (an
/// information collection, the publication of a general licence), if no agency of it can designate,
/// or if no cue of a family of its agencies stands in its title or text.
pub fn is_candidate(metadata: &DocumentMetadata, text: &NoticeText) -> bool {
    let title = match metadata.title.trim() {
        "" => text.stated.title.as_str(),
        title => title,
    };
    if is_ordinary(title) {
        return false;
    }
    let groups = groups_of(metadata, text);
    if !groups.contains(&true) {
        return false;
    }
    if first_look(title).is_some() {
        return true;
    }
    let Some(cues) = CUES.as_ref() else {
        return true;
    };
    cues.automaton
        .find_overlapping_iter(&text.text)
        .filter_map(|hit| cues.group.get(hit.pattern().as_usize()))
        .any(|group| groups.get(*group).copied().unwrap_or(true))
}

/// The groups that the agencies of a document act in; all, where none is known.
fn groups_of(metadata: &DocumentMetadata, text: &NoticeText) -> Vec<bool> {
    let agencies: Vec<String> = metadata
        .agencies
        .iter()
        .chain(&text.stated.agencies)
        .map(|agency| agency.name.to_lowercase())
        .collect();
    let presidential = metadata.document_type == DocumentType::PresidentialDocument;
    GROUPS
        .iter()
        .map(|group| {
            agencies.is_empty() && !presidential
                || presidential && group.agencies.contains(&"president")
                || agencies
                    .iter()
                    .any(|name| group.agencies.iter().any(|word| name.contains(word)))
        })
        .collect()
}
