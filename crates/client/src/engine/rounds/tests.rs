//! Who is asked when.

use super::*;
use crate::testing::Sample;
use panelboard_domain::account::Route;
use panelboard_domain::order::{OrderStatus, StatusReading, StatusReply};
use panelboard_panel_api::error::Refusal;

const MINUTE: i64 = 60_000;

fn number(text: &str) -> OrderId {
    OrderId::new(text).expect("an id")
}

/// One account with orders and refill requests; wall clock and page's clock begin at nothing.
struct Case {
    account: Account,
    followed: Vec<Followed>,
    refills: Vec<RefillRequest>,
    rounds: Rounds,
}

impl Case {
    fn new() -> Self {
        let account = Sample::on(Route::Direct).account;
        Self { account, followed: Vec::new(), refills: Vec::new(), rounds: Rounds::default() }
    }

    /// An order that was placed at the beginning and last seen in this state then.
    fn order(mut self, text: &str, status: Option<OrderStatus>) -> Self {
        let mut order =
            Followed::new(self.account.id.clone(), number(text), Timestamp::from_millis(0));
        if let Some(status) = status {
            let reading = StatusReading {
                status,
                status_raw: String::new(),
                charge: None,
                start_count: None,
                remains: None,
                over_delivered: None,
                parent: None,
                children: Vec::new(),
            };
            order.take_reply(Timestamp::from_millis(0), 1, StatusReply::Reading(Box::new(reading)));
        }
        self.followed.push(order);
        self
    }

    fn refill(mut self, order: &str, refill: &str) -> Self {
        self.refills.push(RefillRequest {
            order: number(order),
            refill: RefillId::new(refill),
            asked_at: Timestamp::from_millis(0),
            status: None,
        });
        self
    }

    fn due(&self, millis: i64) -> Option<Plan> {
        let find = |order: &OrderId| self.followed.iter().find(|known| known.order == *order);
        let known = Known {
            account: &self.account,
            candidates: self.followed.iter().collect(),
            followed: &find,
            refills: &self.refills,
        };
        self.rounds.due(&known, Timestamp::from_millis(millis), Moment::from_millis(millis))
    }

    fn by_hand(&mut self, millis: i64) -> Option<Plan> {
        let find = |order: &OrderId| self.followed.iter().find(|known| known.order == *order);
        let known = Known {
            account: &self.account,
            candidates: self.followed.iter().collect(),
            followed: &find,
            refills: &self.refills,
        };
        self.rounds.by_hand(&known, Timestamp::from_millis(millis), Moment::from_millis(millis))
    }

    /// A whole round at this time, with this end.
    fn round(&mut self, plan: &Plan, millis: i64, result: &Result<(), ClientError>) {
        assert!(self.rounds.begin(&self.account.id, plan, Moment::from_millis(millis)));
        self.rounds.end(&self.account.id, result);
    }
}

fn refused(kind: RefusalKind) -> Result<(), ClientError> {
    Err(ApiError::Refused(Refusal { kind, text: "no".to_owned(), cooldown_minutes: None }).into())
}

fn numbers(plan: Option<Plan>) -> Vec<String> {
    plan.map(|plan| plan.orders.iter().map(ToString::to_string).collect()).unwrap_or_default()
}

#[test]
fn by_itself_only_what_is_due_is_asked_and_by_hand_everything_open() {
    let mut case = Case::new()
        .order("1", None)
        .order("2", Some(OrderStatus::Running))
        .order("3", Some(OrderStatus::Canceled));
    assert_eq!(case.due(1_000), None, "a new order gets three seconds");
    assert_eq!(numbers(case.due(4_000)), ["1"]);
    assert_eq!(numbers(case.due(MINUTE)), ["1", "2"]);
    assert_eq!(numbers(case.by_hand(1_000)), ["1", "2"]);
}

#[test]
fn by_hand_at_most_every_ten_seconds() {
    let mut case = Case::new().order("1", None);
    let plan = case.by_hand(0).expect("never asked");
    case.round(&plan, 0, &Ok(()));
    assert_eq!(case.by_hand(9_999), None);
    assert!(case.by_hand(10_000).is_some());
}

