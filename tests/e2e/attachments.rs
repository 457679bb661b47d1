//! Files in and beside an order: their digests and parts are screened as parts of the line, and what cannot be
//! read holds it.

use std::fs;
use std::path::Path;

use debar_tests::initialised;
use sha2::{Digest as _, Sha256};

use crate::own_list::{NO_DIGEST, expect, order, write};

const INSTALLER: &[u8] = b"an installer that nobody should run";

const BOM: &str = r#"{"bomFormat":"CycloneDX","specVersion":"1.5","version":1,"components":[
  {"type":"library","name":"fine","version":"1","purl":"pkg:npm/fine@1"},
  {"type":"library","name":"other","version":"1","purl":"pkg:npm/badlib/other@1"}]}"#;

fn folder() -> tempfile::TempDir {
    let folder = initialised();
    let digest: String = Sha256::digest(INSTALLER).iter().map(|byte| format!("{byte:02x}")).collect();
    write(folder.path(), &digest);
    fs::write(folder.path().join("order.xml"), order("Some tool")).unwrap();
    fs::write(folder.path().join("setup.exe"), INSTALLER).unwrap();
    fs::write(folder.path().join("bom.json"), BOM).unwrap();
    folder
}

#[test]
fn a_file_with_a_listed_digest_denies_its_line() {
    let folder = folder();
    let path = folder.path();
    expect(path, &["order.xml"], 0, &["ALLOW"]);
    expect(
        path,
        &["order.xml", "--artifact", "2=setup.exe"],
        1,
        &["line 2", "sha256:", "denied", "file:setup.exe"],
    );
    let ran = crate::own_list::check(path, &["order.xml", "--artifact", "2=setup.exe", "--format", "json"]);
    let decision: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(decision["lines"][0]["verdict"], "allow");
    assert_eq!(decision["lines"][1]["verdict"], "deny");
    expect(path, &["order.xml", "--artifact", "2=bom.json"], 1, &["pkg:npm/badlib/other@1", "component of"]);
    let replayed = debar_tests::run_in(path, &["ledger", "replay"]);
    assert_eq!(replayed.code, Some(0), "{}{}", replayed.out, replayed.err);
}

#[test]
fn a_file_that_a_line_names_is_read_below_its_folder_only() {
    let folder = folder();
    let path = folder.path();
    fs::create_dir(path.join("files")).unwrap();
    fs::write(path.join("files/setup.exe"), INSTALLER).unwrap();
    for (uri, code, part) in [
        ("setup.exe", 1, "file:setup.exe"),
        ("../setup.exe", 3, "outside of the folder"),
        ("none.exe", 3, "cannot be read"),
        ("https://files.example/setup.exe", 0, "ALLOW"),
    ] {
        let order = format!(
            r#"{{"schema_version":1,"lines":[{{"line_id":"1","name":"Some tool","artifacts":[{{"uri":"{uri}"}}]}}]}}"#
        );
        fs::write(path.join("order.json"), order).unwrap();
        expect(path, &["order.json", "--artifact-folder", "files"], code, &[part]);
        expect(path, &["order.json"], 0, &["ALLOW"]);
    }
}

#[test]
fn a_file_that_cannot_be_read_holds() {
    let folder = folder();
    let path = folder.path();
    fs::write(path.join("broken.json"), &BOM[..60]).unwrap();
    for (artifact, part) in [
        ("2=missing.exe", "there is no such file"),
        ("2=.", "it is a folder"),
        ("2=/dev/zero", "no file"),
        ("9=setup.exe", "which the document does not have"),
        ("2=broken.json", "cannot be decoded"),
    ] {
        expect(path, &["order.xml", "--artifact", artifact], 3, &["attachment", part]);
    }
    for wrong in ["2", "=setup.exe", "2="] {
        expect(path, &["order.xml", "--artifact", wrong], 2, &["LINE=FILE"]);
    }
    let twice = order("Some tool").replace("lineNumber=\"1\"", "lineNumber=\"2\"");
    fs::write(path.join("twice.xml"), twice).unwrap();
    expect(path, &["twice.xml", "--artifact", "2=setup.exe"], 3, &["several lines have this id"]);
}

