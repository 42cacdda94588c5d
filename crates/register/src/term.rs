//! Full-text terms: words joined by AND, `|`, `-`, `!`, quotes, `"a b"~N`, `=exact`, parentheses.

/// A text prepared for matching: its words in lower case, once as they are, once without
/// plural endings, each list as one string ` word word word `.
#[derive(Debug, Clone, Default)]
pub(crate) struct Words {
    exact: String,
    stemmed: String,
}

impl Words {
    pub(crate) fn of(text: &str) -> Self {
        let mut words = Self {
            exact: " ".to_owned(),
            stemmed: " ".to_owned(),
        };
        for word in split(text) {
            words.stemmed.push_str(stem(&word));
            words.stemmed.push(' ');
            words.exact.push_str(&word);
            words.exact.push(' ');
        }
        words
    }

    /// Whether the words of `phrase` stand in it side by side.
    pub(crate) fn has_phrase(&self, phrase: &str) -> bool {
        let phrase = Self::of(phrase);
        phrase.stemmed.len() > 1 && self.stemmed.contains(&phrase.stemmed)
    }
}

fn split(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
}

/// Cuts a plural ending; the real index stems harder, which matters to no test.
fn stem(word: &str) -> &str {
    match word.strip_suffix('s') {
        Some(cut) if cut.len() > 2 && !cut.ends_with('s') => cut,
        _ => word,
    }
}

/// A parsed term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Term {
    /// Words side by side.
    Phrase(String),
    /// Words in this order with at most so many others between them.
    Near(String, usize),
    /// A word as it is, without stemming.
    Exact(String),
    Not(Box<Term>),
    All(Vec<Term>),
    Any(Vec<Term>),
}

impl Term {
    /// Reads a term. Nothing is malformed: stray signs are dropped.
    pub(crate) fn parse(text: &str) -> Self {
        let mut text = text.replace(['/', '@'], " ");
        if text.matches('"').count() % 2 == 1
            && let Some(at) = text.rfind('"')
        {
            text.remove(at);
        }
        let tokens = tokens(&text);
        let mut at = 0;
        let mut parts = Vec::new();
        while at < tokens.len() {
            match all(&tokens, &mut at, 0) {
                Self::All(more) => parts.extend(more),
                other => parts.push(other),
            }
            // A closing parenthesis that nothing opened.
            at += 1;
        }
        Self::All(parts)
    }

    pub(crate) fn matches(&self, words: &Words) -> bool {
        match self {
            Self::Phrase(phrase) => split(phrase).next().is_none() || words.has_phrase(phrase),
            Self::Exact(word) => words.exact.contains(&Words::of(word).exact),
            Self::Near(phrase, slop) => near(words, phrase, *slop),
            Self::Not(term) => !term.matches(words),
            Self::All(terms) => terms.iter().all(|term| term.matches(words)),
            Self::Any(terms) => terms.iter().any(|term| term.matches(words)),
        }
    }

    /// How often its words occur: the relevance.
    pub(crate) fn score(&self, words: &Words) -> usize {
        match self {
            Self::Phrase(phrase) | Self::Near(phrase, _) | Self::Exact(phrase) => {
                words.stemmed.matches(&Words::of(phrase).stemmed).count()
            }
            Self::Not(_) => 0,
            Self::All(terms) | Self::Any(terms) => terms.iter().map(|t| t.score(words)).sum(),
        }
    }

    /// The words whose occurrences an excerpt marks.
    pub(crate) fn marks(&self) -> Vec<String> {
        match self {
            Self::Phrase(phrase) | Self::Near(phrase, _) | Self::Exact(phrase) => {
                split(phrase).map(|word| stem(&word).to_owned()).collect()
            }
            Self::Not(_) => Vec::new(),
            Self::All(terms) | Self::Any(terms) => terms.iter().flat_map(Self::marks).collect(),
        }
    }
}

