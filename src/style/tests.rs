mod archive;
mod faults;