#[test]
fn a_file_too_large_to_decode_is_not_passed_over() {
    let folder = folder();
    let path = folder.path();
    let config = fs::read_to_string(path.join("debar.toml")).unwrap();
    fs::write(
        path.join("debar.toml"),
        format!("{config}\n[limits]\ndocument-bytes = 5000\nartifact-bytes = 6000\n"),
    )
    .unwrap();
    let bom =
        |len: usize| BOM.replace("\"version\":1,", &format!("\"version\":1,{}", " ".repeat(len - BOM.len())));
    fs::write(path.join("long.json"), bom(5_500)).unwrap();
    fs::write(path.join("longer.json"), bom(7_000)).unwrap();
    fs::write(path.join("long.bin"), [7; 5_500]).unwrap();
    expect(path, &["order.xml", "--artifact", "2=long.bin"], 0, &[]);
    expect(
        path,
        &["order.xml", "--artifact", "2=long.json"],
        3,
        &["larger than 5000 bytes and was not decoded"],
    );
    expect(path, &["order.xml", "--artifact", "2=longer.json"], 3, &["larger than 6000 bytes"]);
    fs::write(path.join("order.xml"), order(&"x".repeat(4_000))).unwrap();
    expect(path, &["order.xml"], 3, &["larger than the limit of 5000 bytes"]);
}

#[test]
fn a_file_of_one_request_among_several_finds_its_line() {
    let folder = folder();
    let lines = "{\"supplier\":\"One\",\"lines\":[{\"line_id\":\"1\",\"description\":\"Chair\"}]}\n\
                 {\"supplier\":\"Two\",\"lines\":[{\"line_id\":\"7\",\"description\":\"Table\"}]}\n\
                 {\"supplier\":\"Three\",\"lines\":[{\"description\":\"Lamp\"}]}\n";
    fs::write(folder.path().join("three.ndjson"), lines).unwrap();
    let verdicts = |artifact: &str, code: i32, expect: [&str; 3]| {
        let args = ["three.ndjson", "--artifact", artifact, "--format", "jsonl"];
        let ran = crate::own_list::check(folder.path(), &args);
        assert_eq!(ran.code, Some(code), "{artifact}: {}{}", ran.out, ran.err);
        let found: Vec<serde_json::Value> =
            ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let found: Vec<&str> = found.iter().map(|decision| decision["verdict"].as_str().unwrap()).collect();
        assert_eq!(found, expect, "{artifact}");
    };
    verdicts("7=setup.exe", 1, ["allow", "deny", "allow"]);
    // The first request's line by its id, the third's by its number, for it has no id.
    verdicts("1=setup.exe", 1, ["deny", "allow", "deny"]);
    verdicts("8=setup.exe", 3, ["review", "review", "review"]);
}

#[test]
fn what_an_order_carries_is_screened() {
    let folder = folder();
    let path = folder.path();
    let nested =
        mime("inner", &order("Some tool"), &[("inner@x", "application/vnd.cyclonedx+json", BOM.as_bytes())]);
    for (name, media_type, bytes, code, part) in [
        ("bom", "application/vnd.cyclonedx+json", BOM.as_bytes(), 1, "pkg:npm/badlib/other@1"),
        ("unnamed-bom", "application/octet-stream", BOM.as_bytes(), 1, "pkg:npm/badlib/other@1"),
        ("broken-bom", "application/vnd.cyclonedx+json", &BOM.as_bytes()[..60], 3, "cannot be decoded"),
        ("installer", "application/octet-stream", INSTALLER, 1, "sha256:"),
        ("text", "text/plain", b"delivered with Badsoft inside", 3, "tripwire"),
        ("picture", "image/png", b"\x89PNG\x00\xff Badsoft \x00", 0, "ALLOW"),
        ("harmless", "text/plain", b"delivered in a box", 0, "ALLOW"),
        ("nested", "multipart/related; boundary=inner", nested.as_bytes(), 1, "pkg:npm/badlib/other@1"),
    ] {
        let document = mime("outer", &order("Some tool"), &[("part@x", media_type, bytes)]);
        let file = format!("{name}.mime");
        fs::write(path.join(&file), document).unwrap();
        expect(path, &[&file], code, &[part]);
    }
    let replayed = debar_tests::run_in(path, &["ledger", "replay"]);
    assert_eq!(replayed.code, Some(0), "{}{}", replayed.out, replayed.err);
}

