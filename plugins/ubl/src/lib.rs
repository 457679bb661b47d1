//! UBL 2.x orders.
