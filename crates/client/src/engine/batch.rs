//! The batch of the mass order: rows are read, edited and checked here, a click confirms all of them at
//! once ([`confirm`]), and what it confirmed is sent row by row ([`lane`]).
//!
//! Must never make a confirmation: after a reload every row without a record is a draft, and only another
//! click makes it an order again.

mod checking;
mod confirm;
mod lane;
mod outcome;
mod steer;

pub use confirm::ConfirmedBatch;

use super::{Engine, Event};
use crate::batch::kept::{Kept, KeptRow, NAME};
use crate::batch::{BatchSheet, BatchStop, BatchView, Checked, LaneView, Phase, Row, RowState};
use crate::ports::Ports;
use crate::stop::Stop;
use confirm::Confirmed;
use lane::Lane;
use panelboard_domain::batch::{BatchRow, MOST_ROWS, read};
use panelboard_domain::id::{AccountId, AttemptId};
use panelboard_domain::money::Amount;
use panelboard_domain::panel::PanelId;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use std::sync::Arc;

/// The lock of whoever runs a batch, over all tabs.
const LOCK: &str = "batch";

/// What the screen asks of the batch. While it runs only the last three do anything.
#[derive(Clone, Debug)]
pub enum BatchCommand {
    /// The screen is shown: bring what is kept. Rows that name no account are this one's; the day is that
    /// where the user is.
    Open(AccountId, (u8, u8, u16)),
    /// No account may spend more than this in one currency; `None`: no bound.
    Cap(Option<Amount>),
    /// Keep what stands in the text field.
    Keep(String),
    /// Make rows of a text, behind those that are there.
    Read(String),
    /// A row is typed anew.
    Edit(usize, Box<BatchRow>),
    /// A row is wanted although it repeats an order, or not any more.
    Allow(usize, bool),
    /// Take a row out.
    Remove(usize),
    /// Take all rows out, or only those that have ended.
    Clear {
        /// Drafts too.
        drafts: bool,
    },
    /// Check everything anew, with lists that are fresh.
    Check,
    /// Send nothing more for now.
    Pause,
    /// Go on, also where it stands still.
    Resume,
    /// Finish what is on its way; the rest are drafts again.
    Stop,
}

/// The batch of this page. `G` is the lock of the run.
pub(super) struct Batch<G> {
    account: Option<AccountId>,
    /// The account of a screen that is being opened.
    wanted: Option<AccountId>,
    today: (u8, u8, u16),
    text: String,
    left_rows: usize,
    unknown_columns: Vec<String>,
    cap: Option<Amount>,
    rows: Vec<Arc<Row>>,
    /// The attempt that each row was last confirmed as.
    attempts: HashMap<usize, AttemptId>,
    sheet: BatchSheet,
    /// Counts every change, so that a check or a confirmation of something older is noticed.
    version: u32,
    is_checking: bool,
    is_open: bool,
    is_elsewhere: bool,
    stop: Option<BatchStop>,
    run: Option<Run<G>>,
}

/// What was confirmed and is not sent yet.
struct Run<G> {
    waiting: BTreeMap<usize, Confirmed>,
    lanes: HashMap<PanelId, Lane>,
    is_paused: bool,
    /// The user wants no more: lanes end after what is on its way, and what comes back is a draft.
    is_stopping: bool,
    lock: Option<G>,
}

impl<G> Default for Batch<G> {
    fn default() -> Self {
        Self {
            account: None,
            wanted: None,
            today: (1, 1, 1970),
            text: String::new(),
            left_rows: 0,
            unknown_columns: Vec::new(),
            cap: None,
            rows: Vec::new(),
            attempts: HashMap::new(),
            sheet: BatchSheet::default(),
            version: 0,
            is_checking: false,
            is_open: false,
            is_elsewhere: false,
            stop: None,
            run: None,
        }
    }
}

impl<G> Batch<G> {
    fn view(&self) -> BatchView {
        let lanes = self.run.iter().flat_map(|run| &run.lanes);
        let mut lanes: Vec<LaneView> = lanes.map(|(panel, lane)| lane.view(panel)).collect();
        lanes.sort_by(|one, other| one.panel.cmp(&other.panel));
        BatchView {
            account: self.account.clone(),
            rows: self.rows.clone(),
            text: self.text.clone(),
            left_rows: self.left_rows,
            unknown_columns: self.unknown_columns.clone(),
            cap: self.cap,
            sheet: self.sheet.clone(),
            phase: self.phase(),
            lanes,
            stop: self.stop.clone(),
        }
    }

