//! Packages and versions of OSV as package URLs and VERS.

use crate::json::Json;

/// The type of package URLs of an ecosystem.
pub(super) fn purl_type(ecosystem: &str) -> Option<&'static str> {
    // Behind a colon stands a release, as in `Debian:12`.
    Some(match ecosystem.split(':').next().unwrap_or_default() {
        "PyPI" => "pypi",
        "npm" => "npm",
        "crates.io" => "cargo",
        "Go" => "golang",
        "Maven" => "maven",
        "NuGet" => "nuget",
        "RubyGems" => "gem",
        "Packagist" => "composer",
        "Hex" => "hex",
        "Pub" => "pub",
        "Hackage" => "hackage",
        "CRAN" => "cran",
        "SwiftURL" => "swift",
        "ConanCenter" => "conan",
        "VSCode" => "vscode-extension",
        "GitHub Actions" => "github",
        _ => return None,
    })
}

/// The package URL of a package without its version.
pub(super) fn purl(kind: &str, name: &str) -> String {
    let parts: Vec<String> = match kind {
        "maven" => name.splitn(2, ':').map(encode).collect(),
        "vscode-extension" => name.splitn(2, '.').map(encode).collect(),
        "golang" | "composer" | "npm" | "github" | "swift" => name.split('/').map(encode).collect(),
        _ => vec![encode(name)],
    };
    format!("pkg:{kind}/{}", parts.join("/"))
}

fn encode(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b".-_~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// The versions of an affected package: one range in VERS each; `*` for all. None where nothing can be compared.
pub(super) fn ranges(kind: &str, affected: &Json) -> Option<Vec<String>> {
    let mut all = vec![];
    let mut listed: Vec<&str> = affected.get("versions").texts();
    listed.sort_unstable();
    listed.dedup();
    let mut ranged = false;
    for range in affected.get("ranges").list() {
        if !matches!(range.get("type").text(), Some("SEMVER" | "ECOSYSTEM")) {
            continue;
        }
        let constraints = constraints(range.get("events"))?;
        ranged = true;
        all.push(format!("vers:{kind}/{constraints}"));
    }
    // Many versions next to a range are the range written out.
    let everything = ranged && all.iter().any(|range| range.ends_with("/*"));
    if !listed.is_empty() && !everything {
        if !listed.iter().all(|version| is_plain(version)) {
            return None;
        }
        all.push(format!("vers:{kind}/{}", listed.join("|")));
    }
    (!all.is_empty()).then_some(all)
}

fn constraints(events: &Json) -> Option<String> {
    let mut parts = vec![];
    for event in events.list() {
        for (what, version) in event.map() {
            let version = version.text()?;
            if !is_plain(version) {
                return None;
            }
            match what.as_str() {
                "introduced" if version == "0" => {}
                "introduced" => parts.push(format!(">={version}")),
                "fixed" | "limit" => parts.push(format!("<{version}")),
                "last_affected" => parts.push(format!("<={version}")),
                _ => return None,
            }
        }
    }
    if events.list().is_empty() {
        return None;
    }
    Some(if parts.is_empty() { "*".to_owned() } else { parts.join("|") })
}

/// Versions that can stand in VERS as they are.
fn is_plain(version: &str) -> bool {
    !version.is_empty()
        && version.len() <= 200
        && version.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_+~!:".contains(&byte))
}
