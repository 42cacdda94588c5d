//! The one rule by which a designation ends without a notice: the two-year term that the law set
//! for foreign terrorist organizations until December 17, 2004.

use chrono::{Months, NaiveDate};

/// A term that the law once set to every designation under an authority.
///
/// As enacted by the Antiterrorism and Effective Death Penalty Act of 1996 (Pub. L. 104-132,
/// section 302), section 219(a)(4)(A) of the INA made a designation effective for two years
/// from its effective date, unless redesignated under (a)(4)(B). Section 7119 of the
/// Intelligence Reform and Terrorism Prevention Act of 2004 (Pub. L. 108-458, in force
/// December 17, 2004) replaced the term by periodic review; a designation then in force has no
/// term since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LapseRule {
    /// The authority's code.
    pub authority: &'static str,
    /// Years from the effective date.
    years: u32,
    /// The day on which the law dropped the term.
    dropped: (i32, u32, u32),
    /// The law, for a reader.
    pub law: &'static str,
}

/// Every such rule.
const RULES: &[LapseRule] = &[LapseRule {
    authority: "INA-219",
    years: 2,
    dropped: (2004, 12, 17),
    law: "8 U.S.C. 1189(a)(4) as in force before Pub. L. 108-458, section 7119 (December 17, 2004)",
}];

impl LapseRule {
    /// The rule for an authority, if its designations ever had a term.
    pub fn of(authority: &str) -> Option<&'static Self> {
        RULES.iter().find(|rule| rule.authority == authority)
    }

    /// The first day on which a designation of `begun` no longer stands if nothing renewed it;
    /// `None` if the law dropped the term before it ran out.
    pub fn ends_on(&self, begun: NaiveDate) -> Option<NaiveDate> {
        let end = begun.checked_add_months(Months::new(12 * self.years))?;
        let (year, month, day) = self.dropped;
        (end <= NaiveDate::from_ymd_opt(year, month, day)?).then_some(end)
    }

    /// The sentence that gives the reason for a lapse.
    pub fn reason(&self, begun: NaiveDate) -> String {
        format!(
            "two years had passed since the designation of {begun} and this history holds no \
             redesignation by then ({})",
            self.law
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_term_is_two_years_and_ends_with_the_law() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let rule = LapseRule::of("INA-219").unwrap();
        for (begun, ends) in [
            ("1997-10-08", Some("1999-10-08")),
            ("2000-02-29", Some("2002-02-28")),
            ("2002-12-17", Some("2004-12-17")),
            ("2002-12-18", None),
            ("2003-10-02", None),
            ("2025-11-24", None),
        ] {
            assert_eq!(rule.ends_on(day(begun)), ends.map(day), "{begun}");
        }
        assert!(LapseRule::of("EO-13224").is_none());
        assert_eq!(rule.ends_on(NaiveDate::MAX), None);
    }
}
