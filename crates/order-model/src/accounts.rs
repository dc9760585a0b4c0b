//! Accounts come and go and get other keys; what they ordered stays.

use crate::action::Action;
use crate::bounds::Bounds;
use crate::journal::Fact;
use crate::rules::{Reader, Rules};
use crate::state::{Key, Name, State, Tab};

impl<R: Rules> State<R> {
    pub(crate) fn account_actions(&self, bounds: &Bounds, out: &mut Vec<Action>) {
        for row in 0..2 {
            if self.rows[row].is_present && !self.rows[row].is_durable {
                out.push(Action::Flush(row));
            }
        }
        if self.left.kills > 0 {
            out.push(Action::Kill);
        }
        if self.left.accounts == 0 {
            return;
        }
        if self.rows.iter().all(|row| !row.is_present) {
            let keys = self.free_keys(bounds).filter(|key| R::INHERITS || *key == self.rows[0].key);
            out.extend(keys.map(|key| Action::Add(0, key)));
        }
        let present = (0..2).filter(|row| self.rows[*row].is_present);
        out.extend(present.clone().map(Action::Remove));
        if R::INHERITS {
            for row in present {
                out.extend(self.free_keys(bounds).map(|key| Action::ChangeKey(row, key)));
            }
            let heirs = R::heirs(self.journal.attempts(), &self.readers());
            out.extend(heirs.into_iter().map(|(from, row)| Action::TakeOver { from, row }));
        }
    }

    /// Keys that no account here has: the app takes no key twice.
    fn free_keys(&self, bounds: &Bounds) -> impl Iterator<Item = Key> {
        let is_held = |key: &Key| self.rows.iter().any(|row| row.is_present && row.key == *key);
        (0..bounds.keys).filter(move |key| !is_held(key))
    }

    /// The accounts that are here, each with its key, as (row, reader).
    pub(crate) fn readers(&self) -> Vec<(usize, Reader)> {
        let here = self.rows.iter().enumerate().filter(|(_, row)| row.is_present);
        here.map(|(at, row)| (at, Reader { name: row.name, key: row.key })).collect()
    }

    /// Orders that are under way go on: they have the key.
    pub(crate) fn remove_row(&mut self, row: usize) {
        self.left.accounts -= 1;
        self.rows[row].is_present = false;
    }

    /// The account comes back under its own id, or is a new one.
    pub(crate) fn add_row(&mut self, at: usize, key: Key) {
        self.left.accounts -= 1;
        let here: Vec<Name> = self.readers().into_iter().map(|(_, reader)| reader.name).collect();
        let known = R::returning(key, &here, &self.mirror, self.journal.attempts());
        let row = &mut self.rows[at];
        row.name = known.unwrap_or((at, row.made));
        row.made += u8::from(known.is_none());
        row.key = key;
        row.is_present = true;
        row.is_durable = self.left.kills == 0;
    }

    /// The account keeps its id.
    pub(crate) fn change_key(&mut self, row: usize, key: Key) {
        self.left.accounts -= 1;
        self.rows[row].key = key;
    }

    /// What is left of a removed account becomes another one's.
    pub(crate) fn take_over(&mut self, from: Name, row: usize) {
        self.left.accounts -= 1;
        let Some((_, by)) = self.readers().into_iter().find(|(at, _)| *at == row) else { return };
        for no in 0..self.facts.len() {
            self.tell(no, Fact::TakenOver { from, by });
        }
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
