//! The open request while a BOM is told. Not the mapping of any part. Invariant: remarks reach the request; each line
//! counts; references that some line has are known before the references to them are told.

use std::borrow::Cow;
use std::collections::HashSet;

use debar_plugin_api::{DecodeError, Sink, Text, Where, field, node};

use crate::item::Item;

pub(crate) type Done = Result<(), DecodeError>;

/// A sink inside the request of a BOM.
pub(crate) struct Map<'a, 's> {
    pub sink: &'a mut Sink<'s>,
    /// The `bom-ref` of each line.
    pub refs: HashSet<String>,
    /// Lines so far.
    pub lines: u64,
    remarks: Vec<Text<'static>>,
}

impl<'a, 's> Map<'a, 's> {
    pub fn new(sink: &'a mut Sink<'s>) -> Self {
        Self { sink, refs: HashSet::new(), lines: 0, remarks: Vec::new() }
    }

    /// Says something to people.
    pub fn remark(&mut self, message: String, at: Where<'_>) {
        if self.remarks.len() < 20 {
            self.remarks.push(Text::new(message, at.into_owned().decoded()));
        }
    }

    /// Tells the remarks.
    pub fn close(&mut self) -> Done {
        self.remarks.iter().try_for_each(|remark| self.sink.str(field::REMARK, remark))
    }

    /// A node and all inside it.
    pub fn node(&mut self, node: u32, at: &Where<'_>, fill: impl FnOnce(&mut Self) -> Done) -> Done {
        self.sink.begin(node, at)?;
        fill(self)?;
        self.sink.end()
    }

    /// A text field; what else the item holds becomes extensions.
    pub fn scalar(&mut self, field: u32, key: &str, item: Item<'_>) -> Done {
        for item in item.each() {
            match item.text() {
                Some(text) => {
                    self.sink.str(field, &text)?;
                    self.attributes(key, item)?;
                }
                None => self.extras(key, item)?,
            }
        }
        Ok(())
    }

    /// An identifier; `part` cuts the identifier out of the text.
    pub fn identifier(&mut self, scheme: &'static str, text: &Text<'_>) -> Done {
        self.node(node::IDENTIFIER, &text.at, |map| {
            map.sink.str(field::SCHEME, &Text::stated(scheme))?;
            map.sink.str(field::VALUE, text)
        })
    }

    /// Identifiers of a scheme; what else the item holds becomes extensions.
    pub fn identifiers(&mut self, scheme: &'static str, key: &str, item: Item<'_>) -> Done {
        for item in item.each() {
            match item.text() {
                Some(text) => {
                    self.identifier(scheme, &text)?;
                    self.attributes(key, item)?;
                }
                None => self.extras(key, item)?,
            }
        }
        Ok(())
    }

    /// The domain of a web address, as an identifier.
    pub fn domain(&mut self, url: &Text<'_>) -> Done {
        match host(&url.value) {
            Some(host) => self.identifier("domain", &slice(url, host)),
            None => Ok(()),
        }
    }
}

/// The host of a web address when it is a name: `https://user@www.example.com:8080/x` -> `www.example.com`.
fn host(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?.trim_end_matches('.');
    let letters = host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-'));
    (letters && host.contains('.') && host.chars().any(char::is_alphabetic)).then_some(host)
}

/// A slice of a text with its own place, when the text is the native bytes.
fn slice<'t>(text: &'t Text<'_>, part: &'t str) -> Text<'t> {
    let pointer = Cow::Borrowed(&*text.at.pointer);
    let mut at = Where { offset: text.at.offset, len: text.at.len, pointer, decoded: text.at.decoded };
    if !at.decoded {
        let start = (part.as_ptr() as usize).saturating_sub(text.value.as_ptr() as usize);
        at.offset = at.offset.saturating_add(start as u64);
        at.len = part.len() as u64;
    }
    Text::new(part, at)
}

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn hosts_of_addresses() {
        for (url, expect) in [
            ("https://www.example.com/a?b", Some("www.example.com")),
            ("http://user:secret@example.com:8080", Some("example.com")),
            ("https://example.com.", Some("example.com")),
            ("https://пример.рф/x", Some("пример.рф")),
            ("https://127.0.0.1/x", None),
            ("https://localhost", None),
            ("git@github.com:x/y", None),
            ("urn:x", None),
            ("", None),
        ] {
            assert_eq!(host(url), expect, "{url}");
        }
    }
}
