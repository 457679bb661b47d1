//! Characters to canonical words: the rules for separators, marks, single letters and mixed scripts. Knows no word
//! lists. Invariant: the text it builds has single spaces, no punctuation, and builds itself again.

use unicode_normalization::char::{compose, decompose_compatible, is_combining_mark};

use super::chars::{
    Ch, REMOVED, boxed_letter, cyrillic_letter, drops_marks, is_apostrophe, is_bidi_control, is_brand_sign,
    is_invisible, is_settled, is_styled,
};
use super::letters;
use super::{Body, Reading};
use crate::confusable;
use crate::flags::FoldFlags;
use crate::script::Script;

/// A body and what was met on the way.
pub(super) struct Assembly {
    pub(super) body: Body,
    pub(super) flags: FoldFlags,
    /// A letter outside Latin was met.
    pub(super) foreign: bool,
    /// A word has digits where letters belong.
    pub(super) leet: bool,
}

/// Builds the body of one reading: `Plain`, `Transliterated` or `Lookalike`; other readings are a matter of the source.
pub(super) fn assemble(source: impl Iterator<Item = Ch>, reading: Reading) -> Assembly {
    let (low, _) = source.size_hint();
    let mut builder = Builder {
        reading,
        out: Assembly { body: Body::default(), flags: FoldFlags::NONE, foreign: false, leet: false },
        word: Vec::new(),
        run: Vec::new(),
        run_link: None,
        since: Gap::None,
        seam: false,
        unspaced: None,
    };
    builder.out.body.text.reserve(low);
    for ch in source {
        builder.feed(ch);
    }
    builder.end_word();
    builder.flush_run();
    builder.out
}

/// A letter in its original case, composed, with its place.
#[derive(Clone, Copy)]
struct Letter {
    c: char,
    start: u32,
    end: u32,
    /// Something was taken out before it.
    seam: bool,
}

/// What lies between two words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    None,
    Dot,
    Other,
}

struct Builder {
    reading: Reading,
    out: Assembly,
    word: Vec<Letter>,
    /// Single letters that stand apart, to be joined: `S. A.`, `a-b-c`, `K a s p e r s k y`.
    run: Vec<Letter>,
    run_link: Option<Gap>,
    since: Gap,
    seam: bool,
    /// Whether the letters of the word so far are of a script without spaces.
    unspaced: Option<bool>,
}

impl Builder {
    fn feed(&mut self, ch: Ch) {
        let c = ch.c;
        if c.is_ascii() {
            return self.plain(ch);
        }
        if is_settled(c) {
            self.letter(ch);
        } else if is_invisible(c) {
            if is_bidi_control(c) {
                self.out.flags |= FoldFlags::BIDI;
            } else if c != REMOVED {
                self.out.flags |= FoldFlags::INVISIBLE;
            }
            self.seam = true;
        } else if is_apostrophe(c) {
            self.seam = true;
        } else if is_brand_sign(c) {
            self.gap(Gap::Other);
        } else if let Some(letter) = boxed_letter(c) {
            self.out.flags |= FoldFlags::WIDTH;
            self.plain(Ch { c: letter, ..ch });
        } else {
            if is_styled(c) {
                self.out.flags |= FoldFlags::WIDTH;
            }
            decompose_compatible(c, |c| self.decomposed(Ch { c, ..ch }));
        }
    }

    /// One character of a decomposition.
    fn decomposed(&mut self, ch: Ch) {
        let c = ch.c;
        if is_combining_mark(c) || matches!(u32::from(c), 0x1161..=0x11FF) {
            self.mark(ch);
        } else {
            self.plain(ch);
        }
    }

    fn plain(&mut self, ch: Ch) {
        match ch.c {
            c if c.is_ascii_alphanumeric() || !c.is_ascii() && c.is_alphanumeric() && !is_apostrophe(c) => {
                self.letter(ch);
            }
            '.' | '。' => self.gap(Gap::Dot),
            '&' => {
                self.gap(Gap::Other);
                self.word.extend("and".chars().map(|c| Letter {
                    c,
                    start: ch.start,
                    end: ch.end,
                    seam: false,
                }));
                self.end_word();
                self.since = Gap::Other;
            }
            c if is_apostrophe(c) => self.seam = true,
            c if is_invisible(c) => {
                self.out.flags |= FoldFlags::INVISIBLE;
                self.seam = true;
            }
            c => match confusable::sign(c).filter(|_| self.within_word()) {
                Some(c) if self.reading == Reading::Lookalike => self.letter(Ch { c, ..ch }),
                sign => {
                    self.out.leet |= sign.is_some();
                    self.gap(Gap::Other);
                }
            },
        }
    }

