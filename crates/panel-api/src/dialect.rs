//! What answers show of a panel: which dialect it speaks, what it can and cannot do
//! (docs/protocol.md#capabilities). A path is a hint; an answer decides.

use crate::action::Action;
use crate::error::{ApiError, Refusal};
use crate::phrases;
use panelboard_domain::account::{Ability, Dialect, Source};
use panelboard_domain::attempt::RefusalKind;
use panelboard_domain::catalog::Catalog;
use panelboard_domain::service::Service;

/// The dialect that a catalogue shows: `refill` or `cancel` flags are v2's, a type in lower or
/// snake case is v1's, and so are descriptions where there are neither flags nor types. `None` when
/// it shows neither.
pub fn of_catalog(catalog: &Catalog) -> Option<Dialect> {
    let any = |shows: fn(&Service) -> bool| catalog.services().iter().any(shows);
    if any(|service| service.refill.is_some() || service.cancel.is_some()) {
        return Some(Dialect::V2);
    }
    let is_lower = any(|service| service.kind_raw.starts_with(|c: char| c.is_ascii_lowercase()));
    let is_bare = !any(|service| !service.kind_raw.is_empty());
    let is_v1 = is_lower || is_bare && any(|service| service.description.is_some());
    is_v1.then_some(Dialect::V1)
}

/// The dialect of an account: what its `balance` showed, else what its catalogue shows, else what
/// its path says; v2 where nothing speaks.
pub fn settle(
    path: &str,
    balance: Option<Dialect>,
    catalog: Option<&Catalog>,
) -> (Dialect, Source) {
    match balance.or_else(|| catalog.and_then(of_catalog)) {
        Some(dialect) => (dialect, Source::Observed),
        None if path.trim_end_matches('/').ends_with("/v1") => (Dialect::V1, Source::Assumed),
        None => (Dialect::V2, Source::Assumed),
    }
}

/// What an answer shows of the panel's abilities: `true` after any answer that belongs to the
/// action, `false` after one of those that turn a capability off (`Incorrect request`, unknown
/// action texts, the JSON `null`). `None` when the answer says nothing about it.
pub fn observed<T>(action: &Action, answer: &Result<T, ApiError>) -> Option<(Ability, bool)> {
    let ability = match action {
        Action::Status(orders) if orders.len() > 1 => Ability::MultiStatus,
        Action::Refill(orders) if orders.len() > 1 => Ability::MultiRefill,
        Action::Refill(_) => Ability::Refill,
        Action::RefillStatus(_) => Ability::RefillStatus,
        Action::Cancel(_) => Ability::Cancel,
        Action::Services
        | Action::ServicesFrom { .. }
        | Action::Balance
        | Action::Add { .. }
        | Action::Status(_) => return None,
    };
    match answer {
        Ok(_) => Some((ability, true)),
        Err(ApiError::Refused(refusal)) => speaks_of(refusal).map(|has| (ability, has)),
        Err(ApiError::Unreadable { .. }) => None,
    }
}

