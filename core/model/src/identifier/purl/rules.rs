//! What each purl type demands and normalises (package-url/purl-spec, `types/*-definition.json`).
//!
//! A type that is not in the table has no rules: it is kept as written.

use super::{IdentifierError, Parts};

/// Whether a type has namespaces.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Namespace {
    Required,
    Optional,
    Prohibited,
}

use Namespace::{Optional, Prohibited, Required};

/// Rules of a type: its namespace, and which components are brought to lower case.
struct Rule {
    kind: &'static str,
    namespace: Namespace,
    lower: Lower,
}

/// Components without case.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lower {
    Nothing,
    Namespace,
    Name,
    Both,
    Version,
    NameVersion,
    All,
}

const fn rule(kind: &'static str, namespace: Namespace, lower: Lower) -> Rule {
    Rule { kind, namespace, lower }
}

/// Sorted by type.
const RULES: &[Rule] = &[
    rule("alpm", Required, Lower::Both),
    rule("apk", Required, Lower::Both),
    rule("bazel", Prohibited, Lower::Nothing),
    rule("bitbucket", Required, Lower::Both),
    rule("bitnami", Prohibited, Lower::Name),
    rule("brew", Optional, Lower::Both),
    rule("chrome-extension", Prohibited, Lower::Name),
    rule("cocoapods", Prohibited, Lower::Nothing),
    rule("composer", Required, Lower::Both),
    rule("conan", Optional, Lower::Nothing),
    rule("conda", Prohibited, Lower::Nothing),
    rule("cpan", Optional, Lower::Nothing),
    rule("cran", Prohibited, Lower::Nothing),
    rule("deb", Required, Lower::Both),
    rule("docker", Optional, Lower::Nothing),
    rule("gem", Prohibited, Lower::Nothing),
    rule("generic", Optional, Lower::Nothing),
    rule("git", Required, Lower::Nothing),
    rule("github", Required, Lower::Both),
    // The definition requires a namespace, but the standard library has none: pkg:golang/stdlib.
    rule("golang", Optional, Lower::Both),
    rule("hackage", Prohibited, Lower::Nothing),
    rule("hex", Optional, Lower::Both),
    rule("huggingface", Required, Lower::Version),
    rule("julia", Prohibited, Lower::Nothing),
    rule("luarocks", Optional, Lower::Both),
    // Tools write jars without a group; a purl that names a package is worth more than its group.
    rule("maven", Optional, Lower::Nothing),
    rule("mlflow", Prohibited, Lower::Nothing),
    rule("npm", Optional, Lower::Both),
    rule("nuget", Prohibited, Lower::Nothing),
    rule("oci", Prohibited, Lower::NameVersion),
    rule("opam", Prohibited, Lower::Nothing),
    rule("otp", Prohibited, Lower::Name),
    rule("pub", Prohibited, Lower::Name),
    rule("pypi", Prohibited, Lower::Name),
    rule("qpkg", Required, Lower::Namespace),
    rule("rpm", Required, Lower::Namespace),
    rule("swid", Optional, Lower::Nothing),
    rule("swift", Required, Lower::Nothing),
    rule("vcpkg", Prohibited, Lower::Nothing),
    rule("vscode-extension", Required, Lower::All),
    rule("yocto", Optional, Lower::Namespace),
];

/// The name is a path whose slashes are written as they are.
pub(super) fn name_is_path(kind: &str) -> bool {
    kind == "git"
}

/// Normalises the components and refuses what the type forbids.
pub(super) fn apply(parts: &mut Parts) -> Result<(), IdentifierError> {
    let Some(rule) = RULES.iter().find(|rule| rule.kind == parts.kind) else { return Ok(()) };
    move_slashes(parts);
    match (rule.namespace, &parts.namespace) {
        (Required, None) => {
            return Err(form("this type requires a namespace", "write pkg:type/namespace/name@version"));
        }
        (Prohibited, Some(_)) => {
            return Err(form("this type has no namespace", "write pkg:type/name@version"));
        }
        _ => {}
    }
    lower(parts, rule.lower);
    special(parts)
}

