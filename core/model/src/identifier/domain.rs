//! Internet domains: RFC 1034 section 3.5 and RFC 5890 labels, in lower case.
//!
//! Unicode labels and their `xn--` forms are kept as written: which of the two a document uses is its
//! own affair. Not a public-suffix list: `co.uk` is a domain like any other here.

use super::IdentifierError;
use super::check::trimmed;
use super::code::text_of;

/// A domain of at least two labels, in lower case, without a trailing dot.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Domain(String);

text_of!(Domain);

impl Domain {
    /// Reads a domain, or the host of a URL (`https://www.example.com:8443/x`), or the domain of a mail
    /// address.
    ///
    /// # Errors
    /// No host, a single label, an IP address, or a label that the DNS does not allow.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let host = host_of(trimmed(text)?);
        let host = host.replace(['\u{3002}', '\u{ff0e}', '\u{ff61}'], ".").to_lowercase();
        let host = host.strip_suffix('.').unwrap_or(&host);
        if host.is_empty() {
            return Err(IdentifierError::Empty);
        }
        // RFC 1035 section 2.3.4; Unicode text is counted as written, which is never too strict.
        if host.chars().count() > 253 {
            return Err(IdentifierError::TooLong { limit: 253 });
        }
        for label in host.split('.') {
            check_label(label)?;
        }
        let last = host.rsplit('.').next().unwrap_or_default();
        if last.bytes().all(|b| b.is_ascii_digit()) {
            return Err(form("an IP address or a number is no domain", "give the domain name"));
        }
        if !host.contains('.') {
            return Err(form(
                "a single label names no organisation",
                "give at least two labels, such as example.com",
            ));
        }
        Ok(Self(host.to_owned()))
    }

    /// Is `parent` or lies below it, at a label boundary: `www.example.com` is within `example.com`,
    /// `notexample.com` is not.
    pub fn is_within(&self, parent: &Self) -> bool {
        self.0.strip_suffix(parent.0.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    }

    /// The domain and everything above it down to two labels: `a.b.example.com`, `b.example.com`,
    /// `example.com`.
    pub fn ancestors(&self) -> impl Iterator<Item = &str> {
        std::iter::successors(Some(self.0.as_str()), |name| {
            name.split_once('.').map(|(_, rest)| rest).filter(|rest| rest.contains('.'))
        })
    }
}

/// The host part of a URL, a mail address or a bare host (RFC 3986 section 3.2).
fn host_of(text: &str) -> &str {
    let text = match text.get(..7) {
        Some(head) if head.eq_ignore_ascii_case("mailto:") => text.get(7..).unwrap_or_default(),
        _ => text,
    };
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    }
}

fn check_label(label: &str) -> Result<(), IdentifierError> {
    if label.is_empty() {
        return Err(form("a label is empty", "remove the extra dot"));
    }
    if label.chars().count() > 63 {
        return Err(form("a label is longer than 63 characters", "check that the field holds a domain"));
    }
    if let Some(found) =
        label.chars().find(|c| !(c.is_alphanumeric() || matches!(c, '-' | '_') || is_mark(*c)))
    {
        return Err(IdentifierError::Character { found, expected: "letters, digits and hyphens" });
    }
    if label.starts_with('-') || label.ends_with('-') {
        return Err(form("a label begins or ends with a hyphen", "check that the field holds a domain"));
    }
    Ok(())
}

/// Combining marks and joiners that Indic and Arabic labels need (RFC 5892 sections 2.6 and A.1, A.2).
fn is_mark(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}' | '\u{b7}' | '\u{30fb}' | '\u{300}'..='\u{36f}' | '\u{900}'..='\u{dff}')
        || matches!(c, '\u{e00}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{6ed}')
}

const fn form(fault: &'static str, help: &'static str) -> IdentifierError {
    IdentifierError::Form { fault, help }
}