    /// Whether the last character was a Latin letter, or a digit that stands for one behind a letter.
    fn within_word(&self) -> bool {
        let mut last = self.word.iter().rev().map(|letter| letter.c);
        match last.next() {
            Some(c) if confusable::leet(c).is_some() => last.next().is_some_and(|c| c.is_ascii_alphabetic()),
            last => last.is_some_and(|c| c.is_ascii_alphabetic()),
        }
    }

    fn letter(&mut self, ch: Ch) {
        self.change_script(ch.c);
        let seam = std::mem::take(&mut self.seam);
        self.word.push(Letter { c: ch.c, start: ch.start, end: ch.end, seam });
    }

    /// A combining mark: part of the letter before it, an accent to drop, or a letter of its own.
    fn mark(&mut self, ch: Ch) {
        let Some(last) = self.word.last_mut() else {
            return;
        };
        let script = Script::of(last.c);
        if drops_marks(script) {
            if matches!(script, Script::Latin | Script::Greek) {
                self.out.flags |= FoldFlags::ACCENT;
            }
            return;
        }
        let composed =
            if script == Script::Cyrillic { cyrillic_letter(last.c, ch.c) } else { compose(last.c, ch.c) };
        if let Some(c) = composed {
            last.c = c;
            last.end = last.end.max(ch.end);
        } else if ![script, Script::of(ch.c)]
            .iter()
            .any(|script| matches!(script, Script::Cyrillic | Script::Kana | Script::Hangul | Script::Han))
        {
            self.word.push(Letter { c: ch.c, start: ch.start, end: ch.end, seam: false });
        }
    }

    /// Ends the word where an alphabet meets Chinese, Japanese or Korean: `Kaspersky株式会社`.
    fn change_script(&mut self, c: char) {
        let unspaced = match Script::of(c) {
            Script::Latin | Script::Cyrillic | Script::Greek => false,
            Script::Han | Script::Kana | Script::Hangul => true,
            _ => return,
        };
        if self.unspaced.replace(unspaced).is_some_and(|known| known != unspaced) && !self.word.is_empty() {
            self.end_word();
            self.since = Gap::Other;
            self.unspaced = Some(unspaced);
        }
    }

    fn gap(&mut self, gap: Gap) {
        self.end_word();
        self.seam = false;
        self.since = if self.since == Gap::None { gap } else { Gap::Other };
    }

    fn end_word(&mut self) {
        if self.word.is_empty() {
            return;
        }
        let link = std::mem::replace(&mut self.since, Gap::None);
        self.unspaced = None;
        match self.word.as_slice() {
            [letter] if stands_alone(letter.c) => {
                let letter = *letter;
                self.word.clear();
                self.lone(letter, link);
            }
            _ => {
                self.flush_run();
                let word = std::mem::take(&mut self.word);
                self.emit(&word);
                self.word = word;
                self.word.clear();
            }
        }
    }

    /// Adds a letter that stands alone to the run. Letters linked by single dots stay together before others do, so
    /// that `Plan B S.A.` keeps its legal form.
    fn lone(&mut self, mut letter: Letter, link: Gap) {
        match (self.run_link, link) {
            _ if self.run.is_empty() => {}
            (None, link) => self.run_link = Some(link),
            (Some(Gap::Other), Gap::Dot) => {
                let first = self.run.pop();
                self.flush_run();
                self.run.extend(first);
                self.run_link = Some(Gap::Dot);
            }
            (Some(known), link) if known != link => self.flush_run(),
            _ => {}
        }
        letter.seam = true;
        self.run.push(letter);
    }

    fn flush_run(&mut self) {
        if self.run.len() > 4 {
            self.out.flags |= FoldFlags::SPACED;
        }
        let run = std::mem::take(&mut self.run);
        self.emit(&run);
        self.run = run;
        self.run.clear();
        self.run_link = None;
    }

