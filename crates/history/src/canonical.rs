//! Hashes.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::Digest;

/// A SHA-256 hash; shown and stored as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sha256([u8; 32]);

/// A text that is no SHA-256 hash.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a SHA-256 hash of 64 lower-case hexadecimal digits")]
pub struct Sha256Error(String);

impl Sha256 {
    /// The hash before the first row.
    pub(crate) const ZERO: Self = Self([0; 32]);

    /// The hash of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(sha2::Sha256::digest(bytes).into())
    }

    /// The raw bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut digits = [0; 64];
        // Fails only where the room is not twice as large.
        hex::encode_to_slice(self.0, &mut digits).map_err(|_| fmt::Error)?;
        f.pad(str::from_utf8(&digits).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sha256({self})")
    }
}

impl FromStr for Sha256 {
    type Err = Sha256Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut bytes = [0; 32];
        let hash = hex::decode_to_slice(text, &mut bytes).map(|()| Self(bytes));
        // Only one way of writing it: an altered letter case is an alteration.
        hash.ok()
            .filter(|hash| hash.to_string() == text)
            .ok_or_else(|| Sha256Error(text.to_owned()))
    }
}

impl Serialize for Sha256 {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Sha256 {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// Bytes that are gathered before they are hashed.
const PENDING: usize = 2048;

/// Hashes a sequence of parts so that no two different sequences hash alike.
pub(crate) struct Hasher {
    sha: sha2::Sha256,
    /// What is to be hashed next: most parts are a few bytes.
    pending: Vec<u8>,
}

impl Hasher {
    /// `domain` keeps hashes of different kinds of things apart.
    pub(crate) fn new(domain: &str) -> Self {
        let mut hasher = Self {
            sha: sha2::Sha256::new(),
            pending: Vec::with_capacity(PENDING),
        };
        hasher.part(domain.as_bytes());
        hasher
    }

    /// Adds a part, with its length before it.
    pub(crate) fn part(&mut self, bytes: &[u8]) -> &mut Self {
        if self.pending.len() + bytes.len() > PENDING - 8 {
            self.sha.update(&self.pending);
            self.pending.clear();
        }
        self.pending
            .extend_from_slice(&(bytes.len() as u64).to_be_bytes());
        if bytes.len() < PENDING / 2 {
            self.pending.extend_from_slice(bytes);
        } else {
            self.sha.update(&self.pending);
            self.pending.clear();
            self.sha.update(bytes);
        }
        self
    }

    pub(crate) fn finish(mut self) -> Sha256 {
        self.sha.update(&self.pending);
        Sha256(self.sha.finalize().into())
    }
}

/// Plain data as compact JSON, in the order of its fields.
pub(crate) fn json<T: Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).expect("plain data with string keys always serialises")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_run_into_each_other() {
        let hash = |parts: &[&str]| {
            let mut hasher = Hasher::new("test");
            for part in parts {
                hasher.part(part.as_bytes());
            }
            hasher.finish()
        };
        assert_ne!(hash(&["ab", "c"]), hash(&["a", "bc"]));
        assert_ne!(hash(&["a"]), hash(&["a", ""]));
    }

    #[test]
    fn parts_of_any_length_are_hashed_with_their_lengths_before_them() {
        let words = "x".repeat(3 * PENDING);
        for cut in [
            0,
            1,
            7,
            8,
            PENDING / 2,
            PENDING - 9,
            PENDING,
            PENDING + 1,
            2 * PENDING,
        ] {
            let mut hasher = Hasher::new("");
            let mut whole = vec![0; 8];
            for part in [&words[..cut], "y", &words[cut..], &words[..cut]] {
                hasher.part(part.as_bytes());
                whole.extend_from_slice(&(part.len() as u64).to_be_bytes());
                whole.extend_from_slice(part.as_bytes());
            }
            assert_eq!(hasher.finish(), Sha256::of(&whole), "{cut}");
        }
    }

    #[test]
    fn hashes_round_trip_as_hexadecimal() {
        let hash = Sha256::of(b"");
        assert_eq!(
            hash.to_string(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        assert_eq!(hash.to_string().parse::<Sha256>(), Ok(hash));
        assert!("e3b0".parse::<Sha256>().is_err());
        assert!(hash.to_string().to_uppercase().parse::<Sha256>().is_err());
    }
}
