//! Products and classes of goods.

use super::{identifier, names, vendor, versions};
use crate::fields::{Context, Fields, Section};
use crate::source::Problem;
use crate::syntax::{Node, Value};
use crate::{ClassEntry, Code, ProductEntry, VersionRange};

pub(super) fn product(cx: &mut Context, fields: &mut Fields<'_>) -> Option<ProductEntry> {
    let head = fields.head(cx);
    let maker = fields.take("vendor").and_then(|node| cx.reference(Section::Vendor, node));
    let names = fields.take("names").map(|node| names::names(cx, node)).unwrap_or_default();
    let globs = fields.take("globs").map(|node| names::globs(cx, node)).unwrap_or_default();
    let part_numbers = fields.texts(cx, "part-numbers");
    let mut identifiers =
        fields.take("identifiers").map(|node| identifier::patterns(cx, node)).unwrap_or_default();
    for scheme in ["purl", "cpe", "gtin"] {
        if let Some(node) = fields.take(scheme) {
            let items: Vec<&Node> = match &node.value {
                Value::List(items) => items.iter().collect(),
                _ => vec![node],
            };
            identifiers.extend(items.into_iter().filter_map(|item| identifier::pattern(cx, scheme, item)));
        }
    }
    let versions = fields.take("versions").and_then(|node| {
        let listed = cx.text(node)?;
        versions::check(cx, node, &listed.text).then_some(VersionRange { text: listed })
    });
    let named = fields
        .pair("name")
        .filter(|_| fields.key("names").is_none())
        .map(|(key, node)| vec![(key.at, "names".to_owned()), (node.at, format!("[{}]", cx.slice(node.at)))]);
    fields.refuse_or(
        cx,
        "name",
        "a product has `names = [..]`, because documents call it by more than one",
        named,
    );
    fields.refuse(cx, "digests", "put digests into a set under `[digests]` and name the set in the rule");
    fields.refuse(cx, "swid", "give a purl, a CPE or a part number");
    let nothing =
        [&names, &globs, &part_numbers].iter().all(|texts| texts.is_empty()) && identifiers.is_empty();
    let asked = ["names", "globs", "part-numbers", "identifiers", "purl", "cpe", "gtin"];
    if nothing && !asked.iter().any(|key| fields.key(key).is_some()) && !fields.is_quiet() {
        vendor::empty(
            cx,
            fields,
            "nothing to recognise it by",
            "give `names`, `part-numbers`, `purl` or another identifier",
        );
    }
    Some(ProductEntry { head, vendor: maker, names, globs, part_numbers, identifiers, versions })
}

pub(super) fn class(cx: &mut Context, fields: &mut Fields<'_>) -> Option<ClassEntry> {
    let head = fields.head(cx);
    let words = fields.take("words").map(|node| names::class_words(cx, node)).unwrap_or_default();
    let codes = fields.texts(cx, "codes");
    if words.is_empty()
        && codes.is_empty()
        && fields.key("words").is_none()
        && fields.key("codes").is_none()
        && !fields.is_quiet()
    {
        vendor::empty(
            cx,
            fields,
            "no words and no codes",
            "give `words = [\"drone\"]` or `codes = [\"unspsc:25131600\"]`",
        );
    }
    for code in &codes {
        let Some((scheme, value)) = code.text.split_once(':') else { continue };
        if scheme.eq_ignore_ascii_case("unspsc")
            && let Err(error) = debar_model::Unspsc::parse(value)
            && let Some(at) = cx.at_of(&code.place)
        {
            cx.report(
                Problem::error(Code::BadIdentifier, at, format!("`{value}` is no unspsc: {error}"))
                    .help(error.help()),
            );
        }
    }
    Some(ClassEntry { head, words, codes })
}
