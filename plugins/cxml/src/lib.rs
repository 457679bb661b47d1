//! cXML orders and punchout carts.
