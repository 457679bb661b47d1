//! The part of YAML that records of drivers are written in: maps and lists in blocks by indentation, scalars plain, in
//! quotation marks or in blocks, empty `[]` and `{}`. What it does not know (anchors, tags, flow collections with
//! something in them, several documents) is an error with its line, never a guess.

use crate::json::Json;

/// Deeper nesting is refused.
const MAX_DEPTH: usize = 64;

/// Reads one document.
pub(crate) fn parse(text: &str) -> Result<Json, (usize, &'static str)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines: Vec<Line<'_>> = vec![];
    for (at, raw) in text.split('\n').enumerate() {
        let raw = raw.strip_suffix('\r').unwrap_or(raw);
        let rest = raw.trim_start_matches(' ');
        lines.push(Line { number: at + 1, indent: raw.len() - rest.len(), text: rest, raw });
    }
    let mut reader = Reader { lines, at: 0 };
    reader.skip();
    if reader.peek().is_some_and(|line| line.indent == 0 && line.text.trim_end() == "---") {
        reader.at += 1;
    }
    let Some(first) = reader.next_line() else { return Ok(Json::Null) };
    let value = reader.block(first.indent, 0)?;
    match reader.next_line() {
        None => Ok(value),
        Some(line) => Err((line.number, "the line belongs to nothing before it")),
    }
}

#[derive(Clone, Copy)]
struct Line<'t> {
    number: usize,
    indent: usize,
    text: &'t str,
    raw: &'t str,
}

struct Reader<'t> {
    lines: Vec<Line<'t>>,
    at: usize,
}

