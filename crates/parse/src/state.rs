//! State Department terrorism notices: from operative sentences to records.
//!
//! The verb says what is done (`acts`), the family says under which law and from when
//! (`families`), the phrase says to whom (`phrase`, `lists`, `grammar::names`, and, for the many
//! notices that say "the aforementioned organization", the sentence before or the title).

use std::ops::Range;
use std::sync::LazyLock;

use fedreg_model::{
    Action, AuthorityCitation, Party, Record, Residue, Role, fold_name,
};
use regex::Regex;

use crate::acts::{self, Act, Force, Reach};
use crate::amendments;
use crate::corrections;
use crate::effective;
use crate::families::{Family, STATE};
use crate::grammar::citations::Citations;
use crate::grammar::dates::compile;
use crate::grammar::names::{self, Number};
use crate::grammar::titles;
use crate::kinds;
use crate::lists::{self, Entry, List};
use crate::notice::{Notice, is_body};
use crate::phrase::{self, Object};

/// What the engine read.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    /// The family of the first act, or the one whose words the notice holds.
    pub(crate) family: Option<&'static str>,
    pub(crate) records: Vec<Record>,
    pub(crate) residue: Vec<Residue>,
}

/// Whom an act names, and the words that show it.
struct Target {
    entries: Vec<Entry>,
    residue: Vec<Residue>,
    /// Where the supporting words begin, if before the act's sentence.
    from: Option<usize>,
    /// Whether each entry stands in a list of its own lines, so that it is its own quote.
    own_lines: bool,
    number: Number,
    /// Whether the names come from the title alone.
    from_title: bool,
}

impl Target {
    fn missing() -> Self {
        Self {
            entries: Vec::new(),
            residue: Vec::new(),
            from: None,
            own_lines: false,
            number: Number::Unsaid,
            from_title: false,
        }
    }

    fn of(list: List, number: Number) -> Self {
        Self { entries: list.entries, residue: list.residue, number, ..Self::missing() }
    }
}

/// An act with the families under whose law it is done.
struct Claimed {
    act: Act,
    families: Vec<&'static dyn Family>,
}

/// Reads a notice; an empty reading means that no State terrorism family has anything to say.
pub(crate) fn read(notice: &Notice<'_>, citations: &Citations) -> Reading {
    let present: Vec<&'static dyn Family> = STATE
        .into_iter()
        .filter(|family| {
            family.label().is_match(&notice.title)
                || (0..notice.sentences.len())
                    .any(|at| family.label().is_match(notice.sentence(at)))
        })
        .collect();
    let mut reading = Reading::default();
    if present.is_empty() || notice.is_presidential() || !may_be_state(notice) {
        return reading;
    }
    let titled = titled_family(notice, &present);
    reading.family = titled.map(|f| f.name());
    if let Some(family) = titled
        && corrections::is_correction(notice)
    {
        return corrections::read(notice, citations, family);
    }
    let claimed = claim(notice, &present);
    let plain: Vec<Act> = claimed.iter().map(|c| c.act.clone()).collect();
    if let Some(first) = claimed.first().and_then(|c| c.families.first()) {
        reading.family = Some(first.name());
    }
    for one in &claimed {
        read_act(notice, citations, &plain, one, &mut reading);
    }
    unread_operative_sentences(notice, &plain, &present, &mut reading);
    if !reading.records.is_empty() {
        check_title(notice, &mut reading);
        check_coverage(notice, &mut reading);
    }
    reading.residue.dedup();
    reading
}

fn may_be_state(notice: &Notice<'_>) -> bool {
    let known = !notice.metadata.agencies.is_empty() || !notice.text.stated.agencies.is_empty();
    let state = ["department of state", "state department", "state-department"]
        .iter()
        .any(|name| notice.issued_by(name));
    !known || (state && !notice.issued_by("treasury"))
}

