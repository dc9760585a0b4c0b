//! Every reason to stand still, and what goes on afterwards.

use super::*;

#[test]
fn a_lost_answer_halts_the_panel_until_the_user_goes_on() {
    let case = begun(&lines(3));
    balance(&case, "100.00");
    case.fakes().transport.then(Err(TransportError::Timeout));
    let ids = click(&case).expect("confirmed");
    case.fakes().let_pass(30_000);
    assert_eq!((states(&case).as_str(), adds(&case)), ("uww", 1));
    assert_eq!(halted(&case), Some(Halt::Unknown(ids[0].clone())));
    case.fakes().transport.script.borrow_mut().clear();
    placed(&case, "100.00", 2);
    placed(&case, "98.75", 3);
    command(&case, BatchCommand::Resume);
    case.fakes().let_pass(60_000);
    assert_eq!(adds(&case), 3, "the next ones, never the lost one");
}

#[test]
fn an_order_whose_outcome_opens_elsewhere_halts_the_panel_too() {
    let case = begun(&lines(2));
    placed(&case, "100.00", 1);
    click(&case).expect("confirmed");
    // The user orders by the form meanwhile, and its answer is lost.
    balance(&case, "98.75");
    case.fakes().transport.then(Err(TransportError::Timeout));
    let mut order = sample_proposal("https://t.me/by-hand");
    order.service = listed("1.25");
    case.click(&case.order(order)).expect("confirmed");
    case.fakes().let_pass(2_000);
    assert!(matches!(halted(&case), Some(Halt::Unknown(_))));
    assert_eq!((states(&case).as_str(), adds(&case)), ("pw", 2));
}

#[test]
fn a_charge_that_is_not_the_estimate_halts_before_the_next_row() {
    let case = begun(&lines(3));
    placed(&case, "100.00", 1);
    let ids = click(&case).expect("confirmed");
    balance(&case, "97.50");
    case.fakes().let_pass(2_000);
    assert_eq!(halted(&case), Some(Halt::Alarm(ids[0].clone())));
    assert_eq!((states(&case).as_str(), adds(&case)), ("pww", 1));
    placed(&case, "97.50", 2);
    placed(&case, "96.25", 3);
    command(&case, BatchCommand::Resume);
    case.fakes().let_pass(2_000);
    assert_eq!(states(&case), "ppp");
}

