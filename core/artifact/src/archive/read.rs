//! A file or bytes with everything inside.
//!
//! The digest of a file itself is made beside the walk through its members, by a thread of its own, so that
//! nothing that an archive does can keep it from being made.

use std::path::Path;
use std::thread;

use debar_model::Algorithm;

use super::at::{At, Window};
use super::budget::Budget;
use super::found::{Contents, Format, Found};
use super::layout;
use super::tee::Tee;
use super::walk::{Node, Walk};
use crate::one::{digest_opened, digest_reader};
use crate::open::Opened;
use crate::{ArtifactError, Digests};

/// What is asked of a file.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// Algorithms for the file itself.
    pub file: &'a [Algorithm],
    /// Algorithms for members.
    pub members: &'a [Algorithm],
    /// How much work it may cause.
    pub budget: Budget,
    /// Is asked now and then whether the time is over: nothing here reads a clock.
    pub stop: &'a dyn Fn() -> bool,
}

impl<'a> Asked<'a> {
    /// The same algorithms for the file and its members, the usual budget, and no end of time.
    pub fn of(algorithms: &'a [Algorithm]) -> Self {
        Self { file: algorithms, members: algorithms, budget: Budget::default(), stop: &|| false }
    }
}

/// Reads a file and everything inside it, and tells each member and gap as it goes. A folder is read when it
/// is an OCI image layout.
///
/// ```no_run
/// use debar_artifact::{Asked, Found, read_path};
/// use debar_model::Algorithm;
///
/// let mut tell = |found| match found {
///     Found::Member(member) => println!("{}", member.path),
///     Found::Gap(gap) => println!("{}: {}", gap.path, gap.why),
///     _ => {}
/// };
/// let contents = read_path("app.whl", &Asked::of(&[Algorithm::Sha256]), &mut tell)?;
/// assert_eq!(contents.gaps, 0);
/// # Ok::<(), debar_artifact::ArtifactError>(())
/// ```
///
/// # Errors
/// See [`ArtifactError`]: those of the file itself. What is wrong inside is a gap.
pub fn read_path(
    path: impl AsRef<Path>,
    asked: &Asked<'_>,
    found: &mut dyn FnMut(Found),
) -> Result<Contents, ArtifactError> {
    let path = path.as_ref();
    crate::hashes::Hashes::new(asked.file)?;
    crate::hashes::Hashes::new(asked.members)?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if layout::is_layout(path) {
        let size = layout_size(path);
        let walk = Walk::new(asked, size, found);
        if let Err(why) = layout::read(&walk, &Node::root(&name), path) {
            walk.gap("", why);
        }
        return Ok(contents(&walk, None, Some(Format::OciLayout)));
    }
    let opened = Opened::new(path)?;
    let second = opened.again(path)?;
    let algorithms = asked.file;
    thread::scope(|scope| {
        let digesting = || digest_opened(&opened, algorithms, false, &|_| ());
        let beside = thread::Builder::new().spawn_scoped(scope, digesting);
        let walk = Walk::new(asked, second.size(), found);
        let format = top(&walk, &name, &second);
        // Without a second thread it comes after.
        let digests = match beside {
            Ok(thread) => {
                thread.join().unwrap_or_else(|_| Err(std::io::Error::other("the thread ended").into()))
            }
            Err(_) => digesting(),
        }?;
        second.unchanged(second.size())?;
        Ok(contents(&walk, Some(digests), format))
    })
}

/// Reads bytes that are in memory and everything inside them, as [`read_path`] does.
///
/// # Errors
/// An algorithm that we do not compute.
pub fn read_bytes(
    name: &str,
    bytes: &[u8],
    asked: &Asked<'_>,
    found: &mut dyn FnMut(Found),
) -> Result<Contents, ArtifactError> {
    crate::hashes::Hashes::new(asked.members)?;
    let digests = digest_reader(bytes, asked.file)?;
    let walk = Walk::new(asked, digests.size(), found);
    let format = top(&walk, name, &bytes);
    Ok(contents(&walk, Some(digests), format))
}

/// Opens the file itself when it is an archive.
fn top(walk: &Walk<'_>, name: &str, at: &dyn At) -> Option<Format> {
    let node = Node::root(name);
    let mut stream = Window::new(at, 0, at.len());
    let mut tee = Tee::silent(walk, &mut stream);
    match walk.open(&node, &mut tee, Some(at)) {
        Ok(format) => format,
        Err((format, why)) => {
            walk.gap("", why);
            format
        }
    }
}

fn contents(walk: &Walk<'_>, digests: Option<Digests>, format: Option<Format>) -> Contents {
    let (members, gaps, unpacked) = walk.counts();
    Contents { digests, format, members, gaps, unpacked }
}

/// The bytes of a layout, for the ratio.
fn layout_size(folder: &Path) -> u64 {
    let blobs = std::fs::read_dir(folder.join("blobs").join("sha256")).into_iter().flatten().flatten();
    blobs.filter_map(|entry| entry.metadata().ok()).map(|meta| meta.len()).sum()
}
