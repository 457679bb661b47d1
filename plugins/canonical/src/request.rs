//! One request of the canonical JSON. Not the document around it. Invariant: an object of which no key is known is
//! not a canonical request, and is said to be unreadable rather than read as empty.

use debar_plugin_api::{Sink, Text, field, node};
use debar_shared_json::{Kind, Value};

use crate::emit::{Done, Emit};
use crate::line::{line_key, lines, money};
use crate::parts::{artifacts, named, scalars};
use crate::party::{parties, short};
use crate::vocabulary::{REQUEST_OTHERS, REQUEST_TEXTS, ROLES, find, is_flat};

/// Keys by which other formats name themselves: their lines must not pass as text that nobody asked for.
const FOREIGN: &[&str] = &["bomFormat", "spdxVersion", "@context", "ocid"];

const NO_LINES: &str = "the request has no lines";

/// The events of one request.
pub(crate) fn request(sink: &mut Sink<'_>, value: Value<'_>) -> Done {
    let mut emit = Emit::begin(sink, &value.place())?;
    if let Some(reason) = unreadable(value) {
        emit.sink.str(field::FORMAT, &Text::stated("canonical"))?;
        emit.hold(reason, value.place());
        emit.extras(if value.kind() == Kind::Object { "" } else { "value" }, value)?;
        return emit.end("the request cannot be read");
    }
    for repeated in value.repeated() {
        let pointer = repeated.pointer();
        let key = pointer.rsplit('/').next().unwrap_or_default();
        emit.remark(
            format!("the key `{key}` stands more than once; every value is checked"),
            repeated.place(),
        );
    }
    if let Some(second) = value.all("operation").nth(1) {
        emit.hold("`operation` stands more than once".to_owned(), second.place());
    }
    let formats = scalars(value, "format");
    if formats.is_empty() {
        emit.sink.str(field::FORMAT, &Text::stated("canonical"))?;
    }
    let has_lines = value.members().any(|member| member.key == "lines");
    if !has_lines {
        hold_foreign_lists(&mut emit, value);
    }
    let flat = !has_lines && value.members().any(|member| is_flat(&member.key));
    for member in value.members() {
        if flat && is_flat(&member.key) {
            continue;
        }
        request_key(&mut emit, &member.key, member.value)?;
    }
    if flat {
        emit.line(&value.place(), |emit| {
            for member in value.members().filter(|member| is_flat(&member.key)) {
                line_key(emit, &member.key, member.value)?;
            }
            Ok(())
        })?;
    }
    for member in value.members().filter(|member| member.key == "lines") {
        lines(&mut emit, "lines", member.value)?;
    }
    emit.end(NO_LINES)
}

/// Why a value is no canonical request.
fn unreadable(value: Value<'_>) -> Option<String> {
    if value.kind() != Kind::Object {
        return Some("a request is a JSON object".to_owned());
    }
    if let Some(version) = scalars(value, "schema_version").into_iter().find(|version| version.value != "1") {
        let version: String = version.value.chars().take(20).collect();
        return Some(format!("schema version `{version}` is not known; this plugin reads version 1"));
    }
    if let Some(member) = value.members().find(|member| FOREIGN.contains(&&*member.key)) {
        return Some(format!("the key `{}` is that of another format", member.key));
    }
    let mut keys = value.members().map(|member| member.key).peekable();
    if keys.peek().is_some() && !keys.any(|key| is_known(&key)) {
        return Some("none of the keys is one of a canonical request".to_owned());
    }
    None
}

/// Without `lines`, a list of objects under an unknown key may be what is bought: as text alone it is not screened.
fn hold_foreign_lists(emit: &mut Emit<'_, '_>, value: Value<'_>) {
    for member in value.members().filter(|member| !is_known(&member.key)) {
        if lists_objects(member.value) {
            let key: String = member.key.chars().take(40).collect();
            emit.hold(
                format!("there are no `lines`, and the lists under `{key}` are not known"),
                member.value.place(),
            );
        }
    }
}

fn lists_objects(value: Value<'_>) -> bool {
    value.items().any(|item| matches!(item.kind(), Kind::Object | Kind::Array))
        || value.members().any(|member| lists_objects(member.value))
}

fn is_known(key: &str) -> bool {
    find(REQUEST_TEXTS, key).is_some()
        || find(ROLES, key).is_some()
        || REQUEST_OTHERS.contains(&key)
        || is_flat(key)
}

fn request_key(emit: &mut Emit<'_, '_>, key: &str, value: Value<'_>) -> Done {
    if let Some(field) = find(REQUEST_TEXTS, key) {
        return emit.texts(field, key, value);
    }
    if let Some(role) = find(ROLES, key) {
        return short(emit, role, value);
    }
    match key {
        "lines" => Ok(()),
        "schema_version" if value.text().is_some() => Ok(()),
        "format" => emit.texts(field::FORMAT, key, value),
        "operation" => operation(emit, value),
        "total" if value.kind() == Kind::Object => money(emit, key, value, field::TOTAL, field::CURRENCY),
        "total" => emit.decimals(field::TOTAL, key, value),
        "parties" => parties(emit, key, value),
        "artifacts" => artifacts(emit, key, value),
        "facts" => named(emit, node::FACT, (field::FACT_NAME, field::FACT_VALUE), "", value),
        "correlation" => {
            let fields = (field::CORRELATION_NAME, field::CORRELATION_VALUE);
            named(emit, node::CORRELATION, fields, "", value)
        }
        "undecodable" => emit.texts(field::UNDECODABLE, key, value),
        "extra" => emit.extras("", value),
        _ => {
            if matches!(value.kind(), Kind::Array | Kind::Object) {
                emit.remark(
                    format!("the key `{key}` is not known; its values are searched as text"),
                    value.place(),
                );
            }
            emit.extras(key, value)
        }
    }
}

/// A delete goes through unscreened, so it has to be said once and clearly.
fn operation(emit: &mut Emit<'_, '_>, value: Value<'_>) -> Done {
    match value.placed() {
        Some(word) if ["new", "update", "delete"].contains(&&*word.value) => {
            emit.sink.str(field::OPERATION, &word)
        }
        _ => {
            emit.hold("`operation` is not `new`, `update` or `delete`".to_owned(), value.place());
            emit.extras("operation", value)
        }
    }
}
