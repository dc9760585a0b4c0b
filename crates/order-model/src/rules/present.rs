//! Today's rules: the product's own pure functions (`fence`, `domain::attempt`, `client::reconcile`,
//! `client::accounts::belonging`), asked as the use cases in `client` ask them.
//!
//! `Present` has all of them. `Without<…>` has one taken away, so that tests can show that the model
//! misses it; nothing else may use that.

mod process;

use super::{Arrival, Asked, Ending, Log, Reader, Readings, Rules, Start, Word};
use crate::journal::{Settled, Shown};
use crate::sample;
use crate::state::{Key, Name, No};
use panelboard_client::accounts::belonging::{orphans, returning_id};
use panelboard_client::accounts::mirror::Mirrored;
use panelboard_client::evidence::concerned;
use panelboard_client::place::{Credentials, is_charge_unseen};
use panelboard_client::reconcile::{Refunds, by_balance, refunds, speaks_alone};
use panelboard_domain::account::Account;
use panelboard_domain::attempt::charge::{alarm_of_look, look};
use panelboard_domain::attempt::guard::{self, Candidate, Finding};
use panelboard_domain::attempt::number::{check, holder};
use panelboard_domain::attempt::settlement::contrary;
use panelboard_domain::attempt::user::{
    NotPlacedWord, Withdrawal, not_placed_word, takes_number, withdrawal,
};
use panelboard_domain::attempt::{
    Alarm, Attempt, AttemptState, Evidence, Happening, Outcome, Point, Receipt,
};
use panelboard_domain::id::AccountId;
use panelboard_domain::money::Money;
use panelboard_domain::order::{Attention, Followed, OrderStatus, StatusReading, attention};
use panelboard_domain::time::Timestamp;
use process::{File, Process};
use std::collections::BTreeMap;

/// Today's rules.
pub(crate) type Present = Without<NOTHING>;

/// Today's rules without one of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Without<const RULE: u8>;

const NOTHING: u8 = 0;
/// A relay takes a write for its own memory's, whatever it names.
pub(crate) const THE_MEMORY_IN_THE_PATH: u8 = 1;
/// A relay takes a write as if it had forgotten nothing.
pub(crate) const WHAT_WAS_FORGOTTEN: u8 = 2;
/// "Not seen" settles without closing.
pub(crate) const CLOSING: u8 = 3;
/// The guard goes by the account's row.
pub(crate) const THE_PANELS_GUARD: u8 = 4;
/// Any key's balance speaks for every order.
pub(crate) const WHO_PAID: u8 = 5;
/// The balance is read whatever other orders are open.
pub(crate) const ALONE: u8 = 6;
/// Another order a moment before disturbs nothing, nor does its refund.
pub(crate) const THE_OTHERS: u8 = 7;
/// A relay that may still send it is as good as one that will not.
pub(crate) const THE_RELAYS_WORD: u8 = 8;
/// Nothing that was read or told before counts.
pub(crate) const CONTRARY: u8 = 9;
/// A number may belong to two records.
pub(crate) const ONE_HOLDER: u8 = 10;
/// The charge is not looked at after an order.
pub(crate) const THE_CHARGE: u8 = 11;

impl<const RULE: u8> Rules for Without<RULE> {
    type Memory = Process;
    type File = File;
    type Receipt = panelboard_fence::Receipt<Ending>;

    const NEEDS_RECEIPT: bool = true;
    const CHECKS_RELAY_CHARGE: bool = true;
    const MIRRORS_ACCOUNTS: bool = true;
    const CLOSES: bool = RULE != CLOSING;
    const COMPARES_CLOCKS: bool = false;
    const KEEPS_SIGNS: bool = true;
    const INHERITS: bool = true;

    fn start(file: &mut File, start: Start) -> Process {
        process::start(file, start)
    }

    fn arrive(
        process: &mut Process,
        file: &mut File,
        no: No,
        noted: Option<&Self::Receipt>,
        _clock: i8,
    ) -> Arrival {
        let own = process.memory.mark();
        let named = noted.map(|receipt| match RULE {
            THE_MEMORY_IN_THE_PATH => own,
            WHAT_WAS_FORGOTTEN if receipt.mark.memory == own.memory => own,
            _ => receipt.mark,
        });
        process::arrive(process, file, no, named)
    }

