//! OFAC's legacy CSV files without a header: primary names, aliases (`alt`), addresses (`add`) and comments, told apart by
//! their shape. `-0- ` is null; identifiers and weak aliases stand in the remarks.

use std::collections::BTreeMap;

use crate::draft::Draft;
use crate::entry::{Party, PartyKind};
use crate::rows::{self, Layout};
use crate::{InputFile, Lint, Refusal};

/// Fields of a row of each file.
const PRIMARY: usize = 12;
const ALIAS: usize = 5;
const ADDRESS: usize = 6;
const COMMENT: usize = 2;

#[derive(Default)]
struct Lists {
    primary: Vec<(Primary, String, String)>,
    aliases: BTreeMap<String, Vec<(String, String, String)>>,
    countries: BTreeMap<String, Vec<String>>,
    comments: BTreeMap<String, (String, String, String)>,
}

struct Primary {
    number: String,
    name: String,
    kind: String,
    program: String,
    remarks: String,
}

pub(super) fn read(files: &[InputFile<'_>], draft: &mut Draft<'_>) -> Result<(), Vec<Refusal>> {
    let mut refused = vec![];
    let mut lists = Lists::default();
    for file in files {
        file.name.clone_into(&mut draft.file);
        let begins = file.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file.bytes).trim_ascii_start();
        let done = if begins.starts_with(b"<") {
            super::ofac_xml::read(file, draft)
        } else {
            csv(file, draft, &mut lists)
        };
        refused.extend(done.err());
    }
    if refused.is_empty() {
        join(draft, lists);
        Ok(())
    } else {
        Err(refused)
    }
}

fn csv(file: &InputFile<'_>, draft: &mut Draft<'_>, lists: &mut Lists) -> Result<(), Refusal> {
    let mut shape = None;
    let layout = Layout { delimiter: b',', header: false, trim: false, fields: 0 };
    rows::each(file.bytes, layout, draft, |draft, row| {
        let place = row.place();
        let expected = *shape.get_or_insert(row.len());
        if ![PRIMARY, ALIAS, ADDRESS, COMMENT].contains(&expected) {
            return Err(Refusal::new(
                file.name,
                format!("a row has {expected} fields, and none of the files sdn, alt, add and comments has"),
                "give the legacy CSV files of OFAC, or SDN.XML",
            )
            .at(&place));
        }
        if row.len() != expected {
            draft.note(
                Lint::RaggedRow,
                &place,
                &format!("{} of {expected} fields: {}", row.len(), row.at(0)),
            );
            return Ok(());
        }
        let field = |at: usize| null(&row.at(at));
        let number = field(0);
        if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            draft.note(Lint::BadRow, &place, &number);
            return Ok(());
        }
        let file = file.name.to_owned();
        match expected {
            PRIMARY => {
                let primary =
                    Primary { number, name: field(1), kind: field(2), program: field(3), remarks: field(11) };
                lists.primary.push((primary, file, place));
            }
            ALIAS => lists.aliases.entry(number).or_default().push((field(3), file, place)),
            ADDRESS => {
                let country = field(4);
                let known = lists.countries.entry(number).or_default();
                if !country.is_empty() && !known.contains(&country) {
                    known.push(country);
                }
            }
            _ => {
                lists.comments.insert(number, (field(1), file, place));
            }
        }
        Ok(())
    })
}

fn join(draft: &mut Draft<'_>, mut lists: Lists) {
    for (primary, file, place) in std::mem::take(&mut lists.primary) {
        draft.file = file;
        let mut remarks = primary.remarks;
        if let Some((more, _, at)) = lists.comments.remove(&primary.number) {
            draft.note(Lint::Continued, &at, &primary.name);
            remarks.push_str(&more);
        }
        let aliases = lists.aliases.remove(&primary.number).unwrap_or_default();
        let party = Party {
            list: list_of(&draft.file),
            countries: lists.countries.remove(&primary.number).unwrap_or_default(),
            aliases: aliases.into_iter().map(|(name, ..)| name).collect(),
            source_id: primary.number,
            name: primary.name,
            program: primary.program.replace("] [", "; "),
            ..Party::default()
        };
        take(draft, party, &primary.kind, &remarks, &place);
    }
    let alone = lists.aliases.into_values().flatten().chain(lists.comments.into_values());
    for (text, file, place) in alone {
        draft.file = file;
        draft.note(Lint::Orphan, &place, &text);
    }
}

/// The consolidated list's files begin with `cons`.
fn list_of(file: &str) -> String {
    let name = file.to_ascii_lowercase();
    if name.starts_with("cons") { "OFAC consolidated list" } else { "OFAC SDN list" }.to_owned()
}

/// Takes a party in with what stands in its remarks.
pub(super) fn take(draft: &mut Draft<'_>, mut party: Party, kind: &str, remarks: &str, place: &str) {
    party.kind = match kind.to_ascii_lowercase().as_str() {
        "vessel" | "aircraft" => return draft.note(Lint::NotAParty, &place, &party.name),
        "individual" => PartyKind::Individual,
        _ => PartyKind::Organisation,
    };
    for remark in remarks.split(';').map(|remark| remark.trim().trim_end_matches('.')) {
        let named = ["a.k.a. ", "f.k.a. ", "n.k.a. ", "alt. a.k.a. "]
            .iter()
            .find_map(|word| remark.strip_prefix(word));
        if let Some(name) = named {
            // Single quotation marks are OFAC's sign of a weak alias.
            party.weak.push(name.trim_matches('\'').to_owned());
            continue;
        }
        let remark = remark.strip_prefix("alt. ").unwrap_or(remark);
        let found = KNOWN.iter().find_map(|(words, scheme)| {
            let rest = remark.strip_prefix(words)?.trim_start_matches([' ', '.', ':']);
            Some((scheme, rest.split(" (").next().unwrap_or(rest)))
        });
        if let Some((scheme, value)) = found {
            party.identifiers.extend(draft.identifier(scheme, value, &place));
        }
    }
    party.note = party.program.clone();
    draft.party(party, &place);
}

/// What remarks call identifiers, and the scheme that lists know them by.
const KNOWN: [(&str, &str); 9] = [
    ("Website", "domain"),
    ("D-U-N-S Number", "duns"),
    ("Legal Entity Number", "lei"),
    ("LE Number", "lei"),
    ("CAGE Code", "cage"),
    ("Tax ID No.", "x-tax-id"),
    ("Registration Number", "x-registration"),
    ("Business Registration Number", "x-registration"),
    ("Company Number", "x-registration"),
];

/// The scheme of what a list calls an identifier; none where it says nothing about a firm.
pub(super) fn scheme_of(what: &str) -> Option<&'static str> {
    let what = what.trim();
    if what.starts_with("Registration ID") {
        return Some("x-registration");
    }
    KNOWN.iter().find(|(words, _)| what.starts_with(words)).map(|(_, scheme)| *scheme)
}

fn null(field: &str) -> String {
    let field = field.trim();
    if field == "-0-" { String::new() } else { field.to_owned() }
}
