//! Names made of SHA-256.

use debar_model::{RequestId, Sha256Hex};
use sha2::{Digest as _, Sha256};

/// SHA-256 of some bytes.
pub fn sha256(bytes: &[u8]) -> Sha256Hex {
    Sha256Hex(Sha256::digest(bytes).into())
}

/// The id of a request: SHA-256 over
///
/// 1. the 24 bytes `debar request id v1` LF LF LF LF LF,
/// 2. the length of the route's name in bytes, as 8 bytes, most significant first,
/// 3. the route's name in UTF-8,
/// 4. the SHA-256 (32 bytes) of `canonical`, the bytes of [`crate::request_json`].
///
/// The length stands in front so that no two pairs of route and request share their bytes, and the
/// request enters by its own digest because that is the name under which the ledger stores it.
pub fn request_id(route: &str, canonical: &[u8]) -> RequestId {
    request_id_of(route, &sha256(canonical))
}

/// As [`request_id`], when the SHA-256 of the canonical request is known already.
pub fn request_id_of(route: &str, canonical: &Sha256Hex) -> RequestId {
    let mut hash = Sha256::new();
    hash.update(b"debar request id v1\n\n\n\n\n");
    hash.update(u64::try_from(route.len()).unwrap_or(u64::MAX).to_be_bytes());
    hash.update(route.as_bytes());
    hash.update(canonical.0);
    RequestId(Sha256Hex(hash.finalize().into()))
}

#[cfg(test)]
mod tests {
    use super::{request_id, sha256};

    #[test]
    fn the_encoding_is_the_documented_one() {
        let mut bytes = b"debar request id v1\n\n\n\n\n".to_vec();
        assert_eq!(bytes.len(), 24);
        bytes.extend([0, 0, 0, 0, 0, 0, 0, 4]);
        bytes.extend(b"cxml");
        bytes.extend(sha256(b"{}").0);
        assert_eq!(request_id("cxml", b"{}").0, sha256(&bytes));
        assert_ne!(request_id("cx", b"ml{}"), request_id("cxml", b"{}"));
    }
}