    fn end(process: &mut Process, file: &mut File, no: No, ending: Ending) {
        process::end(process, file, no, ending);
    }

    fn log(process: &Process, no: No, _clock: i8) -> Log<Self::Receipt> {
        process::log(process, no)
    }

    fn close(
        process: &mut Process,
        file: &mut File,
        no: No,
        noted: Option<&Self::Receipt>,
        _clock: i8,
    ) -> Log<Self::Receipt> {
        if RULE != CLOSING {
            process::close(process, file, no, noted.map(|receipt| receipt.mark));
        }
        process::log(process, no)
    }

    fn forget(process: &mut Process) -> bool {
        process.memory.forget_oldest().is_some()
    }

    /// One panel: one lock, one guard.
    fn is_shared(_attempt_of: Name, _account: Name) -> bool {
        true
    }

    fn findings(order: &Asked<'_>, attempts: &[Attempt]) -> Vec<Finding> {
        // Another page than the one that sent them: what it sent counts as recent anyway.
        let candidate = Candidate {
            panel: &sample::panel(),
            request: order.request,
            now: order.now,
            session: "next",
        };
        if RULE == THE_PANELS_GUARD {
            let is_own = |attempt: &&Attempt| sample::is_account(&attempt.account, order.account);
            let own: Vec<Attempt> = attempts.iter().filter(is_own).cloned().collect();
            return guard::findings(&candidate, &own, |_| false);
        }
        guard::findings(&candidate, attempts, |_| false)
    }

    fn sent(turn: u64, balance: i32, noted: Option<&Self::Receipt>, is_alone: bool) -> Happening {
        Happening::Sent {
            turn,
            balance_before: Some(sample::reading(balance)),
            relay_clock: None,
            fence: noted.map(|receipt| receipt.mark),
            is_alone: is_alone || RULE == ALONE,
        }
    }

    fn may_read(no: No, attempts: &[Attempt], reader: Reader) -> bool {
        let attempt = &attempts[no];
        let is_paid =
            attempt.is_paid_by(&sample::account_id(reader.name), &sample::print(reader.key));
        let is_alone = speaks_alone(attempt, attempts);
        (is_paid || RULE == WHO_PAID) && (is_alone || RULE == ALONE)
    }

    fn read(balance: i32, turn: u64) -> Happening {
        Happening::Evidence(Evidence::Balance { reading: sample::reading(balance), turn })
    }

    fn checks_charge(attempt: &Attempt, now: Timestamp) -> bool {
        RULE != THE_CHARGE && is_charge_unseen(attempt, now)
    }

    fn charge(attempt: &Attempt, balance: i32) -> Option<Shown> {
        if RULE == THE_CHARGE {
            return None;
        }
        let seen = look(attempt, sample::reading(balance));
        alarm_of_look(attempt, seen).map(|alarm| match alarm {
            Alarm::DoubleCharge => Shown::Twice,
            Alarm::ChargedThoughRefused => Shown::ThoughRefused,
            Alarm::OtherCharge { charged } => Shown::Other(sample::cents(charged)),
        })
    }

    fn proves_not_sent(
        attempt: &Attempt,
        _noted: Option<&Self::Receipt>,
        now: &Self::Receipt,
    ) -> bool {
        now.proves_not_sent(attempt.fence())
    }

    fn may_settle(attempt: &Attempt, outcome: &Outcome, receipt: Option<Receipt>) -> bool {
        RULE == CONTRARY || contrary(attempt, outcome, receipt).is_none()
    }

    fn by_balance(readings: Readings<'_>) -> Option<Settled> {
        let attempt = &readings.attempts[readings.no];
        let followed = followed(readings);
        let may_refund = match readings.may_still_send && RULE != THE_RELAYS_WORD {
            true => Refunds::Possible,
            false => refunds(attempt, readings.attempts, &followed),
        };
        let reading = sample::reading(readings.balance);
        let settled = match RULE {
            THE_OTHERS => {
                by_balance::<Attempt>(attempt, reading, &[], Refunds::Impossible, readings.now)
            }
            _ => by_balance(attempt, reading, readings.attempts, may_refund, readings.now),
        };
        Some(match settled? {
            Outcome::Placed { .. } => Settled::Placed(None),
            Outcome::NotPlaced | Outcome::Rejected(_) => Settled::NotPlaced,
        })
    }

