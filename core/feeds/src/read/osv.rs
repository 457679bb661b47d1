//! OSV records of malicious packages, one JSON a file. A record is a rule of its own: it holds from `published` until
//! `withdrawn`. Three kinds of SHA-256 stand in it, and only one is of the artefact.

use debar_model::{Identifier, Object};

use crate::draft::Draft;
use crate::entry::{Ends, Package, SetKey};
use crate::json::Json;
use crate::table::Hash;
use crate::{InputFile, Lint, Refusal, text};

use super::versions::{purl, purl_type, ranges};

pub(super) fn read(file: &InputFile<'_>, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let tree = Json::parse(file.bytes).map_err(|why| {
        Refusal::new(file.name, why, "fetch the record anew; the list that is in use stays")
    })?;
    let records = if tree.list().is_empty() { std::slice::from_ref(&tree) } else { tree.list() };
    for record in records {
        draft.row();
        one(file, record, draft)?;
    }
    Ok(())
}

fn one(file: &InputFile<'_>, record: &Json, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let Some(id) = record.get("id").text().filter(|id| !id.is_empty() && id.len() <= 200) else {
        return Err(Refusal::new(file.name, "the record has no `id`", "give records of OSV, one a file"));
    };
    let published = record.get("published").text();
    let from = published.and_then(text::instant);
    if from.is_none() && published.is_some() {
        draft.note(Lint::BadDate, &"/published", published.unwrap_or_default());
    }
    if let (Some(from), Some(modified)) = (&from, record.get("modified").text().and_then(text::instant))
        && modified < *from
    {
        draft.note(Lint::ModifiedEarly, &"/modified", id);
    }
    let ends = match record.get("withdrawn").text() {
        None => None,
        Some(withdrawn) => match text::instant(withdrawn) {
            Some(at) => {
                draft.note(Lint::Withdrawn, &"/withdrawn", id);
                Some(Ends::Until(at))
            }
            None => {
                draft.note(Lint::BadWithdrawn, &"/withdrawn", withdrawn);
                None
            }
        },
    };
    let key = SetKey {
        list: id.to_owned(),
        review: false,
        object: Object::Archive,
        members_deny: false,
        from,
        ends,
    };
    let affected = record.get("affected").list();
    if affected.is_empty() {
        draft.note(Lint::NoPackage, &"/affected", id);
    }
    for (at, package) in affected.iter().enumerate() {
        take(draft, &key, package, at, record.get("summary").text().unwrap_or_default());
    }
    for (at, origin) in
        record.get("database_specific").get("malicious-packages-origins").list().iter().enumerate()
    {
        if origin.get("sha256").text().is_some() {
            draft.note(Lint::ReportHash, &format!("/database_specific/malicious-packages-origins/{at}"), id);
        }
    }
    Ok(())
}

fn take(draft: &mut Draft<'_>, key: &SetKey, affected: &Json, at: usize, summary: &str) {
    let place = format!("/affected/{at}");
    let ecosystem = affected.get("package").get("ecosystem").text().unwrap_or_default();
    let name = affected.get("package").get("name").text().unwrap_or_default();
    let purl = purl_type(ecosystem).map(|kind| (kind, purl(kind, name))).and_then(|(kind, purl)| {
        let found = Identifier::parse("purl", &purl).ok()?;
        Some((kind, found.value().into_owned()))
    });
    match purl {
        None => draft.note(Lint::UnknownEcosystem, &place, &format!("{ecosystem} {name}")),
        Some((kind, purl)) => {
            let case_is_lost = kind == "golang" && name.bytes().any(|byte| byte.is_ascii_uppercase());
            if case_is_lost {
                draft.note(Lint::NameCase, &place, name);
            }
            let versions = ranges(kind, affected);
            if versions.is_none() {
                draft.note(Lint::NoVersions, &place, name);
            }
            let unknown = versions.is_none();
            for range in versions.unwrap_or_else(|| vec![String::new()]) {
                let everything = range.is_empty() || range.ends_with("/*");
                draft.package(Package {
                    list: key.list.clone(),
                    purl: purl.clone(),
                    ecosystem: ecosystem.to_owned(),
                    versions: (!everything).then_some(range),
                    from: key.from.clone(),
                    ends: key.ends.clone(),
                    review: case_is_lost || unknown,
                    note: text::clean(summary).0,
                });
            }
        }
    }
    let indicators = affected.get("database_specific").get("indicators");
    for (number, artefact) in indicators.get("package_integrity").list().iter().enumerate() {
        let place = format!("{place}/database_specific/indicators/package_integrity/{number}");
        let label = artefact.get("filename").text().unwrap_or(name);
        for (algorithm, value) in artefact.get("hashes").map() {
            digest(draft, key, algorithm, value, label, &place);
        }
    }
    let inside = SetKey { review: true, object: Object::File, ..key.clone() };
    for (number, evidence) in indicators.get("evidence_files").list().iter().enumerate() {
        let place = format!("{place}/database_specific/indicators/evidence_files/{number}");
        let label = evidence.get("path").text().unwrap_or(name);
        let direct = evidence.map().iter().chain(evidence.get("hashes").map());
        for (algorithm, value) in direct.filter(|(key, _)| Hash::named(key).is_some()) {
            draft.note(Lint::FileInside, &place, label);
            digest(draft, &inside, algorithm, value, label, &place);
        }
    }
}

fn digest(draft: &mut Draft<'_>, key: &SetKey, algorithm: &str, value: &Json, label: &str, place: &str) {
    let value = value.text().unwrap_or_default();
    let Some(hash) = Hash::named(algorithm.strip_suffix("_sri").unwrap_or(algorithm)) else {
        return draft.note(Lint::NotSupported, &place, &format!("{algorithm} {value}"));
    };
    match text::digest(Some(hash), value) {
        Some((hash, bytes)) => {
            draft.digest(key, hash, &bytes, &text::clean(label).0, &place);
        }
        None => draft.note(Lint::BadDigest, &place, &format!("{algorithm} {value}")),
    }
}
