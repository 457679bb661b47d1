//! Loads adapter plugins: pins, checks, calls.
