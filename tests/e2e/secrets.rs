//! Secrets of a document reach no output, no ledger file and no error text.

use std::fs;
use std::path::Path;

use debar_tests::{debar, root};
use tempfile::TempDir;

const SECRET: &str = "s3cr3t-4711-never-printed";

#[test]
fn shared_secrets_never_leave() {
    let good = fs::read_to_string(root().join("docs/examples/order.xml"))
        .unwrap()
        .replace("example-secret-never-printed", SECRET);
    let documents = [
        good.clone(),
        good.replace("</cXML>", ""),
        good.replace("<SharedSecret>", "<SharedSecret Type=\"x\">"),
        good.replace("quantity=\"40\"", "quantity=\"forty\""),
        good.replace("<SharedSecret>", "<SharedSecret><![CDATA[")
            .replace("</SharedSecret>", "]]></SharedSecret>"),
    ];
    for (number, document) in documents.iter().enumerate() {
        assert!(document.contains(SECRET));
        let folder = TempDir::new().unwrap();
        fs::write(folder.path().join("order.xml"), document).unwrap();
        for args in [
            &["check", "order.xml"][..],
            &["check", "order.xml", "--answer"],
            &["check", "order.xml", "--format", "json"],
            &["check", "order.xml", "--format", "sarif"],
            &["check", "order.xml", "--format", "junit"],
            &["plugin", "decode", "order.xml"],
            &["ledger", "verify"],
        ] {
            let output = debar(folder.path()).args(args).output().unwrap();
            for (stream, bytes) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
                assert!(!contains(bytes, SECRET), "document {number}, {args:?}: the secret is on {stream}");
            }
        }
        assert!(folder.path().join("state").exists());
        search(&folder.path().join("state"));
    }
}

fn search(folder: &Path) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            search(&path);
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        assert!(!contains(&bytes, SECRET), "{}", path.display());
    }
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}
