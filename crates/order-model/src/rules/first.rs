//! The rules of the first version (f18be7c), frozen, so that the model can be seen to find their holes.
//! Nothing here is ever mended.

use super::{Arrival, Asked, Ending, Log, Reader, Readings, Rules, Start, Word};
use crate::journal::{Settled, Shown};
use crate::sample;
use crate::state::{Name, No};
use panelboard_domain::attempt::evidence::{Fall, fall};
use panelboard_domain::attempt::guard::{self, Finding};
use panelboard_domain::attempt::{Attempt, AttemptState, Evidence, Happening, Outcome, Receipt};
use panelboard_domain::time::Timestamp;

const REPEAT_WINDOW_MILLIS: i64 = 24 * 60 * 60 * 1000;
const UNCHANGED_COUNTS_MILLIS: i64 = 90_000;
const CHARGED_COUNTS_MILLIS: i64 = 15 * 60_000;

/// The first version.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct First;

/// Everything since `since`, by the relay's own clock.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Memory {
    entries: Vec<Entry>,
    since: i8,
    /// Which writing of the file this process appends to.
    file: Option<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Entry {
    no: No,
    at: i8,
    ending: Option<Ending>,
}

/// The attempts file. A start writes it anew and renames it into place: whoever had it open before
/// appends to a file that nobody will read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct File {
    writing: u8,
    since: Option<i8>,
    lines: Vec<(No, i8)>,
}

/// `boot_ts` and `now` of a receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Clocks {
    since: i8,
    now: i8,
}

impl Rules for First {
    type Memory = Memory;
    type File = File;
    type Receipt = Clocks;

    const NEEDS_RECEIPT: bool = false;
    const CHECKS_RELAY_CHARGE: bool = false;
    const MIRRORS_ACCOUNTS: bool = false;
    const CLOSES: bool = false;
    const COMPARES_CLOCKS: bool = true;
    const KEEPS_SIGNS: bool = false;
    const INHERITS: bool = false;

    fn start(file: &mut File, start: Start) -> Memory {
        if !start.has_file {
            return Memory { entries: Vec::new(), since: start.clock, file: None };
        }
        let since = *file.since.get_or_insert(start.clock);
        file.writing += 1;
        let restored = |&(no, at): &(No, i8)| Entry { no, at, ending: Some(Ending::InDoubt) };
        Memory {
            entries: file.lines.iter().map(restored).collect(),
            since,
            file: Some(file.writing),
        }
    }

    fn arrive(
        memory: &mut Memory,
        file: &mut File,
        no: No,
        _noted: Option<&Clocks>,
        clock: i8,
    ) -> Arrival {
        match memory.entries.iter().find(|entry| entry.no == no) {
            Some(Entry { ending: Some(ending), .. }) => Arrival::Answer(ending.answer()),
            Some(Entry { ending: None, .. }) => Arrival::Join,
            None => {
                memory.entries.push(Entry { no, at: clock, ending: None });
                if memory.file == Some(file.writing) {
                    file.lines.push((no, clock));
                }
                Arrival::Send
            }
        }
    }

    fn end(memory: &mut Memory, _file: &mut File, no: No, ending: Ending) {
        if let Some(entry) = memory.entries.iter_mut().find(|entry| entry.no == no) {
            entry.ending = Some(ending);
        }
    }

    fn log(memory: &Memory, no: No, clock: i8) -> Log<Clocks> {
        match memory.entries.iter().find(|entry| entry.no == no) {
            Some(Entry { ending: Some(ending), .. }) => Log::Ended(*ending),
            Some(Entry { ending: None, .. }) => Log::InFlight,
            None => Log::NotSeen(Clocks { since: memory.since, now: clock }),
        }
    }

    fn forget(memory: &mut Memory) -> bool {
        match memory.entries.first() {
            Some(Entry { at, ending: Some(_), .. }) => {
                memory.since = memory.since.max(at + 1);
                memory.entries.remove(0);
                true
            }
            _ => false,
        }
    }

    fn is_shared(attempt_of: Name, account: Name) -> bool {
        attempt_of == account
    }

    fn findings(order: &Asked<'_>, attempts: &[Attempt]) -> Vec<Finding> {
        let account = sample::account_id(order.account);
        let own = || attempts.iter().filter(|attempt| attempt.account == account);
        let latest = own().map(Attempt::turn).max().unwrap_or(0);
        let mut found: Vec<Finding> =
            own().filter_map(|earlier| finding(order, earlier, latest)).collect();
        found.sort();
        found
    }

