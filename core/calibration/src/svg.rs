//! A line chart as SVG. No plotting library: two axes, lines, a legend. Invariant: every text is escaped and every
//! number an integer, so the file is the same on every machine.

use std::fmt::Write as _;

const WIDTH: u32 = 720;
const HEIGHT: u32 = 400;
const LEFT: u32 = 70;
const RIGHT: u32 = 200;
const ABOVE: u32 = 44;
const BELOW: u32 = 56;

/// Colours that the colour-blind tell apart, each with a dash of its own.
const STROKES: [(&str, &str); 5] =
    [("#0072b2", "none"), ("#d55e00", "6 3"), ("#009e73", "2 3"), ("#cc79a7", "8 2 2 2"), ("#555555", "1 2")];

/// A chart in units of its own: 0 to 10,000 along both axes.
pub(crate) struct Chart<'a> {
    pub title: &'a str,
    pub x: Axis<'a>,
    pub y: Axis<'a>,
    pub lines: Vec<Line<'a>>,
    /// Upright marks: place and label.
    pub marks: Vec<(u32, String)>,
}

/// An axis: what it shows, and where its labels are.
pub(crate) struct Axis<'a> {
    pub name: &'a str,
    pub labels: Vec<(u32, &'a str)>,
}

/// A line, named.
pub(crate) struct Line<'a> {
    pub name: &'a str,
    pub points: Vec<(u32, u32)>,
}

/// The units of an axis.
pub(crate) const UNITS: u32 = 10_000;

impl Chart<'_> {
    /// The chart as a file.
    pub(crate) fn draw(&self) -> String {
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" \
             font-family=\"sans-serif\" font-size=\"12\">\n<title>{0}</title>\n\
             <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#ffffff\"/>\n\
             <text x=\"{LEFT}\" y=\"24\" font-size=\"15\">{0}</text>\n",
            escaped(self.title)
        );
        self.axes(&mut out);
        for (place, label) in &self.marks {
            let x = across(*place);
            let _ = writeln!(
                out,
                "<path d=\"M{x} {ABOVE}V{}\" stroke=\"#999999\" stroke-dasharray=\"3 3\"/><text x=\"{}\" y=\"{}\" \
                 fill=\"#555555\">{}</text>",
                HEIGHT - BELOW,
                x + 3,
                ABOVE + 10,
                escaped(label)
            );
        }
        for ((line, (colour, dash)), row) in self.lines.iter().zip(STROKES.iter().cycle()).zip(0_u32..) {
            let points: Vec<String> =
                line.points.iter().map(|(x, y)| format!("{} {}", across(*x), up(*y))).collect();
            let (from, y) = (WIDTH - RIGHT + 14, ABOVE + 20 + 22 * row);
            let _ = writeln!(
                out,
                "<path d=\"M{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\" stroke-dasharray=\"{dash}\"/>\n\
                 <path d=\"M{from} {y}h24\" stroke=\"{colour}\" stroke-width=\"2\" stroke-dasharray=\"{dash}\"/>\
                 <text x=\"{}\" y=\"{}\">{}</text>",
                points.join("L"),
                from + 30,
                y + 4,
                escaped(line.name)
            );
        }
        out.push_str("</svg>\n");
        out
    }

    fn axes(&self, out: &mut String) {
        let (bottom, right) = (HEIGHT - BELOW, WIDTH - RIGHT);
        let _ =
            writeln!(out, "<path d=\"M{LEFT} {ABOVE}V{bottom}H{right}\" fill=\"none\" stroke=\"#333333\"/>");
        for (place, label) in &self.x.labels {
            let x = across(*place);
            let _ = writeln!(
                out,
                "<path d=\"M{x} {bottom}v5\" stroke=\"#333333\"/><text x=\"{x}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
                bottom + 18,
                escaped(label)
            );
        }
        for (place, label) in &self.y.labels {
            let y = up(*place);
            let _ = writeln!(
                out,
                "<path d=\"M{LEFT} {y}H{right}\" stroke=\"#e5e5e5\"/><text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
                LEFT - 6,
                y + 4,
                escaped(label)
            );
        }
        let _ = writeln!(
            out,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>\n<text x=\"{LEFT}\" y=\"{}\">{}</text>",
            (LEFT + right) / 2,
            HEIGHT - 14,
            escaped(self.x.name),
            ABOVE - 6,
            escaped(self.y.name)
        );
    }
}

fn across(place: u32) -> u32 {
    LEFT + place.min(UNITS) * (WIDTH - LEFT - RIGHT) / UNITS
}

fn up(place: u32) -> u32 {
    HEIGHT - BELOW - place.min(UNITS) * (HEIGHT - ABOVE - BELOW) / UNITS
}

/// Text that is no mark-up; what XML cannot hold is a question mark.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\t' | '\n' => safe.push(' '),
            '\u{0}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => safe.push('?'),
            letter => safe.push(letter),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::{Axis, Chart, Line, UNITS};

    #[test]
    fn texts_are_escaped_and_lines_stay_inside() {
        let axis = || Axis { name: "<x>", labels: vec![(0, "0"), (UNITS, "\"&'\u{1}")] };
        let lines = vec![Line { name: "a<script>", points: vec![(0, 0), (UNITS * 9, UNITS * 9)] }];
        let svg =
            Chart { title: "A & B", x: axis(), y: axis(), lines, marks: vec![(5_000, "]]>".into())] }.draw();
        assert!(
            !svg.contains("<script")
                && !svg.contains("<x>")
                && !svg.contains("]]>")
                && !svg.contains('\u{1}')
        );
        assert!(
            svg.contains("A &amp; B") && svg.contains("&quot;&amp;&#39;?") && svg.contains("M70 344L520 44")
        );
    }
}
