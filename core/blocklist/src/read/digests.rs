//! Digest sets: inline values and pinned side files.

use std::collections::BTreeSet;

use debar_model::{Algorithm, Digest, Object};

use super::files::Loader;
use super::{set_file, side_file, vendor};
use crate::fields::{Context, Fields, Section};
use crate::source::Problem;
use crate::syntax::Node;
use crate::{Code, DigestSet};

/// Digests of zero bytes.
const EMPTY: [&str; 5] = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da274edebfe76f65fbd51ad2f14898b95b",
    "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
    "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "d41d8cd98f00b204e9800998ecf8427e",
];

/// Sizes in bytes of the text files that Git LFS keeps in the place of large ones.
const POINTER: std::ops::RangeInclusive<u64> = 127..=133;

pub(super) fn digests(
    cx: &mut Context,
    fields: &mut Fields<'_>,
    loader: &mut Loader<'_>,
) -> Option<DigestSet> {
    let head = fields.head(cx);
    let object = fields
        .need(cx, "object")
        .and_then(|node| cx.word(node, &[("archive", Object::Archive), ("file", Object::File)]));
    let algorithm_node = fields.take("algorithm");
    let algorithm = algorithm_node.and_then(|node| algorithm(cx, node));
    let values = fields.take("values");
    let file_node = fields.take("file");
    let set_node = fields.take("set");
    let members_deny =
        fields.take("members").and_then(|node| cx.word(node, &[("deny", true), ("review", false)]));
    let legacy_deny =
        fields.take("legacy-digests").and_then(|node| cx.word(node, &[("deny", true), ("review", false)]));
    let legacy_deny = legacy_deny.unwrap_or_default();
    let vendor = fields.take("vendor").and_then(|node| cx.reference(Section::Vendor, node));
    fields.refuse(cx, "vendors", "a set belongs to one vendor: `vendor = \"..\"`");
    fields.refuse(cx, "size", "sizes are not compared: the digest alone decides");
    if values.is_none() && file_node.is_none() && set_node.is_none() && !fields.is_quiet() {
        vendor::empty(
            cx,
            fields,
            "no digest",
            "give `values = [..]`, `file = { path, pin-sha256 }` for many, or `set = { path, pin-sha256 }` for millions",
        );
    }
    // With an unknown word in their place, values are still checked; the list is refused anyway.
    let object = object.unwrap_or_default();
    let mut all = vec![];
    let mut seen = BTreeSet::new();
    let items = values.map(|node| cx.items(node)).unwrap_or_default();
    for (index, item) in items.iter().enumerate() {
        let Some(listed) = cx.text(item) else { continue };
        match Digest::read(algorithm.as_deref(), &listed.text, object) {
            Ok(digest) => {
                inline(cx, &items, index, &digest, seen.insert(digest.clone()));
                all.push((digest, listed.place));
            }
            Err(error) => {
                let plain = plainer(algorithm.as_deref(), &listed.text, object);
                cx.report(
                    Problem::error(
                        Code::BadDigest,
                        item.at,
                        format!("`{}` is no digest: {error}", listed.text),
                    )
                    .help(error.help())
                    .fix_all(
                        "write the digest alone",
                        plain.map(|text| vec![(item.at, format!("\"{text}\""))]),
                    ),
                );
            }
        }
    }
    let mut file = None;
    if let Some(side) = file_node.and_then(|node| side_file::open(cx, node, loader)) {
        file = Some((side.name.clone(), side.pin));
        let (mut pointers, mut sized) = (0_usize, 0_usize);
        side.lines(cx, |_, line, place| {
            // `sha256sum` writes a file name behind the digest, others `digest:size:name`.
            let text = line.split_whitespace().next().unwrap_or_default();
            let (text, size) = with_size(text);
            sized += usize::from(size.is_some());
            pointers += usize::from(size.is_some_and(|size| POINTER.contains(&size)));
            let digest = Digest::read(algorithm.as_deref(), text, object)
                .map_err(|error| (format!("`{text}` is no digest: {error}"), error.help().to_owned()))?;
            if EMPTY.contains(&digest.value().as_str()) {
                return Err((
                    format!("`{text}` is the digest of an empty file"),
                    "remove it: it meets every empty file".to_owned(),
                ));
            }
            all.push((digest, place));
            Ok(())
        });
        if let (Some(node), true) = (file_node, pointers > 0) {
            pointer_sizes(cx, node, pointers, sized);
        }
    }
    let set = set_node.and_then(|node| set_file::open(cx, node, object, legacy_deny, loader));
    let members_deny = members_deny.unwrap_or_default();
    Some(DigestSet { head, digests: all, file, set, members_deny, legacy_deny, vendor })
}

