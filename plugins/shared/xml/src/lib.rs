//! XML events with limits, character sets and places.
