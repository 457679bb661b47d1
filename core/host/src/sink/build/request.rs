//! Fields of a request, and its end.
//!
//! Invariant: a request is a cancellation only when every operation in it says so.

use debar_model::{Extra, Operation, PurchaseRequest, Sourced};
use debar_plugin_api::field;

use super::super::frame::{Value, key_of};
use super::line::{first, money};
use super::{OpenRequest, parents};

impl OpenRequest {
    pub(super) fn field(&mut self, number: u32, value: Value) {
        let document = &mut self.request.document;
        let left = match number {
            field::COMMENT | field::DESCRIPTION => return self.request.comments.push(value),
            field::SIGNATURE => return document.signatures.push(value),
            field::REMARK => return document.remarks.push(value),
            field::UNDECODABLE => return document.undecodable.push(value),
            field::OPERATION => return self.operations.push(value),
            field::CURRENCY => return self.currencies.push(value),
            field::FORMAT if document.format.is_empty() => {
                document.format = value.value;
                None
            }
            field::FORMAT_VERSION => first(&mut document.format_version, value),
            field::KIND => first(&mut document.kind, value),
            field::DOCUMENT_ID => first(&mut document.id, value),
            field::DOCUMENT_REVISION => first(&mut document.revision, value),
            field::ISSUED => first(&mut document.issued, value),
            field::TOTAL => money(&mut self.request.total, value),
            _ => Some(value),
        };
        self.request.extra.extend(left.map(|value| Extra { key: key_of(number), value }));
    }

    /// The request with what is known only now.
    pub(super) fn close(mut self) -> PurchaseRequest {
        let mut request = std::mem::take(&mut self.request);
        self.operation(&mut request);
        self.currency(&mut request);
        parents::resolve(&mut request, self.parent_refs);
        request
    }

    fn operation(&mut self, request: &mut PurchaseRequest) {
        let mut all = self.operations.iter().map(|operation| Operation::read(&operation.value));
        let Some(operation) = all.next() else { return };
        if all.all(|other| other == operation) {
            request.document.operation = operation;
        } else {
            // The one that is screened in full.
            request.document.operation = Operation::New;
            let text = "the document names several operations; it is screened as a new order".to_owned();
            let source = self.operations.first().map(|first| first.source.clone()).unwrap_or_default();
            request.document.remarks.push(Sourced::new(text, source));
        }
        for unknown in self.operations.drain(..) {
            if Operation::read(&unknown.value).as_str() != unknown.value {
                request.extra.push(Extra { key: key_of(field::OPERATION), value: unknown });
            }
        }
    }

    fn currency(&mut self, request: &mut PurchaseRequest) {
        let mut currencies = self.currencies.drain(..);
        if let Some(currency) = currencies.next() {
            let prices =
                request.lines.iter_mut().flat_map(|line| line.unit_price.iter_mut().chain(&mut line.amount));
            for money in request.total.iter_mut().chain(prices).filter(|money| money.currency.is_empty()) {
                money.currency.clone_from(&currency.value);
            }
            if request.total.is_none() {
                request.extra.push(Extra { key: key_of(field::CURRENCY), value: currency });
            }
        }
        let rest = currencies.map(|value| Extra { key: key_of(field::CURRENCY), value });
        request.extra.extend(rest);
    }
}
