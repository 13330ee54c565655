//! The seam between the engine and every kind of store: small traits, each named for a role that the user also sees,
//! and the batches in which rows travel.
//!
//! Adding a store: one crate that implements [`Connector`], one line in the list of crate `app`, one entry in
//! `testkit`. The contract of each trait stands in its own documentation; the conformance suite holds you to it.

mod address;
mod batch;
mod cell;
mod digest;
mod fault;
mod keys;
mod making;
mod server;
mod traits;
mod trigger;
mod visit;

pub use address::{Address, BadAddress};
pub use batch::{Batch, Row};
pub use cell::{Cell, Landed};
pub use digest::RowHasher;
pub use fault::{Fault, FaultKind, Retry};
pub use keys::{Keys, NoKeys, Secret};
pub use making::Making;
pub use server::Server;
pub use traits::{
    Before, Connector, Dialect, Entries, Landing, Load, Orphans, Profile, Refusal, Rewind, Scan,
    SecondOpinion, Source, Stays, Target,
};
pub use trigger::{Answers, Event, When};
pub use visit::{Clock, Deed, NOT_SECURED, Right, Version, Visit};
