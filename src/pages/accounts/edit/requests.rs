//! How requests to this panel are written where panels differ: the parameters that hold ids (finding
//! K6), how comments are counted, how long a repeated order is recognised. Each with how it is known; the
//! user's word holds until it is taken back.

use super::abilities::KNOWN;
use crate::components::{Icon, IconName, Select};
use crate::i18n::{I18n, Msg, status_text, t, use_format, use_i18n};
use crate::state::use_accounts;
use leptos::prelude::*;
use panelboard_domain::account::{
    AccountEdit, Capabilities, CommentsSplit, IdName, IdSlot, Source,
};
use panelboard_domain::id::AccountId;

/// Minutes that can be chosen for a repeated order.
const MINUTES: [u32; 6] = [5, 10, 30, 60, 360, 1440];

/// The folded table.
#[component]
pub(super) fn Requests(id: StoredValue<AccountId>) -> impl IntoView {
    let rows = IdSlot::ALL.map(|ids| view! { <IdRow id ids/> }.into_any());
    view! {
        <details class="more">
            <summary>
                <Icon name=IconName::End small=true/>
                {t(Msg::ACCOUNTS_REQUESTS)}
            </summary>
            <div class="stack">
                <p class="hint">{t(Msg::ACCOUNTS_REQUESTS_HINT)}</p>
                <table class="caps caps--edit">
                    <caption class="visually-hidden">{t(Msg::ACCOUNTS_REQUESTS)}</caption>
                    <tbody>
                        {rows.into_iter().collect_view()} <CommentsRow id/> <MinutesRow id/>
                    </tbody>
                </table>
            </div>
        </details>
    }
    .into_any()
}

/// The parameter of one kind of request.
#[component]
fn IdRow(id: StoredValue<AccountId>, ids: IdSlot) -> impl IntoView {
    let i18n = use_i18n();
    let label = Signal::derive(move || {
        let (action, words) = request(ids);
        i18n.fill(words, &[("action", action)])
    });
    let read = move |held: &Capabilities| {
        let (name, source) = held.id_name(ids);
        (name.as_str().to_owned(), name.as_str().to_owned(), source)
    };
    let choices = move || {
        let name = |name: &IdName| (name.as_str().to_owned(), name.as_str().to_owned());
        ids.choices().iter().map(name).collect()
    };
    let set = move |held: &mut Capabilities, word: &str| {
        held.set_id_name(ids, IdName::named(word));
    };
    view! { <Row id field=field_id(ids) label read choices set/> }
}

#[component]
fn CommentsRow(id: StoredValue<AccountId>) -> impl IntoView {
    const ALL: [(CommentsSplit, &str, Msg); 3] = [
        (CommentsSplit::Newline, "newline", Msg::ACCOUNTS_COMMENTS_LINES),
        (CommentsSplit::Comma, "comma", Msg::ACCOUNTS_COMMENTS_COMMAS),
        (CommentsSplit::Unknown, "unknown", Msg::ACCOUNTS_COMMENTS_UNKNOWN),
    ];
    let i18n = use_i18n();
    let read = move |held: &Capabilities| {
        let (split, source) = held.comments_split();
        let known = ALL.into_iter().find(|(known, ..)| *known == split);
        let (word, text) = known.map_or(("", Msg::ACCOUNTS_COMMENTS_UNKNOWN), |(_, w, t)| (w, t));
        (word.to_owned(), i18n.text(text), source)
    };
    let choices =
        move || ALL.iter().map(|(_, word, text)| ((*word).to_owned(), i18n.text(*text))).collect();
    let set = move |held: &mut Capabilities, word: &str| {
        let chosen = ALL.into_iter().find(|(_, known, _)| *known == word);
        held.set_comments_split(chosen.map(|(split, ..)| split));
    };
    let label = Signal::derive(move || i18n.text(Msg::ACCOUNTS_COMMENTS_COUNTED));
    view! { <Row id field="comments-split" label read choices set/> }
}

