//! `debar plugin new`: a project in a folder of its own that builds, passes its own test and can be added.
//!
//! Invariant: nothing that stands is written over; a project is whole or not there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::Done;
use crate::args::{PluginLanguage, PluginNewArgs};
use crate::exit::Exit;
use crate::output::Terminal;

/// Each file with the text that it begins with.
type Files = &'static [(&'static str, &'static str)];

macro_rules! template {
    ($name:literal) => {
        include_str!(concat!("../../templates/plugin/", $name))
    };
}

const HEADER: (&str, &str) =
    ("debar_plugin.h", include_str!("../../../../plugin-api/include/debar_plugin.h"));
const README: (&str, &str) = ("README.md", template!("README.md"));
const ORDER: (&str, &str) = ("example/order.txt", template!("order.txt"));
const EXPECTED: (&str, &str) = ("example/expected.txt", template!("native/expected.txt"));
const HOST: (&str, &str) = ("host.c", template!("native/host.c"));

const RUST: Files = &[
    ("Cargo.toml", template!("rust/Cargo.toml.txt")),
    ("src/lib.rs", template!("rust/lib.rs.txt")),
    ("tests/plugin.rs", template!("rust/test.rs.txt")),
    (".gitignore", "/target\n"),
    ORDER,
    README,
];
const C: Files = &[
    ("Makefile", template!("c/Makefile.txt")),
    ("plugin.c", template!("c/plugin.c")),
    HEADER,
    HOST,
    EXPECTED,
    ORDER,
    README,
];
const CPP: Files = &[
    ("Makefile", template!("cpp/Makefile.txt")),
    ("plugin.cpp", template!("cpp/plugin.cpp")),
    ("one.map", template!("cpp/one.map")),
    HEADER,
    HOST,
    EXPECTED,
    ORDER,
    README,
];
const ZIG: Files = &[
    ("Makefile", template!("zig/Makefile.txt")),
    ("plugin.zig", template!("zig/plugin.zig")),
    ("note.c", template!("zig/note.c")),
    HEADER,
    HOST,
    EXPECTED,
    ORDER,
    README,
];

pub(super) fn new(args: &PluginNewArgs, terminal: &mut Terminal) -> Done {
    let refuse = |terminal: &mut Terminal, exit: Exit, what: String, help: &str| {
        terminal.error(what, Some(help));
        exit
    };
    if !is_id(&args.name) {
        let help = "write lower-case letters, digits and hyphens, a letter first and no more than 48 in all";
        return Err(refuse(terminal, Exit::Usage, format!("`{}` is no id of a plugin", args.name), help));
    }
    if args.lang == PluginLanguage::Zig && !runs("zig", "version") {
        let help = "install zig and let `PATH` name it, or take `--lang c`";
        return Err(refuse(terminal, Exit::Invalid, "there is no compiler of zig here".to_owned(), help));
    }
    let folder = args.folder.clone().unwrap_or_else(|| PathBuf::from(format!("debar-plugin-{}", args.name)));
    if fs::read_dir(&folder).map_or_else(|_| folder.exists(), |mut entries| entries.next().is_some()) {
        let what = format!("`{}` is there already", folder.display());
        return Err(refuse(terminal, Exit::Invalid, what, "name another one with `--folder`"));
    }
    let project = Project::of(args);
    if let Err(error) = project.write(&folder) {
        let what = format!("the project cannot be written into `{}`: {error}", folder.display());
        return Err(refuse(terminal, Exit::Invalid, what, "see the cause"));
    }
    terminal.line(format!("{} holds the plugin `{}`", folder.display(), args.name));
    terminal.line(format!("next: cd {}", folder.display()));
    for command in project.build.lines().chain([format!("debar plugin add {}", project.library).as_str()]) {
        terminal.line(format!("      {command}"));
    }
    terminal.line("      debar plugin decode example/order.txt");
    Ok(Exit::Ok)
}

/// What is written.
struct Project {
    files: Files,
    /// Marks in the texts and what stands for them.
    words: Vec<(&'static str, String)>,
    build: &'static str,
    library: String,
}

impl Project {
    fn of(args: &PluginNewArgs) -> Self {
        let snake = args.name.replace('-', "_");
        let (files, build, library) = match args.lang {
            PluginLanguage::Rust => (
                RUST,
                "cargo build --release\ncargo test",
                format!("target/release/libdebar_plugin_{snake}.so"),
            ),
            PluginLanguage::C => (C, "make\nmake test", format!("libdebar_plugin_{snake}.so")),
            PluginLanguage::Cpp => (CPP, "make\nmake test", format!("libdebar_plugin_{snake}.so")),
            PluginLanguage::Zig => (ZIG, "make\nmake test", format!("libdebar_plugin_{snake}.so")),
        };
        let sdk = args.sdk.clone().or_else(checkout);
        let dependency = |below: &str| match sdk.as_ref().and_then(|sdk| sdk.canonicalize().ok()) {
            Some(sdk) => format!("{{ path = {:?} }}", sdk.join(below)),
            None => format!("\"{}\"", env!("CARGO_PKG_VERSION")),
        };
        let words = vec![
            ("@ID@", args.name.clone()),
            ("@SNAKE@", snake.clone()),
            ("@CRATE@", format!("debar_plugin_{snake}")),
            ("@API@", dependency("")),
            ("@TESTKIT@", dependency("testkit")),
            ("@BUILD@", build.to_owned()),
            ("@LIBRARY@", library.clone()),
        ];
        Self { files, words, build, library }
    }

    /// Into a folder beside the target first, which then takes its place.
    fn write(&self, folder: &Path) -> std::io::Result<()> {
        let name = folder.file_name().ok_or_else(|| std::io::Error::other("the path names no folder"))?;
        let beside = folder.with_file_name(format!(".{}.{}", name.to_string_lossy(), std::process::id()));
        let written = self.fill(&beside).and_then(|()| fs::rename(&beside, folder));
        if written.is_err() {
            let _ = fs::remove_dir_all(&beside);
        }
        written
    }

    fn fill(&self, folder: &Path) -> std::io::Result<()> {
        for (name, text) in self.files {
            let file = folder.join(name);
            if let Some(parent) = file.parent() {
                fs::create_dir_all(parent)?;
            }
            let filled =
                self.words.iter().fold((*text).to_owned(), |text, (mark, word)| text.replace(mark, word));
            // The header is the contract's own, byte for byte.
            fs::write(file, if *name == HEADER.0 { HEADER.1 } else { &filled })?;
        }
        Ok(())
    }
}

/// Short enough for a crate's name behind `debar-plugin-`.
fn is_id(name: &str) -> bool {
    name.len() <= 48
        && name.starts_with(|first: char| first.is_ascii_lowercase())
        && !name.ends_with('-')
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

fn runs(program: &str, argument: &str) -> bool {
    let run = Command::new(program).arg(argument).stdin(Stdio::null()).output();
    run.is_ok_and(|output| output.status.success())
}

/// The folder of the kit in the checkout that this program was built in, or that it is run in.
fn checkout() -> Option<PathBuf> {
    let places = [std::env::current_exe().ok(), std::env::current_dir().ok()];
    places.into_iter().flatten().find_map(|place| {
        place.ancestors().map(|above| above.join("plugin-api")).find(|kit| {
            let manifest = fs::read_to_string(kit.join("Cargo.toml")).unwrap_or_default();
            manifest.contains("name = \"debar-plugin-api\"") && kit.join("testkit/Cargo.toml").is_file()
        })
    })
}
