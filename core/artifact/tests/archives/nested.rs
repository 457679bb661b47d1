//! Kind archives: every format, alone and within another, and what is told of each member.

use debar_artifact::{Asked, Budget, Format, Found, read_path};
use debar_model::{Algorithm, Object};
use proptest::prelude::*;

use crate::make::{
    Zipped, ar_of, bzip2, cpio_of, deb_of, gzip, rpm_of, seven_of, tar_of, xz, zip, zip_of, zip_with, zstd,
};
use crate::reading::{read, sha256, within};

const A: &[u8] = b"the first file";
const B: &[u8] = b"the second file, somewhat longer than the first";
const FILES: &[(&str, &[u8])] = &[("a.txt", A), ("dir/b.bin", B), ("empty", b"")];

/// Every format with the same files, and the paths in front of theirs.
pub fn all() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let tar = tar_of(FILES);
    vec![
        ("zip", zip_of(FILES), ""),
        ("tar", tar.clone(), ""),
        ("tar.gz", gzip(&tar), ""),
        ("tar.bz2", bzip2(&tar), ""),
        ("tar.xz", xz(&tar), ""),
        ("tar.zst", zstd(&tar), ""),
        (
            "ar",
            ar_of(&[
                ("a.txt/", A),
                ("#1/9", b"dir/b.binthe second file, somewhat longer than the first"),
                ("empty/", b""),
            ]),
            "",
        ),
        ("cpio", cpio_of(FILES), ""),
        ("rpm", rpm_of(FILES), ""),
        ("7z", seven_of(FILES), ""),
        ("deb", deb_of(FILES), "data.tar.xz!/"),
    ]
}

#[test]
fn every_format_gives_the_digests_of_its_files() {
    for (name, bytes, before) in all() {
        let found = read(&bytes);
        let paths: Vec<String> = FILES.iter().map(|(path, _)| format!("{before}{path}")).collect();
        let expect: Vec<(&str, &[u8])> =
            paths.iter().zip(FILES).map(|(path, (_, content))| (path.as_str(), *content)).collect();
        println!("{name}: {:?}", found.digests().keys());
        found.holds(&expect);
        let whole = found.contents.digests.unwrap();
        assert_eq!(whole.get(&Algorithm::Sha256).unwrap().object(), Object::Archive, "{name}");
    }
}

#[test]
fn archives_within_archives() {
    let jar = zip_of(&[("c/D.class", B)]);
    let war = zip(&[Zipped::stored("WEB-INF/lib/x.jar", &jar), Zipped::deflated("WEB-INF/lib/y.jar", &jar)]);
    let layer = gzip(&tar_of(&[("app/app.war", &war)]));
    let blob = format!("blobs/sha256/{}", sha256(&layer));
    let image = tar_of(&[("oci-layout", b"{}"), (&blob, &layer)]);
    let below = |path: &str| format!("{blob}!/{path}");
    let found = read(&image);
    found.holds(&[
        (&blob, &layer),
        // The uncompressed layer has the digest that the image's configuration names.
        (&below(&format!("{}.content", sha256(&layer))), &tar_of(&[("app/app.war", &war)])),
        (&below("app/app.war"), &war),
        (&below("app/app.war!/WEB-INF/lib/x.jar"), &jar),
        (&below("app/app.war!/WEB-INF/lib/x.jar!/c/D.class"), B),
        (&below("app/app.war!/WEB-INF/lib/y.jar!/c/D.class"), B),
    ]);
    let class = found.members.iter().find(|member| member.path.ends_with("y.jar!/c/D.class")).unwrap();
    let jar = found.members.iter().find(|member| member.ordinal == class.parent).unwrap();
    assert_eq!((jar.format, class.format), (Some(Format::Zip), None));
    assert!(jar.path.ends_with("y.jar"));
    let shallow = within(&image, &Budget { depth: 2, ..Budget::default() });
    assert_eq!(shallow.gaps(), [(below("app/app.war").as_str(), "too-deep")]);
    assert_eq!(shallow.digests()[&below("app/app.war")], sha256(&war));
}

#[test]
fn a_compressed_tar_is_one_archive() {
    let depth = |bytes: &[u8], depth| within(bytes, &Budget { depth, ..Budget::default() }).gaps.len();
    assert_eq!(depth(&gzip(&tar_of(FILES)), 1), 0);
    assert_eq!(depth(&gzip(&gzip(&tar_of(FILES))), 1), 1);
    assert_eq!(depth(&gzip(&zip_of(FILES)), 1), 1);
    assert_eq!(depth(&zip_of(FILES), 1), 0);
    assert_eq!(depth(&zip_of(FILES), 0), 1);
}

