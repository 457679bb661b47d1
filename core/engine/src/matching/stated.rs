//! Parts of a free text in which somebody may be named: what stands behind a word like `manufacturer`, and the words of a
//! title between its models and numbers. It knows words and no list.

use std::ops::Range;

use super::context::is_maker_word;
use super::likeness::LONGEST;

/// Bytes of a text beyond which it is not read: a maker is stated early.
const READ: usize = 4096;

/// Words that a stated maker may have.
const NAME_WORDS: usize = 4;

/// Places at which a text may name its maker: up to four words behind a word that says so, and each beginning of them.
pub(super) fn makers(text: &str, is_title: bool, mut take: impl FnMut(Range<usize>)) {
    let mut words = Words::of(text);
    while let Some(word) = words.next() {
        if !is_maker_word(text.get(word.clone()).unwrap_or_default(), is_title) {
            continue;
        }
        let mut start = None;
        for name in words.clone().take(NAME_WORDS) {
            let from = *start.get_or_insert(name.start);
            // A name does not go on behind the end of a clause.
            let between = text.get(from..name.start).unwrap_or_default();
            if name.end - from > LONGEST || between.contains(['\n', ';', '|', '(', ')']) {
                break;
            }
            take(from..name.end);
        }
    }
}

/// The runs of words without digits, each as far as a name may go.
pub(super) fn plain_runs(text: &str, mut take: impl FnMut(Range<usize>)) {
    let mut run: Option<Range<usize>> = None;
    for word in Words::of(text) {
        let has_digit = text.get(word.clone()).is_some_and(|word| word.contains(|c: char| c.is_numeric()));
        match &mut run {
            Some(run) if !has_digit && word.end - run.start <= LONGEST => run.end = word.end,
            _ => {
                run.take().into_iter().for_each(&mut take);
                run = (!has_digit).then_some(word);
            }
        }
    }
    run.into_iter().for_each(take);
}

/// The words of a text: what white space and the marks of a clause leave.
#[derive(Clone)]
struct Words<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Words<'t> {
    fn of(text: &'t str) -> Self {
        let mut end = text.len().min(READ);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        Self { text: text.get(..end).unwrap_or_default(), at: 0 }
    }
}

impl Iterator for Words<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let apart = |c: char| {
            c.is_whitespace() || matches!(c, ':' | ';' | '|' | '(' | ')' | '"' | '\u{FF1A}' | '/' | '=')
        };
        let rest = self.text.get(self.at..)?;
        let start = self.at + rest.find(|c| !apart(c))?;
        let word = self.text.get(start..)?;
        let end = start + word.find(apart).unwrap_or(word.len());
        self.at = end;
        Some(start..end)
    }
}

#[cfg(test)]
mod tests {
    use super::{makers, plain_runs};

    #[test]
    fn makers_are_where_a_text_states_them() {
        fn check(text: &str, is_title: bool, expect: &[&str]) {
            let mut found = vec![];
            makers(text, is_title, |range| found.push(text.get(range).unwrap()));
            assert_eq!(found, expect, "{text}");
        }
        check("Endpoint protection by Kasperksy Lab", true, &["Kasperksy", "Kasperksy Lab"]);
        check("Endpoint protection by Kasperksy Lab", false, &[]);
        check("Hersteller: Hikvison", false, &["Hikvison"]);
        check("manufacturer", false, &[]);
        check("производитель Касперский", false, &["Касперский"]);
    }

    #[test]
    fn titles_are_read_between_models() {
        fn check(text: &str, expect: &[&str]) {
            let mut found = vec![];
            plain_runs(text, |range| found.push(text.get(range).unwrap()));
            assert_eq!(found, expect, "{text}");
        }
        check("Hikvison DS-2CD2143G2-I camera", &["Hikvison", "camera"]);
        check("10x Kaspersy Endpoint Security, 1 year", &["Kaspersy Endpoint Security,", "year"]);
        check("", &[]);
    }
}
