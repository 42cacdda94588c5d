//! Alerts: which news somebody asked for, what is said of it, and how it gets there.
//!
//! Rules ([`Rule`]) come from `[alert]` of `fedreg.toml`. A [`RuleBook`] is shown what history
//! appends, and what it answers is queued in the same transaction. [`Delivery`] takes what is due
//! from that outbox to the channels, at least once, and notes each attempt.

mod alert;
mod channel;
mod check;
mod deliver;
mod failure;
mod heartbeat;
mod pattern;
mod publication;
mod render;
mod rules;
mod settings;

pub use alert::{Alert, AlertKind, Item, ItemKind, Notice, RuleBook};
pub use channel::{Failure, Message};
pub use deliver::{Delivered, Delivery, Print, try_channel};
pub use failure::{Failing, FailureKind, FailureReport};
pub use heartbeat::HeartbeatSettings;
pub use publication::is_same;
pub use rules::{Rule, RuleError};
pub use settings::{
    AlertSettings, BodyForm, ChannelKind, ChannelSettings, Event, FailureSettings, Maker,
    RuleSettings, Security,
};
