//! From files to entries: one file a source.

mod bis;
mod clamav;
mod csl;
mod hashes;
mod loldrivers;
mod malwarebazaar;
mod mapped;
mod misp;
mod ofac;
mod ofac_xml;
mod opensanctions;
mod osv;
mod sam;
mod stix;
mod versions;

use debar_raw::Sha256;

use crate::draft::Draft;
use crate::text::hex;
use crate::{FeedKind, Import, InputFile, MAX_FILE, Options, Refusal, Snapshot};

/// Reads the files of a source. The order in which they are given does not count.
///
/// # Errors
/// All reasons for which nothing is imported: a file that is cut off, not of this kind, or plainly wrong.
pub fn read(kind: FeedKind, files: &[InputFile<'_>], options: &Options) -> Result<Import, Vec<Refusal>> {
    let mut files: Vec<InputFile<'_>> = files.to_vec();
    files.sort_by(|a, b| a.name.cmp(b.name).then_with(|| a.bytes.cmp(b.bytes)));
    let mut refused = vec![];
    for file in &files {
        if file.bytes.len() as u64 > MAX_FILE {
            refused.push(Refusal::new(
                file.name,
                "the file is too large to be read at once",
                "of digests, make a set with `debar set build`",
            ));
        } else if file.bytes.iter().all(u8::is_ascii_whitespace) {
            refused.push(Refusal::new(
                file.name,
                "the file is empty",
                "fetch it anew: an empty list would lift everything",
            ));
        } else if file.bytes.starts_with(b"version https://git-lfs.github.com/spec/") {
            refused.push(Refusal::new(
                file.name,
                "it is a pointer of Git LFS, not the file",
                "fetch the file itself, with `git lfs pull`",
            ));
        }
    }
    if !refused.is_empty() {
        return Err(refused);
    }
    let mut draft = Draft::new(options);
    let done = match kind {
        FeedKind::Csl => each(&files, &mut draft, csl::read),
        FeedKind::Ofac => ofac::read(&files, &mut draft),
        FeedKind::BisDpl => each(&files, &mut draft, bis::read),
        FeedKind::Sam => each(&files, &mut draft, sam::read),
        FeedKind::OpenSanctions => each(&files, &mut draft, opensanctions::read),
        FeedKind::Csv => each(&files, &mut draft, mapped::read),
        FeedKind::Osv => each(&files, &mut draft, osv::read),
        FeedKind::ClamAv => clamav::read(&files, &mut draft),
        FeedKind::Hashes => each(&files, &mut draft, hashes::read),
        FeedKind::MalwareBazaar => each(&files, &mut draft, malwarebazaar::read),
        FeedKind::Stix => each(&files, &mut draft, stix::read),
        FeedKind::Misp => each(&files, &mut draft, misp::read),
        FeedKind::LolDrivers => each(&files, &mut draft, loldrivers::read),
    };
    done?;
    let snapshot = snapshot(&files, &options.snapshot);
    Ok(draft.finish(snapshot))
}

/// Every file by itself; all that cannot be read are told.
fn each<'o>(
    files: &[InputFile<'_>],
    draft: &mut Draft<'o>,
    read: impl Fn(&InputFile<'_>, &mut Draft<'o>) -> Result<(), Refusal>,
) -> Result<(), Vec<Refusal>> {
    let mut refused = vec![];
    for file in files {
        file.name.clone_into(&mut draft.file);
        if let Err(refusal) = read(file, draft) {
            refused.push(refusal);
        }
    }
    if refused.is_empty() { Ok(()) } else { Err(refused) }
}

fn snapshot(files: &[InputFile<'_>], date: &str) -> Snapshot {
    let digest = |bytes: &[u8]| {
        let mut hash = Sha256::new();
        hash.update(bytes);
        hex(&hash.finish())
    };
    Snapshot {
        date: date.to_owned(),
        files: files
            .iter()
            .map(|file| (file.name.to_owned(), file.bytes.len() as u64, digest(file.bytes)))
            .collect(),
    }
}
