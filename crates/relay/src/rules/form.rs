//! What a body asks for. Pure. The relay reads one field, `action`, and only to keep writes on the
//! attempt's path. A body that two servers could read differently is refused.

/// The fixed list of actions (docs/protocol.md#actions). Anything else could change state at a panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    Services,
    Balance,
    Status,
    RefillStatus,
    Add,
    Refill,
    Cancel,
}

/// Why a body is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum FormError {
    /// Send `action` once.
    #[error("no action")]
    NoAction,
    /// Send `action` once: servers differ in which of two they take.
    #[error("more than one action")]
    ManyActions,
    /// Send an action of the list.
    #[error("not an action of this protocol")]
    OtherAction,
}

impl Action {
    /// The protocol's name.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Services => "services",
            Self::Balance => "balance",
            Self::Status => "status",
            Self::RefillStatus => "refill_status",
            Self::Add => "add",
            Self::Refill => "refill",
            Self::Cancel => "cancel",
        }
    }

    /// Spends or changes something: needs an attempt id and goes out once.
    pub(crate) const fn is_write(self) -> bool {
        matches!(self, Self::Add | Self::Refill | Self::Cancel)
    }

    fn parse(value: &str) -> Option<Self> {
        [
            Self::Services,
            Self::Balance,
            Self::Status,
            Self::RefillStatus,
            Self::Add,
            Self::Refill,
            Self::Cancel,
        ]
        .into_iter()
        .find(|action| action.as_str() == value)
    }
}

/// The one action of a form-urlencoded body.
pub(crate) fn action(body: &[u8]) -> Result<Action, FormError> {
    let mut values = form_urlencoded::parse(body).filter(|(name, _)| may_be_action(name));
    let (name, value) = values.next().ok_or(FormError::NoAction)?;
    if values.next().is_some() || has_more_between_semicolons(body) {
        return Err(FormError::ManyActions);
    }
    match Action::parse(&value) {
        Some(action) if name == "action" => Ok(action),
        _ => Err(FormError::OtherAction),
    }
}

/// Some servers also separate fields at `;`: what they take for a field must hold no other action.
fn has_more_between_semicolons(body: &[u8]) -> bool {
    body.contains(&b';')
        && body
            .split(|byte| matches!(byte, b'&' | b';'))
            .flat_map(form_urlencoded::parse)
            .filter(|(name, _)| may_be_action(name))
            .count()
            != 1
}

/// Whether some server could take this name for `action`: PHP drops leading blanks, ends a name at
/// NUL and reads `action[]` as `action`; others ignore case.
fn may_be_action(name: &str) -> bool {
    let name = name.trim();
    let end = name.find(['[', '\0']).unwrap_or(name.len());
    name[..end].trim().eq_ignore_ascii_case("action")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(body: &str, expected: Result<Action, FormError>) {
        assert_eq!(action(body.as_bytes()), expected, "{body}");
    }

    #[test]
    fn the_seven_actions_are_known() {
        check("key=k&action=services", Ok(Action::Services));
        check("action=balance&key=k", Ok(Action::Balance));
        check("key=k&action=status&orders=1,2", Ok(Action::Status));
        check("key=k&action=refill_status&refill=1", Ok(Action::RefillStatus));
        check("key=k&action=add&service=1", Ok(Action::Add));
        check("key=k&action=%61dd", Ok(Action::Add));
        check("key=k&action=refill&order=1", Ok(Action::Refill));
        check("key=k&action=cancel&orders=1", Ok(Action::Cancel));
    }

    #[test]
    fn a_second_action_in_any_disguise_is_refused() {
        for body in [
            "action=status&action=add",
            "action=status&Action=add",
            "action=status&action[]=add",
            "action=status&action%5B%5D=add",
            "action=status&+action=add",
            "action=status&%20action=add",
            "action=status&action%00x=add",
            "action=status&%61ction=add",
            "action=status&%09action=add",
        ] {
            check(body, Err(FormError::ManyActions));
        }
    }

    #[test]
    fn s14_an_action_behind_a_semicolon_is_refused() {
        for body in [
            "x=1;action=add&action=balance",
            "action=balance&x=1;action=add",
            "action=balance&x;action=add",
            "action=balance&;action=add",
            "action=balance&x=1;%61ction=add",
            "action=balance&x=1;+ACTION=add",
            "action=balance&x=1;action[]=add",
            "action=balance&x=1;y=2;action=add",
            "action=balance&;;action=add",
        ] {
            check(body, Err(FormError::ManyActions));
        }
        check("x=1;action=add", Err(FormError::NoAction));
        check(";action=add", Err(FormError::NoAction));
        check("action=balance;action=add", Err(FormError::ManyActions));
        check("action=balance;x=1", Err(FormError::OtherAction));
        check("action=add;&x=1", Err(FormError::OtherAction));
        // A link may hold one, as it is or encoded, as long as no action stands beside it.
        check("action=add&link=https://a.example/?x=1;y=2", Ok(Action::Add));
        check("action=add&link=a%3Baction%3Dcancel", Ok(Action::Add));
    }

    #[test]
    fn what_is_not_in_the_list_is_refused() {
        check("", Err(FormError::NoAction));
        check("key=k&link=action=add", Err(FormError::NoAction));
        check("action", Err(FormError::OtherAction));
        check("action=ADD", Err(FormError::OtherAction));
        check("action=add%20", Err(FormError::OtherAction));
        check("action=monthorders", Err(FormError::OtherAction));
        check("action[]=add", Err(FormError::OtherAction));
        check("ACTION=add", Err(FormError::OtherAction));
    }
}