/// The family that the title names, else the first whose words the notice holds.
fn titled_family(
    notice: &Notice<'_>,
    present: &[&'static dyn Family],
) -> Option<&'static dyn Family> {
    present
        .iter()
        .filter_map(|f| f.label().find(&notice.title).map(|m| (m.start(), *f)))
        .min_by_key(|(at, _)| *at)
        .map(|(_, family)| family)
        .or_else(|| present.first().copied())
}

static NOT_A_PARTY: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^\W*(?:no\s+prior\s+notice|prior\s+notice|there\b|it\s+(?:is|will|would)\b|such\s|the\s+(?:re)?designations?\b|the\s+(?:circumstances|revocation|amendment|national|objects?|exhibition|public|provision|requirements?|waiver|national\s+interest|furnishing|criteria|certification)\b|these\s+measures|this\s+(?:action|determination)|to\s+do\s+so|for\s+(?:those|these)|none\b|publication|a\s+waiver|each\s+of\s+the\s+(?:foregoing|conditions))",
    )
});

/// The acts of the notice that belong to a family, with their families.
fn claim(notice: &Notice<'_>, present: &[&'static dyn Family]) -> Vec<Claimed> {
    let mut claimed: Vec<Claimed> = Vec::new();
    for act in acts::find(notice) {
        if act.determines && NOT_A_PARTY.is_match(notice.words(&act.reach)) {
            continue;
        }
        let families = families_of(notice, &act, present);
        if !families.is_empty() {
            claimed.push(Claimed { act, families });
        }
    }
    let performed = claimed.iter().any(|c| c.act.force == Force::Performed);
    let titled = present.iter().any(|f| f.label().is_match(&notice.title));
    claimed.retain(|c| c.act.force == Force::Performed || (!performed && titled));
    claimed
}

fn families_of(
    notice: &Notice<'_>,
    act: &Act,
    present: &[&'static dyn Family],
) -> Vec<&'static dyn Family> {
    let labelled = |words: &str| -> Vec<&'static dyn Family> {
        present.iter().filter(|f| f.label().is_match(words)).copied().collect()
    };
    let clause = notice.words(&(act.verb.start..act.reach.end));
    let sentence = notice.sentence(act.sentence);
    if act.determines {
        let reach = notice.words(&act.reach);
        return present
            .iter()
            .filter(|f| {
                f.predicate().is_some_and(|p| phrase::first_outside(p, reach).is_some())
                    && (f.label().is_match(sentence) || f.label().is_match(&notice.title))
            })
            .copied()
            .take(1)
            .collect();
    }
    for words in [clause, sentence] {
        let families = labelled(words);
        if !families.is_empty() {
            return families;
        }
    }
    // "hereby amend the designation of X" in a notice whose title names the standing.
    let titled = labelled(&notice.title);
    let lower = clause.to_lowercase();
    let speaks_of_designation =
        ["designat", "determination", "organization", "alias"].iter().any(|w| lower.contains(w));
    if speaks_of_designation { titled.into_iter().take(1).collect() } else { Vec::new() }
}

