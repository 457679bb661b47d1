//! Lines of the canonical JSON. Not their prices' arithmetic. Invariant: a line's ordinal follows the order of the
//! document, children directly after their parent's own fields.

use debar_plugin_api::field;
use debar_shared_json::{Kind, Value};

use crate::emit::{Done, Emit};
use crate::parts::{artifacts, classifications, digests, identifier, identifiers};
use crate::party::{parties, short};
use crate::vocabulary::{LINE_DECIMALS, LINE_TEXTS, ROLES, SCHEMES, find};

/// `lines` or `children`: an array of lines. A text stands for a line with that description.
pub(crate) fn lines(emit: &mut Emit<'_, '_>, key: &str, value: Value<'_>) -> Done {
    match value.kind() {
        Kind::Array if emit.is_deep() => {
            emit.hold("lines are nested too deep".to_owned(), value.place());
            emit.extras(key, value)
        }
        Kind::Array => {
            for item in value.items() {
                line(emit, key, item)?;
            }
            Ok(())
        }
        Kind::Null => Ok(()),
        _ => {
            emit.hold(format!("`{key}` is not an array"), value.place());
            emit.extras(key, value)
        }
    }
}

/// The keys of one line; `false` when a key is not one of a line.
pub(crate) fn line_key(
    emit: &mut Emit<'_, '_>,
    key: &str,
    value: Value<'_>,
) -> Result<bool, debar_plugin_api::DecodeError> {
    if let Some(field) = find(LINE_TEXTS, key) {
        emit.texts(field, key, value)?;
    } else if let Some(field) = find(LINE_DECIMALS, key) {
        price(emit, field, key, value)?;
    } else if let Some(role) = find(ROLES, key) {
        short(emit, role, value)?;
    } else if SCHEMES.contains(&key) {
        identifier(emit, "", key, value)?;
    } else {
        match key {
            "parties" => parties(emit, key, value)?,
            "identifiers" => identifiers(emit, key, value)?,
            "digests" => digests(emit, key, value)?,
            "classifications" => classifications(emit, key, value)?,
            "artifacts" => artifacts(emit, key, value)?,
            "children" => lines(emit, key, value)?,
            "extra" => emit.extras("", value)?,
            _ => return Ok(false),
        }
    }
    Ok(true)
}

fn line(emit: &mut Emit<'_, '_>, key: &str, item: Value<'_>) -> Done {
    if let Some(text) = item.placed().filter(|text| item.kind() == Kind::String && !text.value.is_empty()) {
        return emit.line(&text.at, |emit| emit.sink.str(field::DESCRIPTION, &text));
    }
    if item.kind() != Kind::Object {
        emit.hold(format!("an element of `{key}` is neither an object nor a text"), item.place());
        return emit.extras(key, item);
    }
    emit.line(&item.place(), |emit| {
        // Children last: their events must not stand between the fields of their parent.
        for last in [false, true] {
            for member in item.members().filter(|member| (member.key == "children") == last) {
                if !line_key(emit, &member.key, member.value)? {
                    if matches!(member.value.kind(), Kind::Array | Kind::Object) {
                        let key: String = member.key.chars().take(40).collect();
                        emit.remark(
                            format!("the key `{key}` is not known; its values are searched as text"),
                            member.value.place(),
                        );
                    }
                    emit.extras(&member.key, member.value)?;
                }
            }
        }
        Ok(())
    })
}

/// A decimal, or an amount of money as `{amount, currency}`.
fn price(emit: &mut Emit<'_, '_>, field: u32, key: &str, value: Value<'_>) -> Done {
    if field == field::QUANTITY || value.kind() != Kind::Object {
        return emit.decimals(field, key, value);
    }
    money(emit, key, value, field, field::PRICE_CURRENCY)
}

/// `{amount, currency}`.
pub(crate) fn money(
    emit: &mut Emit<'_, '_>,
    key: &str,
    value: Value<'_>,
    amount: u32,
    currency: u32,
) -> Done {
    for member in value.members() {
        let below = format!("{key}/{}", member.key);
        match &*member.key {
            "amount" => emit.decimals(amount, &below, member.value)?,
            "currency" => emit.texts(currency, &below, member.value)?,
            _ => emit.extras(&below, member.value)?,
        }
    }
    Ok(())
}
