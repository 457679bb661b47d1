//! One field with its direction, and the comparison of two of them. Knows no entry type: the tables of directions
//! are in the files beside it.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{FieldChange, Trend};
use super::life::Life;
use crate::{Moment, Span};

/// A field of an entry as the comparison sees it.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) key: String,
    pub(crate) value: Value,
    /// What a tightening means for people.
    tight: &'static str,
    /// What a loosening means for people.
    loose: &'static str,
}

/// A value and how two of them are ordered.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    /// No verdict depends on it.
    Words(String),
    /// Two different ones cannot be ordered.
    Unordered(String),
    /// The same, but only when both sides have one.
    Guarded(Option<String>),
    /// A larger rank goes into the direction `up`.
    Rank { rank: i128, shown: Option<String>, up: Trend },
    /// More items go into the direction `more`. When `open`, no item means no limit, which is the most.
    Set { items: BTreeSet<String>, more: Trend, open: bool },
    /// The same for items that have fields themselves. Records of one key are paired in their order.
    Records { records: Vec<(String, Vec<Field>)>, more: Trend, open: bool },
    /// The life of a text.
    Life(Life),
}

/// A field of two directions with a sentence for each.
pub(crate) struct Way {
    key: &'static str,
    tight: &'static str,
    loose: &'static str,
}

/// A field by its TOML key, and what tightening and loosening it means.
pub(crate) const fn way(key: &'static str, tight: &'static str, loose: &'static str) -> Way {
    Way { key, tight, loose }
}

impl Way {
    pub(crate) fn value(&self, value: Value) -> Field {
        Field { key: self.key.to_owned(), value, tight: self.tight, loose: self.loose }
    }

    /// A list in which more goes into the direction `more`.
    pub(crate) fn set(&self, items: impl IntoIterator<Item = String>, more: Trend) -> Field {
        self.value(Value::Set { items: items.into_iter().collect(), more, open: false })
    }

    /// A list that limits: an empty one does not, so it is the most.
    pub(crate) fn limit(&self, items: impl IntoIterator<Item = String>, more: Trend) -> Field {
        self.value(Value::Set { items: items.into_iter().collect(), more, open: true })
    }

    pub(crate) fn rank(&self, rank: i128, shown: impl Into<String>, up: Trend) -> Field {
        self.value(Value::Rank { rank, shown: Some(shown.into()), up })
    }

    pub(crate) fn flag(&self, flag: bool, up: Trend) -> Field {
        self.rank(i128::from(flag), flag.to_string(), up)
    }

    /// An instant; `absent` is its rank when none is given.
    pub(crate) fn moment(&self, moment: Option<&Moment>, absent: i128, later: Trend) -> Field {
        let rank = moment.map_or(absent, |moment| moment.at.as_nanosecond());
        self.value(Value::Rank { rank, shown: moment.map(|moment| moment.written.clone()), up: later })
    }

    pub(crate) fn records(&self, records: Vec<(String, Vec<Field>)>, more: Trend) -> Field {
        self.value(Value::Records { records, more, open: false })
    }
}

/// A field on which no verdict depends.
pub(crate) fn words(key: &str, text: impl Into<String>) -> Field {
    Field { key: key.to_owned(), value: Value::Words(text.into()), tight: "", loose: "" }
}

/// A field of which two values cannot be ordered.
pub(crate) fn unordered(key: &str, text: impl Into<String>) -> Field {
    Field { key: key.to_owned(), value: Value::Unordered(text.into()), tight: "", loose: "" }
}

/// The two ends of a span; holding longer goes into the direction `wider`.
pub(crate) fn span(span: &Span, wider: Trend) -> [Field; 2] {
    let (tight, loose) = match wider {
        Trend::Tightened => {
            (["it holds earlier", "it holds longer"], ["it holds only later", "it ends earlier"])
        }
        _ => (["it lifts only later", "it ends earlier"], ["it lifts earlier", "it lifts longer"]),
    };
    let Span { from, until } = span;
    [
        way("from", tight[0], loose[0]).moment(from.as_ref(), i128::MIN, wider.reversed()),
        way("until", tight[1], loose[1]).moment(until.as_ref(), i128::MAX, wider),
    ]
}

/// What differs between the fields of two entries of one type, which have the same fields in the same order.
pub(crate) fn compare(old: &[Field], new: &[Field]) -> Vec<FieldChange> {
    let mut changes = vec![];
    for (before, after) in old.iter().zip(new) {
        after.against(before, &mut changes);
    }
    changes
}

