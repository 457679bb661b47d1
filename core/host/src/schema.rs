//! Checks a plugin's configuration against the JSON Schema that the plugin gives, before `create`.
//!
//! Not a whole validator: it knows what derived schemas use (type, properties, required,
//! additionalProperties, items, enum, const, bounds, `$ref` into `$defs`, allOf/anyOf/oneOf) and lets other
//! keywords pass, because `create` reads the configuration strictly afterwards.

use std::fmt;

use serde_json::Value;

/// One thing that is wrong in a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigProblem {
    /// JSON Pointer to it; empty for the whole.
    pub pointer: String,
    /// What is wrong.
    pub message: String,
}

/// Everything in `config` that `schema` does not allow.
#[must_use]
pub fn check_config(schema: &Value, config: &Value) -> Vec<ConfigProblem> {
    let mut check = Check { root: schema, problems: Vec::new(), steps: 0 };
    check.value(schema, config, "", 0);
    if check.steps > MAX_STEPS && check.problems.is_empty() {
        check.unchecked("");
    }
    check.problems
}

struct Check<'a> {
    root: &'a Value,
    problems: Vec<ConfigProblem>,
    steps: u32,
}

/// Rules that are tried on one configuration. A schema of alternatives within alternatives could go on for
/// longer than anybody waits.
const MAX_STEPS: u32 = 100_000;

impl<'a> Check<'a> {
    fn value(&mut self, schema: &'a Value, value: &Value, at: &str, depth: usize) {
        let Value::Object(rules) = schema else {
            if schema == &Value::Bool(false) {
                self.problem(at, "is not allowed here".to_owned());
            }
            return;
        };
        self.steps += 1;
        if self.steps > MAX_STEPS {
            return self.unchecked(at);
        }
        if depth > 64 {
            return self.problem(at, "is nested too deeply".to_owned());
        }
        if let Some(Value::String(target)) = rules.get("$ref")
            && let Some(found) = target.strip_prefix('#').and_then(|pointer| self.root.pointer(pointer))
        {
            self.value(found, value, at, depth + 1);
        }
        if let Some(expected) = rules.get("type")
            && !has_type(expected, value)
        {
            return self.problem(at, format!("is {}, expected {}", type_name(value), words(expected)));
        }
        if let Some(Value::Array(allowed)) = rules.get("enum")
            && !allowed.contains(value)
        {
            let list: Vec<String> = allowed.iter().map(Value::to_string).collect();
            self.problem(at, format!("is {value}, expected one of {}", list.join(", ")));
        }
        if let Some(constant) = rules.get("const")
            && constant != value
        {
            self.problem(at, format!("is {value}, expected {constant}"));
        }
        self.bounds(rules, value, at);
        if let Value::Object(members) = value {
            self.object(rules, members, at, depth);
        }
        if let (Value::Array(items), Some(rule)) = (value, rules.get("items")) {
            for (index, item) in items.iter().enumerate() {
                self.value(rule, item, &format!("{at}/{index}"), depth + 1);
            }
        }
        self.combined(rules, value, at, depth);
    }

    fn object(
        &mut self,
        rules: &'a serde_json::Map<String, Value>,
        members: &serde_json::Map<String, Value>,
        at: &str,
        depth: usize,
    ) {
        let known = rules.get("properties").and_then(Value::as_object);
        if let Some(Value::Array(required)) = rules.get("required") {
            for key in required.iter().filter_map(Value::as_str).filter(|key| !members.contains_key(*key)) {
                self.problem(at, format!("lacks `{key}`"));
            }
        }
        for (key, member) in members {
            let place = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
            match (known.and_then(|known| known.get(key)), rules.get("additionalProperties")) {
                (Some(rule), _) => self.value(rule, member, &place, depth + 1),
                (None, Some(Value::Bool(false))) => {
                    let near =
                        known.map(|known| known.keys().cloned().collect::<Vec<_>>()).unwrap_or_default();
                    let hint = if near.is_empty() {
                        String::new()
                    } else {
                        format!("; known: `{}`", near.join("`, `"))
                    };
                    self.problem(&place, format!("is not a key of this plugin{hint}"));
                }
                (None, Some(rule)) => self.value(rule, member, &place, depth + 1),
                (None, None) => {}
            }
        }
    }

