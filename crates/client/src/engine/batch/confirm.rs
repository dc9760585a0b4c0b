//! One click on a sheet that names count and sum confirms the whole batch: the bytes of each row are fixed
//! at that moment. What it gives cannot be copied, and [`Command::SendBatch`] uses it up.

use super::{Engine, LOCK, Run};
use crate::batch::{BatchSheet, BatchStop, RowState};
use crate::engine::Command;
use crate::engine::message::Message;
use crate::gesture::UserGesture;
use crate::place::{BatchItem, ConfirmedOrder, Credentials, OrderProposal, Sheet, confirm_orders};
use crate::ports::Ports;
use crate::stop::Stop;
use panelboard_domain::account::Account;
use panelboard_domain::id::{AccountId, AttemptId};
use panelboard_domain::order::{Recheck, recheck};
use panelboard_domain::secret::ApiKey;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

/// One row that was confirmed.
#[derive(Debug)]
pub(super) struct Confirmed {
    pub(super) account: Account,
    pub(super) key: ApiKey,
    pub(super) order: Box<ConfirmedOrder>,
}

/// A batch that a click confirmed: [`Engine::confirm_batch`] makes it and nothing else does.
///
/// ```compile_fail
/// fn twice(batch: panelboard_client::engine::batch::ConfirmedBatch) { let again = batch.clone(); }
/// ```
///
/// ```compile_fail
/// fn made() -> panelboard_client::engine::batch::ConfirmedBatch {
///     panelboard_client::engine::batch::ConfirmedBatch { version: 1, rows: todo!() }
/// }
/// ```
#[derive(Debug)]
pub struct ConfirmedBatch {
    version: u32,
    rows: BTreeMap<usize, Confirmed>,
}

impl ConfirmedBatch {
    /// The attempts that its rows are, in their order.
    pub fn attempt_ids(&self) -> Vec<AttemptId> {
        self.rows.values().map(|row| row.order.attempt_id().clone()).collect()
    }
}

/// An account as it is stored at the click, with what its prices stood on.
struct Payer {
    account: Account,
    key: ApiKey,
    sheet: Sheet,
}

impl<P: Ports> Engine<P> {
    /// Turns a click on a sheet into the exact writes of all rows that are ready.
    ///
    /// # Errors
    /// Why nothing may be sent; then nothing is, not one row.
    pub fn confirm_batch(
        &self,
        gesture: UserGesture<'_>,
        seen: &BatchSheet,
    ) -> Result<ConfirmedBatch, BatchStop> {
        let all = |stop: Stop| BatchStop::Stopped(None, stop);
        if let Some(error) = self.shut() {
            return Err(all(Stop::Failed(error.into())));
        }
        if let Some(loss) = self.loss() {
            return Err(all(Stop::RecordsMissing(loss)));
        }
        let batch = self.batch.borrow();
        if batch.run.is_some() {
            return Err(BatchStop::Running);
        }
        if batch.is_elsewhere {
            return Err(BatchStop::OtherTab);
        }
        if batch.is_checking || !seen.is_same(&batch.sheet) || seen.version != batch.version {
            return Err(BatchStop::Changed);
        }
        if seen.sums.iter().any(|sum| sum.is_over(batch.cap)) {
            return Err(BatchStop::OverCap);
        }
        let ready: Vec<usize> =
            (0..batch.rows.len()).filter(|at| batch.rows[*at].is_ready()).collect();
        if ready.is_empty() {
            return Err(BatchStop::Nothing);
        }
        let mut payers: HashMap<AccountId, Payer> = HashMap::new();
        let mut proposals = Vec::with_capacity(ready.len());
        for at in &ready {
            let row = |stop: Stop| BatchStop::Stopped(Some(*at), stop);
            let checked = &batch.rows[*at].checked;
            let id = checked.account.as_ref().ok_or(BatchStop::Changed)?;
            if !payers.contains_key(id) {
                payers.insert(id.clone(), self.payer(id).map_err(row)?);
            }
            let (service, order) = (checked.service.as_ref(), checked.order.as_ref());
            let (Some(service), Some(order)) = (service, order) else {
                return Err(BatchStop::Changed);
            };
            let listed = self.catalog(id);
            let now = listed.value().and_then(|view| view.catalog.get(&service.id));
            if recheck(service, now) != Recheck::Same {
                return Err(row(Stop::PriceChanged));
            }
            let proposal = OrderProposal {
                service: service.as_ref().clone(),
                order: order.clone(),
                currency: checked.currency.clone(),
                retry_of: None,
                acknowledged: checked.acknowledged.clone(),
                typed_quantity: None,
            };
            proposals.push((id.clone(), proposal, among(&checked.repeats, &ready)));
        }
        let items: Vec<BatchItem<'_>> = proposals
            .iter()
            .filter_map(|(id, proposal, repeats)| {
                let payer = payers.get(id)?;
                let credentials = Credentials { account: &payer.account, key: &payer.key };
                Some(BatchItem { credentials, proposal, sheet: &payer.sheet, repeats })
            })
            .collect();
        let orders = confirm_orders(gesture, &items, &self.session, &self.ports);
        let orders =
            orders.map_err(|(at, stop)| BatchStop::Stopped(ready.get(at).copied(), stop))?;
        let rows = ready.iter().zip(orders).zip(&items).map(|((at, order), item)| {
            let Credentials { account, key } = item.credentials;
            let order = Box::new(order);
            (*at, Confirmed { account: account.clone(), key: key.clone(), order })
        });
        Ok(ConfirmedBatch { version: batch.version, rows: rows.collect() })
    }

