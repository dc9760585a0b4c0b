//! Says that a newer version of the app is here. It waits until the user accepts it, and is not offered
//! while an order is on its way.

use crate::components::{Button, ButtonSize, IconName, Strip};
use crate::i18n::{Msg, t};
use crate::platform::update;
use crate::state::use_presence;
use leptos::prelude::*;

/// The strip; nothing while this version is the newest.
#[component]
pub(super) fn UpdateStrip() -> impl IntoView {
    let ready = use_presence().update();
    let strip = || {
        view! {
            <Strip icon=IconName::Info text=t(Msg::COMMON_UPDATE)>
                <Button size=ButtonSize::Dense on_press=|_| update::accept()>
                    {t(Msg::ALARM_RELOAD)}
                </Button>
            </Strip>
        }
    };
    move || ready.get().then(strip)
}
