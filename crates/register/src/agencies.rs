//! Agencies: the built-in ones that queries commonly name, and how agency objects look.
//!
//! Ids, names and slugs are the service's own. A folder can bring the whole list (an array of
//! agency objects, as `/api/v1/agencies` answers), which then takes precedence.

use serde_json::{Map, Value, json};

/// One agency as the service knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Agency {
    pub(crate) id: u64,
    pub(crate) parent_id: Option<u64>,
    pub(crate) name: String,
    pub(crate) short_name: Option<String>,
    pub(crate) slug: String,
    /// The object it was read from, for the parts that nothing here looks at.
    pub(crate) object: Map<String, Value>,
}

/// id, parent, name, short name, slug.
const BUILT_IN: &[(u64, Option<u64>, &str, &str, &str)] = &[
    (
        6,
        None,
        "Agency for International Development",
        "USAID",
        "agency-for-international-development",
    ),
    (
        12,
        None,
        "Agriculture Department",
        "USDA",
        "agriculture-department",
    ),
    (
        54,
        None,
        "Commerce Department",
        "DOC",
        "commerce-department",
    ),
    (96, Some(497), "Customs Service", "", "customs-service"),
    (103, None, "Defense Department", "DOD", "defense-department"),
    (
        116,
        Some(268),
        "Drug Enforcement Administration",
        "DEA",
        "drug-enforcement-administration",
    ),
    (136, None, "Energy Department", "DOE", "energy-department"),
    (
        145,
        None,
        "Environmental Protection Agency",
        "EPA",
        "environmental-protection-agency",
    ),
    (
        150,
        Some(54),
        "Export Administration Bureau",
        "EAB",
        "export-administration-bureau",
    ),
    (
        159,
        Some(492),
        "Federal Aviation Administration",
        "FAA",
        "federal-aviation-administration",
    ),
    (
        160,
        Some(268),
        "Federal Bureau of Investigation",
        "FBI",
        "federal-bureau-of-investigation",
    ),
    (
        161,
        None,
        "Federal Communications Commission",
        "FCC",
        "federal-communications-commission",
    ),
    (
        167,
        Some(136),
        "Federal Energy Regulatory Commission",
        "FERC",
        "federal-energy-regulatory-commission",
    ),
    (
        186,
        Some(304),
        "Federal Register Office",
        "OFR",
        "federal-register-office",
    ),
    (
        194,
        Some(497),
        "Financial Crimes Enforcement Network",
        "FINCEN",
        "financial-crimes-enforcement-network",
    ),
    (
        203,
        Some(497),
        "Foreign Assets Control Office",
        "OFAC",
        "foreign-assets-control-office",
    ),
    (
        208,
        Some(54),
        "Foreign-Trade Zones Board",
        "FTZB",
        "foreign-trade-zones-board",
    ),
    (
        221,
        None,
        "Health and Human Services Department",
        "HHS",
        "health-and-human-services-department",
    ),
    (
        227,
        None,
        "Homeland Security Department",
        "DHS",
        "homeland-security-department",
    ),
    (
        241,
        Some(54),
        "Industry and Security Bureau",
        "BIS",
        "industry-and-security-bureau",
    ),
    (
        253,
        None,
        "Interior Department",
        "DOI",
        "interior-department",
    ),
    (
        254,
        Some(497),
        "Internal Revenue Service",
        "IRS",
        "internal-revenue-service",
    ),
    (
        261,
        Some(54),
        "International Trade Administration",
        "ITA",
        "international-trade-administration",
    ),
    (268, None, "Justice Department", "DOJ", "justice-department"),
    (271, None, "Labor Department", "DOL", "labor-department"),
    (
        402,
        Some(54),
        "Patent and Trademark Office",
        "PTO",
        "patent-and-trademark-office",
    ),
    (
        466,
        None,
        "Securities and Exchange Commission",
        "SEC",
        "securities-and-exchange-commission",
    ),
    (476, None, "State Department", "DOS", "state-department"),
    (
        491,
        None,
        "Trade Representative, Office of United States",
        "USTR",
        "trade-representative-office-of-united-states",
    ),
    (
        492,
        None,
        "Transportation Department",
        "DOT",
        "transportation-department",
    ),
    (
        497,
        None,
        "Treasury Department",
        "TREAS",
        "treasury-department",
    ),
    (
        501,
        Some(227),
        "U.S. Customs and Border Protection",
        "USCBP",
        "u-s-customs-and-border-protection",
    ),
    (
        538,
        None,
        "Executive Office of the President",
        "EOP",
        "executive-office-of-the-president",
    ),
];

