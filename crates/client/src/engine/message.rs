//! What tabs say to each other: that something is another way in storage, never what. A tab that hears
//! one reads it there.

use panelboard_domain::id::{AccountId, AttemptId, OrderId};
use std::fmt;

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// The accounts changed.
    Accounts,
    /// The settings changed.
    Settings,
    /// A record of the journal changed.
    Attempt(AttemptId),
    /// What the panel says of these orders of an account changed.
    Followed(AccountId, Vec<OrderId>),
    /// A newer list of an account's services was kept.
    Catalog(AccountId),
    /// A batch began or ended; what is kept of it changed.
    Batch,
}

impl fmt::Display for Message {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Accounts => out.write_str("accounts"),
            Self::Settings => out.write_str("settings"),
            Self::Batch => out.write_str("batch"),
            Self::Attempt(id) => write!(out, "attempt:{id}"),
            Self::Followed(account, orders) => {
                write!(out, "followed:{account}:")?;
                // An id holds no white space.
                orders.iter().try_for_each(|order| write!(out, "{order} "))
            }
            Self::Catalog(account) => write!(out, "catalog:{account}"),
        }
    }
}

impl Message {
    /// Reads one; `None` for a message of another version.
    pub fn read(text: &str) -> Option<Self> {
        match text.split_once(':') {
            None if text == "accounts" => Some(Self::Accounts),
            None if text == "settings" => Some(Self::Settings),
            None if text == "batch" => Some(Self::Batch),
            Some(("attempt", id)) => AttemptId::new(id).map(Self::Attempt),
            Some(("followed", rest)) => {
                let (account, orders) = rest.split_once(':')?;
                let orders = orders.split(' ').filter_map(OrderId::new).collect();
                Some(Self::Followed(AccountId::new(account)?, orders))
            }
            Some(("catalog", id)) => AccountId::new(id).map(Self::Catalog),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_message_is_read_as_it_was_written() {
        let attempt = AttemptId::new("01a3185c-5000-7101-8101-010101010101").expect("an id");
        let account = AccountId::new("a1").expect("an id");
        let orders = ["1", "ord:2"].map(|id| OrderId::new(id).expect("an id")).to_vec();
        for message in [
            Message::Accounts,
            Message::Settings,
            Message::Batch,
            Message::Attempt(attempt),
            Message::Followed(account.clone(), orders),
            Message::Catalog(account),
        ] {
            assert_eq!(Message::read(&message.to_string()), Some(message));
        }
    }

    #[test]
    fn a_message_of_another_version_is_none() {
        for text in [
            "",
            "accounts:",
            "attempt",
            "attempt:",
            "followed:",
            "followed:a1",
            "batch:7",
            "Settings",
        ] {
            assert_eq!(Message::read(text), None, "{text}");
        }
    }
}
