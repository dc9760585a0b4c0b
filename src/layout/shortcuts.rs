//! Which key does what. Pure: keys in, commands out; the keyboard itself is `platform::keyboard`.

use crate::i18n::Msg;
use crate::routes;

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Command {
    /// Go to an address.
    Go(&'static str),
    /// Put the focus into the search of the page, else open the services.
    Search,
    /// Go into the page's list, to the row it remembers.
    Rows,
    /// List the keys.
    Help,
}

/// All shortcuts, in the order of the sheet: keys, meaning, command.
pub(super) const ALL: [(&[&str], Msg, Command); 10] = [
    (&["C"], Msg::NAV_NEW_ORDER, Command::Go(routes::NEW_ORDER)),
    (&["M"], Msg::MASS_TITLE, Command::Go(routes::MASS_ORDER)),
    (&["/"], Msg::NAV_SEARCH, Command::Search),
    (&["G", "H"], Msg::NAV_HOME, Command::Go(routes::HOME)),
    (&["G", "S"], Msg::NAV_SERVICES, Command::Go(routes::SERVICES)),
    (&["G", "O"], Msg::NAV_ORDERS, Command::Go(routes::ORDERS)),
    (&["G", "A"], Msg::NAV_ACCOUNTS, Command::Go(routes::ACCOUNTS)),
    (&["J"], Msg::NAV_NEXT_ROW, Command::Rows),
    (&["K"], Msg::NAV_PREVIOUS_ROW, Command::Rows),
    (&["?"], Msg::NAV_SHORTCUTS, Command::Help),
];

/// The command of a key, given the key before it, and whether this key waits for another one.
pub(super) fn command(before: Option<&str>, key: &str) -> (Option<Command>, bool) {
    let is = |expected: &str, pressed: &str| expected.eq_ignore_ascii_case(pressed);
    let found = ALL.iter().find(|(keys, ..)| match (keys, before) {
        ([first, second], Some(before)) => is(first, before) && is(second, key),
        ([only], None) => is(only, key),
        _ => false,
    });
    let waits =
        before.is_none() && ALL.iter().any(|(keys, ..)| keys.len() == 2 && is(keys[0], key));
    (found.map(|(.., command)| *command), waits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_alone_or_after_its_leader_gives_a_command() {
        assert_eq!(command(None, "c"), (Some(Command::Go(routes::NEW_ORDER)), false));
        assert_eq!(command(None, "j"), (Some(Command::Rows), false));
        assert_eq!(command(None, "?"), (Some(Command::Help), false));
        assert_eq!(command(None, "g"), (None, true));
        assert_eq!(command(Some("g"), "o"), (Some(Command::Go(routes::ORDERS)), false));
        assert_eq!(command(Some("g"), "c"), (None, false));
        assert_eq!(command(None, "o"), (None, false));
        assert_eq!(command(Some("g"), "g"), (None, false));
    }
}