    /// Writes a word; as two if two alphabets were written together, unless letters are compared by shape.
    fn emit(&mut self, word: &[Letter]) {
        if word.is_empty() {
            return;
        }
        if word.iter().all(|letter| letter.c.is_ascii()) {
            if self.reading != Reading::Lookalike {
                self.out.leet |= leet_word(word);
                return self.write(word, false);
            }
            return self.emit_part(word);
        }
        let cut = if self.reading == Reading::Plain { two_alphabets(word) } else { None };
        match cut.and_then(|cut| word.split_at_checked(cut)) {
            Some((head, tail)) => {
                self.emit_part(head);
                self.emit_part(tail);
            }
            None => self.emit_part(word),
        }
    }

    fn emit_part(&mut self, part: &[Letter]) {
        self.out.foreign |= part.iter().any(|letter| is_foreign(letter.c));
        self.out.leet |= leet_word(part);
        if self.reading == Reading::Transliterated {
            return self.write(part, true);
        }
        if self.reading == Reading::Lookalike
            && let Some(shape) = latin_shape(part)
        {
            return self.write(&shape, false);
        }
        let Some(script) = majority(part) else {
            return self.write(part, false);
        };
        let Some(shape) = in_script(part, script) else {
            return self.write(part, false);
        };
        self.out.flags |= FoldFlags::HOMOGLYPH;
        // What could not be replaced may be a word of its own by now.
        match two_alphabets(&shape).and_then(|cut| shape.split_at_checked(cut)) {
            Some((head, tail)) => {
                self.write(head, false);
                self.write(tail, false);
            }
            None => self.write(&shape, false),
        }
    }

    /// Writes the letters of one word behind a space; a word whose letters all fold to nothing leaves no trace.
    fn write(&mut self, part: &[Letter], transliterate: bool) {
        let body = &mut self.out.body;
        let mut space = !body.text.is_empty();
        let mut begin = body.text.len();
        let mut last: Option<Kind> = None;
        for (at, letter) in part.iter().enumerate() {
            let kind = Kind::of(letter.c);
            let next = part.get(at + 1).map(|letter| Kind::of(letter.c));
            let seam = last.is_some_and(|last| letter.seam || last.seam(kind, next));
            if seam && body.text.len() > begin {
                body.seam_here();
            }
            last = Some(kind);
            let emit = |c: char| {
                if space {
                    let end = body.map.end();
                    body.map.push(body.text.len(), 1, end.min(letter.start), end.max(letter.start));
                    body.text.push(' ');
                    begin = body.text.len();
                    space = false;
                }
                body.map.push(body.text.len(), c.len_utf8(), letter.start, letter.end);
                body.text.push(c);
            };
            if transliterate {
                letters::transliterated(letter.c, emit);
            } else {
                letters::folded(letter.c, emit);
            }
        }
    }
}

/// What decides whether a word has a seam between two letters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Upper,
    Lower,
    Digit,
    /// Written without spaces: every letter may begin a word.
    Unspaced,
}

impl Kind {
    fn of(c: char) -> Self {
        if c.is_ascii() {
            return match c {
                'A'..='Z' => Self::Upper,
                '0'..='9' => Self::Digit,
                _ => Self::Lower,
            };
        }
        match Script::of(c) {
            script if script.is_unspaced() => Self::Unspaced,
            _ if c.is_uppercase() => Self::Upper,
            Script::Latin | Script::Cyrillic | Script::Greek => Self::Lower,
            _ if c.is_numeric() => Self::Digit,
            _ => Self::Lower,
        }
    }

    /// Whether a word may begin between `self` and `next`, which is followed by `after`.
    fn seam(self, next: Self, after: Option<Self>) -> bool {
        match (self, next) {
            (Self::Lower, Self::Upper) | (Self::Unspaced, _) | (_, Self::Unspaced) => true,
            (Self::Upper, Self::Upper) => after == Some(Self::Lower),
            (Self::Digit, other) | (other, Self::Digit) => other != Self::Digit,
            _ => false,
        }
    }
}

/// The script of most letters of a word that mixes alphabets, Latin on a tie; `None` for a word of one alphabet.
fn majority(part: &[Letter]) -> Option<Script> {
    let first = part.first().map(|letter| Script::of(letter.c))?;
    if part.iter().all(|letter| Script::of(letter.c) == first) {
        return None;
    }
    let mut counts = [(Script::Latin, 0usize), (Script::Cyrillic, 0), (Script::Greek, 0), (Script::Other, 0)];
    for letter in part {
        letters::folded(letter.c, |c| {
            let script = Script::of(c);
            if let Some((_, count)) = counts.iter_mut().find(|(known, _)| *known == script) {
                *count += 1;
            }
        });
    }
    if counts.iter().filter(|(_, count)| *count > 0).count() < 2 {
        return None;
    }
    let mut best = (Script::Latin, 0);
    for (script, count) in counts {
        if count > best.1 {
            best = (script, count);
        }
    }
    Some(best.0)
}

