//! Faults that leave the nodes alone: these tests may run beside each other, and on a cluster of one node.

mod crash;
mod indices;
mod two_writers;
mod wire;
