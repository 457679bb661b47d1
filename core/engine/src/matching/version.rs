//! Version ranges in VERS (`vers:npm/>=1|<2`) and the order of versions in the types that have one.
//!
//! Comparing is per type: Semantic Versioning 2.0, PEP 440, Debian and RPM order, Maven order, and for
//! the rest numbers by number. A version that a type cannot read is compared as text of numbers and
//! words, never dropped.

use std::cmp::Ordering;

/// Whether a range contains a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Contains {
    Yes,
    No,
    /// The range or the version is empty or unreadable.
    Unknown,
}

/// Whether a range means every version.
pub(crate) fn is_everything(range: &str) -> bool {
    parts(range).is_some_and(|(_, constraints)| constraints.trim() == "*")
}

/// Whether `range` contains `version` (VERS, section "checking if a version is contained").
pub(crate) fn contains(range: &str, version: &str) -> Contains {
    let version = version.trim();
    let Some((scheme, constraints)) = parts(range).filter(|_| !version.is_empty()) else {
        return Contains::Unknown;
    };
    if constraints.trim() == "*" {
        return Contains::Yes;
    }
    let order = Order::of(scheme);
    let mut bounds: Vec<(Bound, String)> = vec![];
    for constraint in constraints.split('|').map(str::trim).filter(|part| !part.is_empty()) {
        let (bound, limit) = Bound::read(constraint);
        bounds.push((bound, decoded(limit.trim())));
    }
    if bounds.is_empty() || bounds.iter().any(|(_, limit)| limit.is_empty()) {
        return Contains::Unknown;
    }
    let is = |limit: &str| order.compare(version, limit) == Ordering::Equal;
    if bounds.iter().any(|(bound, limit)| *bound == Bound::Not && is(limit)) {
        return Contains::No;
    }
    if bounds.iter().any(|(bound, limit)| bound.includes() && is(limit)) {
        return Contains::Yes;
    }
    bounds.retain(|(bound, _)| !matches!(bound, Bound::Is | Bound::Not));
    bounds.sort_by(|(_, a), (_, b)| order.compare(a, b));
    let inside = within(&bounds, version, order);
    if inside { Contains::Yes } else { Contains::No }
}

/// Whether a version lies between a lower bound and the upper bound that follows it.
fn within(bounds: &[(Bound, String)], version: &str, order: Order) -> bool {
    let above = |limit: &str| order.compare(version, limit) == Ordering::Greater;
    let below = |limit: &str| order.compare(version, limit) == Ordering::Less;
    let first = bounds.first().is_some_and(|(bound, limit)| bound.is_upper() && below(limit));
    let last = bounds.last().is_some_and(|(bound, limit)| !bound.is_upper() && above(limit));
    first
        || last
        || bounds.windows(2).any(|pair| match pair {
            [(low, from), (high, to)] => !low.is_upper() && high.is_upper() && above(from) && below(to),
            _ => false,
        })
}

fn parts(range: &str) -> Option<(&str, &str)> {
    range.trim().strip_prefix("vers:")?.split_once('/')
}

fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        let byte = after.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match byte.filter(u8::is_ascii) {
            Some(byte) => {
                out.push(char::from(byte));
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                out.push('%');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bound {
    Is,
    Not,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Bound {
    fn read(text: &str) -> (Self, &str) {
        let signs = [
            (">=", Self::GreaterOrEqual),
            ("<=", Self::LessOrEqual),
            ("!=", Self::Not),
            ("<", Self::Less),
            (">", Self::Greater),
            ("=", Self::Is),
        ];
        let found = signs.iter().find_map(|(sign, bound)| Some((*bound, text.strip_prefix(sign)?)));
        found.unwrap_or((Self::Is, text))
    }

    const fn includes(self) -> bool {
        matches!(self, Self::Is | Self::LessOrEqual | Self::GreaterOrEqual)
    }

    const fn is_upper(self) -> bool {
        matches!(self, Self::Less | Self::LessOrEqual)
    }
}

/// How versions of a type are ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    Semantic,
    Python,
    Debian,
    Maven,
    Numbers,
}

impl Order {
    fn of(scheme: &str) -> Self {
        match scheme.to_ascii_lowercase().as_str() {
            "npm" | "cargo" | "golang" | "semver" | "nuget" | "hex" | "pub" | "swift" | "github" => {
                Self::Semantic
            }
            "pypi" => Self::Python,
            "deb" | "rpm" | "alpine" | "apk" | "alpm" | "ebuild" => Self::Debian,
            "maven" => Self::Maven,
            _ => Self::Numbers,
        }
    }

    fn compare(self, left: &str, right: &str) -> Ordering {
        match self {
            Self::Semantic => semantic(left, right),
            Self::Python => python(left).cmp(&python(right)),
            Self::Debian => debian(left, right),
            Self::Maven => words(left, right, maven_rank),
            Self::Numbers => words(left, right, word_rank),
        }
    }
}

/// Semantic Versioning 2.0.0, section 11, with any number of numeric parts and a leading `v` allowed.
fn semantic(left: &str, right: &str) -> Ordering {
    let split = |text: &str| -> (Vec<String>, Option<String>) {
        let text = text.trim_start_matches(['v', 'V', '=']);
        let text = text.split('+').next().unwrap_or_default();
        let (core, pre) = match text.split_once('-') {
            Some((core, pre)) => (core, Some(pre.to_owned())),
            None => (text, None),
        };
        let mut core: Vec<String> = core.split('.').map(str::to_owned).collect();
        while core.len() > 1 && core.last().is_some_and(|part| part == "0" || part.is_empty()) {
            core.pop();
        }
        (core, pre)
    };
    let ((left, left_pre), (right, right_pre)) = (split(left), split(right));
    let core = dotted(left.iter().map(String::as_str), right.iter().map(String::as_str), "0");
    core.then_with(|| match (left_pre, right_pre) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Greater,
        (Some(_), None) => Ordering::Less,
        (Some(left), Some(right)) => dotted(left.split('.'), right.split('.'), ""),
    })
}

/// Parts by number where both are numbers; numbers come before words.
fn dotted<'p>(
    left: impl Iterator<Item = &'p str>,
    right: impl Iterator<Item = &'p str>,
    missing: &str,
) -> Ordering {
    let (mut left, mut right) = (left, right);
    loop {
        let (a, b) = match (left.next(), right.next()) {
            (None, None) => return Ordering::Equal,
            (a, b) => (a.unwrap_or(missing), b.unwrap_or(missing)),
        };
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let order = match (digits(a), digits(b)) {
            (true, true) => numeric(a, b),
            (true, false) if b.is_empty() => Ordering::Greater,
            (false, true) if a.is_empty() => Ordering::Less,
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            (false, false) => a.cmp(b),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

/// Numbers of any length.
fn numeric(left: &str, right: &str) -> Ordering {
    let (left, right) = (left.trim_start_matches('0'), right.trim_start_matches('0'));
    left.len().cmp(&right.len()).then_with(|| left.cmp(right))
}

/// A sort key of PEP 440: epoch, release, then pre-, post- and development release. Local parts are
/// left out, as its specifiers do.
fn python(version: &str) -> (Number, Vec<Number>, [(i8, Number); 3]) {
    let text = version.trim().to_ascii_lowercase();
    let text = text.strip_prefix('v').unwrap_or(&text);
    let text = text.split('+').next().unwrap_or_default();
    let (epoch, rest) = text.split_once('!').unwrap_or(("0", text));
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
    let (release, suffix) = rest.split_at_checked(end).unwrap_or((rest, ""));
    let mut release: Vec<Number> =
        release.split('.').filter(|part| !part.is_empty()).map(Number::of).collect();
    while release.last() == Some(&Number::of("0")) {
        release.pop();
    }
    let mut pre = (3, Number::of("0"));
    let mut post = (-1, Number::of("0"));
    let mut dev = (1, Number::of("0"));
    let mut has_pre = false;
    for (word, number) in suffixes(suffix) {
        match word.as_str() {
            "a" | "alpha" => (pre, has_pre) = ((0, number), true),
            "b" | "beta" => (pre, has_pre) = ((1, number), true),
            "rc" | "c" | "pre" | "preview" => (pre, has_pre) = ((2, number), true),
            "dev" => dev = (0, number),
            _ => post = (0, number),
        }
    }
    // A development release of a final one comes before all of its pre-releases.
    if dev.0 == 0 && !has_pre && post.0 < 0 {
        pre = (-1, Number::of("0"));
    }
    (Number::of(epoch), release, [pre, post, dev])
}

/// Words and their numbers in the tail of a version: `.rc1.post2` is rc 1, post 2; `-1` is post 1.
fn suffixes(text: &str) -> Vec<(String, Number)> {
    let mut found: Vec<(String, Number)> = vec![];
    for run in runs(text) {
        if run.bytes().all(|byte| byte.is_ascii_digit()) {
            match found.last_mut() {
                Some((_, number)) if *number == Number::of("0") => *number = Number::of(run),
                _ => found.push(("post".to_owned(), Number::of(run))),
            }
        } else {
            found.push((run.to_owned(), Number::of("0")));
        }
    }
    found
}

/// A number of any length, ordered by value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Number(usize, String);

impl Number {
    fn of(digits: &str) -> Self {
        let digits = digits.trim_start_matches('0');
        Self(digits.len(), digits.to_owned())
    }
}

/// Debian policy manual, section 5.6.12; RPM differs in ways that do not matter for ranges of one distribution.
fn debian(left: &str, right: &str) -> Ordering {
    let split = |text: &str| -> (String, String, String) {
        let (epoch, rest) = text.split_once(':').unwrap_or(("0", text));
        let (upstream, revision) = rest.rsplit_once('-').unwrap_or((rest, "0"));
        (epoch.to_owned(), upstream.to_owned(), revision.to_owned())
    };
    let (left, right) = (split(left), split(right));
    numeric(&left.0, &right.0)
        .then_with(|| debian_part(&left.1, &right.1))
        .then_with(|| debian_part(&left.2, &right.2))
}

fn debian_part(left: &str, right: &str) -> Ordering {
    let (mut left, mut right) = (left, right);
    while !left.is_empty() || !right.is_empty() {
        let (left_word, left_rest) = take(left, |c| !c.is_ascii_digit());
        let (right_word, right_rest) = take(right, |c| !c.is_ascii_digit());
        let weight = |c: Option<char>| match c {
            Some('~') => -1,
            None => 0,
            Some(c) if c.is_alphabetic() => i64::from(u32::from(c)),
            Some(c) => i64::from(u32::from(c)) + 0x11_0000,
        };
        let (mut a, mut b) = (left_word.chars(), right_word.chars());
        loop {
            let (x, y) = (a.next(), b.next());
            let order = weight(x).cmp(&weight(y));
            if order != Ordering::Equal {
                return order;
            }
            if x.is_none() && y.is_none() {
                break;
            }
        }
        let (left_number, left_tail) = take(left_rest, |c| c.is_ascii_digit());
        let (right_number, right_tail) = take(right_rest, |c| c.is_ascii_digit());
        let order = numeric(left_number, right_number);
        if order != Ordering::Equal {
            return order;
        }
        (left, right) = (left_tail, right_tail);
    }
    Ordering::Equal
}

fn take(text: &str, belongs: impl Fn(char) -> bool) -> (&str, &str) {
    let end = text.find(|c| !belongs(c)).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// Runs of digits and of letters, without what is between them.
fn runs(text: &str) -> Vec<&str> {
    let mut found = vec![];
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (run, tail) = if first.is_ascii_digit() {
            take(rest, |c| c.is_ascii_digit())
        } else if first.is_alphabetic() {
            take(rest, char::is_alphabetic)
        } else {
            ("", rest.get(first.len_utf8()..).unwrap_or_default())
        };
        if !run.is_empty() {
            found.push(run);
        }
        rest = tail;
    }
    found
}

/// Runs of numbers and words one by one; a word's rank says whether it comes before the release.
fn words(left: &str, right: &str, rank: fn(&str) -> i8) -> Ordering {
    let lower = |text: &str| text.trim_start_matches(['v', 'V']).to_ascii_lowercase();
    let (left, right) = (lower(left), lower(right));
    let (left, right) = (runs(&left), runs(&right));
    let length = left.len().max(right.len());
    for at in 0..length {
        let (a, b) = (left.get(at).copied().unwrap_or_default(), right.get(at).copied().unwrap_or_default());
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let weight = |text: &str| if digits(text) && !text.is_empty() { 10 } else { rank(text) };
        let order = match (digits(a), digits(b)) {
            (true, true) => numeric(a, b),
            // Words of one rank up to the release are spellings of one another.
            _ if weight(a) == weight(b) && weight(a) <= 0 => Ordering::Equal,
            _ => weight(a).cmp(&weight(b)).then_with(|| a.cmp(b)),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
    Ordering::Equal
}

fn word_rank(word: &str) -> i8 {
    match word {
        "dev" | "snapshot" | "nightly" => -5,
        "alpha" => -4,
        "beta" => -3,
        "milestone" | "preview" | "pre" => -2,
        "rc" | "cr" => -1,
        "" => 0,
        _ => 1,
    }
}

/// Apache Maven, `ComparableVersion`: qualifiers before and after the release.
fn maven_rank(word: &str) -> i8 {
    match word {
        "alpha" | "a" => -5,
        "beta" | "b" => -4,
        "milestone" | "m" => -3,
        "rc" | "cr" => -2,
        "snapshot" => -1,
        "" | "ga" | "final" | "release" => 0,
        "sp" => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests;
