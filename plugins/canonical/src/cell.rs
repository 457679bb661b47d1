//! Cells of one row as the fields of one line. Not the table. Invariant: every cell with text is told exactly once;
//! a formula is text like any other.

use std::borrow::Cow;

use debar_plugin_api::{Text, Where, field, node};
use debar_shared_json::Source;

use crate::columns::Column;
use crate::config::{Csv, DecimalMark};
use crate::delimited::{Cell, Row};
use crate::emit::{Done, Emit};
use crate::parts::digest;

/// A column with its name as written.
pub(crate) struct Named {
    pub name: String,
    pub column: Column,
}

/// A row with its columns.
pub(crate) struct Line<'r, 't> {
    pub source: &'r Source<'t>,
    pub csv: &'r Csv,
    pub columns: &'r [Named],
    pub row: &'r Row<'r>,
}

impl Line<'_, '_> {
    /// The range of the whole row.
    pub fn place(&self) -> Where<'static> {
        let (offset, len) = self.source.native(self.row.start, self.row.end);
        Where::new(offset, len, format!("row {}", self.row.number))
    }

    /// Tells the fields of the line; `seen` are the texts of the request that were told already.
    pub fn tell(&self, emit: &mut Emit<'_, '_>) -> Done {
        let mut roles = Vec::new();
        for (named, text) in self.texts() {
            match &named.column {
                Column::Request(_) | Column::Fact(_) => {}
                Column::Line(field) => emit.sink.str(*field, &text)?,
                Column::Decimal(field) => self.decimal(emit, *field, &named.name, &text)?,
                Column::Party(role) | Column::PartyIdentifier(role, _) | Column::PartyCountry(role) => {
                    if !roles.contains(role) {
                        roles.push(*role);
                    }
                }
                Column::Identifier(scheme) => identifier(emit, scheme, &text)?,
                Column::Digest(None) => digest(emit, &named.name, &text)?,
                Column::Digest(Some(algorithm)) => emit.node(node::DIGEST, &text.at, |emit| {
                    emit.sink.str(field::ALGORITHM, &Text::stated(*algorithm))?;
                    emit.sink.str(field::DIGEST_VALUE, &text)?;
                    emit.sink.str(field::OBJECT, &Text::stated("unknown"))
                })?,
                Column::Artifact => {
                    emit.node(node::ARTIFACT, &text.at, |emit| emit.sink.str(field::URI, &text))?;
                }
                Column::Extra(name) => emit.sink.ext(name, &text)?,
            }
        }
        roles.into_iter().try_for_each(|role| self.party(emit, role))
    }

    /// Tells the fields of the request that this row adds to those of the rows before it.
    pub fn tell_request(&self, emit: &mut Emit<'_, '_>, told: &mut Vec<(String, String)>) -> Done {
        for (named, text) in self.texts() {
            if !matches!(named.column, Column::Request(_) | Column::Fact(_)) {
                continue;
            }
            let pair = (named.name.clone(), text.value.to_string());
            if told.contains(&pair) {
                continue;
            }
            match &named.column {
                Column::Request(field) => emit.sink.str(*field, &text)?,
                Column::Fact(name) => emit.node(node::FACT, &text.at, |emit| {
                    emit.sink.str(field::FACT_NAME, &Text::stated(name.clone()))?;
                    emit.sink.str(field::FACT_VALUE, &text)
                })?,
                _ => {}
            }
            // Rows of one request agree; the few that do not are told, without an unbounded memory of them.
            if told.len() < 64 {
                told.push(pair);
            }
        }
        Ok(())
    }

    /// Every cell as an extension, for a row whose cells cannot be told apart by position.
    pub fn tell_unread(&self, emit: &mut Emit<'_, '_>) -> Done {
        for (index, cell) in (1..).zip(&self.row.cells) {
            if !cell.text.is_empty() {
                emit.sink.ext("cell", &self.text(cell, &format!("column {index}")))?;
            }
        }
        // What follows an open quote is in no cell.
        let read = self.row.cells.last().map_or(self.row.start, |cell| cell.end);
        let rest = self.source.text().get(read..self.row.end).unwrap_or_default();
        if self.row.broken.is_none() || rest.is_empty() {
            return Ok(());
        }
        let cell = Cell { text: Cow::Borrowed(rest), start: read, end: self.row.end };
        emit.sink.ext("text", &self.text(&cell, "rest"))
    }

    fn texts(&self) -> impl Iterator<Item = (&Named, Text<'_>)> {
        let cells = self.columns.iter().zip(&self.row.cells).filter(|(_, cell)| !cell.text.is_empty());
        cells.map(|(named, cell)| (named, self.text(cell, &named.name)))
    }

    fn text<'s>(&'s self, cell: &'s Cell<'s>, name: &str) -> Text<'s> {
        let (offset, len) = self.source.native(cell.start, cell.end);
        let at = Where::new(offset, len, format!("row {}/{name}", self.row.number));
        let decoded = self.source.is_transcoded() || matches!(cell.text, Cow::Owned(_));
        Text::new(&*cell.text, if decoded { at.decoded() } else { at })
    }

    fn party(&self, emit: &mut Emit<'_, '_>, role: &'static str) -> Done {
        emit.node(node::PARTY, &self.place(), |emit| {
            emit.sink.str(field::ROLE, &Text::stated(role))?;
            for (named, text) in self.texts() {
                match &named.column {
                    Column::Party(of) if *of == role => emit.sink.str(field::NAME, &text)?,
                    Column::PartyCountry(of) if *of == role => emit.sink.str(field::COUNTRY, &text)?,
                    Column::PartyIdentifier(of, scheme) if *of == role => identifier(emit, scheme, &text)?,
                    _ => {}
                }
            }
            Ok(())
        })
    }

    fn decimal(&self, emit: &mut Emit<'_, '_>, field: u32, name: &str, text: &Text<'_>) -> Done {
        let grouping = self.csv.grouping.as_deref().unwrap_or_default();
        let comma = self.csv.decimal == Some(DecimalMark::Comma);
        if grouping.is_empty() && !comma {
            return emit.decimal(field, name, text);
        }
        let mark = if comma { ',' } else { '.' };
        let plain = ungrouped(text.value.trim(), grouping, mark).unwrap_or_default();
        match debar_plugin_api::decimal(&plain) {
            Some(plain) => emit.sink.dec(field, &plain, &text.at.clone().decoded()),
            None => {
                emit.remark(format!("`{name}` is not a decimal of the declared form"), text.at.clone());
                emit.sink.ext(name, text)
            }
        }
    }
}

