//! Unbinding both forms of a CPE name into attributes, and binding them again (NISTIR 7695 section 6).

use super::{Attribute, IdentifierError};

/// Attributes of a name.
pub(super) const COUNT: usize = 11;

type Attributes = [Attribute; COUNT];

/// The formatted string of 2.3, without its prefix.
pub(super) fn formatted_string(rest: &str) -> Result<Attributes, IdentifierError> {
    let mut attributes = Attributes::default();
    let mut slots = attributes.iter_mut();
    let mut count = 0;
    for component in split_unescaped(rest) {
        *slots.next().ok_or_else(too_many)? = unescaped(&component)?;
        count += 1;
    }
    if count < 2 { Err(no_vendor()) } else { Ok(attributes) }
}

/// The URI of 2.2, without its prefix: seven components, the sixth possibly packing five attributes.
pub(super) fn uri(rest: &str) -> Result<Attributes, IdentifierError> {
    let mut attributes = Attributes::default();
    let mut count = 0;
    for (at, component) in rest.split(':').enumerate() {
        count += 1;
        if at > 6 {
            return Err(too_many());
        }
        let packed = component.strip_prefix('~').filter(|_| at == 5);
        let Some(packed) = packed else {
            set(&mut attributes, at, decoded(component)?);
            continue;
        };
        // ~edition~sw_edition~target_sw~target_hw~other (section 6.1.3.2).
        for (part, slot) in packed.split('~').zip([5, 7, 8, 9, 10]) {
            set(&mut attributes, slot, decoded(part)?);
        }
        if packed.split('~').count() > 5 {
            return Err(too_many());
        }
    }
    if count < 2 { Err(no_vendor()) } else { Ok(attributes) }
}

/// The formatted string of the attributes.
pub(super) fn canonical(attributes: &Attributes) -> String {
    let mut text = String::from("cpe:2.3");
    for attribute in attributes {
        text.push(':');
        match attribute {
            Attribute::Any => text.push('*'),
            Attribute::NotApplicable => text.push('-'),
            Attribute::Value { bound, .. } => text.push_str(bound),
        }
    }
    text
}

fn set(attributes: &mut Attributes, at: usize, value: Attribute) {
    if let Some(slot) = attributes.get_mut(at) {
        *slot = value;
    }
}

/// Components between colons that no backslash escapes.
fn split_unescaped(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut escaped = false;
    for c in text.chars() {
        if c == ':' && !escaped {
            parts.push(String::new());
            continue;
        }
        escaped = c == '\\' && !escaped;
        if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    parts
}

fn unescaped(component: &str) -> Result<Attribute, IdentifierError> {
    match component {
        "" | "*" => return Ok(Attribute::Any),
        "-" => return Ok(Attribute::NotApplicable),
        _ => {}
    }
    let mut value = Builder::default();
    let mut chars = component.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => value.literal(chars.next().unwrap_or('\\'))?,
            '*' | '?' => value.wildcard(c),
            c => value.literal(c)?,
        }
    }
    Ok(value.finish())
}

fn decoded(component: &str) -> Result<Attribute, IdentifierError> {
    match component {
        "" => return Ok(Attribute::Any),
        "-" => return Ok(Attribute::NotApplicable),
        _ => {}
    }
    let mut value = Builder::default();
    let mut chars = component.chars();
    while let Some(c) = chars.next() {
        if c != '%' {
            value.literal(c)?;
            continue;
        }
        let mut digit = || chars.next().and_then(|c| c.to_digit(16));
        let code = digit().zip(digit()).and_then(|(high, low)| u8::try_from(high << 4 | low).ok());
        match code {
            Some(1) => value.wildcard('?'),
            Some(2) => value.wildcard('*'),
            Some(code) if code.is_ascii() => value.literal(char::from(code))?,
            _ => {
                return Err(IdentifierError::Form {
                    fault: "a `%` is not followed by two hex digits",
                    help: "write a literal percent sign as %25",
                });
            }
        }
    }
    Ok(value.finish())
}

/// Collects a value's plain text and its bound form together.
#[derive(Default)]
struct Builder {
    text: String,
    bound: String,
}

impl Builder {
    fn literal(&mut self, c: char) -> Result<(), IdentifierError> {
        if c.is_control() {
            return Err(IdentifierError::Character { found: c, expected: "printable characters" });
        }
        for c in c.to_lowercase() {
            let c = if c.is_whitespace() { '_' } else { c };
            if c.is_ascii_punctuation() && !matches!(c, '_' | '-' | '.') {
                self.bound.push('\\');
            }
            self.text.push(c);
            self.bound.push(c);
        }
        Ok(())
    }

    fn wildcard(&mut self, c: char) {
        self.text.push(c);
        self.bound.push(c);
    }

    fn finish(mut self) -> Attribute {
        match self.bound.as_str() {
            "*" => return Attribute::Any,
            // A hyphen that was escaped is a hyphen and not "not applicable".
            "-" => self.bound.insert(0, '\\'),
            _ => {}
        }
        Attribute::Value { text: self.text, bound: self.bound }
    }
}

const fn too_many() -> IdentifierError {
    IdentifierError::Form {
        fault: "the CPE name has too many attributes",
        help: r"a CPE 2.3 name has 11; escape colons inside a value as `\:`",
    }
}

const fn no_vendor() -> IdentifierError {
    IdentifierError::Form {
        fault: "the CPE name has no vendor",
        help: "write cpe:2.3:a:vendor:product:version:*:*:*:*:*:*:*",
    }
}
