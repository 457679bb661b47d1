//! A small writer of XML for answers. Not a pretty printer.
//!
//! Invariant: what it writes is well-formed whatever the values are; characters that XML forbids become U+FFFD.

use crate::chars::is_char;

/// Builds one document; element and attribute names are the caller's own constants.
pub struct Writer {
    out: String,
    open: Vec<&'static str>,
}

impl Writer {
    /// Starts a document in UTF-8; `doctype` is written as it is, when not empty.
    pub fn new(doctype: &str) -> Self {
        let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        if !doctype.is_empty() {
            out.push_str(doctype);
            out.push('\n');
        }
        Self { out, open: Vec::new() }
    }

    /// Opens an element.
    pub fn start(&mut self, name: &'static str, attributes: &[(&str, &str)]) -> &mut Self {
        self.tag(name, attributes);
        self.out.push('>');
        self.open.push(name);
        self
    }

    /// Closes the innermost element.
    pub fn end(&mut self) -> &mut Self {
        if let Some(name) = self.open.pop() {
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
        }
        self
    }

    /// An element without content.
    pub fn empty(&mut self, name: &'static str, attributes: &[(&str, &str)]) -> &mut Self {
        self.tag(name, attributes);
        self.out.push_str("/>");
        self
    }

    /// An element with text.
    pub fn leaf(&mut self, name: &'static str, attributes: &[(&str, &str)], text: &str) -> &mut Self {
        self.start(name, attributes);
        self.text(text);
        self.end()
    }

    /// Text.
    pub fn text(&mut self, text: &str) -> &mut Self {
        escape(text, false, &mut self.out);
        self
    }

    /// Closes what is open and gives the document.
    pub fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.end();
        }
        self.out.push('\n');
        self.out
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.out.push('<');
        self.out.push_str(name);
        for (key, value) in attributes {
            self.out.push(' ');
            self.out.push_str(key);
            self.out.push_str("=\"");
            escape(value, true, &mut self.out);
            self.out.push('"');
        }
    }
}

fn escape(text: &str, attribute: bool, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if attribute => out.push_str("&quot;"),
            '\n' | '\t' if attribute => out.push(' '),
            '\r' => out.push_str("&#13;"),
            c if is_char(c) => out.push(c),
            _ => out.push('\u{FFFD}'),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Document, Limits};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_is_read_again(text in "\\PC*", value in "\\PC*") {
            let mut writer = Writer::new("<!DOCTYPE a SYSTEM \"a.dtd\">");
            writer.start("a", &[("b", &value)]).leaf("c", &[], &text).empty("d", &[]);
            let out = writer.finish();
            let doc = Document::parse(out.as_bytes(), None, &Limits::default()).map_err(|e| TestCaseError::fail(e.to_string()))?;
            let found = doc.root().child("c").and_then(|c| c.text()).map_or("", |v| v.text());
            let trimmed = text.trim_matches([' ', '\t', '\n', '\r']);
            prop_assert_eq!(found, trimmed);
        }
    }
}
