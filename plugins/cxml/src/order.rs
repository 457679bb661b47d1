//! From documents to requests: which messages there are, their headers, lines and files.
//!
//! The fields of lines and parties are mapped in `line` and `header`. Invariant: each message becomes one request, and
//! what no mapping takes goes along as extensions, so that nothing of a document is lost.

use crate::header;
use crate::line;
use crate::mime::Part;
use crate::package::Package;
use crate::words;
use debar_plugin_api::{DecodeError, Sink, Text, Where, field, node};
use debar_shared_xml::{Element, Feed, Origin, Value, place};

type Result<T = ()> = std::result::Result<T, DecodeError>;

/// A message that is read.
#[derive(Clone, Copy)]
pub struct Message<'d> {
    pub root: Element<'d>,
    pub element: Element<'d>,
    pub is_cart: bool,
}

/// The messages of a document in order.
///
/// # Errors
/// When the root is not cXML, a message is of another kind, or there is none.
pub fn messages(root: Element<'_>) -> Result<Vec<Message<'_>>> {
    let name = root.name();
    if name != "cXML" {
        let why = words::refused(name).unwrap_or("it stands where `cXML` must");
        return Err(unsupported(root, "cxml-root", format!("the root element is `{}`: {why}", short(name))));
    }
    let mut found = Vec::new();
    for envelope in root.children() {
        match envelope.name() {
            "Request" | "Message" => {}
            "Response" => {
                let why = words::refused("Response").unwrap_or_default();
                return Err(unsupported(envelope, "cxml-message", format!("`Response` is not read: {why}")));
            }
            _ => continue,
        }
        for element in
            envelope.children().filter(|e| !matches!(e.name(), "Status" | "Extrinsic" | "Signature"))
        {
            if let Some(why) = words::refused(element.name()) {
                let message = format!("`{}` is not read: {why}", short(element.name()));
                return Err(unsupported(element, "cxml-message", message));
            }
            found.push(Message { root, element, is_cart: element.name() == "PunchOutOrderMessage" });
        }
    }
    if found.is_empty() {
        return Err(unsupported(
            root,
            "cxml-no-message",
            "the document holds no order and no cart".to_owned(),
        ));
    }
    Ok(found)
}

/// Tells the sink all requests of a package.
pub fn decode(package: &Package<'_>, sink: &mut Sink<'_>) -> Result {
    // A kind that is not read refuses the whole before anything is told.
    let mut all = Vec::new();
    for doc in &package.documents {
        all.push((doc, messages(doc.root())?));
    }
    let mut first_of_package = true;
    let mut files = Files {
        parts: &package.attachments,
        used: vec![false; package.attachments.len()],
        missing: Vec::new(),
    };
    let last = all.len().saturating_sub(1);
    for (index, (doc, messages)) in all.iter().enumerate() {
        let mut feed = Feed::new(&mut *sink, doc);
        hide_secrets(&mut feed, doc.root());
        let others: Vec<u32> = messages.iter().map(|m| m.element.id()).collect();
        for (nth, message) in messages.iter().enumerate() {
            feed.begin(node::REQUEST, message.element)?;
            request(&mut feed, *message, &mut files)?;
            if first_of_package {
                remarks(&mut feed, package)?;
                first_of_package = false;
            }
            if nth == 0 {
                let skip = |e: Element<'_>| others.iter().skip(1).any(|id| *id == e.id());
                feed.rest(doc.root(), &skip, &|e| label(e, doc.root()))?;
            } else {
                feed.rest(message.element, &|_| false, &|e| label(e, message.element))?;
            }
            files.held(&mut feed)?;
            if index == last && nth + 1 == messages.len() {
                files.leftover(&mut feed)?;
            }
            feed.end()?;
        }
    }
    Ok(())
}

fn request(feed: &mut Feed<'_, '_>, message: Message<'_>, files: &mut Files<'_, '_>) -> Result {
    let Message { root, element, is_cart } = message;
    feed.sink.str(field::FORMAT, &Text::stated("cxml"))?;
    version(feed, root)?;
    feed.sink.str(field::KIND, &Text::stated(element.name().to_owned()))?;
    if let Some(id) = root.attribute("payloadID").map(|a| a.value()) {
        correlate(feed, "payloadID", id)?;
        if is_cart {
            feed.str(field::DOCUMENT_ID, id)?;
        }
    }
    for cookie in element.all("BuyerCookie").flat_map(Element::texts) {
        correlate(feed, "BuyerCookie", cookie)?;
    }
    for signature in
        root.descendants().filter(|e| e.name() == "Signature" && e.namespace().contains("xmldsig"))
    {
        let (offset, len) = signature.span();
        let at = Where::new(offset, len, signature.pointer()).decoded();
        feed.sink.str(field::SIGNATURE, &Text::new("xmldsig, present and not verified", at))?;
    }
    for header in element.children().filter(|e| e.name().ends_with("Header")) {
        header::order(feed, header, files)?;
    }
    header::parties(feed, root, is_cart)?;
    let lines: Vec<_> = element.descendants().filter(|e| line::is_line(*e)).collect();
    if lines.is_empty() {
        return no_lines(feed, message);
    }
    // Lines inside lines are told by their parents.
    for item in lines.into_iter().filter(|e| !inside_line(*e, element)) {
        line::tell(feed, item, files, 1)?;
    }
    Ok(())
}

fn no_lines(feed: &mut Feed<'_, '_>, message: Message<'_>) -> Result {
    let deletes = message.element.descendants().any(|e| {
        e.name() == "OrderRequestHeader" && e.attribute("type").is_some_and(|a| a.value().text() == "delete")
    });
    if message.is_cart {
        feed.sink.empty("the cart is empty")
    } else if deletes {
        feed.sink.empty("the order is cancelled as a whole")
    } else {
        Err(unsupported(message.element, "cxml-no-lines", "the order has no lines".to_owned()))
    }
}

fn version(feed: &mut Feed<'_, '_>, root: Element<'_>) -> Result {
    if let Some(version) = root.attribute("version") {
        return feed.code(field::FORMAT_VERSION, "@version", version.value());
    }
    // The DTD's address carries the version: .../cXML/1.2.050/cXML.dtd
    let system = root.document().doctype().and_then(|d| d.system.as_deref()).unwrap_or_default();
    let version = system.split('/').find(|s| s.starts_with(|c: char| c.is_ascii_digit()) && s.contains('.'));
    match version {
        Some(version) => feed.sink.str(field::FORMAT_VERSION, &Text::stated(version)),
        None => Ok(()),
    }
}

/// A field that the answer must echo.
pub fn correlate(feed: &mut Feed<'_, '_>, name: &str, value: Value<'_>) -> Result {
    feed.sink.begin(node::CORRELATION, &place(value))?;
    feed.sink.str(field::CORRELATION_NAME, &Text::stated(name))?;
    feed.str(field::CORRELATION_VALUE, value)?;
    feed.end()
}

fn remarks(feed: &mut Feed<'_, '_>, package: &Package<'_>) -> Result {
    for remark in &package.remarks {
        feed.sink.str(field::REMARK, &Text::stated(remark.as_str()))?;
    }
    for doc in &package.documents {
        if let Some(remark) = doc.source().remark() {
            feed.sink.str(field::REMARK, &Text::stated(remark))?;
        }
    }
    if package.signed {
        feed.sink.str(field::SIGNATURE, &Text::stated("multipart/signed, present and not verified"))?;
    }
    Ok(())
}

fn hide_secrets(feed: &mut Feed<'_, '_>, root: Element<'_>) {
    for element in root.descendants() {
        let named = |e: Element<'_>| {
            e.attribute("name").is_some_and(|a| words::is_secret_extrinsic(a.value().text()))
        };
        if words::is_secret(element.name()) || element.name() == "Extrinsic" && named(element) {
            feed.hide(element);
        } else if element.name() == "PCard" {
            for attribute in element.attributes().filter(|a| matches!(a.name(), "number" | "expiration")) {
                feed.hide_value(attribute.value());
            }
        }
    }
}

