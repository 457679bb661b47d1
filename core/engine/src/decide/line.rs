//! What a rule asks of lines on which nothing was found: a parts list, a digest.

use std::collections::BTreeMap;

use debar_blocklist::{Depth, UnknownComponents};
use debar_model::{Action, Artifact, Digest, LineKind, NoticeCode, Object, Verdict};

use super::duty::Duties;
use super::question::Question;
use super::state::State;
use crate::matching::digests_of;

/// The most lines that one notice names.
const SHOWN: usize = 5;

/// Lines whose parts nobody knows, under a rule that looks at parts.
pub(crate) fn components_unknown(
    question: &Question<'_>,
    state: &State<'_>,
    floors: &mut BTreeMap<u32, Verdict>,
    duties: &mut Duties,
) {
    let asked = state.rule.if_components_unknown;
    if asked == UnknownComponents::Ignore || state.rule.depth == Depth::BrandedOnly || state.no.is_some() {
        return;
    }
    let lines: Vec<u32> = (0_u32..)
        .zip(&question.prepared.lines)
        .filter(|(_, line)| line.item.kind == LineKind::Item && !line.has_components)
        .map(|(ordinal, _)| ordinal)
        .collect();
    if lines.is_empty() {
        return;
    }
    let text =
        format!("components of {} are not known, and rule `{}` looks at them", named(&lines), state.id);
    duties.notice(NoticeCode::ComponentsUnknown, only(&lines), &text);
    if asked == UnknownComponents::Review && state.monitored.is_none() {
        duties.needs.add("components", state.id, &[]);
        for line in lines {
            floors.insert(line, Verdict::Review);
        }
    }
}

/// Lines that a digest rule cannot be compared with.
pub(crate) fn digests_not_comparable(
    question: &Question<'_>,
    state: &State<'_>,
    floors: &mut BTreeMap<u32, Verdict>,
    duties: &mut Duties,
) {
    if state.rule.targets.digests.is_empty() || state.no.is_some() {
        return;
    }
    let sets = state.rule.targets.digests.iter().filter_map(|id| question.list.digests.get(id));
    let mut listed: Vec<(&debar_model::Algorithm, Object)> = vec![];
    for set in sets {
        let inline = set.digests.iter().map(|(digest, _)| (digest.algorithm(), digest.object()));
        let on_disk = set.set.iter().flat_map(|file| {
            let holds = file.open.iter().flat_map(|open| &open.holds);
            holds.map(|(algorithm, of)| (algorithm, if *of == Object::Unknown { file.object } else { *of }))
        });
        for kind in inline.chain(on_disk) {
            if !listed.contains(&kind) {
                listed.push(kind);
            }
        }
    }
    let comparable = |digest: &Digest| {
        listed.iter().any(|(algorithm, object)| {
            *algorithm == digest.algorithm()
                && (*object == digest.object()
                    || *object == Object::Unknown
                    || digest.object() == Object::Unknown)
        })
    };
    let mut stated: BTreeMap<u32, bool> = BTreeMap::new();
    for (line, _, digest) in digests_of(question.prepared) {
        if let Some(line) = line {
            *stated.entry(line).or_default() |= comparable(&digest.value);
        }
    }
    let goods = (0_u32..)
        .zip(&question.prepared.lines)
        .filter(|(_, line)| matches!(line.item.kind, LineKind::Item | LineKind::Component))
        .map(|(ordinal, _)| ordinal);
    let missed: Vec<u32> = goods.filter(|ordinal| stated.get(ordinal) != Some(&true)).collect();
    if missed.is_empty() {
        return;
    }
    let mut wanted: Vec<String> =
        listed.iter().map(|(algorithm, object)| format!("{algorithm} of {object}")).collect();
    wanted.sort();
    let text = format!(
        "rule `{}` cannot be compared with {}: it needs a digest ({})",
        state.id,
        named(&missed),
        wanted.join(", ")
    );
    duties.notice(NoticeCode::DigestNotComparable, only(&missed), &text);
    if state.rule.require_digest && state.monitored.is_none() {
        duties.needs.add("digest", state.id, &wanted);
        for line in missed {
            floors.insert(line, Verdict::Review);
        }
    }
}

/// Lines with files inside which something could not be read, under a rule that looks for digests: one may have
/// been missed there.
pub(crate) fn contents_not_read(
    question: &Question<'_>,
    state: &State<'_>,
    floors: &mut BTreeMap<u32, Verdict>,
    duties: &mut Duties,
) {
    if state.rule.targets.digests.is_empty() || state.no.is_some() {
        return;
    }
    let request = question.prepared.request;
    let mut lines: Vec<u32> = vec![];
    let mut say = |artifact: &Artifact, line: Option<u32>| {
        for why in &artifact.unread {
            let rule = state.id;
            let text = format!("contents not fully read, and rule `{rule}` looks for digests: {}", why.value);
            duties.notice(NoticeCode::ContentsNotRead, line, &text);
        }
        !artifact.unread.is_empty()
    };
    let mut whole = false;
    for artifact in &request.artifacts {
        whole |= say(artifact, None);
    }
    for (ordinal, line) in (0_u32..).zip(&request.lines) {
        let mut unread = whole && line.kind == LineKind::Item;
        for artifact in &line.artifacts {
            unread |= say(artifact, Some(ordinal));
        }
        if unread {
            lines.push(ordinal);
        }
    }
    // A rule that only warns would let the line pass whatever was missed.
    if !lines.is_empty() && state.monitored.is_none() && state.rule.action != Action::Warn {
        duties.needs.add("contents", state.id, &[]);
        floors.extend(lines.into_iter().map(|line| (line, Verdict::Review)));
    }
}

fn only(lines: &[u32]) -> Option<u32> {
    match lines {
        [line] => Some(*line),
        _ => None,
    }
}

/// `line 1`, `lines 1, 2 and 3`, `lines 1, 2, 3, 4, 5 and 45 more`; counted from 1.
fn named(lines: &[u32]) -> String {
    let numbers: Vec<String> =
        lines.iter().take(SHOWN).map(|line| line.saturating_add(1).to_string()).collect();
    let more = lines.len().saturating_sub(SHOWN);
    match (numbers.split_last(), more) {
        (Some((last, [])), 0) => format!("line {last}"),
        (Some((last, others)), 0) => format!("lines {} and {last}", others.join(", ")),
        _ => format!("lines {} and {more} more", numbers.join(", ")),
    }
}
