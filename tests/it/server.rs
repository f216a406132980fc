//! The process on real sockets: what a client, a balancer and an operator see.

mod bad_input;
mod calls;
mod compression;
mod drain;
mod fixture;
mod operator;
mod process;
