//! What is in a file: the digests of the members of archives, and what could not be read.
//!
//! Members are digested by the algorithms of the list in force, and always by SHA-256, so that the record can be
//! asked later by another list.

use std::path::Path;
use std::time::{Duration, Instant};

use debar_artifact::{ArtifactError, Asked, Budget, Contents, Digests, Found, read_bytes, read_path};
use debar_blocklist::Blocklist;
use debar_model::{Algorithm, Artifact, Source, Sourced};

use crate::config::Limits;

/// Every algorithm that a list may use for a file.
const ALGORITHMS: [Algorithm; 5] =
    [Algorithm::Sha256, Algorithm::Sha384, Algorithm::Sha512, Algorithm::Sha1, Algorithm::Md5];
/// The most reasons that are kept of one file.
const SHOWN: usize = 8;

/// How files are read.
pub(crate) struct Inside {
    budget: Budget,
    time: Duration,
    /// Those that members are digested by.
    members: Vec<Algorithm>,
}

/// What was in one file.
pub(crate) struct Opened {
    /// The digests of the file itself; none for a folder.
    pub digests: Option<Digests>,
    /// One artifact for each member.
    pub members: Vec<Artifact>,
    /// What could not be read, a sentence each.
    pub unread: Vec<String>,
}

impl Inside {
    pub fn new(limits: &Limits, list: &Blocklist) -> Self {
        let budget = Budget {
            depth: u32::try_from(limits.archive_depth.value).unwrap_or(u32::MAX),
            members: limits.archive_members.value,
            bytes: limits.archive_bytes.value,
            ratio: limits.archive_ratio.value,
            memory: limits.archive_memory.value,
        };
        let listed = |algorithm: &Algorithm| {
            list.digests.values().any(|set| {
                let on_disk = set.set.iter().flat_map(|file| &file.open).flat_map(|open| &open.holds);
                set.digests.iter().any(|(digest, _)| digest.algorithm() == algorithm)
                    || on_disk.into_iter().any(|(held, _)| held == algorithm)
            })
        };
        let members = ALGORITHMS.into_iter().filter(|one| *one == Algorithm::Sha256 || listed(one)).collect();
        Self { budget, time: Duration::from_secs(limits.archive_seconds.value), members }
    }

    /// A file beside the document.
    pub fn path(&self, path: &Path, source: &str) -> Result<Opened, ArtifactError> {
        self.read(source, &|asked, found| read_path(path, asked, found))
    }

    /// A file that the document carries.
    pub fn bytes(&self, name: &str, bytes: &[u8], source: &str) -> Result<Opened, ArtifactError> {
        self.read(source, &|asked, found| read_bytes(name, bytes, asked, found))
    }

    fn read(&self, source: &str, read: &Reading<'_>) -> Result<Opened, ArtifactError> {
        let start = Instant::now();
        let (mut members, mut unread, mut more) = (vec![], vec![], 0_u64);
        let mut tell = |found| match found {
            Found::Member(member) => {
                let Some(digests) = member.digests else { return };
                let place = Source::at(format!("{source}!/{}", member.path));
                let digests = digests.into_vec().into_iter();
                let digests = digests.map(|digest| Sourced::new(digest, place.clone())).collect();
                members.push(Artifact { digests, ..Artifact::default() });
            }
            Found::Gap(gap) if unread.len() < SHOWN => {
                let place =
                    if gap.path.is_empty() { source.to_owned() } else { format!("{source}!/{}", gap.path) };
                unread.push(format!("`{place}`: {}", gap.why));
            }
            Found::Gap(_) => more += 1,
        };
        let stop = || start.elapsed() > self.time;
        let asked = Asked { file: &ALGORITHMS, members: &self.members, budget: self.budget, stop: &stop };
        let contents = read(&asked, &mut tell)?;
        if more > 0 {
            unread.push(format!("`{source}`: {more} more could not be read"));
        }
        Ok(Opened { digests: contents.digests, members, unread })
    }
}

type Reading<'r> = dyn Fn(&Asked<'_>, &mut dyn FnMut(Found)) -> Result<Contents, ArtifactError> + 'r;
