//! The trained models: what they look at, how they are trained, and the weights that ship.
//! Pure: training takes texts and gives bytes; `examples/train` reads and writes the files.

pub mod bytes;
pub mod chain;
pub mod claim;
pub mod class;
pub mod dense;
pub mod feature;
pub mod learner;
pub mod role;
pub mod role_training;
pub mod shipped;
pub mod shuffle;
pub mod statement;
pub mod words;
