//! Events, objects and attributes of MISP. What was deleted or is not for detection stays out.

use debar_model::Object;

use crate::draft::Draft;
use crate::entry::SetKey;
use crate::json::Json;
use crate::{Hash, InputFile, Lint, Refusal, text};

pub(super) fn read(file: &InputFile<'_>, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let tree = Json::parse(file.bytes).map_err(|why| Refusal::new(file.name, why, "fetch the file anew"))?;
    let mut any = false;
    let responses = tree.get("response");
    let many = if tree.list().is_empty() { responses.list() } else { tree.list() };
    if many.is_empty() {
        event(&tree, "", draft, &mut any);
        event(responses, "/response", draft, &mut any);
    }
    for (at, one) in many.iter().enumerate() {
        event(one, &format!("/{at}"), draft, &mut any);
    }
    if any {
        Ok(())
    } else {
        Err(Refusal::new(file.name, "there is no attribute in it", "give an event of MISP as JSON"))
    }
}

fn event(tree: &Json, place: &str, draft: &mut Draft<'_>, any: &mut bool) {
    let (event, place) = match tree.get("Event") {
        Json::Null => (tree, place.to_owned()),
        event => (event, format!("{place}/Event")),
    };
    let label = text::clean(event.get("info").text().unwrap_or_default()).0;
    attributes(event, &place, &label, draft, any);
    for (at, object) in event.get("Object").list().iter().enumerate() {
        let place = format!("{place}/Object/{at}");
        if object.get("deleted").is_true() {
            draft.note(Lint::Deleted, &place, object.get("name").text().unwrap_or_default());
            *any = true;
            continue;
        }
        attributes(object, &place, &label, draft, any);
    }
}

fn attributes(of: &Json, place: &str, label: &str, draft: &mut Draft<'_>, any: &mut bool) {
    let attributes = of.get("Attribute");
    let single = std::slice::from_ref(attributes);
    let all = if matches!(attributes, Json::Map(_)) { single } else { attributes.list() };
    for (at, attribute) in all.iter().enumerate() {
        *any = true;
        draft.row();
        one(attribute, &format!("{place}/Attribute/{at}"), label, draft);
    }
}

fn one(attribute: &Json, place: &str, label: &str, draft: &mut Draft<'_>) {
    let kind = attribute.get("type").text().unwrap_or_default();
    let value = attribute.get("value").scalar().unwrap_or_default();
    let (named, kind) = match kind.split_once('|') {
        Some(("filename" | "malware-sample", hash)) => (true, hash),
        None if kind == "malware-sample" => (true, "md5"),
        _ => (false, kind),
    };
    let Some(hash) = Hash::named(kind) else {
        if ["authentihash", "imphash", "pehash", "cdhash", "vhash", "impfuzzy"].contains(&kind) {
            draft.note(Lint::NotAFileHash, &place, &format!("{kind} {value}"));
        } else if kind.starts_with("sha") || ["ssdeep", "tlsh"].contains(&kind) {
            draft.note(Lint::NotSupported, &place, &format!("{kind} {value}"));
        }
        return;
    };
    if attribute.get("deleted").is_true() {
        return draft.note(Lint::Deleted, &place, value);
    }
    if !attribute.get("to_ids").is_true() {
        return draft.note(Lint::NotForDetection, &place, value);
    }
    let (name, value) = if named { value.rsplit_once('|').unwrap_or(("", value)) } else { ("", value) };
    let Some((hash, digest)) = text::digest(Some(hash), value) else {
        return draft.note(Lint::BadDigest, &place, value);
    };
    let key = SetKey {
        list: "MISP events".to_owned(),
        review: false,
        object: Object::File,
        members_deny: true,
        from: None,
        ends: None,
    };
    let name = text::clean(name).0;
    draft.digest(&key, hash, &digest, if name.is_empty() { label } else { &name }, &place);
}
