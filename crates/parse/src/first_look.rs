//! What a title alone says: which family a document may belong to, or that it is ordinary business.
//!
//! Recall comes first, and titles lie: that a title announces an act proves nothing, so what is taken
//! here is read whole before anything is believed. The other way round, a title says for certain that
//! a document is an information collection or the publication of a general licence.

use std::sync::LazyLock;

use regex::Regex;

use crate::grammar::dates::compile;

/// The words of one family's titles.
struct Titles {
    family: &'static str,
    pattern: Regex,
}

/// Business that designates nobody, whatever else its title says.
static ORDINARY: LazyLock<Regex> = LazyLock::new(|| {
    compile(concat!(
        r"(?i)\binformation\s+collections?\b|\bcollections?\s+of\s+information\b",
        r"|\bcomment\s+requests?\b|\bproposed\s+e?collection\b|\bOMB\s+review\b|\bpaperwork\s+reduction\b",
        r"|\bagency\s+forms?\b|\be-?comments?\s+requested\b|\bpreviously\s+approved\b",
        r"|\bcivil\s+mon(?:etary|ey)\s+penalt|\bpenalty\s+inflation\b|\binflation(?:ary)?\s+adjustment",
        r"|^\s*continuation\s+of\s+(?:the\s+)?national\s+emergenc",
        r"|\bweb\s+general\s+licen[cs]es?\b|\bgeneral\s+licen[cs]es?\b[^;]*\bissued\b",
        r"|\bculturally\s+significant\b|\bprivacy\s+act\s+of\b|\bsystems?\s+of\s+records\b",
        r"|\bpublic\s+meetings?\b|\b(?:open|closed|partially\s+closed)\s+meetings?\b|\bcharter\s+renewal\b",
        r"|\b(?:defer|stay)\b[^;]*\bsanctions\b|\blaboratory\s+improvement\b|\bclinical\s+laborator",
        r"|\bterrorism\s+risk\s+insurance\b|\brewards?\s+for\s+justice\b|\bchild\s+labor\b",
        r"|\bdelegation\s+(?:of|to|by)\b|\bflood\s+hazard\b|\bmajor\s+disaster\b",
        r"|\bcritical\s+habitat\b|\bairworthiness\b|\bself-regulatory\s+organizations?\b",
    ))
});

/// Regulations that implement an order: no list stands in the title.
static REGULATIONS: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)^[^;]*\bsanctions\s+regulations(?:\s+determinations?)?\.?\s*$"));

