//! How the panel is reached. Another route is taken only after a test over it; what the test found
//! stands old against new before it is kept. Open attempts keep the route they left by.

use super::Part;
use crate::components::{
    Button, ButtonKind, ButtonSize, KeyValue, KeyValues, Note, PanelSays, Segmented, Tone,
};
use crate::i18n::{I18n, Msg, error_text, t, use_i18n};
use crate::pages::accounts::abilities::ability_name;
use crate::pages::accounts::result_card::{dialect_name, route_name};
use crate::pages::command_line::CommandLine;
use crate::pages::relay_words;
use crate::pages::route_picker::RoutePicker;
use crate::state::{ProbeFailure, Retest, RouteChoice, use_accounts};
use leptos::prelude::*;
use panelboard_client::accounts::retest::Change;
use panelboard_client::relay::panel_line;
use panelboard_domain::account::{AccountEdit, Dialect, Route};
use panelboard_domain::id::AccountId;

/// The part.
#[component]
pub(super) fn Connection(id: StoredValue<AccountId>) -> impl IntoView {
    let accounts = use_accounts();
    let held = Memo::new(move |_| id.with_value(|id| accounts.get(id)));
    let retest = id.with_value(|id| accounts.retesting(id));
    // The route that it has: what is shown as chosen is what holds.
    let present = held.get_untracked().map(|held| match held.route {
        Route::Direct => RouteChoice::Direct,
        Route::Relay => RouteChoice::Relay(held.relay),
    });
    let choice = RwSignal::new(present.unwrap_or_default());
    let address =
        move || held.get().map(|held| held.endpoint.as_str().to_owned()).unwrap_or_default();
    let i18n = use_i18n();
    let route = move || held.get().map(|held| relay_words::route(i18n, held.route, &held.relay));
    let testing = Signal::derive(move || retest.with(|retest| *retest == Retest::Testing));
    let begin = move |_| id.with_value(|id| accounts.retest(id, choice.get_untracked()));
    on_cleanup(move || id.with_value(|id| accounts.forget_retest(id)));
    view! {
        <Part title=Msg::ACCOUNTS_EDIT_CONNECTION>
            <KeyValues>
                <KeyValue label=t(Msg::ACCOUNTS_ENDPOINT)>
                    <bdi class="mono" dir="ltr">{address}</bdi>
                </KeyValue>
                <KeyValue label=t(Msg::ACCOUNTS_ROUTE)>{route}</KeyValue>
            </KeyValues>
            <Speaks id/>
            <div class="field">
                <span class="label">{t(Msg::ACCOUNTS_TEST_ROUTE)}</span>
                <div class="row">
                    <RoutePicker
                        id="route"
                        label=t(Msg::ACCOUNTS_TEST_ROUTE)
                        value=choice
                        on_change=move |to| choice.set(to)
                    />
                    <Button size=ButtonSize::Dense busy=testing on_press=begin>
                        {t(Msg::ACCOUNTS_TEST_AGAIN)}
                    </Button>
                </div>
                <p class="hint">{t(Msg::ACCOUNTS_TEST_AGAIN_HINT)}</p>
            </div>
            <div role="status">{move || outcome(id, retest.get())}</div>
        </Part>
    }
    .into_any()
}

/// v1 or v2, by hand: where the test cannot tell, the user may know.
#[component]
fn Speaks(id: StoredValue<AccountId>) -> impl IntoView {
    let accounts = use_accounts();
    let now = Signal::derive(move || {
        id.with_value(|id| accounts.get(id)).map_or(Dialect::V2, |held| held.dialect)
    });
    let options = [Dialect::V1, Dialect::V2]
        .map(|dialect| (dialect, Signal::stored(dialect_name(dialect).to_owned())))
        .to_vec();
    let set = move |dialect| {
        let edit = AccountEdit { dialect: Some(dialect), ..AccountEdit::default() };
        id.with_value(|id| accounts.edit(id, &edit));
    };
    view! {
        <div class="field">
            <span class="label">{t(Msg::ACCOUNTS_DIALECT)}</span>
            <div>
                <Segmented label=t(Msg::ACCOUNTS_DIALECT) options value=now on_change=set/>
            </div>
        </div>
    }
    .into_any()
}

