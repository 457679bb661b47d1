//! OFAC's SDN.XML. Elements are told by their local names: the namespace changed in 2024. Entities are not expanded and a
//! document type is refused by nothing but being skipped; depth and lengths are bounded.

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::draft::Draft;
use crate::entry::Party;
use crate::{InputFile, Refusal};

/// Deeper nesting is no list.
const MAX_DEPTH: usize = 64;
/// A longer text is no field.
const MAX_TEXT: usize = 64 * 1024;

#[derive(Default)]
struct Entry {
    uid: String,
    first: String,
    last: String,
    kind: String,
    programs: Vec<String>,
    remarks: String,
    aliases: Vec<String>,
    weak: Vec<String>,
    identifiers: Vec<(String, String)>,
    countries: Vec<String>,
    aka: [String; 3],
    id: [String; 2],
}

pub(super) fn read(file: &InputFile<'_>, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let bad =
        |why: String, at: u64| Refusal::new(file.name, why, "fetch the file anew").at(format!("byte {at}"));
    let mut reader = Reader::from_reader(file.bytes);
    let mut path: Vec<String> = vec![];
    let mut entry: Option<Entry> = None;
    let mut text = String::new();
    let mut any = false;
    loop {
        let at = reader.buffer_position();
        let event = reader.read_event().map_err(|error| bad(error.to_string(), at))?;
        match event {
            Event::Start(start) => {
                let name = start.local_name().as_ref().to_owned();
                if path.len() >= MAX_DEPTH {
                    return Err(bad("the nesting is too deep".to_owned(), at));
                }
                if name == "sdnEntry" {
                    entry = Some(Entry::default());
                }
                path.push(name);
                text.clear();
            }
            Event::Text(part) => push(&mut text, &part),
            Event::CData(part) => push(&mut text, &part),
            Event::GeneralRef(name) => push(&mut text, &reference(&name)),
            Event::End(_) => {
                let name = path.pop().unwrap_or_default();
                if let Some(open) = &mut entry {
                    open.field(&path, &name, text.trim());
                }
                if name == "sdnEntry"
                    && let Some(done) = entry.take()
                {
                    any = true;
                    draft.row();
                    done.take(draft);
                }
                text.clear();
            }
            Event::Eof if path.is_empty() && any => return Ok(()),
            Event::Eof if path.is_empty() => {
                return Err(bad("there is no `sdnEntry` in it".to_owned(), at));
            }
            Event::Eof => return Err(bad(format!("it is cut off inside of `{}`", path.join("/")), at)),
            _ => {}
        }
    }
}

fn push(text: &mut String, part: &str) {
    if text.len() + part.len() <= MAX_TEXT {
        text.push_str(part);
    }
}

/// The five entities of XML and numbers; any other stands as it is written.
fn reference(name: &str) -> String {
    let known = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => name.strip_prefix('#').and_then(|number| {
            let code = match number.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }),
    };
    known.map_or_else(|| format!("&{name};"), String::from)
}

impl Entry {
    fn field(&mut self, path: &[String], name: &str, text: &str) {
        let text = text.to_owned();
        let [uid, kind, value] = &mut self.aka;
        match (path.last().map_or("", String::as_str), name) {
            ("sdnEntry", "uid") => self.uid = text,
            ("sdnEntry", "firstName") => self.first = text,
            ("sdnEntry", "lastName") => self.last = text,
            ("sdnEntry", "sdnType") => self.kind = text,
            ("sdnEntry", "remarks") => self.remarks = text,
            ("programList", "program") => self.programs.push(text),
            ("address", "country") if !self.countries.contains(&text) => self.countries.push(text),
            ("aka", "category") => *uid = text,
            ("aka", "firstName") => *kind = text,
            ("aka", "lastName") => *value = text,
            ("akaList", "aka") => {
                let name = whole(value, kind);
                if uid == "weak" {
                    self.weak.push(name)
                } else {
                    self.aliases.push(name)
                }
                self.aka = Default::default();
            }
            ("id", "idType") => self.id[0] = text,
            ("id", "idNumber") => self.id[1] = text,
            ("idList", "id") => {
                let [kind, number] = std::mem::take(&mut self.id);
                self.identifiers.push((kind, number));
            }
            _ => {}
        }
    }

    fn take(self, draft: &mut Draft<'_>) {
        let place = format!("entry {}", self.uid);
        let mut identifiers = vec![];
        for (what, number) in &self.identifiers {
            let scheme = super::ofac::scheme_of(what);
            identifiers.extend(scheme.and_then(|scheme| draft.identifier(scheme, number, &place)));
        }
        let party = Party {
            source_id: self.uid,
            list: "OFAC SDN list".to_owned(),
            name: whole(&self.last, &self.first),
            aliases: self.aliases,
            weak: self.weak,
            identifiers,
            program: self.programs.join("; "),
            countries: self.countries,
            ..Party::default()
        };
        super::ofac::take(draft, party, &self.kind, &self.remarks, &place);
    }
}

fn whole(last: &str, first: &str) -> String {
    if first.is_empty() { last.to_owned() } else { format!("{last}, {first}") }
}
