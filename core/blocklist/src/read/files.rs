//! Root file and includes: found, read, parsed, each once. Invariant: no name leads out of the root's directory.

use std::collections::BTreeSet;

use bumpalo::Bump;
use debar_model::Sha256Hex;
use sha2::{Digest as _, Sha256};

use crate::fields::Context;
use crate::source::{At, Problem, SourceText};
use crate::syntax::{self, Node, Value};
use crate::{Code, OpenSet, SourceError, SourceFile, Sources};

/// A parsed file of the list.
pub(super) struct Loaded<'t> {
    pub(super) file: usize,
    pub(super) root: Node<'t>,
    /// Files that it includes, directly or through others.
    pub(super) below: BTreeSet<usize>,
}

/// Reads files and remembers what the revision is made of.
pub(super) struct Loader<'a> {
    sources: &'a dyn Sources,
    /// Where the trees of the files lie.
    arena: &'a Bump,
    /// In order of merging: a file comes after those that it includes.
    pub(super) loaded: Vec<Loaded<'a>>,
    /// Every file read so far with its digest.
    pub(super) seen: Vec<SourceFile>,
    /// Files whose includes are being read.
    open: Vec<String>,
}

impl<'a> Loader<'a> {
    pub(super) fn new(sources: &'a dyn Sources, arena: &'a Bump) -> Self {
        Self { sources, arena, loaded: vec![], seen: vec![], open: vec![] }
    }

    /// Loads the root file and all that it includes.
    pub(super) fn load(&mut self, cx: &mut Context, root: &str) {
        match self.fetch(root) {
            Ok(bytes) => self.parse(cx, root, bytes),
            Err(error) => {
                cx.files.push(SourceText::new(root.to_owned(), String::new()));
                cx.torn.push(vec![]);
                let code = code_of(&error);
                cx.report(
                    Problem::error(code, At::default(), format!("cannot read `{root}`: {error}"))
                        .help("check the path of the list"),
                );
            }
        }
    }

    /// Takes a text for the root file.
    pub(super) fn load_text(&mut self, cx: &mut Context, name: &str, text: &str) {
        self.parse(cx, name, text.as_bytes().to_vec());
    }

    /// The bytes of a file; its digest becomes part of the revision.
    pub(super) fn fetch(&mut self, name: &str) -> Result<Vec<u8>, SourceError> {
        let bytes = self.sources.read(name)?;
        if !self.seen.iter().any(|file| file.name == name) {
            let sha256 = Sha256Hex(Sha256::digest(&bytes).into());
            self.seen.push(SourceFile { name: name.to_owned(), sha256, len: bytes.len() as u64 });
        }
        Ok(bytes)
    }

    /// Opens a digest set.
    pub(super) fn digest_set(
        &self,
        name: &str,
        pin: Option<&Sha256Hex>,
    ) -> Result<Option<OpenSet>, SourceError> {
        self.sources.digest_set(name, pin)
    }

    /// Makes a digest set part of the revision, by its pin.
    pub(super) fn note(&mut self, name: &str, pin: Sha256Hex, len: u64) {
        if !self.seen.iter().any(|file| file.name == name) {
            self.seen.push(SourceFile { name: name.to_owned(), sha256: pin, len });
        }
    }

    /// The bytes of a file that is no part of the revision.
    pub(super) fn peek(&self, name: &str) -> Result<Vec<u8>, SourceError> {
        self.sources.read(name)
    }