    fn combined(&mut self, rules: &'a serde_json::Map<String, Value>, value: &Value, at: &str, depth: usize) {
        for rule in rules.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            self.value(rule, value, at, depth + 1);
        }
        for (keyword, most) in [("anyOf", usize::MAX), ("oneOf", 1)] {
            let Some(Value::Array(choices)) = rules.get(keyword) else { continue };
            let mut fitting = 0;
            for choice in choices {
                let before = self.problems.len();
                self.value(choice, value, at, depth + 1);
                fitting += usize::from(self.problems.len() == before);
                self.problems.truncate(before);
            }
            if fitting == 0 || fitting > most {
                self.problem(at, format!("is {value}, which fits none of the {} forms", choices.len()));
            }
        }
    }

    fn bounds(&mut self, rules: &serde_json::Map<String, Value>, value: &Value, at: &str) {
        let bound = |key: &str| rules.get(key).and_then(Value::as_f64);
        let measured = match value {
            Value::Number(number) => number.as_f64().map(|n| (n, "minimum", "maximum", "")),
            Value::String(text) => {
                Some((text.chars().count() as f64, "minLength", "maxLength", " characters"))
            }
            Value::Array(items) => Some((items.len() as f64, "minItems", "maxItems", " items")),
            _ => None,
        };
        let Some((size, least, most, unit)) = measured else { return };
        if let Some(least) = bound(least).filter(|least| size < *least) {
            self.problem(at, format!("is {size}{unit}, expected at least {least}"));
        }
        if let Some(most) = bound(most).filter(|most| size > *most) {
            self.problem(at, format!("is {size}{unit}, expected at most {most}"));
        }
    }

    fn unchecked(&mut self, at: &str) {
        self.problem(at, "cannot be checked: the plugin's schema has too many alternatives".to_owned());
    }

    fn problem(&mut self, at: &str, message: String) {
        if self.problems.len() < 64 {
            self.problems.push(ConfigProblem { pointer: at.to_owned(), message });
        }
    }
}

fn has_type(expected: &Value, value: &Value) -> bool {
    match expected {
        Value::String(word) => match word.as_str() {
            "integer" => value.is_i64() || value.is_u64() || value.as_f64().is_some_and(|n| n.fract() == 0.0),
            "number" => value.is_number(),
            word => word == type_name(value),
        },
        Value::Array(words) => words.iter().any(|word| has_type(word, value)),
        _ => true,
    }
}

fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn words(expected: &Value) -> String {
    match expected {
        Value::String(word) => word.clone(),
        Value::Array(words) => words.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" or "),
        other => other.to_string(),
    }
}

impl fmt::Display for ConfigProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.pointer.is_empty() { "the configuration" } else { &self.pointer };
        write!(f, "`{place}` {}", self.message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn finds_what_a_derived_schema_forbids() {
        let schema = json!({
            "type": "object", "additionalProperties": false, "required": ["mode"],
            "properties": {
                "mode": {"$ref": "#/$defs/Mode"}, "rows": {"type": "integer", "minimum": 0},
                "map": {"type": "object", "additionalProperties": {"type": "string"}},
                "name": {"type": ["string", "null"]}, "list": {"type": "array", "items": {"type": "string"}},
            },
            "$defs": {"Mode": {"oneOf": [{"const": "fast"}, {"const": "safe"}]}},
        });
        let check = |config: Value, expect: &[&str]| {
            let found: Vec<String> =
                check_config(&schema, &config).iter().map(|p| p.pointer.clone()).collect();
            assert_eq!(found, expect, "{config}");
        };
        check(json!({"mode": "fast"}), &[]);
        check(json!({"mode": "safe", "rows": 3, "map": {"a": "b"}, "name": null, "list": ["x"]}), &[]);
        check(json!({}), &[""]);
        check(json!([]), &[""]);
        check(json!({"mode": "other"}), &["/mode"]);
        check(json!({"mode": "fast", "rows": -1}), &["/rows"]);
        check(json!({"mode": "fast", "rows": 1.5}), &["/rows"]);
        check(json!({"mode": "fast", "map": {"a/b": 1}}), &["/map/a~1b"]);
        check(json!({"mode": "fast", "list": ["x", 2]}), &["/list/1"]);
        check(json!({"mode": "fast", "mdoe": "x"}), &["/mdoe"]);
    }

    #[test]
    fn a_schema_that_refers_to_itself_ends() {
        let schema = json!({"$ref": "#"});
        assert_eq!(check_config(&schema, &json!(1)).len(), 1);
        // Two ways at each of 64 levels.
        for word in ["anyOf", "oneOf", "allOf"] {
            let schema = json!({word: [{"$ref": "#"}, {"$ref": "#"}]});
            assert!(!check_config(&schema, &json!(1)).is_empty(), "{word}");
        }
    }
}
