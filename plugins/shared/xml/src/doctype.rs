//! The document type declaration: its name and external id, and the refusal of what could change content.
//!
//! It fetches nothing and keeps no declaration. Invariant: a declaration that passes cannot add or alter one value,
//! since entities, parameter entities and attribute defaults are refused.

use crate::chars::{is_qualified_name, is_space};
use crate::error::{Code, Fault, short};

/// What the document says of its type.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Doctype {
    /// Name of the root element.
    pub name: String,
    /// Public id, if any.
    pub public: Option<String>,
    /// System id (mostly a web address), if any; never opened.
    pub system: Option<String>,
}

/// Reads a declaration that starts at `at` (`<!DOCTYPE`) and must end right before `end`.
pub(crate) fn read(text: &str, at: usize, end: usize) -> Result<Doctype, Fault> {
    let mut scan = Scan { text, at };
    if !scan.eat("<!DOCTYPE") {
        return Err(Fault::syntax(at, "the document type declaration is not written in capitals"));
    }
    scan.space()?;
    let name = scan.name()?;
    let mut doctype = Doctype { name, ..Doctype::default() };
    let spaced = scan.skip_space();
    if scan.eat("SYSTEM") {
        scan.need(spaced)?;
        scan.space()?;
        doctype.system = Some(scan.literal()?);
    } else if scan.eat("PUBLIC") {
        scan.need(spaced)?;
        scan.space()?;
        doctype.public = Some(scan.literal()?);
        scan.space()?;
        doctype.system = Some(scan.literal()?);
    }
    scan.skip_space();
    if scan.eat("[") {
        subset(&mut scan)?;
        scan.skip_space();
    }
    if !scan.eat(">") || scan.at != end {
        return Err(Fault::syntax(scan.at, "the document type declaration cannot be read"));
    }
    Ok(doctype)
}

fn subset(scan: &mut Scan<'_>) -> Result<(), Fault> {
    loop {
        scan.skip_space();
        let at = scan.at;
        if scan.eat("]") {
            return Ok(());
        } else if scan.eat("<!--") {
            scan.after("--")?;
            if !scan.eat(">") {
                return Err(Fault::syntax(scan.at, "`--` inside a comment"));
            }
        } else if scan.eat("<?") {
            scan.after("?>")?;
        } else if scan.eat("<!ENTITY") {
            return Err(Fault::new(
                Code::EntityDeclared,
                at,
                "the document type declares an entity",
                "send the text itself: entities are never expanded",
            )
            .upto(scan.at));
        } else if scan.eat("%") {
            return Err(Fault::new(
                Code::EntityDeclared,
                at,
                "the document type uses a parameter entity",
                "send the document without parameter entities: they are never expanded",
            )
            .upto(scan.at));
        } else if scan.eat("<!ATTLIST") {
            if scan.declaration()? {
                return Err(Fault::new(
                    Code::AttributeDefault,
                    at,
                    "the document type gives an attribute a default value",
                    "write the attribute on the element: defaults are never applied",
                )
                .upto(scan.at));
            }
        } else if scan.eat("<!ELEMENT") || scan.eat("<!NOTATION") {
            scan.declaration()?;
        } else {
            return Err(Fault::syntax(at, "the internal subset of the document type cannot be read"));
        }
    }
}