    fn parse(&mut self, cx: &mut Context, name: &str, bytes: Vec<u8>) {
        let zeros = bytes.iter().filter(|byte| **byte == 0).count();
        if zeros * 4 > bytes.len() || (zeros > 0 && std::str::from_utf8(&bytes).is_err()) {
            self.no_text(cx, name, &bytes);
            return;
        }
        let file = cx.files.len();
        let (text, wrong) = match String::from_utf8(bytes) {
            Ok(text) => (text, None),
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                // Same length, so that every later place is right.
                let text = error
                    .into_bytes()
                    .into_iter()
                    .map(|byte| if byte.is_ascii() { byte as char } else { '?' });
                (text.collect(), Some(valid))
            }
        };
        cx.files.push(SourceText::new(name.to_owned(), text));
        cx.torn.push(vec![]);
        if let Some(offset) = wrong {
            cx.report(
                Problem::error(
                    Code::NotUtf8,
                    At { file, start: offset, end: offset + 1 },
                    "not UTF-8 from here on",
                )
                .help("save the file as UTF-8: it seems to be in an older character set"),
            );
        }
        let Some(source) = cx.files.get(file) else { return };
        let parsed = syntax::parse(file, source, self.arena);
        if let Some(torn) = cx.torn.get_mut(file) {
            *torn = parsed.torn;
        }
        for problem in parsed.problems {
            cx.report(problem);
        }
        self.open.push(name.to_owned());
        self.includes(cx, name, &parsed.root);
        self.open.pop();
        let below = self.below(cx, name, &parsed.root);
        self.loaded.push(Loaded { file, root: parsed.root, below });
    }

    /// A file that is no text of one byte a letter: one problem, and none of what its bytes look like.
    fn no_text(&mut self, cx: &mut Context, name: &str, bytes: &[u8]) {
        let file = cx.files.len();
        cx.files.push(SourceText::new(name.to_owned(), String::new()));
        cx.torn.push(vec![0]);
        let wide = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
        let help = if wide {
            "save the file as UTF-8: it is in UTF-16"
        } else {
            "name a text file in UTF-8: this one has zero bytes, as UTF-16 and binary files have"
        };
        let problem = Problem::error(Code::NotUtf8, At { file, start: 0, end: 0 }, "not UTF-8").help(help);
        cx.report(problem);
        let empty = SourceText::new(name.to_owned(), String::new());
        let root = syntax::parse(file, &empty, self.arena).root;
        self.loaded.push(Loaded { file, root, below: BTreeSet::new() });
    }

    /// The files that a file includes, whoever included them first. Bad paths were reported before.
    fn below(&self, cx: &Context, from: &str, root: &Node) -> BTreeSet<usize> {
        let mut below = BTreeSet::new();
        let Value::Table(table) = &root.value else { return below };
        let Some(Value::List(items)) = table.find("include").map(|(_, node)| &node.value) else {
            return below;
        };
        for item in *items {
            let Value::Text(path) = &item.value else { continue };
            let Some(name) = join(from, path) else { continue };
            let Some(file) = cx.files.iter().position(|file| file.name == name) else { continue };
            below.insert(file);
            below.extend(
                self.loaded.iter().filter(|loaded| loaded.file == file).flat_map(|loaded| &loaded.below),
            );
        }
        below
    }

    fn includes(&mut self, cx: &mut Context, from: &str, root: &Node) {
        let Value::Table(table) = &root.value else { return };
        if cx.known.is_some() {
            return;
        }
        let Some((_, node)) = table.find("include") else { return };
        let items = cx.items(node);
        for (index, item) in items.iter().enumerate() {
            let Some(path) = cx.string(item) else { continue };
            let Some(name) = resolve(cx, from, &path, item.at) else { continue };
            if self.open.contains(&name) {
                let cycle = [self.open.join("` -> `"), name.clone()].join("` -> `");
                let removal = cx.removal(&items, index);
                cx.report(
                    Problem::error(Code::IncludeCycle, item.at, format!("`{name}` includes itself"))
                        .says(format!("`{cycle}`"))
                        .help("remove one of these includes")
                        .fix_all("remove this include", removal),
                );
                continue;
            }
            if cx.files.iter().any(|file| file.name == name) {
                continue;
            }
            match self.fetch(&name) {
                Ok(bytes) => self.parse(cx, &name, bytes),
                Err(error) => cx.report(unreadable(&name, &error, item.at)),
            }
        }
    }
}

/// A name relative to the root's directory from one that is relative to the file that says it.
pub(super) fn resolve(cx: &mut Context, from: &str, path: &str, at: At) -> Option<String> {
    let outside = |help: &str| {
        Problem::error(Code::PathOutside, at, format!("`{path}` is not a path below the list's directory"))
            .help(help)
    };
    if path.contains("://") {
        cx.report(outside("nothing is fetched from the network: keep a copy beside the list"));
        return None;
    }
    if path.contains('\\') {
        cx.report(outside("separate folders by `/`, on every system").fix(
            "write forward slashes",
            at,
            format!("\"{}\"", path.replace("\\\\", "/").replace('\\', "/")),
        ));
        return None;
    }
    match join(from, path) {
        Some(name) => Some(name),
        None => {
            cx.report(outside(
                "give a path relative to this file that stays below the root file's directory",
            ));
            None
        }
    }
}

/// A path that is relative to the file `from`, relative to the root's directory; none when it leads out of it.
fn join(from: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    let mut absolute = path.starts_with('/') || path.contains(':');
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => absolute |= parts.pop().is_none(),
            part => parts.push(part),
        }
    }
    (!absolute && !parts.is_empty()).then(|| parts.join("/"))
}

/// The report on a file that a list names.
pub(super) fn unreadable(name: &str, error: &SourceError, at: At) -> Problem {
    Problem::error(code_of(error), at, format!("cannot read `{name}`: {error}"))
        .help("paths are relative to the file that names them")
}

fn code_of(error: &SourceError) -> Code {
    match error {
        SourceError::Missing => Code::MissingFile,
        SourceError::Outside => Code::PathOutside,
        SourceError::TooLarge | SourceError::NoSet(..) | SourceError::Other(_) => Code::UnreadableFile,
    }
}
