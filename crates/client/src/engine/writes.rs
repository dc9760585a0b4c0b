//! The money path of the engine. A gesture is turned into a confirmed, uncopyable write at once, in the
//! click's own handler; the write is then used up by the one command that sends it. Nothing here can be
//! reached by a timer or a message.

use super::progress::Placing;
use super::requests::open_requests;
use super::{Command, Engine, Event};
use crate::gesture::UserGesture;
use crate::place::{
    self, ConfirmedOrder, ConfirmedRepeat, ConfirmedRequest, Credentials, Dispatched,
    OrderProposal, Sheet, confirm_order, confirm_requests, learned_from,
};
use crate::ports::Ports;
use crate::stop::Stop;
use panelboard_domain::account::{Ability, Account, Fact};
use panelboard_domain::attempt::guard::Finding;
use panelboard_domain::attempt::{Attempt, Request, WriteKind};
use panelboard_domain::id::{AccountId, AttemptId, OrderId};
use panelboard_domain::order::{Recheck, recheck};
use panelboard_domain::panel::PanelId;
use panelboard_domain::secret::ApiKey;
use std::rc::Rc;

/// What a click may confirm.
#[derive(Clone, Debug)]
pub enum Proposal {
    /// To place an order of this account.
    Order(AccountId, Box<OrderProposal>),
    /// To refill or cancel the order of this attempt.
    Request(WriteKind, AttemptId),
    /// To send the exact request of an unknown order once more.
    Again(AttemptId),
}

/// What a click confirmed: [`Engine::confirm`] makes it and nothing else does. It cannot be copied, and
/// [`Command::Send`] uses it up.
///
/// ```compile_fail
/// fn twice(write: panelboard_client::engine::writes::ConfirmedWrite) { let again = write.clone(); }
/// ```
///
/// ```compile_fail
/// fn made() -> panelboard_client::engine::writes::ConfirmedWrite {
///     panelboard_client::engine::writes::ConfirmedWrite { account: todo!(), key: todo!(), write: todo!() }
/// }
/// ```
#[derive(Debug)]
pub struct ConfirmedWrite {
    account: Account,
    key: ApiKey,
    write: Write,
}

#[derive(Debug)]
enum Write {
    Order(Box<ConfirmedOrder>),
    Requests(WriteKind, AttemptId, Vec<ConfirmedRequest>),
    Repeat(AttemptId, Box<ConfirmedRepeat>),
}

impl<P: Ports> Engine<P> {
    /// Turns a click on a proposal into the exact write.
    ///
    /// # Errors
    /// Why it must not be sent; nothing was.
    pub fn confirm(
        &self,
        gesture: UserGesture<'_>,
        proposal: &Proposal,
    ) -> Result<ConfirmedWrite, Stop> {
        if let Some(error) = self.shut() {
            return Err(Stop::Failed(error.into()));
        }
        match proposal {
            Proposal::Order(id, proposal) => self.confirm_order(gesture, id, proposal),
            Proposal::Request(kind, id) => self.confirm_request(gesture, *kind, id),
            Proposal::Again(id) => {
                let (account, key, repeat) = self.confirm_again(gesture, id)?;
                let write = Write::Repeat(id.clone(), Box::new(repeat));
                Ok(ConfirmedWrite { account, key, write })
            }
        }
    }

    /// An account as it is stored at this moment, whatever the screen was opened with: another tab may
    /// have changed or removed it.
    pub(super) fn spending(&self, id: &AccountId) -> Result<(Account, ApiKey), Stop> {
        let stored = self.ports.accounts().accounts;
        let account = stored.into_iter().find(|account| account.id == *id);
        let account = account.ok_or(Stop::NoAccount)?;
        let key = self.ports.key(id).ok_or(Stop::NoKey)?;
        Ok((account, key))
    }

    /// What the duplicate guard says of an order at a panel, worst first: ask before confirming.
    pub fn findings(&self, panel: &PanelId, request: &Request) -> Vec<Finding> {
        let is_final = |order: &OrderId| self.book.is_final(panel, order);
        let now = self.ports.now();
        self.book.read(|attempts| {
            let attempts: Vec<&Attempt> = attempts.collect();
            place::findings(panel, request, &attempts, now, &self.session, is_final)
        })
    }

    fn confirm_order(
        &self,
        gesture: UserGesture<'_>,
        id: &AccountId,
        proposal: &OrderProposal,
    ) -> Result<ConfirmedWrite, Stop> {
        let (account, key) = self.spending(id)?;
        let listed = self.catalog(id);
        let now = listed.value().and_then(|view| view.catalog.get(&proposal.service.id));
        let (Recheck::Same, Some(service)) = (recheck(&proposal.service, now), now) else {
            return Err(Stop::PriceChanged);
        };
        // What is kept of it is what the list of now says.
        let proposal = OrderProposal { service: service.clone(), ..proposal.clone() };
        let sheet = Sheet {
            priced_at: listed.at().unwrap_or_default(),
            reported: self.reported_currency(id),
            loss: self.loss(),
        };
        let credentials = Credentials { account: &account, key: &key };
        let order =
            confirm_order(gesture, credentials, &proposal, &sheet, &self.session, &self.ports)?;
        Ok(ConfirmedWrite { account, key, write: Write::Order(Box::new(order)) })
    }

