//! The promises of a store, and sled behind them, sealed.
//!
//! The lower half knows only opaque bytes, and is read in this order:
//!
//! - [`error`]: what can go wrong down here, told apart by what helps;
//! - [`seal`]: every value at rest is encrypted and bound to its place;
//! - [`part`]: a file is whole, or not there, and nothing unfinished stays;
//! - [`files`]: small files are replaced whole or not at all;
//! - [`lock`]: one process opens a workspace;
//! - [`vault`]: the passphrase wraps one random data key, kept twice;
//! - [`journal`]: what was acknowledged is on the disk, before sled sees it;
//! - [`engine`]: sled behind a guard; it may be thrown away and rebuilt.
//!
//! The upper half knows commits and records:
//!
//! - [`codec`]: how values become bytes;
//! - [`trust`]: which laptops' commits count;
//! - [`orders`]: which orders to erase count;
//! - [`totals`]: the figures kept beside the records;
//! - [`placing`]: which row a commit stands in;
//! - [`fold`]: the one fold from commits to records;
//! - [`rows`]: where things lie in sled;
//! - [`ledger_store`]: journal, sled and fold as the store of a workspace.
//!
//! Nothing here reads the clock, and nothing here trusts a file.

pub mod error;
pub mod seal;
pub mod part;
pub mod files;
pub mod lock;
pub mod vault;
pub mod journal;
pub mod engine;
pub mod codec;
pub mod trust;
pub mod orders;
pub mod fold;
pub mod totals;
pub mod placing;
pub mod ledger_store;
mod line;
pub mod rows;
mod checkpoint;
mod verify;

pub use engine::Engine;
pub use error::StoreError;
pub use journal::{Journal, Position};
pub use lock::WorkspaceLock;
pub use seal::Key;
pub use vault::{Cost, Vault};
