//! The words of debar: requests, parties, identifiers, digests, findings, decisions.