fn identifier(emit: &mut Emit<'_, '_>, scheme: &'static str, text: &Text<'_>) -> Done {
    emit.node(node::IDENTIFIER, &text.at, |emit| {
        emit.sink.str(field::SCHEME, &Text::stated(scheme))?;
        emit.sink.str(field::VALUE, text)
    })
}

/// A number without its grouping and with a point: groups have three digits, the first one to three.
fn ungrouped(text: &str, grouping: &str, mark: char) -> Option<String> {
    let (whole, part) = match text.split_once(mark) {
        Some((whole, part)) => (whole, Some(part)),
        None => (text, None),
    };
    let mut plain = String::with_capacity(text.len());
    if grouping.is_empty() {
        plain.push_str(whole);
    } else {
        for (index, group) in whole.split(grouping).enumerate() {
            let digits = group.trim_start_matches(['-', '+']);
            let right =
                if index == 0 { whole == group || (1..=3).contains(&digits.len()) } else { group.len() == 3 };
            if !right {
                return None;
            }
            plain.push_str(group);
        }
    }
    if let Some(part) = part {
        plain.push('.');
        plain.push_str(part);
    }
    // The other mark, where it is not the grouping, would change the value.
    (!plain.contains(',') && plain.matches('.').count() == usize::from(part.is_some())).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::ungrouped;

    #[test]
    fn groups_of_three() {
        let check = |text, grouping, mark, expect: Option<&str>| {
            assert_eq!(ungrouped(text, grouping, mark).as_deref(), expect, "{text}");
        };
        check("1.234,56", ".", ',', Some("1234.56"));
        check("-1.234", ".", ',', Some("-1234"));
        check("52,50", "", ',', Some("52.50"));
        check("1234,5", ".", ',', Some("1234.5"));
        check("1 234 567.8", " ", '.', Some("1234567.8"));
        check("1.2.3", ".", ',', None);
        check("1.50", "", ',', None);
        check("1.50", ".", ',', None);
        check("1,2,3", "", ',', None);
        check("1,234.5", "", '.', None);
        check("1.234.567,8", ".", ',', Some("1234567.8"));
    }
}
