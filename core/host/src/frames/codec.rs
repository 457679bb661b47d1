//! Numbers and texts in the messages between host and worker: little-endian, texts with their lengths. Both ends
//! are of one release, so there is no version; but the host believes no length that a worker says.
//!
//! Invariant: reading never panics and never takes more memory than the bytes that are there.

/// Writes a message.
#[derive(Default)]
pub(crate) struct Put(pub Vec<u8>);

/// Reads a message; `None` where it is cut short or out of form.
pub(crate) struct Take<'a>(pub &'a [u8]);

impl Put {
    pub fn u8(&mut self, value: u8) -> &mut Self {
        self.0.push(value);
        self
    }

    pub fn bool(&mut self, value: bool) -> &mut Self {
        self.u8(u8::from(value))
    }

    pub fn u32(&mut self, value: u32) -> &mut Self {
        self.0.extend_from_slice(&value.to_le_bytes());
        self
    }

    pub fn u64(&mut self, value: u64) -> &mut Self {
        self.0.extend_from_slice(&value.to_le_bytes());
        self
    }

    pub fn i32(&mut self, value: i32) -> &mut Self {
        self.u32(value.cast_unsigned())
    }

    pub fn maybe(&mut self, value: Option<u64>) -> &mut Self {
        self.bool(value.is_some()).u64(value.unwrap_or_default())
    }

    pub fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.u64(bytes.len() as u64);
        self.0.extend_from_slice(bytes);
        self
    }

    pub fn text(&mut self, text: &str) -> &mut Self {
        self.bytes(text.as_bytes())
    }

    pub fn each<T>(&mut self, items: &[T], mut one: impl FnMut(&mut Self, &T)) -> &mut Self {
        self.u64(items.len() as u64);
        items.iter().for_each(|item| one(self, item));
        self
    }
}

impl<'a> Take<'a> {
    pub fn is_over(&self) -> bool {
        self.0.is_empty()
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*head)
    }

    pub fn u8(&mut self) -> Option<u8> {
        self.array::<1>().map(|[byte]| byte)
    }

    pub fn bool(&mut self) -> Option<bool> {
        match self.u8()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }

    pub fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    pub fn u64(&mut self) -> Option<u64> {
        self.array().map(u64::from_le_bytes)
    }

    pub fn i32(&mut self) -> Option<i32> {
        self.u32().map(u32::cast_signed)
    }

    pub fn maybe(&mut self) -> Option<Option<u64>> {
        let is_some = self.bool()?;
        let value = self.u64()?;
        Some(is_some.then_some(value))
    }

    pub fn bytes(&mut self) -> Option<&'a [u8]> {
        let len = usize::try_from(self.u64()?).ok()?;
        let (head, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(head)
    }

    pub fn text(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.bytes()?).ok()
    }

    pub fn owned(&mut self) -> Option<String> {
        self.text().map(str::to_owned)
    }

    /// At most `most` items.
    pub fn each<T>(&mut self, most: u64, mut one: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.u64()?;
        if count > most {
            return None;
        }
        (0..count).map(|_| one(self)).collect()
    }
}