impl<'t> Reader<'t> {
    fn peek(&self) -> Option<Line<'t>> {
        self.lines.get(self.at).copied()
    }

    /// Passes blank lines and comments.
    fn skip(&mut self) {
        while self.peek().is_some_and(|line| line.text.trim().is_empty() || line.text.starts_with('#')) {
            self.at += 1;
        }
    }

    fn next_line(&mut self) -> Option<Line<'t>> {
        self.skip();
        self.peek()
    }

    fn block(&mut self, indent: usize, depth: usize) -> Result<Json, (usize, &'static str)> {
        let Some(line) = self.next_line() else { return Ok(Json::Null) };
        if depth > MAX_DEPTH {
            return Err((line.number, "the nesting is too deep"));
        }
        if line.text.starts_with('\t') {
            return Err((line.number, "a tab indents the line"));
        }
        if is_item(line.text) {
            return self.items(indent, depth);
        }
        if split_key(line.text).is_some() {
            return self.map(indent, depth);
        }
        self.at += 1;
        self.scalar(line.text, line, indent.saturating_sub(1), depth)
    }

    fn items(&mut self, indent: usize, depth: usize) -> Result<Json, (usize, &'static str)> {
        let mut list = vec![];
        while let Some(line) = self.next_line() {
            if line.indent != indent || !is_item(line.text) {
                break;
            }
            let rest = line.text.strip_prefix('-').unwrap_or_default();
            let value = rest.trim_start_matches(' ');
            if value.is_empty() || value.starts_with('#') {
                self.at += 1;
                list.push(self.below(indent, depth)?);
                continue;
            }
            // The item's own text is a line of its own, further in.
            let inner = indent + 1 + (rest.len() - value.len());
            if let Some(slot) = self.lines.get_mut(self.at) {
                *slot = Line { indent: inner, text: value, ..line };
            }
            if is_item(value) || split_key(value).is_some() {
                list.push(self.block(inner, depth + 1)?);
            } else {
                self.at += 1;
                list.push(self.scalar(value, line, indent, depth)?);
            }
        }
        Ok(Json::List(list))
    }

    fn map(&mut self, indent: usize, depth: usize) -> Result<Json, (usize, &'static str)> {
        let mut map: Vec<(String, Json)> = vec![];
        let mut seen = rustc_hash::FxHashSet::default();
        while let Some(line) = self.next_line() {
            if line.indent != indent || is_item(line.text) {
                break;
            }
            let Some((key, value)) = split_key(line.text) else {
                return Err((line.number, "the line is no `key: value`"));
            };
            let key = unquote(key).ok_or((line.number, "the key cannot be read"))?;
            if !seen.insert(key.clone()) {
                return Err((line.number, "a key stands twice"));
            }
            self.at += 1;
            let value = if value.is_empty() || value.starts_with('#') {
                self.value_below(indent, depth)?
            } else {
                self.scalar(value, line, indent, depth)?
            };
            map.push((key, value));
        }
        Ok(Json::Map(map))
    }

    /// The value of a key that has none on its line: lists may stand at the key's own indentation.
    fn value_below(&mut self, indent: usize, depth: usize) -> Result<Json, (usize, &'static str)> {
        match self.next_line() {
            Some(line) if line.indent == indent && is_item(line.text) => self.items(indent, depth + 1),
            _ => self.below(indent, depth),
        }
    }

    fn below(&mut self, indent: usize, depth: usize) -> Result<Json, (usize, &'static str)> {
        match self.next_line() {
            Some(line) if line.indent > indent => self.block(line.indent, depth + 1),
            _ => Ok(Json::Null),
        }
    }

    /// A scalar that begins on a line, with the lines that go on with it: those further in than `indent`.
    fn scalar(
        &mut self,
        begin: &str,
        line: Line<'t>,
        indent: usize,
        _depth: usize,
    ) -> Result<Json, (usize, &'static str)> {
        let begin = begin.trim_end();
        match begin.chars().next() {
            Some('|' | '>') => return Ok(self.block_scalar(begin, indent)),
            Some('&' | '*' | '!') => return Err((line.number, "anchors, aliases and tags are not read")),
            Some('[') if without_comment(begin) == "[]" => return Ok(Json::List(vec![])),
            Some('{') if without_comment(begin) == "{}" => return Ok(Json::Map(vec![])),
            Some('[' | '{') => return Err((line.number, "lists and maps in one line are not read")),
            Some('%' | '@' | '`') => return Err((line.number, "the value begins with a reserved sign")),
            _ => {}
        }
        let quote = begin.chars().next().filter(|c| matches!(c, '"' | '\''));
        let mut text = begin.to_owned();
        if let Some(quote) = quote {
            while !is_closed(&text, quote) {
                let Some(next) = self.peek() else {
                    return Err((line.number, "a quotation mark is never closed"));
                };
                self.at += 1;
                let part = next.raw.trim();
                if part.is_empty() {
                    text.push('\n');
                } else {
                    if !text.ends_with('\n') {
                        text.push(' ');
                    }
                    text.push_str(part);
                }
                if text.len() > 1 << 20 {
                    return Err((line.number, "the text is too long"));
                }
            }
            let text = without_comment_behind(&text, quote);
            return unquote(text)
                .map(Json::Text)
                .ok_or((line.number, "the text in quotation marks cannot be read"));
        }
        text = without_comment(&text).to_owned();
        // A plain text goes on over lines that are further in.
        while let Some(next) = self.peek() {
            let blank = next.text.trim().is_empty();
            if blank {
                let follows = self.lines.iter().skip(self.at).find(|line| !line.text.trim().is_empty());
                if follows.is_none_or(|line| line.indent <= indent) {
                    break;
                }
                self.at += 1;
                text.push('\n');
                continue;
            }
            if next.indent <= indent || next.text.starts_with('#') {
                break;
            }
            self.at += 1;
            if !text.ends_with('\n') {
                text.push(' ');
            }
            text.push_str(without_comment(next.text.trim_end()));
        }
        Ok(match text.as_str() {
            "~" | "null" | "Null" | "NULL" => Json::Null,
            "true" | "True" | "TRUE" => Json::Bool(true),
            "false" | "False" | "FALSE" => Json::Bool(false),
            _ => Json::Text(text),
        })
    }

    /// `|` and `>`: the lines further in, as they are, or joined.
    fn block_scalar(&mut self, sign: &str, indent: usize) -> Json {
        let folded = sign.starts_with('>');
        let mut parts: Vec<&str> = vec![];
        while let Some(line) = self.peek() {
            if !line.text.trim().is_empty() && line.indent <= indent {
                break;
            }
            self.at += 1;
            parts.push(line.text);
        }
        while parts.last().is_some_and(|part| part.is_empty()) {
            parts.pop();
        }
        Json::Text(parts.join(if folded { " " } else { "\n" }))
    }
}

fn is_item(text: &str) -> bool {
    text == "-" || text.starts_with("- ")
}