/// Whether a refusal knows the action.
fn speaks_of(refusal: &Refusal) -> Option<bool> {
    match refusal.kind {
        RefusalKind::Action => Some(false),
        RefusalKind::Request => phrases::is_unknown_request(&refusal.text).then_some(false),
        RefusalKind::Refill | RefusalKind::Cancel => Some(!phrases::is_unsupported(&refusal.text)),
        RefusalKind::Order | RefusalKind::Cooldown => Some(true),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use panelboard_domain::id::{OrderId, RefillId};
    use panelboard_domain::secret::ApiKey;

    fn catalog(row: &str) -> Catalog {
        let body = format!("[{row}]").into_bytes();
        let answer =
            crate::http::HttpResponse { status: 200, retry_after: None, stage: None, body };
        let key = ApiKey::parse("CANARY-0123456789").expect("a key");
        crate::decode::services(&answer, &key).expect("a list").value
    }

    #[test]
    fn a_list_shows_its_dialect_or_nothing() {
        let check = |row: &str, expected| assert_eq!(of_catalog(&catalog(row)), expected, "{row}");
        check(r#"{"service":1,"refill":false}"#, Some(Dialect::V2));
        check(r#"{"service":1,"cancel":true,"type":"default"}"#, Some(Dialect::V2));
        check(r#"{"service":1,"type":"custom_comments"}"#, Some(Dialect::V1));
        check(r#"{"service":1,"desc":"Fast"}"#, Some(Dialect::V1));
        check(r#"{"service":1,"desc":"Fast","type":"Default"}"#, None);
        check(r#"{"service":1,"type":"Default"}"#, None);
        assert_eq!(of_catalog(&Catalog::default()), None);
    }

    #[test]
    fn the_balance_counts_more_than_the_list_and_the_list_more_than_the_path() {
        let (v1, v2) =
            (catalog(r#"{"service":1,"type":"seo"}"#), catalog(r#"{"service":1,"refill":1}"#));
        let observed = |dialect| (dialect, Source::Observed);
        assert_eq!(settle("x/api/v2", Some(Dialect::V1), Some(&v2)), observed(Dialect::V1));
        assert_eq!(settle("x/api/v2", None, Some(&v1)), observed(Dialect::V1));
        assert_eq!(settle("x/api/v1", None, Some(&v2)), observed(Dialect::V2));
        assert_eq!(settle("x/api/v1/", None, None), (Dialect::V1, Source::Assumed));
        assert_eq!(
            settle("x/api", None, Some(&Catalog::default())),
            (Dialect::V2, Source::Assumed)
        );
    }

    #[test]
    fn an_answer_shows_what_the_panel_can() {
        let orders =
            |count: u32| (0..count).filter_map(|id| OrderId::new(&id.to_string())).collect();
        let check = |action: Action, expected: Option<Ability>| {
            let ability = observed(&action, &Ok(())).map(|(ability, has)| {
                assert!(has);
                ability
            });
            assert_eq!(ability, expected, "{action:?}");
        };
        check(Action::Status(orders(1)), None);
        check(Action::Status(orders(2)), Some(Ability::MultiStatus));
        check(Action::Refill(orders(1)), Some(Ability::Refill));
        check(Action::Refill(orders(2)), Some(Ability::MultiRefill));
        check(
            Action::RefillStatus(RefillId::new("1").into_iter().collect()),
            Some(Ability::RefillStatus),
        );
        check(Action::Cancel(orders(1)), Some(Ability::Cancel));
        check(Action::Balance, None);
    }

    #[test]
    fn only_some_refusals_speak_of_the_action() {
        let check = |kind, text: &str, expected: Option<bool>| {
            let refusal = Refusal { kind, text: text.to_owned(), cooldown_minutes: None };
            let answer: Result<(), _> = Err(ApiError::Refused(refusal));
            let orders = OrderId::new("1").into_iter().collect();
            let has = observed(&Action::Cancel(orders), &answer).map(|(_, has)| has);
            assert_eq!(has, expected, "{kind:?} {text}");
        };
        check(RefusalKind::Action, "Incorrect action", Some(false));
        check(RefusalKind::Request, "Incorrect request", Some(false));
        check(RefusalKind::Request, "Too fast", None);
        check(RefusalKind::Order, "Incorrect order ID", Some(true));
        check(RefusalKind::Cancel, "Cancel disabled", Some(true));
        check(RefusalKind::Auth, "Invalid API key", None);
    }

    #[test]
    fn k01_k12_what_is_learned_does_not_hang_on_the_wording() {
        let check = |text: &str, expected: Option<bool>| {
            let key = ApiKey::parse("CANARY-0123456789").expect("a key");
            let answer: Result<(), _> = Err(ApiError::Refused(crate::decode::refusal(text, &key)));
            let orders = OrderId::new("1").into_iter().collect();
            let has = observed(&Action::Cancel(orders), &answer).map(|(_, has)| has);
            assert_eq!(has, expected, "{text}");
        };
        for text in ["Incorrect request or API key", "Account restricted", "API anahtarı hatalı"]
        {
            check(text, None);
        }
        for text in [
            "Invalid request",
            "Неверный запрос",
            "Geçersiz istek",
            "잘못된 요청입니다",
            "Desteklenmeyen işlem",
            "Cancellation via API is not supported. Contact support.",
            "Отмена через API не поддерживается",
            "Cancel requests only by ticket",
        ] {
            check(text, Some(false));
        }
        for text in [
            "This order cannot be cancelled",
            "You are not eligible to cancel this order.",
            "Cancel is not supported for this service",
            "Заказ нельзя отменить",
        ] {
            check(text, Some(true));
        }
        for text in ["Missing order parameter", "Too many requests", "Server error"] {
            check(text, None);
        }
    }
}