/// Puts slashes where the type has them: `git` names are paths below the host (the first segment);
/// the other types below allow none in a name, so an escaped one separates a namespace.
fn move_slashes(parts: &mut Parts) {
    if name_is_path(&parts.kind) {
        let namespace = parts.namespace.take().unwrap_or_default();
        let path = format!("{namespace}/{}", parts.name);
        let (host, name) = path.trim_start_matches('/').split_once('/').unwrap_or_default();
        parts.namespace = Some(host.to_owned()).filter(|host| !host.is_empty());
        parts.name = super::parse::plain_path(name).unwrap_or_default();
        return;
    }
    let splits = matches!(
        parts.kind.as_str(),
        "npm" | "golang" | "github" | "bitbucket" | "composer" | "docker" | "huggingface" | "swift"
    );
    if let Some((before, name)) = parts.name.rsplit_once('/').filter(|_| splits) {
        let joined = format!("{}/{before}", parts.namespace.as_deref().unwrap_or_default());
        let name = name.to_owned();
        parts.namespace = super::parse::plain_path(&joined);
        parts.name = name;
    }
}

fn lower(parts: &mut Parts, which: Lower) {
    if matches!(which, Lower::Namespace | Lower::Both | Lower::All) {
        parts.namespace = parts.namespace.take().map(|text| text.to_lowercase());
    }
    if matches!(which, Lower::Name | Lower::Both | Lower::NameVersion | Lower::All) {
        parts.name = parts.name.to_lowercase();
    }
    if matches!(which, Lower::Version | Lower::NameVersion | Lower::All) {
        parts.version = parts.version.take().map(|text| text.to_lowercase());
    }
}

/// Rules that only one type has.
fn special(parts: &mut Parts) -> Result<(), IdentifierError> {
    match parts.kind.as_str() {
        "chrome-extension" => chrome_extension(parts),
        "cpan" => {
            parts.namespace = parts.namespace.take().map(|author| author.to_uppercase());
            if parts.name.contains("::") {
                return Err(form(
                    "a CPAN name is that of the distribution, not of a module",
                    "write URI-PackageURL instead of URI::PackageURL",
                ));
            }
            Ok(())
        }
        // Paths on these hosts have no case, as their own types `github` and `bitbucket` say.
        "git" => {
            let host = parts.namespace.as_deref().unwrap_or_default().to_lowercase();
            if matches!(host.as_str(), "github" | "github.com" | "bitbucket" | "bitbucket.org") {
                parts.name = parts.name.to_lowercase();
            }
            parts.namespace = Some(host);
            Ok(())
        }
        "julia" => {
            required(parts, "uuid", "a Julia package is named by its `uuid` qualifier", "add ?uuid=...")
        }
        // Model names have no case on Databricks and have one on Azure ML.
        "mlflow" => {
            if parts.qualifier("repository_url").is_some_and(|url| url.to_lowercase().contains("databricks"))
            {
                parts.name = parts.name.to_lowercase();
            }
            Ok(())
        }
        "pub" => {
            let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
            parts.name = parts.name.chars().map(plain).collect();
            Ok(())
        }
        "pypi" => {
            parts.name = parts.name.replace('_', "-");
            Ok(())
        }
        "swid" => {
            required(parts, "tag_id", "a SWID tag is named by its `tag_id` qualifier", "add ?tag_id=...")
        }
        _ => Ok(()),
    }
}

/// 32 letters a to p; a version of one to four numbers.
fn chrome_extension(parts: &Parts) -> Result<(), IdentifierError> {
    if parts.name.len() != 32 || parts.name.chars().any(|c| !matches!(c, 'a'..='p')) {
        return Err(form(
            "a Chrome extension id has 32 letters from a to p",
            "copy the id from the store's URL",
        ));
    }
    let number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    match &parts.version {
        Some(version) if version.split('.').count() > 4 || !version.split('.').all(number) => {
            Err(form("a Chrome extension version is one to four numbers", "write it as 1.2.3.4"))
        }
        _ => Ok(()),
    }
}

fn required(
    parts: &Parts,
    key: &str,
    fault: &'static str,
    help: &'static str,
) -> Result<(), IdentifierError> {
    if parts.qualifier(key).is_some() { Ok(()) } else { Err(form(fault, help)) }
}

const fn form(fault: &'static str, help: &'static str) -> IdentifierError {
    IdentifierError::Form { fault, help }
}
