//! Fields of a line.
//!
//! Invariant: as of the builder: single fields keep the first value, later ones go to `extra`.

use debar_model::{Decimal, Extra, LineItem, LineKind, Money, PartNumber, Sourced};
use debar_plugin_api::field;

use super::super::frame::{OpenLine, Value, key_of, part_owner};

pub(super) fn field(line: &mut LineItem, open: &mut OpenLine, number: u32, value: Value) {
    let left = match number {
        field::NAME => return line.product.names.push(value),
        field::DESCRIPTION => return line.product.descriptions.push(value),
        field::COMMENT => return line.comments.push(value),
        field::BRAND => return line.product.brands.push(value),
        field::MODEL => return line.product.models.push(value),
        field::VERSION => return line.product.versions.push(value),
        field::ORIGIN => return line.product.origins.push(value),
        field::LINE_ID => first(&mut line.id, value),
        field::LINE_REF => first(&mut line.reference, value),
        field::UNIT => first(&mut line.unit, value),
        field::LINE_KIND => {
            line.kind = LineKind::read(&value.value);
            // A word that the model does not know stays visible.
            (line.kind.as_str() != value.value).then_some(value)
        }
        field::QUANTITY => match (&line.quantity, Decimal::parse(&value.value)) {
            (None, Ok(quantity)) => {
                line.quantity = Some(Sourced::new(quantity, value.source));
                None
            }
            _ => Some(value),
        },
        field::UNIT_PRICE => money(&mut line.unit_price, value),
        field::AMOUNT => money(&mut line.amount, value),
        field::PRICE_CURRENCY => first(&mut open.currency, value),
        number => match part_owner(number) {
            Some(owner) => return line.product.part_numbers.push(PartNumber { owner, number: value }),
            None => Some(value),
        },
    };
    line.extra.extend(left.map(|value| Extra { key: key_of(number), value }));
}

/// Gives the prices of a line their currency; one without a price stays visible.
pub(super) fn close(line: &mut LineItem, open: OpenLine) {
    let Some(currency) = open.currency else { return };
    if line.unit_price.is_none() && line.amount.is_none() {
        return line.extra.push(Extra { key: key_of(field::PRICE_CURRENCY), value: currency });
    }
    for money in line.unit_price.iter_mut().chain(&mut line.amount) {
        money.currency.clone_from(&currency.value);
    }
}

pub(super) fn first(slot: &mut Option<Value>, value: Value) -> Option<Value> {
    match slot {
        None => {
            *slot = Some(value);
            None
        }
        Some(_) => Some(value),
    }
}

pub(super) fn money(slot: &mut Option<Money>, value: Value) -> Option<Value> {
    match (&slot, Decimal::parse(&value.value)) {
        (None, Ok(amount)) => {
            *slot = Some(Money { amount, currency: String::new(), source: value.source });
            None
        }
        _ => Some(value),
    }
}
