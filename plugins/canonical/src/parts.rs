//! Digests, classifications, files, facts and correlation of the canonical JSON. Not parties or lines. Invariant: a
//! part that lacks what makes it one (an algorithm, a scheme) is kept as an extension.

use debar_plugin_api::{Text, Where, field, node};
use debar_shared_json::{Kind, Value};

use crate::emit::{Done, Emit};
use crate::vocabulary::SCHEMES;

/// `identifiers`: an array of `{scheme, value}`, or an object of scheme -> value.
pub(crate) fn identifiers(emit: &mut Emit<'_, '_>, key: &str, value: Value<'_>) -> Done {
    for item in each(value) {
        let (schemes, values): (Vec<_>, Vec<_>) = (scalars(item, "scheme"), scalars(item, "value"));
        if !schemes.is_empty() && !values.is_empty() {
            for scheme in &schemes {
                for value in &values {
                    pair(
                        emit,
                        node::IDENTIFIER,
                        &item.place(),
                        (field::SCHEME, scheme),
                        (field::VALUE, value),
                    )?;
                }
            }
            rest(emit, key, item, &["scheme", "value"])?;
            continue;
        }
        if item.members().next().is_none() {
            emit.extras(key, item)?;
        }
        for member in item.members() {
            identifier(emit, key, &member.key, member.value)?;
        }
    }
    Ok(())
}

/// An identifier by its scheme, such as `"purl": "pkg:npm/x"`.
pub(crate) fn identifier(emit: &mut Emit<'_, '_>, key: &str, scheme: &str, value: Value<'_>) -> Done {
    let known = SCHEMES.contains(&scheme);
    for item in each(value) {
        match item.placed() {
            Some(text) if known => {
                let scheme = Text::stated(scheme.to_owned());
                pair(emit, node::IDENTIFIER, &item.place(), (field::SCHEME, &scheme), (field::VALUE, &text))?;
            }
            _ if key.is_empty() => emit.extras(scheme, item)?,
            _ => emit.extras(&format!("{key}/{scheme}"), item)?,
        }
    }
    Ok(())
}

/// `digests`: an array of `"sha256:..."`, SRI, or `{algorithm, value, object}`.
pub(crate) fn digests(emit: &mut Emit<'_, '_>, key: &str, value: Value<'_>) -> Done {
    for item in each(value) {
        if let Some(text) = item.placed() {
            digest(emit, key, &text)?;
            continue;
        }
        let (algorithms, values) = (scalars(item, "algorithm"), scalars(item, "value"));
        if algorithms.is_empty() || values.is_empty() {
            emit.extras(key, item)?;
            continue;
        }
        for algorithm in &algorithms {
            for value in &values {
                emit.node(node::DIGEST, &item.place(), |emit| {
                    emit.sink.str(field::ALGORITHM, algorithm)?;
                    emit.sink.str(field::DIGEST_VALUE, value)?;
                    scalars(item, "object").iter().try_for_each(|object| emit.sink.str(field::OBJECT, object))
                })?;
            }
        }
        rest(emit, key, item, &["algorithm", "value", "object"])?;
    }
    Ok(())
}

/// A digest as one text: `algorithm:value`, or Subresource Integrity (`sha256-` and base64). Any other text is kept
/// and remarked on.
pub(crate) fn digest(emit: &mut Emit<'_, '_>, key: &str, text: &Text<'_>) -> Done {
    let written = text.value.trim();
    let split = written.split_once(':').or_else(|| {
        let (algorithm, _) = written.split_once('-')?;
        algorithm.starts_with("sha").then_some((algorithm, written))
    });
    let Some((algorithm, value)) =
        split.filter(|(algorithm, value)| !algorithm.is_empty() && !value.is_empty())
    else {
        emit.remark(format!("`{key}` holds a digest without its algorithm"), text.at.clone());
        return emit.sink.ext(key, text);
    };
    emit.node(node::DIGEST, &text.at, |emit| {
        emit.sink.str(field::ALGORITHM, &part(text, algorithm))?;
        emit.sink.str(field::DIGEST_VALUE, &part(text, value))?;
        emit.sink.str(field::OBJECT, &Text::stated("unknown"))
    })
}

/// `classifications`: an array of `{scheme, code, name}`.
pub(crate) fn classifications(emit: &mut Emit<'_, '_>, key: &str, value: Value<'_>) -> Done {
    for item in each(value) {
        let (schemes, codes) = (scalars(item, "scheme"), scalars(item, "code"));
        if schemes.is_empty() || codes.is_empty() {
            emit.extras(key, item)?;
            continue;
        }
        for scheme in &schemes {
            for code in &codes {
                emit.node(node::CLASSIFICATION, &item.place(), |emit| {
                    emit.sink.str(field::CLASS_SCHEME, scheme)?;
                    emit.sink.str(field::CLASS_CODE, code)?;
                    scalars(item, "name").iter().try_for_each(|name| emit.sink.str(field::NAME, name))
                })?;
            }
        }
        rest(emit, key, item, &["scheme", "code", "name"])?;
    }
    Ok(())
}