/// Families by the words of their titles, the most telling first.
static TITLES: LazyLock<Vec<Titles>> = LazyLock::new(|| {
    let titles = |family, parts: &[&str]| Titles {
        family,
        pattern: compile(&format!("(?i){}", parts.join("|"))),
    };
    vec![
        titles(
            "state-terrorism",
            &[
                r"\bforeign\s+terrorist\s+organi[sz]ations?\b",
                r"\bglobal\s+terrorists?\b",
                r"\bterrorist\s+exclusion\s+list\b",
                r"\bterrorist\s+organi[sz]ations?\b",
                r"\bdesignat(?:ion|ed|ing|es?)s?\b.*\bterroris[tm]s?\b",
                r"\bsponsors?\s+of\s+(?:international\s+)?terrorism\b",
                r"\bsupport\s+for\s+(?:acts\s+of\s+)?(?:international\s+)?terrorism\b",
                r"\bnot\s+(?:fully\s+)?cooperating\b|\bcooperating\s+fully\b",
                r"\b(?:in\s+the\s+matter\s+of\s+the|review\s+of\s+the|revocation\s+of\s+the|amendment\s+(?:of|to)\s+the)\s+(?:[\w\s]{0,40}\s)?(?:re-?)?designations?\b",
                r"\bsection\s+219\b|\b212\(a\)\(3\)\(B\)",
                r"\bexecutive\s+order\s+(?:no\.?\s+)?13224\b|\bE\.?\s?O\.?\s+13224\b",
                r"\b(?:rescission|revocation)\b.*\bdeterminations?\s+regarding\b",
                r"\bdeterminations?\s+(?:related|relating)\s+to\s+the\s+(?:re-?)?designations?\b",
                r"\bsponsors?\s+of\s+wrongful\s+detention\b",
            ],
        ),
        titles(
            "chinese-military-companies",
            &[
                r"\bchinese\s+military\b",
                r"\b1260H\b|\bsection\s+1237\b|\bsection\s+1286\b|\bproblematic\s+activit",
                r"\b(?:determination|designation|list)s?\b[^;]*\bsection\s+889\b|\bsection\s+889\b[^;]*\blists?\b",
                r"\bmilitary\s+compan(?:y|ies)\b",
            ],
        ),
        titles("uflpa", &[r"\buyghur\s+forced\s+labor\b", r"\bUFLPA\b"]),
        titles(
            "bis-entity-list",
            &[
                r"\bentity\s+list\b|\bentities\s+list\b",
                r"\bunverified\s+list\b|\bUVL\b",
                r"\bmilitary[\s-]+(?:intelligence[\s-]+)?end[\s-]+users?\b",
                r"\bsupplement\s+(?:no\.?|number)\s+[467]\s+to\s+part\s+744\b",
                r"\b(?:additions?|removals?|revisions?|adding|removing)\b[^;]*\b(?:persons|entit(?:y|ies))\b[^;]*\b(?:export|EAR)\b",
                r"\bsanctions\b[^;]*\bexport\s+administration\s+regulations\b|\bexport\s+administration\s+regulations\b.*\bsanctions\b",
                r"^\s*\w+:\s+implementation\s+of\s+sanctions\b|\bexpansion\s+of\s+sanctions\b",
                r"\bICTS-\d{4}\b",
            ],
        ),
        titles(
            "bis-denial-order",
            &[
                r"\bexport\s+privileges\b|\bexporting\s+privileges\b",
                r"\bden(?:ial|ying)\s+orders?\b|\btemporar(?:y|ily)\s+den(?:ial|ying)\b",
                r"\bdenied\s+persons?\b|\brelated\s+persons?\b|\bexport\s+licenses?\b[^;]*\bdeni",
                // Orders of other agencies begin so, too; what agency it is decides that later.
                r"\border(?:s)?\s+(?:temporarily\s+)?denying\b",
                r"^\s*orders?\s+relating\s+to\b|\b(?:final\s+)?decision\s+and\s+order\b[^.]*\bin\s+the\s+matter\s+of\b",
            ],
        ),
        titles(
            "fincen",
            &[
                r"\bmoney\s+laundering\s+concern\b",
                r"\bspecial\s+measures?\b",
                r"\bfindings?\s+(?:that|regarding|against|of)\b.*\b(?:bank|financial|institution|money)",
                r"\bsection\s+(?:311|9714|2313a)\b|\b5318A\b",
            ],
        ),
        titles(
            "state-nonproliferation",
            &[
                r"\bnon-?proliferation\s+(?:measures|sanctions|penalties|act)\b",
                r"\bproliferation\s+sanctions\b|\bproliferation\s+activities\b",
                r"\bmissile\s+(?:proliferation|technology|sanctions)\b",
                r"\bchemical\s+and\s+biological\s+weapons\b.*\b(?:sanctions|act|determination|measures)\b",
                r"\buse\s+of\s+(?:chemical|biological)\s+weapons\b|\bchemical\s+weapons?\s+use\b",
                r"\blethal\s+military\s+equipment\b",
            ],
        ),
        titles(
            "state-debarment",
            &[
                r"\bdebar(?:ment|ments|red|ring)\b[^;]*\b(?:arms|ITAR|munitions|traffic|export|defense\s+trade)\b",
                r"\b(?:arms\s+export|international\s+traffic\s+in\s+arms|political[\s-]military)\b.*\bdebar",
                r"\b(?:statutory|administrative)\s+debarment",
                r"\bpersons?\s+debarred\b|\bdebarred\s+persons?\b|\bpolicy\s+of\s+denial\b",
            ],
        ),
        titles(
            "state-cuba-restricted-list",
            &[
                r"\bcuba(?:n)?\s+restricted\b",
                r"\b(?:sub)?entities\s+associated\s+with\s+cuba\b",
                r"\bcuba\s+prohibited\b|\bdirect\s+financial\s+transactions\b",
            ],
        ),
        titles(
            "state-religious-freedom",
            &[
                r"\breligious\s+freedom\b[^;]*\bact\b",
                r"\b(?:countries|entit(?:y|ies))\s+of\s+particular\s+concern\b",
            ],
        ),
        titles("state-foreign-missions", &[r"\bforeign\s+missions?\b"]),
        titles(
            "state-sanctions",
            &[
                r"\bsanctions?\s+actions?\b",
                r"\bdepartment\s+of\s+state\s+sanctions?\b",
                r"\bimposi(?:ng|tion)\b[^;]*\b(?:sanctions|measures|penalties)\b",
                r"\b(?:lifting|termination|removal|waiver|rescission|revocation|suspension|reimposition|expiration)s?\b[^;]*\b(?:sanctions|measures\s+(?:against|on|imposed)|penalties\s+(?:against|on|imposed))\b",
                r"\bsanctions\b[^;]*\b(?:against|on)\b[^;]*\b(?:persons?|entit(?:y|ies)|firms?|compan(?:y|ies)|individuals?|government)\b",
                r"\bCAATSA\b|\bamerica['’]s\s+adversaries\b|\biran\s+sanctions\s+act\b|\b(?:iran\s+and\s+)?libya\s+sanctions\s+act\b",
                r"\bmagnitsky\b[^;]*\b(?:act|list|report)\b|\bnorthern\s+triangle\b|\bcorrupt\s+and\s+undemocratic\b",
                r"\bhong\s+kong\s+autonomy\b|\benergy\s+security\s+act\b|\bcaesar\s+(?:syria|act)\b",
                r"\bpersons?\s+(?:identified|determined|listed|designated)\b",
                r"\bsection\s+(?:353|7031\(c\))|\btransnational\s+criminal\s+organi[sz]ations?\b",
            ],
        ),
        titles(
            "ofac",
            &[
                r"\bOFAC\b(?:[^;]*\b(?:sanctions?\s+)?actions?\b|[^;]*\blist)",
                r"\bspecially\s+designated\b|\bSDNs?\b",
                r"\b(?:un)?block(?:ing|ed)\b[^;]*\b(?:persons?|propert(?:y|ies)|vessels?|entit(?:y|ies)|individuals?|nationals?|assets)\b",
                r"\b(?:additional|supplementary|updated?)\s+(?:designations?|identif)",
                r"\bdesignations?\b[^;]*\b(?:pursuant|under|executive\s+order|narcotics|kingpin|individuals?|entit(?:y|ies)|persons?|vessels?)\b",
                r"\b(?:narcotics\s+kingpin|narcotics\s+traffickers?|kingpin\s+act)\b",
                r"\bactions?\s+(?:taken\s+)?(?:pursuant\s+to|under)\s+executive\s+orders?\b",
                r"\b(?:removal|identification|addition|deletion)s?\s+of\b[^;]*\b(?:executive\s+order|sanctions|blocked|SDN|kingpin|list\s+of|vessels?\s+(?:and|identified)|determined)\b",
                r"\bidentif(?:ication|ied|ying)\b[^;]*\bexecutive\s+order\b",
                r"\bdirectives?\b[^;]*\bexecutive\s+order\b",
                r"\bforeign\s+sanctions\s+evaders?\b|\bsectoral\s+sanctions\s+identif|\bsanctions\s+lists?\b",
                r"\bidentif[^;]*\bpersons?\s+blocked\b|\bforeign\s+financial\s+institutions?\b[^;]*\blist\b",
                r"\b(?:changes?|updates?|amendments?)\s+to\b[^;]*\b(?:SDN|sanctions)\s+list",
                r"\bdetermined\s+to\s+be\s+(?:owned|controlled|the\s+government)\b",
                r"\bexecutive\s+orders?\s+(?:no\.?\s+)?(?:12865|129\d\d|13[0-9]{3}|14[0-9]{3})\b[^;]*\b(?:designat|block|sanction|person|entit)",
            ],
        ),
        titles(
            "executive-order",
            &[
                r"\bblocking\b[^;]*\b(?:property|assets|persons?)\b",
                r"\b(?:imposing|reimposing)\b[^;]*\bsanctions\b",
                r"\bprohibiting\b[^;]*\b(?:transactions?|investments?|imports?|trade)\b",
                r"\btaking\s+additional\s+steps\b",
                r"\bdesignating\b",
                r"\bterminati(?:on|ng)\b[^;]*\bemergenc(?:y|ies)\b|\brevocation\b[^;]*\bsanctions\b",
                r"\baddressing\s+the\s+threat\b|\bsuspending\s+entry\b|\bforeign\s+interference\b[^;]*\belection\b",
                r"\bprotecting\s+certain\s+property\b|\bhong\s+kong\s+normalization\b|\bdomestic\s+terroris[tm]",
            ],
        ),
        titles(
            "cbp-forced-labor",
            &[
                r"\bwithhold\s+release\b",
                r"\bforced[,\s].*\blabor\b|\b(?:convict|forced|indentured)\s+labor\b",
                r"\bfindings?\b[^;]*\b(?:merchandise|goods|products)\b[^;]*\b(?:labor|1307|prohibited)\b",
                // Titles of findings name the goods and the maker, not always the law.
                r"\bnotice\s+of\s+(?:modification\s+of\s+)?finding\s+that\s+certain\b|^\s*modification\s+of\s+(?:the\s+)?findings?\b",
            ],
        ),
        titles(
            "fcc-covered-list",
            &[
                r"\bcovered\s+list\b|\bcovered\s+(?:communications|telecommunications)\s+equipment\b",
                r"\bcommunications\s+supply\s+chain\b|\btrusted\s+communications\b",
                r"\bhuawei\b|\bZTE\b|\bkaspersky\b|\blist\s+of\s+equipment\s+and\s+services\s+covered\b",
            ],
        ),
    ]
});

