//! Digest sets that stand beside the list: what a hit says, what it leads to, and that a set that nobody opened lets
//! nothing pass.

use std::sync::Arc;

use debar_blocklist::{MemorySources, OpenSet, SourceError, Sources, read};
use debar_engine::Engine;
use debar_model::{
    Algorithm, Digest, DigestHit, DigestIndex, LineItem, Object, PurchaseRequest, Sha256Hex, Source, Sourced,
    Verdict,
};

use crate::screen;

const SHA: &str = "sha256:3d2a69bdf04b7e9f3afa292c3bc7a98816bbfafa10bc9b45f3f3700d2f761620";
const MD5: &str = "md5:7eb1bd42712c8e3f7987018daae566a9";
const OTHER: &str = "sha256:62e48a3286609858fbef69f12fd357385a67ceae28bae9d6150af804cc49e0f2";

struct Two(Object);

impl DigestIndex for Two {
    fn name(&self) -> &str {
        "two"
    }

    fn find(&self, digest: &Digest) -> Option<DigestHit> {
        let label = Some("MB-2026-11 AgentTesla".to_owned());
        [SHA, MD5].contains(&digest.to_string().as_str()).then_some(DigestHit {
            object: self.0,
            label,
            line: None,
        })
    }

    fn holds(&self) -> Vec<(Algorithm, Object)> {
        vec![(Algorithm::Sha256, self.0), (Algorithm::Md5, self.0)]
    }
}

struct Folder(MemorySources, Option<Object>);

impl Sources for Folder {
    fn read(&self, name: &str) -> Result<Vec<u8>, SourceError> {
        self.0.read(name)
    }

    fn digest_set(&self, _name: &str, _pin: Option<&Sha256Hex>) -> Result<Option<OpenSet>, SourceError> {
        let open = |object| OpenSet {
            holds: Two(object).holds(),
            index: Arc::new(Two(object)),
            pin: Sha256Hex([7; 32]),
            len: 1,
        };
        Ok(self.1.map(open))
    }
}

fn check(words: &str, of: Option<Object>, digest: &str, expect: Verdict) {
    let pin = Sha256Hex([7; 32]);
    let toml = format!(
        r#"version = 1
title = "Sets"
time-zone = "UTC"
[authority.house]
title = "House rule"
force = "house-rule"
status = [{{ is = "in-force", from = 2020-01-01 }}]
[digests.bad]
object = "archive"
allow = ["legacy-digest"]
{words}
set = {{ path = "s.dset", pin-sha256 = "{pin}" }}
[rule.ban-malware]
authority = "house"
digests = ["bad"]
"#
    );
    let reading = read("list.toml", &Folder(MemorySources::new().with("list.toml", &*toml), of));
    let engine =
        Engine::compile(Arc::new(reading.list.unwrap_or_else(|| panic!("{:#?}", reading.diagnostics))));
    let mut line = LineItem::default();
    line.product.names.push("Some tool".into());
    line.digests.push(Sourced::new(Digest::read(None, digest, Object::Unknown).unwrap(), Source::default()));
    let decision = screen(&engine, &PurchaseRequest { lines: vec![line], ..PurchaseRequest::default() });
    assert_eq!(decision.verdict, expect, "{words} {of:?} {digest}");
    for finding in &decision.findings {
        assert_eq!((finding.listing.id.as_str(), finding.rulings[0].rule.as_str()), ("bad", "ban-malware"));
        // Which set, which state of it, and what it says of the digest.
        for part in ["s.dset", "07070707", "MB-2026-11 AgentTesla", digest.split(':').next().unwrap()] {
            assert!(finding.evidence.how.contains(part), "{part}: {}", finding.evidence.how);
        }
    }
    let found = [SHA, MD5].contains(&digest) && of.is_some();
    assert_eq!(decision.findings.len(), usize::from(found), "{words} {of:?} {digest}");
}

#[test]
fn a_hit_says_which_set_and_label_and_weighs_what_it_is_of() {
    let (archive, file, unknown) = (Some(Object::Archive), Some(Object::File), Some(Object::Unknown));
    for (words, of, digest, expect) in [
        ("", archive, SHA, Verdict::Deny),
        // What the entry does not say, the list says.
        ("", unknown, SHA, Verdict::Deny),
        ("", file, SHA, Verdict::Review),
        ("members = \"deny\"", file, SHA, Verdict::Deny),
        ("", archive, MD5, Verdict::Review),
        ("legacy-digests = \"review\"", archive, MD5, Verdict::Review),
        ("legacy-digests = \"deny\"", archive, MD5, Verdict::Deny),
        ("legacy-digests = \"deny\"", file, MD5, Verdict::Review),
        ("legacy-digests = \"deny\"\nmembers = \"deny\"", file, MD5, Verdict::Deny),
        ("", archive, OTHER, Verdict::Allow),
    ] {
        check(words, of, digest, expect);
    }
    // Nobody opened it: whether the digest is in it is not known.
    check("", None, OTHER, Verdict::Review);
}