#[test]
fn a_part_belongs_to_the_line_that_names_it() {
    let folder = folder();
    let naming = order("Some tool").replace(
        "<SupplierID domain=\"DUNS\">150483782</SupplierID>\n      </ItemOut>\n    </OrderRequest>",
        "<SupplierID domain=\"DUNS\">150483782</SupplierID>\n<Comments><Attachment><URL>cid:part@x</URL></Attachment></Comments>\n      </ItemOut>\n    </OrderRequest>",
    );
    assert!(naming.contains("cid:part@x"));
    let document = mime("outer", &naming, &[("part@x", "application/vnd.cyclonedx+json", BOM.as_bytes())]);
    fs::write(folder.path().join("order.mime"), document).unwrap();
    let ran = crate::own_list::check(folder.path(), &["order.mime", "--format", "json"]);
    let decision: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let verdicts: Vec<&str> =
        decision["lines"].as_array().unwrap().iter().map(|line| line["verdict"].as_str().unwrap()).collect();
    assert_eq!(verdicts, ["allow", "deny", "allow", "deny"], "{decision:#}");
}

#[test]
fn evidence_beside_the_list_is_no_part_of_what_is_recorded() {
    let folder = initialised();
    let path: &Path = folder.path();
    write(path, NO_DIGEST);
    let page = "<html><body>an order of some court</body></html>";
    let pin: String = Sha256::digest(page).iter().map(|byte| format!("{byte:02x}")).collect();
    fs::write(path.join("page.html"), page).unwrap();
    let list = fs::read_to_string(path.join("own.toml")).unwrap();
    let list = list.replace("[rule.house]\n", "[rule.house]\nevidence = [\"page\"]\n")
        + &format!(
            "\n[evidence.page]\ncitation = \"a court\"\nfile = \"page.html\"\npin-sha256 = \"{pin}\"\n"
        );
    fs::write(path.join("own.toml"), list).unwrap();
    fs::write(path.join("order.xml"), order("Badsoft")).unwrap();
    expect(path, &["order.xml"], 1, &["DENY"]);
    fs::remove_file(path.join("page.html")).unwrap();
    let replayed = debar_tests::run_in(path, &["ledger", "replay"]);
    assert_eq!(replayed.code, Some(0), "{}{}", replayed.out, replayed.err);
}

/// An order and parts as mail has them.
fn mime(boundary: &str, order: &str, parts: &[(&str, &str, &[u8])]) -> String {
    let kind = format!("multipart/related; boundary={boundary}; type=\"text/xml\"; start=\"<order@x>\"");
    let mut text = format!("MIME-Version: 1.0\r\nContent-Type: {kind}\r\n\r\n");
    let mut part = |head: &str, body: &str| text += &format!("--{boundary}\r\n{head}\r\n\r\n{body}\r\n");
    part("Content-Type: text/xml; charset=UTF-8\r\nContent-ID: <order@x>", order);
    for (id, media_type, bytes) in parts {
        let head = format!("Content-Type: {media_type}\r\nContent-ID: <{id}>\r\nContent-Transfer-Encoding: ");
        match media_type.starts_with("multipart") {
            true => part(&(head + "8bit"), &String::from_utf8_lossy(bytes)),
            false => part(&(head + "base64"), &base64(bytes)),
        }
    }
    format!("{text}--{boundary}--\r\n")
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let number = chunk.iter().fold(0_u32, |number, byte| number << 8 | u32::from(*byte))
            << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let letter = LETTERS[(number >> (18 - 6 * place) & 63) as usize];
            text.push(if place <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    let lines: Vec<&str> =
        text.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).unwrap()).collect();
    lines.join("\r\n")
}

