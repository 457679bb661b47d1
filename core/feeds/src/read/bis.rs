//! The BIS Denied Persons List: tab-separated, dates as MM/DD/YYYY, several rows for several addresses.

use crate::draft::Draft;
use crate::entry::Party;
use crate::rows::{self, Layout};
use crate::{InputFile, Refusal};

pub(super) fn read(file: &InputFile<'_>, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let layout = Layout { delimiter: b'\t', header: true, trim: false, fields: 0 };
    let header = rows::header(file.bytes, b'\t');
    if !header.has("Name") || !header.has("Effective_Date") {
        return Err(Refusal::new(
            file.name,
            "it has no columns `Name` and `Effective_Date`",
            "give the tab-separated file of the Denied Persons List",
        ));
    }
    rows::each(file.bytes, layout, draft, |draft, row| {
        let place = row.place();
        let from = draft.day(&row.get("Effective_Date"), &place);
        let ends = draft.through(&row.get("Expiration_Date"), &place);
        let party = Party {
            list: "BIS Denied Persons List".to_owned(),
            name: row.get("Name"),
            countries: vec![row.get("Country")],
            from,
            ends,
            note: row.get("FR_Citation"),
            ..Party::default()
        };
        draft.party(party, &place);
        Ok(())
    })
}
