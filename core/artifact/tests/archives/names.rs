//! Names and links are data: nothing is followed, nothing is written, and what is strange is told.

use debar_artifact::Member;

use crate::make::{Zipped, tar_header, tarred, zip, zip_with};
use crate::reading::{read, sha256};

fn tar(parts: &[Vec<u8>]) -> Vec<u8> {
    [parts.concat(), vec![0; 1024]].concat()
}

#[test]
fn paths_that_lead_out_are_names() {
    for name in ["/etc/passwd", "../../x", "a/../../b", "C:\\x", "a\nb", "\u{202e}fdp.exe", "nul\u{0}x"] {
        let found = read(&zip(&[Zipped::stored(name, b"data")]));
        found.holds(&[(name, b"data")]);
        let name = name.split('\0').next().unwrap();
        read(&tar(&[tarred(name.as_bytes(), b'0', b"", b"data")])).holds(&[(name, b"data")]);
    }
    let bytes = Zipped { name: b"a\xff\xfeb".to_vec(), ..Zipped::stored("", b"data") };
    read(&zip(&[bytes])).holds(&[("a\\xff\\xfeb", b"data")]);
    assert!(!std::path::Path::new("x").exists());
}

#[test]
fn links_are_told_and_not_followed() {
    let found = read(&tar(&[
        tarred(b"soft", b'2', b"/etc/passwd", b""),
        tarred(b"hard", b'1', b"../other", b""),
        tarred(b"loop", b'2', b"loop", b""),
        tarred(b"folder/", b'5', b"", b""),
        tarred(b"device", b'3', b"", b""),
        tarred(b"file", b'0', b"", b"data"),
    ]));
    found.holds(&[("file", b"data")]);
    let links: Vec<(&str, Option<&str>)> =
        found.members.iter().filter(|member| member.digests.is_none()).map(link).collect();
    assert_eq!(links, [("soft", Some("/etc/passwd")), ("hard", Some("../other")), ("loop", Some("loop"))]);
}

fn link(member: &Member) -> (&str, Option<&str>) {
    (&member.path, member.link.as_deref())
}

#[test]
fn members_of_one_name_are_all_read() {
    let both = format!("{}+{}", sha256(b"one"), sha256(b"two"));
    for bytes in [
        zip(&[Zipped::stored("same", b"one"), Zipped::deflated("same", b"two")]),
        tar(&[tarred(b"same", b'0', b"", b"one"), tarred(b"same", b'0', b"", b"two")]),
    ] {
        let found = read(&bytes);
        assert_eq!(found.gaps, []);
        assert_eq!(found.digests()["same"], both);
    }
}

#[test]
fn what_readers_see_differently_is_told() {
    let other =
        Zipped { local_name: Some(b"harmless.txt".to_vec()), ..Zipped::deflated("evil.exe", b"data") };
    let hidden = Zipped { hidden: true, ..Zipped::deflated("hidden", b"secret") };
    let after = Zipped { hidden: true, follow: true, ..Zipped::deflated("hidden", b"secret") };
    let visible = Zipped::deflated("visible", b"data");
    let size = Zipped { size: 3, ..visible.clone() };
    let crc = Zipped { crc: 3, ..visible.clone() };
    for (what, bytes, gaps) in [
        ("name", zip(&[other]), vec![("evil.exe", "ambiguous")]),
        ("first hidden", zip(&[hidden.clone(), visible.clone()]), vec![("", "ambiguous")]),
        ("last hidden", zip(&[visible.clone(), after]), vec![("", "ambiguous")]),
        (
            "hidden in front",
            zip_with(&zip(&[hidden])[..50], std::slice::from_ref(&visible), b""),
            vec![("", "ambiguous")],
        ),
        ("size", zip(&[size]), vec![("visible", "checksum")]),
        ("crc", zip(&[crc]), vec![("visible", "checksum")]),
        (
            "two zips",
            zip_with(&zip(&[Zipped::stored("x", b"y")]), std::slice::from_ref(&visible), b""),
            vec![("", "ambiguous")],
        ),
        (
            "end in comment",
            zip_with(b"", std::slice::from_ref(&visible), &zip(&[Zipped::stored("x", b"y")])),
            vec![("", "ambiguous")],
        ),
        (
            "after the end",
            [zip(std::slice::from_ref(&visible)), b"more".to_vec()].concat(),
            vec![("", "trailing-data")],
        ),
    ] {
        let found = read(&bytes);
        for gap in gaps {
            assert!(found.gaps().contains(&gap), "{what}: {:?}", found.gaps);
        }
    }
}

