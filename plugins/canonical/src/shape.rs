//! Which of the three forms a document has. Not a reading. Invariant: what the media type says is believed; only
//! without one do the first characters decide.

/// The form of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// JSON; NDJSON when the records stand so.
    Json,
    /// NDJSON.
    Lines,
    /// CSV.
    Csv,
    /// CSV with tabs.
    Tabs,
}

/// The form by media type, else by the first character of the text.
pub(crate) fn shape(content_type: &str, bytes: &[u8]) -> Shape {
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "application/x-ndjson" | "application/ndjson" | "application/jsonl" | "application/x-jsonlines" => {
            Shape::Lines
        }
        "text/csv" | "application/csv" => Shape::Csv,
        "text/tab-separated-values" => Shape::Tabs,
        "application/json" | "text/json" => Shape::Json,
        other if other.ends_with("+json") => Shape::Json,
        _ if looks_like_json(bytes) => Shape::Json,
        _ => Shape::Csv,
    }
}

/// The `charset` parameter of a media type.
pub(crate) fn charset(content_type: &str) -> Option<&str> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"'))
    })
}

fn looks_like_json(bytes: &[u8]) -> bool {
    // Marks and UTF-16's zero bytes aside, the first character of a JSON document here is a bracket.
    let first = bytes
        .iter()
        .find(|b| !matches!(b, 0xEF | 0xBB | 0xBF | 0xFE | 0xFF | 0 | b' ' | b'\t' | b'\r' | b'\n'));
    matches!(first, Some(b'{' | b'['))
}

#[cfg(test)]
mod tests {
    use super::{Shape, charset, shape};

    #[test]
    fn by_media_type_then_by_content() {
        let check = |content_type: &str, bytes: &[u8], expect| assert_eq!(shape(content_type, bytes), expect);
        check("application/json; charset=utf-8", b"id,name", Shape::Json);
        check("Application/X-NDJSON", b"{}", Shape::Lines);
        check("text/csv", b"{}", Shape::Csv);
        check("text/tab-separated-values", b"a\tb", Shape::Tabs);
        check("", b"\xef\xbb\xbf [", Shape::Json);
        check("application/octet-stream", b"\xff\xfe{\0", Shape::Json);
        check("text/plain", b"id,name", Shape::Csv);
        assert_eq!(charset("text/csv; header=present; Charset=\"windows-1252\""), Some("windows-1252"));
        assert_eq!(charset("text/csv"), None);
    }
}
