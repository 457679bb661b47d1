//! What an ELF file would do when loaded, judged without loading it; and its metadata note.
//!
//! Invariant: what the sections show must be what the loader will use (the dynamic segment), else the file
//! is refused.

use std::path::Path;

use debar_plugin_api::abi;
use object::elf::{
    DF_TEXTREL, DT_AUDIT, DT_AUXILIARY, DT_DEPAUDIT, DT_FILTER, DT_FLAGS, DT_NEEDED, DT_RPATH, DT_RUNPATH,
    DT_STRTAB, DT_SYMTAB, DT_TEXTREL, EM_AARCH64, EM_X86_64, ET_DYN, PF_X, PT_DYNAMIC, PT_GNU_STACK, PT_LOAD,
    SHT_DYNAMIC, SHT_DYNSYM, STT_FUNC,
};
use object::read::elf::{
    Dyn as _, ElfFile64, FileHeader as _, ProgramHeader as _, SectionHeader as _, Sym as _,
};
use object::{LittleEndian, Object as _, ObjectSection as _};

use crate::{HostError, Metadata};

/// Libraries that a plugin may need: the C library in its parts, and the compiler's runtime.
const ALLOWED: &[&str] = &[
    "libc.so.6",
    "libm.so.6",
    "libgcc_s.so.1",
    "libpthread.so.0",
    "libdl.so.2",
    "librt.so.1",
    "libutil.so.1",
    "ld-linux-x86-64.so.2",
    "ld-linux-aarch64.so.1",
];

/// Where the entry symbol is, relative to the lowest mapped address.
#[derive(Debug, Clone, Copy)]
pub(crate) struct EntrySymbol {
    pub offset: u64,
}

type Elf<'a> = ElfFile64<'a, LittleEndian>;

/// Every static check, then the metadata.
pub(crate) fn check(path: &Path, bytes: &[u8]) -> Result<(Metadata, EntrySymbol), HostError> {
    let broken = |detail: &str| HostError::Elf { path: path.to_owned(), detail: detail.to_owned() };
    if !bytes.starts_with(b"\x7fELF") {
        return Err(broken("it does not begin as an ELF file"));
    }
    let machine = bytes.get(18..20).and_then(|two| <[u8; 2]>::try_from(two).ok()).map(u16::from_le_bytes);
    let expected = if cfg!(target_arch = "aarch64") { EM_AARCH64 } else { EM_X86_64 };
    match (bytes.get(4), bytes.get(5), machine) {
        (Some(2), Some(1), Some(machine)) if machine == expected.0 => {}
        (Some(class), Some(_), Some(machine)) => {
            let bits = if *class == 1 { 32 } else { 64 };
            return Err(HostError::Architecture {
                path: path.to_owned(),
                found: format!("{bits}-bit ELF machine {machine}"),
            });
        }
        _ => return Err(broken("it is cut short")),
    }
    let elf = Elf::parse(bytes).map_err(|error| broken(&error.to_string()))?;
    if elf.elf_header().e_type(LittleEndian) != ET_DYN {
        return Err(broken("it is no shared object"));
    }
    whole(&elf, bytes).map_err(broken)?;
    dynamic(path, &elf, bytes)?;
    stack(path, &elf)?;
    let entry = exports(path, &elf)?;
    let metadata = note(path, &elf)?;
    Ok((metadata, entry))
}

