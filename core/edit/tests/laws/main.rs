//! What holds of every change of a list, over generated lists, the corpora and the lists that ship.
#![cfg(test)]

mod entries;
mod faults;
mod formatting;
