//! Bundles of STIX 2.1: indicators whose patterns are equalities of file hashes, joined by `OR`. All else is reported.

use debar_model::Object;

use crate::draft::Draft;
use crate::entry::{Ends, SetKey};
use crate::json::Json;
use crate::{Hash, InputFile, Lint, Refusal, text};

/// A longer pattern is not looked at.
const MAX_PATTERN: usize = 64 * 1024;

pub(super) fn read(file: &InputFile<'_>, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let tree = Json::parse(file.bytes).map_err(|why| Refusal::new(file.name, why, "fetch the file anew"))?;
    let single = std::slice::from_ref(&tree);
    let objects = match tree.get("type").text() {
        Some("bundle") => tree.get("objects").list(),
        Some(_) => single,
        None if !tree.list().is_empty() => tree.list(),
        None => return Err(Refusal::new(file.name, "it is no bundle of STIX", "give a bundle of STIX 2.1")),
    };
    for (at, object) in objects.iter().enumerate() {
        if object.get("type").text() != Some("indicator") {
            continue;
        }
        draft.row();
        let place = format!("/objects/{at}");
        let id = object.get("id").text().unwrap_or_default();
        let pattern = object.get("pattern").text().unwrap_or_default();
        if object.get("revoked").is_true() {
            draft.note(Lint::Revoked, &place, id);
            continue;
        }
        let stix = object.get("pattern_type").text().is_none_or(|kind| kind == "stix");
        let hashes = if stix && pattern.len() <= MAX_PATTERN { equalities(pattern) } else { None };
        let Some(hashes) = hashes else {
            draft.note(Lint::NotSupported, &place, pattern);
            continue;
        };
        let from = object.get("valid_from").text().and_then(text::instant);
        let until = object.get("valid_until").text().and_then(text::instant);
        let key = SetKey {
            list: "STIX indicators".to_owned(),
            review: false,
            object: Object::File,
            members_deny: true,
            from,
            ends: until.map(Ends::Until),
        };
        let label = text::clean(object.get("name").text().unwrap_or(id)).0;
        for (hash, value) in hashes {
            match text::digest(Some(hash), &value) {
                Some((hash, digest)) => {
                    draft.digest(&key, hash, &digest, &label, &place);
                }
                None => draft.note(Lint::BadDigest, &place, &value),
            }
        }
    }
    Ok(())
}

/// The hashes of `[file:hashes.'SHA-256' = '..' OR ..] OR [..]`; none for every other pattern.
fn equalities(pattern: &str) -> Option<Vec<(Hash, String)>> {
    let mut tokens = Tokens { rest: pattern };
    let mut found = vec![];
    loop {
        (tokens.next()? == "[").then_some(())?;
        loop {
            let path = tokens.next()?;
            let name = path.strip_prefix("file:hashes.")?.trim_matches('\'');
            (tokens.next()? == "=").then_some(())?;
            let value = tokens.next()?;
            let value = value.strip_prefix('\'')?.strip_suffix('\'')?;
            found.push((Hash::named(name)?, value.to_owned()));
            match tokens.next()? {
                "OR" => {}
                "]" => break,
                _ => return None,
            }
        }
        match tokens.next() {
            None => return Some(found),
            Some("OR") => {}
            Some(_) => return None,
        }
    }
}

struct Tokens<'p> {
    rest: &'p str,
}

impl<'p> Tokens<'p> {
    fn next(&mut self) -> Option<&'p str> {
        self.rest = self.rest.trim_start();
        let first = self.rest.chars().next()?;
        let end = match first {
            '[' | ']' | '=' | '(' | ')' => 1,
            '\'' => self.rest.get(1..)?.find('\'')? + 2,
            _ => {
                let mut quoted = false;
                self.rest
                    .find(|c: char| {
                        quoted ^= c == '\'';
                        !quoted && (c.is_whitespace() || matches!(c, '[' | ']' | '=' | '(' | ')'))
                    })
                    .unwrap_or(self.rest.len())
            }
        };
        let (token, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        Some(token)
    }
}

#[cfg(test)]
mod tests {
    use super::equalities;

    #[test]
    fn only_equalities_are_read() {
        for (pattern, expect) in [
            ("[file:hashes.'SHA-256' = 'aa']", Some(1)),
            ("[file:hashes.md5='aa' OR file:hashes.'SHA-1' = 'bb'] OR [file:hashes.SHA256 = 'cc']", Some(3)),
            ("[file:hashes.MD5 = 'aa' AND file:name = 'x']", None),
            ("[file:hashes.MD5 != 'aa']", None),
            ("[file:hashes.MD5 = 'aa'] FOLLOWEDBY [file:hashes.MD5 = 'bb']", None),
            ("[NOT file:hashes.MD5 = 'aa']", None),
            ("[file:hashes.MD5 IN ('aa')]", None),
            ("[file:hashes.ssdeep = 'aa']", None),
            ("[file:hashes.MD5 = 'aa", None),
            ("", None),
        ] {
            assert_eq!(equalities(pattern).map(|found| found.len()), expect, "{pattern}");
        }
    }
}
