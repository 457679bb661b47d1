//! Why a plugin cannot be loaded or made ready: one variant per cause, each with what to do.
//!
//! Invariant: an error never means that the plugin is skipped; whoever needs it holds.

use std::fmt;
use std::io;
use std::path::PathBuf;

use debar_plugin_api::Report;

use crate::{ConfigProblem, OpenPlace, SandboxLevel};

/// Why a plugin cannot be used.
#[derive(Debug)]
#[non_exhaustive]
pub enum HostError {
    /// There is no such file.
    Missing {
        /** The path. */
        path: PathBuf,
    },
    /// A folder, FIFO, socket or device.
    NotAFile {
        /** The path. */
        path: PathBuf,
        /** What it is. */
        kind: &'static str,
    },
    /// A symbolic link, or one on the way to it.
    Symlink {
        /** The path. */
        path: PathBuf,
        /** The link. */
        link: PathBuf,
    },
    /// The file cannot be read.
    Unreadable {
        /** The path. */
        path: PathBuf,
        /** Why. */
        source: io::Error,
    },
    /// The file, or a folder above it, belongs to somebody who is not trusted.
    Owner {
        /** The path. */
        path: PathBuf,
        /** The file or folder. */
        place: PathBuf,
        /** The owner. */
        uid: u32,
    },
    /// The file, or a folder above it, can be written by others.
    Writable {
        /** The path. */
        path: PathBuf,
        /** Every such file or folder on the way, from the top. */
        places: Vec<OpenPlace>,
    },
    /// The file has no bytes.
    Empty {
        /** The path. */
        path: PathBuf,
    },
    /// The file is larger than any plugin.
    TooLarge {
        /** The path. */
        path: PathBuf,
        /** The limit in bytes. */
        limit: u64,
    },
    /// The bytes are not the pinned ones.
    Pin {
        /** The path. */
        path: PathBuf,
        /** The pin. */
        expected: String,
        /** What was found. */
        found: String,
    },
    /// It has to be signed, and there is no signature of it.
    Unsigned {
        /** The path. */
        path: PathBuf,
        /** Where the signature was looked for. */
        signature: Option<PathBuf>,
    },
    /// It is signed with a key that the configuration does not know.
    UnknownKey {
        /** The path. */
        path: PathBuf,
        /** The id of the key, as minisign shows it. */
        key: String,
    },
    /// Its signature is none, or not of these bytes.
    Signature {
        /** The path. */
        path: PathBuf,
        /** The signature's file. */
        signature: PathBuf,
        /** What is wrong. */
        detail: String,
    },
    /// No sealed copy can be made.
    Seal {
        /** The path. */
        path: PathBuf,
        /** Why. */
        source: io::Error,
    },
    /// Not an ELF shared library, or a broken one.
    Elf {
        /** The path. */
        path: PathBuf,
        /** What is wrong. */
        detail: String,
    },
    /// Built for another processor.
    Architecture {
        /** The path. */
        path: PathBuf,
        /** What it is for. */
        found: String,
    },
    /// The entry symbol is missing.
    NoEntry {
        /** The path. */
        path: PathBuf,
    },
    /// Exports more than the entry symbol.
    Exports {
        /** The path. */
        path: PathBuf,
        /** The others, the first few. */
        names: Vec<String>,
    },
    /// Carries its own search path for libraries.
    SearchPath {
        /** The path. */
        path: PathBuf,
        /** `RPATH`, `RUNPATH` ... */
        tag: &'static str,
    },
    /// Needs a library that is not allowed.
    Needed {
        /** The path. */
        path: PathBuf,
        /** The library. */
        library: String,
    },
    /// Asks the loader to write to its code.
    TextRelocations {
        /** The path. */
        path: PathBuf,
    },
    /// Asks for an executable stack.
    ExecutableStack {
        /** The path. */
        path: PathBuf,
    },
    /// The metadata note is missing or broken.
    Note {
        /** The path. */
        path: PathBuf,
        /** What is wrong. */
        detail: String,
    },
    /// Speaks a newer major version.
    TooNew {
        /** The path or id. */
        plugin: String,
        /** The version. */
        abi: String,
    },
    /// The dynamic loader refused it.
    Load {
        /** The path. */
        path: PathBuf,
        /** Why. */
        source: libloading::Error,
    },
    /// The entry symbol was found in another library.
    Elsewhere {
        /** The path. */
        path: PathBuf,
        /** Where. */
        found: String,
    },
    /// The plugin refused this host.
    Refused {
        /** The path or id. */
        plugin: String,
    },
    /// The table does not begin with the magic number.
    Magic {
        /** The path or id. */
        plugin: String,
        /** What was found. */
        found: u64,
    },
    /// The table lacks members of version 1.
    Table {
        /** The path or id. */
        plugin: String,
        /** What is wrong. */
        detail: String,
    },
    /// `describe` failed, or contradicts the note.
    Describe {
        /** The path or id. */
        plugin: String,
        /** What is wrong. */
        detail: String,
    },
    /// The program that runs plugins in processes of their own cannot be used.
    Worker {
        /** Its path. */
        path: PathBuf,
        /** What is wrong with it. */
        source: Box<HostError>,
    },
    /// No process could be made.
    WorkerStart {
        /** The program. */
        path: PathBuf,
        /** Why. */
        source: io::Error,
    },
    /// The plugin could not be loaded or described in its process.
    WorkerLoad {
        /** The plugin's id. */
        plugin: String,
        /** What happened. */
        detail: String,
    },
    /// The kernel cannot give the whole sandbox, and the configuration requires it.
    Sandbox {
        /** The plugin's id. */
        plugin: String,
        /** What was reached. */
        reached: SandboxLevel,
    },
    /// The configuration does not fit the plugin's schema.
    Config {
        /** The plugin's id. */
        plugin: String,
        /** Every problem. */
        problems: Vec<ConfigProblem>,
    },
    /// `create` failed.
    Init {
        /** The plugin's id. */
        plugin: String,
        /** Its status. */
        status: i32,
        /** What it reported. */
        reports: Vec<Report>,
    },
}

