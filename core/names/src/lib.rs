//! Folding and comparing names: knows strings, not lists.
