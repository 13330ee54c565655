//! Real servers for tests, private and thrown away: on the loopback only, as an unprivileged user, with data in a folder
//! of their own. A server's program that is not on the machine is a failing test, never a skipped one.

pub mod guard;
pub mod mysql;
pub mod postgres;
pub mod proxy;
