//! What the outcome of a write means: one pure table (docs/reliability.md#answers).

use crate::error::TransportError;
use crate::journal::sha256_hex;
use crate::relay::{self, RelayError};
use panelboard_domain::account::Route;
use panelboard_domain::attempt::number::named_for_another;
use panelboard_domain::attempt::{
    Attempt, Happening, RefusalKind, RejectReason, Request, Stage, UnknownHint, Verdict, Wire,
};
use panelboard_domain::id::{OrderId, RefillId};
use panelboard_domain::secret::ApiKey;
use panelboard_panel_api::decode::{self, AddOutcome, PerOrder};
use panelboard_panel_api::error::{ApiError, Decoded, Refusal, Unreadable};
use panelboard_panel_api::http::{HttpResponse, RelayStage};
use panelboard_panel_api::parameter_names::says_request_id_is_known;
use panelboard_panel_api::phrases;
use std::sync::Arc;

/// The most of a body that is kept.
const EXCERPT_BYTES: usize = 2048;

/// The raw outcome, for the journal.
pub(super) fn wire(response: &HttpResponse, key: &ApiKey) -> Wire {
    let text = key.mask(&String::from_utf8_lossy(&response.body));
    let end = (0..=EXCERPT_BYTES.min(text.len())).rev().find(|&at| text.is_char_boundary(at));
    let excerpt = text[..end.unwrap_or(0)].to_owned();
    Wire {
        http_status: response.status,
        stage: response.stage.map(stage),
        body_sha256: sha256_hex(&[&response.body]),
        whole: excerpt.len() == text.len(),
        excerpt,
    }
}

fn stage(stage: RelayStage) -> Stage {
    match stage {
        RelayStage::PreUpstream => Stage::PreUpstream,
        RelayStage::Upstream => Stage::Upstream,
        RelayStage::Replayed => Stage::Replayed,
        RelayStage::InDoubt => Stage::InDoubt,
    }
}

/// The answer that a record kept; `None` when it kept only the start of it. The first version noted
/// a stage on the direct route too, if the panel sent one: there it means nothing.
pub(crate) fn kept_answer(attempt: &Attempt) -> Option<HttpResponse> {
    let wire = attempt.wire()?;
    let stage = match (attempt.route, wire.stage) {
        (Route::Direct, _) => None,
        (Route::Relay, Some(Stage::PreUpstream)) => Some(RelayStage::PreUpstream),
        (Route::Relay, Some(Stage::Upstream)) => Some(RelayStage::Upstream),
        (Route::Relay, Some(Stage::Replayed)) => Some(RelayStage::Replayed),
        (Route::Relay, Some(Stage::InDoubt) | None) => Some(RelayStage::InDoubt),
    };
    wire.whole.then(|| HttpResponse {
        status: wire.http_status,
        retry_after: None,
        stage,
        body: wire.excerpt.clone().into_bytes(),
    })
}

/// What an answer means, and how long the panel wants to be left alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Judgement {
    pub(crate) verdict: Verdict,
    pub(crate) cooldown_minutes: Option<u32>,
}

impl From<Verdict> for Judgement {
    fn from(verdict: Verdict) -> Self {
        Self { verdict, cooldown_minutes: None }
    }
}

/// What an answer means for what was asked.
pub(crate) fn judge(request: &Request, response: &HttpResponse, key: &ApiKey) -> Judgement {
    match (response.stage, request) {
        (Some(RelayStage::PreUpstream), _) => {
            let RelayError { code } = relay::error(response);
            not_sent(code).into()
        }
        (Some(RelayStage::InDoubt), _) => Verdict::Unknown(UnknownHint::RelayInDoubt).into(),
        (_, Request::Add { .. }) => of_add(decode::add(response, key)).into(),
        (_, Request::Again { .. }) => of_repeat(decode::add(response, key)).into(),
        (_, Request::Refill { order }) => {
            let asked = std::slice::from_ref(order);
            of_item(order, decode::refill(response, asked, key), |refill| refill)
        }
        (_, Request::Cancel { order }) => {
            let asked = std::slice::from_ref(order);
            of_item(order, decode::cancel(response, asked, key), |()| None)
        }
    }
}

