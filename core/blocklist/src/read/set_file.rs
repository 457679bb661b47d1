//! Digest sets on disk that a list names. Invariant: a set whose pin is not the one of the list is not used, and the
//! pin is part of the revision.

use debar_model::Object;

use super::files::{Loader, resolve, unreadable};
use super::side_file::{mismatch, pin};
use crate::fields::{Context, Fields};
use crate::source::{At, Problem};
use crate::syntax::Node;
use crate::{Code, SetFile, SourceError};

/// Opens `{ path = "..", pin-sha256 = ".." }`.
pub(super) fn open(
    cx: &mut Context,
    node: &Node,
    object: Object,
    legacy_deny: bool,
    loader: &mut Loader<'_>,
) -> Option<SetFile> {
    let mut fields = Fields::open(cx, node, node.at, "a digest set on disk")?;
    let path_node = fields.need(cx, "path");
    let pin_node = fields.take("pin-sha256");
    fields.finish(cx);
    let path_node = path_node?;
    let path = cx.string(path_node)?;
    let from = cx.files.get(node.at.file).map(|file| file.name.clone()).unwrap_or_default();
    let name = resolve(cx, &from, &path, path_node.at)?;
    let wanted = match pin_node {
        Some(node) => Some((pin(cx, node)?, node.at)),
        None => None,
    };
    let opened = match loader.digest_set(&name, wanted.as_ref().map(|(pin, _)| pin)) {
        Ok(opened) => opened,
        Err(SourceError::NoSet(why, help)) => {
            cx.report(
                Problem::error(
                    Code::BadDigestSet,
                    path_node.at,
                    format!("the digest set `{name}` cannot be used: {why}"),
                )
                .help(help),
            );
            return None;
        }
        Err(error) => {
            cx.report(unreadable(&name, &error, path_node.at));
            return None;
        }
    };
    let found = opened.as_ref().map(|set| set.pin);
    let Some((pin, at)) = wanted else {
        let found = found.map(|pin| pin.to_string());
        let shown = found.as_deref().unwrap_or("..");
        let problem = Problem::error(Code::MissingPin, node.at, format!("`{name}` is not pinned")).help(format!(
            "add `pin-sha256 = \"{shown}\"` if the set is the one you mean: `debar set info` prints its pin"
        ));
        cx.report(match &found {
            Some(pin) => problem
                .fix(
                    "pin the set as it is now",
                    At { start: path_node.at.end, end: path_node.at.end, ..path_node.at },
                    format!(", pin-sha256 = \"{pin}\""),
                )
                .guess(),
            None => problem,
        });
        return None;
    };
    if let Some(found) = found.filter(|found| *found != pin) {
        cx.report(mismatch(&name, &found, at));
        return None;
    }
    let legacy = opened.iter().flat_map(|set| &set.holds).find(|(algorithm, _)| algorithm.is_legacy());
    if let Some((algorithm, _)) = legacy {
        let problem = Problem::warning(
            Code::LegacyDigest,
            path_node.at,
            format!("`{name}` holds {algorithm} digests, which no longer tell files apart"),
        );
        cx.report(problem.help(if legacy_deny {
            "a hit on one denies, and whoever makes files can bring it about: build the set of SHA-256, or write `allow = [\"legacy-digest\"]` in this entry"
        } else {
            "a hit on one asks a person: build the set of SHA-256, or write `allow = [\"legacy-digest\"]` in this entry"
        }));
    }
    loader.note(&name, pin, opened.as_ref().map_or(0, |set| set.len));
    Some(SetFile { name, pin, place: cx.place(path_node.at), object, open: opened })
}
