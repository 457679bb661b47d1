//! One table of the file: every key that is asked for is known, every other one is reported.

use std::borrow::Cow;

use super::{Context, is_certain, nearest};
use crate::source::{At, Problem};
use crate::syntax::{Key, Node, Table, Value};
use crate::{Change, Code, Head, Listed};

/// Keys of the root table: elsewhere they were meant to stand at the top.
const ROOT_KEYS: [&str; 8] =
    ["version", "title", "owner", "time-zone", "review-by", "updated", "max-age", "include"];

/// A table whose keys are asked for one by one.
pub(crate) struct Fields<'n> {
    table: &'n Table<'n>,
    /// Where a missing key is reported.
    pub(crate) at: At,
    /// What the table is, for messages: `rule `x``.
    pub(crate) what: Cow<'static, str>,
    asked: Vec<&'static str>,
    refused: Vec<&'static str>,
    #[cfg(test)]
    needed: Vec<&'static str>,
    quiet: bool,
}

/// Warnings that an entry takes on itself.
fn allowed(cx: &mut Context, node: &Node) -> Vec<Code> {
    let known: Vec<(&'static str, Code)> =
        Code::ALLOWABLE.iter().map(|code| (code.as_str(), *code)).collect();
    cx.items(node).into_iter().filter_map(|item| cx.word(item, &known)).collect()
}

/// The same first name in every other table header of the file.
fn other_headers(cx: &Context, first: At, name: &str) -> Vec<At> {
    let mut offset = 0;
    let mut all = vec![];
    let text = cx.files.get(first.file).map_or("", |file| file.text.as_str());
    for line in text.split_inclusive('\n') {
        let inner = line.trim_start_matches('[');
        let start = offset + line.len() - inner.len();
        offset += line.len();
        let here = inner.strip_prefix(name).is_some_and(|rest| rest.starts_with(['.', ']']));
        if here && inner.len() < line.len() && start != first.start {
            all.push(At { start, end: start + name.len(), ..first });
        }
    }
    all
}

impl<'n> Fields<'n> {
    /// Opens a table; anything else is reported.
    pub(crate) fn open(
        cx: &mut Context,
        node: &'n Node<'n>,
        at: At,
        what: impl Into<Cow<'static, str>>,
    ) -> Option<Self> {
        let Value::Table(table) = &node.value else {
            cx.wrong_type(node, "a table");
            return None;
        };
        let quiet = cx.is_torn(at);
        Some(Self {
            table,
            at,
            what: what.into(),
            asked: Vec::with_capacity(24),
            refused: vec![],
            #[cfg(test)]
            needed: vec![],
            quiet,
        })
    }

    pub(crate) fn take(&mut self, key: &'static str) -> Option<&'n Node<'n>> {
        self.asked.push(key);
        self.table.find(key).map(|(_, node)| node)
    }

    /// The key itself, for its place.
    pub(crate) fn key(&self, key: &str) -> Option<&'n Key<'n>> {
        self.table.find(key).map(|(key, _)| key)
    }

    /// A key that must be there.
    pub(crate) fn need(&mut self, cx: &mut Context, key: &'static str) -> Option<&'n Node<'n>> {
        #[cfg(test)]
        self.needed.push(key);
        let found = self.take(key);
        if found.is_none() && !self.quiet {
            self.missing(cx, key);
        }
        found
    }

    /// Every key of the table with its value, for changes.
    pub(crate) fn pair(&self, key: &str) -> Option<(&'n Key<'n>, &'n Node<'n>)> {
        self.table.find(key)
    }

    pub(crate) fn missing(&self, cx: &mut Context, key: &str) {
        // A key that is nearly this one is reported as unknown, and says it all.
        let misspelt = self.table.0.iter().any(|(found, _)| {
            found.text != key
                && !self.asked.contains(&found.text)
                && nearest(found.text, [key].into_iter()).is_some()
        });
        if !self.quiet && !misspelt {
            let problem = Problem::error(Code::MissingKey, self.at, format!("{} has no `{key}`", self.what))
                .help(format!("add `{key} = ...`"));
            // There is only one version, and a list says it at its top.
            let top = (key == "version").then(|| self.only_version(cx)).flatten();
            cx.report(problem.fix_all("write `version = 1` at the top", top));
        }
    }

    fn only_version(&self, cx: &Context) -> super::change::Changes {
        let file = cx.files.get(self.at.file)?;
        let says = |line: &str| {
            let key = line.trim_start_matches('\u{feff}').split('=').next().unwrap_or_default();
            key.trim().trim_matches(['"', '\'']) == "version" || line.trim_start().starts_with("version:")
        };
        if file.text.lines().any(says) {
            return None;
        }
        let top = cx.top_with(self.at.file, "version")?;
        Some(vec![(top, format!("version = 1{}", cx.line_break(self.at.file)))])
    }

    /// A key of the language that this version does not evaluate: refused, because ignoring it would
    /// change what the list means.
    pub(crate) fn refuse(&mut self, cx: &mut Context, key: &'static str, instead: &str) {
        self.refuse_or(cx, key, instead, None);
    }

    /// The same with a change that says it in the words of this version.
    pub(crate) fn refuse_or(
        &mut self,
        cx: &mut Context,
        key: &'static str,
        instead: &str,
        change: super::change::Changes,
    ) {
        if let Some((found, _)) = self.table.find(key) {
            cx.report(
                Problem::error(
                    Code::UnsupportedKey,
                    found.at,
                    format!("`{key}` is not evaluated by this version"),
                )
                .help(instead)
                .fix_all("say it in the words of this version", change),
            );
        }
        self.refused.push(key);
    }

    /// A dot in an id made this table a mere step on the way: nothing in it is missing.
    pub(crate) fn hush(&mut self) {
        self.quiet = true;
    }

    pub(crate) fn is_quiet(&self) -> bool {
        self.quiet
    }

    pub(crate) fn entries(&self) -> impl Iterator<Item = &'n (Key<'n>, Node<'n>)> {
        self.table.0.iter()
    }

    pub(crate) fn text(&mut self, cx: &mut Context, key: &'static str) -> Option<Listed> {
        // Words that change nothing: an empty one can go.
        const REMARKS: [&str; 12] = [
            "note",
            "owner",
            "contact",
            "use-instead",
            "issuer",
            "uri",
            "by",
            "ticket",
            "why",
            "excerpt",
            "says",
            "result",
        ];
        if let Some((found, node)) = self.table.find(key)
            && REMARKS.contains(&key)
            && matches!(&node.value, Value::Text(text) if text.trim().is_empty())
        {
            self.asked.push(key);
            let removal = cx.removal_of_key(found.at, node.at);
            cx.report(
                Problem::error(Code::EmptyText, node.at, "an empty text")
                    .help("give a text, or remove the key")
                    .fix_all("remove the key", removal),
            );
            return None;
        }
        self.take(key).and_then(|node| cx.text(node))
    }

    pub(crate) fn string(&mut self, cx: &mut Context, key: &'static str) -> Option<String> {
        self.text(cx, key).map(|listed| listed.text)
    }

    pub(crate) fn texts(&mut self, cx: &mut Context, key: &'static str) -> Vec<Listed> {
        self.take(key).map(|node| cx.texts(node)).unwrap_or_default()
    }

    pub(crate) fn strings(&mut self, cx: &mut Context, key: &'static str) -> Vec<String> {
        self.take(key).map(|node| cx.strings(node)).unwrap_or_default()
    }

    pub(crate) fn flag(&mut self, cx: &mut Context, key: &'static str) -> bool {
        self.take(key).and_then(|node| cx.flag(node)).unwrap_or_default()
    }

    pub(crate) fn moment(&mut self, cx: &mut Context, key: &'static str) -> Option<crate::Moment> {
        self.take(key).and_then(|node| cx.moment(node))
    }

    pub(crate) fn references(
        &mut self,
        cx: &mut Context,
        key: &'static str,
        section: super::Section,
    ) -> Vec<String> {
        self.take(key).map(|node| cx.references(section, node)).unwrap_or_default()
    }

    /// Reads each table of a list of tables.
    pub(crate) fn each<T>(
        &mut self,
        cx: &mut Context,
        key: &'static str,
        what: &'static str,
        mut read: impl FnMut(&mut Context, &mut Fields<'n>) -> Option<T>,
    ) -> Vec<T> {
        let Some(node) = self.take(key) else { return vec![] };
        let mut all = vec![];
        for item in cx.items(node) {
            let Some(mut fields) = Fields::open(cx, item, item.at, what) else { continue };
            all.extend(read(cx, &mut fields));
            fields.finish(cx);
        }
        all
    }

    /// What every entry may say of itself.
    pub(crate) fn head(&mut self, cx: &mut Context) -> Head {
        let history = self.each(cx, "history", "a change", |cx, fields| {
            let on = fields.need(cx, "on").and_then(|node| cx.moment(node));
            let by = fields.string(cx, "by");
            let ticket = fields.string(cx, "ticket");
            let why = fields.string(cx, "why");
            Some(Change { on: on?, by, ticket, why })
        });
        let may_override = self.flag(cx, "override");
        let reason = self.string(cx, "override-reason");
        let allow = self.take("allow").map(|node| allowed(cx, node)).unwrap_or_default();
        if !allow.is_empty() {
            let region = self.region(cx);
            cx.allow(region, &allow);
        }
        Head {
            place: cx.place(self.at),
            note: self.string(cx, "note"),
            evidence: self.references(cx, "evidence", super::Section::Evidence),
            owner: self.string(cx, "owner"),
            review_by: self.moment(cx, "review-by"),
            history,
            allow,
            overrides: reason.filter(|_| may_override),
        }
    }

    /// From the entry's key to its end: the end of its inline table, or the next table header.
    fn region(&self, cx: &Context) -> At {
        let Some(file) = cx.files.get(self.at.file) else { return self.at };
        let (line_start, _) = file.line_of(self.at.start);
        let header = file.text.get(line_start..).is_some_and(|rest| rest.starts_with('['));
        let rest = file.text.get(self.at.end..).unwrap_or_default();
        let length = if header { rest.find("\n[") } else { rest.find('\n') };
        At {
            start: line_start,
            end: length.map_or(file.text.len(), |length| self.at.end + length),
            ..self.at
        }
    }

    /// Reports every key that nobody asked for.
    pub(crate) fn finish(self, cx: &mut Context) {
        #[cfg(test)]
        cx.seen.tables.push(super::seen::SeenTable {
            first: self.table.0.first().map(|(key, _)| key.at),
            asked: self.asked.clone(),
            needed: self.needed.clone(),
            refused: self.refused.clone(),
        });
        for (key, node) in self.table.0 {
            if self.asked.contains(&key.text)
                || self.refused.contains(&key.text)
                || key.text.starts_with("x-")
                || self.quiet_dot(cx, key, node)
            {
                continue;
            }
            let name = &key.text;
            if ROOT_KEYS.contains(name) {
                let moved = cx.move_to_top(key, node.at);
                cx.report(
                    Problem::error(
                        Code::MisplacedKey,
                        key.at,
                        format!(
                            "`{name}` stands inside of {}, because it comes after a table header",
                            self.what
                        ),
                    )
                    .help("keys of the whole list stand at the top of the file, above the first `[...]`")
                    .fix_all("move it to the top", moved),
                );
                continue;
            }
            let mut known: Vec<String> = vec![];
            for key in &self.asked {
                let shown = format!("`{key}`");
                if !known.contains(&shown) {
                    known.push(shown);
                }
            }
            let problem =
                Problem::error(Code::UnknownKey, key.at, format!("{} has no key `{name}`", self.what));
            cx.report(match nearest(name, self.asked.iter().copied()) {
                Some(guess) => {
                    let problem = problem.help(format!("did you mean `{guess}`?"));
                    if self.table.find(guess).is_none() {
                        let certain = is_certain(name, self.asked.iter().copied());
                        let mut edits = vec![(key.at, guess.to_owned())];
                        if self.what == "the list" {
                            edits.extend(
                                other_headers(cx, key.at, name).into_iter().map(|at| (at, guess.to_owned())),
                            );
                        }
                        problem.fix_all(format!("write `{guess}`"), Some(edits)).guess_unless(certain)
                    } else {
                        problem
                    }
                }
                None if known.is_empty() => problem,
                None => problem
                    .help(format!("possible are {}; keys of your own begin with `x-`", known.join(", "))),
            });
        }
    }

    /// A table that only exists because of a dot in an id was reported as such.
    fn quiet_dot(&self, cx: &Context, key: &Key, node: &Node) -> bool {
        self.quiet
            && matches!(node.value, Value::Table(_))
            && cx.slice(At { end: key.at.start, ..self.at }).ends_with('.')
    }
}