/// `artifacts`: an array of addresses, or of `{uri, media_type, name, digests}`.
pub(crate) fn artifacts(emit: &mut Emit<'_, '_>, key: &str, value: Value<'_>) -> Done {
    for item in each(value) {
        if let Some(text) = item.placed() {
            emit.node(node::ARTIFACT, &text.at, |emit| emit.sink.str(field::URI, &text))?;
            continue;
        }
        if item.kind() != Kind::Object {
            emit.extras(key, item)?;
            continue;
        }
        emit.node(node::ARTIFACT, &item.place(), |emit| {
            for (name, field) in ARTIFACT {
                scalars(item, name).iter().try_for_each(|text| emit.sink.str(*field, text))?;
            }
            // Digests that cannot be read would be extensions, which belong to the line: see below.
            for list in item.all("digests") {
                each(list)
                    .into_iter()
                    .filter(|item| is_digest(*item))
                    .try_for_each(|item| digests(emit, key, item))?;
            }
            Ok(())
        })?;
        for list in item.all("digests") {
            let below = format!("{key}/digests");
            for item in each(list).into_iter().filter(|item| !is_digest(*item)) {
                emit.remark("a digest of a file cannot be read".to_owned(), item.place());
                emit.extras(&below, item)?;
            }
        }
        rest(emit, key, item, &["uri", "media_type", "name", "digests"])?;
    }
    Ok(())
}

/// `facts` and `correlation`: an object of name -> value; deeper objects join their names by a dot.
pub(crate) fn named(
    emit: &mut Emit<'_, '_>,
    node: u32,
    fields: (u32, u32),
    prefix: &str,
    value: Value<'_>,
) -> Done {
    if prefix.len() > NAME {
        return emit.extras(prefix, value);
    }
    if let Some(text) = value.placed() {
        if prefix.is_empty() {
            return emit.extras("(no name)", value);
        }
        let name = Text::stated(prefix.to_owned());
        return pair(emit, node, &value.place(), (fields.0, &name), (fields.1, &text));
    }
    for item in value.items() {
        named(emit, node, fields, prefix, item)?;
    }
    for member in value.members() {
        let name =
            if prefix.is_empty() { member.key.into_owned() } else { format!("{prefix}.{}", member.key) };
        named(emit, node, fields, &name, member.value)?;
    }
    Ok(())
}

/// The elements of an array, or the value itself; nothing for `null`.
pub(crate) fn each(value: Value<'_>) -> Vec<Value<'_>> {
    match value.kind() {
        Kind::Array => value.items().flat_map(each).collect(),
        Kind::Null => Vec::new(),
        _ => vec![value],
    }
}

/// Every scalar under a key, arrays included.
pub(crate) fn scalars<'d>(value: Value<'d>, key: &str) -> Vec<Text<'d>> {
    value.all(key).flat_map(each).filter_map(Value::placed).collect()
}

/// A slice of a text, with its own place when the text is the native bytes.
pub(crate) fn part<'t>(text: &'t Text<'_>, slice: &'t str) -> Text<'t> {
    let mut at: Where<'t> = Where {
        offset: text.at.offset,
        len: text.at.len,
        pointer: std::borrow::Cow::Borrowed(&text.at.pointer),
        decoded: text.at.decoded,
    };
    if !at.decoded {
        let start = (slice.as_ptr() as usize).saturating_sub(text.value.as_ptr() as usize);
        at.offset = at.offset.saturating_add(start as u64);
        at.len = slice.len() as u64;
    }
    Text::new(slice, at)
}

/// Bytes of a name that joins the names above it; what has a longer one is kept as an extension.
const NAME: usize = 256;

const ARTIFACT: &[(&str, u32)] =
    &[("uri", field::URI), ("media_type", field::MEDIA_TYPE), ("name", field::NAME)];

fn is_digest(item: Value<'_>) -> bool {
    match item.text() {
        Some(text) => {
            text.contains(':') && !text.trim().starts_with(':') && !text.trim().ends_with(':')
                || text.trim().starts_with("sha") && text.contains('-')
        }
        None => !scalars(item, "algorithm").is_empty() && !scalars(item, "value").is_empty(),
    }
}

fn pair(
    emit: &mut Emit<'_, '_>,
    node: u32,
    at: &Where<'_>,
    first: (u32, &Text<'_>),
    second: (u32, &Text<'_>),
) -> Done {
    emit.node(node, at, |emit| {
        emit.sink.str(first.0, first.1)?;
        emit.sink.str(second.0, second.1)
    })
}

/// What an object holds beside the keys that were read as scalars.
fn rest(emit: &mut Emit<'_, '_>, key: &str, item: Value<'_>, read: &[&str]) -> Done {
    for member in item.members() {
        let below = format!("{key}/{}", member.key);
        if !read.contains(&&*member.key) {
            emit.extras(&below, member.value)?;
        } else if member.key != "digests" {
            each(member.value)
                .into_iter()
                .filter(|v| v.text().is_none())
                .try_for_each(|v| emit.extras(&below, v))?;
        }
    }
    Ok(())
}
