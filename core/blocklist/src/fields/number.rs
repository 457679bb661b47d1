//! Shares in percent, in hundredths of a percent, so that 50 % is 5000 and nothing is rounded away.

use super::{Context, Fields};
use crate::source::Problem;
use crate::syntax::{Node, Value};
use crate::{Code, Percent};

/// The two bounds of a share.
fn fields_of<'n>(node: &Node<'n>) -> Option<(&'n Node<'n>, &'n Node<'n>)> {
    let Value::Table(table) = &node.value else { return None };
    Some((table.find("min")?.1, table.find("max")?.1))
}

impl Context {
    /// A whole number.
    pub(crate) fn integer(&mut self, node: &Node) -> Option<i64> {
        #[cfg(test)]
        self.seen.values.push((node.at, super::seen::SeenValue::Whole));
        match &node.value {
            Value::Integer(Some(number)) => Some(*number),
            Value::Text(text) => {
                let bare = text.trim();
                let number = bare.parse().ok();
                match number {
                    Some(_) => self.quoted_number(node, bare),
                    None => self.wrong_type(node, "a whole number"),
                }
                number
            }
            _ => {
                self.wrong_type(node, "a whole number");
                None
            }
        }
    }

    /// A share: a number, or `{ min, max }` where only bounds are known.
    pub(crate) fn percent(&mut self, node: &Node) -> Option<Percent> {
        if !matches!(node.value, Value::Table(_)) {
            return self.share(node).map(|share| Percent { min: share, max: share });
        }
        let mut fields = Fields::open(self, node, node.at, "a share with bounds")?;
        let min = fields.take("min").map_or(Some(0), |node| self.share(node));
        let max = fields.take("max").map_or(Some(10_000), |node| self.share(node));
        fields.finish(self);
        let (min, max) = (min?, max?);
        if min > max {
            let swapped = fields_of(node).map(|(min, max)| {
                let (low, high) = (self.slice(min.at).to_owned(), self.slice(max.at).to_owned());
                vec![(min.at, high), (max.at, low)]
            });
            self.report(
                Problem::error(Code::PercentRange, node.at, "the lower bound is above the upper one")
                    .help("swap `min` and `max`")
                    .fix_all("swap `min` and `max`", swapped),
            );
            return None;
        }
        Some(Percent { min, max })
    }

    /// A share in hundredths of a percent.
    pub(crate) fn share(&mut self, node: &Node) -> Option<u16> {
        #[cfg(test)]
        self.seen.values.push((node.at, super::seen::SeenValue::Share));
        let hundredths = match &node.value {
            Value::Integer(Some(number)) => number.checked_mul(100),
            Value::Integer(None) => None,
            Value::Float(Some(number)) => return self.fraction(node, *number),
            Value::Text(text) => {
                let bare = text.trim().trim_end_matches('%').trim().to_owned();
                match bare.parse::<f64>() {
                    Ok(number) => {
                        self.quoted_number(node, &bare);
                        return self.fraction(node, number);
                    }
                    Err(_) => {
                        self.wrong_type(node, "a number of percent");
                        return None;
                    }
                }
            }
            _ => {
                self.wrong_type(node, "a number of percent");
                return None;
            }
        };
        let share =
            hundredths.and_then(|number| u16::try_from(number).ok()).filter(|number| *number <= 10_000);
        if share.is_none() {
            self.out_of_range(node);
        }
        share
    }

    fn fraction(&mut self, node: &Node, number: f64) -> Option<u16> {
        let hundredths = number * 100.0;
        if !(0.0..=10_000.0).contains(&hundredths) {
            self.out_of_range(node);
            return None;
        }
        let rounded = hundredths.round();
        if (hundredths - rounded).abs() > 1e-6 {
            self.report(
                Problem::error(Code::PercentRange, node.at, "more than two decimals of a percent")
                    .help("give bounds instead: `{ min = .., max = .. }`"),
            );
            return None;
        }
        // In range by the check above.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within 0 and 10000")]
        Some(rounded as u16)
    }

    fn out_of_range(&mut self, node: &Node) {
        let written = self.slice(node.at).to_owned();
        self.report(
            Problem::error(
                Code::PercentRange,
                node.at,
                format!("`{written}` is not between 0 and 100 percent"),
            )
            .help("write 50 for one half"),
        );
    }

    fn quoted_number(&mut self, node: &Node, bare: &str) {
        self.report(
            Problem::error(Code::QuotedNumber, node.at, "a number in quotation marks is a text")
                .help("numbers are written without quotation marks and without a percent sign")
                .fix("write the number", node.at, bare),
        );
    }
}
