//! A whole batch: one click, one order at a time, a kill, another tab.

mod rows;
mod still;

use super::*;
use crate::batch::{BatchStop, BatchView, Halt, Phase, Row, RowError, RowState};
use crate::engine::batch::BatchCommand;
use crate::error::{ClientError, StorageError, TransportError};
use crate::journal::sentinel;
use panelboard_domain::attempt::guard::Finding;
use panelboard_domain::attempt::{AttemptState, RefusalKind};
use panelboard_domain::batch::BatchRow;
use panelboard_domain::catalog::Catalog;
use panelboard_domain::money::Amount;
use panelboard_domain::service::{Rate, Service};
use panelboard_domain::testing::service;
use panelboard_panel_api::action::ActionName;
use panelboard_panel_api::http::HttpResponse;

const DAY: (u8, u8, u16) = (29, 11, 2026);

fn listed(rate: &str) -> Service {
    let rate = Rate::Exact(Amount::parse(rate).expect("a rate"));
    Service { rate, min: Some(10), max: Some(10_000), ..service("7") }
}

fn give(case: &Case, rate: &str) {
    let view = Arc::new(CatalogView::new(Catalog::new(vec![listed(rate)]), Vec::new()));
    give_list(&case.engine, &case.sample.account.id, view);
}

/// So many lines of 1,000 for 1.25 each, for different links.
fn lines(count: usize) -> String {
    let lines = (1..=count).map(|at| format!("7 | https://t.me/a/{at} | 1000"));
    lines.collect::<Vec<_>>().join("\n")
}

fn begun(text: &str) -> Case {
    begin(Case::new(), text)
}

