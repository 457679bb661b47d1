//! The few unsafe tools behind safe functions.
