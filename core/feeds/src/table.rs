//! Many digests in little memory: one row of bytes an algorithm, labels by number.

use std::collections::BTreeMap;

use debar_model::Algorithm;
use rustc_hash::FxHashMap;

/// An algorithm whose digests are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hash {
    /// MD5, legacy.
    Md5,
    /// SHA-1, legacy.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl Hash {
    /// All, in order of length.
    pub const ALL: [Self; 5] = [Self::Md5, Self::Sha1, Self::Sha256, Self::Sha384, Self::Sha512];

    /// Bytes of a digest.
    pub const fn bytes(self) -> usize {
        match self {
            Self::Md5 => 16,
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    /// By the number of bytes.
    pub const fn of_bytes(bytes: usize) -> Option<Self> {
        Some(match bytes {
            16 => Self::Md5,
            20 => Self::Sha1,
            32 => Self::Sha256,
            48 => Self::Sha384,
            64 => Self::Sha512,
            _ => return None,
        })
    }

    /// By the name that a source gives it, whatever its case and hyphens.
    pub fn named(name: &str) -> Option<Self> {
        let plain: String =
            name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
        Some(match plain.as_str() {
            "md5" => Self::Md5,
            "sha1" => Self::Sha1,
            "sha256" => Self::Sha256,
            "sha384" => Self::Sha384,
            "sha512" => Self::Sha512,
            _ => return None,
        })
    }

    /// Whether it can be forged.
    pub const fn is_legacy(self) -> bool {
        matches!(self, Self::Md5 | Self::Sha1)
    }

    /// The word before a digest.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Md5 => "md5",
            Self::Sha1 => "sha1",
            Self::Sha256 => "sha256",
            Self::Sha384 => "sha384",
            Self::Sha512 => "sha512",
        }
    }

    /// The model's word for it.
    pub const fn algorithm(self) -> Algorithm {
        match self {
            Self::Md5 => Algorithm::Md5,
            Self::Sha1 => Algorithm::Sha1,
            Self::Sha256 => Algorithm::Sha256,
            Self::Sha384 => Algorithm::Sha384,
            Self::Sha512 => Algorithm::Sha512,
        }
    }
}

/// Digests of one set.
#[derive(Clone, Debug, Default)]
pub struct DigestTable {
    rows: BTreeMap<Hash, Rows>,
    labels: Vec<String>,
    known: FxHashMap<String, u32>,
    /// Labels of more digests than this are not kept: the number would not fit.
    last: Option<u32>,
}

#[derive(Clone, Debug, Default)]
struct Rows {
    bytes: Vec<u8>,
    labels: Vec<u32>,
}

impl DigestTable {
    /// Adds a digest; one of another length than its algorithm's is not added.
    #[inline]
    pub fn add(&mut self, hash: Hash, digest: &[u8], label: &str) {
        if digest.len() != hash.bytes() {
            return;
        }
        let label = self.label(label);
        let rows = self.rows.entry(hash).or_default();
        rows.bytes.extend_from_slice(digest);
        rows.labels.push(label);
    }

    fn label(&mut self, label: &str) -> u32 {
        if let Some(last) = self.last
            && self.labels.get(last as usize).is_some_and(|known| known == label)
        {
            return last;
        }
        let number = match self.known.get(label) {
            Some(number) => *number,
            None => {
                let number = u32::try_from(self.labels.len()).unwrap_or(u32::MAX);
                self.labels.push(label.to_owned());
                self.known.insert(label.to_owned(), number);
                number
            }
        };
        self.last = Some(number);
        number
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.rows.values().map(|rows| rows.labels.len()).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How many of each algorithm.
    pub fn counts(&self) -> Vec<(Hash, usize)> {
        self.rows.iter().map(|(hash, rows)| (*hash, rows.labels.len())).collect()
    }

    /// All digests: algorithm, bytes, label.
    pub fn iter(&self) -> impl Iterator<Item = (Hash, &[u8], &str)> {
        self.rows.iter().flat_map(|(hash, rows)| {
            rows.bytes.chunks_exact(hash.bytes()).zip(&rows.labels).map(|(digest, label)| {
                (*hash, digest, self.labels.get(*label as usize).map_or("", String::as_str))
            })
        })
    }

    /// Whether a digest is among them. Looks at all: for small tables.
    pub fn has(&self, hash: Hash, digest: &[u8]) -> bool {
        self.rows
            .get(&hash)
            .is_some_and(|rows| rows.bytes.chunks_exact(hash.bytes()).any(|row| row == digest))
    }

    /// Sorts, and keeps each digest once, with its first label in order. Gives how many went.
    pub fn dedupe(&mut self) -> u64 {
        let mut gone = 0;
        for (hash, rows) in &mut self.rows {
            let mut all: Vec<(&[u8], u32)> =
                rows.bytes.chunks_exact(hash.bytes()).zip(rows.labels.iter().copied()).collect();
            let label = |number: u32| self.labels.get(number as usize).map_or("", String::as_str);
            all.sort_by(|a, b| {
                let (left, right) = (label(a.1), label(b.1));
                a.0.cmp(b.0).then(left.is_empty().cmp(&right.is_empty())).then_with(|| left.cmp(right))
            });
            let before = all.len();
            all.dedup_by(|later, first| later.0 == first.0);
            gone += (before - all.len()) as u64;
            let labels = all.iter().map(|(_, label)| *label).collect();
            let bytes = all.iter().flat_map(|(digest, _)| digest.iter().copied()).collect();
            *rows = Rows { bytes, labels };
        }
        gone
    }

    /// Keeps what a question says yes to.
    pub fn retain(&mut self, mut keep: impl FnMut(Hash, &[u8], &str) -> bool) {
        let mut kept = Self::default();
        for (hash, digest, label) in self.iter() {
            if keep(hash, digest, label) {
                kept.add(hash, digest, label);
            }
        }
        *self = kept;
    }
}
