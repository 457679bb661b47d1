//! The canonical request as JSON, NDJSON or CSV.