/// A zip with one stored file, whose flags say what else it is.
fn zip(name: &str, data: &[u8], flags: u16) -> Vec<u8> {
    let crc = data.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ if crc & 1 == 1 { 0xEDB8_8320 } else { 0 })
    });
    let size = u32::try_from(data.len()).unwrap();
    let sizes = [!crc, size, size].map(u32::to_le_bytes).concat();
    let length = [u8::try_from(name.len()).unwrap(), 0, 0, 0];
    let flags = [&flags.to_le_bytes()[..], &[0; 6]].concat();
    let local = [b"PK\x03\x04\x14\0", &flags[..], &sizes, &length, name.as_bytes(), data].concat();
    let entry = [b"PK\x01\x02\x14\0\x14\0", &flags[..], &sizes, &length, &[0; 14], name.as_bytes()].concat();
    let place =
        [u32::try_from(entry.len()).unwrap(), u32::try_from(local.len()).unwrap()].map(u32::to_le_bytes);
    [local, entry, b"PK\x05\x06\0\0\0\0\x01\0\x01\0".to_vec(), place.concat(), vec![0, 0]].concat()
}

#[test]
fn members_of_an_archive_are_screened() {
    let folder = folder();
    let path = folder.path();
    let wheel = zip("mod/a.so", INSTALLER, 0);
    fs::write(path.join("pkg.whl"), &wheel).unwrap();
    fs::write(path.join("outer.zip"), zip("lib/pkg.whl", &wheel, 0)).unwrap();
    fs::write(path.join("fine.zip"), zip("a.txt", b"nothing listed", 0)).unwrap();
    fs::write(path.join("locked.zip"), zip("a.txt", b"nobody knows", 1)).unwrap();
    // A file inside may be harmless elsewhere, so a person decides.
    expect(path, &["order.xml", "--artifact", "2=pkg.whl"], 3, &["line 2", "file:pkg.whl!/mod/a.so"]);
    expect(path, &["order.xml", "--artifact", "2=outer.zip"], 3, &["file:outer.zip!/lib/pkg.whl!/mod/a.so"]);
    expect(path, &["order.xml", "--artifact", "2=fine.zip"], 0, &["ALLOW"]);
    expect(
        path,
        &["order.xml", "--artifact", "2=locked.zip"],
        3,
        &["contents not fully read", "it is encrypted"],
    );
    let replayed = debar_tests::run_in(path, &["ledger", "replay"]);
    assert_eq!(replayed.code, Some(0), "{}{}", replayed.out, replayed.err);
    // Where no rule looks for digests, nothing can have been missed.
    let list = fs::read_to_string(path.join("own.toml")).unwrap();
    fs::write(path.join("own.toml"), list.replace("digests = [\"bad\"]\n", "")).unwrap();
    expect(path, &["order.xml", "--artifact", "2=locked.zip"], 0, &["ALLOW"]);

    let digest = |args: &[&str]| debar_tests::run_in(path, &[&["digest", "--members"], args].concat());
    let ran = digest(&["outer.zip"]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    let lines: Vec<&str> =
        ran.out.lines().filter_map(|line| line.split_once("  ")).map(|(_, name)| name).collect();
    assert_eq!(lines, ["outer.zip (zip)", "  lib/pkg.whl (zip)", "    mod/a.so"]);
    let ran = digest(&["locked.zip", "--format", "jsonl"]);
    assert_eq!(ran.code, Some(3), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("\"why\":\"encrypted\""), "{}", ran.out);
}
