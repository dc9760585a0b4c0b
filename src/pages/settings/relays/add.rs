//! Add a relay: its address and token on one side, the test on the other; what passed is added with the
//! same press. The page is reached and left by a full page load (`routes::RELAYS` says why). A link of
//! the relay's may bring the address behind `#`; never a token.

use super::steps::RelaySteps;
use super::token::TokenField;
use super::trouble::Trouble;
use crate::components::{Button, ButtonKind, ButtonSize, Field, FieldError, InputKind, TextInput};
use crate::i18n::{Msg, error_text, t, use_i18n};
use crate::layout::Page;
use crate::platform::{document, page};
use crate::routes;
use crate::state::{RelayLook, RelayTest, Relays, use_relays};
use leptos::prelude::*;
use panelboard_domain::account::{LocalRelays, RelayAddress};
use panelboard_domain::secret::RelayToken;

/// What an address looks like.
const EXAMPLE: &str = "https://relay.example";

/// What was typed.
#[derive(Clone, Copy)]
struct Draft {
    address: RwSignal<String>,
    token: RwSignal<String>,
    wrong_address: RwSignal<Option<Msg>>,
    wrong_token: RwSignal<Option<Msg>>,
}

impl Draft {
    fn new() -> Self {
        Self {
            address: RwSignal::new(given_address().unwrap_or_default()),
            token: RwSignal::new(String::new()),
            wrong_address: RwSignal::new(None),
            wrong_token: RwSignal::new(None),
        }
    }

    /// What passes, or the words under each field.
    fn read(self) -> Option<(RelayAddress, Option<RelayToken>)> {
        let local = match page::may_use_local_relays() {
            true => LocalRelays::Allow,
            false => LocalRelays::Refuse,
        };
        let address = RelayAddress::parse(&self.address.get_untracked(), local);
        let token = RelayToken::parse(&self.token.get_untracked());
        let wrong = address.as_ref().err().map(|error| error_text::relay_address_error(*error));
        self.wrong_address.set(wrong);
        self.wrong_token.set(token.is_err().then_some(Msg::RELAYS_TOKEN_BAD));
        match (address, token) {
            (Ok(address), Ok(token)) => Some((address, token)),
            (Err(_), _) => {
                document::focus_on("relay-address");
                None
            }
            (Ok(_), Err(_)) => {
                document::focus_on("relay-token");
                None
            }
        }
    }

    /// What was found belongs to what was typed.
    fn changed(self, relays: Relays) {
        relays.cancel_test();
        self.wrong_address.set(None);
        self.wrong_token.set(None);
    }
}

/// The address that a link of the relay's brought.
fn given_address() -> Option<String> {
    let fragment = page::take_fragment()?;
    let mut pairs = form_urlencoded::parse(fragment.as_bytes());
    pairs.find(|(name, _)| name == "relay").map(|(_, address)| address.into_owned())
}

/// The page.
#[component]
pub fn RelaysPage() -> impl IntoView {
    let relays = use_relays();
    let draft = Draft::new();
    on_cleanup(move || relays.cancel_test());
    let works = Memo::new(move |_| {
        relays.test().with(|test| matches!(test, RelayTest::Found(RelayLook::Works { .. })))
    });
    let found = Memo::new(move |_| match relays.test().get() {
        RelayTest::Found(look) => Some(look),
        RelayTest::Idle | RelayTest::Looking => None,
    });
    let submit = move || {
        let Some((address, token)) = draft.read() else { return };
        if works.get_untracked() {
            relays.add(address, token);
            draft.token.set(String::new());
            return document::load(routes::SETTINGS);
        }
        relays.start_test(address, token);
    };
    view! {
        <Page title=t(Msg::RELAYS_ADD) back=routes::SETTINGS>
            <div class="split">
                <form
                    class="stack-l"
                    id="add-relay"
                    novalidate
                    on:submit=move |event| {
                        event.prevent_default();
                        submit();
                    }
                >
                    <AddressField draft/>
                    <TokenField
                        id="relay-token"
                        typed=draft.token
                        wrong=draft.wrong_token.into()
                        on_input=move |text| {
                            draft.token.set(text);
                            draft.changed(relays);
                        }
                    />
                    <p class="hint">{t(Msg::RELAYS_TEXT)}</p>
                </form>
                <aside class="aside stack-l" aria-label=t(Msg::ACCOUNTS_TEST_TITLE)>
                    <RelaySteps/>
                    <Trouble look=found waits=true/>
                    <Submit works/>
                </aside>
            </div>
        </Page>
    }
    .into_any()
}

#[component]
fn AddressField(draft: Draft) -> impl IntoView {
    let (i18n, relays) = (use_i18n(), use_relays());
    let error = Signal::derive(move || {
        draft.wrong_address.get().map(|wrong| FieldError::new(i18n.text(wrong)))
    });
    view! {
        <Field
            id="relay-address"
            label=t(Msg::RELAYS_ADDRESS)
            hint=t(Msg::RELAYS_ADDRESS_HINT)
            error
        >
            <TextInput
                id="relay-address"
                kind=InputKind::Url
                placeholder=EXAMPLE.to_owned()
                value=draft.address
                invalid=move || error.with(Option::is_some)
                on_input=move |text| {
                    draft.address.set(text);
                    draft.changed(relays);
                }
            />
        </Field>
    }
    .into_any()
}

/// The one main action: it tests, and when the test passed it adds.
#[component]
fn Submit(works: Memo<bool>) -> impl IntoView {
    let relays = use_relays();
    let looking = Signal::derive(move || relays.test().with(|test| *test == RelayTest::Looking));
    let (test, add, asking) = (t(Msg::RELAYS_TEST), t(Msg::RELAYS_ADD), t(Msg::RELAYS_ASKING));
    let label = move || match (works.get(), looking.get()) {
        (true, _) => add(),
        (false, true) => asking(),
        (false, false) => test(),
    };
    view! {
        <div class="submit-bar">
            <Button
                kind=ButtonKind::Primary
                size=ButtonSize::Wide
                submit=true
                form="add-relay"
                busy=looking
            >
                {label}
            </Button>
        </div>
    }
    .into_any()
}
