//! JSON that sees duplicate keys and gives every value its place.
