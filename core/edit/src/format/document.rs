//! Tables in the order of the file, each with its comments and keys.

use debar_blocklist::Section;
use toml_edit::{DocumentMut, Item, Key, RawString, Table, Value};

use super::comment::{begins_blank, beside, lines};
use super::{WIDTH, value};

/// A whole file.
pub(super) fn print(document: &DocumentMut) -> String {
    let mut blocks = vec![];
    collect(document.as_table(), &mut vec![], &mut blocks);
    blocks.sort_by_key(|block| block.position);
    let mut page = Page::default();
    page.body(&document.as_table().get_values(), false, &mut vec![]);
    for block in &blocks {
        let raw = text(block.table.decor().prefix());
        let mut above = lines(raw);
        let mut expanded = vec![];
        let values = block.table.get_values();
        let section = match block.path.as_slice() {
            [section] if !block.array && Section::ALL.iter().any(|known| known.as_str() == section) => {
                Some(section.as_str())
            }
            _ => None,
        };
        let stays =
            values.iter().filter(|(keys, value)| !section.is_some_and(|_| is_long(keys, value))).count();
        let behind = comment_behind(text(block.table.decor().suffix()));
        if stays == 0 && !values.is_empty() {
            above.extend(behind);
        } else {
            let header = block.path.join(".");
            let header = if block.array { format!("[[{header}]]") } else { format!("[{header}]") };
            page.header(&above, &header, behind);
            above = vec![];
        }
        page.body(&values, section.is_some(), &mut expanded);
        for (keys, entry) in expanded {
            let section = section.unwrap_or_default();
            page.expanded(section, &keys, entry, &mut above);
        }
    }
    let trailing = document.trailing().as_str().unwrap_or_default();
    let end = format!("{}\n", trailing.trim_end_matches(' '));
    let mut rest = lines(&end);
    while rest.last().is_some_and(String::is_empty) {
        rest.pop();
    }
    if !rest.is_empty() {
        if begins_blank(trailing) && !page.text.is_empty() {
            page.text.push('\n');
        }
        page.lines(&rest);
    }
    page.text
}

struct Block<'a> {
    position: isize,
    path: Vec<String>,
    array: bool,
    table: &'a Table,
}

/// Keys and an entry in braces that gets a header of its own.
type Expanded<'a> = Vec<(Vec<&'a Key>, &'a Value)>;

fn collect<'a>(table: &'a Table, path: &mut Vec<String>, blocks: &mut Vec<Block<'a>>) {
    for (name, item) in table {
        let repr = table.key(name).map_or_else(|| name.to_owned(), |key| key.display_repr().into_owned());
        path.push(repr);
        match item {
            Item::Table(inner) => {
                if !inner.is_implicit() && !inner.is_dotted() {
                    blocks.push(Block {
                        position: inner.position().unwrap_or(isize::MAX),
                        path: path.clone(),
                        array: false,
                        table: inner,
                    });
                }
                collect(inner, path, blocks);
            }
            Item::ArrayOfTables(tables) => {
                for inner in tables {
                    blocks.push(Block {
                        position: inner.position().unwrap_or(isize::MAX),
                        path: path.clone(),
                        array: true,
                        table: inner,
                    });
                    collect(inner, path, blocks);
                }
            }
            Item::Value(_) | Item::None => {}
        }
        path.pop();
    }
}

fn text(raw: Option<&RawString>) -> &str {
    raw.and_then(RawString::as_str).unwrap_or_default()
}

fn comment_behind(raw: &str) -> Option<String> {
    let (own, later) = beside(raw);
    own.into_iter().chain(later).reduce(|all, next| format!("{all} {next}"))
}

/// Whether an entry in braces does not fit on its line, or has a comment inside.
fn is_long(keys: &[&Key], entry: &Value) -> bool {
    if keys.len() != 1 || !entry.is_inline_table() {
        return false;
    }
    value::one_line(entry)
        .is_none_or(|line| value::path(keys).chars().count() + 3 + line.chars().count() > WIDTH)
}

#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    fn lines(&mut self, lines: &[String]) {
        for line in lines {
            self.text.push_str(line);
            self.text.push('\n');
        }
    }

    fn header(&mut self, above: &[String], header: &str, behind: Option<String>) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.lines(above);
        self.text.push_str(header);
        if let Some(comment) = behind {
            self.text.push_str(&format!(" {comment}"));
        }
        self.text.push('\n');
    }

    /// The keys of a table; entries that need a header of their own are handed back.
    fn body<'a>(&mut self, values: &[(Vec<&'a Key>, &'a Value)], section: bool, expanded: &mut Expanded<'a>) {
        let mut first = true;
        for (keys, entry) in values {
            if section && is_long(keys, entry) {
                expanded.push((keys.clone(), entry));
                continue;
            }
            let raw = keys.last().map(|key| text(key.leaf_decor().prefix())).unwrap_or_default();
            if begins_blank(raw) && !first {
                self.text.push('\n');
            }
            let mut above = lines(raw);
            if first && section && above.first().is_some_and(String::is_empty) {
                above.remove(0);
            }
            self.lines(&above);
            self.statement(keys, entry);
            first = false;
        }
    }

    fn statement(&mut self, keys: &[&Key], entry: &Value) {
        let key = value::path(keys);
        let (_, behind) = value::around(entry);
        let printed = value::print(entry, key.chars().count() + 3, 0);
        self.text.push_str(&format!("{key} = {printed}"));
        if let Some(comment) = comment_behind(behind) {
            self.text.push_str(&format!(" {comment}"));
        }
        self.text.push('\n');
    }

    /// `id = { .. }` as `[section.id]`.
    fn expanded(&mut self, section: &str, keys: &[&Key], entry: &Value, above: &mut Vec<String>) {
        let Value::InlineTable(table) = entry else { return };
        let raw = keys.last().map(|key| text(key.leaf_decor().prefix())).unwrap_or_default();
        let mut comments = std::mem::take(above);
        comments.extend(lines(raw));
        let (own, later) = beside(table.trailing().as_str().unwrap_or_default());
        comments.extend(own.into_iter().chain(later));
        let values = table.get_values();
        let mut body = Self::default();
        for (keys, value) in &values {
            let decors = keys.iter().flat_map(|key| [key.leaf_decor(), key.dotted_decor()]);
            for raw in decors.flat_map(|decor| [decor.prefix(), decor.suffix()]) {
                let (own, later) = beside(text(raw));
                body.lines(&own);
                body.lines(&later);
            }
            let (own, later) = beside(value::around(value).0);
            body.lines(&own);
            body.lines(&later);
            body.statement(keys, value);
        }
        let header = format!("[{section}.{}]", value::path(keys));
        self.header(&comments, &header, comment_behind(value::around(entry).1));
        self.text.push_str(&body.text);
    }
}
