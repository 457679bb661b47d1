//! What a plugin says of itself, from its ELF note or from `describe`. Claims, not facts.
//!
//! Invariant: reading it runs no code of the plugin.

use serde::Deserialize;

/// What a plugin says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Metadata {
    /// Short and stable.
    pub id: String,
    /// The plugin's own version.
    pub version: String,
    /// Version of the contract, `major.minor`.
    #[serde(default)]
    pub abi: String,
    /// One line for people.
    #[serde(default)]
    pub title: String,
    /// Media types that it reads.
    #[serde(default)]
    pub media_types: Vec<String>,
    /// Root elements, or top-level keys with a leading `/`.
    #[serde(default)]
    pub roots: Vec<String>,
    /// First bytes, in hex.
    #[serde(default)]
    pub magic: Vec<String>,
    /// Kinds of answer that it writes.
    #[serde(default)]
    pub answers: Vec<String>,
}

/// Characters that could forge or hide what is shown: controls, and marks that turn the direction of text.
pub(crate) fn is_odd(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

impl Metadata {
    /// Reads the text of a note: lines of `key=value`; unknown keys are ignored.
    ///
    /// # Errors
    /// What is wrong, for people.
    pub(crate) fn from_note(text: &[u8]) -> Result<Self, String> {
        let text = std::str::from_utf8(text).map_err(|_| "not UTF-8".to_owned())?;
        let mut metadata = Self::default();
        for line in text.trim_end_matches('\0').lines().filter(|line| !line.is_empty()) {
            let (key, value) = line.split_once('=').ok_or_else(|| format!("a line without `=`: `{line}`"))?;
            let value = value.to_owned();
            let single = match key {
                "id" => Some(&mut metadata.id),
                "version" => Some(&mut metadata.version),
                "abi" => Some(&mut metadata.abi),
                "title" => Some(&mut metadata.title),
                _ => None,
            };
            if let Some(single) = single {
                if !single.is_empty() {
                    return Err(format!("`{key}` stands twice"));
                }
                *single = value;
                continue;
            }
            match key {
                "media" => metadata.media_types.push(value),
                "root" => metadata.roots.push(value),
                "magic" => metadata.magic.push(value),
                "answer" => metadata.answers.push(value),
                _ => {}
            }
        }
        metadata.checked()
    }

    /// The same, when it can be used.
    pub(crate) fn checked(self) -> Result<Self, String> {
        let word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if self.id.is_empty() || self.id.len() > 64 || !self.id.bytes().all(word) {
            return Err(format!(
                "the id `{}` is not made of lower-case letters, digits and hyphens",
                self.id
            ));
        }
        if self.texts().any(|text| text.chars().any(is_odd)) {
            return Err("a text with control characters".to_owned());
        }
        if self.version.is_empty() {
            return Err("no version".to_owned());
        }
        if !self.magic.iter().all(|hex| hex.len() % 2 == 0 && hex.bytes().all(|b| b.is_ascii_hexdigit())) {
            return Err("a magic that is not hex".to_owned());
        }
        Ok(self)
    }

    fn texts(&self) -> impl Iterator<Item = &String> {
        let single = [&self.version, &self.abi, &self.title];
        let lists = [&self.media_types, &self.roots, &self.answers];
        single.into_iter().chain(lists.into_iter().flatten())
    }

    /// Major version of the contract that it was built for; `None` when it is not said.
    #[must_use]
    pub fn abi_major(&self) -> Option<u32> {
        self.abi.split('.').next()?.parse().ok()
    }

    /// Whether a media type (parameters are dropped) is one that it reads.
    #[must_use]
    pub fn reads(&self, content_type: &str) -> bool {
        let bare = content_type.split(';').next().unwrap_or_default().trim();
        self.media_types.iter().any(|media| media.eq_ignore_ascii_case(bare))
    }

    /// Whether a document begins with one of its first bytes.
    #[must_use]
    pub fn begins(&self, head: &[u8]) -> bool {
        self.magic.iter().any(|hex| {
            let bytes = hex.as_bytes().chunks(2);
            bytes.len() <= head.len()
                && !hex.is_empty()
                && bytes.zip(head).all(|(pair, byte)| {
                    std::str::from_utf8(pair).is_ok_and(|pair| u8::from_str_radix(pair, 16) == Ok(*byte))
                })
        })
    }
}