fn read_act(
    notice: &Notice<'_>,
    citations: &Citations,
    all: &[Act],
    claimed: &Claimed,
    reading: &mut Reading,
) {
    let act = &claimed.act;
    let Some(sentence) = notice.sentences.get(act.sentence) else { return };
    let Some(family) = claimed.families.first().copied() else { return };
    let mut target = target(notice, act, family);
    reading.residue.append(&mut target.residue);
    if target.entries.is_empty() {
        let graphic = notice.text.blocks.iter().any(|b| b.role == Role::Graphic);
        let why = if graphic {
            "the entries are printed as an image and are not in the text"
        } else {
            "an operative sentence whose parties could not be read"
        };
        reading.residue.push(notice.residue(sentence.range.clone(), why));
        return;
    }
    check_count(notice, act, &target, reading);
    let authorities = authorities(notice, citations, act, &claimed.families);
    if authorities.is_empty() {
        let why = "an operative sentence that cites no authority of the registry";
        reading.residue.push(notice.residue(sentence.range.clone(), why));
    }
    let determined_on = effective::determined_on(notice, act);
    let effective = effective::effective(notice, all, act, family, determined_on);
    let context = kinds::Context {
        family,
        sentence: notice.sentence(act.sentence),
        clause: notice.words(&act.reach),
    };
    for entry in &target.entries {
        let mut quote = if target.own_lines {
            entry.range.clone()
        } else {
            target.from.unwrap_or(sentence.range.start).min(sentence.range.start)
                ..sentence.range.end
        };
        let printed = if target.from_title { "" } else { notice.words(&entry.range) };
        let mut party = Party::named(
            family.party_name(&entry.named.name).to_owned(),
            kinds::kind(&context, &entry.named.name, printed, &entry.named.aliases),
        );
        party.aliases.clone_from(&entry.named.aliases);
        let mut amendment = None;
        if act.action == Action::Amendment {
            let changes = amendments::changes(notice, act, &party.name);
            reading.residue.extend(changes.residue);
            for alias in changes.added {
                let known = alias.name == party.name
                    || party.aliases.iter().any(|a| a.name == alias.name);
                if !known {
                    party.aliases.push(alias);
                }
            }
            party.aliases.retain(|a| !changes.amendment.aliases_removed.contains(&a.name));
            if let Some(list) = changes.list {
                quote.end = quote.end.max(list.end);
            }
            amendment = Some(changes.amendment);
        }
        let record = Record {
            action: family.action(act.action),
            party,
            authorities: authorities.clone(),
            effective: effective.clone(),
            amendment,
            signed_on: notice.signed_on,
            determined_on,
            signer: notice.signer.clone(),
            notice_number: notice.notice_number.clone(),
            ground: ground(notice, act),
            quote: notice.quote(quote),
        };
        let repeated = reading.records.iter().any(|r| {
            r.action == record.action
                && fold_name(&r.party.name) == fold_name(&record.party.name)
                && r.authorities.iter().map(|a| &a.code).eq(record.authorities.iter().map(|a| &a.code))
        });
        if !repeated {
            reading.records.push(record);
        }
    }
}

fn target(notice: &Notice<'_>, act: &Act, family: &dyn Family) -> Target {
    let predicate = if act.determines { family.predicate() } else { None };
    let (start, words) = match act.side {
        Reach::After => (act.reach.start, notice.words(&act.reach)),
        Reach::Inside => (act.verb.start, notice.words(&act.verb)),
    };
    let mut target = match phrase::object(words, predicate) {
        Object::Names(range) => {
            let before = &words[..range.start];
            let phrase = &words[range.clone()];
            let after = &words[range.end..];
            let number = if phrase::introduces_several(phrase) {
                Number::Many
            } else {
                match (phrase::number(before), phrase::number(after)) {
                    (Number::Many, _) => Number::Many,
                    (Number::Unsaid, after) => after,
                    // "the individual known as X" before, "are foreign persons" after
                    (Number::One, Number::Many) if act.determines => Number::Many,
                    (Number::One, _) => Number::One,
                }
            };
            let mut list = List::default();
            let hints = hints(notice, number);
            lists::add_parties(notice, phrase, start + range.start, number, &hints, &mut list);
            Target::of(list, number)
        }
        Object::Listed(range) => listed(notice, act, start, words, range),
        // "I therefore designate it under …:" with the groups below.
        Object::Earlier(_) | Object::Missing
            if act.side == Reach::After && words.trim_end().ends_with(':') =>
        {
            listed(notice, act, start, words, words.len()..words.len())
        }
        Object::Earlier(number) => earlier(notice, act, number),
        Object::Missing if act.side == Reach::Inside => {
            earlier(notice, act, phrase::number(words))
        }
        Object::Missing if act.determines => Target::missing(),
        // "The designation of X is hereby amended": the object stands before the verb.
        Object::Missing => before_verb(notice, act),
    };
    if !target.from_title {
        if target.entries.len() == 1 {
            gather_aliases(notice, act, &mut target);
        }
        borrow_aliases(notice, &mut target);
    }
    target
}

