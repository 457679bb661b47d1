//! 64-bit integers as strings: JSON readers with floating-point numbers would round them.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::borrow::Cow;

/// An unsigned 64-bit integer, written as a string of decimal digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Integer(pub u64);

impl Serialize for Integer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Requests hold thousands of offsets: formatting each through `Display` costs more than the rest.
        let mut digits = [b'0'; 20];
        let (mut rest, mut used) = (self.0, 0);
        for slot in digits.iter_mut().rev() {
            *slot = b'0' + u8::try_from(rest % 10).unwrap_or_default();
            rest /= 10;
            used += 1;
            if rest == 0 {
                break;
            }
        }
        let written = digits.get(digits.len() - used..).unwrap_or_default();
        serializer.serialize_str(std::str::from_utf8(written).unwrap_or_default())
    }
}

impl<'de> Deserialize<'de> for Integer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let canonical = digits && (text.len() == 1 || !text.starts_with('0'));
        let number = canonical.then(|| text.parse().ok()).flatten();
        number.map(Self).ok_or_else(|| {
            de::Error::invalid_value(de::Unexpected::Str(&text), &"a string of decimal digits below 2^64")
        })
    }
}

impl JsonSchema for Integer {
    fn schema_name() -> Cow<'static, str> {
        "Integer".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^(0|[1-9][0-9]{0,19})$" })
    }
}

#[cfg(test)]
mod tests {
    use super::Integer;

    #[test]
    fn only_the_one_spelling_is_read() {
        for (text, expect) in [
            ("\"0\"", Some(0)),
            ("\"18446744073709551615\"", Some(u64::MAX)),
            ("\"18446744073709551616\"", None),
            ("\"\"", None),
            ("\"+1\"", None),
            ("\"01\"", None),
            ("\"1e3\"", None),
            ("7", None),
        ] {
            assert_eq!(serde_json::from_str::<Integer>(text).ok().map(|n| n.0), expect, "{text}");
        }
        for number in [0, 1, 9, 10, 1_000_000_007, u64::MAX] {
            assert_eq!(serde_json::to_string(&Integer(number)).unwrap(), format!("\"{number}\""));
        }
    }
}
