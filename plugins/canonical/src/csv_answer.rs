//! The answer to a CSV document: one row per line item. Not the whole decision (that is the JSON answer). Invariant:
//! no cell can start a formula in a spreadsheet.

use debar_plugin_api::{Decision, EncodeError, Out, Verdict};

use crate::table::{Batch, Table};

const HEADER: [&str; 6] = ["row", "line_id", "verdict", "complete", "reason", "decision_id"];

/// Writes the rows; a table that could not be opened again gives rows without numbers.
pub(crate) fn encode(
    table: Option<&Table<'_>>,
    decisions: &[Decision<'_>],
    out: &mut Out<'_>,
) -> Result<(), EncodeError> {
    let mut rows: Vec<Vec<u64>> = Vec::new();
    if let Some(table) = table {
        rows = table
            .batches()
            .map(|batch| match batch {
                Batch::Rows(rows) => rows.iter().map(|row| row.number).collect(),
                Batch::Held(row, _) => vec![row.number],
            })
            .collect();
    }
    let mut text = Vec::new();
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut text);
    let written =
        write(&mut writer, &rows, decisions).and_then(|()| writer.flush().map_err(csv::Error::from));
    drop(writer);
    if let Err(error) = written {
        return Err(EncodeError::malformed("csv-answer", format!("the answer cannot be written: {error}")));
    }
    out.header("content-type", "text/csv; charset=utf-8; header=present")?;
    out.write(&text)
}

fn write(
    writer: &mut csv::Writer<&mut Vec<u8>>,
    rows: &[Vec<u64>],
    decisions: &[Decision<'_>],
) -> csv::Result<()> {
    writer.write_record(HEADER)?;
    for (index, decision) in decisions.iter().enumerate() {
        let numbers = rows.get(index).map(Vec::as_slice).unwrap_or_default();
        let number = |line: usize| numbers.get(line).map(u64::to_string).unwrap_or_default();
        let complete = if decision.complete { "true" } else { "false" };
        let mut row = |number: String, id: &str, verdict: Verdict, reasons: &[&str]| {
            let reason = reasons.join("; ");
            writer.write_record([
                &number,
                &text(id),
                word(verdict),
                complete,
                &text(&reason),
                &text(decision.decision_id),
            ])
        };
        if decision.lines.is_empty() {
            row(number(0), "", decision.verdict, &decision.reasons)?;
        }
        for line in &decision.lines {
            // A line of a request that as a whole is held or denied does not read as allowed.
            let verdict = worse(line.verdict, decision.verdict);
            let reasons = if line.reasons.is_empty() { &decision.reasons } else { &line.reasons };
            row(number(usize::try_from(line.ordinal).unwrap_or(usize::MAX)), line.line_id, verdict, reasons)?;
        }
    }
    Ok(())
}

fn worse(line: Verdict, whole: Verdict) -> Verdict {
    match (line, whole) {
        (Verdict::Deny, _) => Verdict::Deny,
        (Verdict::Allow, Verdict::Deny) => Verdict::Review,
        (Verdict::Allow, whole) => whole,
        (Verdict::Review, _) => Verdict::Review,
    }
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Allow => "allow",
        Verdict::Review => "review",
        Verdict::Deny => "deny",
    }
}

/// Text that a spreadsheet shows instead of computing: an apostrophe before what could start a formula.
fn text(value: &str) -> String {
    let starts = value.trim_start_matches(['"', ' ', '\u{feff}']);
    if starts.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        format!("'{value}")
    } else {
        value.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn formulas_are_text() {
        let check = |value: &str, expect: &str| assert_eq!(text(value), expect);
        check("plain", "plain");
        check("", "");
        check("=1+1", "'=1+1");
        check(" @SUM(1)", "' @SUM(1)");
        check("-1", "'-1");
        check("\tx", "'\tx");
        check("a=b", "a=b");
    }
}
