//! Who signed the software: a certificate's subject, a name from it, or its thumbprint.
//!
//! Not a verification: it says what a document or a list claims.

use super::IdentifierError;
use super::check::trimmed;
use crate::{Algorithm, Digest, Object};

/// The signer of a piece of software.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Signer {
    text: String,
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Kind {
    Thumbprint(Digest),
    Subject { common_name: Option<String>, organization: Option<String> },
    Name,
}

impl Signer {
    /// Reads a thumbprint (SHA-1 or SHA-256 of the certificate, hex, with or without the algorithm in
    /// front), a subject as RFC 4514 or OpenSSL writes it (`CN=Example, O=Example Ltd`,
    /// `/C=US/O=Example Ltd/CN=Example`), or a bare name.
    ///
    /// # Errors
    /// Empty, too long, or with control characters.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let text = trimmed(text)?;
        if let Some(thumbprint) = thumbprint(text) {
            return Ok(Self { text: thumbprint.to_string(), kind: Kind::Thumbprint(thumbprint) });
        }
        if let Some(found) = text.chars().find(|c| c.is_control() && !c.is_whitespace()) {
            return Err(IdentifierError::Character { found, expected: "printable characters" });
        }
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let attributes = attributes(&text);
        let find = |keys: &[&str]| {
            let hit = attributes.iter().find(|(key, _)| keys.iter().any(|k| k.eq_ignore_ascii_case(key)));
            hit.map(|(_, value)| value.clone())
        };
        let common_name = find(&["CN", "2.5.4.3", "OID.2.5.4.3", "commonName"]);
        let organization = find(&["O", "2.5.4.10", "OID.2.5.4.10", "organizationName"]);
        let kind = match (&common_name, &organization) {
            (None, None) => Kind::Name,
            _ => Kind::Subject { common_name, organization },
        };
        Ok(Self { text, kind })
    }

    /// The canonical text: `sha256:...` for a thumbprint, else the text with blanks collapsed.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The thumbprint, when that is what was given.
    pub const fn thumbprint(&self) -> Option<&Digest> {
        match &self.kind {
            Kind::Thumbprint(digest) => Some(digest),
            _ => None,
        }
    }

    /// The subject's common name; of a bare name, the name.
    pub fn common_name(&self) -> Option<&str> {
        match &self.kind {
            Kind::Subject { common_name, .. } => common_name.as_deref(),
            Kind::Name => Some(&self.text),
            Kind::Thumbprint(_) => None,
        }
    }

    /// The subject's organisation; of a bare name, the name.
    pub fn organization(&self) -> Option<&str> {
        match &self.kind {
            Kind::Subject { organization, .. } => organization.as_deref(),
            Kind::Name => Some(&self.text),
            Kind::Thumbprint(_) => None,
        }
    }
}

impl std::fmt::Display for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

fn thumbprint(text: &str) -> Option<Digest> {
    let digest = Digest::read(None, text, Object::Unknown).ok()?;
    matches!(digest.algorithm(), Algorithm::Sha1 | Algorithm::Sha256).then_some(digest)
}

/// `key=value` pairs of a subject. A backslash escapes, quotation marks enclose (RFC 4514 section 2.4,
/// RFC 2253 section 4). A text that does not begin with a pair has none.
fn attributes(text: &str) -> Vec<(String, String)> {
    let (text, slash) = text.strip_prefix('/').map_or((text, false), |rest| (rest, true));
    let mut pairs: Vec<(String, String)> = Vec::new();
    for part in split_unescaped(text, slash) {
        let Some((key, value)) = part.split_once('=') else {
            match pairs.last_mut() {
                // A comma inside an unquoted value (`O=Example Lab, Inc.`), as many tools print it.
                Some((_, value)) => {
                    value.push(if slash { '/' } else { ',' });
                    value.push_str(&unescape(&part));
                    continue;
                }
                None => return Vec::new(),
            }
        };
        pairs.push((key.trim().to_owned(), unescape(value.trim())));
    }
    for (_, value) in &mut pairs {
        *value = value.trim().to_owned();
    }
    pairs
}

fn split_unescaped(text: &str, slash: bool) -> Vec<String> {
    let mut parts = vec![String::new()];
    let (mut escaped, mut quoted) = (false, false);
    for c in text.chars() {
        let separates = if slash { c == '/' } else { matches!(c, ',' | ';' | '+') };
        if separates && !escaped && !quoted {
            parts.push(String::new());
            continue;
        }
        quoted ^= c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    parts
}

/// Removes quotation marks and backslashes; `\xx` hex pairs become bytes of UTF-8.
fn unescape(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' => {}
            '\\' => {
                let high = rest.peek().and_then(|c| c.to_digit(16));
                let Some(next) = rest.next() else { break };
                match (high, rest.peek().and_then(|c| c.to_digit(16))) {
                    (Some(high), Some(low)) => {
                        rest.next();
                        bytes.extend(u8::try_from(high << 4 | low));
                    }
                    _ => push(&mut bytes, next),
                }
            }
            c => push(&mut bytes, c),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn push(bytes: &mut Vec<u8>, c: char) {
    bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
}
