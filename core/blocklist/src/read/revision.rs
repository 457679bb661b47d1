//! The revision of a list: one digest over all its files.

use debar_model::{Revision, Sha256Hex};
use sha2::{Digest as _, Sha256};

use crate::SourceFile;

/// SHA-256 over one record per file, sorted by name: the name in UTF-8, a zero byte, the file's SHA-256
/// as 64 lower-case hex digits, a line feed. Names are relative to the root file.
pub(super) fn revision(sorted: &[SourceFile]) -> Revision {
    let mut hasher = Sha256::new();
    for file in sorted {
        hasher.update(file.name.as_bytes());
        hasher.update([0]);
        hasher.update(file.sha256.to_string().as_bytes());
        hasher.update(b"\n");
    }
    Revision(Sha256Hex(hasher.finalize().into()))
}

#[cfg(test)]
mod tests {
    use super::revision;
    use crate::SourceFile;
    use debar_model::Sha256Hex;

    #[test]
    fn names_and_contents_count() {
        let file =
            |name: &str, byte: u8| SourceFile { name: name.into(), sha256: Sha256Hex([byte; 32]), len: 0 };
        let base = revision(&[file("a", 1), file("b", 2)]);
        assert_eq!(base, revision(&[file("a", 1), file("b", 2)]));
        for other in [vec![file("a", 2), file("b", 1)], vec![file("a", 1)], vec![file("a", 1), file("c", 2)]]
        {
            assert_ne!(base, revision(&other));
        }
        // printf 'a\0%064x\n' 0 | sha256sum
        let known = revision(&[file("a", 0)]).to_string();
        assert_eq!(known, "ba1c6c50d3c1a6f41f7dd6f3dd7d5859d67dffa70b5973a8a0880e1936a64db2");
    }
}