#[test]
fn packages_by_their_names() {
    // A gem is a tar of compressed parts, a crate and an npm package are compressed tars.
    let gem =
        tar_of(&[("metadata.gz", &gzip(b"--- meta")), ("data.tar.gz", &gzip(&tar_of(&[("lib/x.rb", A)])))]);
    read(&gem).holds(&[("data.tar.gz!/lib/x.rb", A), ("metadata.gz!/metadata", b"--- meta")]);
    // Alpine: signature, control and data, each compressed alone, together one tar.
    let part = |files: &[(&str, &[u8])]| {
        let tar = tar_of(files);
        gzip(&tar[..tar.len() - 1024])
    };
    let apk = [part(&[(".SIGN", A)]), part(&[(".PKGINFO", B)]), gzip(&tar_of(&[("usr/bin/x", B)]))].concat();
    read(&apk).holds(&[(".SIGN", A), (".PKGINFO", B), ("usr/bin/x", B)]);
}

#[test]
fn a_program_in_front_of_a_zip() {
    let members = [Zipped::deflated("a.txt", A)];
    let program = zip_with(b"\x7fELF and more of a program", &members, b"a comment");
    read(&program).holds(&[("a.txt", A)]);
    // Within another archive its end is seen, but not reached: it cannot be passed over.
    let found = read(&gzip(&program));
    assert_eq!(found.codes(), ["appended-archive"]);
    let found = read(&zip(&[Zipped::stored("setup", &program)]));
    found.holds(&[("setup!/a.txt", A)]);
}

#[test]
fn zip64_and_sizes_that_follow() {
    let wide = Zipped { zip64: true, ..Zipped::deflated("wide", B) };
    let follow = Zipped { follow: true, ..Zipped::deflated("follow", A) };
    read(&zip(&[wide.clone(), follow.clone()])).holds(&[("wide", B), ("follow", A)]);
    read(&zip_with(b"front", &[follow, wide], b"")).holds(&[("wide", B), ("follow", A)]);
}

#[test]
fn a_layout_in_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = folder.path().join("blobs/sha256");
    std::fs::create_dir_all(&blobs).unwrap();
    let layer = gzip(&tar_of(FILES));
    std::fs::write(folder.path().join("oci-layout"), "{}").unwrap();
    std::fs::write(blobs.join(sha256(&layer)), &layer).unwrap();
    std::fs::write(blobs.join(sha256(A)), B).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", blobs.join("link")).unwrap();
    let (mut paths, mut gaps, mut links) = (vec![], vec![], vec![]);
    let mut tell = |found| match found {
        Found::Member(member) if member.link.is_some() => links.push(member.path),
        Found::Member(member) => paths.push(member.path),
        Found::Gap(gap) => gaps.push((gap.path, gap.why.code())),
    };
    let contents = read_path(folder.path(), &Asked::of(&[Algorithm::Sha256]), &mut tell).unwrap();
    assert_eq!((contents.format, contents.digests), (Some(Format::OciLayout), None));
    assert!(paths.contains(&format!("blobs/sha256/{}!/dir/b.bin", sha256(&layer))), "{paths:?}");
    assert_eq!(links, ["blobs/sha256/link"]);
    assert_eq!(gaps, [(format!("blobs/sha256/{}", sha256(A)), "other-digest")]);
    let plain = folder.path().join("blobs");
    let refused = read_path(&plain, &Asked::of(&[]), &mut |_| ()).unwrap_err();
    assert_eq!(refused.to_string(), "it is a folder");
}

#[test]
fn other_files_are_no_archives() {
    for bytes in [&b""[..], b"P", b"PK", b"text", b"BZh9 is no bzip2", &[0; 2000], &[0xFF; 600], b"Rar!"] {
        let found = read(bytes);
        assert_eq!((found.contents.format, found.members.len(), found.gaps.len()), (None, 0, 0), "{bytes:?}");
    }
    for bytes in [&b"Rar!\x1a\x07\x01\0"[..], b"MSCF\0\0\0\0", b"!<thin>\n", b"\x04\x22\x4d\x18"] {
        assert_eq!(read(bytes).codes(), ["unsupported-format"], "{bytes:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// The digest of a member is that of the file, whatever the file is and wherever it is.
    #[test]
    fn a_member_has_the_digest_of_its_file(
        files in proptest::collection::vec(("[a-z]{1,8}(/[a-z]{1,8}){0,2}", proptest::collection::vec(any::<u8>(), 0..3_000)), 1..6),
        wrap in 0..4_u8,
    ) {
        let mut files = files;
        files.sort();
        files.dedup_by(|a, b| a.0 == b.0);
        let files: Vec<(&str, &[u8])> = files.iter().map(|(name, data)| (name.as_str(), data.as_slice())).collect();
        for inner in [zip_of(&files), tar_of(&files), cpio_of(&files), seven_of(&files)] {
            let bytes = match wrap {
                0 => inner.clone(),
                1 => zip(&[Zipped::stored("in", &inner)]),
                2 => tar_of(&[("in", &inner)]),
                _ => zip(&[Zipped::deflated("in", &inner)]),
            };
            let found = read(&bytes);
            for (name, data) in &files {
                let path = if wrap == 0 { (*name).to_owned() } else { format!("in!/{name}") };
                // A random file may look like an archive; its digest is there all the same.
                let digests = found.digests();
                prop_assert_eq!(digests.get(&path), Some(&sha256(data)), "{}", path);
            }
        }
    }
}
