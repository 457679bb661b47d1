//! A checked list compiled once; screens many requests; pure.
