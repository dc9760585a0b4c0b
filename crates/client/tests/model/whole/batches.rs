//! What the user of the two pages does with batches: types some lines, confirms them with one click,
//! pauses, goes on, stops. A page that is killed in between leaves drafts.

use super::Whole;
use panelboard_client::batch::{BatchView, RowState};
use panelboard_client::engine::Command;
use panelboard_client::engine::batch::BatchCommand;
use panelboard_client::gesture::with_trusted_event;
use panelboard_domain::attempt::Attempt;

const DAY: (u8, u8, u16) = (29, 11, 2026);

impl Whole {
    fn tell_batch(&mut self, page: usize, command: BatchCommand) {
        self.pages[page].engine.run(Command::Batch(command));
    }

    fn shown(&self, page: usize) -> BatchView {
        self.pages[page].batch.borrow().clone()
    }

    /// Lines for the same few services and posts as single orders have, so that they meet.
    pub(super) fn type_batch(&mut self) {
        let page = self.any_page();
        let account = self.any_account();
        self.tell_batch(page, BatchCommand::Open(account, DAY));
        self.run_for(2, 50);
        let mut lines = Vec::new();
        for _ in 0..=self.dice.below(4) {
            let (service, post) = (1 + self.dice.below(3), self.dice.below(4));
            let quantity = 1000 * (1 + self.dice.below(2));
            lines.push(format!("{service} | https://t.me/post/{post} | {quantity}"));
        }
        self.tell_batch(page, BatchCommand::Read(lines.join("\n")));
        let rows = self.shown(page).rows.len();
        for row in 0..rows {
            if self.dice.chance(40) {
                self.tell_batch(page, BatchCommand::Allow(row, true));
            }
        }
        // Most often the user waits for the check and confirms.
        if self.dice.chance(70) {
            self.run_for(6, 300);
            self.confirm_on(page);
        }
    }

    /// One click on what the page shows; sometimes two in a row.
    pub(super) fn confirm_batch(&mut self) {
        let page = self.any_page();
        self.confirm_on(page);
    }

    fn confirm_on(&mut self, page: usize) {
        for _ in 0..=u32::from(self.dice.chance(20)) {
            let sheet = self.shown(page).sheet;
            let engine = &self.pages[page].engine;
            let confirmed =
                with_trusted_event(true, |gesture| engine.confirm_batch(gesture, &sheet));
            match confirmed.expect("a trusted event") {
                Ok(batch) => {
                    let ids = batch.attempt_ids();
                    self.tally.batches += 1;
                    self.tally.rows += ids.len() as u64;
                    let ids = ids.iter().map(ToString::to_string);
                    self.shared.borrow_mut().confirmed.extend(ids);
                    engine.run(batch.into());
                }
                Err(_) => self.tell_batch(page, BatchCommand::Check),
            }
        }
    }

    /// The user presses one of the buttons of a running batch, most often to go on.
    pub(super) fn steer_batch(&mut self) {
        let page = self.any_page();
        let command = match self.dice.below(10) {
            0..2 => BatchCommand::Pause,
            2..8 => BatchCommand::Resume,
            8 => BatchCommand::Stop,
            _ => BatchCommand::Clear { drafts: false },
        };
        self.tell_batch(page, command);
    }

    /// After the last kill: what has a record is shown as it is, everything else is a draft, and without
    /// a click nothing was sent of it.
    pub(super) fn check_batch(&mut self, journal: &[Attempt], seed: u64) {
        let account = self.any_account();
        self.tell_batch(0, BatchCommand::Open(account, DAY));
        self.run_for(8, 500);
        for row in &self.shown(0).rows {
            match &row.state {
                RowState::Draft => self.tally.drafts += 1,
                RowState::Ended(id, state) => {
                    let record = journal.iter().find(|record| record.id == *id);
                    let record =
                        record.unwrap_or_else(|| panic!("seed {seed}: {id} has no record"));
                    assert_eq!(record.state(), state, "seed {seed}: {id}");
                }
                other => panic!("seed {seed}: a new page shows {other:?}"),
            }
        }
    }
}
