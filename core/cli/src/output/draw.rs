//! Draws a message with the lines that it is about, in the compiler's form.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

/// The words in front of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    Error,
    Warning,

}

/// A file's text and what to mark in it.
#[derive(Clone, Debug)]
pub(crate) struct Page<'a> {
    pub name: &'a str,
    pub text: &'a str,
    pub marks: Vec<Mark>,
}

/// A byte range and what is there.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    pub range: Range<usize>,
    pub text: String,
    pub primary: bool,
}

/// A message, its pages and its remarks.
#[derive(Clone, Debug)]
pub(crate) struct Drawing<'a> {
    pub tone: Tone,
    pub code: Option<&'a str>,
    pub title: String,
    pub pages: Vec<Page<'a>>,
    pub notes: Vec<String>,
    pub help: Vec<String>,
}

/// The most bytes of a line that are drawn: a document on one line would fill the screen.
const MAX_LINE: usize = 400;

pub(crate) fn draw(drawing: &Drawing<'_>, color: bool) -> String {
    let level = match drawing.tone {
        Tone::Error => Level::ERROR,
        Tone::Warning => Level::WARNING,
    };
    let title = match drawing.code {
        Some(code) => level.primary_title(drawing.title.as_str()).id(code),
        None => level.primary_title(drawing.title.as_str()),
    };
    let windows: Vec<Option<Window<'_>>> = drawing.pages.iter().map(window).collect();
    let mut group = Group::with_title(title);
    for (page, window) in drawing.pages.iter().zip(&windows) {
        let Some(window) = window else { continue };
        let mut snippet = Snippet::source(window.text).path(page.name).line_start(window.line).fold(true);
        for (mark, range) in page.marks.iter().zip(&window.ranges) {
            let kind = if mark.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            snippet = snippet.annotation(kind.span(range.clone()).label(mark.text.as_str()));
        }
        group = group.element(snippet);
    }
    for note in &drawing.notes {
        group = group.element(Level::NOTE.message(note.as_str()));
    }
    for help in &drawing.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group])
}

/// Whether a page can be drawn: its marks lie in its text, on lines of a readable length.
pub(crate) fn is_drawable(page: &Page<'_>) -> bool {
    window(page).is_some()
}

struct Window<'a> {
    text: &'a str,
    line: usize,
    ranges: Vec<Range<usize>>,
}

/// The lines that hold all marks, with a line around them; none when a mark lies outside of the text or
/// its line is too long to be of use.
fn window<'a>(page: &Page<'a>) -> Option<Window<'a>> {
    let first = page.marks.iter().map(|mark| mark.range.start).min()?;
    let last = page.marks.iter().map(|mark| mark.range.end).max()?;
    let before = page.text.get(..first)?;
    let after = page.text.get(last..)?;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let end = last + after.find('\n').unwrap_or(after.len());
    let text = page.text.get(start..end)?;
    if text.lines().any(|line| line.len() > MAX_LINE) {
        return None;
    }
    let line = page.text.get(..start)?.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let ranges = page.marks.iter().map(|mark| mark.range.start - start..mark.range.end - start).collect();
    Some(Window { text, line, ranges })
}

#[cfg(test)]
mod tests {
    use super::{Drawing, Mark, Page, Tone, draw};

    #[test]
    fn columns_are_right_on_cyrillic_and_wide_letters() {
        let text = "первая\nимя = «Касперский»\n";
        let start = text.find("Касперский").unwrap();
        let drawing = Drawing {
            tone: Tone::Error,
            code: Some("a-code"),
            title: "a title".to_owned(),
            pages: vec![Page {
                name: "list.toml",
                text,
                marks: vec![Mark {
                    range: start..start + "Касперский".len(),
                    text: "here".to_owned(),
                    primary: true,
                }],
            }],
            notes: vec!["a note".to_owned()],
            help: vec![],
        };
        let drawn = draw(&drawing, false);
        assert!(drawn.starts_with("error[a-code]: a title\n --> list.toml:2:8\n"), "{drawn}");
        assert!(drawn.contains("2 | имя = «Касперский»\n  |        ^^^^^^^^^^ here"), "{drawn}");
    }
}