fn inside_line(element: Element<'_>, top: Element<'_>) -> bool {
    let mut at = element.parent();
    while let Some(parent) = at.filter(|p| p.id() != top.id()) {
        if line::is_line(parent) {
            return true;
        }
        at = parent.parent();
    }
    false
}

/// The name of an `Extrinsic` starts a path of its own; the element that a walk starts at has none.
pub fn label(element: Element<'_>, top: Element<'_>) -> Option<String> {
    if element.id() == top.id() {
        return Some(String::new());
    }
    if element.name() == "Extrinsic" {
        let name =
            |a: debar_shared_xml::Attribute<'_>| a.value().text().chars().take(120).collect::<String>();
        return element.attribute("name").map(|a| format!("Extrinsic/{}", name(a)));
    }
    None
}

fn unsupported(element: Element<'_>, code: &'static str, message: String) -> DecodeError {
    let (offset, len) = element.span();
    DecodeError::unsupported(code, message)
        .help("send an OrderRequest or a PunchOutOrderMessage")
        .at(&Where::new(offset, len, element.pointer()))
}

fn short(name: &str) -> &str {
    name.get(..name.len().min(60)).unwrap_or("a name")
}

/// The attachments of a message, by content id.
pub struct Files<'a, 'p> {
    parts: &'a [&'p Part<'p>],
    used: Vec<bool>,
    missing: Vec<Where<'static>>,
}

