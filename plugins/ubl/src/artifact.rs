//! Files that an order carries or names, with their digests.
//!
//! Invariant: an embedded file comes out as its bytes, or the request is held.

use crate::kind::{all, is_common};
use crate::schemes;
use debar_plugin_api::{DecodeError, Text, field, node};
use debar_shared_xml::{Element, Feed, base64, place};

type Result<T = ()> = std::result::Result<T, DecodeError>;

/// What could not be read, for the end of the request.
#[derive(Default)]
pub struct Unread(Vec<debar_plugin_api::Where<'static>>);

impl Unread {
    /// Says what could not be read: the request is held.
    pub fn tell(&mut self, feed: &mut Feed<'_, '_>) -> Result {
        for at in self.0.drain(..) {
            feed.sink
                .str(field::UNDECODABLE, &Text::new("an embedded document is not base64", at.decoded()))?;
        }
        Ok(())
    }
}

/// Tells the files of `holder`, at any depth that is not inside a line of its own.
pub fn tell<'d>(
    feed: &mut Feed<'_, '_>,
    holder: Element<'d>,
    outside: &dyn Fn(Element<'d>) -> bool,
    unread: &mut Unread,
) -> Result {
    for reference in holder.children().filter(|c| !outside(*c)) {
        for attachment in all(reference, "Attachment") {
            one(feed, reference, attachment, unread)?;
        }
        tell(feed, reference, outside, unread)?;
    }
    Ok(())
}

fn one(
    feed: &mut Feed<'_, '_>,
    reference: Element<'_>,
    attachment: Element<'_>,
    unread: &mut Unread,
) -> Result {
    feed.begin(node::ARTIFACT, reference)?;
    for text in all(reference, "ID").chain(all(reference, "DocumentDescription")).flat_map(Element::texts) {
        feed.str(field::NAME, text)?;
    }
    for part in attachment.children().filter(|c| is_common(*c)) {
        match part.name() {
            "EmbeddedDocumentBinaryObject" => embedded(feed, part, unread)?,
            "ExternalReference" => external(feed, part)?,
            _ => {}
        }
    }
    feed.end()
}

fn embedded(feed: &mut Feed<'_, '_>, object: Element<'_>, unread: &mut Unread) -> Result {
    let value = |name: &str| object.attribute(name).map(|a| a.value());
    let (mime, name) = (value("mimeCode"), value("filename"));
    if let Some(mime) = mime {
        feed.code(field::MEDIA_TYPE, "@mimeCode", mime)?;
    }
    for name in name.into_iter().chain(value("uri")) {
        feed.str(field::NAME, name)?;
    }
    let packed = value("encodingCode").is_none_or(|v| v.text().eq_ignore_ascii_case("base64"));
    let texts: Vec<_> = object.texts().collect();
    for text in &texts {
        let bytes = if packed && texts.len() == 1 { base64(text.text().as_bytes()) } else { None };
        match bytes {
            Some(bytes) => {
                feed.hide_value(*text);
                let (mime, name) = (mime.map_or("", |v| v.text()), name.map_or("", |v| v.text()));
                feed.sink.blob(field::CONTENT, mime, name, &place(*text).decoded(), &bytes)?;
            }
            None => {
                unread.0.push(place(*text));
                feed.ext("EmbeddedDocumentBinaryObject", *text)?;
            }
        }
    }
    Ok(())
}

fn external(feed: &mut Feed<'_, '_>, reference: Element<'_>) -> Result {
    for part in reference.children().filter(|c| is_common(*c)) {
        let number = match part.name() {
            "URI" => field::URI,
            "FileName" | "Description" => field::NAME,
            _ => continue,
        };
        for text in part.texts() {
            feed.str(number, text)?;
        }
    }
    for mime in all(reference, "MimeCode").flat_map(Element::texts) {
        feed.code(field::MEDIA_TYPE, "MimeCode", mime)?;
    }
    for hash in all(reference, "DocumentHash") {
        for value in hash.texts() {
            feed.begin(node::DIGEST, hash)?;
            for method in all(reference, "HashAlgorithmMethod").flat_map(Element::texts) {
                feed.said(field::ALGORITHM, schemes::algorithm(method.text()), method)?;
            }
            feed.str(field::DIGEST_VALUE, value)?;
            feed.sink.str(field::OBJECT, &Text::stated("file"))?;
            feed.end()?;
        }
    }
    Ok(())
}
