//! Layers: an entry that repeats the id of an included file may add to it or tighten it. Loosening is a decision that
//! somebody answers for, so it needs `override = true` and a reason.

use super::calendar::Written;
use super::entries::Entry;
use crate::diff::{AnyEntry, Roles, compare, fields};
use crate::fields::{Context, Section};
use crate::source::{At, Problem};
use crate::syntax::{Node, Value};
use crate::{
    Authority, Blocklist, Buyer, ClassEntry, ClearedPair, Code, DigestSet, EvidenceEntry, FieldChange, Form,
    Head, ProductEntry, Rule, SignerEntry, SourceEntry, Trend, Vendor, Waiver,
};

/// A type whose entries can repeat each other.
pub(super) trait Layer: Clone + 'static {
    fn any(&self) -> AnyEntry<'_>;
}

macro_rules! layers {
    ($($type:ty => $variant:ident,)*) => {
        $(impl Layer for $type {
            fn any(&self) -> AnyEntry<'_> {
                AnyEntry::$variant(self)
            }
        })*
    };
}

layers! {
    Buyer => Buyer,
    EvidenceEntry => Evidence,
    Vendor => Vendor,
    ProductEntry => Product,
    ClassEntry => Class,
    DigestSet => Digests,
    SignerEntry => Signer,
    SourceEntry => Source,
    Authority => Authority,
    Rule => Rule,
    Waiver => Waiver,
    ClearedPair => Cleared,
    Form => Form,
}

impl Layer for Written {
    fn any(&self) -> AnyEntry<'_> {
        AnyEntry::Calendar(&self.own)
    }
}

impl Layer for (Head, Vec<String>) {
    fn any(&self) -> AnyEntry<'_> {
        AnyEntry::Group(&self.0, &self.1)
    }
}

type Compare = Box<dyn Fn(&Roles) -> Vec<FieldChange>>;

/// An entry that repeats one of an included file.
pub(super) struct Repeat<'n> {
    section: Section,
    id: String,
    node: &'n Node<'n>,
    key: At,
    below: At,
    below_node: &'n Node<'n>,
    compare: Compare,
}

impl<'n> Repeat<'n> {
    pub(super) fn new<T: Layer>(
        section: Section,
        id: &str,
        (upper, says): &(&Entry<'n>, T),
        (below, said): (&Entry<'n>, &T),
    ) -> Self {
        let (says, said, name) = (says.clone(), said.clone(), id.to_owned());
        Self {
            section,
            id: id.to_owned(),
            node: upper.node,
            key: upper.key.at,
            below: below.key.at,
            below_node: below.node,
            compare: Box::new(move |roles| {
                compare(&fields(&name, said.any(), roles), &fields(&name, says.any(), roles))
            }),
        }
    }
}

/// Reports every field of a repeated entry that is not at least as strict as the included one.
pub(super) fn check(cx: &mut Context, list: &Blocklist, repeats: &[Repeat<'_>]) {
    if repeats.is_empty() {
        return;
    }
    let roles = Roles::of(&[list]);
    for repeat in repeats {
        for change in (repeat.compare)(&roles).iter().filter(|change| change.trend.may_loosen()) {
            report(cx, repeat, change);
        }
    }
}

fn report(cx: &mut Context, repeat: &Repeat<'_>, change: &FieldChange) {
    let found = locate(repeat.node, change);
    let at = found.unwrap_or(repeat.key);
    let whole = |node| value_of(node, &change.field);
    let again = whole(repeat.node)
        .zip(whole(repeat.below_node))
        .map(|(here, there)| vec![(here.at, cx.slice(there.at).to_owned())]);
    let what = match change.trend {
        Trend::Loosened => "loosens",
        _ => "may loosen",
    };
    let was = match (&change.before, &change.after) {
        (Some(before), Some(after)) => format!("it said `{before}`, here it is `{after}`"),
        (Some(before), None) => format!("it said `{before}`, which is not here"),
        (None, Some(after)) => format!("it did not say `{after}`"),
        (None, None) => String::new(),
    };
    let (table, id) = (repeat.section.as_str(), &repeat.id);
    let message = format!("`{}` {what} the {table} `{id}` of an included file: {}", change.field, change.why);
    cx.report(
        Problem::error(Code::LooseningWithoutOverride, at, message)
            .says(was)
            .also(repeat.below, "the entry that it repeats")
            .help("say at least what the included entry says, or add `override = true` and `override-reason = \"...\"`: the entry here is the whole entry")
            .fix_all("say what the included entry says", again)
            .guess(),
    );
}

/// The value that a path of fields names, as deep as it is there; of a list, the item that is new and loosens.
fn locate(entry: &Node, change: &FieldChange) -> Option<At> {
    let node = value_of(entry, &change.field)?;
    if let (Value::List(items), Some(after)) = (&node.value, &change.after) {
        let is_new = |item: &&Node| match &item.value {
            Value::Text(text) => after.split(", ").any(|new| new == *text),
            Value::Table(_) => after.split(", ").any(|new| names(item, new)),
            _ => false,
        };
        return items.iter().find(is_new).map(|item| item.at).or(Some(node.at));
    }
    Some(node.at)
}

/// The value that a path of fields names, as deep as it is there.
fn value_of<'n>(entry: &'n Node<'n>, path: &str) -> Option<&'n Node<'n>> {
    let mut node = entry;
    let mut found = None;
    for part in path.split('.') {
        let (key, item) = match part.split_once('[') {
            Some((key, item)) => (key, Some(item.trim_end_matches(']'))),
            None => (part, None),
        };
        let Value::Table(table) = &node.value else { break };
        let ends = ["until", "through"];
        let next = table.find(key).or_else(|| {
            ends.contains(&key).then(|| ends.into_iter().find_map(|end| table.find(end))).flatten()
        });
        let Some((_, value)) = next else { break };
        node = item.and_then(|item| item_of(value, item)).unwrap_or(value);
        found = Some(node);
    }
    found
}

fn item_of<'n>(list: &'n Node<'n>, key: &str) -> Option<&'n Node<'n>> {
    match &list.value {
        Value::List(items) => items.iter().find(|item| names(item, key)),
        Value::Table(table) => table.find(key).map(|(_, node)| node),
        _ => None,
    }
}

/// Whether one of an item's texts is what a record is called by: `alpha`, or `product alpha`.
fn names(item: &Node, key: &str) -> bool {
    let Value::Table(table) = &item.value else { return false };
    table.0.iter().any(|(_, value)| match &value.value {
        Value::Text(text) => key == *text || key.split(' ').skip(1).any(|word| word == *text),
        _ => false,
    })
}
