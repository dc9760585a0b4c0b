//! The tabs of the order book and what belongs in each.

use super::OrderRow;
use panelboard_domain::attempt::AttemptState;
use panelboard_domain::order::OrderStatus;

/// A tab.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tab {
    /// Everything.
    #[default]
    All,
    /// What needs a person, until it is settled or seen.
    Attention,
    /// Under way.
    Active,
    /// Delivered.
    Completed,
    /// Delivered in part.
    Partial,
    /// Canceled or refunded.
    Canceled,
}

impl Tab {
    /// All of them, in the order shown.
    pub const ALL: [Self; 6] =
        [Self::All, Self::Attention, Self::Active, Self::Completed, Self::Partial, Self::Canceled];

    /// The word in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Attention => "attention",
            Self::Active => "active",
            Self::Completed => "completed",
            Self::Partial => "partial",
            Self::Canceled => "canceled",
        }
    }

    /// The tab of an address.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tab| tab.as_str() == word)
    }

    /// Whether an order belongs here.
    pub fn holds(self, row: &OrderRow) -> bool {
        let status = row.reading().map(|reading| &reading.status);
        match self {
            Self::All => true,
            Self::Attention => row.attention().is_some(),
            Self::Active => match row.state {
                AttemptState::Drafted | AttemptState::Sending => true,
                // Without a number nobody knows whether it is under way.
                AttemptState::Placed { order_id: None, .. } => false,
                AttemptState::Placed { .. } => status.is_none_or(|status| !status.is_final()),
                _ => false,
            },
            Self::Completed => matches!(status, Some(OrderStatus::Completed)),
            Self::Partial => matches!(status, Some(OrderStatus::Partial)),
            Self::Canceled => {
                matches!(status, Some(OrderStatus::Canceled | OrderStatus::Refunded))
            }
        }
    }
}

/// How many orders each tab holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TabCounts {
    /// Orders whose outcome is open.
    pub unknown: usize,
    /// Orders on which money may hang now: the badge.
    pub badge: usize,
    tabs: [usize; Tab::ALL.len()],
}

impl TabCounts {
    /// The count of a tab.
    pub fn of_tab(&self, tab: Tab) -> usize {
        self.tabs[tab as usize]
    }

    pub(super) fn of(unknown: usize, badge: usize, tabs: [usize; Tab::ALL.len()]) -> Self {
        Self { unknown, badge, tabs }
    }
}
