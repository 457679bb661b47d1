//! Archives made to exhaust whoever reads them: each ends early, and says so.

use std::cell::Cell;

use debar_artifact::Budget;

use crate::make::{Zipped, deflate, gzip, tar_of, tarred, zip, zip_of, zip_with};
use crate::reading::{read, sha256, until, within};

const MIB: usize = 1 << 20;

/// Budgets small enough to see their ends in a test.
const SMALL: Budget = Budget { depth: 6, members: 100, bytes: 8 << 20, ratio: 200, memory: 1 << 20 };

#[test]
fn more_than_the_budget_is_named() {
    let zeros = vec![0; 16 * MIB];
    let many: Vec<(String, Vec<u8>)> = (0..200).map(|at| (format!("{at}"), vec![])).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, data)| (name.as_str(), data.as_slice())).collect();
    for (what, bytes, code) in [
        ("one large member", zip_of(&[("zeros", &zeros)]), "too-many-bytes"),
        ("a large stream", gzip(&zeros), "too-many-bytes"),
        ("a large tar", gzip(&tar_of(&[("zeros", &zeros)])), "too-many-bytes"),
        ("many members of a zip", zip_of(&many), "too-many-members"),
        ("many members of a tar", tar_of(&many), "too-many-members"),
        ("a large zip in a stream", gzip(&zip(&[Zipped::stored("z", &zeros[..2 * MIB])])), "too-much-memory"),
    ] {
        let found = within(&bytes, &SMALL);
        assert!(found.codes().contains(&code), "{what}: {:?}", found.gaps);
        assert!(found.gaps.len() <= 4, "{what}: {:?}", found.gaps);
        assert!(found.contents.unpacked <= SMALL.bytes + (1 << 20), "{what}: {}", found.contents.unpacked);
    }
}

/// Zips in zips, sixteen a level, as the well-known one of 42 kilobytes.
#[test]
fn nested_bombs_end() {
    let mut bytes = deflated_zip("0", &vec![0; MIB]);
    for _ in 0..5 {
        let members: Vec<Zipped> = (0..16).map(|at| Zipped::deflated(&format!("{at}.zip"), &bytes)).collect();
        bytes = zip(&members);
    }
    let found = within(&bytes, &Budget { bytes: 32 << 20, ..SMALL });
    assert!(
        found.codes().iter().any(|code| matches!(*code, "too-many-bytes" | "too-many-members")),
        "{found:?}"
    );
    assert!(found.contents.unpacked <= 33 << 20);
    // By ratio, where the bytes alone would be allowed.
    let found =
        within(&bytes, &Budget { bytes: u64::MAX, members: u64::MAX, ratio: 10, ..Budget::default() });
    assert!(found.codes().contains(&"ratio"), "{:?}", found.codes());
    assert!(found.contents.unpacked <= Budget::FREE_BYTES + (1 << 20));
}

/// The members lie over one another, so that one stream of data counts for all of them.
#[test]
fn overlapping_members_are_not_read() {
    let kernel = Zipped::deflated("kernel", &vec![0; MIB]);
    let first = zip(std::slice::from_ref(&kernel));
    // Three entries of the directory, one local header.
    let end = first.len() - 22;
    let directory = first.windows(4).rposition(|four| four == b"PK\x01\x02").unwrap();
    let entry = &first[directory..end];
    let mut bytes = first[..directory].to_vec();
    (0..3).for_each(|_| bytes.extend(entry));
    bytes.extend(&first[end..]);
    let at = bytes.len() - 14;
    bytes[at..at + 2].copy_from_slice(&3_u16.to_le_bytes());
    bytes[at + 2..at + 4].copy_from_slice(&3_u16.to_le_bytes());
    bytes[at + 4..at + 8].copy_from_slice(&((entry.len() * 3) as u32).to_le_bytes());
    bytes[at - 4 + 2..at - 4 + 4].copy_from_slice(&3_u16.to_le_bytes());
    let found = read(&bytes);
    assert!(found.gaps().contains(&("kernel", "ambiguous")), "{:?}", found.gaps);
    assert!(found.contents.unpacked <= 1 << 20, "{}", found.contents.unpacked);
}

/// A file whose content is itself has no end, but depth has. This one is a gzip of a gzip of a gzip, 200 deep.
#[test]
fn nothing_is_deeper_than_the_budget() {
    let mut bytes = b"the innermost".to_vec();
    let mut zipped = bytes.clone();
    for _ in 0..200 {
        bytes = gzip(&bytes);
        zipped = zip(&[Zipped::stored("z.zip", &zipped)]);
    }
    for bytes in [&bytes, &zipped] {
        assert_eq!(within(bytes, &SMALL).codes(), ["too-deep"]);
        let deepest = within(bytes, &Budget { depth: u32::MAX, ..Budget::default() });
        assert_eq!(deepest.codes(), ["too-deep"]);
        assert_eq!(deepest.members.len(), Budget::MOST_DEPTH as usize);
    }
    assert_eq!(quine().codes(), ["too-deep"]);
}

#[test]
fn the_time_is_an_argument() {
    let bytes = gzip(&tar_of(&[("zeros", &vec![0; 16 * MIB]), ("more", b"x")]));
    let asked = Cell::new(0);
    let stop = || {
        asked.set(asked.get() + 1);
        asked.get() > 4
    };
    let found = until(&bytes, &Budget::default(), &stop);
    assert!(found.codes().iter().all(|code| *code == "out-of-time"), "{:?}", found.gaps);
    assert!(found.contents.unpacked < 8 << 20);
    let many: Vec<u8> =
        (0..10_000).flat_map(|at| tarred(format!("{at}").as_bytes(), b'0', b"", b"")).collect();
    let found = until(&many, &Budget::default(), &|| true);
    assert_eq!(found.codes(), ["out-of-time"]);
    assert!(found.members.len() < 100);
}

