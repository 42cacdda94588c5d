//! Labels of an entry's fields, and how a field divides into label, number and country.

use std::sync::LazyLock;

use fedreg_model::{Detail, Identifier};
use regex::Regex;

use super::address::{ends_as_address, is_country};
use super::text::spaced;
use crate::grammar::dates::compile;

/// What a labelled field tells.
#[derive(Debug)]
pub(crate) enum Labelled {
    /// Numbers that identify the party: one, or several of one label (`Passports A (X), B (Y)`).
    Identifiers(Vec<Identifier>),
    /// Any other fact.
    Detail(Detail),
}

/// Labels of numbers that do not end in `No.`, `#`, `Number` or `ID`.
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^(?:(?:[A-Z][A-Za-z.]+\s+){0,4}?Passports?(?:\s+(?:Booklet|Card|Laissez-Passer|No\.?|Number|\#))?|Digital\s+Currency\s+Address\s*[-—]\s*[A-Z0-9]{2,8}|SWIFT(?:/BIC)?|BIC|BIK\s+\(RU\)|MMSI|Vessel\s+Registration\s+Identification|R\.?F\.?C\.?(?:\s+\#)?|C\.?U\.?R\.?P\.?(?:\s+\#)?|D\.?N\.?I\.?|I\.?F\.?E\.?|C\.?U\.?I\.?[TPL]?\.?|C\.?I\.?F\.?|N\.?I\.?[ETF]\.?|N\.?I\.?T\.?\s+\#|R\.?U\.?[CT]\.?\s+\#|R\.?I\.?F\.?\s+\#|RTN|RSIN|C\.?I\.?N\.?|SSN|MICEX\s+Code|Equity\s+Ticker|UN/LOCODE|Entity\s+Code|Organization\s+Code|Tarjeta\s+de\s+Identidad|(?:[A-Z]\w+\s+)?Identification|Seafarer's\s+Identification\s+Document|Federal\s+ID\s+Card|(?:Romanian\s+)?Permanent\s+Resident|Other\s+Vessel\s+Call\s+Sign|Tarjeta\s+Profesional|U\.?S\.?\s+FEIN|VisaNumberID|LEI|ISIN|D-U-N-S\s+Number|(?:Italian\s+)?Fiscal\s+Code|Chinese\s+Commercial\s+Code|(?:Tazkira\s+)?(?:National|Personal)\s+ID(?:\s+Card)?|(?:\w+\s+)?ID\s+Card|Stateless\s+Person\s+ID\s+Card|Refugee\s+ID\s+Card|License|Credencial\s+electoral|Cartilla\s+de\s+Servicio\s+Militar\s+Nacional|Numero\s+de\s+Identidad|Matricula\s+Mercantil(?:\s+No\.?)?|Cedula(?:\s+de\s+\w+)?(?:\s+No\.?)?|(?:Romanian\s+)?C\.R\.(?:\s+No\.)?|(?:Romanian\s+)?Permanent\s+Resident\s+CAN|(?:Romanian\s+)?Tax\s+Registration|Aircraft\s+Construction\s+Number\s+\(also\s+called\s+L/N\s+or\s+S/N\s+or\s+F/N\)|Aircraft\s+Manufacturer's\s+Serial\s+Number\s+\(MSN\)|Aircraft\s+Mode\s+S\s+Transponder\s+Code|Aircraft\s+Serial\s+Identification|(?:Previous\s+)?Aircraft\s+Tail\s+Number|(?:Vessel\s+|Radio\s+)?Call\s+[Ss]ign|IMO|[A-Z][\w' ]{2,60}\((?:U?S?CCC?|USCC|NUIT|Personal\s+Numerical\s+Code|[A-Z]{2,8})\)|CNP\s+\([^()]*\))\s*:?\s+",
    )
});

/// Labels that say of themselves that a number follows.
static SAYS_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^(?:[A-Z#][^\s;:()]*(?:\s+(?:[^\s;:()]+|\([A-Za-z .]+\))){0,8}?\s+(?:No\.?|Nos\.|Number|Numbers|Num\.|\#|ID|Nº|N°)|No\.|\#|IMO(?:\s+Number)?|(?:ID|NIT|RUC|RIF|RUT|RNC|VAT|UID|EIN|TIN|NIN)(?:\s*(?:No\.|\#|Number))?)\s*:?\s+",
    )
});