#[test]
fn tars_that_tools_read_differently() {
    let with_size =
        |kind| tar(&[tar_header(b"odd", kind, b"x", 512).to_vec(), tarred(b"in", b'0', b"", b"data")]);
    for kind in [b'1', b'2', b'5'] {
        assert_eq!(read(&with_size(kind)).gaps(), [("", "ambiguous")], "{kind}");
    }
    let twice = [tar(&[tarred(b"a", b'0', b"", b"1")]), tar(&[tarred(b"b", b'0', b"", b"2")])].concat();
    let found = read(&twice);
    assert_eq!(found.gaps(), [("", "trailing-data")]);
    assert_eq!(found.digests()["b"], sha256(b"2"));
    let garbage = [tar(&[tarred(b"a", b'0', b"", b"1")]), vec![7; 512]].concat();
    assert_eq!(read(&garbage).codes(), ["trailing-data"]);
    let sparse = tar(&[tarred(b"holes", b'S', b"", b"data"), tarred(b"a", b'0', b"", b"1")]);
    assert_eq!(read(&sparse).gaps(), [("holes", "unknown-method")]);
    assert_eq!(read(&sparse).digests()["a"], sha256(b"1"));
}

#[test]
fn long_names_and_numbers_of_all_dialects() {
    let long = "d/".repeat(120) + "file";
    let gnu = tar(&[
        tarred(b"././@LongLink", b'L', b"", format!("{long}\0").as_bytes()),
        tarred(b"short", b'0', b"", b"data"),
    ]);
    read(&gnu).holds(&[(&long, b"data")]);
    let record = |key: &str, value: &str| {
        let body = format!(" {key}={value}\n");
        let mut length = body.len() + 1;
        while format!("{length}").len() + body.len() != length {
            length += 1;
        }
        format!("{length}{body}")
    };
    let pax = tar(&[
        tarred(b"pax", b'x', b"", (record("path", &long) + &record("size", "4")).as_bytes()),
        [tar_header(b"short", b'0', b"", 0).to_vec(), b"data".to_vec(), vec![0; 508]].concat(),
        tarred(b"next", b'0', b"", b"plain"),
    ]);
    read(&pax).holds(&[(&long, b"data"), ("next", b"plain")]);
    let mut split = tar_header(b"file", b'0', b"", 4);
    split[345..351].copy_from_slice(b"prefix");
    let split = [crate::make::seal(split).to_vec(), b"data".to_vec(), vec![0; 508]].concat();
    read(&tar(&[split])).holds(&[("prefix/file", b"data")]);
    for records in [&b"9 path\n"[..], b"x path=a\n", b"99 path=a\n", b"0 path=a\n", b"\xff"] {
        let bytes = tar(&[tarred(b"pax", b'x', b"", records)]);
        assert_eq!(read(&bytes).codes(), ["damaged"], "{records:?}");
    }
}

#[test]
fn encrypted_and_unknown_are_told() {
    let locked = Zipped { flags: 1, ..Zipped::stored("locked", b"data") };
    let aes = Zipped { method: 99, ..Zipped::stored("aes", b"data") };
    let old = Zipped { method: 6, ..Zipped::stored("old", b"data") };
    let found = read(&zip(&[locked, aes, old, Zipped::stored("open", b"data")]));
    assert_eq!(found.gaps(), [("locked", "encrypted"), ("aes", "encrypted"), ("old", "unknown-method")]);
    assert_eq!(found.digests().keys().collect::<Vec<_>>(), ["open"]);
    assert_eq!(found.members.len(), 4);
}