fn before_verb(notice: &Notice<'_>, act: &Act) -> Target {
    let Some(sentence) = notice.sentences.get(act.sentence) else { return Target::missing() };
    let before = notice.words(&(sentence.range.start..act.verb.start));
    let Some(found) = DESIGNATION_OF.find_iter(before).last() else { return Target::missing() };
    let tail = &before[found.start()..];
    let number = phrase::number(tail);
    match phrase::object(tail, None) {
        Object::Names(range) => {
            let start = sentence.range.start + found.start() + range.start;
            let mut list = List::default();
            let hints = hints(notice, number);
            lists::add_parties(notice, &tail[range], start, number, &hints, &mut list);
            Target::of(list, number)
        }
        Object::Earlier(number) => earlier(notice, act, number),
        Object::Listed(_) | Object::Missing => Target::missing(),
    }
}

/// Folded names that the title leads one to expect.
fn hints(notice: &Notice<'_>, number: Number) -> Vec<String> {
    let titled = titles::names(&notice.title, number);
    if titled.problems.is_empty() {
        titled.parties.iter().map(|p| fold_name(&p.name)).collect()
    } else {
        Vec::new()
    }
}

fn listed(
    notice: &Notice<'_>,
    act: &Act,
    start: usize,
    words: &str,
    range: Range<usize>,
) -> Target {
    let inline = words[range.clone()].trim().trim_end_matches('.');
    if inline.is_empty() {
        let block = notice.sentences.get(act.sentence).map_or(0, |s| s.block);
        let list = lists::parties(notice, block + 1);
        return Target { own_lines: true, ..Target::of(list, Number::Many) };
    }
    let mut list = List::default();
    let hints = hints(notice, Number::Many);
    lists::add_parties(
        notice,
        &words[range.clone()],
        start + range.start,
        Number::Many,
        &hints,
        &mut list,
    );
    Target::of(list, Number::Many)
}

static WITH_RESPECT: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)\bexists?\s+with\s+(?:respect|regard)\s+to\s*:?\s*(?:(?:each\s+of\s+)?(?:the\s+)?(?:\w+\s+)?following\b[^:]*:?\s*)?")
});

static FIND_THAT: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)\b(?:find|finding|determined|concluded?|determine)\s+that\s+(?:the\s+)?(?P<names>[^;]{2,400}?)\s+(?:uses?|has\s+used|have\s+used|is\s+using|operates?)\b")
});

static DESIGNATION_OF: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\b(?:re-?)?designations?\s+(?:as\s+[^,;]{1,60}?\s+)?of\b"));

/// "the aforementioned organization": the nearest earlier sentence that names it, else the title.
fn earlier(notice: &Notice<'_>, act: &Act, number: Number) -> Target {
    for at in (0..act.sentence).rev() {
        let Some(sentence) = notice.sentences.get(at) else { continue };
        let words = notice.words(&sentence.range);
        if let Some(found) = WITH_RESPECT.find(words) {
            let rest = words[found.end()..].trim_end().trim_end_matches('.');
            if rest.is_empty() {
                let list = lists::parties(notice, sentence.block + 1);
                if !list.entries.is_empty() {
                    return Target {
                        own_lines: true,
                        from: Some(sentence.range.start),
                        ..Target::of(list, number)
                    };
                }
            } else if !matches!(phrase::object(rest, None), Object::Earlier(_)) {
                let mut list = List::default();
                let start = sentence.range.start + found.end();
                let number = settle(number, found.as_str());
                lists::add_parties(notice, rest, start, number, &hints(notice, number), &mut list);
                return Target { from: Some(sentence.range.start), ..Target::of(list, number) };
            }
        }
        if let Some(names) = FIND_THAT.captures(words).and_then(|c| c.name("names"))
            && matches!(phrase::object(names.as_str(), None), Object::Names(_))
            && let Some(target) = clean_names(notice, names.as_str(), sentence.range.start + names.start(), number)
        {
            return Target { from: Some(sentence.range.start), ..target };
        }
        for found in DESIGNATION_OF.find_iter(words) {
            let tail = &words[found.start()..];
            if let Object::Names(range) = phrase::object(tail, None)
                && let start = sentence.range.start + found.start() + range.start
                && let Some(target) = clean_names(notice, &tail[range], start, number)
            {
                return Target { from: Some(sentence.range.start), ..target };
            }
        }
    }
    from_title(notice, number)
}