    fn phase(&self) -> Phase {
        match &self.run {
            Some(run) if run.is_paused => Phase::Paused,
            Some(_) => Phase::Running,
            None if self.is_elsewhere => Phase::Elsewhere,
            None if self.is_checking => Phase::Checking,
            None => Phase::Editing,
        }
    }

    fn kept(&self) -> Kept {
        let row = |(at, row): (usize, &Arc<Row>)| KeptRow {
            fields: row.fields.clone(),
            may_repeat: row.may_repeat,
            // Kept until another confirmation takes its place: a record that cannot be read now may be there
            // again at the next start.
            attempt: self.attempts.get(&at).cloned(),
        };
        Kept {
            account: self.account.clone(),
            text: self.text.clone(),
            cap: self.cap,
            rows: self.rows.iter().enumerate().map(row).collect(),
        }
    }

    /// Changes a row.
    fn set(&mut self, at: usize, change: impl FnOnce(&mut Row)) {
        if let Some(row) = self.rows.get_mut(at) {
            change(Arc::make_mut(row));
        }
    }

    /// A row that is not sent any more: it is a draft again.
    fn give_back(&mut self, at: usize, why: Option<Stop>) {
        self.attempts.remove(&at);
        self.set(at, |row| row.state = why.map_or(RowState::Draft, RowState::Returned));
    }

    /// It may be edited.
    fn is_still(&self) -> bool {
        self.run.is_none() && !self.is_elsewhere && self.is_open
    }

    /// Rows behind those that are there; what does not fit stays text.
    fn append(&mut self, text: &str, is_service: impl Fn(&str, &str) -> bool) {
        let mut reading = read(text, is_service);
        let room = MOST_ROWS.saturating_sub(self.rows.len());
        if reading.rows.len() > room {
            let rest = reading.rows.split_off(room);
            let line = rest.first().map_or(1, |row| row.line);
            let lines = text.lines().skip(usize::try_from(line).map_or(0, |line| line - 1));
            reading.left_rows += rest.len();
            reading.left_over = lines.collect::<Vec<_>>().join("\n");
        }
        self.rows.extend(reading.rows.into_iter().map(fresh));
        self.text = reading.left_over;
        self.left_rows = reading.left_rows;
        self.unknown_columns = reading.unknown_columns;
    }

    /// Takes rows out; the attempts move with the others.
    fn retain(&mut self, keeps: impl Fn(usize, &Row) -> bool) {
        let rows = std::mem::take(&mut self.rows);
        let mut attempts = std::mem::take(&mut self.attempts);
        for (at, row) in rows.into_iter().enumerate() {
            if keeps(at, &row) {
                if let Some(attempt) = attempts.remove(&at) {
                    self.attempts.insert(self.rows.len(), attempt);
                }
                self.rows.push(row);
            }
        }
    }
}

fn fresh(fields: BatchRow) -> Arc<Row> {
    let (may_repeat, checked) = (false, Checked::default());
    Arc::new(Row { fields, may_repeat, checked, state: RowState::Draft })
}

impl<P: Ports> Engine<P> {
    pub(super) fn batch(self: &Rc<Self>, command: BatchCommand) {
        match command {
            BatchCommand::Open(account, today) => {
                {
                    let batch = &mut *self.batch.borrow_mut();
                    batch.today = today;
                    batch.wanted = Some(account);
                }
                let engine = Rc::clone(self);
                self.spawn(engine.open_batch());
            }
            BatchCommand::Pause => self.pause_batch(),
            BatchCommand::Resume => self.resume_batch(),
            BatchCommand::Stop => self.stop_batch(),
            other => {
                if self.batch.borrow().is_still() {
                    self.edit_batch(other);
                }
            }
        }
    }

    fn edit_batch(self: &Rc<Self>, command: BatchCommand) {
        let is_checked_anew = !matches!(command, BatchCommand::Keep(_) | BatchCommand::Cap(_));
        // Reading looks into the lists; they are borrowed apart from the batch.
        let is_service = self.service_lookup();
        {
            let batch = &mut *self.batch.borrow_mut();
            batch.stop = None;
            match command {
                BatchCommand::Cap(cap) => batch.cap = cap,
                BatchCommand::Keep(text) => batch.text = text,
                BatchCommand::Read(text) => batch.append(&text, is_service),
                BatchCommand::Edit(at, fields) => batch.set(at, |row| {
                    if row.is_draft() {
                        row.fields = fields.decided();
                        row.state = RowState::Draft;
                    }
                }),
                BatchCommand::Allow(at, allows) => batch.set(at, |row| row.may_repeat = allows),
                BatchCommand::Remove(at) => batch.retain(|place, _| place != at),
                BatchCommand::Clear { drafts } => {
                    batch.retain(|_, row| row.is_draft() && !drafts);
                }
                BatchCommand::Check
                | BatchCommand::Open(..)
                | BatchCommand::Pause
                | BatchCommand::Resume
                | BatchCommand::Stop => {}
            }
        }
        if is_checked_anew {
            self.check_batch();
        } else {
            self.tell_batch();
        }
        let engine = Rc::clone(self);
        self.spawn(async move {
            // What cannot be kept is still on the screen; a confirmation needs it to be kept.
            let _ = engine.keep_batch().await;
        });
    }

