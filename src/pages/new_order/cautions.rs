//! What may surprise about an order that may be sent all the same: under the field it is about. The
//! rules are the domain's; here are only the words. Nothing is changed without a press.

use super::form::Form;
use crate::components::{Icon, IconName, LinkButton, Note, Tone};
use crate::i18n::{Msg, t, use_format, use_i18n};
use leptos::prelude::*;
use panelboard_domain::money::{Amount, Currency};
use panelboard_domain::order::{Caution, Field, without_repeats};

/// The cautions of one parameter, or with `None` those of the service.
#[component]
pub fn Cautions(
    form: Form,
    name: Option<&'static str>,
    #[prop(into)] currency: Signal<Option<Currency>>,
) -> impl IntoView {
    let mine = Memo::new(move |_| {
        let is_mine = |field: &Field| match (field, name) {
            (Field::Extra(extra), Some(name)) => extra == name,
            (Field::Service, None) => true,
            _ => false,
        };
        form.cautions.with(|all| {
            let mine = all.iter().filter(|(field, _)| is_mine(field));
            mine.map(|(_, caution)| caution.clone()).collect::<Vec<_>>()
        })
    });
    move || {
        let line = |caution| caution_view(form, name.unwrap_or_default(), caution, currency);
        mine.get().into_iter().map(line).collect_view()
    }
}

fn caution_view(
    form: Form,
    name: &'static str,
    caution: Caution,
    currency: Signal<Option<Currency>>,
) -> AnyView {
    match caution {
        Caution::MayCount { lines, parts, costs, may_cost } => {
            view! { <Commas lines=(lines, costs) parts=(parts, may_cost) currency/> }.into_any()
        }
        Caution::Duplicates { count } => view! { <Repeats form name count/> }.into_any(),
        Caution::CutAtAngle => hint(Msg::ORDER_CAUTION_ANGLE),
        Caution::MayBreakLine => hint(Msg::ORDER_CAUTION_LINE_END),
        Caution::OpenEnded => hint(Msg::ORDER_CAUTION_OPEN_ENDED),
        Caution::NoSubscriptions => hint(Msg::ORDER_CAUTION_NO_SUBSCRIPTIONS),
        Caution::NoDripFeed => hint(Msg::ORDER_CAUTION_NO_DRIP_FEED),
        Caution::VerifyFirst => hint(Msg::ORDER_V1_KIND),
        Caution::FlatRate => hint(Msg::ORDER_CAUTION_FLAT),
        Caution::UnknownType => ().into_any(), // told beside the service, with its name
    }
}

fn hint(message: Msg) -> AnyView {
    view! {
        <p class="hint hint--warn">
            <Icon name=IconName::Alert small=true/>
            <span>{t(message)}</span>
        </p>
    }
    .into_any()
}

/// Entries that occur more than once, and a way to be rid of them.
#[component]
fn Repeats(form: Form, name: &'static str, count: usize) -> impl IntoView {
    let format = use_format();
    let remove = move |_| {
        let list = form.draft.with_untracked(|draft| without_repeats(draft.typed(name)));
        form.set(name, list);
    };
    view! {
        <p class="hint hint--warn">
            <Icon name=IconName::Alert small=true/>
            <span>
                {move || format.count(Msg::ORDER_CAUTION_REPEATS, count as u64)} " "
                <LinkButton on_press=remove>{t(Msg::ORDER_LINK_CLEAN)}</LinkButton>
            </span>
        </p>
    }
    .into_any()
}

/// Both ways of counting with both prices.
#[component]
fn Commas(
    lines: (u64, Option<Amount>),
    parts: (u64, Option<Amount>),
    currency: Signal<Option<Currency>>,
) -> impl IntoView {
    let (i18n, format) = (use_i18n(), use_format());
    let money = move |amount: Option<Amount>| {
        let amount = amount?;
        Some(currency.with(|currency| format.money(amount, currency.as_ref())))
    };
    let text = move || {
        let (lines, parts) = (format.number(lines.0), format.number(parts.0));
        i18n.fill(Msg::ORDER_CAUTION_COMMAS_TEXT, &[("lines", &lines), ("parts", &parts)])
    };
    let row = move |label: Msg, (count, cost): (u64, Option<Amount>)| {
        view! {
            <tr>
                <th scope="row">{t(label)}</th>
                <td class="num"><bdi>{move || format.number(count)}</bdi></td>
                <td class="num"><bdi>{move || money(cost)}</bdi></td>
            </tr>
        }
    };
    view! {
        <Note tone=Tone::Warning title=t(Msg::ORDER_CAUTION_COMMAS)>
            <p>{text}</p>
            <table class="compare">
                <tbody>
                    {row(Msg::ORDER_CAUTION_BY_LINE, lines)} {row(Msg::ORDER_CAUTION_BY_COMMA, parts)}
                </tbody>
            </table>
        </Note>
    }
    .into_any()
}
