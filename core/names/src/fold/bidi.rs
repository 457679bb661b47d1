//! The order in which letters behind a right-to-left override are shown. Not the bidirectional algorithm: only
//! overrides turn Latin letters round. Invariant: at most `DEPTH` times linear.

use super::chars::Ch;

/// Right-to-left override.
pub(super) const RLO: char = '\u{202E}';

/// Nested overrides beyond this are counted but not turned, so that a hostile text costs no more than a few passes.
const DEPTH: usize = 8;

/// `chars` in display order, if an override turns any of them round.
pub(super) fn shown(chars: &[Ch]) -> Option<Vec<Ch>> {
    if !chars.iter().any(|ch| ch.c == RLO) {
        return None;
    }
    let mut out = Vec::with_capacity(chars.len());
    let mut open: Vec<Frame> = Vec::new();
    let mut ignored = 0usize;
    for ch in chars {
        match ch.c {
            '\u{202A}' | '\u{202B}' | '\u{202D}' | RLO => {
                let outer = open.last().is_some_and(|frame| frame.reversed);
                if open.len() >= DEPTH {
                    ignored += 1;
                } else {
                    let reversed = match ch.c {
                        RLO => true,
                        '\u{202D}' => false,
                        _ => outer,
                    };
                    open.push(Frame { from: out.len(), reversed });
                }
            }
            '\u{202C}' if ignored > 0 => ignored -= 1,
            '\u{202C}' => close(&mut out, &mut open),
            // A line break ends a paragraph and with it every override.
            '\n' | '\r' | '\u{2029}' | '\u{85}' => {
                while !open.is_empty() {
                    close(&mut out, &mut open);
                }
                ignored = 0;
                out.push(*ch);
            }
            _ => out.push(*ch),
        }
    }
    while !open.is_empty() {
        close(&mut out, &mut open);
    }
    Some(out)
}

struct Frame {
    from: usize,
    reversed: bool,
}

fn close(out: &mut [Ch], open: &mut Vec<Frame>) {
    let Some(frame) = open.pop() else {
        return;
    };
    let outer = open.last().is_some_and(|frame| frame.reversed);
    if frame.reversed != outer
        && let Some(turned) = out.get_mut(frame.from..)
    {
        turned.reverse();
    }
}

#[cfg(test)]
mod tests {
    use super::super::chars::chars_of;
    use super::*;

    #[test]
    fn display_order() {
        fn check(text: &str, expect: Option<&str>) {
            let chars: Vec<Ch> = chars_of(text).collect();
            let got = shown(&chars).map(|out| out.iter().map(|ch| ch.c).collect::<String>());
            assert_eq!(got.as_deref(), expect, "{text:?}");
        }
        check("plain", None);
        check("\u{202E}yksrepsaK\u{202C} Endpoint", Some("Kaspersky Endpoint"));
        check("a \u{202E}cb", Some("a bc"));
        check("\u{202E}ba\nab", Some("ab\nab"));
        check("\u{202E}fe\u{202D}cd\u{202C}ba\u{202C}", Some("abcdef"));
        check("\u{202C}\u{202E}ba\u{202C}\u{202C}c", Some("abc"));
        check(&format!("{}ab", "\u{202E}".repeat(100)), Some("ba"));
    }
}
