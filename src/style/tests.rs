mod archive;
mod faults;
mod manuals;
mod pure;