fn outcome(id: StoredValue<AccountId>, retest: Retest) -> Option<AnyView> {
    Some(match retest {
        Retest::Idle | Retest::Testing => return None,
        Retest::NoKey => {
            view! { <Note tone=Tone::Warning title=t(Msg::ERRORS_NO_KEY)/> }.into_any()
        }
        Retest::Failed(failure) => view! { <Failed id failure/> }.into_any(),
        Retest::Found(_, changes) if changes.is_empty() => {
            view! { <Note title=t(Msg::ACCOUNTS_TEST_SAME)/> }.into_any()
        }
        Retest::Found(_, changes) => view! { <Found id changes/> }.into_any(),
    })
}

#[component]
fn Failed(id: StoredValue<AccountId>, failure: ProbeFailure) -> impl IntoView {
    let held = id.with_value(|id| use_accounts().get_untracked(id));
    let line = match &failure {
        ProbeFailure::Unreachable { lacking, .. } if !lacking.is_empty() => {
            held.and_then(|held| panel_line(&held.endpoint))
        }
        _ => None,
    };
    let words = error_text::probe_failure(&failure);
    let says = match failure {
        ProbeFailure::BadKey(refusal) | ProbeFailure::Refused(refusal) => Some(refusal.text),
        _ => None,
    };
    view! {
        <Note tone=Tone::Bad title=t(words.what) alert=true>
            <p>{t(words.todo)} " " {t(Msg::ACCOUNTS_TEST_UNCHANGED)} <PanelSays text=Signal::stored(says)/></p>
            {line.map(|line| view! { <CommandLine line/> })}
        </Note>
    }
    .into_any()
}

/// Old against new, and the press that keeps it.
#[component]
fn Found(id: StoredValue<AccountId>, changes: Vec<Change>) -> impl IntoView {
    let (i18n, accounts) = (use_i18n(), use_accounts());
    let lines = move || {
        let line = |change: &Change| {
            let (what, from, to) = words(i18n, change);
            view! { <tr><th scope="row">{what}</th><td>{from}</td><td>{to}</td></tr> }
        };
        changes.iter().map(line).collect_view()
    };
    let actions = move || {
        view! {
            <Button
                kind=ButtonKind::Primary
                size=ButtonSize::Dense
                on_press=move |_| id.with_value(|id| accounts.keep_retest(id))
            >
                {t(Msg::ACCOUNTS_KEEP_CHANGES)}
            </Button>
            <Button
                size=ButtonSize::Dense
                on_press=move |_| id.with_value(|id| accounts.forget_retest(id))
            >
                {t(Msg::ACCOUNTS_LEAVE_AS_IS)}
            </Button>
        }
    };
    view! {
        <Note tone=Tone::Warning title=t(Msg::ACCOUNTS_TEST_CHANGED) actions>
            <table class="compare">
                <thead>
                    <tr>
                        <td></td>
                        <th scope="col">{t(Msg::ORDER_WAS)}</th>
                        <th scope="col">{t(Msg::ORDER_NOW)}</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </Note>
    }
    .into_any()
}

/// What changed, from what, to what.
fn words(i18n: I18n, change: &Change) -> (String, String, String) {
    let route = |route: Route| i18n.text(route_name(route));
    let yes_no = |has: bool| i18n.text(if has { Msg::ACCOUNTS_YES } else { Msg::ACCOUNTS_NO });
    let alias = |alias: &Option<String>| alias.clone().unwrap_or_else(|| "–".to_owned());
    match change {
        Change::Route { from, to } => (i18n.text(Msg::ACCOUNTS_ROUTE), route(*from), route(*to)),
        Change::Relay { from, to } => {
            let name = |relay| relay_words::name(i18n, relay);
            (i18n.text(Msg::ACCOUNTS_ROUTE_RELAY), name(from), name(to))
        }
        Change::Alias { from, to } => {
            (i18n.text(Msg::ACCOUNTS_ROUTE_RELAY), alias(from), alias(to))
        }
        Change::Dialect { from, to } => (
            i18n.text(Msg::ACCOUNTS_DIALECT),
            dialect_name(*from).to_owned(),
            dialect_name(*to).to_owned(),
        ),
        Change::Ability { what, from, to } => {
            (i18n.text(ability_name(*what)), yes_no(from.has), yes_no(to.has))
        }
    }
}
