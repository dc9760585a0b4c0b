//! The choice of a route: Auto, Direct, or one of the known relays. Few are all in view, many a list.

use super::relay_words;
use crate::components::{Segmented, Select};
use crate::i18n::{Msg, t, use_i18n};
use crate::state::{RouteChoice, use_relays};
use leptos::prelude::*;
use panelboard_domain::account::RelayId;

/// What fits in view on a phone.
const IN_VIEW: usize = 1;

/// The control. A relay that is chosen is offered even when it is in no list (any more).
#[component]
pub(super) fn RoutePicker(
    id: &'static str,
    #[prop(into)] label: Signal<String>,
    #[prop(into)] value: Signal<RouteChoice>,
    #[prop(into)] on_change: Callback<RouteChoice>,
) -> impl IntoView {
    let relays = use_relays();
    relays.list();
    let known = Memo::new(move |_| {
        let known = relays.known().get().unwrap_or_default();
        let mut known: Vec<RelayId> = known.into_iter().map(|known| known.relay).collect();
        if let RouteChoice::Relay(chosen) = value.get()
            && !known.contains(&chosen)
        {
            known.push(chosen);
        }
        known
    });
    move || match known.get() {
        known if known.len() <= IN_VIEW => {
            view! { <InView known label value on_change/> }.into_any()
        }
        known => view! { <Listed id known label value on_change/> }.into_any(),
    }
}

/// Their place among the options: Auto, Direct, the relays.
fn choice_at(known: &[RelayId], place: usize) -> RouteChoice {
    match place {
        0 => RouteChoice::Auto,
        1 => RouteChoice::Direct,
        place => known.get(place - 2).cloned().map_or(RouteChoice::Auto, RouteChoice::Relay),
    }
}

fn place_of(known: &[RelayId], choice: &RouteChoice) -> usize {
    match choice {
        RouteChoice::Auto => 0,
        RouteChoice::Direct => 1,
        RouteChoice::Relay(relay) => {
            known.iter().position(|known| known == relay).map_or(0, |place| place + 2)
        }
    }
}

#[component]
fn InView(
    known: Vec<RelayId>,
    label: Signal<String>,
    value: Signal<RouteChoice>,
    on_change: Callback<RouteChoice>,
) -> impl IntoView {
    let i18n = use_i18n();
    let mut options = vec![
        (0, Signal::derive(t(Msg::ACCOUNTS_ROUTE_AUTO))),
        (1, Signal::derive(t(Msg::ACCOUNTS_ROUTE_DIRECT))),
    ];
    for (place, relay) in known.iter().cloned().enumerate() {
        let word = move || match relay.is_own() {
            true => i18n.text(Msg::ACCOUNTS_ROUTE_RELAY),
            false => relay_words::name(i18n, &relay),
        };
        options.push((place + 2, Signal::derive(word)));
    }
    let known = StoredValue::new(known);
    let place = move || known.with_value(|known| value.with(|choice| place_of(known, choice)));
    let choose = move |place| on_change.run(known.with_value(|known| choice_at(known, place)));
    view! { <Segmented label options value=Signal::derive(place) on_change=choose/> }.into_any()
}

#[component]
fn Listed(
    id: &'static str,
    known: Vec<RelayId>,
    label: Signal<String>,
    value: Signal<RouteChoice>,
    on_change: Callback<RouteChoice>,
) -> impl IntoView {
    let i18n = use_i18n();
    let known = StoredValue::new(known);
    let options = Signal::derive(move || {
        let words =
            [Msg::ACCOUNTS_ROUTE_AUTO, Msg::ACCOUNTS_ROUTE_DIRECT].map(|word| i18n.text(word));
        let relays = known.with_value(|known| {
            known.iter().map(|relay| relay_words::name(i18n, relay)).collect::<Vec<_>>()
        });
        let texts = words.into_iter().chain(relays).enumerate();
        texts.map(|(place, text)| (place.to_string(), text)).collect::<Vec<_>>()
    });
    let place = Signal::derive(move || {
        known.with_value(|known| value.with(|choice| place_of(known, choice))).to_string()
    });
    let choose = move |place: String| {
        let place = place.parse().unwrap_or(0);
        on_change.run(known.with_value(|known| choice_at(known, place)));
    };
    view! { <Select id label value=place options on_change=choose/> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use panelboard_domain::account::{LocalRelays, RelayAddress};

    #[test]
    fn each_choice_has_its_place_and_back() {
        let at = RelayAddress::parse("relay.example", LocalRelays::Refuse).expect("an address");
        let known = [RelayId::Own, RelayId::At(at)];
        for place in 0..4 {
            assert_eq!(place_of(&known, &choice_at(&known, place)), place);
        }
        assert_eq!(choice_at(&known, 9), RouteChoice::Auto);
    }
}