static NUMBER_WORD: LazyLock<Regex> =
    LazyLock::new(|| compile(r"^(?:(?:No\.?|Nos\.|Numbers?)\s*:?\s+|\#\s*:?\s*)"));
static SEVERAL: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"^[^\s(),]+\s\([A-Z][^()0-9]+\)(?:,?\s(?:and\s)?[^\s(),]+\s\([A-Z][^()0-9]+\))+$")
});
static ONE: LazyLock<Regex> = LazyLock::new(|| compile(r"[^\s(),]+\s\([^()]+\)"));

/// Labels of other facts.
static FACT: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:Website|Web\s?site|E-?mail(?:\s+Address)?|(?:Alt\.\s+)?(?:Tele)?phone(?:\s+(?:No\.|Number))?|(?:Alt\.\s+)?Fax(?:\s+(?:No\.|Number))?|Telex|TGMS|Secondary\s+sanctions\s+risk|Additional\s+Sanctions\s+Information|Transactions\s+Prohibited\s+For\s+Persons\s+Owned\s+or\s+Controlled\s+By\s+U\.S\.\s+Financial\s+Institutions|Executive\s+Order\s+\d{5}\s+(?:information|Directive\s+(?:Determination|Information))|CAATSA\s+Section\s+\d+\s+Information|(?:PEESA|PAIPA|HKAA|CAATSA|IFCA)\s+Information|Registration\s+Country|(?:IFCA|IFSR|CISADA|NDAA|CMIC|PEESA)\s+Determination|Sectoral\s+Sanctions\s+Determination|For\s+more\s+information\s+on\s+[a-z]+,\s+please\s+visit\s+the\s+following\s+link|Organization\s+Established\s+Date|Organization\s+Type|Target\s+Type|(?:Effective|Listing)\s+Date\s+\([^()]*\)|Purchase/Sales\s+For\s+Divestment\s+Date\s+\([^()]*\)|Purchase/Sales\s+Date\s+\([^()]*\)|Issuer\s+Name|(?:Former\s+|Other\s+|Previous\s+)?Vessel\s+(?:Flag|Type|Owner|Manager|Operator)|Vessel\s+(?:Year\s+of\s+Build|Tonnage|Gross\s+(?:Registered\s+)?Tonnage|Gross\s+Weight|Deadweight(?:\s+Tonnage)?|Length)|Year\s+of\s+Build|Aircraft\s+(?:Manufacture\s+Date|Model|Operator|Owner|Type|Manufacturer)|Nationality\s+of\s+Registration|ethnicity|Tribe|Subtribe|Interpol|Phone|Height|Weight|Hair\s+Color|Eye\s+Color|Individual's\s+height\s+is)(?:\s*:\s*|\s+-\s+|\s*—\s*|\s+)",
    )
});

/// `(Country)`, `issued …`, `expires …` after a number.
static AFTER: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)[\s,]+(?P<word>issued|expires|expired|expiry)(?:\s+(?:on|in))?\s*:?\s+(?P<date>(?:circa\s+)?(?:\d{1,2}\s+)?(?:[A-Za-z]{3,9}\.?\s+)?(?:\d{1,2},\s+)?\d{4}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4})$",
    )
});
static COUNTRY: LazyLock<Regex> = LazyLock::new(|| compile(r"\s*\(([^()]+(?:\([^()]+\))?)\)$"));
static LOOSE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^(?P<label>[A-Z][A-Za-z.'/&-]*(?:\s+(?:[A-Za-z.'/&-]+|\([A-Za-z .]+\))){0,7})\s+(?P<value>\S*\d\S*(?:\s+\S+){0,4}?\s+\([^()]+\)(?:\s.*)?)$",
    )
});
static COLON: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"^(?P<label>[A-Z][A-Za-z0-9.'/&() -]{1,80}?)\s*:\s+(?P<value>\S.*)$")
});

