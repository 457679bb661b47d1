//! JSON Schemas (draft 2020-12) of the shapes here, made from the types themselves.

use schemars::{JsonSchema, SchemaGenerator};

use crate::{Decision, Diagnostic, Report, Request};

/// Each shape's name and the text of its schema, as committed under `core/wire/schema`.
pub fn schemas() -> Vec<(&'static str, String)> {
    vec![
        ("decision", text::<Decision<'static>>()),
        ("diagnostic", text::<Diagnostic<'static>>()),
        ("report", text::<Report>()),
        ("request", text::<Request<'static>>()),
    ]
}

fn text<T: JsonSchema>() -> String {
    let schema = SchemaGenerator::default().into_root_schema_for::<T>();
    // A schema is a JSON value already: printing it cannot fail.
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}
