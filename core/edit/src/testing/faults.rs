//! What people get wrong, one line at a time: each fault changes one statement of a list of [`Style::OneALine`].
//!
//! [`Style::OneALine`]: super::Style::OneALine

use debar_blocklist::Code;

/// A kind of fault.
#[derive(Clone, Copy)]
pub struct Fault {
    /// Its name.
    pub name: &'static str,
    /// What the reader must say of it.
    pub code: Code,
    /// Whether `fix` brings back what the list said.
    pub restored: bool,
    /// The line with the fault; none if the line has no place for it.
    pub put: fn(&str) -> Option<String>,
}

/// All kinds.
pub const FAULTS: &[Fault] = &[
    fault("slashed date", Code::DateForm, true, |line| {
        swap(line, "2019-03-31", "03/31/2019").or_else(|| swap(line, "2030-06-30", "30.06.2030"))
    }),
    fault("short date", Code::DateForm, true, |line| {
        swap(line, "2019-03-31", "2019-3-31").or_else(|| swap(line, "2030-06-30", "2030-6-30"))
    }),
    fault("impossible date", Code::ImpossibleDate, false, |line| {
        swap(line, "2020-06-30", "2020-06-31").or_else(|| swap(line, "2021-12-28", "2021-02-29"))
    }),
    fault("quoted date", Code::QuotedDate, true, |line| {
        swap(line, "= 2020-06-30", "= \"2020-06-30\"")
            .or_else(|| swap(line, "= 2030-06-30", "= \"2030-06-30\""))
    }),
    fault("percent sign", Code::PercentSign, true, |line| behind(line, "percent = ", "%")),
    fault("quoted number", Code::QuotedNumber, true, |line| swap(line, "at-least = 50", "at-least = \"50\"")),
    fault("share above 100", Code::PercentRange, false, |line| swap(line, "at-least = 50", "at-least = 500")),
    fault("leading zero", Code::LeadingZero, true, |line| swap(line, "percent = ", "percent = 0")),
    fault("smart quotes", Code::SmartQuotes, true, |line| {
        whole_text(line, "title").map(|text| format!("title = “{text}”"))
    }),
    fault("no quotes", Code::MissingQuotes, true, |line| {
        swap(line, "depth = \"any-component\"", "depth = any-component")
    }),
    fault("yes for true", Code::BooleanWord, true, |line| swap(line, "= true", "= yes")),
    fault("quoted true", Code::QuotedBoolean, true, |line| swap(line, "= true", "= \"true\"")),
    fault("misspelt key", Code::UnknownKey, true, |line| {
        swap(line, "conditions =", "condtions =").or_else(|| swap(line, "ownership =", "ownershp ="))
    }),
    fault("strange key", Code::UnknownKey, false, |line| {
        line.starts_with("contact").then(|| format!("{line}\ncolour = \"x\""))
    }),
    fault("strange word", Code::UnknownWord, false, |line| {
        swap(line, "action = \"deny\"", "action = \"forbid\"")
    }),
    fault("misspelt word", Code::UnknownWord, true, |line| {
        swap(line, "\"branded-only\"", "\"branded-onyl\"")
    }),
    fault("pause as status", Code::UnknownWord, false, |line| {
        swap(line, "is = \"published\"", "is = \"suspended\"")
    }),
    fault("id of nobody", Code::UnknownReference, false, |line| {
        line.starts_with("vendors").then(|| "vendors = [\"nobody-at-all\"]".to_owned())
    }),
    fault("unclosed list", Code::UnclosedBracket, true, |line| {
        line.starts_with("conditions").then(|| line.trim_end_matches(']').to_owned())
    }),
    fault("unclosed braces", Code::UnclosedBracket, true, |line| {
        line.starts_with("approved-by").then(|| line.trim_end_matches([' ', '}']).to_owned())
    }),
    fault("unclosed header", Code::UnclosedBracket, true, |line| {
        line.starts_with("[waiver").then(|| line.trim_end_matches(']').to_owned())
    }),
    fault("unclosed text", Code::UnclosedText, true, |line| {
        line.starts_with("reason").then(|| line.trim_end_matches('"').to_owned())
    }),
    fault("colon", Code::NoEqualsSign, true, |line| swap(line, "contact = ", "contact: ")),
    fault("two signs", Code::NoEqualsSign, true, |line| swap(line, "check-every = ", "check-every == ")),
    fault("no comma", Code::MissingComma, true, |line| {
        if line.starts_with("citations") { swap(line, ", ", " ") } else { None }
    }),
    fault("semicolon", Code::TomlSyntax, true, |line| line.starts_with("title").then(|| format!("{line};"))),
    fault("text for a list", Code::WrongType, true, |line| {
        line.starts_with("brands").then(|| line.replace(['[', ']'], ""))
    }),
    fault("number for a text", Code::WrongType, false, |line| {
        line.starts_with("name = \"case").then(|| "name = 42".to_owned())
    }),
    fault("text for a table", Code::WrongType, false, |line| {
        line.starts_with("expect").then(|| "expect = \"allow\"".to_owned())
    }),
    fault("empty text", Code::EmptyText, false, |line| {
        line.starts_with("reason").then(|| "reason = \"\"".to_owned())
    }),
    fault("no authority", Code::MissingKey, false, |line| line.starts_with("authority =").then(String::new)),
    fault("no reason", Code::MissingKey, false, |line| line.starts_with("reason =").then(String::new)),
    fault("no end", Code::EndlessWaiver, false, |line| line.starts_with("through =").then(String::new)),
    fault("ends before it begins", Code::SpanInverted, false, |line| {
        line.starts_with("through =").then(|| "through = 1990-01-31".to_owned())
    }),
    fault("two ends", Code::ConflictingKeys, false, |line| {
        line.starts_with("through =").then(|| format!("{line}\nuntil = 2030-07-01"))
    }),
    fault("country by name", Code::BadCountry, true, |line| swap(line, "\"CN\"", "\"China\"")),
    fault("small country", Code::BadCountry, true, |line| swap(line, "\"RU\"", "\"ru\"")),
    fault("vague duration", Code::BadDuration, false, |line| swap(line, "\"3 months\"", "\"now and then\"")),
    fault("duration in words", Code::BadDuration, true, |line| {
        swap(line, "\"3 business days\"", "\"three working days\"")
    }),
    fault("short digest", Code::BadDigest, false, |line| swap(line, "3d2a69bd", "3d2a")),
    fault("check digit", Code::CheckDigit, false, |line| swap(line, "4006381333931", "4006381333932")),
    fault("misspelt scheme", Code::UnknownScheme, true, |line| swap(line, "domain =", "domian =")),
    fault("no version range", Code::BadVersions, false, |line| {
        swap(line, "vers:npm/>=1.0.0|<2.0.0", "^1.0.0")
    }),
    fault("comma in versions", Code::BadVersions, true, |line| swap(line, "|<2.0.0", ", <2.0.0")),
    fault("dot in an id", Code::DottedId, true, |line| {
        line.starts_with("[waiver.").then(|| line.replace(']', ".x]"))
    }),
    fault("capital in an id", Code::BadId, true, |line| swap(line, "[waiver.w", "[waiver.W")),
    fault("key twice", Code::DuplicateKey, true, |line| {
        line.starts_with("depth").then(|| format!("{line}\n{line}"))
    }),
    fault("single bracket", Code::SingleBracketTest, true, |line| {
        (line == "[[test]]").then(|| "[test]".to_owned())
    }),
    fault("glob that loosens", Code::LooseningGlob, false, |line| {
        swap(line, "for = { vendor = \"v0\" }", "for = { vendor = \"v0\", product-names = [\"Obsidian*\"] }")
    }),
    fault("waiver of everything", Code::WideWaiver, false, |line| {
        swap(line, "for = { vendor = \"v0\" }", "for = { }")
    }),
    fault("backslash", Code::BackslashInText, false, |line| {
        line.starts_with("names").then(|| line.replace("Plus", "\\Plus"))
    }),
    fault("root key below", Code::MisplacedKey, false, |line| {
        line.starts_with("contact").then(|| format!("{line}\ninclude = []"))
    }),
    fault("time zone", Code::UnknownTimeZone, false, |line| swap(line, "America/New_York", "Mars/Olympus")),
    fault("name twice", Code::RepeatedValue, true, |line| {
        if line.starts_with("origin") {
            None
        } else {
            swap(line, "\"offline use only\", ", "\"offline use only\", \"offline use only\", ")
        }
    }),
    fault("invisible letter", Code::InvisibleCharacters, false, |line| {
        line.starts_with("brands").then(|| line.replace(" Suite", " Su\u{200b}ite"))
    }),
];

const fn fault(name: &'static str, code: Code, restored: bool, put: fn(&str) -> Option<String>) -> Fault {
    Fault { name, code, restored, put }
}

fn swap(line: &str, old: &str, new: &str) -> Option<String> {
    line.contains(old).then(|| line.replacen(old, new, 1))
}

/// Puts something behind the number that follows a text.
fn behind(line: &str, start: &str, more: &str) -> Option<String> {
    let (before, rest) = line.split_once(start)?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let after = rest.get(digits.len()..)?;
    Some(format!("{before}{start}{digits}{more}{after}"))
}

fn whole_text<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    line.strip_prefix(key)?.strip_prefix(" = \"")?.strip_suffix('"')
}
