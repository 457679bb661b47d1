//! Other spellings of identifiers, digests and part numbers that mean the same. Not other identifiers. Invariant: what
//! is compared by its own specification stays equal by it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use debar_calibration::Dice;
use debar_model::Digest;

/// A host below the domain, another case, a dot behind it, the domain in an address (RFC 1034, RFC 3986, RFC 5322).
pub(crate) fn domain(text: &str, dice: &mut Dice) -> Option<String> {
    Some(match dice.below(9) {
        0 => format!("www.{text}"),
        1 => format!("shop.eu.{text}"),
        2 => text.to_uppercase(),
        3 => format!("{text}."),
        4 => format!("https://www.{text}:8443/en/products?x=1"),
        5 => format!("sales@{text}"),
        6 => text.replace('.', "\u{FF0E}"),
        7 => format!("HTTP://user@{text}/"),
        _ => format!("  {text}\t"),
    })
}

pub(crate) fn domain_in_address(text: &str, dice: &mut Dice) -> Option<String> {
    let host = dice.word(&["", "www.", "downloads.", "Products.S."]);
    let file = dice.word(&["setup.exe", "builds/12/agent.msi", "x", "a%20b.zip"]);
    Some(format!("https://{host}{text}/{file}"))
}

/// By the purl specification: the type in any case, `//` behind the scheme, percent signs, slashes more than needed,
/// qualifiers, a subpath.
pub(crate) fn purl(text: &str, dice: &mut Dice) -> Option<String> {
    let rest = text.strip_prefix("pkg:")?;
    let (kind, path) = rest.split_once('/')?;
    let (path, version) = path.split_once('@').unwrap_or((path, "1.2.3"));
    let at = |path: &str, more: &str| Some(format!("pkg:{kind}/{path}@{version}{more}"));
    match dice.below(9) {
        0 => Some(format!("pkg:{}/{path}@{version}", kind.to_uppercase())),
        1 => Some(format!("pkg://{kind}/{path}@{version}")),
        2 => Some(format!("PKG:{kind}/{path}@{version}")),
        3 => at(path, "?arch=x86_64&repository_url=https://example.com/mirror"),
        4 => at(path, "#sub/folder"),
        5 => at(&path.replacen('/', "//", 1), ""),
        6 => at(&encoded(path), ""),
        // npm and PyPI compare names in any case.
        7 if matches!(kind, "npm" | "pypi" | "github") => at(&path.to_uppercase(), ""),
        8 if path.contains("%40") => at(&path.replace("%40", "@"), ""),
        _ => Some(format!("pkg:{kind}/{path}")),
    }
}

/// One letter of each segment as its percent code, which RFC 3986 makes equal.
fn encoded(path: &str) -> String {
    let segment = |segment: &str| {
        let at =
            segment.char_indices().rev().find(|(_, c)| c.is_ascii_alphabetic() && !segment.ends_with('%'));
        let Some((at, c)) = at else { return segment.to_owned() };
        let (before, after) = segment.split_at_checked(at).unwrap_or((segment, ""));
        format!("{before}%{:02X}{}", u32::from(c), after.get(1..).unwrap_or_default())
    };
    path.split('/').map(segment).collect::<Vec<_>>().join("/")
}

/// By NISTIR 7695: case, escaped signs, the older URI form and its percent codes.
pub(crate) fn cpe(vendor: &str, product: &str, dice: &mut Dice) -> Option<String> {
    let escaped = |text: &str| -> String {
        let sign = |c: char| !(c.is_alphanumeric() || matches!(c, '_' | '*' | '?'));
        text.chars().flat_map(|c| sign(c).then_some('\\').into_iter().chain([c])).collect()
    };
    let bound = |vendor: &str, product: &str, version: &str| {
        format!("cpe:2.3:a:{vendor}:{product}:{version}:*:*:*:*:*:*:*")
    };
    let (known, goods) = (escaped(vendor), escaped(product));
    Some(match dice.below(6) {
        0 => bound(&known, &goods, "12.0"),
        1 => bound(&known.to_uppercase(), &goods, "12.0"),
        2 => bound(&known, &goods, "-").replace(":*:*:*:*:*:*:*", ":-:*:*:*:*:windows:*"),
        3 => format!("cpe:/a:{}:{product}:12.0", vendor.to_uppercase()),
        4 => format!("cpe:/a:{}:{product}", vendor.replace('-', "%2d").replace('.', "%2e")),
        _ => format!("CPE:2.3:A:{known}:{goods}:12.0:*:*:*:*:*:*:*"),
    })
}

/// Numbers of firms and goods: in small letters, in groups, with their scheme before them.
pub(crate) fn code(scheme: &str, text: &str, dice: &mut Dice) -> Option<String> {
    Some(match dice.below(5) {
        0 => text.to_lowercase(),
        1 => grouped(text, ' '),
        2 => grouped(text, '-'),
        3 => format!("{} {text}", scheme.to_uppercase()),
        _ => format!(" {text}\u{A0}"),
    })
}

fn grouped(text: &str, sign: char) -> String {
    let mut made = String::new();
    for (at, c) in text.chars().enumerate() {
        if at > 0 && at % 4 == 0 {
            made.push(sign);
        }
        made.push(c);
    }
    made
}

/// Capitals, a prefix in other words, the base64 of Subresource Integrity.
pub(crate) fn digest(digest: &Digest, dice: &mut Dice) -> Option<String> {
    let (name, value) = (digest.algorithm().as_str(), digest.value());
    let bytes = digest.bytes()?;
    Some(match dice.below(6) {
        0 => value.to_uppercase(),
        1 => format!("{}:{value}", name.to_uppercase()),
        2 => format!("{}-{}", name.replace('-', ""), STANDARD.encode(bytes)),
        3 => format!("{name}={value}"),
        4 => format!("  {value}\n"),
        _ => format!("{name}:{}", value.to_uppercase()),
    })
}

/// Case, hyphens and spaces that come and go, other hyphens, full-width forms.
pub(crate) fn part_number(text: &str, dice: &mut Dice) -> Option<String> {
    let made = match dice.below(6) {
        0 => text.to_lowercase(),
        1 => text.to_uppercase(),
        2 => text.replace(['-', ' '], ""),
        3 => text.replace('-', "\u{2011}"),
        4 => text.replace('-', " "),
        _ => text.chars().map(wide).collect(),
    };
    (made != text).then_some(made)
}

fn wide(c: char) -> char {
    if c.is_ascii_alphanumeric() { char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c) } else { c }
}

/// A text that a glob means.
pub(crate) fn of_glob(glob: &str, dice: &mut Dice) -> String {
    let mut made = String::new();
    let mut literal = false;
    for c in glob.chars() {
        match c {
            '\\' if !literal => {
                literal = true;
                continue;
            }
            '*' if !literal => made.push_str(dice.word(&["", "12", " Pro"])),
            '?' if !literal => made.push(*dice.one(&['1', 'a', '7']).unwrap_or(&'1')),
            c => made.push(c),
        }
        literal = false;
    }
    made.trim().to_owned()
}