/// The digest inside of what was pasted: hex digits with blanks, colons or hyphens between them, or `0x` in front.
fn plainer(algorithm: Option<&str>, text: &str, object: Object) -> Option<String> {
    let bare = text.trim();
    let bare = bare.strip_prefix("0x").unwrap_or(bare);
    let plain: String = bare.chars().filter(|c| !c.is_whitespace() && !matches!(c, ':' | '-')).collect();
    let plain = plain.to_ascii_lowercase();
    let hex = plain.bytes().all(|byte| byte.is_ascii_hexdigit());
    (hex && Digest::read(algorithm, &plain, object).is_ok()).then_some(plain)
}

/// `digest:size:name`, as signature files of virus scanners write it. A size of `*` is not stated.
fn with_size(text: &str) -> (&str, Option<u64>) {
    let mut parts = text.split(':');
    let (Some(digest), Some(size)) = (parts.next(), parts.next()) else { return (text, None) };
    let hex = matches!(digest.len(), 32 | 40 | 64) && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
    if hex && (size == "*" || size.parse::<u64>().is_ok()) {
        (digest, size.parse().ok())
    } else {
        (text, None)
    }
}

fn pointer_sizes(cx: &mut Context, node: &Node, pointers: usize, sized: usize) {
    cx.report(
        Problem::warning(
            Code::PointerSize,
            node.at,
            format!("{pointers} of {sized} files have the size of a Git LFS pointer"),
        )
        .help("whoever made this file hashed the pointers and not the files behind them: fetch those and hash again"),
    );
}

fn algorithm(cx: &mut Context, node: &Node) -> Option<String> {
    let name = cx.string(node)?;
    let known = Algorithm::read(&name);
    if let Algorithm::Other(_) = known {
        cx.report(
            Problem::error(Code::BadDigest, node.at, format!("`{name}` is no digest algorithm known here"))
                .help("possible are `sha256`, `sha384`, `sha512`, and the legacy `sha1` and `md5`"),
        );
        return None;
    }
    if known.is_legacy() {
        cx.report(
            Problem::warning(Code::LegacyDigest, node.at, format!("{known} no longer tells files apart"))
                .help("two different files can be made with the same one: ask for SHA-256, or write `allow = [\"legacy-digest\"]` in this entry"),
        );
    }
    Some(known.as_str().to_owned())
}

fn inline(cx: &mut Context, items: &[&Node], index: usize, digest: &Digest, new: bool) {
    let Some(item) = items.get(index) else { return };
    if EMPTY.contains(&digest.value().as_str()) {
        cx.report(
            Problem::error(Code::EmptyFileDigest, item.at, "this is the digest of an empty file")
                .help("remove it: it meets every empty file")
                .fix_all("remove it", cx.removal(items, index).filter(|_| items.len() > 1))
                .guess(),
        );
    }
    if !new {
        cx.report(
            Problem::warning(Code::RepeatedValue, item.at, "this digest is given twice")
                .help("remove one of the two")
                .fix_all("remove the second one", cx.removal(items, index)),
        );
    }
}