fn begin(case: Case, text: &str) -> Case {
    give(&case, "1.25");
    // Nobody looks: no order is asked about in between.
    case.engine.set_visible(false);
    case.command(Command::Batch(BatchCommand::Open(case.sample.account.id.clone(), DAY)));
    case.fakes().transport.then(answer(r#"{"balance":"100.00"}"#));
    case.command(Command::Batch(BatchCommand::Read(text.to_owned())));
    case.fakes().transport.sent.borrow_mut().clear();
    case.fakes().transport.script.borrow_mut().clear();
    case
}

fn view(case: &Case) -> BatchView {
    let shown = case.told(|event| match event {
        Event::Batch(view) => Some(BatchView::clone(view)),
        _ => None,
    });
    shown.into_iter().next_back().expect("a batch")
}

/// The click on the sheet that the batch shows.
fn click(case: &Case) -> Result<Vec<AttemptId>, BatchStop> {
    let sheet = view(case).sheet;
    let confirmed = with_trusted_event(true, |gesture| case.engine.confirm_batch(gesture, &sheet));
    let batch = confirmed.expect("trusted")?;
    let ids = batch.attempt_ids();
    case.command(batch.into());
    Ok(ids)
}

fn balance(case: &Case, left: &str) {
    case.fakes().transport.then(answer(&format!(r#"{{"balance":"{left}"}}"#)));
}

fn placed(case: &Case, left: &str, number: u32) {
    balance(case, left);
    case.fakes().transport.then(answer(&format!(r#"{{"order":{number}}}"#)));
}

fn refused(case: &Case, left: &str, words: &str) {
    balance(case, left);
    case.fakes().transport.then(answer(&format!(r#"{{"error":"{words}"}}"#)));
}

fn adds(case: &Case) -> usize {
    case.fakes().transport.count(ActionName::Add)
}

fn balances(case: &Case) -> usize {
    case.fakes().transport.count(ActionName::Balance)
}

/// One letter a row: draft, returned, waiting, sending, placed, rejected, unknown.
fn states(case: &Case) -> String {
    let letter = |row: &Arc<Row>| match &row.state {
        RowState::Draft => 'd',
        RowState::Returned(_) => 'b',
        RowState::Waiting => 'w',
        RowState::Sending(_) => 's',
        RowState::Ended(_, AttemptState::Placed { .. }) => 'p',
        RowState::Ended(_, AttemptState::Rejected { .. }) => 'r',
        RowState::Ended(_, AttemptState::Unknown { .. }) => 'u',
        RowState::Ended(..) => '?',
    };
    view(case).rows.iter().map(letter).collect()
}

fn halted(case: &Case) -> Option<Halt> {
    let view = view(case);
    let lane = view.lanes.first()?;
    lane.halted.clone().or_else(|| lane.stopped.first().map(|(_, halt)| halt.clone()))
}

fn command(case: &Case, command: BatchCommand) {
    case.command(Command::Batch(command));
}

#[test]
fn one_click_sends_each_row_once_and_one_reading_serves_two_rows() {
    let case = begun(&lines(3));
    let sheet = view(&case).sheet;
    let total = sheet.sums[0].total.map(|total| total.to_string());
    assert_eq!((sheet.rows, total.as_deref()), (3, Some("3.75")));
    assert_eq!(sheet.sums[0].after.map(|left| left.to_string()).as_deref(), Some("96.25"));
    for (left, number) in [("100.00", 1), ("98.75", 2), ("97.50", 3)] {
        placed(&case, left, number);
    }
    let ids = click(&case).expect("confirmed");
    assert_eq!(states(&case), "pww", "one at a time");
    assert_eq!((adds(&case), balances(&case)), (1, 1));
    case.fakes().let_pass(3_000);
    assert_eq!(states(&case), "ppp");
    assert_eq!(adds(&case), 3);
    let sent: Vec<Option<AttemptId>> =
        case.fakes().transport.sent.borrow().iter().map(|(.., id)| id.clone()).collect();
    let sent: Vec<AttemptId> = sent.into_iter().flatten().collect();
    assert_eq!(sent, ids, "in their order, each once");
    assert_eq!(case.fakes().unrecorded_writes.get(), 0);
    // The reading before the second is the look at the charge of the first, in its record.
    let first = case.engine.book.attempt(&ids[0]).expect("kept");
    assert_eq!(first.readings().count(), 1);
    assert_eq!(first.alarm(), None);
    assert!(!view(&case).phase.is_running());
}

#[test]
fn what_was_confirmed_is_what_is_sent_whatever_is_typed_afterwards() {
    let case = begun(&lines(2));
    case.fakes().transport.hang_on_empty.set(true);
    balance(&case, "100.00");
    click(&case).expect("confirmed");
    assert_eq!(states(&case), "sw", "the first is on its way");
    let other =
        BatchRow { link: "https://t.me/other".to_owned(), ..view(&case).rows[1].fields.clone() };
    command(&case, BatchCommand::Edit(1, Box::new(other)));
    command(&case, BatchCommand::Clear { drafts: true });
    command(&case, BatchCommand::Read(lines(1)));
    assert_eq!(states(&case), "sw", "nothing changes while it runs");
    assert_eq!(view(&case).rows[1].fields.link, "https://t.me/a/2");
    let sheet = view(&case).sheet;
    let again = with_trusted_event(true, |gesture| case.engine.confirm_batch(gesture, &sheet));
    assert_eq!(again.expect("trusted").err(), Some(BatchStop::Running));
    assert_eq!(adds(&case), 1);
}

#[test]
fn a_sheet_that_is_not_true_any_more_confirms_nothing() {
    let case = begun(&lines(2));
    let old = view(&case).sheet;
    command(&case, BatchCommand::Remove(1));
    let confirm = |sheet: &crate::batch::BatchSheet| {
        with_trusted_event(true, |gesture| case.engine.confirm_batch(gesture, sheet))
            .expect("trusted")
            .err()
    };
    assert_eq!(confirm(&old), Some(BatchStop::Changed));
    let now = view(&case).sheet;
    command(&case, BatchCommand::Cap(Amount::parse("1.24").ok()));
    assert_eq!(confirm(&now), Some(BatchStop::OverCap));
    command(&case, BatchCommand::Cap(Amount::parse("1.25").ok()));
    case.fakes().clock.advance(15 * 60 * 1000);
    assert_eq!(confirm(&now), Some(BatchStop::Stopped(Some(0), Stop::PriceChanged)));
    case.fakes().page.keys.borrow_mut().clear();
    assert_eq!(confirm(&now), Some(BatchStop::Stopped(Some(0), Stop::NoKey)));
    command(&case, BatchCommand::Clear { drafts: true });
    assert_eq!(confirm(&view(&case).sheet), Some(BatchStop::Nothing));
    assert_eq!(adds(&case), 0);
}

#[test]
fn while_a_loss_is_not_acknowledged_there_is_no_batch() {
    let case = begun(&lines(2));
    sentinel::seen(case.fakes(), 3);
    case.engine.spawn(Rc::clone(&case.engine).check_journal());
    case.run();
    assert!(matches!(click(&case), Err(BatchStop::Stopped(None, Stop::RecordsMissing(_)))));
    case.command(Command::AcceptLoss);
    // Noticed under the lock only: everything stands still and nothing is sent.
    sentinel::seen(case.fakes(), 3);
    balance(&case, "100.00");
    click(&case).expect("confirmed");
    assert!(matches!(halted(&case), Some(Halt::Stopped(Stop::RecordsMissing(_)))));
    assert_eq!((states(&case).as_str(), adds(&case)), ("bw", 0));
}

#[test]
fn pause_resume_and_stop_after_the_current_row() {
    let case = begun(&lines(4));
    placed(&case, "100.00", 1);
    click(&case).expect("confirmed");
    command(&case, BatchCommand::Pause);
    placed(&case, "98.75", 2);
    case.fakes().let_pass(60_000);
    assert_eq!((states(&case).as_str(), view(&case).phase), ("pwww", Phase::Paused));
    case.fakes().transport.script.borrow_mut().clear();
    placed(&case, "98.75", 2);
    command(&case, BatchCommand::Resume);
    case.fakes().let_pass(400);
    assert_eq!((states(&case).as_str(), view(&case).phase), ("ppww", Phase::Running));
    command(&case, BatchCommand::Stop);
    case.fakes().let_pass(60_000);
    assert_eq!(states(&case), "ppdd", "what was not sent is a draft again");
    assert_eq!((adds(&case), view(&case).phase.is_running()), (2, false));
    placed(&case, "97.50", 3);
    placed(&case, "96.25", 4);
    click(&case).expect("a new confirmation");
    case.fakes().let_pass(5_000);
    assert_eq!(states(&case), "pppp");
}

/// The page dies: only what is stored comes over.
fn killed(case: &Case) -> Fakes {
    let (old, new) = (case.fakes(), Fakes::default());
    new.store.records.replace(old.store.records.borrow().clone());
    new.storage.values.replace(old.storage.values.borrow().clone());
    new.page.accounts.replace(old.page.accounts.borrow().clone());
    new.page.keys.replace(old.page.keys.borrow().clone());
    let bytes = crate::testing::block_on(crate::ports::Snapshots::load(old, "batch"));
    let bytes = bytes.expect("works").expect("kept");
    crate::testing::block_on(crate::ports::Snapshots::save(&new, "batch", &bytes)).expect("room");
    new
}

#[test]
fn a_row_whose_record_is_damaged_is_not_taken_for_one_that_was_never_sent() {
    let case = begun(&lines(3));
    placed(&case, "100.00", 1);
    let ids = click(&case).expect("confirmed");
    let new = killed(&case);
    new.store.records.borrow_mut().insert(ids[0].to_string(), "{".to_owned());
    let case = Case::over(new);
    give(&case, "1.25");
    command(&case, BatchCommand::Open(case.sample.account.id.clone(), DAY));
    case.fakes().let_pass(120_000);
    let errors = |at: usize| view(&case).rows[at].checked.errors.clone();
    assert_eq!(errors(0), [RowError::MayBeSent]);
    command(&case, BatchCommand::Allow(0, true));
    case.fakes().let_pass(5_000);
    assert_eq!(errors(0), [], "the user wants it all the same");
}

#[test]
fn after_a_kill_what_was_not_sent_is_a_draft_and_sends_only_after_a_new_click() {
    let case = begun(&lines(3));
    placed(&case, "100.00", 1);
    let ids = click(&case).expect("confirmed");
    assert_eq!(states(&case), "pww");
    let case = Case::over(killed(&case));
    give(&case, "1.25");
    command(&case, BatchCommand::Open(case.sample.account.id.clone(), DAY));
    case.fakes().let_pass(120_000);
    assert_eq!((states(&case).as_str(), adds(&case)), ("pdd", 0), "no click, no send");
    assert!(matches!(&view(&case).rows[0].state, RowState::Ended(id, _) if *id == ids[0]));
    let sheet = view(&case).sheet;
    assert_eq!(sheet.rows, 2, "Resume shows what is left");
    case.fakes().transport.script.borrow_mut().clear();
    give(&case, "1.25");
    placed(&case, "98.75", 2);
    placed(&case, "97.50", 3);
    let again = click(&case).expect("confirmed anew");
    case.fakes().let_pass(5_000);
    assert_eq!((states(&case).as_str(), adds(&case)), ("ppp", 2));
    assert!(again.iter().all(|id| !ids.contains(id)), "new attempts");
}

#[test]
fn another_tab_that_runs_a_batch_and_a_batch_that_cannot_be_kept_send_nothing() {
    let case = begun(&lines(2));
    let held = crate::testing::block_on(crate::ports::Locks::try_lock(case.fakes(), "batch"));
    click(&case).expect("confirmed");
    assert_eq!(view(&case).stop, Some(BatchStop::OtherTab));
    assert_eq!((states(&case).as_str(), adds(&case)), ("dd", 0));
    drop(held);
    case.engine.receive(Message::Batch);
    case.run();
    assert!(view(&case).phase != Phase::Elsewhere);
    case.fakes().locks.unavailable.set(true);
    click(&case).expect("confirmed");
    assert_eq!(view(&case).stop, Some(BatchStop::Stopped(None, Stop::NoLocks)));
    assert_eq!(adds(&case), 0);
}

#[test]
fn a_long_batch_is_sent_in_its_order_and_more_than_a_thousand_rows_stay_text() {
    let case = begun(&lines(1_002));
    let shown = view(&case);
    assert_eq!((shown.rows.len(), shown.left_rows), (1_000, 2));
    assert_eq!(shown.text.lines().count(), 2);
    assert_eq!(shown.sheet.rows, 1_000);

    let case = begun(&lines(60));
    let mut left = 20_000;
    for number in 1..=60 {
        placed(&case, &format!("{}.{:02}", left / 100, left % 100), number);
        left -= 125;
    }
    let ids = click(&case).expect("confirmed");
    assert!(ids.is_sorted(), "ids ascend in the order of sending");
    case.fakes().let_pass(61_000);
    let sent = case.fakes().transport.sent.borrow();
    let sent: Vec<&AttemptId> = sent.iter().filter_map(|(.., id)| id.as_ref()).collect();
    assert_eq!(sent, ids.iter().collect::<Vec<_>>(), "each once");
    assert!(states(&case).chars().all(|state| state == 'p'));
}
