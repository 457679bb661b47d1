//! Digests of files and readers.
