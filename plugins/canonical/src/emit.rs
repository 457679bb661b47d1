//! The events of one request, with what is said of it at its end. Not a mapping. Invariant: remarks and reasons to
//! hold that arise inside a line reach the request.

use debar_plugin_api::{DecodeError, Sink, Text, Where, decimal, field, node};
use debar_shared_json::{Value, extras};

pub(crate) type Done = Result<(), DecodeError>;

/// A sink inside one open request.
pub(crate) struct Emit<'a, 's> {
    pub sink: &'a mut Sink<'s>,
    remarks: Vec<Text<'static>>,
    holds: Vec<Text<'static>>,
    lines: u64,
    depth: usize,
}

/// Lines inside lines; a host takes 64 nodes inside each other, and one record must not cost the others their verdict.
const DEPTH: usize = 48;

impl<'a, 's> Emit<'a, 's> {
    /// Opens a request.
    pub fn begin(sink: &'a mut Sink<'s>, at: &Where<'_>) -> Result<Self, DecodeError> {
        sink.begin(node::REQUEST, at)?;
        Ok(Self { sink, remarks: Vec::new(), holds: Vec::new(), lines: 0, depth: 0 })
    }

    /// Closes the request; `none` says why it has no lines, when it has none.
    pub fn end(self, none: &str) -> Done {
        for remark in &self.remarks {
            self.sink.str(field::REMARK, remark)?;
        }
        for hold in &self.holds {
            self.sink.str(field::UNDECODABLE, hold)?;
        }
        if self.lines == 0 {
            self.sink.empty(none)?;
        }
        self.sink.end()
    }

    /// Says something to people.
    pub fn remark(&mut self, message: String, at: Where<'_>) {
        // The first ones tell the story; a broken document must not grow without bound.
        if self.remarks.len() < 20 {
            self.remarks.push(Text::new(message, at.into_owned().decoded()));
        }
    }

    /// Says why the request must be held.
    pub fn hold(&mut self, message: String, at: Where<'_>) {
        if self.holds.len() < 20 {
            self.holds.push(Text::new(message, at.into_owned().decoded()));
        }
    }

    /// A line and all inside it.
    pub fn line(&mut self, at: &Where<'_>, fill: impl FnOnce(&mut Self) -> Done) -> Done {
        self.lines += 1;
        self.depth += 1;
        let done = self.node(node::LINE, at, fill);
        self.depth -= 1;
        done
    }

    /// Whether a line inside the open one would be too deep.
    pub fn is_deep(&self) -> bool {
        self.depth >= DEPTH
    }

    /// A node and all inside it.
    pub fn node(&mut self, node: u32, at: &Where<'_>, fill: impl FnOnce(&mut Self) -> Done) -> Done {
        self.sink.begin(node, at)?;
        fill(self)?;
        self.sink.end()
    }

    /// Text: a scalar, or an array of them. Objects become extensions.
    pub fn texts(&mut self, field: u32, key: &str, value: Value<'_>) -> Done {
        if let Some(text) = value.placed() {
            return self.sink.str(field, &text);
        }
        for item in value.items() {
            self.texts(field, key, item)?;
        }
        if value.members().next().is_some() { extras(self.sink, key, value) } else { Ok(()) }
    }

    /// An exact decimal; anything else is kept as an extension and remarked on.
    pub fn decimals(&mut self, field: u32, key: &str, value: Value<'_>) -> Done {
        if let Some(text) = value.placed() {
            return self.decimal(field, key, &text);
        }
        for item in value.items() {
            self.decimals(field, key, item)?;
        }
        if value.members().next().is_some() { extras(self.sink, key, value) } else { Ok(()) }
    }

    /// An exact decimal from a text.
    pub fn decimal(&mut self, field: u32, key: &str, text: &Text<'_>) -> Done {
        match decimal(&text.value) {
            Some(plain) if plain == text.value => self.sink.dec(field, &plain, &text.at),
            Some(plain) => self.sink.dec(field, &plain, &text.at.clone().decoded()),
            None => {
                self.remark(format!("`{key}` is not a decimal of at most 38 digits"), text.at.clone());
                self.sink.ext(key, text)
            }
        }
    }

    /// Everything in a value as extensions.
    pub fn extras(&mut self, key: &str, value: Value<'_>) -> Done {
        extras(self.sink, key, value)
    }
}
