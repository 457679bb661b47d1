//! Draws a message with the lines that it is about, in the compiler's form, or says it in plain sentences.

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::visible::{one_line, same_length, visible};
use crate::args::ErrorFormat;

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

/// The message in the form that was asked for.
pub(crate) fn render(drawing: &Drawing<'_>, form: ErrorFormat, color: bool) -> String {
    match form {
        ErrorFormat::Drawn => draw(drawing, color),
        ErrorFormat::Plain => plain(drawing),
    }
}

fn draw(drawing: &Drawing<'_>, color: bool) -> String {
    let level = match drawing.tone {
        Tone::Error => Level::ERROR,
        Tone::Warning => Level::WARNING,
    };
    let (head, code) = (one_line(&drawing.title), drawing.code.map(one_line));
    let title = match code {
        Some(code) => level.primary_title(head).id(code),
        None => level.primary_title(head),
    };
    let windows: Vec<Option<Window<'_>>> = drawing.pages.iter().map(window).collect();
    let mut group = Group::with_title(title);
    for (page, window) in drawing.pages.iter().zip(&windows) {
        let Some(window) = window else { continue };
        let mut snippet = Snippet::source(window.text.as_ref())
            .path(one_line(page.name))
            .line_start(window.line)
            .fold(true);
        for (mark, range) in page.marks.iter().zip(&window.ranges) {
            let kind = if mark.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            snippet = snippet.annotation(kind.span(range.clone()).label(one_line(&mark.text)));
        }
        group = group.element(snippet);
    }
    for note in &drawing.notes {
        group = group.element(Level::NOTE.message(visible(note)));
    }
    for help in &drawing.help {
        group = group.element(Level::HELP.message(visible(help)));
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group])
}

/// One sentence a line, each with its own place.
fn plain(drawing: &Drawing<'_>) -> String {
    let tone = match drawing.tone {
        Tone::Error => "error",
        Tone::Warning => "warning",
    };
    let code = drawing.code.map(|code| format!("[{code}]")).unwrap_or_default();
    let marks = || drawing.pages.iter().flat_map(|page| page.marks.iter().map(move |mark| (page, mark)));
    let first = marks().find(|(_, mark)| mark.primary).or_else(|| marks().next());
    let place = first.map(|(page, mark)| format!("{}: ", place(page, mark))).unwrap_or_default();
    let mut lines = vec![format!("{place}{tone}{code}: {}", drawing.title)];
    for (page, mark) in marks().filter(|(_, mark)| !mark.text.is_empty()) {
        lines.push(format!("{}: note: {}", self::place(page, mark), mark.text));
    }
    lines.extend(drawing.notes.iter().map(|note| format!("note: {}", note.replace('\n', "; "))));
    lines.extend(drawing.help.iter().map(|help| format!("help: {}", help.replace('\n', "; "))));
    let lines: Vec<Cow<'_, str>> = lines.iter().map(|line| one_line(line)).collect();
    lines.join("\n")
}

fn place(page: &Page<'_>, mark: &Mark) -> String {
    let before = page.text.get(..mark.range.start).unwrap_or_default();
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!("{}:{line}:{column}", page.name)
}

/// Whether a page can be drawn: its marks lie in its text, on lines of a readable length.
pub(crate) fn is_drawable(page: &Page<'_>) -> bool {
    window(page).is_some()
}

struct Window<'a> {
    text: Cow<'a, str>,
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
    Some(Window { text: same_length(text), line, ranges })
}

#[cfg(test)]
mod tests {
    use super::{Drawing, Mark, Page, Tone, render};
    use crate::args::ErrorFormat;

    fn drawing<'a>(text: &'a str, marked: &str, title: &str) -> Drawing<'a> {
        let start = text.find(marked).unwrap();
        Drawing {
            tone: Tone::Error,
            code: Some("a-code"),
            title: title.to_owned(),
            pages: vec![Page {
                name: "list.toml",
                text,
                marks: vec![Mark {
                    range: start..start + marked.len(),
                    text: "here".to_owned(),
                    primary: true,
                }],
            }],
            notes: vec!["a note\nof two lines".to_owned()],
            help: vec![],
        }
    }

    #[test]
    fn columns_are_right_on_cyrillic_and_wide_letters() {
        let drawing = drawing("первая\nимя = «Касперский»\n", "Касперский", "a title");
        let drawn = render(&drawing, ErrorFormat::Drawn, false);
        assert!(drawn.starts_with("error[a-code]: a title\n --> list.toml:2:8\n"), "{drawn}");
        assert!(drawn.contains("2 | имя = «Касперский»\n  |        ^^^^^^^^^^ here"), "{drawn}");
        assert_eq!(
            render(&drawing, ErrorFormat::Plain, false),
            "list.toml:2:8: error[a-code]: a title\nlist.toml:2:8: note: here\nnote: a note; of two lines"
        );
    }

    #[test]
    fn no_letter_of_a_document_reaches_the_terminal_as_a_command() {
        let drawing = drawing("x\u{1b}[2J\u{9b}31m y\u{202e} Bad\r\n", "Bad", "a\u{1b}]0;x\u{7}\ntitle");
        for form in [ErrorFormat::Drawn, ErrorFormat::Plain] {
            let drawn = render(&drawing, form, false);
            let control = |letter: char| letter.is_control() && letter != '\n' || letter == '\u{202e}';
            assert!(!drawn.contains(control), "{drawn:?}");
        }
    }
}