impl Field {
    fn against(&self, old: &Self, changes: &mut Vec<FieldChange>) {
        match (&old.value, &self.value) {
            (Value::Words(before), Value::Words(after)) if before != after => {
                changes.push(self.change(shown(before), shown(after), Trend::OnlyWords));
            }
            (Value::Unordered(before), Value::Unordered(after))
            | (Value::Guarded(Some(before)), Value::Guarded(Some(after)))
                if before != after =>
            {
                changes.push(self.change(shown(before), shown(after), Trend::Changed));
            }
            (Value::Rank { rank: low, shown: before, up }, Value::Rank { rank: high, shown: after, .. })
                if low != high =>
            {
                let trend = if high > low { *up } else { up.reversed() };
                changes.push(self.change(before.clone(), after.clone(), trend));
            }
            (Value::Set { items: before, more, open }, Value::Set { items: after, .. }) => {
                let gone: Vec<&str> = before.difference(after).map(String::as_str).collect();
                let fresh: Vec<&str> = after.difference(before).map(String::as_str).collect();
                let trend = match (gone.is_empty(), fresh.is_empty()) {
                    (true, true) => return,
                    _ if *open && before.is_empty() => more.reversed(),
                    _ if *open && after.is_empty() => *more,
                    (true, false) => *more,
                    (false, true) => more.reversed(),
                    (false, false) => Trend::Changed,
                };
                changes.push(self.change(joined(&gone), joined(&fresh), trend));
            }
            (Value::Records { records: before, more, open }, Value::Records { records: after, .. }) => {
                self.records(before, after, *more, *open, changes);
            }
            (Value::Life(before), Value::Life(after)) => {
                if let Some((trend, why)) = after.against(before) {
                    let mut change = self.change(shown(&before.shown()), shown(&after.shown()), trend);
                    change.why = why;
                    changes.push(change);
                }
            }
            _ => {}
        }
    }

    fn records(
        &self,
        before: &[(String, Vec<Field>)],
        after: &[(String, Vec<Field>)],
        more: Trend,
        open: bool,
        changes: &mut Vec<FieldChange>,
    ) {
        let mut left: BTreeMap<&str, Vec<&[Field]>> = BTreeMap::new();
        for (key, fields) in before {
            left.entry(key).or_default().push(fields);
        }
        // Equal ones are struck first, so that one in front of the others does not shift them all.
        let mut rest = vec![];
        for (key, fields) in after {
            let same = left.get_mut(key.as_str()).and_then(|known| {
                let at = known.iter().position(|old| compare(old, fields).is_empty())?;
                Some(known.remove(at))
            });
            if same.is_none() {
                rest.push((key.as_str(), fields.as_slice()));
            }
        }
        let mut fresh = vec![];
        for (key, fields) in rest {
            match left.get_mut(key).filter(|known| !known.is_empty()).map(|known| known.remove(0)) {
                Some(old) => changes.extend(compare(old, fields).into_iter().map(|change| FieldChange {
                    field: format!("{}[{key}].{}", self.key, change.field),
                    ..change
                })),
                None => fresh.push(key),
            }
        }
        let gone: Vec<&str> =
            left.iter().flat_map(|(key, known)| std::iter::repeat_n(*key, known.len())).collect();
        let opened = open && after.is_empty() && !before.is_empty();
        let closed = open && before.is_empty() && !after.is_empty();
        if opened || closed {
            let trend = if opened { more } else { more.reversed() };
            changes.push(self.change(joined(&gone), joined(&fresh), trend));
            return;
        }
        if !gone.is_empty() {
            changes.push(self.change(joined(&gone), None, more.reversed()));
        }
        if !fresh.is_empty() {
            changes.push(self.change(None, joined(&fresh), more));
        }
    }

    fn change(&self, before: Option<String>, after: Option<String>, trend: Trend) -> FieldChange {
        let why = match trend {
            Trend::Tightened => self.tight,
            Trend::Loosened => self.loose,
            Trend::OnlyWords => "no verdict depends on it",
            Trend::Changed => "some requests may be met that were not, and others no longer",
        };
        FieldChange { field: self.key.clone(), before, after, trend, why: why.to_owned() }
    }
}

fn shown(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn joined(items: &[&str]) -> Option<String> {
    shown(&items.join(", "))
}