#[test]
fn sizes_in_headers_are_only_words() {
    let tar = crate::make::tar_header(b"huge", b'0', b"", 0o77_777_777_777);
    let mut base256 = tar;
    base256[124..136].copy_from_slice(&[0x80, 0, 0, 0, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]);
    let beyond = {
        let mut block = tar;
        block[124..136].copy_from_slice(&[0x80, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        crate::make::seal(block)
    };
    let extended = crate::make::tar_header(b"x", b'x', b"", 1 << 32);
    let name = crate::make::tar_header(b"n", b'L', b"", 1 << 32);
    for (what, bytes) in [
        ("tar", tar.to_vec()),
        ("tar, 63 bits", crate::make::seal(base256).to_vec()),
        ("tar, 88 bits", beyond.to_vec()),
        ("pax header", extended.to_vec()),
        ("long name", name.to_vec()),
        ("ar", format!("!<arch>\n{:<48}{:<10}`\n", "x", 9_999_999_999_u64).into_bytes()),
        ("ar table", format!("!<arch>\n{:<48}{:<10}`\n", "//", 9_999_999_999_u64).into_bytes()),
        ("cpio", [b"070701".to_vec(), b"ffffffff".repeat(13)].concat()),
        (
            "cpio name",
            [b"070701".to_vec(), b"00000000".repeat(11), b"fffffff0".to_vec(), b"00000000".to_vec()].concat(),
        ),
        ("rpm", {
            let mut bytes = b"\xed\xab\xee\xdb\x03\0".to_vec();
            bytes.resize(96, 0);
            bytes.extend(b"\x8e\xad\xe8\x01\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff");
            bytes
        }),
        ("xz dictionary", {
            let mut bytes = crate::make::xz(b"x");
            // A dictionary of 4 GiB.
            bytes[16] = 40;
            let crc = crate::make::crc32(&bytes[12..20]);
            bytes[20..24].copy_from_slice(&crc.to_le_bytes());
            bytes
        }),
        ("zstd window", vec![0x28, 0xB5, 0x2F, 0xFD, 0, 0xFF, 1, 0, 0]),
        ("7z header", seven_claiming(1 << 62)),
        ("7z header, small", seven_claiming(1 << 24)),
        ("zip directory", {
            let mut bytes = zip_of(&[("a", b"a")]);
            let at = bytes.len() - 10;
            bytes[at..at + 4].copy_from_slice(&u32::MAX.to_le_bytes());
            bytes
        }),
    ] {
        let found = read(&bytes);
        assert!(!found.gaps.is_empty(), "{what}: {found:?}");
        assert!(found.contents.unpacked <= bytes.len() as u64, "{what}");
    }
}

/// A 7z whose header has as many files, folders and streams as it likes.
#[test]
fn counts_in_a_7z_header_are_only_words() {
    let huge: [u8; 9] = [0xFF, 0, 0, 0, 0, 0, 0, 0, 0x10];
    for fields in [
        [&[1, 5][..], &huge].concat(),
        [&[1, 4, 6, 0][..], &huge, &[9]].concat(),
        [&[1, 4, 7, 0x0B][..], &huge, &[0]].concat(),
        [&[1, 4, 7, 0x0B, 1, 0][..], &huge].concat(),
        [&[1, 4, 7, 0x0B, 1, 0, 1, 0x20, 0][..], &huge].concat(),
        [&[1, 4, 7, 0x0B, 1, 0, 1, 1, 0, 0x0C, 9, 0, 8, 0x0D][..], &huge, &[9]].concat(),
    ] {
        let start = [
            &0_u64.to_le_bytes()[..],
            &(fields.len() as u64).to_le_bytes(),
            &crate::make::crc32(&fields).to_le_bytes(),
        ]
        .concat();
        let bytes =
            [b"7z\xbc\xaf\x27\x1c\0\x04", &crate::make::crc32(&start).to_le_bytes()[..], &start, &fields]
                .concat();
        let found = read(&bytes);
        assert_eq!(found.gaps.len(), 1, "{fields:x?}: {:?}", found.gaps);
    }
}

/// Ten million names in the directory of a zip that is as small as they are.
#[test]
fn many_members_cost_what_the_budget_allows() {
    let member = Zipped::stored("x", b"");
    let bytes = zip_with(b"", &vec![member; 60_000], b"");
    let found = within(&bytes, &SMALL);
    assert_eq!(found.codes(), ["too-many-members"]);
    assert_eq!(found.members.len(), 100);
}

fn deflated_zip(name: &str, data: &[u8]) -> Vec<u8> {
    let member = Zipped { data: deflate(data), ..Zipped::deflated(name, data) };
    let bytes = zip(&[member]);
    assert_eq!(sha256(&bytes), sha256(&bytes));
    bytes
}

fn seven_claiming(size: u64) -> Vec<u8> {
    let start = [&0_u64.to_le_bytes()[..], &size.to_le_bytes(), &[0; 4]].concat();
    [b"7z\xbc\xaf\x27\x1c\0\x04", &crate::make::crc32(&start).to_le_bytes()[..], &start].concat()
}

/// A stored zip that claims to hold itself: its member is the whole file. Its data would run into the directory,
/// so that it is not read at all; the gzip quine needs 200 bytes of fixed points and is stood in for by depth.
fn quine() -> crate::reading::Read {
    let mut bytes = b"last".to_vec();
    for _ in 0..40 {
        bytes = gzip(&bytes);
    }
    read(&bytes)
}
