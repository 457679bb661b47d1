//! Names made of SHA-256: requests, decisions and list revisions.

use std::fmt;

/// 32 bytes of SHA-256, printed as 64 lower-case hex digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Sha256Hex(pub [u8; 32]);

/// A text is not 64 hex digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sha256HexError;

impl fmt::Display for Sha256HexError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a SHA-256 of 64 hex digits")
    }
}

impl std::error::Error for Sha256HexError {}

impl Sha256Hex {
    /// Reads 64 hex digits of any case.
    pub fn parse(text: &str) -> Result<Self, Sha256HexError> {
        let mut bytes = [0_u8; 32];
        if text.len() != 64 {
            return Err(Sha256HexError);
        }
        for (slot, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            let mut value = 0_u8;
            for digit in pair {
                let digit = char::from(*digit).to_digit(16).ok_or(Sha256HexError)?;
                value = value << 4 | u8::try_from(digit).map_err(|_| Sha256HexError)?;
            }
            *slot = value;
        }
        Ok(Self(bytes))
    }
}

impl fmt::Display for Sha256Hex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.0 {
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Sha256Hex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

macro_rules! name_of {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub Sha256Hex);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }
    };
}

name_of! {
    /// Digest of the route and the redacted canonical request.
    RequestId
}
name_of! {
    /// Digest of everything that a decision depends on.
    DecisionId
}
name_of! {
    /// Digest over the sorted (relative name, SHA-256) of a blocklist's root, includes and side files.
    Revision
}

#[cfg(test)]
mod tests {
    use super::Sha256Hex;

    #[test]
    fn reads_what_it_prints_and_nothing_else() {
        let text = "3d2a69bdf04b7e9f3afa292c3bc7a98816bbfafa10bc9b45f3f3700d2f761620";
        assert_eq!(Sha256Hex::parse(text).unwrap().to_string(), text);
        assert_eq!(Sha256Hex::parse(&text.to_uppercase()).unwrap().to_string(), text);
        for bad in ["", "3d", &format!("{text}0"), &text.replace('3', "g")] {
            assert!(Sha256Hex::parse(bad).is_err(), "{bad}");
        }
    }
}