fn near(words: &Words, phrase: &str, slop: usize) -> bool {
    let wanted = Words::of(phrase);
    let wanted: Vec<&str> = wanted.stemmed.split_whitespace().collect();
    let all: Vec<&str> = words.stemmed.split_whitespace().collect();
    let Some(first) = wanted.first() else {
        return false;
    };
    let window = wanted.len() + slop;
    all.iter()
        .enumerate()
        .filter(|(_, word)| *word == first)
        .any(|(start, _)| {
            let mut rest = all[start..].iter().take(window);
            wanted.iter().all(|word| rest.any(|other| other == word))
        })
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Leaf(Term),
    Or,
    Not,
    Open,
    Close,
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        match c {
            '|' => tokens.push(Token::Or),
            '(' => tokens.push(Token::Open),
            ')' => tokens.push(Token::Close),
            '-' | '!' => tokens.push(Token::Not),
            '"' => {
                let end = after.find('"').unwrap_or(after.len());
                let phrase = after[..end].to_owned();
                let mut tail = after.get(end + 1..).unwrap_or("");
                let mut term = Term::Phrase(phrase.clone());
                if let Some(number) = tail.strip_prefix('~') {
                    let digits = number
                        .find(|c: char| !c.is_ascii_digit())
                        .unwrap_or(number.len());
                    term = Term::Near(phrase, number[..digits].parse().unwrap_or(0));
                    tail = &number[digits..];
                }
                tokens.push(Token::Leaf(term));
                rest = tail;
                continue;
            }
            c if c.is_alphanumeric() || c == '=' => {
                let exact = c == '=';
                let word = if exact { after } else { rest };
                // A hyphenated word is one phrase: hyphens inside a word do not negate.
                let end = word
                    .find(|c: char| c.is_whitespace() || "|()\"!".contains(c))
                    .unwrap_or(word.len());
                let leaf = word[..end].to_owned();
                tokens.push(Token::Leaf(if exact {
                    Term::Exact(leaf)
                } else {
                    Term::Phrase(leaf)
                }));
                rest = &word[end..];
                continue;
            }
            _ => {}
        }
        rest = after;
    }
    tokens
}

fn all(tokens: &[Token], at: &mut usize, depth: usize) -> Term {
    let mut parts = Vec::new();
    while *at < tokens.len() && tokens[*at] != Token::Close {
        if let Some(term) = any(tokens, at, depth) {
            parts.push(term);
        }
    }
    Term::All(parts)
}

/// `a | b` binds tighter than a space.
fn any(tokens: &[Token], at: &mut usize, depth: usize) -> Option<Term> {
    let mut parts: Vec<Term> = unary(tokens, at, depth).into_iter().collect();
    while tokens.get(*at) == Some(&Token::Or) {
        *at += 1;
        parts.extend(unary(tokens, at, depth));
    }
    if parts.len() > 1 {
        Some(Term::Any(parts))
    } else {
        parts.pop()
    }
}

fn unary(tokens: &[Token], at: &mut usize, depth: usize) -> Option<Term> {
    let token = tokens.get(*at)?;
    match token {
        Token::Leaf(term) => {
            *at += 1;
            Some(term.clone())
        }
        Token::Not => {
            *at += 1;
            // Signs may pile up; beyond some depth they are dropped, so that no query is deep.
            if depth > 50 {
                return unary_flat(tokens, at);
            }
            unary(tokens, at, depth + 1).map(|term| Term::Not(Box::new(term)))
        }
        Token::Open => {
            *at += 1;
            if depth > 50 {
                return None;
            }
            let inner = all(tokens, at, depth + 1);
            if tokens.get(*at) == Some(&Token::Close) {
                *at += 1;
            }
            Some(inner)
        }
        Token::Or => {
            *at += 1;
            None
        }
        Token::Close => None,
    }
}

fn unary_flat(tokens: &[Token], at: &mut usize) -> Option<Term> {
    while matches!(tokens.get(*at), Some(Token::Not)) {
        *at += 1;
    }
    match tokens.get(*at) {
        Some(Token::Leaf(term)) => {
            *at += 1;
            Some(Term::Not(Box::new(term.clone())))
        }
        _ => None,
    }
}
