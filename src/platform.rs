//! The imperative shell: the only modules that may name the browser's APIs. [`Browser`] is the app's
//! one implementation of every port of `panelboard_client`.

pub mod clipboard;
mod clock;
pub mod crash;
pub mod document;
pub mod download;
mod fetch;
pub mod gesture;
mod indexed_db;
pub mod intl;
mod js;
mod json;
pub mod keeping;
pub mod keyboard;
pub mod local_storage;
mod locks;
pub mod media;
pub mod page;
mod tabs;
pub mod timer;
pub mod update;
pub mod upload;
pub mod vault;
pub mod viewport;
pub mod wake;

pub use clock::{now, pause, random, today, tomorrow_iso};
pub use fetch::{Progress, own_file};
pub use indexed_db::may_exist as database_may_exist;
pub use json::Json;
use tabs::Tabs;

use panelboard_client::engine::Book;
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use web_sys::IdbDatabase;

/// The browser as `client` wants it. One for the life of the page.
#[derive(Default)]
pub struct Browser {
    database: RefCell<Option<IdbDatabase>>,
    progress: RefCell<Option<Progress>>,
    lost: RefCell<Option<Rc<dyn Fn()>>>,
    tabs: OnceCell<Tabs>,
    book: OnceCell<Rc<Book>>,
}

impl Browser {
    /// Hears how many bytes of a service list have arrived.
    pub fn on_progress(&self, progress: Progress) {
        self.progress.replace(Some(progress));
    }

    /// Hears the messages of the other tabs; without it none is sent to them either.
    pub fn open_tabs(&self, on_message: impl Fn(String) + 'static) {
        // They are opened once.
        let _ = self.tabs.set(Tabs::open(on_message));
    }

    /// Takes note of the book that the journal is read into: what is known need not be read again.
    pub fn remember(&self, book: Rc<Book>) {
        // There is one.
        let _ = self.book.set(book);
    }

    fn book(&self) -> Option<Rc<Book>> {
        self.book.get().cloned()
    }

    fn progress(&self) -> Option<Progress> {
        self.progress.borrow().clone()
    }

    /// Hears when the browser or another tab closes the database.
    pub fn on_lost(&self, told: Rc<dyn Fn()>) {
        self.lost.replace(Some(told));
    }

    fn lost(&self) -> impl FnOnce() + use<> {
        let told = self.lost.borrow().clone();
        move || told.iter().for_each(|told| told())
    }

    fn database(&self) -> &RefCell<Option<IdbDatabase>> {
        &self.database
    }
}
