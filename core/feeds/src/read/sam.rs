//! SAM.gov exclusions, public extract V2. Names of people stand in parts; `Indefinite` is no end.

use crate::draft::Draft;
use crate::entry::{Party, PartyKind};
use crate::rows::{self, Layout};
use crate::{InputFile, Lint, Refusal};

pub(super) fn read(file: &InputFile<'_>, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let header = rows::header(file.bytes, b',');
    for column in ["Classification", "Name", "Active Date", "Termination Date"] {
        if !header.has(column) {
            return Err(Refusal::new(
                file.name,
                format!("it has no column `{column}`"),
                "give the CSV of the public exclusions extract V2, unpacked",
            ));
        }
    }
    rows::each(file.bytes, Layout::COMMA, draft, |draft, row| {
        let place = row.place();
        let kind = match row.get("Classification").trim().to_ascii_lowercase().as_str() {
            "individual" => PartyKind::Individual,
            "vessel" => {
                draft.note(Lint::NotAParty, &place, &row.get("Name"));
                return Ok(());
            }
            _ => PartyKind::Organisation,
        };
        let mut name = row.get("Name");
        if name.trim().is_empty() {
            let parts = ["Prefix", "First", "Middle", "Last", "Suffix"].map(|part| row.get(part));
            name = parts
                .iter()
                .skip(1)
                .map(|part| part.trim())
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(" ");
        }
        let mut identifiers = vec![];
        for (scheme, column) in [("uei", "Unique Entity ID"), ("cage", "CAGE"), ("duns", "DUNS")] {
            identifiers.extend(draft.identifier(scheme, &row.get(column), &place));
        }
        let from = draft.day(&row.get("Active Date"), &place);
        let ends = draft.through(&row.get("Termination Date"), &place);
        let note = [row.get("Exclusion Type"), row.get("Excluding Agency"), row.get("CT Code")];
        let note = note.iter().map(|part| part.trim()).filter(|part| !part.is_empty());
        let party = Party {
            source_id: row.get("SAM Number"),
            list: "SAM.gov exclusions".to_owned(),
            kind,
            name,
            identifiers,
            program: row.get("Exclusion Program"),
            countries: vec![row.get("Country")],
            from,
            ends,
            note: note.collect::<Vec<_>>().join("; "),
            ..Party::default()
        };
        draft.party(party, &place);
        Ok(())
    })
}