/// The built-in agencies.
pub(crate) fn built_in() -> Vec<Agency> {
    BUILT_IN
        .iter()
        .map(|&(id, parent_id, name, short_name, slug)| Agency {
            id,
            parent_id,
            name: name.to_owned(),
            short_name: Some(short_name.to_owned()),
            slug: slug.to_owned(),
            object: Map::new(),
        })
        .collect()
}

impl Agency {
    /// Reads an agency object (of the index, or inside a document).
    pub(crate) fn read(object: &Map<String, Value>) -> Option<Self> {
        let text = |key: &str| object.get(key)?.as_str().map(str::to_owned);
        Some(Self {
            id: object.get("id")?.as_u64()?,
            parent_id: object.get("parent_id").and_then(Value::as_u64),
            name: text("name")?,
            short_name: text("short_name"),
            slug: text("slug")?,
            object: object.clone(),
        })
    }

    /// The object inside a document; links are those of the real service until served.
    pub(crate) fn in_document(&self, raw_name: &str) -> Value {
        json!({
            "raw_name": raw_name,
            "name": self.name,
            "id": self.id,
            "url": format!("https://www.federalregister.gov/agencies/{}", self.slug),
            "json_url": format!("https://www.federalregister.gov/api/v1/agencies/{}", self.id),
            "parent_id": self.parent_id,
            "slug": self.slug,
        })
    }

    /// The object of the index.
    pub(crate) fn in_index(&self, all: &[Agency], base: &str) -> Value {
        let children = || all.iter().filter(|other| other.parent_id == Some(self.id));
        let kept = |key: &str, default: Value| self.object.get(key).cloned().unwrap_or(default);
        json!({
            "agency_url": kept("agency_url", json!("")),
            "child_ids": children().map(|child| child.id).collect::<Vec<_>>(),
            "child_slugs": children().map(|child| child.slug.as_str()).collect::<Vec<_>>(),
            "description": kept("description", json!("")),
            "id": self.id,
            "logo": null,
            "name": self.name,
            "parent_id": self.parent_id,
            "recent_articles_url": format!(
                "{base}/api/v1/documents?conditions%5Bagency_ids%5D%5B%5D={}&order=newest", self.id),
            "short_name": self.short_name,
            "slug": self.slug,
            "url": format!("{base}/agencies/{}", self.slug),
            "json_url": format!("{base}/api/v1/agencies/{}", self.id),
        })
    }
}

/// The service's name of an agency from the printed one: `DEPARTMENT OF STATE` → `State
/// Department`, `Office of Foreign Assets Control` → `Foreign Assets Control Office`.
fn turned(raw: &str) -> String {
    let raw = raw.trim().trim_end_matches('.');
    for (before, after) in [
        ("department of the ", "Department"),
        ("department of ", "Department"),
        ("bureau of ", "Bureau"),
        ("office of ", "Office"),
    ] {
        if let Some(head) = raw.get(..before.len())
            && head.eq_ignore_ascii_case(before)
        {
            return format!("{} {after}", &raw[before.len()..]);
        }
    }
    raw.to_owned()
}

/// The agency object for a printed name: the whole one if `known` has it, else only `raw_name`.
pub(crate) fn object_for(raw_name: &str, known: &[Agency]) -> Value {
    let name = turned(raw_name);
    known
        .iter()
        .find(|agency| {
            agency.name.eq_ignore_ascii_case(&name)
                || agency.name.eq_ignore_ascii_case(raw_name.trim())
                || agency.slug == raw_name.trim()
        })
        .map_or_else(
            || json!({ "raw_name": raw_name }),
            |agency| agency.in_document(raw_name),
        )
}
