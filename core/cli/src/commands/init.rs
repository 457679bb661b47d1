//! `debar init`: a configuration with plugin pins, a blocklist to edit and a sample order.

use std::path::{Path, PathBuf};

use debar_blocklist::{SHIPPED_ROOT, shipped};
use debar_gate::discover_plugins;

use super::Done;
use super::files::replace;
use crate::args::InitArgs;
use crate::exit::Exit;
use crate::output::Terminal;

const ORDER: &str = include_str!("../../../../docs/examples/order.xml");

pub(super) fn run(args: &InitArgs, terminal: &mut Terminal) -> Done {
    let folder = &args.folder;
    let plugins = match std::env::current_exe() {
        Ok(executable) => {
            let (plugins, refused) = discover_plugins(&executable);
            refused.iter().for_each(|why| terminal.remark(format!("warning: {why}")));
            plugins
        }
        Err(_) => vec![],
    };
    let mut files = vec![
        ("debar.toml".to_owned(), configuration(&plugins)),
        ("blocklist.toml".to_owned(), BLOCKLIST.replace("@ROOT@", &format!("packs/{SHIPPED_ROOT}"))),
        ("order.xml".to_owned(), ORDER.to_owned()),
    ];
    for (name, bytes) in shipped().iter() {
        files.push((format!("packs/{name}"), String::from_utf8_lossy(bytes).into_owned()));
    }
    let standing: Vec<&str> = files
        .iter()
        .map(|(name, _)| name.as_str())
        .filter(|name| folder.join(name).symlink_metadata().is_ok())
        .collect();
    if !standing.is_empty() {
        terminal.error(
            format!("`{}` already holds {}", folder.display(), standing.join(", ")),
            Some("give another folder; nothing was written"),
        );
        return Err(Exit::Usage);
    }
    let mut written = Written::default();
    for (name, text) in &files {
        if let Err(error) = written.write(folder, name, text) {
            written.undo();
            terminal.error(
                format!("`{}` cannot be written: {error}", folder.join(name).display()),
                Some("nothing was left behind; give a folder that this user can write"),
            );
            return Err(Exit::NoDecision);
        }
    }
    for (name, _) in &files {
        terminal.line(format!("wrote {}", folder.join(name).display()));
    }
    if plugins.is_empty() {
        terminal.remark(
            "warning: no plugins were found beside this program; add them with `debar plugin add FILE`",
        );
    }
    if folder.as_os_str() == "." {
        terminal.line("try: debar check order.xml");
    } else {
        terminal.line(format!("try: cd '{}' && debar check order.xml", folder.display()));
    }
    Ok(Exit::Ok)
}

/// What was made so far, to be taken back when something cannot be made.
#[derive(Default)]
struct Written {
    folders: Vec<PathBuf>,
    files: Vec<PathBuf>,
}

impl Written {
    fn write(&mut self, folder: &Path, name: &str, text: &str) -> std::io::Result<()> {
        let path = folder.join(name);
        let missing: Vec<PathBuf> = path
            .ancestors()
            .skip(1)
            .take_while(|above| !above.as_os_str().is_empty() && !above.exists())
            .map(Path::to_path_buf)
            .collect();
        for above in missing.into_iter().rev() {
            std::fs::create_dir(&above)?;
            self.folders.push(above);
        }
        replace(&path, text.as_bytes())?;
        self.files.push(path);
        Ok(())
    }

    fn undo(&self) {
        for file in &self.files {
            let _ = std::fs::remove_file(file);
        }
        for folder in self.folders.iter().rev() {
            let _ = std::fs::remove_dir(folder);
        }
    }
}

fn configuration(plugins: &[debar_gate::config::PluginEntry]) -> String {
    let mut text = CONFIGURATION.to_owned();
    for plugin in plugins {
        let pin = plugin.pin;
        let path = toml_edit::Value::from(plugin.path.display().to_string());
        text.push_str(&format!(
            "\n[[plugin]]\nid = \"{}\"\npath = {}\nsha256 = \"{pin}\"\nisolation = \"worker\"\n",
            plugin.id,
            path.to_string().trim()
        ));
    }
    text
}

const CONFIGURATION: &str = r#"# Configuration of debar. `debar config show --origin` prints what is in use and why.
version = 1
blocklist = "blocklist.toml"
ledger = "ledger"
# review-contact = "whom a buyer may ask for a review"

# Plugins run in processes of their own. `sandbox = "require"` uses none where the kernel cannot give the whole sandbox.
[worker]
sandbox = "prefer"

# Facts about every purchase. A document never overrides them.
[facts]
jurisdiction = "us"
buyer = "us-executive"
act = "procure"

# Pins: another file is never loaded. `debar plugin add FILE` renews them.
"#;

const BLOCKLIST: &str = r#"# The blocklist in use. `debar blocklist check` reads it, names every problem and runs its tests.
version = 1
title = "Our blocklist"
time-zone = "America/New_York"
include = ["@ROOT@"]

# Entries of your own go here, for example:
#
# [vendor.example-vendor]
# name = "Example Vendor Ltd"
# brands = ["Examplebrand"]
#
# [authority.house]
# title = "House rule of the purchasing office"
# force = "house-rule"
# status = [{ is = "in-force", from = 2026-01-01 }]
#
# [rule.example]
# authority = "house"
# vendors = ["example-vendor"]
# action = "deny"
"#;
