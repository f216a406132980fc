//! Integration tests, one binary.

<<<<<<< HEAD
mod architecture;
=======
mod server;
>>>>>>> main