#[component]
fn MinutesRow(id: StoredValue<AccountId>) -> impl IntoView {
    let (i18n, format) = (use_i18n(), use_format());
    let text = move |minutes: u32| format.count(Msg::ACCOUNTS_MINUTES, minutes.into());
    let read = move |held: &Capabilities| {
        let (minutes, source) = held.request_id_minutes();
        (minutes.to_string(), text(minutes), source)
    };
    let choices =
        move || MINUTES.iter().map(|minutes| (minutes.to_string(), text(*minutes))).collect();
    let set = move |held: &mut Capabilities, word: &str| {
        held.set_request_id_minutes(word.parse().ok());
    };
    let label = Signal::derive(move || i18n.text(Msg::ACCOUNTS_REPEAT_KNOWN_FOR));
    view! { <Row id field="repeat-minutes" label read choices set/> }
}

/// One setting: as it is known, or one of the choices as the user's word. `read` gives the word, its
/// text and how it is known.
#[component]
fn Row(
    id: StoredValue<AccountId>,
    field: &'static str,
    label: Signal<String>,
    read: impl Fn(&Capabilities) -> (String, String, Source) + Send + Sync + 'static,
    choices: impl Fn() -> Vec<(String, String)> + Send + Sync + 'static,
    set: impl Fn(&mut Capabilities, &str) + Send + Sync + 'static,
) -> impl IntoView {
    let (i18n, accounts) = (use_i18n(), use_accounts());
    let held = move || id.with_value(|id| accounts.get(id)).map(|held| held.capabilities);
    let set = StoredValue::new(set);
    let (read, choices) = (StoredValue::new(read), StoredValue::new(choices));
    let value =
        Signal::derive(move || match held().map(|held| read.with_value(|read| read(&held))) {
            Some((word, _, Source::SetByUser)) => word,
            _ => KNOWN.to_owned(),
        });
    let options = Signal::derive(move || {
        let beneath = held().map(|mut held| {
            set.with_value(|set| set(&mut held, KNOWN));
            read.with_value(|read| read(&held))
        });
        let known = beneath.map(|(_, text, source)| with_source(i18n, &text, source));
        let all = choices.with_value(|choices| choices()).into_iter();
        let own = all.map(|(word, text)| (word, with_source(i18n, &text, Source::SetByUser)));
        std::iter::once((KNOWN.to_owned(), known.unwrap_or_default())).chain(own).collect()
    });
    let on_change = move |word: String| {
        let held = id.with_value(|id| accounts.get_untracked(id));
        let Some(mut capabilities) = held.map(|held| held.capabilities) else { return };
        set.with_value(|set| set(&mut capabilities, &word));
        let edit = AccountEdit { capabilities: Some(capabilities), ..AccountEdit::default() };
        id.with_value(|id| accounts.edit(id, &edit));
    };
    view! {
        <tr>
            <th scope="row">{label}</th>
            <td><Select id=field label value options on_change/></td>
        </tr>
    }
    .into_any()
}

fn with_source(i18n: I18n, text: &str, source: Source) -> String {
    format!("{text} ({})", i18n.text(status_text::source(source)))
}

/// The action of a request and whether it is about one id or several.
const fn request(slot: IdSlot) -> (&'static str, Msg) {
    match slot {
        IdSlot::Status => ("status", Msg::ACCOUNTS_ID_OF_ONE),
        IdSlot::ManyStatus => ("status", Msg::ACCOUNTS_IDS_OF_MANY),
        IdSlot::Refill => ("refill", Msg::ACCOUNTS_ID_OF_ONE),
        IdSlot::ManyRefill => ("refill", Msg::ACCOUNTS_IDS_OF_MANY),
        IdSlot::RefillStatus => ("refill_status", Msg::ACCOUNTS_ID_OF_ONE),
        IdSlot::ManyRefillStatus => ("refill_status", Msg::ACCOUNTS_IDS_OF_MANY),
        IdSlot::Cancel => ("cancel", Msg::ACCOUNTS_IDS_OF_MANY),
    }
}

const fn field_id(slot: IdSlot) -> &'static str {
    match slot {
        IdSlot::Status => "id-status",
        IdSlot::ManyStatus => "id-many-status",
        IdSlot::Refill => "id-refill",
        IdSlot::ManyRefill => "id-many-refill",
        IdSlot::RefillStatus => "id-refill-status",
        IdSlot::ManyRefillStatus => "id-many-refill-status",
        IdSlot::Cancel => "id-cancel",
    }
}
