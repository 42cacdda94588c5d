//! Digital currency addresses that a notice lists under an act of their own. Elsewhere they are the
//! fields of a party.

use std::sync::LazyLock;

use fedreg_model::{Identifier, Party, PartyKind};
use regex::Regex;

use crate::grammar::dates::compile;

static LINE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^\s*(?:\(?(?P<number>\d{1,3})[.)]\s+)?(?:alt\.\s+)?(?:Digital\s+Currency\s+Address\s*[-–—]+\s*)?(?P<coin>[A-Z]{3,5})[\s:]+(?P<address>[A-Za-z0-9]{20,120})\s*(?P<tags>(?:\[[A-Z0-9][A-Z0-9 -]*\]\s*)*)[;.]?(?:\s*and)?\s*$",
    )
});

static TAG: LazyLock<Regex> = LazyLock::new(|| compile(r"\[([^\]]+)\]"));

static SPEAKS: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)\bfollowing\s+(?:[\w-]+\s+){0,3}?digital\s+currency\s+address"));

/// Whether an act is upon digital currency addresses.
pub(super) fn speaks(act: &str) -> bool {
    SPEAKS.is_match(act)
}

/// The wallet of a line that is nothing but its address.
pub(super) fn read(line: &str) -> Option<Party> {
    let found = LINE.captures(line)?;
    let address = &found["address"];
    if !address.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut party = Party::named(address, PartyKind::Wallet);
    party.identifiers.push(Identifier {
        kind: format!("Digital Currency Address - {}", &found["coin"]),
        value: address.to_owned(),
        country: None,
        issued: None,
        expires: None,
    });
    party.programs = TAG
        .captures_iter(&found["tags"])
        .map(|tag| tag[1].to_owned())
        .collect();
    Some(party)
}

/// The number of a line.
pub(super) fn number(line: &str) -> Option<u32> {
    LINE.captures(line)?.name("number")?.as_str().parse().ok()
}