    fn confirm_request(
        &self,
        gesture: UserGesture<'_>,
        kind: WriteKind,
        id: &AttemptId,
    ) -> Result<ConfirmedWrite, Stop> {
        let attempt = self.book.attempt(id).ok_or(Stop::NotOffered)?;
        // Without its number an order cannot be named to the panel.
        let order = attempt.order_id().ok_or(Stop::NotOffered)?.clone();
        let (account, key) = self.spending(&attempt.account)?;
        let open = self.book.open();
        let again = open_requests(open.iter().map(AsRef::as_ref), &account.id, kind, &order);
        let credentials = Credentials { account: &account, key: &key };
        let orders = std::slice::from_ref(&order);
        let requests = confirm_requests(
            gesture,
            credentials,
            kind,
            orders,
            &again,
            &self.session,
            &self.ports,
        )?;
        Ok(ConfirmedWrite { account, key, write: Write::Requests(kind, id.clone(), requests) })
    }

    pub(super) fn send(self: &Rc<Self>, confirmed: ConfirmedWrite) {
        let ConfirmedWrite { account, key, write } = confirmed;
        let engine = Rc::clone(self);
        match write {
            Write::Order(order) => self.spawn(engine.place(account, key, order)),
            Write::Requests(kind, id, requests) => {
                self.spawn(engine.send_request(account, key, kind, id, requests));
            }
            Write::Repeat(id, repeat) => {
                self.spawn(engine.ask_again(account, key, id, repeat));
            }
        }
    }

    async fn place(self: Rc<Self>, account: Account, key: ApiKey, order: Box<ConfirmedOrder>) {
        let id = &account.id;
        let credentials = Credentials { account: &account, key: &key };
        let progress = |attempt: &Attempt| {
            self.changed(attempt.clone());
            self.set_placing(id, Placing::Sending(attempt.id.clone()));
        };
        match Box::pin(place::place_order(&self.ports, credentials, *order, progress)).await {
            Ok(dispatched) => {
                let attempt = self.dispatched(dispatched);
                self.learn_from(credentials, &attempt);
                self.set_placing(id, Placing::Ended(attempt.id.clone(), attempt.state().clone()));
                self.read_balance(id);
                self.look_after(attempt).await;
            }
            Err(not_sent) => {
                // What the sheet showed is not true any more: the next one shows what the panel says now.
                if matches!(not_sent, Stop::OtherCurrency(_)) {
                    self.read_balance(id);
                }
                self.set_placing(id, Placing::Stopped(not_sent));
            }
        }
    }

    async fn send_request(
        self: Rc<Self>,
        account: Account,
        key: ApiKey,
        kind: WriteKind,
        id: AttemptId,
        requests: Vec<ConfirmedRequest>,
    ) {
        self.tell(Event::Write(id.clone(), kind, Ok(())));
        let credentials = Credentials { account: &account, key: &key };
        for request in requests {
            let progress = |attempt: &Attempt| {
                self.changed(attempt.clone());
            };
            match Box::pin(place::send_request(&self.ports, credentials, request, progress)).await {
                Ok(dispatched) => {
                    let attempt = self.dispatched(dispatched);
                    self.learn_from(credentials, &attempt);
                }
                Err(not_sent) => {
                    self.tell(Event::Write(id.clone(), kind, Err(not_sent)));
                }
            }
        }
    }

    /// Shows what came of a send. When its outcome could not be stored, the row with its number is on the
    /// screen, but it will be unknown after a reload: the user must know.
    pub(super) fn dispatched(self: &Rc<Self>, dispatched: Dispatched) -> Attempt {
        self.changed(dispatched.attempt.clone());
        if let Err(error) = dispatched.stored {
            self.storage_failed(error);
        }
        dispatched.attempt
    }

    fn set_placing(&self, account: &AccountId, placing: Placing) {
        self.tell(Event::Placing(account.clone(), placing));
    }

    /// What the answer showed of the panel: an action that it does not know is offered no more, a name
    /// that it asks for is used by the next press, and the user is told.
    pub(super) fn learn_from(self: &Rc<Self>, credentials: Credentials<'_>, attempt: &Attempt) {
        let facts = learned_from(attempt, &credentials.account.capabilities, credentials.key);
        self.learn(&attempt.account, &facts);
        let waits = |fact: &Fact| {
            matches!(fact, Fact::IdsIn(..) | Fact::Can(Ability::RequestId, _))
                && attempt.order_id().is_none()
        };
        if facts.iter().any(waits) {
            self.tell(Event::LearnedName);
        }
    }
}

impl Proposal {
    /// The event that says why nothing was sent.
    pub fn stopped(&self, stop: Stop) -> Event {
        match self {
            Self::Order(account, _) => Event::Placing(account.clone(), Placing::Stopped(stop)),
            Self::Request(kind, id) => Event::Write(id.clone(), *kind, Err(stop)),
            Self::Again(id) => Event::Repeating(id.clone(), Placing::Stopped(stop)),
        }
    }
}

impl From<ConfirmedWrite> for Command {
    fn from(write: ConfirmedWrite) -> Self {
        Self::Send(Box::new(write))
    }
}
