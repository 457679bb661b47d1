//! Lists for tests of parts that need one.

use debar_blocklist::{Blocklist, MemorySources, read};

/// A list of vendors with these names: `v0`, `v1` ...
pub(crate) fn list_of(names: &[&str]) -> Blocklist {
    let mut toml = String::from("version = 1\ntitle = \"test\"\ntime-zone = \"UTC\"\n[vendor]\n");
    for (number, name) in names.iter().enumerate() {
        toml.push_str(&format!("v{number} = {{ name = \"{name}\" }}\n"));
    }
    let reading = read("list.toml", &MemorySources::new().with("list.toml", toml));
    reading.list.unwrap_or_else(|| panic!("{:?}", reading.diagnostics))
}
