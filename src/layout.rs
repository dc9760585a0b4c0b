//! The frame around every page: rail on the desktop, icon rail on tablets, top bar and tab bar on
//! phones; account switcher, toasts, keyboard. A page draws its own `<main>` with [`Page`] and may
//! put a `Detail` beside it.

mod account_button;
mod account_switcher;
mod journal_alarm;
mod offline_strip;
mod page;
mod rail;
mod sheets;
mod shell;
mod shortcuts;
mod shortcuts_sheet;
mod tab_bar;
mod toasts;
mod update_strip;

pub use account_button::AccountBalance;
pub use page::Page;
pub use rail::Rail;
pub use sheets::Sheets;
pub use shell::Shell;
pub use tab_bar::TabBar;
