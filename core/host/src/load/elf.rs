//! What an ELF file would do when loaded, judged without loading it; and its metadata note.
//!
//! Invariant: what is judged is what the loader will use.

mod image;

use std::path::Path;

use debar_plugin_api::abi;
use object::LittleEndian as Le;
use object::elf::{
    DF_1_GLOBAL, DF_1_INTERPOSE, DF_TEXTREL, DT_AUDIT, DT_AUXILIARY, DT_DEPAUDIT, DT_FILTER, DT_FLAGS,
    DT_FLAGS_1, DT_NEEDED, DT_RPATH, DT_RUNPATH, DT_TEXTREL, EM_AARCH64, EM_X86_64, ET_DYN, PF_X,
    PT_GNU_STACK, SHN_LORESERVE, STB_GLOBAL, STT_FUNC,
};
use object::read::elf::{ProgramHeader as _, Sym as _};

use self::image::{Image, Symbol};
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

/// Every static check, then the metadata.
pub(crate) fn check(path: &Path, bytes: &[u8]) -> Result<(Metadata, EntrySymbol), HostError> {
    let broken = |detail: String| HostError::Elf { path: path.to_owned(), detail };
    head(path, bytes)?;
    let image = Image::parse(bytes).map_err(broken)?;
    dynamic(path, &image)?;
    stack(path, &image)?;
    let entry = exports(path, &image)?;
    let metadata = note(path, &image)?;
    Ok((metadata, entry))
}

/// The libraries that it asks the loader for, in their order.
pub(crate) fn needed(bytes: &[u8]) -> Vec<String> {
    let Ok(image) = Image::parse(bytes) else { return vec![] };
    let asked = image.dynamic.iter().filter(|(tag, _)| *tag == DT_NEEDED);
    asked.filter_map(|(_, value)| Some(String::from_utf8_lossy(image.string(*value)?).into_owned())).collect()
}