    fn sent(turn: u64, balance: i32, noted: Option<&Clocks>, is_alone: bool) -> Happening {
        Happening::Sent {
            turn,
            balance_before: Some(sample::reading(balance)),
            relay_clock: noted.map(|clocks| i64::from(clocks.now)),
            fence: None,
            is_alone,
        }
    }

    fn may_read(no: No, attempts: &[Attempt], _reader: Reader) -> bool {
        let attempt = &attempts[no];
        let is_disturbed = attempts.iter().enumerate().any(|(other_no, other)| {
            other_no != no
                && other.account == attempt.account
                && (other.turn() >= attempt.turn() || other.is_unknown())
        });
        !is_disturbed && attempt.left_alone() && attempt.balance_before().is_some()
    }

    fn read(balance: i32, turn: u64) -> Happening {
        Happening::Evidence(Evidence::Balance { reading: sample::reading(balance), turn })
    }

    fn checks_charge(attempt: &Attempt, _now: Timestamp) -> bool {
        attempt.resolution().is_none()
    }

    fn charge(attempt: &Attempt, balance: i32) -> Option<Shown> {
        match (attempt.state(), fell(attempt, balance)?) {
            (AttemptState::Rejected { .. }, Fall::Once | Fall::Twice) => Some(Shown::ThoughRefused),
            (AttemptState::Placed { .. } | AttemptState::Unknown { .. }, Fall::Twice) => {
                Some(Shown::Twice)
            }
            _ => None,
        }
    }

    fn proves_not_sent(attempt: &Attempt, _noted: Option<&Clocks>, now: &Clocks) -> bool {
        attempt.relay_clock().is_some_and(|before| i64::from(now.since) <= before)
    }

    fn may_settle(_attempt: &Attempt, _outcome: &Outcome, _receipt: Option<Receipt>) -> bool {
        true
    }

    fn by_balance(readings: Readings<'_>) -> Option<Settled> {
        let attempt = &readings.attempts[readings.no];
        match fell(attempt, readings.balance)? {
            Fall::Once | Fall::Twice if readings.age <= CHARGED_COUNTS_MILLIS => {
                Some(Settled::Placed(None))
            }
            Fall::None if !may_refund(readings) && readings.age <= UNCHANGED_COUNTS_MILLIS => {
                Some(Settled::NotPlaced)
            }
            _ => None,
        }
    }

    fn may_say(no: No, word: Word, attempts: &[Attempt], _reader: Option<Reader>) -> bool {
        let state = attempts[no].state();
        let is_unknown = matches!(state, AttemptState::Unknown { .. });
        match word {
            Word::Number { .. } => {
                is_unknown || matches!(state, AttemptState::Placed { order_id: None, .. })
            }
            Word::NotPlaced => is_unknown,
            Word::Withdrawn => false,
        }
    }

    /// Without an account the app shows its first run.
    fn is_shown(attempt: &Attempt, here: &[(usize, Reader)]) -> bool {
        attempt.is_unknown() && !here.is_empty()
    }
}

fn fell(attempt: &Attempt, balance: i32) -> Option<Fall> {
    Some(fall(attempt.balance_before()?, sample::reading(balance), attempt.request.estimate()?))
}

fn finding(order: &Asked<'_>, earlier: &Attempt, latest_turn: u64) -> Option<Finding> {
    let attempt = earlier.id.clone();
    let is_same = guard::is_same_target(order.request, &earlier.request);
    if earlier.is_unknown() {
        return is_same.then_some(Finding::OpenUnknown { attempt });
    }
    if !matches!(earlier.state(), AttemptState::Sending | AttemptState::Placed { .. }) || !is_same {
        return None;
    }
    let age = order.now.millis_since(earlier.created_at);
    let is_recent = age < REPEAT_WINDOW_MILLIS || earlier.turn() == latest_turn;
    let order = earlier.order_id().cloned();
    Some(if is_recent {
        Finding::Repeat { attempt, order }
    } else {
        Finding::ActiveLink { attempt, order }
    })
}

/// Another order of the account was not final before this one was sent.
fn may_refund(readings: Readings<'_>) -> bool {
    let attempt = &readings.attempts[readings.no];
    readings.attempts.iter().zip(readings.final_since).enumerate().any(
        |(no, (other, (_, since)))| {
            no != readings.no
                && other.account == attempt.account
                && matches!(other.state(), AttemptState::Placed { .. })
                && !since.is_some_and(|turn| turn < attempt.turn())
        },
    )
}
