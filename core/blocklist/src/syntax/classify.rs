//! A parser's error in the words of somebody who keeps a list, with a fix where only one thing can be meant.

use super::{Fault, at, mend};
use crate::Code;
use crate::fields::{Changes, Section};
use crate::source::{At, Problem, SourceText};

const OPENING_QUOTES: [char; 8] = ['“', '”', '„', '‟', '‘', '’', '‚', '″'];

pub(super) fn classify(file: usize, source: &SourceText, fault: &Fault) -> Problem {
    let (start, end) = widen(source, fault);
    let here = at(file, start, end);
    let text = source.slice(start, end);
    let message = fault.message.as_str();
    if message.starts_with("string values must be quoted") {
        return unquoted(source, here, text);
    }
    if message.starts_with("invalid date") || message.starts_with("invalid time") {
        return date(here, text);
    }
    if message.starts_with("invalid boolean") {
        return boolean(here, text);
    }
    if message.starts_with("invalid unquoted key") {
        return key(source, here, text);
    }
    if message.starts_with("duplicate key") {
        return duplicate(file, source, here, text);
    }
    if message.starts_with("invalid float") || message.starts_with("invalid integer") {
        let (start, end) = token(source, fault.start);
        let (here, text) = (at(file, start, end), source.slice(start, end));
        if let Some(problem) = slashed_date(here, text) {
            return problem;
        }
        // A word that begins like `nan` or `inf`.
        if text.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return unquoted(source, here, text);
        }
    }
    if let Some(problem) = control_character(file, source, fault).or_else(|| open_lines(file, source, fault))
    {
        return problem;
    }
    let problem = other(here, text, message);
    let (start, end) = token(source, fault.start);
    let (title, changes) = match problem.code {
        Code::UnclosedText => ("close the text", mend::close_text(file, source, fault.start)),
        Code::BackslashInText => {
            ("double the backslashes", mend::double_backslashes(file, source, fault.start))
        }
        Code::NoEqualsSign => ("write `=`", mend::equals_sign(file, source, fault.start)),
        Code::MissingComma => ("write a comma", mend::comma(file, source, here.start)),
        Code::LeadingZero => ("write it as what it is", mend::leading_zero(file, source, start, end)),
        Code::TomlSyntax => ("remove it", mend::stray_end(file, source, here.start)),
        _ => return problem,
    };
    match changes {
        None => problem,
        changes => problem.fix_all(title, changes),
    }
}

/// The brackets that an unclosed list, table or header lacks; `to` is where its statement ends.
pub(super) fn closing(file: usize, source: &SourceText, fault: &Fault, to: usize) -> Changes {
    if fault.message.starts_with("unclosed table") {
        return mend::close_header(file, source, fault.start);
    }
    let brackets =
        fault.message.starts_with("unclosed array") || fault.message.starts_with("unclosed inline");
    if brackets { mend::close_brackets(file, source, fault.start, to) } else { None }
}

/// The run of characters around a byte that could be one number or date.
fn token(source: &SourceText, at: usize) -> (usize, usize) {
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '-' | ':' | '+' | '_');
    let before = source.text.get(..at).unwrap_or_default();
    let start = before.trim_end_matches(part).len();
    let rest = source.text.get(start..).unwrap_or_default();
    (start, start + rest.find(|c| !part(c)).unwrap_or(rest.len()))
}

/// A character that cannot stand in a text file, where the parser stumbles.
fn control_character(file: usize, source: &SourceText, fault: &Fault) -> Option<Problem> {
    let bad = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    let (start, c) = [fault.start, fault.end].into_iter().find_map(|start| {
        let c = source.text.get(start..)?.chars().next()?;
        bad(c).then_some((start, c))
    })?;
    let here = at(file, start, start + c.len_utf8());
    Some(
        Problem::error(
            Code::TomlSyntax,
            here,
            format!("the control character U+{:04X} stands here", u32::from(c)),
        )
        .help("remove it, or write it as an escape in a text in double quotes"),
    )
}

/// A text over several lines that nobody closes: told where it begins.
fn open_lines(file: usize, source: &SourceText, fault: &Fault) -> Option<Problem> {
    let quotes = match fault.message.strip_prefix("invalid multi-line ")? {
        kind if kind.starts_with("basic") => "\"\"\"",
        _ => "\'\'\'",
    };
    let start = source.text.get(..fault.end)?.rfind(quotes)?;
    let closed = source.text.get(start + quotes.len()..)?.contains(quotes);
    (!closed).then(|| {
        Problem::error(Code::UnclosedText, at(file, start, start + quotes.len()), "this text is not closed")
            .help(format!("write the missing `{quotes}` at the end of the text"))
    })
}