#[test]
fn one_round_at_a_time() {
    let mut case = Case::new().order("1", None);
    let plan = case.by_hand(0).expect("never asked");
    let id = case.account.id.clone();
    assert!(case.rounds.begin(&id, &plan, Moment::from_millis(0)));
    assert!(!case.rounds.begin(&id, &plan, Moment::from_millis(0)));
    assert_eq!((case.due(MINUTE), case.by_hand(MINUTE)), (None, None), "it is under way");
    case.rounds.end(&id, &Ok(()));
    assert!(case.due(MINUTE).is_some());
}

#[test]
fn a_refused_key_ends_the_asking_until_the_user_asks_or_changes_it() {
    for kind in [RefusalKind::Auth, RefusalKind::Account] {
        let mut case = Case::new().order("1", None);
        let plan = case.due(4_000).expect("due");
        case.round(&plan, 4_000, &refused(kind));
        assert_eq!(case.due(MINUTE), None, "{kind:?}");
        let plan = case.by_hand(MINUTE).expect("the user wants it");
        assert!(case.due(MINUTE).is_some(), "and it goes on from there");
        case.round(&plan, MINUTE, &refused(kind));
        assert_eq!(case.due(2 * MINUTE), None);
        case.rounds.key_changed(&case.account.id.clone());
        assert!(case.due(2 * MINUTE).is_some());
    }
}

#[test]
fn any_other_end_stops_nothing() {
    use crate::error::TransportError;
    let kinds = [RefusalKind::RateLimit, RefusalKind::Maintenance, RefusalKind::Other];
    let ends = kinds.map(refused).into_iter().chain([
        Ok(()),
        Err(TransportError::Timeout.into()),
        Err(TransportError::Offline.into()),
    ]);
    for end in ends {
        let mut case = Case::new().order("1", None);
        let plan = case.due(4_000).expect("due");
        case.round(&plan, 4_000, &end);
        assert!(case.due(MINUTE).is_some(), "{end:?}");
    }
}

#[test]
fn refills_are_asked_about_every_two_minutes_at_most() {
    let mut case = Case::new().order("5", Some(OrderStatus::Canceled)).refill("5", "1");
    let plan = case.due(0).expect("a refill is open");
    assert_eq!(plan.refills, [(number("5"), RefillId::new("1").expect("an id"))]);
    assert!(!plan.tells_age(), "it says nothing about the orders");
    case.round(&plan, 0, &Ok(()));
    assert_eq!(case.due(2 * MINUTE), None);
    assert!(case.due(2 * MINUTE + 1).is_some());
    // A round without refills does not put them off.
    case.round(&Plan { orders: vec![number("5")], refills: Vec::new() }, 3 * MINUTE, &Ok(()));
    assert!(case.due(3 * MINUTE).is_some());
}

#[test]
fn k07_by_hand_a_panel_that_could_not_tell_is_asked_once_more_but_not_against_the_users_word() {
    let mut case = Case::new().order("5", Some(OrderStatus::Completed)).refill("5", "1");
    case.account.capabilities.observe(Ability::RefillStatus, false);
    let plan = case.due(61 * MINUTE).expect("the order tells");
    assert_eq!((plan.orders.len(), plan.refills.len()), (1, 0));
    assert_eq!(case.by_hand(0).expect("never asked").refills.len(), 1);
    case.account.capabilities.set(Ability::RefillStatus, false);
    assert_eq!(case.by_hand(MINUTE).expect("long ago").refills.len(), 0);
}

#[test]
fn k07_three_silent_rounds_show_that_a_panel_cannot_tell_of_refills() {
    let mut case = Case::new();
    let silent = RefillRound { silent: 1, ..RefillRound::default() };
    let (one, other) = (case.account.id.clone(), AccountId::new("other").expect("an id"));
    let mut count = |id| case.rounds.count_refills(id, &silent);
    assert_eq!((count(&one), count(&other), count(&one)), (None, None, None));
    assert_eq!(count(&one), Some(Fact::Can(Ability::RefillStatus, false)));
    assert_eq!(count(&other), None, "each account counts for itself");
}
