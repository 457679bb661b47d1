//! The debar command.