/// The family that a title belongs to, by its words; nothing for ordinary business.
///
/// A first look, for choosing what to read: no text is known, and none is needed.
pub fn first_look(title: &str) -> Option<&'static str> {
    if is_ordinary(title) || REGULATIONS.is_match(title) {
        return None;
    }
    TITLES
        .iter()
        .find(|titles| titles.pattern.is_match(title))
        .map(|titles| titles.family)
}

/// Whether the title says for certain that the document designates nobody.
pub(crate) fn is_ordinary(title: &str) -> bool {
    ORDINARY.is_match(title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_of_every_family_is_taken() {
        for (title, family) in [
            (
                "In the Matter of the Review of the Designation of Lantern Front (and Other Aliases)",
                "state-terrorism",
            ),
            (
                "Rescission of Determination Regarding Libya",
                "state-terrorism",
            ),
            (
                "Determination Pursuant to Section 1(b) of Executive Order 13224 Relating to X",
                "state-terrorism",
            ),
            (
                "Imposition of Missile Proliferation Sanctions Against an Entity",
                "state-nonproliferation",
            ),
            (
                "Bureau of Nonproliferation; Lifting of Nonproliferation Measures Against One Person",
                "state-nonproliferation",
            ),
            (
                "Determinations Regarding Use of Chemical Weapons by a Government",
                "state-nonproliferation",
            ),
            (
                "Bureau of Political-Military Affairs; Statutory Debarment of X Under the International Traffic in Arms Regulations",
                "state-debarment",
            ),
            (
                "Notice of Department of State Sanctions Actions",
                "state-sanctions",
            ),
            (
                "Removal of Sanctions on Persons on Whom Sanctions Have Been Imposed",
                "state-sanctions",
            ),
            (
                "Designation and Determination Under the Foreign Missions Act",
                "state-foreign-missions",
            ),
            (
                "Secretary of State's Determination Under the International Religious Freedom Act of 1998",
                "state-religious-freedom",
            ),
            ("Blocking or Unblocking of Persons and Properties", "ofac"),
            (
                "Additional Designations, Foreign Narcotics Kingpin Designation Act",
                "ofac",
            ),
            (
                "Unblocking of Specially Designated Nationals and Blocked Persons Pursuant to Executive Order 12978",
                "ofac",
            ),
            (
                "Identification of Two Vessels Pursuant to Executive Order 13599",
                "ofac",
            ),
            ("Actions Taken Pursuant to Executive Order 13382", "ofac"),
            (
                "Addition of Certain Persons to the Entity List",
                "bis-entity-list",
            ),
            (
                "Action Affecting Export Privileges; Some Trading Company",
                "bis-denial-order",
            ),
            (
                "Order Denying Permission To Apply for or Use Export Licenses",
                "bis-denial-order",
            ),
            (
                "Finding That Some Bank Is a Financial Institution of Primary Money Laundering Concern",
                "fincen",
            ),
            (
                "Notice Regarding the Uyghur Forced Labor Prevention Act Entity List",
                "uflpa",
            ),
            (
                "Notice of Designation of Chinese Military Company",
                "chinese-military-companies",
            ),
            (
                "Notice of Finding That Certain Disposable Gloves Were Produced With Forced Labor",
                "cbp-forced-labor",
            ),
            (
                "Protecting Against National Security Threats to the Communications Supply Chain",
                "fcc-covered-list",
            ),
            (
                "Blocking Property of Certain Persons Contributing to the Situation in Somewhere",
                "ofac",
            ),
            (
                "Suspending Entry of Persons Contributing to a Conflict",
                "executive-order",
            ),
            (
                "Notice of Designation as a State Sponsor of Wrongful Detention; A Country",
                "state-terrorism",
            ),
            (
                "Notice Regarding Removal From the 1260H List of A Company",
                "chinese-military-companies",
            ),
            ("Order Relating to Some Person", "bis-denial-order"),
            (
                "Final Decision and Order; In the Matter of Some Person",
                "bis-denial-order",
            ),
            (
                "Reinstatement of Previously Debarred Persons",
                "state-debarment",
            ),
            (
                "List of Entities With Which Direct Financial Transactions Are Generally Prohibited",
                "state-cuba-restricted-list",
            ),
            (
                "Designation of a Group as a Significant Transnational Criminal Organization",
                "state-sanctions",
            ),
            (
                "Notice of Finding That Certain Gloves Produced by Some Maker",
                "cbp-forced-labor",
            ),
            (
                "Bureau Announces Additions to the List of Equipment and Services Covered",
                "fcc-covered-list",
            ),
        ] {
            assert_eq!(first_look(title), Some(family), "{title}");
        }
    }

    #[test]
    fn ordinary_titles_are_left() {
        for title in [
            "Agency Information Collection Activities; Comment Request; Entity List and Unverified List Requests",
            "Publication of Venezuela Sanctions Regulations Web General License 5N",
            "Continuation of the National Emergency With Respect to Persons Who Commit, Threaten To Commit, or Support Terrorism",
            "Inflation Adjustment of Civil Monetary Penalties",
            "Determination To Defer Sanctions; Arizona; Maricopa County; Power Plants",
            "Global Terrorism Sanctions Regulations",
            "Designation of Areas for Air Quality Planning Purposes",
            "Designation of a Longer Period for Commission Action",
            "Endangered and Threatened Species; Designation of Critical Habitat",
            "Notice of Final Determination To Add Bricks to the List of Products Requiring Federal Contractor Certification as to Forced or Indentured Child Labor",
            "Procurement List; Additions and Deletions",
            "Morris & Dickson Co., LLC; Decision and Order",
            "Airworthiness Directives; The Boeing Company Airplanes",
        ] {
            assert_eq!(first_look(title), None, "{title}");
        }
    }
}
