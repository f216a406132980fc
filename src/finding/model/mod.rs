//! The trained models: what they look at, how they are trained, and the weights that ship.
//! Pure: training takes texts and gives bytes; `examples/train` reads and writes the files.

pub mod bytes;
pub mod chain;
pub mod claim;
pub mod class;
pub mod cue;
pub mod cue_training;
pub mod dense;
pub mod direction;
pub mod direction_words;
pub mod feature;
pub mod learner;
pub mod lexeme;
pub mod linear;
pub mod role;
pub mod role_training;
pub mod shipped;
pub mod shuffle;
pub mod words;