#[test]
fn a_charge_that_the_answer_tells_halts_before_the_next_row() {
    let case = begun(&lines(3));
    balance(&case, "100.00");
    case.fakes().transport.then(answer(r#"{"order":1,"charge":"12.5"}"#));
    let ids = click(&case).expect("confirmed");
    case.fakes().let_pass(30_000);
    assert_eq!(halted(&case), Some(Halt::Alarm(ids[0].clone())));
    assert_eq!((states(&case).as_str(), adds(&case)), ("pww", 1));
}

#[test]
fn an_outcome_that_cannot_be_stored_halts_everything() {
    let case = begun(&lines(3));
    placed(&case, "100.00", 1);
    // Ballast and record are written; neither the answer nor what it means is.
    case.fakes().store.fail_after(2, StorageError::Unavailable);
    case.fakes().store.fail_after(0, StorageError::Unavailable);
    click(&case).expect("confirmed");
    case.fakes().let_pass(30_000);
    assert!(matches!(halted(&case), Some(Halt::Stopped(Stop::Failed(_)))), "{:?}", halted(&case));
    assert_eq!(adds(&case), 1);
}

/// An order from before ends in the middle of the batch and brings money back: what fell is less than the
/// price, and rises as often.
#[test]
fn money_that_comes_back_meanwhile_halts_nothing() {
    let case = begun(&lines(3));
    placed(&case, "100.00", 1);
    click(&case).expect("confirmed");
    placed(&case, "99.40", 2);
    placed(&case, "101.15", 3);
    case.fakes().let_pass(5_000);
    assert_eq!((states(&case).as_str(), adds(&case)), ("ppp", 3));
    assert_eq!(halted(&case), None);
}

#[test]
fn a_panel_that_books_late_is_waited_for_and_then_not_any_more() {
    let case = begun(&lines(2));
    placed(&case, "100.00", 1);
    click(&case).expect("confirmed");
    balance(&case, "100.00");
    balance(&case, "100.00");
    case.fakes().let_pass(5_000);
    assert_eq!((adds(&case), balances(&case)), (1, 3), "looked at after 0.6 and 2 seconds");
    placed(&case, "98.75", 2);
    case.fakes().let_pass(20_000);
    assert_eq!((states(&case).as_str(), adds(&case)), ("pp", 2));

    let case = begun(&lines(2));
    placed(&case, "100.00", 1);
    click(&case).expect("confirmed");
    for _ in 0..3 {
        balance(&case, "100.00");
    }
    placed(&case, "100.00", 2);
    case.fakes().let_pass(25_000);
    assert_eq!(adds(&case), 2, "after twenty seconds it goes on");
}

#[test]
fn a_rate_limit_is_waited_for_and_nothing_is_sent_meanwhile() {
    let case = begun(&lines(3));
    refused(&case, "100.00", "Too many requests, please slow down");
    click(&case).expect("confirmed");
    assert_eq!(states(&case), "rww");
    assert!(view(&case).lanes[0].is_throttled);
    placed(&case, "100.00", 2);
    case.fakes().let_pass(50_000);
    assert_eq!(adds(&case), 1);
    // The balance is refused as well: nothing of the third was written down, so it waits its turn.
    case.fakes().let_pass(10_500);
    assert_eq!((states(&case).as_str(), adds(&case)), ("rpw", 2));
    let limited =
        HttpResponse { status: 429, retry_after: None, stage: None, body: "slow down".into() };
    case.fakes().transport.script.borrow_mut().clear();
    case.fakes().transport.then(Ok(limited));
    case.fakes().let_pass(2_000);
    assert_eq!((states(&case).as_str(), adds(&case)), ("rpw", 2));
    case.fakes().transport.script.borrow_mut().clear();
    placed(&case, "98.75", 3);
    case.fakes().let_pass(70_000);
    assert_eq!(
        (states(&case).as_str(), adds(&case)),
        ("rpp", 3),
        "the refused one is not sent again"
    );
}

#[test]
fn an_account_without_funds_stands_still() {
    let case = begun(&lines(3));
    refused(&case, "1.00", "Not enough funds on balance");
    click(&case).expect("confirmed");
    case.fakes().let_pass(120_000);
    assert_eq!(halted(&case), Some(Halt::Refused(RefusalKind::Funds)));
    assert_eq!((states(&case).as_str(), adds(&case)), ("rww", 1));
    placed(&case, "101.00", 2);
    placed(&case, "99.75", 3);
    command(&case, BatchCommand::Resume);
    case.fakes().let_pass(5_000);
    assert_eq!(states(&case), "rpp");
}

#[test]
fn a_refused_row_does_not_stop_the_others() {
    let case = begun(&lines(2));
    refused(&case, "100.00", "Incorrect link");
    click(&case).expect("confirmed");
    placed(&case, "100.00", 2);
    case.fakes().let_pass(30_000);
    assert_eq!((states(&case).as_str(), halted(&case)), ("rp", None));
}

#[test]
fn a_balance_that_cannot_be_read_is_tried_again_and_then_stops_the_account() {
    let case = begun(&lines(2));
    case.fakes().transport.then(Err(TransportError::Blocked));
    click(&case).expect("confirmed");
    assert_eq!((states(&case).as_str(), adds(&case)), ("ww", 0));
    case.fakes().let_pass(60_000);
    assert!(matches!(halted(&case), Some(Halt::Stopped(Stop::BalanceUnreadable(_)))));
    assert_eq!((states(&case).as_str(), adds(&case)), ("ww", 0));
    placed(&case, "100.00", 1);
    placed(&case, "98.75", 2);
    command(&case, BatchCommand::Resume);
    case.fakes().let_pass(5_000);
    assert_eq!(states(&case), "pp");
}

#[test]
fn the_list_is_read_again_after_a_quarter_of_an_hour_and_a_new_price_pauses_its_rows() {
    let case = begun(&lines(3));
    placed(&case, "100.00", 1);
    click(&case).expect("confirmed");
    command(&case, BatchCommand::Pause);
    // The look at the charge of the one that was sent is over.
    case.fakes().let_pass(40_000);
    case.fakes().clock.advance(15 * 60 * 1000);
    case.fakes().transport.script.borrow_mut().clear();
    let services = r#"[{"service":"7","name":"","category":"","rate":"1.30","min":"10","max":"10000","type":"Default"}]"#;
    case.fakes().transport.then(answer(services));
    command(&case, BatchCommand::Resume);
    case.fakes().let_pass(3_000);
    assert_eq!(case.fakes().transport.count(ActionName::Services), 1);
    assert_eq!((states(&case).as_str(), adds(&case)), ("pbb", 1));
    let why = &view(&case).rows[1].state;
    assert_eq!(*why, RowState::Returned(Stop::PriceChanged));
    // A new confirmation at the new price goes on.
    let total = view(&case).sheet.sums[0].total.map(|total| total.to_string());
    assert_eq!(total.as_deref(), Some("2.6"));
}

#[test]
fn a_list_that_cannot_be_read_again_stops_the_account() {
    let case = begun(&lines(2));
    placed(&case, "100.00", 1);
    click(&case).expect("confirmed");
    command(&case, BatchCommand::Pause);
    case.fakes().let_pass(1_000);
    case.fakes().clock.advance(15 * 60 * 1000);
    command(&case, BatchCommand::Resume);
    case.fakes().let_pass(120_000);
    assert!(matches!(halted(&case), Some(Halt::List(ClientError::Transport(_)))));
    assert_eq!((states(&case).as_str(), adds(&case)), ("pw", 1));
}

#[test]
fn an_account_that_changed_meanwhile_sends_nothing_of_what_was_confirmed() {
    type Change = fn(&Case);
    let changes: [(&str, Change); 3] = [
        ("another key", |case| {
            let key = ApiKey::parse("CANARY-key-0002").expect("a key");
            case.fakes().page.keys.borrow_mut().insert(case.sample.account.id.clone(), key);
        }),
        ("read-only", |case| {
            case.fakes().page.accounts.borrow_mut().accounts[0].read_only = true;
        }),
        ("removed", |case| {
            case.fakes().page.accounts.borrow_mut().accounts.clear();
        }),
    ];
    for (name, change) in changes {
        let case = begun(&lines(2));
        placed(&case, "100.00", 1);
        click(&case).expect("confirmed");
        change(&case);
        placed(&case, "98.75", 2);
        case.fakes().let_pass(60_000);
        assert_eq!(adds(&case), 1, "{name}");
        assert_ne!(states(&case), "pp", "{name}");
    }
}

#[test]
fn a_full_journal_halts_everything_and_the_row_is_a_draft() {
    let case = begun(&lines(2));
    case.fakes().store.is_blocked.set(true);
    balance(&case, "100.00");
    click(&case).expect("confirmed");
    case.fakes().let_pass(30_000);
    let full = Halt::Stopped(Stop::Failed(StorageError::Unavailable.into()));
    assert_eq!((halted(&case), adds(&case)), (Some(full), 0));
    assert_eq!(states(&case), "bw");
}
