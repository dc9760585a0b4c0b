//! What an answer teaches about the panel itself: abilities, and the names of parameters. Pure; it
//! decides nothing about the order that was asked for.

use crate::action::Action;
use crate::dialect;
use crate::error::ApiError;
use crate::parameter_names;
use panelboard_domain::account::{Ability, Capabilities, Fact};

/// The facts that an answer to this action shows. A refusal for a parameter's name shows that name
/// and nothing about the ability; one of `add` for want of a `request_id` shows that the panel keeps
/// them.
pub fn facts<T>(action: &Action, can: &Capabilities, answer: &Result<T, ApiError>) -> Vec<Fact> {
    if let Err(ApiError::Refused(refusal)) = answer {
        if let Some((slot, name)) = parameter_names::wanted(action, can, &refusal.text) {
            return vec![Fact::IdsIn(slot, name)];
        }
        let is_add = matches!(action, Action::Add { .. });
        if is_add && parameter_names::speaks_of_request_id(&refusal.text) {
            return vec![Fact::Can(Ability::RequestId, true)];
        }
    }
    let ability = dialect::observed(action, answer);
    ability.map(|(ability, has)| Fact::Can(ability, has)).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Refusal;
    use panelboard_domain::account::{Dialect, IdName, IdSlot};
    use panelboard_domain::attempt::RefusalKind;
    use panelboard_domain::id::{OrderId, ServiceId};
    use panelboard_domain::order::OrderParams;

    fn check(action: &Action, kind: RefusalKind, text: &str, expected: &[Fact]) {
        let refusal = Refusal { kind, text: text.to_owned(), cooldown_minutes: None };
        let answer: Result<(), _> = Err(ApiError::Refused(refusal));
        let can = Capabilities::assumed(Dialect::V2);
        assert_eq!(facts(action, &can, &answer), expected, "{text}");
    }

    #[test]
    fn k06_a_refused_name_teaches_the_name_and_takes_no_ability_away() {
        let cancel = Action::Cancel(OrderId::new("5").into_iter().collect());
        let name = Fact::IdsIn(IdSlot::Cancel, IdName::Order);
        check(&cancel, RefusalKind::Request, "order parameter is required", &[name]);
        let gone = Fact::Can(Ability::Cancel, false);
        check(&cancel, RefusalKind::Action, "Unknown action: cancel", &[gone]);
        check(&cancel, RefusalKind::Other, "The moon is full", &[]);
        let can = Capabilities::assumed(Dialect::V2);
        assert_eq!(facts(&cancel, &can, &Ok(())), [Fact::Can(Ability::Cancel, true)]);
    }

    #[test]
    fn k19_an_order_refused_for_want_of_a_request_id_teaches_that_the_panel_keeps_them() {
        let service = ServiceId::new("7").expect("an id");
        let add = Action::Add { service, params: OrderParams::default() };
        let kept = Fact::Can(Ability::RequestId, true);
        check(&add, RefusalKind::Request, "Missing required parameter: request_id", &[kept]);
        check(&add, RefusalKind::Request, "Missing required parameter: link", &[]);
        check(&add, RefusalKind::Funds, "Not enough funds on balance", &[]);
    }
}
