//! OpenSanctions: `entities.ftm.json`, one entity a line, or `targets.simple.csv`. Read, never bundled: its data are for
//! non-commercial use without a licence.

use std::collections::BTreeMap;

use crate::draft::Draft;
use crate::entry::{Party, PartyKind};
use crate::json::Json;
use crate::rows::{self, Layout, several};
use crate::{InputFile, Lint, Refusal};

pub(super) fn read(file: &InputFile<'_>, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let begins = file.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file.bytes).trim_ascii_start();
    if begins.starts_with(b"{") {
        return entities(file, draft);
    }
    let header = rows::header(file.bytes, b',');
    if !header.has("schema") || !header.has("name") {
        return Err(Refusal::new(
            file.name,
            "it has no columns `schema` and `name`, and is no JSON",
            "give `entities.ftm.json` or `targets.simple.csv`",
        ));
    }
    rows::each(file.bytes, Layout::COMMA, draft, |draft, row| {
        let place = row.place();
        let Some(kind) = kind_of(&row.get("schema")) else {
            draft.note(Lint::NotAParty, &place, &row.get("name"));
            return Ok(());
        };
        let party = Party {
            source_id: row.get("id"),
            list: "OpenSanctions".to_owned(),
            kind,
            name: row.get("name"),
            aliases: quoted(&row.get("aliases")),
            program: row.get("program_ids"),
            countries: several(&row.get("countries")),
            note: row.get("dataset"),
            ..Party::default()
        };
        draft.party(party, &place);
        Ok(())
    })
}

/// Several values with `;`, each perhaps in quotation marks with `;` inside.
fn quoted(field: &str) -> Vec<String> {
    let mut values = vec![];
    let (mut value, mut inside) = (String::new(), false);
    for c in field.chars() {
        match c {
            '"' => inside = !inside,
            ';' if !inside => values.push(std::mem::take(&mut value)),
            c => value.push(c),
        }
    }
    values.push(value);
    values.retain(|value| !value.trim().is_empty());
    values
}

fn kind_of(schema: &str) -> Option<PartyKind> {
    Some(match schema {
        "Company" | "Organization" | "PublicBody" => PartyKind::Organisation,
        "LegalEntity" => PartyKind::Unknown,
        "Person" => PartyKind::Individual,
        _ => return None,
    })
}

fn entities(file: &InputFile<'_>, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let bad = |why: String, line: usize| {
        Refusal::new(file.name, why, "fetch the file anew").at(format!("line {line}"))
    };
    let mut parties = vec![];
    let mut spans: BTreeMap<String, (Option<String>, Option<String>)> = BTreeMap::new();
    for (at, line) in file.bytes.split(|byte| *byte == b'\n').enumerate() {
        if line.trim_ascii().is_empty() {
            continue;
        }
        draft.row();
        let tree = Json::parse(line).map_err(|why| bad(why, at + 1))?;
        // A line of a delta: what was deleted is not there any more.
        let entity = if tree.get("op").text().is_some() {
            if tree.get("op").text() == Some("DEL") {
                continue;
            }
            tree.get("entity").clone()
        } else {
            tree
        };
        let property = |name: &str| entity.get("properties").get(name).texts();
        let first = |name: &str| property(name).first().map(|text| (*text).to_owned()).unwrap_or_default();
        match entity.get("schema").text() {
            Some("Sanction") => {
                let place = format!("line {}", at + 1);
                let from =
                    if first("startDate").is_empty() { first("listingDate") } else { first("startDate") };
                let (from, end) = (draft.day(&from, &place), draft.day(&first("endDate"), &place));
                for of in property("entity") {
                    let span = spans.entry(of.to_owned()).or_insert_with(|| (from.clone(), end.clone()));
                    span.0 = span.0.take().min(from.clone());
                    // One listing without an end is without an end.
                    span.1 = span.1.take().zip(end.clone()).map(|(a, b)| a.max(b));
                }
            }
            Some(schema) => {
                let place = format!("line {}", at + 1);
                let Some(kind) = kind_of(schema) else { continue };
                let topics = property("topics");
                if !topics.is_empty()
                    && !topics
                        .iter()
                        .any(|topic| topic.starts_with("sanction") || topic.starts_with("debarment"))
                {
                    draft.note(Lint::NotSelected, &place, &first("name"));
                    continue;
                }
                let mut identifiers = vec![];
                for (scheme, name) in [
                    ("lei", "leiCode"),
                    ("uei", "uniqueEntityId"),
                    ("duns", "dunsCode"),
                    ("cage", "cageCode"),
                    ("domain", "website"),
                ] {
                    for value in property(name) {
                        identifiers.extend(draft.identifier(scheme, value, &place));
                    }
                }
                let mut aliases: Vec<String> = vec![];
                for name in ["name", "alias", "previousName"] {
                    aliases.extend(property(name).into_iter().map(str::to_owned));
                }
                let name = entity.get("caption").text().map_or_else(|| first("name"), str::to_owned);
                let party = Party {
                    source_id: entity.get("id").text().unwrap_or_default().to_owned(),
                    list: "OpenSanctions".to_owned(),
                    kind,
                    aliases: aliases.into_iter().filter(|alias| *alias != name).collect(),
                    name,
                    weak: property("weakAlias").into_iter().map(str::to_owned).collect(),
                    identifiers,
                    program: property("programId").join("; "),
                    countries: property("country").into_iter().map(str::to_owned).collect(),
                    note: entity.get("datasets").texts().join("; "),
                    ..Party::default()
                };
                parties.push((party, place));
            }
            None => return Err(bad("the line has no `schema`".to_owned(), at + 1)),
        }
    }
    for (mut party, place) in parties {
        if let Some((from, end)) = spans.remove(&party.source_id) {
            party.from = from;
            party.ends = end.and_then(|end| draft.through(&end, &place));
        }
        draft.party(party, &place);
    }
    Ok(())
}
