//! Accounts come and go; what they ordered stays.

use crate::action::Action;
use crate::rules::Rules;
use crate::state::{State, Tab};

impl<R: Rules> State<R> {
    pub(crate) fn account_actions(&self, out: &mut Vec<Action>) {
        let is_empty = self.rows.iter().all(|row| !row.is_present);
        if self.left.accounts > 0 && is_empty {
            // The app refuses to add what it has.
            out.push(Action::Add(0));
        }
        for row in 0..2 {
            if self.left.accounts > 0 && self.rows[row].is_present {
                out.push(Action::Remove(row));
            }
            if self.rows[row].is_present && !self.rows[row].is_durable {
                out.push(Action::Flush(row));
            }
        }
        if self.left.kills > 0 {
            out.push(Action::Kill);
        }
    }

    /// Orders that are under way go on: they have the key.
    pub(crate) fn remove_row(&mut self, row: usize) {
        self.left.accounts -= 1;
        self.rows[row].is_present = false;
    }

    /// The same address and key; the app draws a new id.
    pub(crate) fn add_row(&mut self, row: usize) {
        self.left.accounts -= 1;
        let row = &mut self.rows[row];
        row.is_present = true;
        row.generation += 1;
        row.is_durable = false;
    }

    /// The whole browser dies; what had not reached the disk is gone.
    pub(crate) fn kill(&mut self) {
        self.left.kills -= 1;
        for no in 0..self.facts.len() {
            self.tab_ends(no);
        }
        self.tabs = [Tab::Idle, Tab::Idle];
        for row in &mut self.rows {
            row.is_present &= row.is_durable;
        }
    }
}
