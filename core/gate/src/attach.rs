//! Files that an order carries or that are given beside it: digested, and decoded when a plugin knows
//! them, so that their parts are screened as parts of the line.
//!
//! What cannot be read is a reason to hold; nothing is fetched from anywhere.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use debar_artifact::{ArtifactError, digest_reader};
use debar_blocklist::Blocklist;
use debar_host::Receipt;
use debar_model::{
    Algorithm, Artifact, HoldReason, LineItem, LineKind, Object, PurchaseRequest, Source, Sourced,
};

use crate::adapters::{Adapters, HEAD};
use crate::config::Limits;
use crate::inside::{Inside, Opened};
use crate::submission::GivenArtifact;
use crate::tripwire;

/// How deep a document may stand within a document.
const MAX_NESTING: usize = 4;

/// Reasons to hold one request.
pub(crate) type Holds = Vec<(HoldReason, String)>;

/// Attaches files to the requests of one document.
pub(crate) struct Attacher<'a> {
    adapters: &'a Adapters,
    decode_limit: u64,
    artifact_limit: u64,
    inside: Inside,
    /// Texts among the files that the document carries, for the tripwire.
    pub texts: Vec<String>,
}

/// A file that was read, ready to be hung below lines.
#[derive(Clone)]
struct Read {
    name: String,
    artifact: Artifact,
    /// The members of an archive.
    members: Vec<Artifact>,
    parts: Vec<PurchaseRequest>,
    holds: Holds,
}

/// A line that a caller named.
enum Named {
    None,
    One(u32),
    Several,
}

impl<'a> Attacher<'a> {
    pub fn new(adapters: &'a Adapters, limits: &Limits, list: &Blocklist) -> Self {
        Self {
            adapters,
            decode_limit: limits.document_bytes.value,
            artifact_limit: limits.artifact_bytes.value,
            inside: Inside::new(limits, list),
            texts: vec![],
        }
    }

    /// Digests and decodes everything that a request carries.
    pub fn carried(&mut self, request: &mut PurchaseRequest, holds: &mut Holds) {
        self.carried_at(request, holds, 0);
    }

    fn carried_at(&mut self, request: &mut PurchaseRequest, holds: &mut Holds, depth: usize) {
        for attachment in request.attachments.clone() {
            self.texts.extend(tripwire::text_of(&attachment.bytes));
            let mut read = Read::new(&attachment.name);
            let place = match attachment.source.pointer.as_str() {
                "" => &attachment.name,
                pointer => pointer,
            };
            match self.inside.bytes(&attachment.name, &attachment.bytes, place) {
                Ok(opened) => read.opened(opened, &attachment.source),
                Err(error) => read.unreadable(&error),
            }
            self.decode(&mut read, Some(&attachment.media_type), &attachment.bytes, depth);
            read.hang(request, attachment.line, holds);
        }
    }

    /// Digests and decodes the files given beside the document, each once. A file belongs to the line of its
    /// name in whichever request of the document has it; `native_lines` counts each request's own lines.
    pub fn given(
        &mut self,
        requests: &mut [(PurchaseRequest, Holds)],
        native_lines: &[usize],
        given: &[GivenArtifact],
    ) {
        for artifact in given {
            let named: Vec<Named> = requests
                .iter()
                .zip(native_lines)
                .map(|((request, _), own)| {
                    find_line(request.lines.get(..*own).unwrap_or_default(), &artifact.line)
                })
                .collect();
            if named.iter().all(|line| matches!(line, Named::None)) {
                let why = format!(
                    "the file `{}` is given for the line `{}`, which the document does not have",
                    artifact.path.display(),
                    artifact.line
                );
                requests.iter_mut().for_each(|(_, holds)| holds.push((HoldReason::Attachment, why.clone())));
                continue;
            }
            let read = self.file(&artifact.path);
            for ((request, holds), line) in requests.iter_mut().zip(named) {
                match line {
                    Named::None => {}
                    Named::One(line) => read.clone().hang(request, Some(line), holds),
                    Named::Several => holds.push((
                        HoldReason::Attachment,
                        format!(
                            "the file `{}` is given for the line `{}`, and several lines have this id",
                            artifact.path.display(),
                            artifact.line
                        ),
                    )),
                }
            }
        }
    }

