//! The form of a new account. A key typed here goes to the state as it is and is shown only while
//! the eye is pressed.

use crate::components::{
    Field, FieldError, Icon, IconName, InputKind, Note, Pill, Pills, RevealButton, Switch,
    TextInput,
};
use crate::i18n::{Msg, error_text, t, use_i18n};
use crate::pages::route_picker::RoutePicker;
use crate::platform::document;
use crate::state::{Accounts, Probe, ProbeFailure, ProbeInput, ProbeInputErrors, use_accounts};
use leptos::prelude::*;
use panelboard_domain::account::{Endpoint, PrivateHosts, parse_address, usual_address};

/// The panels of the five documented interfaces, as suggestions.
const PRESETS: &[&str] =
    &["snsmarket.net", "smmpanel.ru", "smmpans.com", "smmsnap.com", "smm.plus"];

/// What an address looks like.
const EXAMPLE: &str = "panel.example/api/v2";

/// What was typed.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    input: RwSignal<ProbeInput>,
    name: RwSignal<String>,
    pub(super) read_only: RwSignal<bool>,
    pub(super) errors: RwSignal<ProbeInputErrors>,
}

impl Draft {
    pub(super) fn new() -> Self {
        Self {
            input: RwSignal::new(ProbeInput::default()),
            name: RwSignal::new(String::new()),
            read_only: RwSignal::new(false),
            errors: RwSignal::new(ProbeInputErrors::default()),
        }
    }

    pub(super) fn input(self) -> ProbeInput {
        self.input.get_untracked()
    }

    pub(super) fn name(self) -> Signal<String> {
        self.name.into()
    }

    /// The address that is asked first: what a relay has to list.
    pub(super) fn first_address(self) -> Option<Endpoint> {
        let typed = self.input.with_untracked(|input| input.address.clone());
        parse_address(&typed, PrivateHosts::Allow).ok()?.into_iter().next()
    }

    /// The usual address of an interface at the typed host, when the typed one looks like a web page.
    pub(super) fn usual_address(self) -> Option<String> {
        let typed = self.input.with_untracked(|input| input.address.clone());
        let tried = parse_address(&typed, PrivateHosts::Allow).ok()?;
        usual_address(tried.first()?).map(|endpoint| endpoint.as_str().to_owned())
    }

    /// Another address is to be tested.
    pub(super) fn set_address(self, accounts: Accounts, address: String) {
        change(accounts, self, |input| input.address = address);
    }

    /// The name the user gave, else the suggested one.
    pub(super) fn name_or(self, suggested: &str) -> String {
        let name = self.name.get_untracked();
        let name = name.trim();
        if name.is_empty() { suggested } else { name }.to_owned()
    }

    pub(super) fn focus_first_error(self) {
        let errors = self.errors.get_untracked();
        match (errors.address, errors.key) {
            (Some(_), _) => document::focus_on("address"),
            (None, Some(_)) => document::focus_on("key"),
            (None, None) => false,
        };
    }
}

/// The form.
#[component]
pub(super) fn AddForm(draft: Draft, #[prop(into)] on_submit: Callback<()>) -> impl IntoView {
    view! {
        <form
            class="stack-l"
            id="add"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                on_submit.run(());
            }
        >
            <AddressField draft/>
            <KeyField draft/>
            <NameField draft/>
            <KeepField/>
            <Advanced draft/>
        </form>
    }
}

/// What was found belongs to what was typed: a change makes the test worth nothing.
fn change(accounts: Accounts, draft: Draft, edit: impl FnOnce(&mut ProbeInput)) {
    accounts.cancel_probe();
    draft.errors.set(ProbeInputErrors::default());
    draft.input.update(edit);
}

#[component]
fn AddressField(draft: Draft) -> impl IntoView {
    let (i18n, accounts) = (use_i18n(), use_accounts());
    let error = Signal::derive(move || {
        let error = draft.errors.get().address?;
        Some(FieldError::new(i18n.text(error_text::address_error(error))))
    });
    let (plain, read) = (t(Msg::ACCOUNTS_ADDRESS_HINT), t(Msg::ACCOUNTS_ADDRESS_READ));
    let parsed = Memo::new(move |_| {
        draft.input.with(|input| {
            let list = parse_address(&input.address, PrivateHosts::Allow).ok()?;
            list.first().map(|endpoint| endpoint.as_str().to_owned())
        })
    });
    let hint = move || match parsed.get() {
        Some(address) => view! { {read()} " " <bdi class="mono">{address}</bdi> }.into_any(),
        None => plain().into_any(),
    };
    let set = move |text: String| change(accounts, draft, |input| input.address = text);
    view! {
        <Field id="address" label=t(Msg::ACCOUNTS_ADDRESS) hint error>
            <TextInput
                id="address"
                kind=InputKind::Url
                placeholder=EXAMPLE.to_owned()
                value=Signal::derive(move || draft.input.with(|input| input.address.clone()))
                invalid=move || error.with(Option::is_some)
                on_input=set
            />
            <Presets draft on_choose=set/>
        </Field>
    }
}

