//! The Consolidated Screening List: 28 columns, or 29 with `_id`, found by their names; or the same in JSON.

use crate::draft::Draft;
use crate::entry::{Party, PartyKind};
use crate::json::Json;
use crate::rows::{self, Layout, several};
use crate::{InputFile, Lint, Refusal};

pub(super) fn read(file: &InputFile<'_>, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let begins =
        file.bytes.iter().find(|byte| !byte.is_ascii_whitespace() && !matches!(byte, 0xef | 0xbb | 0xbf));
    if matches!(begins, Some(b'{' | b'[')) {
        return json(file, draft);
    }
    let header = rows::header(file.bytes, b',');
    if !header.has("source") || !header.has("name") {
        return Err(Refusal::new(
            file.name,
            "it has no columns `source` and `name`",
            "give the CSV or JSON of the Consolidated Screening List",
        ));
    }
    rows::each(file.bytes, Layout::COMMA, draft, |draft, row| {
        let place = row.place();
        take(draft, &|name| row.get(name), several(&row.get("ids")), &place);
        Ok(())
    })
}

fn json(file: &InputFile<'_>, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let tree = Json::parse(file.bytes).map_err(|why| Refusal::new(file.name, why, "fetch the file anew"))?;
    let results = if tree.list().is_empty() { tree.get("results").list() } else { tree.list() };
    if results.is_empty() {
        return Err(Refusal::new(file.name, "there are no `results` in it", "give the JSON of the list"));
    }
    for (at, entry) in results.iter().enumerate() {
        draft.row();
        let place = format!("/results/{at}");
        let field = |name: &str| match entry.get(name) {
            Json::Text(text) | Json::Number(text) => text.clone(),
            Json::List(list) if name == "addresses" => {
                list.iter().filter_map(|address| address.get("country").text()).collect::<Vec<_>>().join("; ")
            }
            list => list.texts().join("; "),
        };
        let number = |id: &Json| {
            let part = |key: &str| id.get(key).scalar().unwrap_or_default();
            format!("{}, {}", part("number"), part("type"))
        };
        take(draft, &field, entry.get("ids").list().iter().map(number).collect(), &place);
    }
    Ok(())
}

fn take(draft: &mut Draft<'_>, field: &dyn Fn(&str) -> String, ids: Vec<String>, place: &str) {
    let kind = match field("type").to_ascii_lowercase().as_str() {
        "vessel" | "aircraft" => return draft.note(Lint::NotAParty, &place, &field("name")),
        "individual" => PartyKind::Individual,
        "entity" => PartyKind::Organisation,
        _ => PartyKind::Unknown,
    };
    let mut identifiers = vec![];
    for id in ids {
        // `7722515837, Tax ID No.`
        let (value, what) = id.rsplit_once(", ").unwrap_or((&id, ""));
        identifiers
            .extend(super::ofac::scheme_of(what).and_then(|scheme| draft.identifier(scheme, value, &place)));
    }
    let from = draft.day(&field("start_date"), &place);
    let ends = draft.through(&field("end_date"), &place);
    let countries = several(&field("addresses"))
        .iter()
        .map(|address| address.rsplit(", ").next().unwrap_or_default().to_owned())
        .collect();
    let programs = field("programs");
    let notice = field("federal_register_notice");
    let note = [programs.as_str(), notice.as_str()].into_iter().filter(|part| !part.trim().is_empty());
    let note = note.collect::<Vec<_>>().join("; ");
    let source_id = [field("_id"), field("id"), field("entity_number")].into_iter().find(|id| !id.is_empty());
    let party = Party {
        source_id: source_id.unwrap_or_default(),
        list: list(&field("source")),
        kind,
        name: field("name"),
        aliases: several(&field("alt_names")),
        identifiers,
        program: programs,
        countries,
        from,
        ends,
        note,
        ..Party::default()
    };
    draft.party(party, &place);
}

/// `Entity List (EL) - Bureau of Industry and Security` without blanks that differ from year to year.
fn list(source: &str) -> String {
    let (list, _) = crate::text::clean(source);
    if list.is_empty() { "Consolidated Screening List".to_owned() } else { list }
}
