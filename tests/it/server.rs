//! The process on real sockets: what a client, a balancer and an operator see.

mod calls;
mod drain;
mod fixture;
mod operator;
mod process;
