//! Parties of the canonical JSON, in full and in short form. Not their meaning. Invariant: a party without a known
//! role is still a party (`other`), so its names are matched as names.

use debar_plugin_api::{Text, field, node};
use debar_shared_json::{Kind, Value};

use crate::emit::{Done, Emit};
use crate::parts::{each, identifier, identifiers, scalars};
use crate::vocabulary::{ROLES, SCHEMES};

/// `parties`: an array of `{role, names, identifiers, country}`.
pub(crate) fn parties(emit: &mut Emit<'_, '_>, key: &str, value: Value<'_>) -> Done {
    for item in each(value) {
        if item.kind() != Kind::Object {
            short(emit, "other", item)?;
            if item.text().is_none() {
                emit.extras(key, item)?;
            }
            continue;
        }
        let roles = scalars(item, "role");
        let role = match roles.as_slice() {
            [] => Text::stated("other"),
            [role, ..] => role.clone(),
        };
        if roles.len() > 1 {
            emit.hold("a party has more than one role".to_owned(), item.place());
        }
        full(emit, &role, item)?;
    }
    Ok(())
}

/// `"supplier": "name"`, `"supplier": {..}` or an array of either.
pub(crate) fn short(emit: &mut Emit<'_, '_>, role: &str, value: Value<'_>) -> Done {
    for item in each(value) {
        let stated = Text::stated(role.to_owned());
        match item.placed() {
            Some(name) => emit.node(node::PARTY, &name.at, |emit| {
                emit.sink.str(field::ROLE, &stated)?;
                emit.sink.str(field::NAME, &name)
            })?,
            None => full(emit, &stated, item)?,
        }
    }
    Ok(())
}

fn full(emit: &mut Emit<'_, '_>, role: &Text<'_>, item: Value<'_>) -> Done {
    emit.node(node::PARTY, &item.place(), |emit| {
        let known = ROLES.iter().any(|(_, word)| *word == role.value) || role.value == "other";
        emit.sink.str(field::ROLE, if known { role } else { &OTHER })?;
        for member in item.members() {
            match &*member.key {
                "name" | "names" => emit.texts(field::NAME, "name", member.value)?,
                "country" | "countries" => emit.texts(field::COUNTRY, "country", member.value)?,
                "identifiers" => identifiers(emit, "identifiers", member.value)?,
                "role" if known && member.value.text().is_some_and(|text| text == role.value) => {}
                "extra" => emit.extras("", member.value)?,
                scheme if SCHEMES.contains(&scheme) => identifier(emit, "", scheme, member.value)?,
                other => emit.extras(other, member.value)?,
            }
        }
        Ok(())
    })
}

const OTHER: Text<'static> = Text {
    value: std::borrow::Cow::Borrowed("other"),
    at: debar_plugin_api::Where {
        offset: 0,
        len: 0,
        pointer: std::borrow::Cow::Borrowed(""),
        decoded: false,
    },
};