impl Files<'_, '_> {
    /// A file that the document names: its address, and its bytes when the message carries it.
    pub fn named(&mut self, feed: &mut Feed<'_, '_>, holder: Element<'_>, url: Value<'_>) -> Result {
        feed.begin(node::ARTIFACT, holder)?;
        feed.str(field::URI, url)?;
        let id =
            url.text().get(..4).filter(|s| s.eq_ignore_ascii_case("cid:")).and_then(|_| url.text().get(4..));
        let found = id.map(|id| {
            let id = crate::mime::bare_id(&unescape(id));
            self.parts.iter().position(|part| part.id.as_ref() == Some(&id))
        });
        match found {
            None => feed.end(),
            Some(Some(index)) => {
                if let (Some(part), Some(used)) = (self.parts.get(index), self.used.get_mut(index)) {
                    *used = true;
                    content(feed, part)?;
                }
                feed.end()
            }
            Some(None) => {
                feed.end()?;
                self.missing.push(place(url));
                Ok(())
            }
        }
    }

    /// Says which files are missing: the request is held, and the rest of it is still told.
    fn held(&mut self, feed: &mut Feed<'_, '_>) -> Result {
        for at in self.missing.drain(..) {
            let text = "the order names an attachment that the message does not carry";
            feed.sink.str(field::UNDECODABLE, &Text::new(text, at.decoded()))?;
        }
        Ok(())
    }

    /// Parts that no element names.
    fn leftover(&mut self, feed: &mut Feed<'_, '_>) -> Result {
        for (part, used) in self.parts.iter().zip(&mut self.used) {
            if std::mem::replace(used, true) {
                continue;
            }
            feed.sink.begin(node::ARTIFACT, &part_place(part))?;
            content(feed, part)?;
            feed.end()?;
        }
        Ok(())
    }
}

fn content(feed: &mut Feed<'_, '_>, part: &Part<'_>) -> Result {
    let at = part_place(part);
    let name = part.name.as_deref().or(part.id.as_deref()).unwrap_or_default();
    if !name.is_empty() {
        feed.sink.str(field::NAME, &Text::new(name, at.clone().decoded()))?;
    }
    feed.sink.str(field::MEDIA_TYPE, &Text::new(part.media_type.as_str(), at.clone().decoded()))?;
    feed.sink.blob(field::CONTENT, &part.media_type, name, &at, &part.bytes)
}

fn part_place(part: &Part<'_>) -> Where<'static> {
    let pointer = part.id.as_ref().map_or_else(|| "part".to_owned(), |id| format!("cid:{id}"));
    match part.origin {
        Origin::At(offset) => Where::new(offset, part.bytes.len() as u64, pointer),
        Origin::Within(offset, len) => Where::new(offset, len, pointer).decoded(),
    }
}

/// Resolves `%40` and the like in a content id.
fn unescape(id: &str) -> String {
    let mut out = Vec::with_capacity(id.len());
    let mut rest = id.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let byte = match (first, tail) {
            (b'%', [high, low, ..]) => {
                let digit = |b: &u8| char::from(*b).to_digit(16);
                digit(high).zip(digit(low)).and_then(|(h, l)| u8::try_from(h << 4 | l).ok())
            }
            _ => None,
        };
        out.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { tail.get(2..).unwrap_or_default() } else { tail };
    }
    String::from_utf8_lossy(&out).into_owned()
}