/// One act speaks of "organizations"; the list's own lead may say so too.
fn settle(number: Number, lead: &str) -> Number {
    if number == Number::Unsaid { phrase::number(lead) } else { number }
}

/// The parties of a phrase, if all of it reads as names.
fn clean_names(notice: &Notice<'_>, phrase: &str, start: usize, number: Number) -> Option<Target> {
    let mut list = List::default();
    lists::add_parties(notice, phrase, start, number, &hints(notice, number), &mut list);
    (!list.entries.is_empty() && list.residue.is_empty()).then(|| Target::of(list, number))
}

fn from_title(notice: &Notice<'_>, number: Number) -> Target {
    let titled = titles::names(&notice.title, number);
    let mut target = Target { number, from_title: true, ..Target::missing() };
    for problem in &titled.problems {
        target.residue.push(notice.title_residue(format!("in the title: {}", problem.why)));
    }
    target.entries =
        titled.parties.into_iter().map(|named| Entry { named, range: 0..0 }).collect();
    target
}

/// A title may give aliases that the operative words leave out; they are printed in the notice too.
fn borrow_aliases(notice: &Notice<'_>, target: &mut Target) {
    let titled = titles::names(&notice.title, target.number);
    if !titled.problems.is_empty() {
        return;
    }
    for entry in &mut target.entries {
        let folded = fold_name(&entry.named.name);
        if let Some(same) = titled.parties.iter().find(|p| fold_name(&p.name) == folded) {
            add_aliases(&mut entry.named, &same.aliases);
        }
    }
}

/// Where another sentence names the same party with more aliases ("X, also known as Y" in the
/// preamble, "the designation of X and its aliases" in the act), they are the party's too.
fn gather_aliases(notice: &Notice<'_>, act: &Act, target: &mut Target) {
    for at in (0..act.sentence).rev() {
        let words = notice.sentence(at);
        for entry in &mut target.entries {
            if words.len() > 4000 {
                continue;
            }
            let Some(start) = position_of_name(words, &entry.named.name) else { continue };
            let tail = &words[start..];
            let continued = tail[entry.named.name.len()..].trim_start_matches(['”', '"']);
            if !continued.trim_start().starts_with([',', '(']) {
                continue;
            }
            if let Object::Names(range) = phrase::object(tail, None) {
                let (parties, problems) = names::parties(&tail[range], Number::One, &[]);
                if problems.is_empty()
                    && let Some(same) = parties.first()
                    && same.name == entry.named.name
                {
                    add_aliases(&mut entry.named, &same.aliases);
                }
            }
        }
    }
}

/// Where `name` stands in `words` as a whole name.
fn position_of_name(words: &str, name: &str) -> Option<usize> {
    words.match_indices(name).map(|(at, _)| at).find(|at| {
        let before = words[..*at].chars().next_back();
        let after = words[at + name.len()..].chars().next();
        before.is_none_or(|c| !c.is_alphanumeric() && c != '-')
            && after.is_none_or(|c| !c.is_alphanumeric() && c != '-')
    })
}

fn add_aliases(named: &mut names::Named, more: &[fedreg_model::Alias]) {
    let fold = |name: &str| {
        let folded = fold_name(name);
        folded.strip_prefix("the ").map(str::to_owned).unwrap_or(folded)
    };
    let mut known: Vec<String> = named.aliases.iter().map(|a| fold(&a.name)).collect();
    known.push(fold(&named.name));
    for alias in more {
        let folded = fold(&alias.name);
        if !known.contains(&folded) {
            known.push(folded);
            named.aliases.push(alias.clone());
        }
    }
}

