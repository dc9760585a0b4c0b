//! The permission to spend. It exists only while a trusted click or key press is being handled, and
//! its lifetime keeps it there: no timer, stored closure, worker or `'static` task can hold one.
//!
//! What a gesture confirms ([`crate::place::ConfirmedOrder`] and its siblings) is owned, cannot be
//! copied and is used up by the one function that sends it.

use std::marker::PhantomData;

/// Proof that a user acted just now.
///
/// It cannot leave the handler that got it:
///
/// ```compile_fail
/// let mut kept = None;
/// panelboard_client::gesture::with_trusted_event(true, |gesture| kept = Some(gesture));
/// ```
///
/// A timer's `'static` callback cannot hold it:
///
/// ```compile_fail
/// fn set_timeout(callback: impl FnOnce() + 'static) {}
/// panelboard_client::gesture::with_trusted_event(true, |gesture| {
///     set_timeout(move || drop(gesture));
/// });
/// ```
///
/// It cannot be copied to confirm twice:
///
/// ```compile_fail
/// panelboard_client::gesture::with_trusted_event(true, |gesture| {
///     let copy = gesture.clone();
/// });
/// ```
///
/// And nothing else makes one:
///
/// ```compile_fail
/// let gesture = panelboard_client::gesture::UserGesture(std::marker::PhantomData);
/// ```
#[derive(Debug)]
pub struct UserGesture<'event>(PhantomData<&'event mut &'event ()>);

/// A gesture that was used up for one confirmation.
#[derive(Debug)]
pub(crate) struct SpentGesture(());

impl UserGesture<'_> {
    pub(crate) fn spend(self) -> SpentGesture {
        let Self(PhantomData) = self;
        SpentGesture(())
    }
}

/// Runs `act` with the permission to spend if the browser says that a user made the event. To be
/// called in one file of the app only, from the event handler itself (`cargo xtask tidy` checks).
///
/// ```
/// use panelboard_client::gesture::with_trusted_event;
/// assert_eq!(with_trusted_event(true, |_gesture| "confirmed"), Some("confirmed"));
/// assert_eq!(with_trusted_event(false, |_gesture| "confirmed"), None);
/// ```
pub fn with_trusted_event<R>(
    is_trusted: bool,
    act: impl for<'event> FnOnce(UserGesture<'event>) -> R,
) -> Option<R> {
    is_trusted.then(|| act(UserGesture(PhantomData)))
}
