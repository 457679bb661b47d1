//! The JSON Schema (draft 2020-12) of the list language, from its description. Holds no text of its own about
//! the language.
//!
//! TOML has dates and JSON has none. Editors map them by `format`: Taplo and Even Better TOML take a `string`
//! with `date` or `date-time`, Tombi takes `date`, `date-time` and `date-time-local` for the three kinds.

use std::collections::BTreeMap;

use debar_blocklist::language::{Key, Kind, ROOT, Table};
use serde_json::{Map, Value, json};

/// The pattern of an id. Keys that begin with `x-` are the list's own and no ids; the pattern does without
/// looking ahead, which not every editor's engine can.
const ID: &str = "^([a-wyz0-9][a-z0-9-]*|x|x[a-z0-9][a-z0-9-]*)$";

/// The schema of a list's TOML.
pub fn schema() -> Value {
    let mut tables: BTreeMap<&str, Value> = BTreeMap::new();
    collect(Kind::Table(&ROOT), &mut tables);
    let mut root = table(&ROOT);
    tables.remove(ROOT.name);
    tables.insert("moment", moment());
    if let Some(fields) = root.as_object_mut() {
        fields.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
        fields.insert("$id".to_owned(), json!("urn:debar:blocklist:1"));
        fields.insert("title".to_owned(), json!("debar blocklist"));
        fields.insert("$defs".to_owned(), json!(tables));
    }
    root
}

fn collect(kind: Kind, tables: &mut BTreeMap<&'static str, Value>) {
    match kind {
        Kind::Table(known) if tables.insert(known.name, table(known)).is_none() => {
            known.all_keys().for_each(|key| collect(key.kind, tables));
            known.others.into_iter().for_each(|kind| collect(kind, tables));
        }
        Kind::Entries(section) => collect(Kind::Table(section.table()), tables),
        Kind::List(kind) => collect(*kind, tables),
        Kind::Any(kinds) => kinds.iter().for_each(|kind| collect(*kind, tables)),
        _ => {}
    }
}

fn table(table: &Table) -> Value {
    let mut properties = Map::new();
    let mut required = vec![];
    for key in table.all_keys() {
        properties.insert(key.name.to_owned(), property(key));
        if key.required {
            required.push(key.name);
        }
    }
    let mut value = json!({"type": "object", "description": table.about, "properties": properties});
    let Some(fields) = value.as_object_mut() else { return value };
    match table.others {
        Some(kind) => {
            fields.insert("additionalProperties".to_owned(), of(kind));
        }
        None => {
            fields.insert("patternProperties".to_owned(), json!({"^x-": true}));
            fields.insert("additionalProperties".to_owned(), json!(false));
        }
    }
    if !required.is_empty() {
        fields.insert("required".to_owned(), json!(required));
    }
    let groups: Vec<Value> = table
        .at_least
        .iter()
        .map(|keys| json!({"anyOf": keys.iter().map(|key| json!({"required": [key]})).collect::<Vec<_>>()}))
        .collect();
    if !groups.is_empty() {
        fields.insert("allOf".to_owned(), json!(groups));
    }
    value
}

fn property(key: &Key) -> Value {
    let mut value = of(key.kind);
    if let Some(fields) = value.as_object_mut() {
        let absent =
            if key.absent.is_empty() { String::new() } else { format!(" When absent: {}.", key.absent) };
        fields.insert("description".to_owned(), json!(format!("{}.{absent}", key.about)));
        if let Some(example) = example(key) {
            fields.insert("examples".to_owned(), json!([example]));
        }
    }
    value
}

/// The example as JSON; dates as their texts.
fn example(key: &Key) -> Option<Value> {
    let table: toml::Table = toml::from_str(&format!("x = {}", key.example)).ok()?;
    Some(to_json(table.get("x")?))
}

/// A TOML value as JSON, with dates as texts: what an editor validates.
pub(crate) fn to_json(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(text) => json!(text),
        toml::Value::Integer(number) => json!(number),
        toml::Value::Float(number) => json!(number),
        toml::Value::Boolean(flag) => json!(flag),
        toml::Value::Datetime(date) => json!(date.to_string()),
        toml::Value::Array(items) => items.iter().map(to_json).collect(),
        toml::Value::Table(table) => {
            Value::Object(table.iter().map(|(key, value)| (key.clone(), to_json(value))).collect())
        }
    }
}

fn of(kind: Kind) -> Value {
    match kind {
        Kind::Text => json!({"type": "string", "minLength": 1}),
        Kind::Duration => {
            json!({"type": "string", "pattern": "^[1-9][0-9]{0,4} (business days?|(hour|day|week|month|year)s?)$"})
        }
        Kind::Country => json!({"type": "string", "pattern": "^[A-Z]{2}$"}),
        Kind::Flag => json!({"type": "boolean"}),
        Kind::Whole => json!({"type": "integer"}),
        Kind::Share => json!({"type": "number", "minimum": 0, "maximum": 100}),
        Kind::Amount => json!({"type": "number", "minimum": 0}),
        Kind::Date => json!({"$ref": "#/$defs/moment"}),
        Kind::Word(_) | Kind::Allowable => json!({"type": "string", "enum": kind.words()}),
        Kind::OwnWord(words) => {
            json!({"anyOf": [{"type": "string", "enum": words}, {"type": "string", "pattern": "^x-"}]})
        }
        Kind::Id(section) => {
            json!({"type": "string", "minLength": 1, "title": format!("id of {}", section.with_article())})
        }
        Kind::Entries(section) => json!({
            "type": "object",
            "patternProperties": {ID: {"$ref": format!("#/$defs/{}", section.table().name)}, "^x-": true},
            "additionalProperties": false,
        }),
        Kind::List(kind) => json!({"type": "array", "items": of(*kind)}),
        Kind::Table(table) => json!({"$ref": format!("#/$defs/{}", table.name)}),
        Kind::Any(kinds) => json!({"anyOf": kinds.iter().map(|kind| of(*kind)).collect::<Vec<_>>()}),
        Kind::Scalar => json!({"type": ["string", "number", "boolean"]}),
    }
}

/// A date, a local date-time or an instant.
fn moment() -> Value {
    json!({
        "description": "A date, a local date-time, or an instant with its offset; without quotation marks.",
        "anyOf": [
            {"type": "string", "format": "date"},
            {"type": "string", "format": "date-time"},
            {"type": "string", "format": "date-time-local"},
        ],
    })
}
