//! Dates: issue days, the Eastern clock of the inspection desk, and the date forms of a query.

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc, Weekday};
use chrono_tz::America::New_York;

/// The first day for which the service has documents.
pub(crate) const FIRST_DAY: NaiveDate = day(1994, 1, 1);
/// The first issue with XML.
pub(crate) const FIRST_XML: NaiveDate = day(2000, 1, 18);
/// The first issue with PDFs per document.
pub(crate) const FIRST_PDF: NaiveDate = day(1995, 1, 3);

const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => NaiveDate::MIN,
    }
}

/// The date of a `YYYY-MM-DD` text.
pub(crate) fn iso(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok()
}

/// A date of a query, read somewhat leniently, as the service does.
pub(crate) fn lenient(text: &str) -> Option<NaiveDate> {
    iso(text).or_else(|| NaiveDate::parse_from_str(text.trim(), "%m/%d/%Y").ok())
}

/// The newest issue listed on `today`: on a weekend, already the next weekday's.
pub(crate) fn newest_issue_listed(today: NaiveDate) -> NaiveDate {
    let ahead = match today.weekday() {
        Weekday::Sat => 2,
        Weekday::Sun => 1,
        _ => 0,
    };
    today.checked_add_days(Days::new(ahead)).unwrap_or(today)
}

/// Every day from `from` to `to`, both included.
pub(crate) fn days(from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    from.iter_days().take_while(move |day| *day <= to)
}

/// An instant of the inspection desk, from any of its written forms with an offset.
pub(crate) fn instant(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text)
        .ok()
        .map(|at| at.with_timezone(&Utc))
}

/// The Eastern date of an instant.
pub(crate) fn eastern_date(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&New_York).date_naive()
}

/// `2026-10-08T11:15:00.000-04:00`: the form of the desk and of look-ups.
pub(crate) fn eastern_text(at: DateTime<Utc>) -> String {
    at.with_timezone(&New_York)
        .format("%Y-%m-%dT%H:%M:%S%.3f%:z")
        .to_string()
}

/// `2026-10-08T15:15:00Z`: the form of search results.
pub(crate) fn utc_text(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// `10/08/2026 at 11:15 AM`: the form of CSV.
pub(crate) fn csv_text(at: DateTime<Utc>) -> String {
    at.with_timezone(&New_York)
        .format("%m/%d/%Y at %I:%M %p")
        .to_string()
}
