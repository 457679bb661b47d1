//! Signatures of ClamAV by hash of whole files: `.hdb`, `.hsb` (`Hash:Size:Name[:Level]`), with its own lists of harmless
//! files (`.fp`, `.sfp`) and of ignored names (`.ign2`). Hashes of sections and import tables are refused.

use std::collections::BTreeSet;

use debar_model::Object;

use crate::draft::Draft;
use crate::entry::SetKey;
use crate::table::Hash;
use crate::{InputFile, Lint, Refusal, text};

/// Sizes of the text files that Git LFS keeps in the place of large ones.
const POINTER: std::ops::RangeInclusive<u64> = 127..=133;
/// From this level on a size may be `*`.
const STAR: u32 = 73;

struct Signature {
    hash: Hash,
    digest: Vec<u8>,
    name: String,
    file: String,
    place: String,
}

pub(super) fn read(files: &[InputFile<'_>], draft: &mut Draft<'_>) -> Result<(), Vec<Refusal>> {
    let mut refused = vec![];
    let mut blocked = vec![];
    let mut allowed = BTreeSet::new();
    let mut ignored = BTreeSet::new();
    for file in files {
        file.name.clone_into(&mut draft.file);
        let ending = file.name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        let done = match ending.as_str() {
            "hdb" | "hsb" | "hdu" | "hsu" => signatures(file, draft, true).map(|found| blocked.extend(found)),
            "fp" | "sfp" => signatures(file, draft, false).map(|found| {
                allowed.extend(found.into_iter().map(|one| (one.hash, one.digest)));
            }),
            "ign" | "ign2" => {
                let text = String::from_utf8_lossy(file.bytes);
                ignored.extend(
                    text.lines().filter_map(|line| line.split(':').next().map(|name| name.trim().to_owned())),
                );
                Ok(())
            }
            "mdb" | "msb" | "mdu" | "msu" => Err(Refusal::new(
                file.name,
                "it lists hashes of sections of programs, which are no hashes of files",
                "give the `.hdb` and `.hsb` files",
            )),
            "imp" => Err(Refusal::new(
                file.name,
                "it lists hashes of import tables, which are no hashes of files",
                "give the `.hdb` and `.hsb` files",
            )),
            _ => Err(Refusal::new(
                file.name,
                "its ending is none of .hdb, .hsb, .fp, .sfp and .ign2",
                "unpack a database with `sigtool --unpack`, and give these files",
            )),
        };
        refused.extend(done.err());
    }
    if !refused.is_empty() {
        return Err(refused);
    }
    let key = SetKey {
        list: "ClamAV signatures".to_owned(),
        review: false,
        object: Object::File,
        members_deny: true,
        from: None,
        ends: None,
    };
    for one in blocked {
        draft.file = one.file;
        if ignored.contains(&one.name) {
            draft.note(Lint::Ignored, &one.place, &one.name);
        } else if allowed.contains(&(one.hash, one.digest.clone())) {
            draft.note(Lint::BlockedAndAllowed, &one.place, &one.name);
        } else {
            draft.digest(&key, one.hash, &one.digest, &one.name, &one.place);
        }
    }
    Ok(())
}

fn signatures(file: &InputFile<'_>, draft: &mut Draft<'_>, judge: bool) -> Result<Vec<Signature>, Refusal> {
    let bytes = file.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file.bytes);
    let mut found = vec![];
    let (mut sized, mut pointers) = (0_u64, 0_u64);
    for (at, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        let line = String::from_utf8_lossy(line.get(..4096).unwrap_or(line));
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        draft.row();
        let place = format!("line {}", at + 1);
        let fields: Vec<&str> = line.split(':').collect();
        let (value, size, name, level) = match fields.as_slice() {
            [value, size, name] => (value, size, name, None),
            [value, size, name, level] => (value, size, name, level.parse::<u32>().ok()),
            [value, size, name, level, most] if most.parse::<u32>().is_ok() => {
                (value, size, name, level.parse::<u32>().ok())
            }
            _ => {
                draft.note(Lint::BadRow, &place, line);
                continue;
            }
        };
        let hash =
            Hash::of_bytes(value.len() / 2).filter(|_| value.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let digest = hash.and_then(|hash| text::digest(Some(hash), value));
        let Some((hash, digest)) = digest else {
            draft.note(Lint::BadRow, &place, line);
            continue;
        };
        if *size == "*" {
            if level.is_none_or(|level| level < STAR) {
                draft.note(Lint::StarWithoutLevel, &place, line);
                continue;
            }
        } else {
            let Ok(size) = size.parse::<u64>() else {
                draft.note(Lint::BadRow, &place, line);
                continue;
            };
            sized += 1;
            if POINTER.contains(&size) {
                pointers += 1;
                if judge {
                    draft.note(Lint::PointerSize, &place, line);
                }
            }
        }
        let name = text::clean(name).0;
        found.push(Signature { hash, digest, name, file: file.name.to_owned(), place });
    }
    if judge && pointers > 0 && pointers == sized && sized == found.len() as u64 {
        return Err(Refusal::new(
            file.name,
            format!("all {pointers} sizes are 127 to 133 bytes: Git LFS pointers were hashed, not the files"),
            "ask the publisher; use its list of SHA-256 instead",
        ));
    }
    if found.is_empty() && !draft.report.counts.contains_key(&Lint::StarWithoutLevel) {
        return Err(Refusal::new(file.name, "no line of it is a signature", "give `Hash:Size:Name` lines"));
    }
    Ok(found)
}
