//! Archives of the tools of this machine: whatever they pack, every file comes out with the digest that it had.
//! Tools that are missing are counted and named.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use debar_artifact::{Asked, Found, read_path};
use debar_model::Algorithm;

use crate::reading::sha256;

/// What packs, the command that does it in the folder `in`, what comes out, and what stands before each path.
const PACKERS: &[(&str, &str, &str, &str)] = &[
    ("tar", "tar -C in -cf out.tar .", "out.tar", ""),
    ("tar", "tar -C in --format=v7 -cf out.v7.tar a.txt sub/zeros empty big.bin", "out.v7.tar", "some"),
    ("tar", "tar -C in --format=ustar -cf out.ustar.tar .", "out.ustar.tar", ""),
    ("tar", "tar -C in --format=pax -czf out.tgz .", "out.tgz", ""),
    ("tar", "tar -C in --format=gnu -cjf out.tar.bz2 .", "out.tar.bz2", ""),
    ("xz", "tar -C in -cJf out.tar.xz .", "out.tar.xz", ""),
    (
        "xz",
        "tar -C in -cf - . | xz -9e --check=sha256 --x86 --lzma2=preset=9e > out.x86.tar.xz",
        "out.x86.tar.xz",
        "",
    ),
    (
        "xz",
        "tar -C in -cf - . | xz --block-size=65536 --check=crc32 --delta=dist=2 --lzma2 > out.delta.tar.xz",
        "out.delta.tar.xz",
        "",
    ),
    ("xz", "tar -C in -cf - . | xz --format=lzma > out.tar.lzma", "out.tar.lzma", ""),
    ("zstd", "tar -C in -cf - . | zstd -q -19 > out.tar.zst", "out.tar.zst", ""),
    ("zstd", "tar -C in -cf - . | zstd -q -1 --no-check > out.fast.tar.zst", "out.fast.tar.zst", ""),
    ("gzip", "(printf one | gzip; printf two | gzip -9) > out.gz", "out.gz", "!"),
    ("zip", "cd in && zip -q -r ../out.zip .", "out.zip", ""),
    ("zip", "cd in && zip -q -0 -r ../out0.zip .", "out0.zip", ""),
    ("zip", "cd in && zip -q -Z bzip2 -r ../outb.zip .", "outb.zip", ""),
    ("zip", "cd in && zip -q -fz -r - . > ../outs.zip", "outs.zip", ""),
    (
        "python3",
        "python3 -c 'import zipfile,os\nz=zipfile.ZipFile(\"outl.zip\",\"w\",zipfile.ZIP_LZMA)\nos.chdir(\"in\")\nfor d,_,n in os.walk(\".\"):\n  for f in n: z.write(os.path.join(d,f))\nz.close()'",
        "outl.zip",
        "",
    ),
    (
        "python3",
        "python3 -c 'import tarfile\nt=tarfile.open(\"outp.tar.xz\",\"w:xz\")\nt.add(\"in\",\".\")\nt.close()'",
        "outp.tar.xz",
        "",
    ),
    ("7zz", "cd in && 7zz a -bd -y ../out.7z . > /dev/null", "out.7z", ""),
    ("7zz", "cd in && 7zz a -bd -y -mx=9 -mf=BCJ2 ../outx.7z . > /dev/null", "outx.7z", ""),
    ("7zz", "cd in && 7zz a -bd -y -m0=lzma -ms=off ../outn.7z . > /dev/null", "outn.7z", ""),
    ("7zz", "cd in && 7zz a -bd -y -m0=bzip2 ../outb.7z . > /dev/null", "outb.7z", ""),
    ("7zz", "cd in && 7zz a -bd -y -m0=deflate -mhc=off ../outd.7z . > /dev/null", "outd.7z", ""),
    ("7zz", "cd in && 7zz a -bd -y -tzip -mm=Deflate64 ../out64.zip . > /dev/null", "out64.zip", ""),
    ("cpio", "cd in && find . -type f | cpio -o -H newc --quiet > ../out.cpio", "out.cpio", ""),
    ("cpio", "cd in && find . -type f | cpio -o -H crc --quiet > ../outc.cpio", "outc.cpio", ""),
    ("cpio", "cd in && find . -type f | cpio -o -H odc --quiet > ../outo.cpio", "outo.cpio", ""),
    ("ar", "cd in && ar rcS ../out.a a.txt big.bin 'a rather long name.txt'", "out.a", "some"),
    (
        "dpkg-deb",
        "mkdir -p in/DEBIAN && printf 'Package: x\\nVersion: 1\\nArchitecture: all\\nMaintainer: x <x@example.org>\\nDescription: x\\n' > in/DEBIAN/control && dpkg-deb -Zxz -b in out.deb > /dev/null; rm -r in/DEBIAN",
        "out.deb",
        "data.tar.xz!/",
    ),
    (
        "dpkg-deb",
        "mkdir -p in/DEBIAN && printf 'Package: x\\nVersion: 1\\nArchitecture: all\\nMaintainer: x <x@example.org>\\nDescription: x\\n' > in/DEBIAN/control && dpkg-deb -Zzstd -b in outz.deb > /dev/null; rm -r in/DEBIAN",
        "outz.deb",
        "data.tar.zst!/",
    ),
    (
        "rpmbuild",
        "printf 'Name: x\\nVersion: 1\\nRelease: 1\\nSummary: x\\nLicense: MIT\\nBuildArch: noarch\\n%%description\\nx\\n%%install\\ncp -r %s/in/. %%{buildroot}/\\n%%files\\n/*\\n' \"$PWD\" > x.spec && rpmbuild -bb --define \"_topdir $PWD/rpm\" --define '__os_install_post %{nil}' x.spec > rpm.log 2>&1 && cp rpm/RPMS/noarch/*.rpm out.rpm",
        "out.rpm",
        "",
    ),
];

