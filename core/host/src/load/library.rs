//! Calls the dynamic loader on a sealed copy and reads the plugin's table.
//!
//! Invariant: a library is never unloaded, and the descriptor that it was loaded from is never closed (the
//! loader would take another library under the same number for the old one).

use std::ffi::{CStr, c_char, c_int, c_void};
use std::os::fd::{AsRawFd, IntoRawFd};
use std::path::Path;

use debar_plugin_api::abi;
use libloading::os::unix::{Library, RTLD_LOCAL, RTLD_NOW};

use super::{Checked, Loaded};
use crate::HostError;

/// `RTLD_NODELETE` of glibc and musl on Linux; `libloading` does not name it.
const RTLD_NODELETE: c_int = 0x1000;

/// The result of `dladdr(3)`.
#[repr(C)]
struct DlInfo {
    file: *const c_char,
    base: *mut c_void,
    symbol: *const c_char,
    address: *mut c_void,
}

unsafe extern "C" {
    fn dladdr(address: *const c_void, info: *mut DlInfo) -> c_int;
}

pub(crate) fn load(path: &Path, checked: Checked) -> Result<Loaded, HostError> {
    let fd = checked.sealed.fd;
    let copy = format!("/proc/self/fd/{}", fd.as_raw_fd());
    let failed = |source| HostError::Load { path: path.to_owned(), source };
    // SAFETY: constructors run here. The bytes are the pinned ones and have passed every static check.
    let library =
        unsafe { Library::open(Some(&copy), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE) }.map_err(failed)?;
    // It is loaded: from here on the descriptor stays open for the life of the process.
    let _ = fd.into_raw_fd();
    // SAFETY: the contract fixes the type of this symbol.
    let entry = unsafe { library.get::<abi::Entry>(abi::ENTRY_SYMBOL) }.map(|entry| *entry);
    std::mem::forget(library);
    let entry = entry.map_err(failed)?;
    contained(path, &copy, entry, checked.entry.offset)?;
    let plugin = path.display().to_string();
    // SAFETY: the plugin's entry, which is pure by contract.
    let api = unsafe { entry(abi::ABI_MINOR) };
    // SAFETY: what an entry returns lives as long as the process.
    let api = unsafe { handshake(&plugin, api) }?;
    Ok(Loaded { api, metadata: checked.metadata, sha256: checked.sealed.sha256 })
}

/// Null, alignment, magic, size, members.
///
/// # Safety
/// `api` is null, or points to a plugin table that lives as long as the process.
pub(crate) unsafe fn handshake(
    plugin: &str,
    api: *const abi::PluginApi,
) -> Result<abi::PluginApi, HostError> {
    let broken = |detail: String| HostError::Table { plugin: plugin.to_owned(), detail };
    if api.is_null() {
        return Err(HostError::Refused { plugin: plugin.to_owned() });
    }
    if !api.is_aligned() {
        return Err(broken("it is not aligned".to_owned()));
    }
    // SAFETY: not null, aligned; the magic is the first member of every version.
    let magic = unsafe { *api.cast::<u64>() };
    if magic != abi::MAGIC {
        return Err(HostError::Magic { plugin: plugin.to_owned(), found: magic });
    }
    // SAFETY: a table with the magic has its size behind it, and as many bytes as it says.
    let Some(api) = (unsafe { abi::read(api) }) else {
        let least = <abi::PluginApi as abi::Versioned>::V1_SIZE;
        return Err(broken(format!("it has less than the {least} bytes of version 1.0")));
    };
    let members = [
        ("describe", api.describe.is_some()),
        ("create", api.create.is_some()),
        ("destroy", api.destroy.is_some()),
        ("sniff", api.sniff.is_some()),
        ("decode", api.decode.is_some()),
        ("encode", api.encode.is_some()),
        ("get_extension", api.get_extension.is_some()),
    ];
    match members.iter().find(|member| !member.1) {
        Some((name, _)) => Err(broken(format!("`{name}` is null"))),
        None => Ok(api),
    }
}

/// The entry lies in the library that was loaded, at the place that its symbol table gives.
fn contained(path: &Path, copy: &str, entry: abi::Entry, offset: u64) -> Result<(), HostError> {
    let address = entry as usize;
    let mut info = DlInfo {
        file: std::ptr::null(),
        base: std::ptr::null_mut(),
        symbol: std::ptr::null(),
        address: std::ptr::null_mut(),
    };
    // SAFETY: any address may be asked for; the result is a place of ours.
    let known = unsafe { dladdr(address as *const c_void, &raw mut info) } != 0;
    let elsewhere = |found: String| HostError::Elsewhere { path: path.to_owned(), found };
    if !known || info.file.is_null() {
        return Err(elsewhere("no library at all".to_owned()));
    }
    // SAFETY: `dladdr` gives a C string that lives as long as the library.
    let file = unsafe { CStr::from_ptr(info.file) }.to_string_lossy().into_owned();
    if file != copy || (address as u64).checked_sub(info.base as u64) != Some(offset) {
        return Err(elsewhere(file));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    unsafe extern "C" fn here(_: u32) -> *const abi::PluginApi {
        std::ptr::null()
    }

    #[test]
    fn an_entry_in_another_library_or_at_another_place_is_refused() {
        let path = Path::new("x.so");
        // This very program stands for the library: an entry in it, told by its own name and base.
        let mut info = DlInfo {
            file: std::ptr::null(),
            base: std::ptr::null_mut(),
            symbol: std::ptr::null(),
            address: std::ptr::null_mut(),
        };
        let address = here as *const c_void;
        // SAFETY: any address may be asked for.
        assert_ne!(unsafe { dladdr(address, &raw mut info) }, 0);
        // SAFETY: `dladdr` has set it.
        let own = unsafe { CStr::from_ptr(info.file) }.to_string_lossy().into_owned();
        let offset = address as u64 - info.base as u64;
        let check =
            |copy: &str, offset: u64| contained(path, copy, here, offset).map_err(|error| error.code());
        assert_eq!(check(&own, offset), Ok(()));
        assert_eq!(check("/proc/self/fd/3", offset), Err("plugin-elsewhere"));
        assert_eq!(check(&own, offset + 16), Err("plugin-elsewhere"));
        // SAFETY: never called; an address in no library at all.
        let nowhere = unsafe { std::mem::transmute::<usize, abi::Entry>(8) };
        let error = contained(path, &own, nowhere, offset).unwrap_err();
        assert_eq!(error.code(), "plugin-elsewhere");
    }
}