    fn payer(&self, id: &AccountId) -> Result<Payer, Stop> {
        let (account, key) = self.spending(id)?;
        if account.read_only {
            return Err(Stop::ReadOnly);
        }
        let sheet = Sheet {
            priced_at: self.catalog(id).at().unwrap_or_default(),
            reported: self.reported_currency(id),
            loss: self.loss(),
        };
        Ok(Payer { account, key, sheet })
    }

    /// Begins to send what was confirmed.
    pub(in crate::engine) fn send_batch(self: &Rc<Self>, confirmed: ConfirmedBatch) {
        let begins = {
            let batch = &mut *self.batch.borrow_mut();
            let is_it = batch.version == confirmed.version && batch.is_still();
            if is_it {
                batch.stop = None;
                for (at, row) in &confirmed.rows {
                    batch.attempts.insert(*at, row.order.attempt_id().clone());
                    batch.set(*at, |row| row.state = RowState::Waiting);
                }
                let (waiting, lanes) = (confirmed.rows, HashMap::new());
                batch.run =
                    Some(Run { waiting, lanes, is_paused: false, is_stopping: false, lock: None });
            } else {
                batch.stop = Some(BatchStop::Changed);
            }
            is_it
        };
        self.tell_batch();
        if begins {
            let engine = Rc::clone(self);
            self.spawn(engine.begin_batch());
        }
    }

    /// The lock over all tabs, and the batch kept: then the panels begin.
    async fn begin_batch(self: Rc<Self>) {
        let stop = match self.ports.try_lock(LOCK).await {
            Ok(Some(lock)) => {
                if let Some(run) = &mut self.batch.borrow_mut().run {
                    run.lock = Some(lock);
                }
                match self.keep_batch().await {
                    Ok(()) => {
                        self.ports.broadcast(&Message::Batch);
                        None
                    }
                    Err(error) => Some(BatchStop::NotKept(error)),
                }
            }
            Ok(None) => Some(BatchStop::OtherTab),
            Err(error) => Some(BatchStop::Stopped(None, error.into())),
        };
        match stop {
            None => self.start_lanes(),
            Some(stop) => {
                {
                    let batch = &mut *self.batch.borrow_mut();
                    // What is kept is the other tab's.
                    batch.is_elsewhere = stop == BatchStop::OtherTab;
                    batch.stop = Some(stop);
                }
                self.end_batch();
            }
        }
    }
}

/// Positions of rows as positions among those that are ready.
fn among(rows: &[usize], ready: &[usize]) -> Vec<usize> {
    rows.iter().filter_map(|row| ready.binary_search(row).ok()).collect()
}

impl From<ConfirmedBatch> for Command {
    fn from(batch: ConfirmedBatch) -> Self {
        Self::SendBatch(batch)
    }
}