fn other(here: At, text: &str, message: &str) -> Problem {
    for (known, code, says, help) in [
        ("unclosed array", Code::UnclosedBracket, "this list is not closed", "write the missing `]`"),
        ("unclosed inline", Code::UnclosedBracket, "this table is not closed", "write the missing `}`"),
        ("unclosed table", Code::UnclosedBracket, "this table name is not closed", "write the missing `]`"),
        (
            "invalid basic string",
            Code::UnclosedText,
            "this text is not closed",
            "write the missing quotation mark at the end of the text",
        ),
        (
            "invalid literal string",
            Code::UnclosedText,
            "this text is not closed",
            "write the missing quotation mark at the end of the text",
        ),
        (
            "missing escaped value",
            Code::BackslashInText,
            "a backslash in a text begins an escape",
            "double the backslash, or write the text in single quotes",
        ),
        (
            "key with no value",
            Code::NoEqualsSign,
            "a key without `=` and a value",
            "write `key = value`, with one `=` and no colon",
        ),
        (
            "extra `=`",
            Code::NoEqualsSign,
            "more than one `=`",
            "write `key = value`, with one `=` and no colon",
        ),
        (
            "unexpected leading zero",
            Code::LeadingZero,
            "a number does not begin with 0",
            "a code or part number is a text: write it in quotation marks",
        ),
        (
            "missing comma",
            Code::MissingComma,
            "a comma is missing in front of this",
            "separate the entries of a list and of `{ }` by commas",
        ),
        (
            "unexpected key or value",
            Code::TomlSyntax,
            "nothing can follow the value here",
            "one key and value on each line; check for a quotation mark inside the text",
        ),
    ] {
        if message.starts_with(known) {
            return Problem::error(code, here, says).help(help);
        }
    }
    let shown = if text.trim().is_empty() { String::new() } else { format!(": `{}`", text.trim()) };
    Problem::error(Code::TomlSyntax, here, format!("{}{shown}", message.replace("'`'", "a backtick")))
        .help("this is not TOML; see https://toml.io for its form")
}

fn unquoted(source: &SourceText, here: At, text: &str) -> Problem {
    let bare = text.trim();
    if let Some(inner) = bare.strip_prefix(OPENING_QUOTES) {
        let inner = inner.strip_suffix(OPENING_QUOTES).unwrap_or(inner);
        return Problem::error(Code::SmartQuotes, here, "typographic quotation marks around a text")
            .help("write straight ones: a word processor has changed them")
            .fix("straighten the quotation marks", here, quoted(inner));
    }
    if let Some(problem) = slashed_date(here, bare) {
        return problem;
    }
    if let Some(number) = bare.strip_suffix('%')
        && !number.is_empty()
        && number.trim().chars().all(|c| c.is_ascii_digit() || c == '.')
    {
        return Problem::error(Code::PercentSign, here, format!("`{bare}` has a percent sign"))
            .help("shares are given in percent already: write the number alone")
            .fix("remove the percent sign", here, number.trim());
    }
    if matches!(bare.to_ascii_lowercase().as_str(), "yes" | "no" | "on" | "off" | "true" | "false") {
        return boolean(here, bare);
    }
    if bare.is_empty() {
        return Problem::error(Code::TomlSyntax, here, "a key without a value")
            .help("write the value behind `=`, or remove the key");
    }
    let problem =
        Problem::error(Code::MissingQuotes, here, format!("the text `{bare}` has no quotation marks"))
            .help("write texts and ids in quotation marks; dates, numbers, true and false have none");
    // An unquoted text may go on behind what the parser took: only a whole rest of the line is safe to quote.
    let rest = source.slice(here.end, source.line_of(here.start).1).trim_start();
    let whole = rest.is_empty() || rest.starts_with(['#', ',', ']', '}']);
    if whole && !bare.contains(['"', '\\', '\'']) {
        return problem.fix("put it in quotation marks", here, quoted(bare));
    }
    problem
}

fn boolean(here: At, text: &str) -> Problem {
    let word = match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" => Some("true"),
        "false" | "no" | "off" => Some("false"),
        _ => None,
    };
    let Some(word) = word else {
        return Problem::error(
            Code::MissingQuotes,
            here,
            format!("the text `{text}` has no quotation marks"),
        )
        .help("write texts and ids in quotation marks; dates, numbers, true and false have none");
    };
    Problem::error(Code::BooleanWord, here, format!("`{text}` is not a word of TOML"))
        .help("write `true` or `false`, in small letters")
        .fix(format!("write {word}"), here, word)
}

