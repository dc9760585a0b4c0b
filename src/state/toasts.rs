//! Short notices of background work. Codes and parameters only; the view finds the words.

use crate::i18n::Msg;
use leptos::prelude::*;

/// What a toast is about; decides its icon and how it is announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToastKind {
    /// Something worked.
    Done,
    /// Something to know.
    Note,
    /// Something failed in the background.
    Problem,
}

/// Tells toasts apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ToastId(u32);

/// One notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// Key for lists and for dismissing.
    pub id: ToastId,
    /// What it is about.
    pub kind: ToastKind,
    /// The message.
    pub message: Msg,
    /// Its `{placeholders}`.
    pub params: Vec<(&'static str, String)>,
}

/// The notices on screen, oldest first.
#[derive(Clone, Copy)]
pub struct Toasts {
    list: RwSignal<Vec<Toast>>,
    next: StoredValue<u32>,
}

/// More than this many at once help nobody; the oldest goes.
const MOST: usize = 4;

impl Toasts {
    pub(super) fn provide() -> Self {
        let toasts = Self { list: RwSignal::new(Vec::new()), next: StoredValue::new(0) };
        provide_context(toasts);
        toasts
    }

    /// What is shown.
    pub fn list(self) -> Signal<Vec<Toast>> {
        self.list.into()
    }

    /// Shows a notice.
    pub fn push(
        self,
        kind: ToastKind,
        message: Msg,
        params: Vec<(&'static str, String)>,
    ) -> ToastId {
        self.next.update_value(|next| *next += 1);
        let id = ToastId(self.next.get_value());
        self.list.update(|list| {
            if list.len() == MOST {
                list.remove(0);
            }
            list.push(Toast { id, kind, message, params });
        });
        id
    }

    /// Takes a notice away.
    pub fn dismiss(self, id: ToastId) {
        self.list.update(|list| list.retain(|toast| toast.id != id));
    }
}

/// The handle.
pub fn use_toasts() -> Toasts {
    use_context().expect("state::provide() runs in App")
}