impl HostError {
    /// A short, stable code, kebab-case.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "plugin-missing",
            Self::NotAFile { .. } => "plugin-not-a-file",
            Self::Symlink { .. } => "plugin-symlink",
            Self::Unreadable { .. } => "plugin-unreadable",
            Self::Owner { .. } => "plugin-owner",
            Self::Writable { .. } => "plugin-writable",
            Self::Empty { .. } => "plugin-empty",
            Self::TooLarge { .. } => "plugin-too-large",
            Self::Pin { .. } => "plugin-pin",
            Self::Unsigned { .. } => "plugin-unsigned",
            Self::UnknownKey { .. } => "plugin-unknown-key",
            Self::Signature { .. } => "plugin-signature",
            Self::Seal { .. } => "plugin-seal",
            Self::Elf { .. } => "plugin-elf",
            Self::Architecture { .. } => "plugin-architecture",
            Self::NoEntry { .. } => "plugin-no-entry",
            Self::Exports { .. } => "plugin-exports",
            Self::SearchPath { .. } => "plugin-search-path",
            Self::Needed { .. } => "plugin-needed",
            Self::TextRelocations { .. } => "plugin-text-relocations",
            Self::ExecutableStack { .. } => "plugin-executable-stack",
            Self::Note { .. } => "plugin-note",
            Self::TooNew { .. } => "plugin-too-new",
            Self::Load { .. } => "plugin-load",
            Self::Elsewhere { .. } => "plugin-elsewhere",
            Self::Refused { .. } => "plugin-refused",
            Self::Magic { .. } => "plugin-magic",
            Self::Table { .. } => "plugin-table",
            Self::Describe { .. } => "plugin-describe",
            Self::Worker { .. } => "worker-program",
            Self::WorkerStart { .. } => "worker-start",
            Self::WorkerLoad { .. } => "worker-load",
            Self::Sandbox { .. } => "sandbox",
            Self::Config { .. } => "plugin-config",
            Self::Init { .. } => "plugin-init",
        }
    }

    /// What to do.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::Missing { .. } => "check the path, or build the plugin first".to_owned(),
            Self::NotAFile { .. } => "name the library file itself".to_owned(),
            Self::Symlink { path, .. } => match path.canonicalize() {
                Ok(real) => format!("name the file itself: `{}`", real.display()),
                Err(_) => "name the file itself".to_owned(),
            },
            Self::Unreadable { .. } | Self::Seal { .. } => "see the cause".to_owned(),
            Self::Owner { place, .. } => {
                format!("let root or the user of the service own it: `chown root {}`", place.display())
            }
            Self::Writable { places, .. } => {
                let all: Vec<String> = places.iter().map(|one| one.place.display().to_string()).collect();
                let mut help = format!("take the right to write from others: `chmod go-w {}`", all.join(" "));
                if places.iter().all(|one| one.mode & 0o002 == 0) {
                    help += "; with `umask 022` before the build, new files are not open to the group";
                }
                help
            }
            Self::Empty { .. } | Self::TooLarge { .. } | Self::Elf { .. } => {
                "get the plugin again from where it was published".to_owned()
            }
            Self::Pin { path, .. } => format!(
                "if the change is meant, read the new pin with `debar plugin add {}`; else somebody changed the file",
                path.display()
            ),
            Self::Unsigned { path, .. } => format!(
                "let its author sign it: `minisign -Sm {0}`, and write `signature = \"{0}.minisig\"` below its pin",
                path.display()
            ),
            Self::UnknownKey { key, .. } => format!(
                "if you trust who holds the key {key}, add a `[[plugin-key]]` with `name` and `key`; else do not use the plugin"
            ),
            Self::Signature { .. } => {
                "get plugin and signature again from where they were published; a signature is of one file only"
                    .to_owned()
            }
            Self::Architecture { .. } => format!("get the build for {}", std::env::consts::ARCH),
            Self::NoEntry { .. } => {
                "is it a debar plugin? In Rust: `export_plugin!` in a `cdylib`; in C: define `debar_plugin_entry_v1`"
                    .to_owned()
            }
            Self::Exports { .. } => "build it with hidden visibility, exporting the entry symbol only".to_owned(),
            Self::SearchPath { .. } => "link it without `-rpath`".to_owned(),
            Self::Needed { .. } => "link that library statically".to_owned(),
            Self::TextRelocations { .. } => "compile it with `-fPIC`".to_owned(),
            Self::ExecutableStack { .. } => "link it with `-z noexecstack`".to_owned(),
            Self::Note { .. } => {
                "in Rust `export_plugin!` writes the note; in C use `DEBAR_PLUGIN_NOTE`".to_owned()
            }
            Self::TooNew { .. } => "update debar, or get the plugin for version 1".to_owned(),
            Self::Load { .. } => "is the system's C library older than the one it was built for?".to_owned(),
            Self::Elsewhere { .. } | Self::Magic { .. } | Self::Table { .. } | Self::Describe { .. } => {
                "report it to the plugin's author; `debar plugin check` says more".to_owned()
            }
            Self::Refused { .. } => "the plugin needs a newer host: update debar".to_owned(),
            Self::Worker { source, .. } => source.help(),
            Self::WorkerStart { .. } => "see the cause; is there memory, and a process to be had?".to_owned(),
            Self::WorkerLoad { .. } => {
                "report it to the plugin's author; `debar plugin check` says more".to_owned()
            }
            Self::Sandbox { .. } => {
                "use a kernel with landlock and seccomp, or write `sandbox = \"prefer\"` to go without".to_owned()
            }
            Self::Config { plugin, .. } => format!("`debar plugin list --schema` shows what `{plugin}` takes"),
            Self::Init { reports, .. } => reports
                .iter()
                .find(|report| !report.help.is_empty())
                .map_or_else(|| "see the plugin's reports".to_owned(), |report| report.help.clone()),
        }
    }
}