/// The authorities of an act: each family's codes as cited nearest to it.
fn authorities(
    notice: &Notice<'_>,
    citations: &Citations,
    act: &Act,
    families: &[&'static dyn Family],
) -> Vec<AuthorityCitation> {
    let clause = notice.words(&(act.verb.start..act.reach.end));
    let sentence = notice.sentence(act.sentence);
    let ground = ground(notice, act).unwrap_or_default();
    let whole = notice.text.text.as_str();
    let mut found = Vec::new();
    for family in families {
        let several = family.codes().len() > 1;
        // Where several laws can carry the standing, only those that the act cites do.
        let after: String = (act.sentence + 1..notice.sentences.len())
            .map(|at| notice.sentence(at))
            .take_while(|words| !words.to_lowercase().contains("hereby"))
            .collect::<Vec<_>>()
            .join("\n");
        let near: [&str; 4] = [clause, sentence, &ground, if several { &after } else { "" }];
        let far: [&str; 2] = [whole, &notice.title];
        let mut of_family: Vec<AuthorityCitation> =
            family.codes().iter().filter_map(|code| citations.best(code, &near)).collect();
        if of_family.is_empty() {
            of_family = family.codes().iter().filter_map(|code| citations.best(code, &far)).collect();
        }
        if of_family.is_empty() && !several {
            // The standing named without a citation: the label is the citation as printed.
            let label = [clause, sentence, notice.title.as_str()]
                .iter()
                .find_map(|words| family.label().find(words).map(|m| m.as_str().to_owned()));
            of_family.extend(family.codes().first().zip(label).map(|(code, citation)| {
                AuthorityCitation { code: (*code).to_owned(), citation, subsection: None }
            }));
        }
        found.extend(of_family);
    }
    found
}

static GROUND: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:pursuant\s+to|in\s+accordance\s+with|acting\s+under|based\s+(?:up)?on\s+a\s+review|by\s+virtue\s+of|under\s+the\s+authority|in\s+consultation\s+with|under\s+section)\b",
    )
});

/// The sentence that gives the legal ground: the first, up to the act, that cites law as ground.
fn ground(notice: &Notice<'_>, act: &Act) -> Option<String> {
    (0..=act.sentence)
        .map(|at| notice.sentence(at))
        .find(|words| GROUND.is_match(words))
        .map(str::to_owned)
}

static COUNT: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)\bfollowing\s+(?P<count>\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|twenty|thirty)\s+(?:foreign\s+)?(?:organi[sz]ations|groups|entities|individuals|persons)\b")
});

fn count_word(word: &str) -> Option<usize> {
    const WORDS: &[(&str, usize)] = &[
        ("two", 2), ("three", 3), ("four", 4), ("five", 5), ("six", 6), ("seven", 7), ("eight", 8),
        ("nine", 9), ("ten", 10), ("eleven", 11), ("twelve", 12), ("thirteen", 13),
        ("fourteen", 14), ("fifteen", 15), ("twenty", 20), ("thirty", 30),
    ];
    word.parse().ok().or_else(|| {
        WORDS.iter().find(|(w, _)| w.eq_ignore_ascii_case(word)).map(|(_, count)| *count)
    })
}

/// A stated count is a check on what was read.
fn check_count(notice: &Notice<'_>, act: &Act, target: &Target, reading: &mut Reading) {
    let words = notice.sentence(act.sentence);
    let Some(stated) = COUNT
        .captures(words)
        .and_then(|c| c.name("count"))
        .and_then(|m| count_word(m.as_str()))
    else {
        return;
    };
    if stated != target.entries.len()
        && let Some(sentence) = notice.sentences.get(act.sentence)
    {
        let why = format!("the notice counts {stated} parties, {} were read", target.entries.len());
        reading.residue.push(notice.residue(sentence.range.clone(), why));
    }
}

static HEREBY: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\bhereby\s+(?:\w+ly\s+)?(?P<verb>\w+)",
    )
});

