//! Query strings as Rails reads them: `conditions[agencies][]=x` is a list inside a map.

use url::form_urlencoded;

/// One parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Param {
    /// `name=value`; the last one given counts.
    Text(String),
    /// `name[]=value`, repeated.
    List(Vec<String>),
    /// `name[key]…=value`.
    Map(Vec<(String, Param)>),
}

impl Param {
    /// The values, blank ones dropped, of a list or of a lone text.
    pub(crate) fn values(&self) -> Vec<&str> {
        match self {
            Self::Text(text) => vec![text.as_str()],
            Self::List(list) => list.iter().map(String::as_str).collect(),
            Self::Map(_) => Vec::new(),
        }
        .into_iter()
        .filter(|value| !value.trim().is_empty())
        .collect()
    }

    /// The parameter under `key`, if this is a map that has it.
    pub(crate) fn get(&self, key: &str) -> Option<&Param> {
        match self {
            Self::Map(entries) => entries.iter().find(|(name, _)| name == key).map(|(_, p)| p),
            _ => None,
        }
    }

    /// The text under `key`, if it is a text and not blank.
    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        match self.get(key)? {
            Self::Text(text) if !text.trim().is_empty() => Some(text),
            _ => None,
        }
    }

    fn insert(&mut self, path: &[&str], value: String) {
        let Some((step, rest)) = path.split_first() else {
            *self = Self::Text(value);
            return;
        };
        if step.is_empty() {
            match self {
                Self::List(list) => list.push(value),
                other => *other = Self::List(vec![value]),
            }
            return;
        }
        if !matches!(self, Self::Map(_)) {
            *self = Self::Map(Vec::new());
        }
        if let Self::Map(entries) = self {
            let at = entries
                .iter()
                .position(|(name, _)| name == step)
                .unwrap_or_else(|| {
                    entries.push(((*step).to_owned(), Self::Map(Vec::new())));
                    entries.len() - 1
                });
            entries[at].1.insert(rest, value);
        }
    }
}

/// A whole query string, as a tree and as the flat pairs it was written in.
#[derive(Debug, Clone)]
pub(crate) struct Params {
    tree: Param,
    pairs: Vec<(String, String)>,
}

impl Params {
    /// Reads a raw query string. Keys whose brackets do not pair (double-encoded ones among
    /// them: `conditions%255Bterm%255D`) become plain top-level names that nobody asks for.
    pub(crate) fn parse(query: &str) -> Self {
        let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .collect();
        let mut tree = Param::Map(Vec::new());
        for (key, value) in &pairs {
            let path = split_key(key).unwrap_or_else(|| vec![key.as_str()]);
            tree.insert(&path, value.clone());
        }
        Self { tree, pairs }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Param> {
        self.tree.get(name)
    }

    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.tree.text(name)
    }

    /// A number as Ruby's `to_i` reads it: leading digits, else 0.
    pub(crate) fn number(&self, name: &str) -> Option<i64> {
        let text = self.text(name)?.trim();
        let digits = text.strip_prefix('-').unwrap_or(text);
        let end = digits
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(digits.len());
        let size: i64 = digits[..end].parse().unwrap_or(0);
        Some(if text.starts_with('-') { -size } else { size })
    }

    /// The conditions given, in order; empty when there are none or they are no map.
    pub(crate) fn conditions(&self) -> &[(String, Param)] {
        match self.get("conditions") {
            Some(Param::Map(entries)) => entries,
            _ => &[],
        }
    }

    /// The query of another page of the same search: sorted by key, `format=json` always there.
    pub(crate) fn query_for_page(&self, page: u64) -> String {
        let mut pairs: Vec<(&str, String)> = self
            .pairs
            .iter()
            .filter(|(key, _)| key != "page" && key != "format" && key != "callback")
            .map(|(key, value)| (key.as_str(), value.clone()))
            .collect();
        pairs.push(("format", "json".to_owned()));
        pairs.push(("page", page.to_string()));
        pairs.sort_by(|a, b| a.0.cmp(b.0));
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs)
            .finish()
    }
}

/// `a[b][]` → `["a", "b", ""]`; `None` if the brackets do not pair.
fn split_key(key: &str) -> Option<Vec<&str>> {
    let Some(open) = key.find('[') else {
        return Some(vec![key]);
    };
    let (name, mut rest) = key.split_at(open);
    let mut path = vec![name];
    while !rest.is_empty() {
        let inner = rest.strip_prefix('[')?;
        let close = inner.find(']')?;
        path.push(&inner[..close]);
        rest = &inner[close + 1..];
        if path.len() > 8 {
            return None;
        }
    }
    Some(path)
}