/// The word with the letters of other alphabets replaced by those of `script` that they look like; `None` if there are
/// none. A ligature is replaced letter by letter.
fn in_script(part: &[Letter], script: Script) -> Option<Vec<Letter>> {
    let mut shape = Vec::with_capacity(part.len());
    let mut replaced = false;
    for letter in part {
        let own = Script::of(letter.c);
        let alphabet = matches!(own, Script::Latin | Script::Cyrillic | Script::Greek | Script::Other);
        if !alphabet || own == script {
            shape.push(*letter);
        } else if let Some(c) = confusable::to_script(letter.c, script) {
            replaced = true;
            shape.push(Letter { c, ..*letter });
        } else {
            letters::folded(letter.c, |c| {
                let twin = confusable::to_script(c, script);
                replaced |= twin.is_some();
                shape.push(Letter { c: twin.unwrap_or(c), ..*letter });
            });
        }
    }
    replaced.then_some(shape)
}

/// The whole word in Latin letters by shape, if every letter has one and something changes.
fn latin_shape(part: &[Letter]) -> Option<Vec<Letter>> {
    let leet = leet_word(part) || part.iter().any(|letter| is_foreign(letter.c));
    let mut shape: Vec<Letter> = Vec::with_capacity(part.len());
    for letter in part {
        let c = match Script::of(letter.c) {
            Script::Latin => letter.c,
            Script::Common if leet => confusable::leet(letter.c).unwrap_or(letter.c),
            Script::Common => letter.c,
            _ => confusable::to_latin(letter.c)?,
        };
        match shape.last_mut() {
            Some(last) if matches!((last.c, c), ('v' | 'V', 'v' | 'V')) => {
                *last = Letter { c: 'w', end: letter.end, ..*last };
            }
            _ => shape.push(Letter { c, ..*letter }),
        }
    }
    Some(shape)
}

/// Whether a word of ASCII letters has digits, or a doubled v, in the place of letters: `hikvisi0n`, `huavvei`.
fn leet_word(part: &[Letter]) -> bool {
    let (mut digits, mut doubled, mut last) = (0usize, false, ' ');
    for letter in part {
        match letter.c {
            'v' | 'V' => doubled |= matches!(last, 'v' | 'V'),
            c if c.is_ascii_alphabetic() => {}
            c if confusable::leet(c).is_some() => digits += 1,
            _ => return false,
        }
        last = letter.c;
    }
    let letters = part.len().saturating_sub(digits);
    doubled || digits > 0 && letters >= 3 && digits * 2 <= letters
}

fn is_foreign(c: char) -> bool {
    !matches!(Script::of(c), Script::Latin | Script::Common)
}

/// A single letter of an alphabet; a single Chinese character is a word.
fn stands_alone(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    let alphabetic =
        matches!(Script::of(c), Script::Latin | Script::Cyrillic | Script::Greek | Script::Hebrew);
    let mut count = 0;
    letters::folded(c, |_| count += 1);
    alphabetic && count == 1
}

/// The place where a word changes, once, from one alphabet to another, with at least three letters on each side.
fn two_alphabets(word: &[Letter]) -> Option<usize> {
    let script = |letter: &Letter| Some(Script::of(letter.c)).filter(|script| *script != Script::Common);
    let first = word.iter().find_map(script)?;
    if word.iter().filter_map(script).any(|s| !matches!(s, Script::Latin | Script::Cyrillic | Script::Greek))
    {
        return None;
    }
    let cut = word.iter().position(|letter| script(letter).is_some_and(|script| script != first))?;
    let (head, tail) = word.split_at_checked(cut)?;
    let second = tail.first().and_then(script)?;
    let whole = tail.iter().all(|letter| script(letter).is_none_or(|script| script == second));
    let letters = |part: &[Letter]| part.iter().filter(|letter| script(letter).is_some()).count();
    (whole && letters(head) >= 3 && letters(tail) >= 3).then_some(cut)
}