/// `2019-3-31`, `2019-02-30`, `24:00:00`.
fn date(here: At, text: &str) -> Problem {
    let parts: Vec<&str> = text.split('-').collect();
    if let [year, month, day] = parts.as_slice()
        && year.len() == 4
        && (1..=2).contains(&month.len())
        && (1..=2).contains(&day.len())
        && (month.len() == 1 || day.len() == 1)
        && parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
    {
        return date_form(here, text).fix("write two digits", here, format!("{year}-{month:0>2}-{day:0>2}"));
    }
    if text.len() >= 10 && text.bytes().take(10).all(|byte| byte.is_ascii_digit() || byte == b'-') {
        let problem =
            Problem::error(Code::ImpossibleDate, here, format!("`{text}` is not a day of the calendar"))
                .help("check month, day and time of day: the day must exist in that year");
        return match parts.as_slice() {
            [year, day, month]
                if text.len() == 10
                    && day.parse::<u8>().is_ok_and(|day| (13..=31).contains(&day))
                    && month.parse::<u8>().is_ok_and(|month| (1..=12).contains(&month)) =>
            {
                problem.fix("swap day and month", here, format!("{year}-{month}-{day}")).guess()
            }
            _ => problem,
        };
    }
    date_form(here, text)
}

fn date_form(here: At, text: &str) -> Problem {
    Problem::error(Code::DateForm, here, format!("`{text}` is not how a date is written"))
        .help("write year-month-day with two digits each for month and day, such as 2019-03-31, without quotation marks")
}

/// `03/31/2019`, `31.03.2019`, `2019/03/31`. Fixed only when one number can be nothing but the day.
fn slashed_date(here: At, text: &str) -> Option<Problem> {
    let parts = date_parts(text)?;
    let problem = date_form(here, text);
    Some(match certain_date(&parts) {
        Some(date) => problem.fix("write year-month-day", here, date),
        None => problem.help(
            "write year-month-day, such as 2019-03-31; here nobody can tell the day from the month, so check the source",
        ),
    })
}

/// A date that people write in figures, when it can be only one day.
pub(crate) fn plain_date(text: &str) -> Option<String> {
    let text = text.trim();
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let (year, month, day) = (text.get(..4)?, text.get(4..6)?, text.get(6..)?);
        return certain_date(&[year, month, day]);
    }
    let separated = text.matches('-').count() == 2;
    let parts = if separated { text.split('-').collect() } else { date_parts(text)? };
    certain_date(&parts)
}

fn date_parts(text: &str) -> Option<Vec<&str>> {
    let separator = ['/', '.'].into_iter().find(|separator| text.matches(*separator).count() == 2)?;
    let parts: Vec<&str> = text.split(separator).collect();
    let digits = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    parts.iter().all(digits).then_some(parts)
}

fn certain_date(parts: &[&str]) -> Option<String> {
    let numbers: Vec<u32> = parts.iter().filter_map(|part| part.parse().ok()).collect();
    let written = match (numbers.as_slice(), parts) {
        ([year, month, day], [first, ..]) if first.len() == 4 => Some((*year, *month, *day)),
        ([month, day, year], [.., last]) if last.len() == 4 && *day > 12 => Some((*year, *month, *day)),
        ([day, month, year], [.., last]) if last.len() == 4 && *day > 12 => Some((*year, *month, *day)),
        _ => None,
    };
    let (year, month, day) = written?;
    let text = format!("{year:04}-{month:02}-{day:02}");
    let exists = text.parse::<jiff::civil::Date>().is_ok();
    (exists && (1900..2200).contains(&year)).then_some(text)
}

fn key(source: &SourceText, here: At, text: &str) -> Problem {
    if text.contains(OPENING_QUOTES) {
        let problem = Problem::error(Code::SmartQuotes, here, "typographic quotation marks around a key")
            .help("keys need none: a word processor has put them there");
        let bare = text.trim_matches(OPENING_QUOTES);
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        return if !bare.is_empty() && bare.chars().all(plain) {
            problem.fix("remove the quotation marks", here, bare)
        } else {
            problem
        };
    }
    let problem = Problem::error(
        Code::UnquotedKey,
        here,
        format!("the key `{text}` has letters that an unquoted key cannot have"),
    )
    .help(
        "ids and keys are made of a-z, 0-9 and hyphens; put names in other scripts into `name` or `aliases`",
    );
    let Some(section) = section_around(source, here.start) else { return problem };
    match latin(text).filter(|id| !source.text.contains(id.as_str())) {
        Some(id) => {
            problem.fix(format!("call it `{id}` everywhere"), here, id.clone()).renames(section, text, id)
        }
        None => problem,
    }
}