/// The suggested addresses, each one press away.
#[component]
fn Presets(draft: Draft, #[prop(into)] on_choose: Callback<String>) -> impl IntoView {
    let pill = move |host: &'static str| {
        let pressed = Signal::derive(move || draft.input.with(|input| input.address == host));
        view! {
            <Pill
                pressed
                on_press=move |()| {
                    on_choose.run(host.to_owned());
                    document::focus_on("key");
                }
            >
                <bdi dir="ltr">{host}</bdi>
            </Pill>
        }
    };
    view! {
        <Pills label=t(Msg::ACCOUNTS_ADDRESS_PRESETS)>
            {PRESETS.iter().map(|host| pill(host)).collect_view()}
        </Pills>
    }
}

#[component]
fn KeyField(draft: Draft) -> impl IntoView {
    let (i18n, accounts) = (use_i18n(), use_accounts());
    let revealed = RwSignal::new(false);
    let kind = move || if revealed.get() { InputKind::Url } else { InputKind::Password };
    let refused = move || {
        accounts.probe().with(|probe| match probe {
            Probe::Failed(_, ProbeFailure::BadKey(refusal)) => Some(refusal.text.clone()),
            _ => None,
        })
    };
    let error = Signal::derive(move || {
        if let Some(error) = draft.errors.get().key {
            return Some(FieldError::new(i18n.text(error_text::key_error(error))));
        }
        let words = refused()?;
        let text =
            format!("{} {}", i18n.text(Msg::ERRORS_AUTH), i18n.text(Msg::ERRORS_DO_CHECK_KEY));
        Some(FieldError::new(text).said(Some(words)))
    });
    let hint = t(Msg::ACCOUNTS_KEY_HINT);
    view! {
           <Field id="key" label=t(Msg::ACCOUNTS_KEY) hint=hint error>
               <TextInput
                   id="key"
                   kind
                   value=Signal::derive(move || draft.input.with(|input| input.key.clone()))
                   invalid=move || error.with(Option::is_some)
                   on_input=move |text| {
    change(accounts, draft, |input| input.key = text);
    }
               >
                   <RevealButton label=t(Msg::ACCOUNTS_KEY_SHOW) revealed/>
               </TextInput>
           </Field>
       }
}

#[component]
fn NameField(draft: Draft) -> impl IntoView {
    let suggested = Memo::new(move |_| {
        draft.input.with(|input| {
            let list = parse_address(&input.address, PrivateHosts::Allow).ok();
            let host = list.and_then(|list| list.first().map(|first| first.host().to_owned()));
            host.map(|host| host.trim_start_matches("www.").to_owned()).unwrap_or_default()
        })
    });
    view! {
        <Field id="name" label=t(Msg::ACCOUNTS_NAME) optional=true>
            <TextInput
                id="name"
                value=draft.name
                placeholder=suggested
                max_length=60
                on_input=move |text| draft.name.set(text)
            />
        </Field>
    }
}

#[component]
fn KeepField() -> impl IntoView {
    view! {
        <div class="field">
            <span class="label">{t(Msg::ACCOUNTS_KEEP)}</span>
            <Note icon=IconName::Key title=t(Msg::ACCOUNTS_KEEP_DEVICE)>
                <p>{t(Msg::ACCOUNTS_KEEP_DEVICE_TEXT)}</p>
            </Note>
        </div>
    }
}

#[component]
fn Advanced(draft: Draft) -> impl IntoView {
    let accounts = use_accounts();
    view! {
           <details class="more">
               <summary>
                   <Icon name=IconName::End small=true/>
                   {t(Msg::ACCOUNTS_ADVANCED)}
               </summary>
               <div class="stack-l">
                   <div class="field">
                       <span class="label">{t(Msg::ACCOUNTS_ROUTE)}</span>
                       <div>
                           <RoutePicker
                               id="route"
                               label=t(Msg::ACCOUNTS_ROUTE)
                               value=Signal::derive(move || draft.input.with(|input| input.route.clone()))
                               on_change=move |route| {
    change(accounts, draft, |input| input.route = route);
    }
                           />
                       </div>
                       <p class="hint">{t(Msg::ACCOUNTS_ROUTE_HINT)}</p>
                   </div>
                   <Switch
                       label=t(Msg::ACCOUNTS_READ_ONLY)
                       checked=draft.read_only
                       on_change=move |on| draft.read_only.set(on)
                   />
               </div>
           </details>
       }
}
