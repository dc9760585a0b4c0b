//! The runs of the model.

mod first;
mod mutants;
mod present;
