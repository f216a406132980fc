//! Faults of nodes: these tests need the cluster for themselves.

mod freeze;
mod kill;
mod load;
mod red;
mod restart;