#[test]
fn what_tools_pack_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let files = write_files(&root.join("in"));
    let mut missing = BTreeMap::<&str, usize>::new();
    for (tool, command, out, before) in PACKERS {
        if !has(tool) {
            *missing.entry(tool).or_default() += 1;
            continue;
        }
        let status = Command::new("sh").args(["-c", command]).current_dir(root).status().unwrap();
        assert!(status.success(), "{command}");
        let (digests, gaps, format) = read(&root.join(out));
        assert_eq!(gaps, [""; 0], "{out}");
        assert!(format, "{out}");
        match *before {
            "!" => assert_eq!(digests["out"], sha256(b"onetwo")),
            "some" => assert!(
                digests.values().filter(|own| files.values().any(|file| file == *own)).count() >= 3,
                "{out}: {digests:?}"
            ),
            before => {
                for (path, digest) in &files {
                    assert_eq!(
                        digests.get(&format!("{before}{path}")),
                        Some(digest),
                        "{out}: {path} in {digests:#?}"
                    );
                }
            }
        }
        println!("{out}: {} members", digests.len());
    }
    println!(
        "{} of {} archives skipped, these tools are missing: {missing:?}",
        missing.values().sum::<usize>(),
        PACKERS.len()
    );
}

/// Files of many kinds, with their digests.
fn write_files(folder: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let random: Vec<u8> = (0..300_000_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    // Something like machine code, with branches that filters rewrite.
    let code: Vec<u8> = (0..60_000_u32)
        .flat_map(|at| [&[0xE8][..], &(at * 7).to_le_bytes(), &[0x0F, 0x84, 1, 2, 0, 0]].concat())
        .collect();
    let deep = format!("sub/{}/leaf.txt", "d".repeat(60) + "/" + &"e".repeat(80));
    let all: [(&str, &[u8]); 8] = [
        ("a.txt", b"a text\n"),
        ("empty", b""),
        ("big.bin", &random),
        ("sub/code.exe", &code),
        ("sub/zeros", &[0; 100_000]),
        (&deep, b"deep down"),
        ("a rather long name.txt", b"named"),
        ("sub/\u{e9}\u{4e2d}.txt", b"letters"),
    ];
    for (path, content) in all {
        let file = folder.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, content).unwrap();
        files.insert(path.to_owned(), sha256(content));
    }
    files
}

fn read(path: &Path) -> (BTreeMap<String, String>, Vec<String>, bool) {
    let (mut digests, mut gaps) = (BTreeMap::new(), vec![]);
    let mut tell = |found| match found {
        Found::Member(member) => {
            if let Some(own) = member.digests.as_ref().and_then(|all| all.get(&Algorithm::Sha256)) {
                digests.insert(member.path, own.value());
            }
        }
        Found::Gap(gap) => gaps.push(format!("{}: {}", gap.path, gap.why)),
    };
    let contents = read_path(path, &Asked::of(&[Algorithm::Sha256]), &mut tell).unwrap();
    assert_eq!(
        contents.digests.unwrap().get(&Algorithm::Sha256).unwrap().value(),
        sha256(&fs::read(path).unwrap())
    );
    (digests, gaps, contents.format.is_some())
}

fn has(tool: &str) -> bool {
    let asked = Command::new("sh").args(["-c", &format!("command -v {tool}")]).stdout(Stdio::null()).status();
    asked.is_ok_and(|status| status.success())
}
