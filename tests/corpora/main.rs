//! The whole product over real and hostile documents: untouched ones are never denied, a listed vendor in
//! any field is found there, hostile ones never pass.

mod documents;
mod hostile;
mod inject;
mod untouched;
