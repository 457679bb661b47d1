//! Reading in tests: what was found, as a table of paths.

use std::collections::BTreeMap;

use debar_artifact::{Asked, Budget, Contents, Found, Gap, Member, read_bytes};
use debar_model::{Algorithm, Object};
use sha2::Digest as _;

/// Everything that reading told.
#[derive(Debug)]
pub struct Read {
    pub contents: Contents,
    pub members: Vec<Member>,
    pub gaps: Vec<Gap>,
}

pub fn sha256(bytes: &[u8]) -> String {
    sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

pub fn read(bytes: &[u8]) -> Read {
    within(bytes, &Budget::default())
}

pub fn within(bytes: &[u8], budget: &Budget) -> Read {
    until(bytes, budget, &|| false)
}

pub fn until(bytes: &[u8], budget: &Budget, stop: &dyn Fn() -> bool) -> Read {
    let (mut members, mut gaps) = (vec![], vec![]);
    let mut tell = |found| match found {
        Found::Member(member) => members.push(member),
        Found::Gap(gap) => gaps.push(gap),
    };
    let asked = Asked { budget: *budget, stop, ..Asked::of(&[Algorithm::Sha256]) };
    let contents = read_bytes("it", bytes, &asked, &mut tell).unwrap();
    assert_eq!(contents.digests.as_ref().unwrap().get(&Algorithm::Sha256).unwrap().value(), sha256(bytes));
    assert_eq!((contents.members, contents.gaps), (members.len() as u64, gaps.len() as u64));
    members.sort_by_key(|member| member.ordinal);
    Read { contents, members, gaps }
}

impl Read {
    /// Paths with the digests of those that have one; of several with one path all, joined by `+`.
    pub fn digests(&self) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        for member in &self.members {
            let Some(digests) = &member.digests else { continue };
            let digest = digests.get(&Algorithm::Sha256).unwrap();
            assert_eq!(digest.object(), Object::File, "{}", member.path);
            let slot: &mut String = found.entry(member.path.clone()).or_default();
            *slot = if slot.is_empty() { digest.value() } else { format!("{slot}+{}", digest.value()) };
        }
        found
    }

    /// Paths and codes of gaps.
    pub fn gaps(&self) -> Vec<(&str, &str)> {
        self.gaps.iter().map(|gap| (gap.path.as_str(), gap.why.code())).collect()
    }

    pub fn codes(&self) -> Vec<&'static str> {
        self.gaps.iter().map(|gap| gap.why.code()).collect()
    }

    /// Nothing is missing, and these files are in it with this content; others may be.
    #[track_caller]
    pub fn holds(&self, expect: &[(&str, &[u8])]) {
        assert_eq!(self.gaps(), [], "{:#?}", self.gaps);
        let digests = self.digests();
        for (path, content) in expect {
            assert_eq!(digests.get(*path), Some(&sha256(content)), "`{path}` in {:#?}", digests.keys());
        }
    }
}