/// The table whose entry has the key at a byte: by its own header, or by the one above.
fn section_around(source: &SourceText, at: usize) -> Option<Section> {
    let (start, end) = source.line_of(at);
    let own = source.slice(start, end);
    let header = if own.starts_with('[') {
        own
    } else {
        source.slice(0, start).lines().rev().find(|line| line.starts_with('['))?
    };
    let name = mend::without_comment(header).trim().trim_matches(['[', ']']);
    let (table, rest) = name.split_once('.').unwrap_or((name, ""));
    let is_entry = own.starts_with('[') != rest.is_empty();
    Section::ALL.into_iter().find(|section| is_entry && section.as_str() == table)
}

/// An id in Latin letters for one in another script.
fn latin(text: &str) -> Option<String> {
    let folded = debar_names::fold(text);
    let sounds =
        |alternate: &&debar_names::Alternate| alternate.reading() == debar_names::Reading::Transliterated;
    let words =
        folded.alternates().iter().find(sounds).map_or_else(|| folded.text(), |alternate| alternate.text());
    let id = words.split_whitespace().collect::<Vec<_>>().join("-");
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (id.len() > 1 && id.chars().all(allowed)).then_some(id)
}

fn duplicate(file: usize, source: &SourceText, here: At, text: &str) -> Problem {
    let (line_start, line_end) = source.line_of(here.start);
    let line = source.slice(line_start, line_end).trim();
    let header = line.split('#').next().unwrap_or_default().trim();
    if header == "[test]" {
        return single_test(source, here);
    }
    let earlier = |wanted: &dyn Fn(&str) -> bool| {
        let mut from = 0;
        source.slice(0, line_start).split_inclusive('\n').find_map(|line| {
            let start = from;
            from += line.len();
            wanted(line).then(|| at(file, start, start + line.trim_end().len()))
        })
    };
    if header.starts_with('[') {
        let problem = Problem::error(Code::DuplicateTable, here, format!("a second `{header}`"))
            .help("each table has one place in a file: move these lines to the first one");
        return match earlier(&|line| line.split('#').next().unwrap_or_default().trim() == header) {
            Some(first) => {
                let name = header.trim_matches(['[', ']']);
                let entries = Section::ALL.iter().any(|section| section.as_str() == name);
                let merged =
                    if entries { mend::merged_table(file, source, first.start, line_start) } else { None };
                problem
                    .also(first, "the first one is here")
                    .fix_all("move its lines to the first one", merged)
            }
            None => problem,
        };
    }
    Problem::error(Code::DuplicateKey, here, format!("`{text}` is given twice in one table"))
        .help("remove one of the two, or give the second entry an id of its own")
        .fix_all("remove the second one", mend::repeated_statement(file, source, line_start))
}

pub(crate) fn single_test(source: &SourceText, here: At) -> Problem {
    let header = (here.start.checked_sub(1).map(|start| source.slice(start, here.end + 1))) == Some("[test]");
    let start = At { end: here.start, ..here };
    let end = At { start: here.end, ..here };
    let doubled = header.then(|| vec![(start, "[".to_owned()), (end, "]".to_owned())]);
    Problem::error(Code::SingleBracketTest, here, "`[test]` in single brackets")
        .help("each test begins with `[[test]]` in double brackets")
        .fix_all("double the brackets", doubled)
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// At least one character, on the fault's own line, so that there is something to point at.
fn widen(source: &SourceText, fault: &Fault) -> (usize, usize) {
    let length = source.text.len();
    let start = fault.start.min(length);
    if fault.end > start {
        return (start, fault.end.min(length));
    }
    let next = source.text.get(start..).and_then(|rest| rest.chars().next());
    match next {
        Some(c) if c != '\n' && c != '\r' => (start, start + c.len_utf8()),
        _ => {
            let before = source.text.get(..start).and_then(|text| text.chars().next_back());
            (start - before.filter(|c| *c != '\n').map_or(0, char::len_utf8), start)
        }
    }
}
