//! Visits the place of every value of a request, so that a request decoded from a file inside another
//! document can say which file it means.

use crate::{Artifact, Extra, LineItem, Party, PurchaseRequest, Source};

impl PurchaseRequest {
    /// Calls `change` for the place of every value.
    pub fn for_each_source(&mut self, change: &mut dyn FnMut(&mut Source)) {
        let document = &mut self.document;
        let singles = [
            &mut document.format_version,
            &mut document.kind,
            &mut document.id,
            &mut document.revision,
            &mut document.issued,
        ];
        singles.into_iter().flatten().for_each(|value| change(&mut value.source));
        for values in [&mut document.signatures, &mut document.remarks, &mut document.undecodable] {
            values.iter_mut().for_each(|value| change(&mut value.source));
        }
        self.comments.iter_mut().for_each(|value| change(&mut value.source));
        self.correlation.iter_mut().for_each(|field| change(&mut field.value.source));
        self.total.iter_mut().for_each(|money| change(&mut money.source));
        self.parties.iter_mut().for_each(|party| of_party(party, change));
        self.artifacts.iter_mut().for_each(|artifact| of_artifact(artifact, change));
        self.attachments.iter_mut().for_each(|attachment| change(&mut attachment.source));
        of_extra(&mut self.extra, change);
        self.lines.iter_mut().for_each(|line| of_line(line, change));
    }
}

fn of_line(line: &mut LineItem, change: &mut dyn FnMut(&mut Source)) {
    change(&mut line.source);
    let texts = [&mut line.id, &mut line.reference, &mut line.unit];
    texts.into_iter().flatten().for_each(|value| change(&mut value.source));
    line.quantity.iter_mut().for_each(|value| change(&mut value.source));
    let money = [&mut line.unit_price, &mut line.amount];
    money.into_iter().flatten().for_each(|value| change(&mut value.source));
    line.parties.iter_mut().for_each(|party| of_party(party, change));
    line.digests.iter_mut().for_each(|value| change(&mut value.source));
    line.comments.iter_mut().for_each(|value| change(&mut value.source));
    line.artifacts.iter_mut().for_each(|artifact| of_artifact(artifact, change));
    of_extra(&mut line.extra, change);
    let product = &mut line.product;
    let texts = [
        &mut product.names,
        &mut product.descriptions,
        &mut product.brands,
        &mut product.models,
        &mut product.versions,
        &mut product.origins,
    ];
    texts.into_iter().flatten().for_each(|value| change(&mut value.source));
    product.part_numbers.iter_mut().for_each(|part| change(&mut part.number.source));
    product.identifiers.iter_mut().for_each(|value| change(&mut value.source));
    for class in &mut product.classifications {
        change(&mut class.code.source);
        class.name.iter_mut().for_each(|name| change(&mut name.source));
    }
}

fn of_party(party: &mut Party, change: &mut dyn FnMut(&mut Source)) {
    party.names.iter_mut().for_each(|value| change(&mut value.source));
    party.identifiers.iter_mut().for_each(|value| change(&mut value.source));
    party.countries.iter_mut().for_each(|value| change(&mut value.source));
    of_extra(&mut party.extra, change);
}

fn of_artifact(artifact: &mut Artifact, change: &mut dyn FnMut(&mut Source)) {
    artifact.uris.iter_mut().for_each(|value| change(&mut value.source));
    artifact.names.iter_mut().for_each(|value| change(&mut value.source));
    artifact.media_type.iter_mut().for_each(|value| change(&mut value.source));
    artifact.digests.iter_mut().for_each(|value| change(&mut value.source));
    artifact.unread.iter_mut().for_each(|value| change(&mut value.source));
}

fn of_extra(extra: &mut [Extra], change: &mut dyn FnMut(&mut Source)) {
    extra.iter_mut().for_each(|field| change(&mut field.value.source));
}
