//! Character references inside a text, however often escaped. Not an XML parser: the document's own parser has
//! already run. Invariant: reads each byte once.

/// Reads a reference at the start of `rest`, which begins with `&`. Gives the character and the bytes consumed.
/// A reference to `&` that opens a further reference is followed: `&amp;#75;` is `K`.
pub(super) fn reference(rest: &str) -> Option<(char, usize)> {
    let mut at = 1;
    let (mut found, len) = one(rest.get(at..)?)?;
    at += len;
    while found == '&' {
        let Some((next, len)) = rest.get(at..).and_then(one) else {
            break;
        };
        found = next;
        at += len;
    }
    Some((found, at))
}

/// One reference behind its `&`: character and bytes consumed, with the semicolon.
fn one(body: &str) -> Option<(char, usize)> {
    match body.strip_prefix('#') {
        Some(number) => numeric(number).map(|(c, len)| (c, len + 1)),
        None => named(body),
    }
}

/// Numbers may lack the semicolon, as in HTML.
fn numeric(number: &str) -> Option<(char, usize)> {
    let (digits, radix, prefix) = match number.strip_prefix(['x', 'X']) {
        Some(hex) => (hex, 16, 1),
        None => (number, 10, 0),
    };
    let len = digits.bytes().take_while(|b| char::from(*b).is_digit(radix)).count();
    // Leading zeros are legal and unlimited.
    let value = digits.get(..len)?.trim_start_matches('0');
    if len == 0 || value.len() > 7 {
        return None;
    }
    let c = char::from_u32(u32::from_str_radix(value, radix).ok()?)?;
    let semicolon = usize::from(digits.get(len..)?.starts_with(';'));
    Some((c, prefix + len + semicolon))
}

fn named(body: &str) -> Option<(char, usize)> {
    let len = body.bytes().take(MAX_NAME + 1).take_while(u8::is_ascii_alphanumeric).count();
    if !body.get(len..)?.starts_with(';') {
        return None;
    }
    let name = body.get(..len)?;
    let c = symbol(name).or_else(|| accented(name)).or_else(|| cyrillic(name))?;
    Some((c, len + 1))
}

const MAX_NAME: usize = 16;

/// Signs, spaces and invisible characters of the HTML named references.
fn symbol(name: &str) -> Option<char> {
    Some(match name {
        "amp" | "AMP" => '&',
        "lt" | "LT" => '<',
        "gt" | "GT" => '>',
        "quot" | "QUOT" | "ldquo" | "rdquo" | "bdquo" | "laquo" | "raquo" => '"',
        "apos" | "lsquo" | "rsquo" | "sbquo" | "prime" => '\'',
        "nbsp" | "ensp" | "emsp" | "thinsp" | "hairsp" | "NonBreakingSpace" | "numsp" | "puncsp" => ' ',
        "Tab" | "NewLine" => '\n',
        "shy" => '\u{AD}',
        "zwnj" | "zwj" | "ZeroWidthSpace" | "NoBreak" => '\u{200B}',
        "lrm" | "rlm" => '\u{200E}',
        "ndash" | "mdash" | "minus" | "hyphen" | "dash" | "horbar" => '-',
        "period" => '.',
        "comma" | "colon" | "semi" | "excl" | "quest" | "num" | "percnt" | "ast" | "midast" | "plus"
        | "equals" => ',',
        "sol" | "bsol" | "lowbar" | "UnderBar" | "vert" | "verbar" | "commat" | "dollar" | "lpar"
        | "rpar" => ',',
        "lsqb" | "rsqb" | "lbrack" | "rbrack" | "lcub" | "rcub" | "hellip" | "bull" | "middot" | "trade" => {
            ','
        }
        "reg" | "copy" | "deg" | "times" | "divide" | "sect" | "para" | "frasl" => ',',
        _ => return None,
    })
}

/// Latin letters with accents; folding drops the accent in any case, so the bare letter is enough.
fn accented(name: &str) -> Option<char> {
    Some(match name {
        "szlig" => 'ß',
        "aelig" | "AElig" => 'æ',
        "oelig" | "OElig" => 'œ',
        "eth" | "ETH" => 'ð',
        "thorn" | "THORN" => 'þ',
        "inodot" | "imath" => 'i',
        _ => {
            let letter = name.chars().next()?;
            let accent = name.get(1..)?;
            let known = matches!(
                accent,
                "acute" | "grave" | "circ" | "tilde" | "uml" | "ring" | "cedil" | "slash" | "caron" | "strok"
            ) || matches!(
                accent,
                "breve" | "macr" | "ogon" | "dot" | "dblac" | "opf" | "fr" | "scr"
            );
            (known && letter.is_ascii_alphabetic()).then_some(letter)?
        }
    })
}

/// Cyrillic letters, `&kcy;`.
fn cyrillic(name: &str) -> Option<char> {
    const NAMES: [&str; 32] = [
        "a", "b", "v", "g", "d", "ie", "zh", "z", "i", "j", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u",
        "f", "kh", "ts", "ch", "sh", "shch", "hard", "y", "soft", "e", "yu", "ya",
    ];
    let stem = name.strip_suffix("cy")?.to_ascii_lowercase();
    if stem == "io" {
        return Some('е');
    }
    let at = NAMES.iter().position(|known| *known == stem)?;
    char::from_u32(u32::from('а') + u32::try_from(at).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references() {
        fn check(text: &str, expect: Option<(char, usize)>) {
            assert_eq!(reference(text), expect, "{text}");
        }
        check("&#75;aspersky", Some(('K', 5)));
        check("&#x4B;", Some(('K', 6)));
        check("&#x000000000000000004b;", Some(('K', 23)));
        check("&#75aspersky", Some(('K', 4)));
        check("&amp;#75;", Some(('K', 9)));
        check("&amp;amp;lt;b", Some(('<', 12)));
        check("&#38;#38;#75;", Some(('K', 13)));
        check("&amp; Endpoint", Some(('&', 5)));
        check("&eacute;", Some(('e', 8)));
        check("&Kcy;", Some(('к', 5)));
        check("&yacy;", Some(('я', 6)));
        check("&T;", None);
        check("& D", None);
        check("&#;", None);
        check("&#xD800;", None);
        check("&#99999999;", None);
        check("&amp", None);
        check("&", None);
    }
}
