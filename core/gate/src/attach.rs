//! Files that an order carries or that are given beside it: digested, and decoded when a plugin knows
//! them, so that their parts are screened as parts of the line.
//!
//! What cannot be read is a reason to hold; nothing is fetched from anywhere.

use std::path::Path;

use debar_artifact::{ArtifactError, Digests, digest_file, digest_reader};
use debar_model::{Algorithm, Artifact, HoldReason, LineKind, Object, PurchaseRequest, Source, Sourced};

use crate::adapters::Adapters;
use crate::submission::GivenArtifact;

/// Every algorithm that a list may use for a file.
const ALGORITHMS: [Algorithm; 5] =
    [Algorithm::Sha256, Algorithm::Sha384, Algorithm::Sha512, Algorithm::Sha1, Algorithm::Md5];

/// How deep a document may stand within a document.
const MAX_NESTING: usize = 4;

/// Attaches files to one request and keeps the reasons to hold it.
pub(crate) struct Attacher<'a> {
    adapters: &'a Adapters,
    decode_limit: u64,
    artifact_limit: u64,
    pub holds: Vec<(HoldReason, String)>,
}

impl<'a> Attacher<'a> {
    pub fn new(adapters: &'a Adapters, decode_limit: u64, artifact_limit: u64) -> Self {
        Self { adapters, decode_limit, artifact_limit, holds: vec![] }
    }

    /// Digests and decodes everything that the request carries.
    pub fn carried(&mut self, request: &mut PurchaseRequest) {
        self.carried_at(request, 0);
    }

    fn carried_at(&mut self, request: &mut PurchaseRequest, depth: usize) {
        let attachments = request.attachments.clone();
        for attachment in attachments {
            let digests = digest_reader(attachment.bytes.as_slice(), &ALGORITHMS);
            let Some(digests) = self.digests(&attachment.name, digests) else { continue };
            place(request, attachment.line, artifact(&attachment.name, digests, &attachment.source));
            self.graft(
                request,
                attachment.line,
                &attachment.name,
                Some(&attachment.media_type),
                &attachment.bytes,
                depth,
            );
        }
    }

    /// Digests and decodes the files given beside the document.
    pub fn given(&mut self, request: &mut PurchaseRequest, given: &[GivenArtifact]) {
        for artifact in given {
            let Some(line) = find_line(request, &artifact.line) else {
                self.hold(format!(
                    "the file `{}` is given for the line `{}`, which the document does not have",
                    artifact.path.display(),
                    artifact.line
                ));
                continue;
            };
            self.file(request, line, &artifact.path);
        }
    }

    fn file(&mut self, request: &mut PurchaseRequest, line: u32, path: &Path) {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let source = Source::at(format!("file:{name}"));
        match std::fs::metadata(path) {
            Ok(meta) if meta.len() > self.artifact_limit => {
                let limit = self.artifact_limit;
                return self.hold(format!("`{}` is larger than {limit} bytes", path.display()));
            }
            // Whatever else is wrong with the file, the digest says.
            _ => {}
        }
        let Some(digests) = self.digests(&name, digest_file(path, &ALGORITHMS)) else { return };
        let size = digests.size();
        let artifact = artifact(&name, digests, &source);
        place(request, Some(line), artifact);
        if size <= self.decode_limit {
            match std::fs::read(path) {
                Ok(bytes) => self.graft(request, Some(line), &name, None, &bytes, 0),
                Err(error) => self.hold(format!("`{}` cannot be read: {error}", path.display())),
            }
        }
    }

    fn digests(&mut self, name: &str, digests: Result<Digests, ArtifactError>) -> Option<Digests> {
        digests.map_err(|error| self.hold(format!("`{name}` cannot be read: {error}"))).ok()
    }

    /// Decodes a file that a plugin knows and hangs its lines below the line that carries it.
    fn graft(
        &mut self,
        request: &mut PurchaseRequest,
        line: Option<u32>,
        name: &str,
        media_type: Option<&str>,
        bytes: &[u8],
        depth: usize,
    ) {
        let Some(adapter) = self.adapters.of_attachment(media_type, bytes) else { return };
        if depth >= MAX_NESTING {
            return self.hold(format!("`{name}` stands more than {MAX_NESTING} documents deep"));
        }
        match adapter.decode(media_type.unwrap_or_default(), bytes) {
            Ok(decoded) => {
                for mut part in decoded.requests {
                    for reason in &part.document.undecodable {
                        self.hold(format!("`{name}`: {}", reason.value));
                    }
                    self.carried_at(&mut part, depth + 1);
                    hang(request, line, name, part);
                }
            }
            Err(failure) => self.hold(format!("`{name}` cannot be decoded: {}", failure.why)),
        }
    }

    fn hold(&mut self, why: String) {
        self.holds.push((HoldReason::Attachment, why));
    }
}

/// The file as the thing delivered: its digests are of the whole.
fn artifact(name: &str, digests: Digests, source: &Source) -> Artifact {
    let digests = digests
        .into_vec()
        .into_iter()
        .map(|digest| Sourced::new(digest.with_object(Object::Archive), source.clone()))
        .collect();
    Artifact { names: vec![Sourced::new(name.to_owned(), source.clone())], digests, ..Artifact::default() }
}

fn find_line(request: &PurchaseRequest, name: &str) -> Option<u32> {
    let by_id = (0_u32..)
        .zip(&request.lines)
        .find(|(_, line)| line.id.as_ref().is_some_and(|id| id.value == name))
        .map(|(ordinal, _)| ordinal);
    by_id.or_else(|| name.parse().ok().filter(|ordinal| request.line(*ordinal).is_some()))
}

fn place(request: &mut PurchaseRequest, line: Option<u32>, artifact: Artifact) {
    let line = line
        .and_then(|ordinal| usize::try_from(ordinal).ok())
        .and_then(|index| request.lines.get_mut(index));
    match line {
        Some(line) => line.artifacts.push(artifact),
        None => request.artifacts.push(artifact),
    }
}

fn hang(request: &mut PurchaseRequest, line: Option<u32>, name: &str, mut part: PurchaseRequest) {
    // The places are in the file, not in the document: a byte range would point at the wrong bytes.
    part.for_each_source(&mut |source| {
        *source = Source::at(format!("{name}#{}", source.pointer));
    });
    let base = u32::try_from(request.lines.len()).unwrap_or(u32::MAX);
    request.artifacts.extend(part.artifacts);
    for mut child in part.lines {
        child.parent = match child.parent {
            Some(parent) => Some(parent.saturating_add(base)),
            None => line,
        };
        child.kind = LineKind::Component;
        request.lines.push(child);
    }
    request.extra.extend(part.extra);
    request.comments.extend(part.comments);
    request.parties.extend(part.parties);
}
