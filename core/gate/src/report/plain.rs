//! Texts of a request as text: nothing in them breaks a line, steers a terminal or turns the direction of writing.

/// One line of visible text: line breaks and tabs become spaces, other control and direction characters are
/// written as their numbers.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{c}' => out.push(' '),
            c if c.is_control() || is_invisible(c) => {
                out.push_str(&format!("\u{27e8}U+{:04X}\u{27e9}", c as u32))
            }
            c => out.push(c),
        }
    }
    out
}

/// Characters without width, and those that turn the direction of writing.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}
