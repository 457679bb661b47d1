//! Where software comes from and who signed it: signers, sources, and the places that URLs name.

use debar_model::Digest;

use super::{Head, Listed};

/// Who signed software.
#[derive(Clone, Debug)]
pub struct SignerEntry {
    /// Place, note, evidence.
    pub head: Head,
    /// Organisations of certificates' subjects.
    pub organisations: Vec<Listed>,
    /// Common names of certificates' subjects.
    pub common_names: Vec<Listed>,
    /// SHA-256 or SHA-1 fingerprints of certificates, as the whole DER encoding is hashed.
    pub fingerprints: Vec<(Digest, Listed)>,
}

/// Where software comes from.
#[derive(Clone, Debug)]
pub struct SourceEntry {
    /// Place, note, evidence.
    pub head: Head,
    /// Hosts, with everything below them.
    pub hosts: Vec<(Location, Listed)>,
    /// Source repositories.
    pub repositories: Vec<(Location, Listed)>,
    /// Package registries.
    pub registries: Vec<(Location, Listed)>,
}

/// A host and a path on it, in one spelling: lower case, percent signs undone, without user, port, query, `.git`
/// or commit. Not a URL: what is left out says nothing of where a thing comes from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Location {
    host: String,
    path: Vec<String>,
}

impl Location {
    /// Reads a URL, also with `git+` before it, `git@host:path`, or a bare host with or without a path.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let (scheme, rest) = text.split_once("://").unwrap_or(("", text));
        let rest = rest.split(['?', '#']).next().unwrap_or_default();
        let (authority, path) = match rest.find(['/', '\\']) {
            Some(at) => rest.split_at_checked(at)?,
            None => (rest, ""),
        };
        let authority = authority.rsplit('@').next().unwrap_or_default();
        let (host, after) = match authority.split_once(':') {
            // `git@host:owner/repository` has no scheme, and what follows the colon is no port.
            Some((host, start)) if scheme.is_empty() && !start.bytes().all(|byte| byte.is_ascii_digit()) => {
                (host, start)
            }
            Some((host, _)) => (host, ""),
            None => (authority, ""),
        };
        let host = decoded(host).replace(['\u{3002}', '\u{ff0e}', '\u{ff61}'], ".").to_lowercase();
        let host = host.trim_end_matches('.');
        let named =
            host.contains('.') && host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'));
        if !named || host.split('.').any(str::is_empty) {
            return None;
        }
        let mut segments: Vec<String> = vec![];
        for segment in after.split('/').chain(path.split(['/', '\\'])) {
            match decoded(segment).to_lowercase().as_str() {
                "" | "." => {}
                ".." => {
                    segments.pop();
                }
                segment => segments.push(segment.to_owned()),
            }
        }
        if let Some(last) = segments.last_mut() {
            // A commit or tag after the name; a name that begins with the sign is a scope.
            if let Some((name, _)) = last.split_once('@').filter(|(name, _)| !name.is_empty()) {
                *last = name.to_owned();
            }
            if let Some(name) = last.strip_suffix(".git").filter(|name| !name.is_empty()) {
                *last = name.to_owned();
            }
        }
        Some(Self { host: host.to_owned(), path: segments })
    }

    /// The host.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The path's segments.
    pub fn path(&self) -> &[String] {
        &self.path
    }

    /// The host and every domain above it, nearest first.
    pub fn hosts(&self) -> impl Iterator<Item = &str> {
        std::iter::successors(Some(self.host.as_str()), |name| {
            name.split_once('.').map(|(_, rest)| rest).filter(|rest| !rest.is_empty())
        })
    }

    /// Whether it is on the same host at this path or below it. `/a/bc` is not below `/a/b`.
    pub fn is_below(&self, above: &Self) -> bool {
        self.host == above.host && self.path.starts_with(&above.path)
    }
}

impl std::fmt::Display for Location {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.host)?;
        self.path.iter().try_for_each(|segment| write!(f, "/{segment}"))
    }
}

fn decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let mut ahead = rest.clone();
        let hex = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
        match (byte, hex(ahead.next()), hex(ahead.next())) {
            (b'%', Some(high), Some(low)) => {
                bytes.extend(u8::try_from(high << 4 | low));
                rest = ahead;
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::Location;

    #[test]
    fn one_place_has_one_spelling() {
        for text in [
            "https://github.com/Example/Tool",
            "git+https://user:secret@github.com:443/example/tool.git@v1.2#sub",
            "git@github.com:example/tool.git",
            "ssh://git@github.com/example/tool",
            "HTTPS://GITHUB.COM./example/%74ool/?tab=readme",
            "github.com/example/other/../tool",
        ] {
            let found = Location::read(text).map(|found| found.to_string());
            assert_eq!(found.as_deref(), Some("github.com/example/tool"), "{text}");
        }
        for text in
            ["", "tool", "https://", "mailto:a", "https:///path", "a b.example/x", "https://..example/"]
        {
            assert_eq!(Location::read(text), None, "{text}");
        }
    }

    #[test]
    fn below_is_by_whole_segments() {
        let at = |text: &str| Location::read(text).unwrap();
        assert!(at("https://h.example/a/b/c").is_below(&at("h.example/a/b")));
        assert!(!at("https://h.example/a/bc").is_below(&at("h.example/a/b")));
        assert!(!at("https://evil.h.example/a/b").is_below(&at("h.example/a/b")));
        let hosts: Vec<String> = at("https://a.b.example").hosts().map(str::to_owned).collect();
        assert_eq!(hosts, ["a.b.example", "b.example", "example"]);
        assert_eq!(at("https://registry.example/@scope/pkg").to_string(), "registry.example/@scope/pkg");
    }
}