/// An ELF shared object for this processor.
fn head(path: &Path, bytes: &[u8]) -> Result<(), HostError> {
    let broken = |detail: &str| HostError::Elf { path: path.to_owned(), detail: detail.to_owned() };
    if !bytes.starts_with(b"\x7fELF") {
        return Err(broken("it does not begin as an ELF file"));
    }
    let half = |at: usize| {
        bytes.get(at..at + 2).and_then(|two| <[u8; 2]>::try_from(two).ok()).map(u16::from_le_bytes)
    };
    let expected = if cfg!(target_arch = "aarch64") { EM_AARCH64 } else { EM_X86_64 };
    match (bytes.get(4), bytes.get(5), half(18)) {
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
    if half(16) == Some(ET_DYN.0) { Ok(()) } else { Err(broken("it is no shared object")) }
}

fn dynamic(path: &Path, image: &Image<'_>) -> Result<(), HostError> {
    let broken = |detail: &str| HostError::Elf { path: path.to_owned(), detail: detail.to_owned() };
    let search = |tag| HostError::SearchPath { path: path.to_owned(), tag };
    for (tag, value) in &image.dynamic {
        match *tag {
            DT_RPATH => return Err(search("RPATH")),
            DT_RUNPATH => return Err(search("RUNPATH")),
            DT_AUDIT | DT_DEPAUDIT => return Err(search("AUDIT")),
            DT_FILTER | DT_AUXILIARY => return Err(search("FILTER")),
            DT_TEXTREL => return Err(HostError::TextRelocations { path: path.to_owned() }),
            DT_FLAGS if value & DF_TEXTREL.0 != 0 => {
                return Err(HostError::TextRelocations { path: path.to_owned() });
            }
            DT_FLAGS_1 if value & (DF_1_GLOBAL.0 | DF_1_INTERPOSE.0) != 0 => {
                return Err(broken("it wants to lend its symbols to the whole process"));
            }
            DT_NEEDED => {
                let library =
                    image.string(*value).ok_or_else(|| broken("it needs a library without a name"))?;
                let library = String::from_utf8_lossy(library).into_owned();
                if !ALLOWED.contains(&library.as_str()) {
                    return Err(HostError::Needed { path: path.to_owned(), library });
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn stack(path: &Path, image: &Image<'_>) -> Result<(), HostError> {
    let mut declared = image.segments.iter().filter(|s| s.p_type(Le) == PT_GNU_STACK).peekable();
    // Without the header the loader takes the stack to be executable.
    if declared.peek().is_none() || declared.any(|stack| stack.p_flags(Le).0 & PF_X.0 != 0) {
        return Err(HostError::ExecutableStack { path: path.to_owned() });
    }
    Ok(())
}

fn exports(path: &Path, image: &Image<'_>) -> Result<EntrySymbol, HostError> {
    let broken = |detail: String| HostError::Elf { path: path.to_owned(), detail };
    let (mut entry, mut others, mut later) = (None, Vec::new(), None);
    for symbol in image.symbols().map_err(broken)? {
        if symbol.raw.is_undefined(Le) || symbol.raw.is_local() {
            continue;
        }
        if symbol.name == abi::ENTRY_SYMBOL.as_bytes() {
            if entry.is_some() || !is_plain_function(image, &symbol) {
                return Err(broken("its entry symbol is not one plain function".to_owned()));
            }
            entry = Some(symbol.raw.st_value(Le));
        } else {
            let name = String::from_utf8_lossy(symbol.name).into_owned();
            if let Some(version) = name.strip_prefix("debar_plugin_entry_v") {
                later = Some(version.to_owned());
            }
            others.push(name);
        }
    }
    let entry = match (entry, later) {
        (Some(entry), _) => entry,
        (None, Some(version)) => {
            return Err(HostError::TooNew { plugin: path.display().to_string(), abi: version });
        }
        (None, None) => return Err(HostError::NoEntry { path: path.to_owned() }),
    };
    if !others.is_empty() {
        others.truncate(8);
        return Err(HostError::Exports { path: path.to_owned(), names: others });
    }
    let offset = entry.checked_sub(image.base());
    let offset = offset.ok_or_else(|| broken("its entry is outside".to_owned()))?;
    Ok(EntrySymbol { offset })
}

/// Not weak, no data, not chosen at run time, no fixed address: a function in the library's own code.
fn is_plain_function(image: &Image<'_>, symbol: &Symbol<'_>) -> bool {
    symbol.raw.st_type() == STT_FUNC
        && symbol.raw.st_bind() == STB_GLOBAL
        && symbol.raw.st_shndx(Le).0 < SHN_LORESERVE
        && image.is_code(symbol.raw.st_value(Le))
}

fn note(path: &Path, image: &Image<'_>) -> Result<Metadata, HostError> {
    let wrong = |detail: String| HostError::Note { path: path.to_owned(), detail };
    let notes = image.notes().map_err(wrong)?;
    let mut ours = notes.iter().filter(|note| note.name() == abi::NOTE_NAME.as_bytes());
    let text = match (ours.next(), ours.next()) {
        (Some(note), None) if note.n_type(Le).0 == abi::NOTE_TYPE => note.desc(),
        (Some(_), None) => return Err(wrong("it is of an unknown type".to_owned())),
        (None, _) => return Err(wrong(format!("there is no note `{}`", abi::NOTE_SECTION))),
        (Some(_), Some(_)) => return Err(wrong("there is more than one: one plugin per library".to_owned())),
    };
    let metadata = Metadata::from_note(text).map_err(wrong)?;
    match metadata.abi_major() {
        Some(abi::ABI_MAJOR) => Ok(metadata),
        Some(major) if major > abi::ABI_MAJOR => {
            Err(HostError::TooNew { plugin: path.display().to_string(), abi: metadata.abi })
        }
        _ => Err(wrong(format!("its `abi` is `{}`, not 1.x", metadata.abi))),
    }
}