struct Scan<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scan<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn eat(&mut self, what: &str) -> bool {
        let found = self.rest().starts_with(what);
        if found {
            self.at += what.len();
        }
        found
    }

    fn skip_space(&mut self) -> bool {
        let rest = self.rest();
        let skipped = rest.len() - rest.trim_start_matches(is_space).len();
        self.at += skipped;
        skipped > 0
    }

    fn need(&self, spaced: bool) -> Result<(), Fault> {
        if spaced {
            Ok(())
        } else {
            Err(Fault::syntax(self.at, "white space is missing in the document type"))
        }
    }

    fn space(&mut self) -> Result<(), Fault> {
        let spaced = self.skip_space();
        self.need(spaced)
    }

    fn name(&mut self) -> Result<String, Fault> {
        let rest = self.rest();
        let len = rest.find(|c| is_space(c) || matches!(c, '[' | '>')).unwrap_or(rest.len());
        let name = rest.get(..len).unwrap_or_default();
        if !is_qualified_name(name) {
            return Err(Fault::syntax(self.at, format!("`{}` is not a name", short(name))));
        }
        self.at += len;
        Ok(name.to_owned())
    }

    fn literal(&mut self) -> Result<String, Fault> {
        let quote = match self.rest().chars().next() {
            Some(quote @ ('"' | '\'')) => quote,
            _ => return Err(Fault::syntax(self.at, "a quoted id is missing in the document type")),
        };
        self.at += 1;
        let from = self.at;
        self.after(if quote == '"' { "\"" } else { "'" })?;
        Ok(self.text.get(from..self.at - 1).unwrap_or_default().to_owned())
    }

    fn after(&mut self, what: &str) -> Result<(), Fault> {
        match self.rest().find(what) {
            Some(found) => {
                self.at += found + what.len();
                Ok(())
            }
            None => Err(Fault::syntax(self.at, format!("`{what}` is missing in the document type"))),
        }
    }

    /// Reads to the `>` of a declaration; true when it holds a quoted value.
    fn declaration(&mut self) -> Result<bool, Fault> {
        let mut quoted = false;
        loop {
            let rest = self.rest();
            match rest.find(['"', '\'', '>', '<', '%']) {
                Some(found) => {
                    self.at += found;
                    match rest.as_bytes().get(found) {
                        Some(b'>') => {
                            self.at += 1;
                            return Ok(quoted);
                        }
                        Some(b'"' | b'\'') => {
                            self.literal()?;
                            quoted = true;
                        }
                        _ => {
                            return Err(Fault::syntax(
                                self.at,
                                "a declaration in the document type cannot be read",
                            ));
                        }
                    }
                }
                None => return Err(Fault::syntax(self.at, "`>` is missing in the document type")),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_pass_or_are_refused_by_kind() {
        let check = |text: &str, expect: Result<Option<&str>, Code>| {
            let found = read(text, 0, text.len()).map(|d| d.system).map_err(|f| f.code);
            assert_eq!(found, expect.map(|s| s.map(str::to_owned)), "{text}");
        };
        check("<!DOCTYPE cXML>", Ok(None));
        check("<!DOCTYPE cXML SYSTEM \"http://xml.cxml.org/x.dtd\">", Ok(Some("http://xml.cxml.org/x.dtd")));
        check("<!DOCTYPE h PUBLIC '-//W3C//DTD' 'a>b[c' >", Ok(Some("a>b[c")));
        check("<!DOCTYPE a [ <!-- ]> <!ENTITY --> <?x ]> ?> <!ELEMENT a (#PCDATA)> ]>", Ok(None));
        check("<!DOCTYPE a [<!ATTLIST a id ID #IMPLIED>]>", Ok(None));
        check("<!DOCTYPE a [<!ATTLIST a id CDATA \"x\">]>", Err(Code::AttributeDefault));
        check("<!DOCTYPE a [<!ENTITY x \"y\">]>", Err(Code::EntityDeclared));
        check("<!DOCTYPE a [<!ENTITY % x SYSTEM 'y'> %x;]>", Err(Code::EntityDeclared));
        check("<!DOCTYPE a [%x;]>", Err(Code::EntityDeclared));
        check("<!DOCTYPE a [<!ELEMENT a %x;>]>", Err(Code::NotWellFormed));
        check("<!DOCTYPE a SYSTEM>", Err(Code::NotWellFormed));
        check("<!DOCTYPE a []", Err(Code::NotWellFormed));
        check("<!doctype a>", Err(Code::NotWellFormed));
        check("<!DOCTYPE a>]>", Err(Code::NotWellFormed));
    }
}
