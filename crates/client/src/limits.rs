//! How long and how large an answer may be, by action (docs/reliability.md#limits). The transport
//! applies them.

use panelboard_panel_api::action::ActionName;

/// Bounds of one exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Give up after this time.
    pub timeout_millis: u32,
    /// Give up beyond this size.
    pub max_bytes: usize,
}

/// The bounds of an action.
pub const fn of(action: ActionName) -> Limits {
    let (seconds, kibibytes) = match action {
        ActionName::Balance => (15, 256),
        ActionName::Status | ActionName::RefillStatus => (20, 256),
        ActionName::Services => (60, 16 * 1024),
        ActionName::Add | ActionName::Refill | ActionName::Cancel => (60, 256),
    };
    Limits { timeout_millis: seconds * 1000, max_bytes: kibibytes * 1024 }
}
