//! Texts, words of a fixed set, true and false.

use std::collections::HashSet;

use super::{Context, is_certain, nearest};
use crate::source::Problem;
use crate::syntax::{Node, Value};
use crate::{Code, Listed};

impl Context {
    /// A text that says something, with its place.
    pub(crate) fn text(&mut self, node: &Node) -> Option<Listed> {
        let text = self.said(node)?.to_owned();
        Some(Listed { text, place: self.place(node.at) })
    }

    /// A text that says something.
    pub(crate) fn said<'n>(&mut self, node: &'n Node<'n>) -> Option<&'n str> {
        #[cfg(test)]
        self.seen.values.push((node.at, super::seen::SeenValue::Text));
        let Value::Text(text) = &node.value else {
            if matches!(node.value, Value::Integer(_) | Value::Float(_) | Value::Date(_)) {
                let written = self.slice(node.at).to_owned();
                self.report(
                    Problem::error(
                        Code::WrongType,
                        node.at,
                        format!("a text is expected, found {}", node.value.kind()),
                    )
                    .help("put it in quotation marks")
                    .fix("put it in quotation marks", node.at, format!("\"{written}\"")),
                );
            } else {
                self.wrong_type(node, "a text");
            }
            return None;
        };
        if text.trim().is_empty() {
            self.report(
                Problem::error(Code::EmptyText, node.at, "an empty text")
                    .help("give a text, or remove the key"),
            );
            return None;
        }
        Some(text)
    }

    pub(crate) fn string(&mut self, node: &Node) -> Option<String> {
        self.said(node).map(str::to_owned)
    }

    pub(crate) fn texts(&mut self, node: &Node) -> Vec<Listed> {
        let items = self.items(node);
        let mut texts: Vec<Listed> = Vec::with_capacity(items.len());
        let mut seen = Seen::of(items.len());
        for (index, item) in items.iter().enumerate() {
            if items.len() > 1 && matches!(&item.value, Value::Text(text) if text.trim().is_empty()) {
                let removal = self.removal(&items, index);
                self.report(
                    Problem::error(Code::EmptyText, item.at, "an empty text")
                        .help("give a text, or remove it")
                        .fix_all("remove it", removal),
                );
                continue;
            }
            let Some(text) = self.said(item) else { continue };
            if seen.add(text) {
                texts.push(Listed { text: text.to_owned(), place: self.place(item.at) });
            } else {
                let removal = self.removal(&items, index);
                self.report(
                    Problem::warning(Code::RepeatedValue, item.at, format!("`{text}` is given twice"))
                        .help("remove one of the two")
                        .fix_all("remove the second one", removal),
                );
            }
        }
        texts
    }

    pub(crate) fn strings(&mut self, node: &Node) -> Vec<String> {
        self.texts(node).into_iter().map(|listed| listed.text).collect()
    }

    pub(crate) fn flag(&mut self, node: &Node) -> Option<bool> {
        #[cfg(test)]
        self.seen.values.push((node.at, super::seen::SeenValue::Flag));
        match &node.value {
            Value::Boolean(flag) => Some(*flag),
            Value::Text(text) if matches!(*text, "true" | "false") => {
                self.report(
                    Problem::error(
                        Code::QuotedBoolean,
                        node.at,
                        format!("`{text}` in quotation marks is a text"),
                    )
                    .help("true and false are written without quotation marks")
                    .fix("remove the quotation marks", node.at, *text),
                );
                Some(*text == "true")
            }
            _ => {
                self.wrong_type(node, "true or false");
                None
            }
        }
    }

    /// A word of a fixed set.
    pub(crate) fn word<T: Copy>(&mut self, node: &Node, known: &[(&'static str, T)]) -> Option<T> {
        #[cfg(test)]
        self.seen.words.push((node.at, known.iter().map(|(word, _)| *word).collect()));
        let text = self.said(node)?;
        if let Some((_, value)) = known.iter().find(|(word, _)| *word == text) {
            return Some(*value);
        }
        let all: Vec<String> = known.iter().map(|(word, _)| format!("`{word}`")).collect();
        let problem =
            Problem::error(Code::UnknownWord, node.at, format!("`{text}` is none of the words known here"));
        let words = || known.iter().map(|(word, _)| *word);
        let problem = match nearest(text, words()) {
            Some(guess) => problem
                .help(format!("did you mean `{guess}`? possible are {}", all.join(", ")))
                .fix(format!("write `{guess}`"), node.at, format!("\"{guess}\""))
                .guess_unless(is_certain(text, words())),
            None => problem.help(format!("possible are {}", all.join(", "))),
        };
        self.report(problem);
        None
    }
}

/// Texts that were met before, without copies of them: a few are compared one by one.
pub(crate) enum Seen<'n> {
    Few(Vec<&'n str>),
    Many(HashSet<&'n str>),
}

impl<'n> Seen<'n> {
    /// Room for so many.
    pub(crate) fn of(count: usize) -> Self {
        if count <= 16 {
            Self::Few(Vec::with_capacity(count))
        } else {
            Self::Many(HashSet::with_capacity(count))
        }
    }

    /// Whether a text is new.
    pub(crate) fn add(&mut self, text: &'n str) -> bool {
        match self {
            Self::Few(known) if known.contains(&text) => false,
            Self::Few(known) => {
                known.push(text);
                true
            }
            Self::Many(known) => known.insert(text),
        }
    }
}