/// Verbs after "hereby" that do nothing to a party's standing.
const IDLE_VERBS: &[&str] = &[
    "certify", "certifies", "give", "gives", "given", "delegate", "delegates", "direct", "directs",
    "order", "orders", "authorize", "authorizes", "publish", "publishes", "notify", "notifies",
    "announce", "announces", "make", "makes", "report", "reports", "waive", "waives", "exempt",
    "exempts", "approve", "approves", "request", "requests", "conclude", "concludes", "declare",
    "invite", "invites", "establish", "establishes", "transmit", "exercise", "extend", "extends",
];

/// An operative "hereby" that speaks of the standing and was not read is left over, never dropped.
fn unread_operative_sentences(
    notice: &Notice<'_>,
    acts: &[Act],
    present: &[&'static dyn Family],
    reading: &mut Reading,
) {
    for (at, sentence) in notice.sentences.iter().enumerate() {
        if acts.iter().any(|a| a.sentence == at) {
            continue;
        }
        let words = notice.words(&sentence.range);
        let Some(found) = HEREBY.captures(words) else { continue };
        let verb = found.name("verb").map_or("", |m| m.as_str()).to_lowercase();
        let after = &words[found.get(0).map_or(0, |m| m.end())..];
        let about_a_party = present.iter().any(|f| f.label().is_match(words))
            && !IDLE_VERBS.contains(&verb.as_str())
            && !NOT_A_PARTY.is_match(after.trim_start().trim_start_matches("that"));
        if about_a_party {
            let why = "an operative sentence that no grammar of the family reads";
            reading.residue.push(notice.residue(sentence.range.clone(), why));
        }
    }
}

/// A party that the title names must be in some record.
fn check_title(notice: &Notice<'_>, reading: &mut Reading) {
    let number = if reading.records.len() > 1 { Number::Many } else { Number::Unsaid };
    let titled = titles::names(&notice.title, number);
    if !titled.problems.is_empty() || titled.parties.is_empty() {
        return;
    }
    let known: Vec<String> = reading
        .records
        .iter()
        .flat_map(|r| {
            let renamed = r.amendment.as_ref().and_then(|a| a.renamed_to.as_ref());
            std::iter::once(&r.party.name)
                .chain(r.party.aliases.iter().map(|a| &a.name))
                .chain(renamed)
        })
        .map(|name| squeeze(name))
        .collect();
    for party in &titled.parties {
        let name = squeeze(&party.name);
        let found = known.iter().any(|k| k.contains(&name) || name.contains(k.as_str()));
        if !found {
            let why = format!("the title names “{}”, which no record names", party.name);
            reading.residue.push(notice.title_residue(why));
        }
    }
}

static SHOWS_ALIASES: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)\balso\s+known\s+as\b|\ba\.\s?k\.\s?a\.|\baka\s")
});

/// A body paragraph that gives names with aliases must stand in what was read: a list that broke off
/// early must not pass for a whole one.
fn check_coverage(notice: &Notice<'_>, reading: &mut Reading) {
    for block in notice.text.blocks.iter().filter(|b| is_body(b.role)) {
        let words = notice.text.words(block);
        let read = reading
            .records
            .iter()
            .any(|r| r.quote.start < block.range.end && block.range.start < r.quote.end);
        if read || !SHOWS_ALIASES.is_match(words) {
            continue;
        }
        let named = reading.records.iter().any(|r| words.contains(&r.party.name));
        if !named {
            let why = "names with aliases that no record holds";
            reading.residue.push(notice.residue(block.range.clone(), why));
        }
    }
}

fn squeeze(name: &str) -> String {
    fold_name(name).replace(' ', "")
}

static ANNOUNCES: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)\b(?:re-?)?designat(?:ion|ions|ing|e)\b|\brevocations?\b|\brescission\b|\bamendment\b|\bremoval\b|\bcorrection\b")
});

/// Whether the title of a State notice announces an act under one of the families' laws.
pub(crate) fn announces(notice: &Notice<'_>) -> bool {
    let titled = STATE.iter().any(|family| family.label().is_match(&notice.title));
    titled && !notice.is_presidential() && may_be_state(notice) && ANNOUNCES.is_match(&notice.title)
}