impl fmt::Display for HostError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { path } => write!(f, "the plugin `{}` does not exist", path.display()),
            Self::NotAFile { path, kind } => {
                write!(f, "the plugin `{}` is a {kind}, not a file", path.display())
            }
            Self::Symlink { path, link } => {
                write!(
                    f,
                    "the plugin `{}` is reached through the symbolic link `{}`",
                    path.display(),
                    link.display()
                )
            }
            Self::Unreadable { path, .. } => write!(f, "the plugin `{}` cannot be read", path.display()),
            Self::Owner { path, place, uid } => write!(
                f,
                "the plugin `{}` is not safe: `{}` belongs to user {uid}",
                path.display(),
                place.display()
            ),
            Self::Writable { path, places } => {
                write!(
                    f,
                    "the plugin `{}` is not safe: others could put another in its place",
                    path.display()
                )?;
                for OpenPlace { place, mode, group } in places {
                    let who = match mode & 0o002 {
                        0 => format!("group {group}"),
                        _ => "everybody".to_owned(),
                    };
                    write!(f, "; {who} can write `{}` (mode {mode:o})", place.display())?;
                }
                Ok(())
            }
            Self::Empty { path } => write!(f, "the plugin `{}` is empty", path.display()),
            Self::TooLarge { path, limit } => {
                write!(f, "the plugin `{}` is larger than {limit} bytes", path.display())
            }
            Self::Pin { path, expected, found } => write!(
                f,
                "the plugin `{}` is not the pinned file: its SHA-256 is `{found}`, the pin is `{expected}`",
                path.display()
            ),
            Self::Unsigned { path, signature: None } => {
                write!(f, "the plugin `{}` is not signed", path.display())
            }
            Self::Unsigned { path, signature: Some(signature) } => {
                let (path, signature) = (path.display(), signature.display());
                write!(f, "the plugin `{path}` is not signed: there is no `{signature}`")
            }
            Self::UnknownKey { path, key } => {
                let path = path.display();
                write!(
                    f,
                    "the plugin `{path}` is signed with the key {key}, which the configuration does not know"
                )
            }
            Self::Signature { path, signature, detail } => {
                let (path, signature) = (path.display(), signature.display());
                write!(f, "the signature `{signature}` of the plugin `{path}` does not hold: {detail}")
            }
            Self::Seal { path, .. } => {
                write!(f, "no sealed copy of the plugin `{}` can be made", path.display())
            }
            Self::Elf { path, detail } => {
                write!(f, "the plugin `{}` is not a shared library: {detail}", path.display())
            }
            Self::Architecture { path, found } => {
                write!(f, "the plugin `{}` is built for {found}", path.display())
            }
            Self::NoEntry { path } => {
                write!(f, "`{}` does not export `{}`", path.display(), debar_plugin_api::abi::ENTRY_SYMBOL)
            }
            Self::Exports { path, names } => {
                write!(
                    f,
                    "the plugin `{}` exports more than its entry: `{}`",
                    path.display(),
                    names.join("`, `")
                )
            }
            Self::SearchPath { path, tag } => {
                write!(f, "the plugin `{}` brings its own library search path ({tag})", path.display())
            }
            Self::Needed { path, library } => {
                write!(
                    f,
                    "the plugin `{}` needs the library `{library}`, which is not allowed",
                    path.display()
                )
            }
            Self::TextRelocations { path } => {
                write!(f, "the plugin `{}` has text relocations", path.display())
            }
            Self::ExecutableStack { path } => {
                write!(f, "the plugin `{}` asks for an executable stack", path.display())
            }
            Self::Note { path, detail } => {
                write!(f, "the metadata note of `{}` cannot be used: {detail}", path.display())
            }
            Self::TooNew { plugin, abi } => {
                write!(f, "the plugin `{plugin}` speaks version {abi} of the contract; this host speaks 1")
            }
            Self::Load { path, .. } => write!(f, "the loader refuses the plugin `{}`", path.display()),
            Self::Elsewhere { path, found } => {
                write!(f, "the entry symbol of `{}` was found in `{found}`", path.display())
            }
            Self::Refused { plugin } => write!(f, "the plugin `{plugin}` cannot work with this host"),
            Self::Magic { plugin, found } => {
                write!(
                    f,
                    "the table of the plugin `{plugin}` begins with {found:#018x}, not the magic number"
                )
            }
            Self::Table { plugin, detail } => {
                write!(f, "the table of the plugin `{plugin}` is broken: {detail}")
            }
            Self::Describe { plugin, detail } => {
                write!(f, "the description of the plugin `{plugin}` cannot be used: {detail}")
            }
            Self::Worker { path, .. } => {
                write!(
                    f,
                    "the program `{}`, which runs plugins in processes of their own, cannot be used",
                    path.display()
                )
            }
            Self::WorkerStart { path, .. } => write!(f, "`{}` cannot be started", path.display()),
            Self::WorkerLoad { plugin, detail } => {
                write!(f, "the plugin `{plugin}` could not be loaded in its process: {detail}")
            }
            Self::Sandbox { plugin, reached } => {
                write!(
                    f,
                    "the plugin `{plugin}` is to run in a whole sandbox, and the kernel gives {reached}"
                )
            }
            Self::Config { plugin, problems } => {
                write!(f, "the configuration of the plugin `{plugin}` is wrong")?;
                problems.iter().try_for_each(|problem| write!(f, "; {problem}"))
            }
            Self::Init { plugin, status, reports } => {
                write!(f, "the plugin `{plugin}` cannot start (status {status})")?;
                reports.iter().try_for_each(|report| write!(f, "; {}: {}", report.code, report.message))
            }
        }
    }
}

impl std::error::Error for HostError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unreadable { source, .. } | Self::Seal { source, .. } => Some(source),
            Self::Load { source, .. } => Some(source),
            _ => None,
        }
    }
}
