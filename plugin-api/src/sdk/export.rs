//! `export_plugin!`: the one line that makes a library of a plugin.
//!
//! Invariant: it exports exactly one symbol and compiles under `#![forbid(unsafe_code)]`.

/// Exports a type that implements [`crate::Plugin`]: the entry symbol and the metadata note.
///
/// Once per crate. The crate is a `cdylib` (for loading) and an `rlib` (for its tests). Two such rlibs in
/// one binary: see `docs/plugins.md`.
#[macro_export]
macro_rules! export_plugin {
    ($plugin:ty) => {
        const _: () = {
            #[cfg(panic = "abort")]
            compile_error!("a plugin needs `panic = \"unwind\"`: a panic must not end the host");

            #[unsafe(no_mangle)]
            extern "C" fn debar_plugin_entry_v1(host_abi_minor: u32) -> *const $crate::abi::PluginApi {
                $crate::entry::<$plugin>(host_abi_minor)
            }

            const META: $crate::Meta = <$plugin as $crate::Plugin>::META;

            #[used]
            #[unsafe(link_section = ".note.debar")]
            static NOTE: $crate::Note<{ $crate::note_len(&META) }> = $crate::note(&META);
        };
    };
}
