//! The runs of the model.

mod first;