    /// Digests and decodes the files that the document's own lines name by a relative path below a folder.
    /// Addresses are never fetched. A path that leads out of the folder, or to nothing, holds the request.
    pub fn named(
        &mut self,
        requests: &mut [(PurchaseRequest, Holds)],
        native_lines: &[usize],
        folder: &Path,
    ) {
        for ((request, holds), own) in requests.iter_mut().zip(native_lines) {
            for (line, uri) in relative_names(request.lines.get(..*own).unwrap_or_default()) {
                match within(folder, &uri) {
                    Ok(path) => self.file(&path).hang(request, Some(line), holds),
                    Err(why) => holds.push((
                        HoldReason::Attachment,
                        format!("the file `{uri}`, which a line names, {why}"),
                    )),
                }
            }
        }
    }

    fn file(&mut self, path: &Path) -> Read {
        let mut read = Read::new(&path.file_name().unwrap_or(path.as_os_str()).to_string_lossy());
        if let Ok(meta) = std::fs::metadata(path)
            && meta.len() > self.artifact_limit
        {
            read.hold(format!("`{}` is larger than {} bytes", path.display(), self.artifact_limit));
            return read;
        }
        // Whatever else is wrong with the file, the digest says: only regular files get one, and of folders only
        // image layouts are opened.
        let source = format!("file:{}", read.name);
        let opened = match self.inside.path(path, &source) {
            Ok(opened) => opened,
            Err(error) => {
                read.unreadable(&error);
                return read;
            }
        };
        let Some(digests) = opened.digests.clone() else {
            read.opened(opened, &Source::at(source));
            return read;
        };
        let head = self.decode_limit.max(u64::try_from(HEAD).unwrap_or(u64::MAX)).saturating_add(1);
        let mut bytes = vec![];
        let found = File::open(path).and_then(|file| file.take(head).read_to_end(&mut bytes));
        let size = digests.size();
        let again = digest_reader(bytes.as_slice(), &[Algorithm::Sha256]).ok();
        let same =
            again.as_ref().and_then(|again| again.get(&Algorithm::Sha256)) == digests.get(&Algorithm::Sha256);
        read.opened(opened, &Source::at(source));
        match found {
            Err(error) => read.hold(format!("`{}` cannot be read: {error}", path.display())),
            Ok(_) if size > self.decode_limit => {
                if !matches!(self.adapters.of_attachment(None, &bytes), Ok(None)) {
                    let limit = self.decode_limit;
                    read.hold(format!(
                        "`{}` is larger than {limit} bytes and was not decoded",
                        path.display()
                    ));
                }
            }
            Ok(_) if !same => read.hold(format!("`{}` changed while it was read", path.display())),
            Ok(_) => self.decode(&mut read, None, &bytes, 0),
        }
        read
    }

    /// Decodes a file that a plugin knows.
    fn decode(&mut self, read: &mut Read, media_type: Option<&str>, bytes: &[u8], depth: usize) {
        let adapter = match self.adapters.of_attachment(media_type, bytes) {
            Ok(Some(adapter)) => adapter,
            Ok(None) => return,
            Err(why) => return read.hold(format!("`{}`: {why}", read.name)),
        };
        if depth >= MAX_NESTING {
            return read.hold(format!("`{}` stands more than {MAX_NESTING} documents deep", read.name));
        }
        match adapter.decode(&Receipt::new(media_type.unwrap_or_default(), bytes)) {
            Ok(decoded) if decoded.requests.is_empty() => {
                let why = decoded.empty.unwrap_or_else(|| "the plugin found nothing in it".to_owned());
                read.hold(format!("`{}` holds nothing to screen: {why}", read.name));
            }
            Ok(decoded) => {
                for mut part in decoded.requests {
                    for reason in &part.document.undecodable {
                        read.holds
                            .push((HoldReason::Attachment, format!("`{}`: {}", read.name, reason.value)));
                    }
                    self.carried_at(&mut part, &mut read.holds, depth + 1);
                    read.parts.push(part);
                }
            }
            Err(failure) => read.hold(format!("`{}` cannot be decoded: {}", read.name, failure.why)),
        }
    }
}