    /// Another tab began a batch or ended one: what is kept is another.
    pub(super) fn batch_changed_elsewhere(self: &Rc<Self>) {
        {
            let batch = &mut *self.batch.borrow_mut();
            let is_shown = batch.is_open || batch.is_elsewhere;
            if batch.run.is_some() || !is_shown {
                return;
            }
            batch.is_open = false;
        }
        let engine = Rc::clone(self);
        self.spawn(engine.open_batch());
    }

    /// Brings what an earlier page left. What has a record was sent; the rest are drafts.
    async fn open_batch(self: Rc<Self>) {
        if self.batch.borrow().run.is_some() {
            return self.tell_batch();
        }
        // Whoever runs a batch in another tab owns what is kept.
        let is_elsewhere = matches!(self.ports.try_lock(LOCK).await, Ok(None));
        let was_open = {
            let batch = &mut *self.batch.borrow_mut();
            let was_open = batch.is_open && !batch.is_elsewhere;
            (batch.is_elsewhere, batch.is_open) = (is_elsewhere, !is_elsewhere);
            was_open
        };
        if !was_open && !is_elsewhere {
            let bytes = self.ports.load(NAME).await;
            let kept = bytes.map(|bytes| bytes.map(|bytes| Kept::read(&bytes)));
            match kept {
                Ok(None) => {}
                Ok(Some(Some(kept))) if self.shut().is_none() => self.restore_batch(kept),
                // What is kept, or whether its rows were sent, cannot be read: it is left as it is.
                Ok(Some(_)) | Err(_) => self.batch.borrow_mut().is_open = false,
            }
        }
        if !is_elsewhere {
            let batch = &mut *self.batch.borrow_mut();
            batch.account = batch.wanted.take().or(batch.account.take());
        }
        self.check_batch();
    }

    fn restore_batch(&self, kept: Kept) {
        let batch = &mut *self.batch.borrow_mut();
        (batch.account, batch.text, batch.cap) = (kept.account, kept.text, kept.cap);
        (batch.rows, batch.attempts) = Default::default();
        for (at, KeptRow { fields, may_repeat, attempt }) in kept.rows.into_iter().enumerate() {
            let id = attempt;
            let sent = id.as_ref().and_then(|id| self.book.attempt(id));
            let state = match &sent {
                Some(attempt) => RowState::Ended(attempt.id.clone(), attempt.state().clone()),
                None => RowState::Draft,
            };
            // Where its record is missing, what was wanted then is not wanted now.
            let may_repeat = may_repeat && (id.is_none() || sent.is_some());
            batch.attempts.extend(id.map(|id| (at, id)));
            let checked = Checked::default();
            batch.rows.push(Arc::new(Row { fields, may_repeat, checked, state }));
        }
        batch.version += 1;
    }

    /// Keeps the batch for the next page.
    async fn keep_batch(&self) -> Result<(), crate::error::StorageError> {
        let kept = {
            let batch = self.batch.borrow();
            if batch.is_elsewhere || !batch.is_open {
                return Ok(());
            }
            batch.kept()
        };
        match kept.bytes() {
            Some(bytes) if !kept.is_empty() => self.ports.save(NAME, &bytes).await,
            _ => self.ports.remove(NAME).await,
        }
    }

    /// A record that a row stands for is another way now.
    pub(super) fn batch_attempt_changed(&self, attempt: &panelboard_domain::attempt::Attempt) {
        let is_news = {
            let batch = &mut *self.batch.borrow_mut();
            let at = batch.attempts.iter().find(|(_, id)| **id == attempt.id).map(|(at, _)| *at);
            let Some(at) = at else { return };
            let ended = RowState::Ended(attempt.id.clone(), attempt.state().clone());
            // A draft whose record is there after all was sent.
            let was_ended = matches!(
                batch.rows.get(at).map(|row| &row.state),
                Some(RowState::Ended(..) | RowState::Draft)
            );
            if was_ended {
                batch.set(at, |row| row.state = ended);
            }
            was_ended
        };
        if is_news {
            self.tell_batch();
        }
    }

    fn tell_batch(&self) {
        let view = self.batch.borrow().view();
        self.tell(Event::Batch(Box::new(view)));
    }
}
