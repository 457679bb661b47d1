//! From `file:` URIs to paths and back. Percent signs stand for bytes of UTF-8.

use std::path::{Path, PathBuf};

/// The path of a URI. What is no file keeps its URI as a path that leads nowhere.
pub(crate) fn to_path(uri: &str) -> PathBuf {
    let Some(rest) = uri.strip_prefix("file://") else {
        return PathBuf::from(format!("/{}", uri.replace('/', "_")));
    };
    let path = rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/");
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let mut bytes = vec![];
    let mut left = path.bytes();
    while let Some(byte) = left.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digits: Vec<u8> = left.clone().take(2).collect();
        let decoded =
            std::str::from_utf8(&digits).ok().and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match decoded.filter(|_| digits.len() == 2) {
            Some(decoded) => {
                bytes.push(decoded);
                left.nth(1);
            }
            None => bytes.push(byte),
        }
    }
    normal(Path::new(&String::from_utf8_lossy(&bytes).into_owned()))
}

/// The URI of a path.
pub(crate) fn of_path(path: &Path) -> String {
    let mut uri = "file://".to_owned();
    for byte in path.to_string_lossy().bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => {
                uri.push(char::from(byte))
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

/// Without `.` and `..`, by the words alone.
pub(crate) fn normal(path: &Path) -> PathBuf {
    use std::path::Component;
    let mut parts = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{of_path, to_path};

    #[test]
    fn uris_and_paths() {
        for (uri, path) in [
            ("file:///a/b.toml", "/a/b.toml"),
            ("file:///a/%D1%81%D0%BF%D0%B8%D1%81%D0%BE%D0%BA%20x.toml", "/a/список x.toml"),
            ("file://localhost/a%2Fb", "/a/b"),
            ("file:///a/../b/./c%", "/b/c%"),
            ("file:///100%25.toml", "/100%.toml"),
            ("untitled:Untitled-1", "/untitled:Untitled-1"),
        ] {
            assert_eq!(to_path(uri), Path::new(path), "{uri}");
        }
        assert_eq!(to_path(&of_path(Path::new("/a b/№%.toml"))), Path::new("/a b/№%.toml"));
    }
}