/// The verdict as it may be believed among the other records: a number that another order of ours has
/// says nothing about this one.
pub(crate) fn believed(attempt: &Attempt, verdict: Verdict, attempts: &[Arc<Attempt>]) -> Verdict {
    match &verdict {
        Verdict::Placed { order_id, .. }
            if named_for_another(attempt, order_id, attempts.iter().map(AsRef::as_ref))
                .is_some() =>
        {
            Verdict::Unknown(UnknownHint::NumberTaken)
        }
        _ => verdict,
    }
}

/// What no answer means: unknown, unless the relay said that nothing left.
pub(super) fn no_answer(error: TransportError) -> Happening {
    let hint = match error {
        TransportError::RelayRefused(code) => {
            return Happening::Judged { verdict: not_sent(code) };
        }
        TransportError::Timeout => UnknownHint::Timeout,
        TransportError::Cancelled => UnknownHint::Interrupted,
        TransportError::TooLarge => UnknownHint::Unreadable,
        TransportError::Offline
        | TransportError::Blocked
        | TransportError::Resting
        | TransportError::RelayUnreachable => UnknownHint::Connection,
    };
    Happening::Lost { hint }
}

pub(super) fn not_sent(code: String) -> Verdict {
    Verdict::Rejected(RejectReason { kind: RefusalKind::NotSent, text: code })
}

fn of_add(outcome: AddOutcome) -> Verdict {
    match outcome {
        AddOutcome::Placed { order, charge } => {
            Verdict::Placed { order_id: order, refill_id: None, charge }
        }
        AddOutcome::Rejected(reason) => Verdict::Rejected(reason),
        AddOutcome::Unknown { hint, .. } => Verdict::Unknown(hint),
    }
}

/// A panel that says that it has the request already placed nothing more because of this one.
fn of_repeat(outcome: AddOutcome) -> Verdict {
    match outcome {
        AddOutcome::Unknown { text, .. } if says_request_id_is_known(&text) => {
            Verdict::Rejected(RejectReason { kind: RefusalKind::Request, text })
        }
        outcome => of_add(outcome),
    }
}

fn of_item<T>(
    order: &OrderId,
    answer: Result<Decoded<PerOrder<T>>, ApiError>,
    refill_id: impl FnOnce(T) -> Option<RefillId>,
) -> Judgement {
    let rows = match answer {
        Ok(decoded) => decoded.value,
        Err(ApiError::Refused(refusal)) => return of_refusal(order, refusal),
        Err(ApiError::Unreadable { what, status, .. }) => {
            return Verdict::Unknown(of_unreadable(what, status)).into();
        }
    };
    match rows.into_iter().find(|(id, _)| id == order) {
        Some((_, Ok(item))) => {
            Verdict::Placed { order_id: order.clone(), refill_id: refill_id(item), charge: None }
                .into()
        }
        Some((_, Err(refusal))) => of_refusal(order, refusal),
        None => Verdict::Unknown(UnknownHint::Unreadable).into(),
    }
}

/// Only words that a rule knows are definite; a limit or maintenance says nothing about this request.
/// What is under way already counts as asked for: asking again would change nothing.
fn of_refusal(order: &OrderId, refusal: Refusal) -> Judgement {
    let verdict = match refusal.kind {
        RefusalKind::Other | RefusalKind::RateLimit | RefusalKind::Maintenance => {
            Verdict::Unknown(UnknownHint::LikelyNotPlaced)
        }
        kind if phrases::is_under_way(kind, &refusal.text) => {
            Verdict::Placed { order_id: order.clone(), refill_id: None, charge: None }
        }
        kind => Verdict::Rejected(RejectReason { kind, text: refusal.text }),
    };
    Judgement { verdict, cooldown_minutes: refusal.cooldown_minutes }
}

