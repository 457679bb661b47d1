//! An ELF file as the loader will see it: by addresses in mapped segments and by the dynamic segment. Section
//! headers are not asked, because the loader does not ask them.
//!
//! Invariant: an address names bytes of the file in one way only, or the file is refused.

use object::elf::{
    DT_GNU_HASH, DT_HASH, DT_NULL, DT_STRSZ, DT_STRTAB, DT_SYMENT, DT_SYMTAB, DynamicTag, FileHeader64, PF_X,
    PT_DYNAMIC, PT_LOAD, PT_NOTE, ProgramHeader64, Sym64,
};
use object::read::elf::{FileHeader as _, GnuHashTable, HashTable, Note, ProgramHeader as _, Sym as _};
use object::{LittleEndian as Le, ReadRef as _};

type Header = FileHeader64<Le>;
type Segment = ProgramHeader64<Le>;

/// Pages are at least this large everywhere.
const PAGE: u64 = 4096;

/// A file, and what its dynamic segment says.
pub(super) struct Image<'d> {
    bytes: &'d [u8],
    pub segments: &'d [Segment],
    pub dynamic: Vec<(DynamicTag, u64)>,
    strings: &'d [u8],
}

/// A symbol that the loader can find.
pub(super) struct Symbol<'d> {
    pub name: &'d [u8],
    pub raw: &'d Sym64<Le>,
}

impl<'d> Image<'d> {
    pub(super) fn parse(bytes: &'d [u8]) -> Result<Self, String> {
        let header = Header::parse(bytes).map_err(|error| error.to_string())?;
        let segments = header.program_headers(Le, bytes).map_err(|error| error.to_string())?;
        complete(header, segments, bytes)?;
        let mut image = Self { bytes, segments, dynamic: Vec::new(), strings: &[] };
        image.one_way()?;
        image.dynamic = image.read_dynamic()?;
        let (at, size) = (image.once(DT_STRTAB)?, image.once(DT_STRSZ)?);
        if let (Some(at), Some(size)) = (at, size) {
            image.strings = image.at(at, size).ok_or("its strings lie outside of what is mapped")?;
        }
        Ok(image)
    }

