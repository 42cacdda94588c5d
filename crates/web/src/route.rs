//! A route: an address, its parameters, and the function that answers.

use chrono::NaiveDate;
use fedreg_history::{Head, History};

use crate::params::{Param, Params};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::site::Site;

/// For whom a route is; so are its problems told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum For {
    /// A page for a person.
    People,
    /// JSON for a program, in the OpenAPI document.
    Programs,
    /// A feed for a reader of feeds.
    Feeds,
}

/// What answers.
pub(crate) type Answer = fn(&Asked<'_>) -> Result<Reply, Problem>;

/// A route.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Route {
    /// Its path, parts in braces.
    pub(crate) path: &'static str,
    /// For whom it is.
    pub(crate) is_for: For,
    /// Its parameters.
    pub(crate) params: &'static [Param],
    /// What it answers, in a sentence.
    pub(crate) about: &'static str,
    /// What answers.
    pub(crate) answer: Answer,
}

/// What was asked, and what answers may need.
pub(crate) struct Asked<'a> {
    /// The site.
    pub(crate) site: &'a Site,
    /// The history, at one moment.
    pub(crate) history: &'a History,
    /// Its head at that moment.
    pub(crate) head: Head,
    /// The parts of the path in braces.
    pub(crate) path: Vec<(String, String)>,
    /// The path.
    pub(crate) at: String,
    /// The parameters.
    pub(crate) params: Params,
    /// Today, Eastern.
    pub(crate) today: NaiveDate,
}

impl Asked<'_> {
    /// A part of the path.
    pub(crate) fn part(&self, name: &str) -> &str {
        let part = self.path.iter().find(|(held, _)| held == name);
        part.map_or("", |(_, value)| value.as_str())
    }

    /// The address of the same question from a place on.
    pub(crate) fn onward(&self, cursor: &str) -> String {
        format!("{}?{}", self.at, self.params.with("cursor", cursor))
    }

    /// The absolute address of a path of this site, as far as the site knows its own.
    pub(crate) fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.site.public_url())
    }
}