/// `key: value` with a blank, or nothing, behind the colon. A key in quotation marks may hold colons.
fn split_key(text: &str) -> Option<(&str, &str)> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''));
    if let Some(quote) = quote {
        let end = text.get(1..)?.find(quote)? + 2;
        let rest = text.get(end..)?.trim_start().strip_prefix(':')?;
        return (rest.is_empty() || rest.starts_with(' '))
            .then(|| (text.get(..end).unwrap_or_default(), rest.trim()));
    }
    if text.starts_with(['[', '{', '|', '>', '#', '&', '*', '!']) {
        return None;
    }
    if let Some((key, value)) = text.split_once(": ") {
        return (!key.contains(" #")).then(|| (key.trim_end(), value.trim()));
    }
    text.trim_end().strip_suffix(':').filter(|key| !key.contains(" #")).map(|key| (key, ""))
}

fn without_comment(text: &str) -> &str {
    text.split_once(" #").map_or(text, |(before, _)| before).trim_end()
}

/// A text in quotation marks without what follows the closing one.
fn without_comment_behind(text: &str, quote: char) -> &str {
    match end_of(text, quote) {
        Some(end) => text.get(..end).unwrap_or(text),
        None => text,
    }
}

fn is_closed(text: &str, quote: char) -> bool {
    end_of(text, quote).is_some()
}

/// The place behind the closing mark.
fn end_of(text: &str, quote: char) -> Option<usize> {
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if quote == '"' && c == '\\' {
            chars.next();
        } else if c == quote {
            if quote == '\'' && chars.peek().is_some_and(|(_, next)| *next == '\'') {
                chars.next();
            } else {
                return Some(at + 1);
            }
        }
    }
    None
}

fn unquote(text: &str) -> Option<String> {
    let text = text.trim();
    if let Some(inner) = text.strip_prefix('\'') {
        return Some(inner.strip_suffix('\'')?.replace("''", "'"));
    }
    let Some(inner) = text.strip_prefix('"') else { return Some(text.to_owned()) };
    let inner = inner.strip_suffix('"')?;
    let mut out = String::new();
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        let digits = match chars.next()? {
            'n' => {
                out.push('\n');
                continue;
            }
            't' => {
                out.push('\t');
                continue;
            }
            'r' => {
                out.push('\r');
                continue;
            }
            '0' => {
                out.push('\0');
                continue;
            }
            'x' => 2,
            'u' => 4,
            'U' => 8,
            c @ ('"' | '\\' | '/' | ' ') => {
                out.push(c);
                continue;
            }
            _ => return None,
        };
        let code: String = chars.by_ref().take(digits).collect();
        out.push(char::from_u32(u32::from_str_radix(&code, 16).ok()?).unwrap_or('\u{fffd}'));
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::json::Json;

    #[test]
    fn reads_what_drivers_are_written_in() {
        let text = "Id: 4c\nTags:\n- a.sys\nVerified: 'TRUE'\nCommands:\n  Command: sc.exe create x\n    && sc.exe start\n  Note: \"a: b \\\"c\\\"\"\nDetection: []\nSamples:\n- Filename: ''\n  SHA256: ab\n  Inner:\n    MD5: cd # a comment\n-   Filename: 'it''s'\n    Text: |\n      one\n        two\n    Last: x\n";
        let found = parse(text).unwrap();
        let samples = found.get("Samples").list();
        assert_eq!(samples.len(), 2);
        assert_eq!(samples[0].get("Inner").get("MD5").text(), Some("cd"));
        assert_eq!(samples[1].get("Filename").text(), Some("it's"));
        assert_eq!(samples[1].get("Last").text(), Some("x"));
        assert_eq!(found.get("Commands").get("Command").text(), Some("sc.exe create x && sc.exe start"));
        assert_eq!(found.get("Commands").get("Note").text(), Some("a: b \"c\""));
        assert_eq!(found.get("Detection"), &Json::List(vec![]));
    }

    #[test]
    fn what_it_does_not_know_is_an_error_with_its_line() {
        for (text, line) in [
            ("a: &x 1", 1),
            ("a: b\nc: [1, 2]", 2),
            ("a: 1\na: 2", 2),
            ("a: 'x", 1),
            ("\ta: 1", 1),
            ("a:\n  b: 1\n c: 2", 3),
        ] {
            assert_eq!(parse(text).unwrap_err().0, line, "{text}");
        }
        let deep: String = (0..200).map(|at| format!("{}a:\n", " ".repeat(at))).collect();
        assert!(parse(&deep).is_err());
    }
}
