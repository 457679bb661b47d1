//! `require-signature` with the `[[signature-key]]` tables of `debar.toml`, and `require-plugin-signature` with the
//! `[[plugin-key]]` tables: who signs lists, and who signs plugins.
//!
//! Invariant: a requirement that the keys cannot meet is a problem, never a requirement that is dropped.

use toml::Spanned;
use toml::de::DeValue;

use super::fields::{Faults, Fields};
use super::{Origin, Setting};
use crate::signature::PublicKey;

/// Who signs the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signatures {
    /// How many of the keys have to sign; none when zero.
    pub needed: Setting<usize>,
    /// The keys that count.
    pub keys: Vec<PublicKey>,
}

/// Who signs plugins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PluginSignatures {
    /// Whether every plugin has to be signed.
    pub required: Setting<bool>,
    /// The keys that count.
    pub keys: Vec<PublicKey>,
}

pub(super) fn of_plugins(faults: &mut Faults<'_>, root: &mut Fields<'_, '_>) -> PluginSignatures {
    let keys = root.take("plugin-key").map(|value| keys(faults, value, "plugin-key")).unwrap_or_default();
    let Some((required, span)) = root.boolean(faults, "require-plugin-signature") else {
        return PluginSignatures { required: Setting::default(), keys };
    };
    if required && keys.is_empty() {
        faults.problem(
            "plugins have to be signed, and there is no key".to_owned(),
            span.clone(),
            "add a `[[plugin-key]]` with `name` and `key` for each of those who may sign plugins",
        );
    }
    PluginSignatures { required: Setting::new(required, Origin::File(faults.line(span.start))), keys }
}

pub(super) fn read(faults: &mut Faults<'_>, root: &mut Fields<'_, '_>) -> Signatures {
    let keys =
        root.take("signature-key").map(|value| keys(faults, value, "signature-key")).unwrap_or_default();
    let Some(value) = root.take("require-signature") else {
        return Signatures { needed: Setting::default(), keys };
    };
    let number = value.get_ref().as_integer();
    let number = number.and_then(|number| usize::from_str_radix(number.as_str(), number.radix()).ok());
    let needed = match value.get_ref().as_bool() {
        Some(word) => Some(usize::from(word)),
        None => number,
    };
    let span = value.span();
    let Some(needed) = needed else {
        let help = "write `true`, or how many different people have to sign, such as `2`";
        faults.problem("`require-signature` is neither".to_owned(), span, help);
        return Signatures { needed: Setting::default(), keys };
    };
    if needed > keys.len() {
        let (count, help) = (keys.len(), "add a `[[signature-key]]` with `name` and `key` for each of them");
        faults.problem(format!("{needed} signatures are required of {count} keys"), span.clone(), help);
    }
    Signatures { needed: Setting::new(needed, Origin::File(faults.line(span.start))), keys }
}

fn keys(faults: &mut Faults<'_>, value: &Spanned<DeValue<'_>>, table: &'static str) -> Vec<PublicKey> {
    let Some(items) = value.get_ref().as_array() else {
        faults.problem(
            format!("`{table}` is no list of tables"),
            value.span(),
            format!("begin each key with `[[{table}]]`"),
        );
        return vec![];
    };
    let mut keys: Vec<PublicKey> = vec![];
    for item in items.iter() {
        let Some(mut fields) = Fields::open(faults, table, item, "a key for signatures") else {
            continue;
        };
        let name = fields.need(faults, "name");
        let text = fields.need(faults, "key");
        fields.finish(faults);
        let (Some((name, name_span)), Some((text, span))) = (name, text) else { continue };
        match PublicKey::read(&name, &text) {
            Err(error) => {
                let help =
                    "copy the last line of the `.pub` file that `debar blocklist keygen` or minisign wrote";
                faults.problem(format!("the key of `{name}` is {error}"), span, help);
            }
            Ok(key) if keys.iter().any(|known| known.id == key.id) => faults.problem(
                format!("the key {} stands here twice", key.id),
                span,
                "two signatures have to be of two keys: give each person their own",
            ),
            Ok(_) if keys.iter().any(|known| known.name == name) => faults.problem(
                format!("two keys have the name `{name}`"),
                name_span,
                "two signatures have to be of two people: name each once",
            ),
            Ok(key) => keys.push(key),
        }
    }
    keys
}