    fn may_say(no: No, word: Word, attempts: &[Attempt], reader: Option<Reader>) -> bool {
        let attempt = &attempts[no];
        match word {
            Word::NotPlaced => {
                matches!(not_placed_word(attempt, reader.is_some()), NotPlacedWord::Yes { .. })
            }
            Word::Withdrawn => withdrawal(attempt, attempts) == Withdrawal::Yes,
            Word::Number { number, cents, is_refunded } => {
                let id = sample::order_id(number);
                let is_free = holder(&id, &attempt.id, attempts, &[]).is_none();
                let fit = check(attempt, &status(cents, is_refunded), attempts, &[]);
                // The user confirms by name that the charge does not fit.
                let is_accepted = fit.is_accepted(&[Point::Charge]);
                let is_free = is_free || RULE == ONE_HOLDER;
                reader.is_some() && takes_number(attempt) && is_free && is_accepted
            }
        }
    }

    /// The list shows what needs a look, the orphans too.
    fn is_shown(attempt: &Attempt, here: &[(usize, Reader)]) -> bool {
        let accounts = accounts(here);
        let is_of_one = accounts.iter().any(|account| account.id == attempt.account);
        let is_listed = is_of_one || orphans([attempt], &accounts, &[]).len() == 1;
        is_listed && attention(attempt, None).is_some_and(Attention::is_counted)
    }

    fn returning(
        key: Key,
        here: &[Name],
        mirror: &BTreeMap<Name, Key>,
        attempts: &[Attempt],
    ) -> Option<Name> {
        let here: Vec<AccountId> = here.iter().copied().map(sample::account_id).collect();
        let mirrored = mirror.iter().map(|(name, key)| {
            Mirrored::present(&sample::account(*name), Some(sample::print(*key)))
        });
        let mirrored: Vec<Mirrored> = mirrored.collect();
        let id = returning_id(&sample::panel(), &sample::print(key), &here, &mirrored, attempts)?;
        Some(sample::name(&id))
    }

    fn heirs(attempts: &[Attempt], here: &[(usize, Reader)]) -> Vec<(Name, usize)> {
        let accounts = accounts(here);
        let mut heirs = Vec::new();
        for orphans in orphans(attempts, &accounts, &[]) {
            for heir in orphans.heirs(&accounts) {
                let row = here.iter().find(|(_, reader)| sample::is_account(&heir.id, reader.name));
                heirs.extend(row.map(|(row, _)| (sample::name(&orphans.account), *row)));
            }
        }
        heirs
    }

    fn concerned(reader: Reader, attempts: &[Attempt]) -> (Vec<No>, u64) {
        let (account, key) = (sample::account(reader.name), sample::api_key(reader.key));
        let (ids, turn) = concerned(Credentials { account: &account, key: &key }, attempts);
        let no = |id| attempts.iter().position(|attempt| attempt.id == id);
        (ids.into_iter().filter_map(no).collect(), turn)
    }
}

fn accounts(here: &[(usize, Reader)]) -> Vec<Account> {
    here.iter().map(|(_, reader)| sample::account(reader.name)).collect()
}

/// What the panel says of a number.
fn status(cents: i32, is_refunded: bool) -> StatusReading {
    StatusReading {
        status: if is_refunded { OrderStatus::Canceled } else { OrderStatus::Running },
        status_raw: String::new(),
        charge: Some(Money { amount: sample::amount(cents), currency: None }),
        start_count: None,
        remains: None,
        over_delivered: None,
        children: Vec::new(),
        parent: None,
    }
}

/// The orders that are followed, as far as they are known to be final.
fn followed(readings: Readings<'_>) -> Vec<Followed> {
    let known = readings.attempts.iter().zip(readings.final_since);
    let placed = known.filter_map(|(attempt, (account, final_since_turn))| {
        let AttemptState::Placed { order_id: Some(order), .. } = attempt.state() else {
            return None;
        };
        Some(Followed {
            account: sample::account_id(*account),
            order: order.clone(),
            placed_at: attempt.created_at,
            reading: None,
            read_at: None,
            asked_at: None,
            changed_at: attempt.created_at,
            final_since_turn: *final_since_turn,
            is_missing: false,
            is_gone: false,
        })
    });
    placed.collect()
}
