//! File in, outcomes out: a reader thread cuts records, a desk decides what becomes of each, the engine makes it durable.

mod ahead;
pub(super) mod desk;
mod feed;
mod finish;
mod live;
mod prepare;
mod session;

pub use feed::Feed;
pub(super) use finish::findings_of;
pub(super) use live::Keys;
pub use session::ImportOptions;