fn of_unreadable(what: Unreadable, status: u16) -> UnknownHint {
    match what {
        Unreadable::BotCheck => UnknownHint::BotCheck,
        _ if status >= 500 || matches!(status, 408 | 425 | 429) => UnknownHint::ServerError,
        _ => UnknownHint::Unreadable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order() -> OrderId {
        OrderId::new("7").expect("an id")
    }

    fn check(request: &Request, status: u16, body: &str, expected: Verdict, wait: Option<u32>) {
        let key = ApiKey::parse("CANARY-0123456789").expect("a key");
        let answer =
            HttpResponse { status, retry_after: None, stage: None, body: body.as_bytes().to_vec() };
        let judged = judge(request, &answer, &key);
        let expected = Judgement { verdict: expected, cooldown_minutes: wait };
        assert_eq!(judged, expected, "{status} {body}");
    }

    fn done(refill: Option<&str>) -> Verdict {
        let refill_id = refill.and_then(RefillId::new);
        Verdict::Placed { order_id: order(), refill_id, charge: None }
    }

    fn refused(kind: RefusalKind, text: &str) -> Verdict {
        Verdict::Rejected(RejectReason { kind, text: text.to_owned() })
    }

    #[test]
    fn what_an_answer_to_a_refill_or_a_cancel_means() {
        let refill = &Request::Refill { order: order() };
        let cancel = &Request::Cancel { order: order() };
        let unknown = Verdict::Unknown;
        check(refill, 200, r#"{"refill":"3"}"#, done(Some("3")), None);
        check(refill, 200, r#"[{"order":7,"refill":"3"}]"#, done(Some("3")), None);
        check(cancel, 200, r#"[{"order":7,"cancel":1}]"#, done(None), None);
        let words = "Cancel already requested";
        let body = format!(r#"[{{"order":7,"error":"{words}"}}]"#);
        check(cancel, 200, &body, done(None), None);
        let words = "Refill will be available in 9 hours 3 minutes";
        let body = format!(r#"{{"error":"{words}"}}"#);
        check(refill, 200, &body, refused(RefusalKind::Cooldown, words), Some(543));
        let words = "Refill will be available in 9 hours";
        let body = format!(r#"{{"refill":{{"error":"{words}"}}}}"#);
        check(refill, 200, &body, refused(RefusalKind::Cooldown, words), Some(540));
        for body in [r#"{"error":"The moon is full."}"#, r#"{"error":"Too many requests"}"#] {
            check(refill, 200, body, unknown(UnknownHint::LikelyNotPlaced), None);
        }
        check(
            cancel,
            200,
            r#"{"error":"System is under maintenance"}"#,
            unknown(UnknownHint::LikelyNotPlaced),
            None,
        );
        // Two rows, none of them this order's; nothing at all.
        let others = r#"[{"order":8,"cancel":1},{"order":9,"cancel":1}]"#;
        check(cancel, 200, others, unknown(UnknownHint::Unreadable), None);
        check(cancel, 200, "[]", unknown(UnknownHint::Unreadable), None);
    }

    #[test]
    fn k12_what_is_under_way_is_asked_and_a_clear_no_is_refused() {
        let refill = &Request::Refill { order: order() };
        let cancel = &Request::Cancel { order: order() };
        for words in ["Refill already in progress", "A refill for this order is pending"] {
            check(refill, 200, &format!(r#"{{"error":"{words}"}}"#), done(None), None);
        }
        for words in ["İptal talebiniz zaten gönderildi", "Отмена уже запрошена"]
        {
            let body = format!(r#"[{{"order":7,"cancel":{{"error":"{words}"}}}}]"#);
            check(cancel, 200, &body, done(None), None);
        }
        // One under way is said of a refill; a cancel is not under way because of it.
        for (request, kind, words) in [
            (refill, RefusalKind::Refill, "Refill cannot be requested, the order is in progress"),
            (refill, RefusalKind::Refill, "This order is not eligible for a refill"),
            (refill, RefusalKind::Refill, "Something went wrong."),
            (cancel, RefusalKind::Cancel, "Cancellation only by ticket"),
            (cancel, RefusalKind::Cancel, "The order is already cancelled"),
        ] {
            let body = format!(r#"{{"error":"{words}"}}"#);
            check(request, 200, &body, refused(kind, words), None);
        }
        for body in [r#"{"error":"Server error"}"#, r#"{"error":"Database connection failed"}"#] {
            check(refill, 200, body, Verdict::Unknown(UnknownHint::LikelyNotPlaced), None);
        }
    }

    #[test]
    fn what_cannot_be_read_is_unknown_by_its_status() {
        let cancel = &Request::Cancel { order: order() };
        let check = |status, body, hint| check(cancel, status, body, Verdict::Unknown(hint), None);
        let page = "<html><title>Just a moment...</title></html>";
        check(403, page, UnknownHint::BotCheck);
        check(503, page, UnknownHint::BotCheck);
        for status in [408, 425, 500, 502, 520] {
            check(status, "upstream said nothing", UnknownHint::ServerError);
        }
        check(429, "upstream said nothing", UnknownHint::LikelyNotPlaced);
        check(429, "", UnknownHint::LikelyNotPlaced);
        for status in [200, 404, 499] {
            check(status, "upstream said nothing", UnknownHint::Unreadable);
        }
    }
}
