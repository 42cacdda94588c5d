//! `--source`: a folder, or the base URL of an API.

use std::fmt;
use std::path::PathBuf;

use fedreg_fetch::api_root;
use url::Url;

/// Where documents come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A folder of saved files.
    Folder(PathBuf),
    /// An API that behaves like federalregister.gov's, by its base URL.
    Api(Url),
}

/// A source that is neither.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// It has a scheme, and is no URL of http or https.
    #[error("'{text}' is no http or https address ({reason})")]
    Url {
        /// What was given.
        text: String,
        /// What is wrong.
        reason: String,
    },
    /// There is no such folder.
    #[error("the folder '{}' does not exist", .0.display())]
    NoFolder(PathBuf),
    /// It is a file.
    #[error("'{}' is a file, not a folder", .0.display())]
    File(PathBuf),
}

impl Source {
    /// Reads what a person wrote: text with a scheme is an address, all else a folder.
    pub fn read(text: &str) -> Result<Self, SourceError> {
        if text.contains("://") {
            let wrong = |reason: String| SourceError::Url {
                text: text.to_owned(),
                reason,
            };
            let url = Url::parse(text).map_err(|error| wrong(error.to_string()))?;
            return match url.scheme() {
                "http" | "https" if url.has_host() => Ok(Self::Api(api_root(url))),
                scheme => Err(wrong(format!("its scheme is {scheme}"))),
            };
        }
        let path = PathBuf::from(text);
        if path.is_dir() {
            // One folder has one name in the history, wherever it is called from.
            Ok(Self::Folder(fs_err::canonicalize(&path).unwrap_or(path)))
        } else if path.exists() {
            Err(SourceError::File(path))
        } else {
            Err(SourceError::NoFolder(path))
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(path) => write!(f, "{}", path.display()),
            Self::Api(url) => f.write_str(url.as_str().trim_end_matches('/')),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_and_addresses_are_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().to_str().unwrap();
        assert!(matches!(Source::read(path), Ok(Source::Folder(_))));
        let api = Source::read("http://127.0.0.1:8080/api/v1/").unwrap();
        assert_eq!(api.to_string(), "http://127.0.0.1:8080/api/v1");
        let bare = Source::read("http://127.0.0.1:8080").unwrap();
        assert_eq!(bare, Source::read("http://127.0.0.1:8080/api/v1").unwrap());
        let file = folder.path().join("a.xml");
        fs_err::write(&file, "x").unwrap();
        assert!(matches!(
            Source::read(file.to_str().unwrap()),
            Err(SourceError::File(_))
        ));
        assert!(matches!(
            Source::read("no/such/folder"),
            Err(SourceError::NoFolder(_))
        ));
        for wrong in ["ftp://example.org/", "http://", "file:///tmp"] {
            assert!(
                matches!(Source::read(wrong), Err(SourceError::Url { .. })),
                "{wrong}"
            );
        }
    }
}