/// Every segment that the loader maps lies in the file.
fn whole(elf: &Elf<'_>, bytes: &[u8]) -> Result<(), &'static str> {
    for segment in elf.elf_program_headers() {
        let (offset, size) = segment.file_range(LittleEndian);
        if offset.checked_add(size).is_none_or(|end| end > bytes.len() as u64) {
            return Err("it is cut short");
        }
    }
    Ok(())
}

fn dynamic(path: &Path, elf: &Elf<'_>, bytes: &[u8]) -> Result<(), HostError> {
    let broken = |detail: &str| HostError::Elf { path: path.to_owned(), detail: detail.to_owned() };
    let mut segments = elf.elf_program_headers().iter().filter(|s| s.p_type(LittleEndian) == PT_DYNAMIC);
    let (Some(segment), None) = (segments.next(), segments.next()) else {
        return Err(broken("it has no dynamic segment, or several"));
    };
    let entries = segment
        .dynamic(LittleEndian, bytes)
        .ok()
        .flatten()
        .ok_or_else(|| broken("its dynamic segment cannot be read"))?;
    let sections = elf.elf_section_table();
    let section = |kind| sections.iter().find(|section| section.sh_type(LittleEndian) == kind);
    let address = |tag| {
        entries.iter().find(|entry| entry.tag(LittleEndian) == tag).map(|entry| entry.val(LittleEndian))
    };
    let symbols = section(SHT_DYNSYM).ok_or_else(|| broken("it has no dynamic symbols"))?;
    let agrees = section(SHT_DYNAMIC)
        .is_some_and(|section| section.sh_addr(LittleEndian) == segment.p_vaddr(LittleEndian))
        && address(DT_SYMTAB) == Some(symbols.sh_addr(LittleEndian));
    let table = elf.elf_dynamic_table().map_err(|error| broken(&error.to_string()))?;
    let names = sections.section(object::SectionIndex(symbols.sh_link(LittleEndian) as usize));
    let names_agree = names.is_ok_and(|names| address(DT_STRTAB) == Some(names.sh_addr(LittleEndian)));
    if !agrees || !names_agree || table.dynamics().len() != entries.len() {
        return Err(broken("its sections contradict what the loader would use"));
    }
    for entry in table.iter() {
        let name = || table.string(entry).map(|name| String::from_utf8_lossy(name).into_owned());
        let search = |tag| HostError::SearchPath { path: path.to_owned(), tag };
        match entry.tag {
            DT_RPATH => return Err(search("RPATH")),
            DT_RUNPATH => return Err(search("RUNPATH")),
            DT_AUDIT | DT_DEPAUDIT => return Err(search("AUDIT")),
            DT_FILTER | DT_AUXILIARY => return Err(search("FILTER")),
            DT_TEXTREL => return Err(HostError::TextRelocations { path: path.to_owned() }),
            DT_FLAGS if entry.val & DF_TEXTREL.0 != 0 => {
                return Err(HostError::TextRelocations { path: path.to_owned() });
            }
            DT_NEEDED => {
                let library = name().map_err(|error| broken(&error.to_string()))?;
                if !ALLOWED.contains(&library.as_str()) {
                    return Err(HostError::Needed { path: path.to_owned(), library });
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn stack(path: &Path, elf: &Elf<'_>) -> Result<(), HostError> {
    let declared = elf.elf_program_headers().iter().find(|s| s.p_type(LittleEndian) == PT_GNU_STACK);
    // Without the header the loader takes the stack to be executable.
    match declared {
        Some(stack) if stack.p_flags(LittleEndian).0 & PF_X.0 == 0 => Ok(()),
        _ => Err(HostError::ExecutableStack { path: path.to_owned() }),
    }
}

fn exports(path: &Path, elf: &Elf<'_>) -> Result<EntrySymbol, HostError> {
    let broken = |detail: &str| HostError::Elf { path: path.to_owned(), detail: detail.to_owned() };
    let table = elf.elf_dynamic_symbol_table();
    let (mut entry, mut others, mut later) = (None, Vec::new(), None);
    for symbol in table.iter().skip(1) {
        if symbol.is_undefined(LittleEndian) || symbol.is_local() {
            continue;
        }
        let name = symbol.name(LittleEndian, table.strings()).map_err(|error| broken(&error.to_string()))?;
        if name == abi::ENTRY_SYMBOL.as_bytes() {
            if symbol.st_type() != STT_FUNC || entry.is_some() {
                return Err(broken("its entry symbol is not one plain function"));
            }
            entry = Some(symbol.st_value(LittleEndian));
        } else {
            let name = String::from_utf8_lossy(name).into_owned();
            if let Some(version) = name.strip_prefix("debar_plugin_entry_v") {
                later = Some(version.to_owned());
            }
            others.push(name);
        }
    }
    match (entry, later) {
        (None, Some(version)) => {
            return Err(HostError::TooNew { plugin: path.display().to_string(), abi: version });
        }
        (None, None) => return Err(HostError::NoEntry { path: path.to_owned() }),
        (Some(_), _) if !others.is_empty() => {
            others.truncate(8);
            return Err(HostError::Exports { path: path.to_owned(), names: others });
        }
        _ => {}
    }
    let loads = elf.elf_program_headers().iter().filter(|s| s.p_type(LittleEndian) == PT_LOAD);
    let base = loads.map(|s| s.p_vaddr(LittleEndian) & !0xfff).min().unwrap_or_default();
    let offset =
        entry.and_then(|value| value.checked_sub(base)).ok_or_else(|| broken("its entry is outside"))?;
    Ok(EntrySymbol { offset })
}

fn note(path: &Path, elf: &Elf<'_>) -> Result<Metadata, HostError> {
    let wrong = |detail: String| HostError::Note { path: path.to_owned(), detail };
    let section = elf
        .section_by_name(abi::NOTE_SECTION)
        .ok_or_else(|| wrong(format!("there is no section `{}`", abi::NOTE_SECTION)))?;
    let data = section.data().map_err(|error| wrong(error.to_string()))?;
    let text = note_text(data).ok_or_else(|| wrong("it is not one note of the owner `debar`".to_owned()))?;
    let metadata = Metadata::from_note(text).map_err(wrong)?;
    match metadata.abi_major() {
        Some(abi::ABI_MAJOR) => Ok(metadata),
        Some(major) if major > abi::ABI_MAJOR => {
            Err(HostError::TooNew { plugin: path.display().to_string(), abi: metadata.abi })
        }
        _ => Err(wrong(format!("its `abi` is `{}`, not 1.x", metadata.abi))),
    }
}

/// The text of one note: sizes of name and text, kind, name padded to 4 bytes, text.
fn note_text(data: &[u8]) -> Option<&[u8]> {
    let word = |at: usize| {
        data.get(at..at + 4).and_then(|four| <[u8; 4]>::try_from(four).ok()).map(u32::from_le_bytes)
    };
    let (name_size, text_size, kind) = (word(0)? as usize, word(4)? as usize, word(8)?);
    let name = data.get(12..12usize.checked_add(name_size)?)?;
    if name.strip_suffix(b"\0")? != abi::NOTE_NAME.as_bytes() || kind != abi::NOTE_TYPE {
        return None;
    }
    let start = 12usize.checked_add(name_size.checked_next_multiple_of(4)?)?;
    data.get(start..start.checked_add(text_size)?)
}