impl Read {
    fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            artifact: Artifact::default(),
            members: vec![],
            parts: vec![],
            holds: vec![],
        }
    }

    /// The file as the thing delivered, whose digests are of the whole, and its members, whose are not.
    fn opened(&mut self, opened: Opened, source: &Source) {
        let digests = opened.digests.into_iter().flat_map(|digests| digests.into_vec());
        self.members = opened.members;
        self.artifact = Artifact {
            names: vec![Sourced::new(self.name.clone(), source.clone())],
            digests: digests
                .map(|digest| Sourced::new(digest.with_object(Object::Archive), source.clone()))
                .collect(),
            unread: opened.unread.into_iter().map(|why| Sourced::new(why, source.clone())).collect(),
            ..Artifact::default()
        };
    }

    fn unreadable(&mut self, error: &ArtifactError) {
        self.hold(format!("`{}` cannot be read: {error}", self.name));
    }

    fn hold(&mut self, why: String) {
        self.holds.push((HoldReason::Attachment, why));
    }

    /// Hangs the file and its parts below a line, or below the request.
    fn hang(self, request: &mut PurchaseRequest, line: Option<u32>, holds: &mut Holds) {
        holds.extend(self.holds);
        match line_mut(request, line) {
            Some(line) => line.artifacts.extend([self.artifact].into_iter().chain(self.members)),
            None => request.artifacts.extend([self.artifact].into_iter().chain(self.members)),
        }
        for part in self.parts {
            graft(request, line, &self.name, part);
        }
    }
}

/// The line of a name: its own id in the document, else, for a line without one, its number from 1.
/// Relative paths that lines name, with the lines' ordinals; an address has a scheme.
fn relative_names(lines: &[LineItem]) -> Vec<(u32, String)> {
    let names = (0_u32..).zip(lines).flat_map(|(ordinal, line)| {
        let uris = line.artifacts.iter().flat_map(|artifact| &artifact.uris);
        uris.map(move |uri| (ordinal, uri.value.clone()))
    });
    names.filter(|(_, uri)| !uri.is_empty() && !uri.contains(':')).collect()
}

/// The file of a relative path, every link resolved, when it lies below the folder.
fn within(folder: &Path, name: &str) -> Result<PathBuf, String> {
    let found = folder
        .canonicalize()
        .and_then(|root| root.join(name).canonicalize().map(|path| (root, path)))
        .map_err(|error| format!("cannot be read: {error}"))?;
    let (root, path) = found;
    if path.starts_with(&root) { Ok(path) } else { Err("lies outside of the folder of artifacts".to_owned()) }
}

fn find_line(lines: &[LineItem], name: &str) -> Named {
    let mut fitting = (0_u32..)
        .zip(lines)
        .filter(|(_, line)| line.id.as_ref().is_some_and(|id| id.value.trim() == name))
        .map(|(ordinal, _)| ordinal);
    match (fitting.next(), fitting.next()) {
        (Some(_), Some(_)) => Named::Several,
        (Some(line), None) => Named::One(line),
        (None, _) => {
            let ordinal = name.parse::<u32>().ok().and_then(|number| number.checked_sub(1));
            let line = ordinal.and_then(|ordinal| lines.get(usize::try_from(ordinal).ok()?));
            match (ordinal, line) {
                (Some(ordinal), Some(line)) if line.id.is_none() => Named::One(ordinal),
                _ => Named::None,
            }
        }
    }
}

fn line_mut(request: &mut PurchaseRequest, line: Option<u32>) -> Option<&mut LineItem> {
    line.and_then(|ordinal| usize::try_from(ordinal).ok()).and_then(|index| request.lines.get_mut(index))
}

/// The parts of a decoded file as parts of the line. Facts of a file are nobody's word on the purchase.
fn graft(request: &mut PurchaseRequest, line: Option<u32>, name: &str, mut part: PurchaseRequest) {
    // The places are in the file, not in the document: a byte range would point at the wrong bytes.
    part.for_each_source(&mut |source| {
        *source = Source::at(format!("{name}#{}", source.pointer));
    });
    // What its plugin had to say of it is part of what must be shown.
    let said = |mut text: Sourced<String>| {
        text.value = format!("`{name}`: {}", text.value);
        text
    };
    request.document.remarks.extend(part.document.remarks.into_iter().map(said));
    request.document.signatures.extend(part.document.signatures.into_iter().map(said));
    let base = u32::try_from(request.lines.len()).unwrap_or(u32::MAX);
    match line_mut(request, line) {
        Some(line) => {
            line.artifacts.extend(part.artifacts);
            line.extra.extend(part.extra);
            line.comments.extend(part.comments);
            line.parties.extend(part.parties);
        }
        None => {
            request.artifacts.extend(part.artifacts);
            request.extra.extend(part.extra);
            request.comments.extend(part.comments);
            request.parties.extend(part.parties);
        }
    }
    for mut child in part.lines {
        child.parent = match child.parent {
            Some(parent) => Some(parent.saturating_add(base)),
            None => line,
        };
        child.kind = LineKind::Component;
        request.lines.push(child);
    }
}