    /// Bytes of the file that will stand at an address.
    pub(super) fn at(&self, address: u64, size: u64) -> Option<&'d [u8]> {
        let rest = self.from(address)?;
        rest.get(..usize::try_from(size).ok()?)
    }

    /// A string of the dynamic segment.
    pub(super) fn string(&self, at: u64) -> Option<&'d [u8]> {
        let rest = self.strings.get(usize::try_from(at).ok()?..)?;
        rest.get(..rest.iter().position(|byte| *byte == 0)?)
    }

    /// The value of an entry that may stand once.
    pub(super) fn once(&self, tag: DynamicTag) -> Result<Option<u64>, String> {
        let mut found = self.dynamic.iter().filter(|entry| entry.0 == tag).map(|entry| entry.1);
        match (found.next(), found.next()) {
            (_, Some(_)) => Err("an entry of its dynamic segment stands twice".to_owned()),
            (found, None) => Ok(found),
        }
    }

    /// Every symbol that the loader can find by its name, and the ones before it in the table.
    pub(super) fn symbols(&self) -> Result<Vec<Symbol<'d>>, String> {
        let Some(table) = self.once(DT_SYMTAB)? else { return Ok(Vec::new()) };
        if self.once(DT_SYMENT)?.is_some_and(|size| size != size_of::<Sym64<Le>>() as u64) {
            return Err("its symbols are of an unknown size".to_owned());
        }
        let outside = "its symbols lie outside of what is mapped";
        let mut count = 0;
        if let Some(at) = self.once(DT_GNU_HASH)? {
            let hash = GnuHashTable::<Header>::parse(Le, self.from(at).ok_or(outside)?)
                .map_err(|error| error.to_string())?;
            count = hash.symbol_table_length(Le).unwrap_or_default();
        }
        if let Some(at) = self.once(DT_HASH)? {
            let hash = HashTable::<Header>::parse(Le, self.from(at).ok_or(outside)?)
                .map_err(|error| error.to_string())?;
            count = count.max(hash.symbol_table_length());
        }
        let symbols: &[Sym64<Le>] =
            self.from(table).ok_or(outside)?.read_slice_at(0, count as usize).map_err(|()| outside)?;
        let named = symbols.iter().skip(1).map(|raw| {
            let name = self.string(u64::from(raw.st_name(Le))).ok_or("a symbol without a name")?;
            Ok(Symbol { name, raw })
        });
        named.collect()
    }

    /// Whether an address is in code.
    pub(super) fn is_code(&self, address: u64) -> bool {
        self.loads().any(|load| {
            load.p_flags(Le).0 & PF_X.0 != 0
                && address.checked_sub(load.p_vaddr(Le)).is_some_and(|at| at < load.p_filesz(Le))
        })
    }

    /// The lowest mapped address, at the start of its page.
    pub(super) fn base(&self) -> u64 {
        self.loads().map(|load| load.p_vaddr(Le) & !(PAGE - 1)).min().unwrap_or_default()
    }

    /// Every note of the file.
    pub(super) fn notes(&self) -> Result<Vec<Note<'d, Header>>, String> {
        let mut notes = Vec::new();
        for segment in self.segments.iter().filter(|segment| segment.p_type(Le) == PT_NOTE) {
            let all = segment.notes(Le, self.bytes).map_err(|error| error.to_string())?;
            for note in all.into_iter().flatten() {
                notes.push(note.map_err(|error| error.to_string())?);
            }
        }
        Ok(notes)
    }

    fn loads(&self) -> impl Iterator<Item = &'d Segment> {
        self.segments.iter().filter(|segment| segment.p_type(Le) == PT_LOAD)
    }

    /// Bytes of the file from an address to the end of its segment.
    fn from(&self, address: u64) -> Option<&'d [u8]> {
        self.loads().find_map(|load| {
            let data = load.data(Le, self.bytes).ok()?;
            data.get(usize::try_from(address.checked_sub(load.p_vaddr(Le))?).ok()?..)
        })
    }

    /// Mapped segments ascend and share no page, and stand in the file as they do in memory.
    fn one_way(&self) -> Result<(), String> {
        let mut free = 0;
        for load in self.loads() {
            let (at, size) = (load.p_vaddr(Le), load.p_memsz(Le));
            let end = at.checked_add(size).and_then(|end| end.checked_next_multiple_of(PAGE));
            let fits = load.p_filesz(Le) <= size && load.p_offset(Le) % PAGE == at % PAGE;
            match end {
                Some(end) if fits && at & !(PAGE - 1) >= free => free = end,
                _ => return Err("its mapped segments overlap or are out of order".to_owned()),
            }
        }
        if free == 0 { Err("it maps nothing".to_owned()) } else { Ok(()) }
    }

    fn read_dynamic(&self) -> Result<Vec<(DynamicTag, u64)>, String> {
        let mut all = self.segments.iter().filter(|segment| segment.p_type(Le) == PT_DYNAMIC);
        let (Some(segment), None) = (all.next(), all.next()) else {
            return Err("it has no dynamic segment, or several".to_owned());
        };
        let table = self.at(segment.p_vaddr(Le), segment.p_filesz(Le)).unwrap_or_default();
        let word = |bytes: &[u8]| <[u8; 8]>::try_from(bytes).ok().map(u64::from_le_bytes);
        let mut entries = Vec::new();
        for entry in table.chunks_exact(16) {
            let (tag, value) = entry.split_at_checked(8).ok_or("its dynamic segment is cut short")?;
            let (Some(tag), Some(value)) = (word(tag), word(value)) else { break };
            let tag = DynamicTag(tag.cast_signed());
            if tag == DT_NULL {
                return Ok(entries);
            }
            entries.push((tag, value));
        }
        Err("its dynamic segment does not end".to_owned())
    }
}

/// Everything that the headers speak of lies in the file.
fn complete(header: &Header, segments: &[Segment], bytes: &[u8]) -> Result<(), String> {
    let sections = u64::from(header.e_shnum(Le)) * u64::from(header.e_shentsize(Le));
    let ends = segments
        .iter()
        .map(|segment| segment.file_range(Le))
        .chain([(header.e_shoff(Le), sections)])
        .map(|(from, size)| from.checked_add(size));
    for end in ends {
        if end.is_none_or(|end| end > bytes.len() as u64) {
            return Err("it is cut short".to_owned());
        }
    }
    Ok(())
}
