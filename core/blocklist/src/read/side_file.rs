//! Pinned side files: many values, one a line, `#` for comments. Invariant: a file whose digest is not the
//! pinned one is not used.

use debar_model::{Place, Sha256Hex};
use sha2::{Digest as _, Sha256};

use super::files::{Loader, resolve, unreadable};
use crate::Code;
use crate::fields::{Context, Fields};
use crate::source::{At, Problem, SourceText};
use crate::syntax::Node;

/// Bad lines of one file that are shown one by one.
const SHOWN: usize = 20;

/// A side file as pinned.
pub(super) struct SideFile {
    pub(super) name: String,
    pub(super) pin: Sha256Hex,
    at: At,
    text: String,
}

/// Opens `{ path = "..", pin-sha256 = ".." }`.
pub(super) fn open(cx: &mut Context, node: &Node, loader: &mut Loader<'_>) -> Option<SideFile> {
    let mut fields = Fields::open(cx, node, node.at, "a side file")?;
    let path_node = fields.need(cx, "path");
    let pin_node = fields.take("pin-sha256");
    fields.finish(cx);
    let path_node = path_node?;
    let path = cx.string(path_node)?;
    let from = cx.files.get(node.at.file).map(|file| file.name.clone()).unwrap_or_default();
    let name = resolve(cx, &from, &path, path_node.at)?;
    let bytes = match loader.fetch(&name) {
        Ok(bytes) => bytes,
        Err(error) => {
            cx.report(unreadable(&name, &error, path_node.at));
            return None;
        }
    };
    let found = Sha256Hex(Sha256::digest(&bytes).into());
    let Some(pin_node) = pin_node else {
        cx.report(
            Problem::error(Code::MissingPin, node.at, format!("`{name}` is not pinned")).help(format!(
                "add `pin-sha256 = \"{found}\"` if the file is the one you mean: an unpinned file changes the list unseen"
            ))
            .fix(
                "pin the file as it is now",
                At { start: path_node.at.end, end: path_node.at.end, ..path_node.at },
                format!(", pin-sha256 = \"{found}\""),
            )
            .guess(),
        );
        return None;
    };
    let pin = pin(cx, pin_node)?;
    if pin != found {
        cx.report(mismatch(&name, &found, pin_node.at));
        return None;
    }
    let text = String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    Some(SideFile { name, pin, at: path_node.at, text })
}

/// A pin: 64 hex digits.
pub(super) fn pin(cx: &mut Context, node: &Node) -> Option<Sha256Hex> {
    let text = cx.string(node)?;
    match Sha256Hex::parse(text.trim().trim_start_matches("sha256:")) {
        Ok(pin) => Some(pin),
        Err(error) => {
            cx.report(
                Problem::error(Code::BadDigest, node.at, format!("`{text}` is {error}"))
                    .help("give the SHA-256 of the file as 64 hex digits"),
            );
            None
        }
    }
}

/// The report on a file that is not the pinned one.
pub(super) fn mismatch(name: &str, found: &Sha256Hex, at: At) -> Problem {
    Problem::error(Code::PinMismatch, at, format!("`{name}` is not the pinned file"))
        .says(format!("its SHA-256 is {found}"))
        .help("find out who changed it; set the pin anew only when the change is wanted")
}

impl SideFile {
    /// Reads each line that says something. A refused one is reported at its place in the side file.
    pub(super) fn lines(
        self,
        cx: &mut Context,
        mut read: impl FnMut(&mut Context, &str, Place) -> Result<(), (String, String)>,
    ) {
        let mut bad = vec![];
        let mut refused = 0_usize;
        let mut start = 0;
        for (number, line) in (1_u32..).zip(self.text.split_inclusive('\n')) {
            let begin = start;
            start += line.len();
            let line = if number == 1 { line.trim_start_matches('\u{feff}') } else { line };
            let trimmed = line.trim();
            if trimmed.is_empty() || trimmed.starts_with('#') {
                continue;
            }
            let offset =
                begin + self.text.get(begin..start).and_then(|whole| whole.find(trimmed)).unwrap_or_default();
            let end = offset + trimmed.len();
            let place = Place { file: self.name.clone(), line: number, column: 1, start: offset, end };
            if let Err((message, help)) = read(cx, trimmed, place) {
                refused += 1;
                if bad.len() < SHOWN {
                    bad.push((offset, end, message, help));
                }
            }
        }
        if bad.is_empty() {
            return;
        }
        let file = cx.files.len();
        let more = refused - bad.len();
        cx.files.push(SourceText::new(self.name.clone(), self.text));
        cx.torn.push(vec![]);
        for (start, end, message, help) in bad {
            cx.report(
                Problem::error(Code::SideFileLine, At { file, start, end }, message)
                    .also(self.at, "the file is named here")
                    .help(help),
            );
        }
        if more > 0 {
            cx.report(
                Problem::error(
                    Code::SideFileLine,
                    self.at,
                    format!("{more} more lines of `{}` are refused", self.name),
                )
                .help("correct the first ones and read the list again"),
            );
        }
    }
}
