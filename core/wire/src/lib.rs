//! JSON twins of the model's types and their schemas.