/// Reads a labelled field; `None` if no label begins it.
pub(crate) fn read(words: &str) -> Option<Labelled> {
    if let Some(label) = FACT.find(words).filter(|m| m.end() < words.len()) {
        return Some(detail(label.as_str(), &words[label.end()..]));
    }
    // "Carrera 4 No. 12-20, Cali, Colombia" is an address.
    if ends_as_address(words) {
        return None;
    }
    let numbered = NUMBERED.find(words).or_else(|| SAYS_NUMBER.find(words));
    if let Some(label) = numbered {
        // "National ID" goes on with "No.".
        let end = label.end()
            + NUMBER_WORD
                .find(&words[label.end()..])
                .map_or(0, |m| m.end());
        let (label, value) = words.split_at(end);
        if value.chars().any(|c| c.is_ascii_digit()) || is_code(label, value) {
            return Some(Labelled::Identifiers(identifiers(label, value)));
        }
    }
    if let Some(found) = LOOSE.captures(words)
        && let (Some(label), Some(value)) = (found.name("label"), found.name("value"))
        && COUNTRY
            .captures(without_dates(value.as_str()))
            .and_then(|c| c.get(1))
            .is_some_and(|c| is_country(c.as_str()))
    {
        return Some(detail(label.as_str(), value.as_str()));
    }
    let found = COLON.captures(words)?;
    let (label, value) = (found.name("label")?, found.name("value")?);
    let is_field = label.as_str().split_whitespace().count() <= 10;
    is_field.then(|| detail(label.as_str(), value.as_str()))
}

/// Whether a number without figures is one: a bank's code, a call sign.
fn is_code(label: &str, value: &str) -> bool {
    let label = label.trim();
    (label.starts_with("SWIFT")
        || label.starts_with("Equity")
        || label.starts_with("ISIN")
        || label.starts_with("MICEX")
        || label.starts_with("UN/")
        || label.to_lowercase().ends_with("call sign")
        || label.starts_with("BIC")
        || label.contains("Tail Number"))
        && !value.contains(char::is_whitespace)
}

fn detail(label: &str, value: &str) -> Labelled {
    let label = label.trim_end_matches([' ', ':', '-', '—']);
    Labelled::Detail(Detail {
        label: spaced(label),
        value: spaced(value),
    })
}

fn without_dates(value: &str) -> &str {
    let mut value = value.trim_end();
    while let Some(found) = AFTER.find(value) {
        value = value[..found.start()].trim_end();
    }
    value
}

fn identifiers(label: &str, value: &str) -> Vec<Identifier> {
    if SEVERAL.is_match(value) {
        return ONE
            .find_iter(value)
            .map(|one| identifier(label, one.as_str()))
            .collect();
    }
    vec![identifier(label, value)]
}

fn identifier(label: &str, value: &str) -> Identifier {
    let (mut issued, mut expires) = (None, None);
    let mut value = value.trim();
    while let Some(found) = AFTER.captures(value) {
        let (Some(whole), Some(word), Some(date)) =
            (found.get(0), found.name("word"), found.name("date"))
        else {
            break;
        };
        let place = if word.as_str().eq_ignore_ascii_case("issued") {
            &mut issued
        } else {
            &mut expires
        };
        if place.is_some() {
            break;
        }
        *place = Some(spaced(date.as_str()));
        value = value[..whole.start()].trim_end();
    }
    let mut country = None;
    if let Some(found) = COUNTRY.captures(value)
        && let (Some(whole), Some(name)) = (found.get(0), found.get(1))
        && whole.start() > 0
        && name.as_str().chars().next().is_some_and(char::is_uppercase)
        && !name.as_str().chars().any(|c| c.is_ascii_digit())
    {
        country = Some(spaced(name.as_str()));
        value = value[..whole.start()].trim_end();
    }
    Identifier {
        // One spelling of `Digital Currency Address—XBT`.
        kind: spaced(&label.trim().trim_end_matches(':').replace('—', " - ")),
        value: spaced(value),
        country,
        issued,
        expires,
    }
}
