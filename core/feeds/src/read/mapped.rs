//! Any CSV whose columns are declared.

use debar_model::Object;

use crate::draft::Draft;
use crate::entry::{Party, SetKey};
use crate::rows::{self, Layout, several};
use crate::{InputFile, Lint, Refusal, text};

pub(super) fn read(file: &InputFile<'_>, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let columns = &draft.options.columns;
    let delimiter = columns.delimiter.unwrap_or(b',');
    let header = rows::header(file.bytes, delimiter);
    let single =
        [&columns.name, &columns.digest, &columns.label, &columns.from, &columns.through, &columns.note];
    let all = single.into_iter().flatten().chain(&columns.aliases);
    for column in all.chain(columns.identifiers.iter().map(|(_, column)| column)) {
        if !header.has(column) {
            return Err(Refusal::new(
                file.name,
                format!("it has no column `{column}`"),
                "name columns as the first row does, or by number from 1",
            ));
        }
    }
    if columns.name.is_none() && columns.digest.is_none() {
        return Err(Refusal::new(
            file.name,
            "neither the column of names nor that of digests is declared",
            "declare them: `--column name=NAME`, `--column digest=NAME`",
        ));
    }
    rows::each(file.bytes, Layout { delimiter, ..Layout::COMMA }, draft, |draft, row| {
        let place = row.place();
        debug_assert!(row.header().at("1").is_some(), "a header was read");
        let get = |column: &Option<String>| column.as_ref().map(|name| row.get(name)).unwrap_or_default();
        let from = draft.day(&get(&columns.from), &place);
        let ends = draft.through(&get(&columns.through), &place);
        if let Some(column) = &columns.digest {
            let value = row.get(column);
            match text::digest(None, &value) {
                Some((hash, digest)) => {
                    let key = SetKey {
                        list: "Imported table".to_owned(),
                        review: false,
                        object: Object::File,
                        members_deny: true,
                        from: from.clone(),
                        ends: ends.clone(),
                    };
                    draft.digest(&key, hash, &digest, &get(&columns.label), &place);
                }
                None if value.trim().is_empty() => draft.note(Lint::NoDigest, &place, &row.at(0)),
                None => draft.note(Lint::BadDigest, &place, &value),
            }
        }
        if columns.name.is_none() {
            return Ok(());
        }
        let mut identifiers = vec![];
        for (scheme, column) in &columns.identifiers {
            for value in several(&row.get(column)) {
                identifiers.extend(draft.identifier(scheme, &value, &place));
            }
        }
        let party = Party {
            list: "Imported table".to_owned(),
            name: get(&columns.name),
            aliases: columns.aliases.iter().flat_map(|column| several(&row.get(column))).collect(),
            identifiers,
            from,
            ends,
            note: get(&columns.note),
            ..Party::default()
        };
        draft.party(party, &place);
        Ok(())
    })
}
