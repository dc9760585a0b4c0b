//! Money as text. The text comes in formatted; here only the zeros that pad it to the column's
//! precision step back. No arithmetic.

use leptos::prelude::*;

/// How large.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MoneySize {
    /// In a line.
    #[default]
    Text,
    /// A balance in a list of accounts.
    Large,
    /// The one balance of a page.
    Huge,
}

/// The amount, kept on one line and isolated from the text around it.
#[component]
pub fn MoneyText(
    #[prop(into)] text: Signal<String>,
    #[prop(optional)] size: MoneySize,
) -> impl IntoView {
    let class = match size {
        MoneySize::Text => "money",
        MoneySize::Large => "money money--l",
        MoneySize::Huge => "money money--xl",
    };
    let parts = Memo::new(move |_| text.with(|text| split_padding(text)));
    let part = move |which: fn(&(String, String, String)) -> &String| {
        move || parts.with(|parts| which(parts).clone())
    };
    view! {
        <span class=class>
            <bdi dir="ltr">{part(|p| &p.0)}<span class="dim">{part(|p| &p.1)}</span>{part(|p| &p.2)}</bdi>
        </span>
    }
    .into_any()
}

/// Splits a formatted amount into the part to read, its padding zeros and what follows them. Only a
/// last group of four and more digits is surely a fraction, in every language; its first two digits
/// always stay.
pub fn split_padding(text: &str) -> (String, String, String) {
    let whole = || (text.to_owned(), String::new(), String::new());
    let Some(end) = text.rfind(|c: char| c.is_numeric()) else { return whole() };
    let end = end + text[end..].chars().next().map_or(0, char::len_utf8);
    let Some((separator, mark)) = text[..end].char_indices().rev().find(|(_, c)| !c.is_numeric())
    else {
        return whole();
    };
    let start = separator + mark.len_utf8();
    let fraction = &text[start..end];
    if !matches!(mark, '.' | ',' | '٫') || fraction.chars().count() < 4 {
        return whole();
    }
    let kept = fraction.trim_end_matches(['0', '٠']).len();
    let two = fraction.char_indices().nth(2).map_or(fraction.len(), |(at, _)| at);
    let cut = start + kept.max(two);
    (text[..cut].to_owned(), text[cut..end].to_owned(), text[end..].to_owned())
}

#[cfg(test)]
mod tests {
    use super::split_padding;

    #[test]
    fn only_zeros_that_pad_a_fraction_step_back() {
        let check = |text: &str, expected: [&str; 3]| {
            let (head, zeros, tail) = split_padding(text);
            assert_eq!([&head, &zeros, &tail], expected, "{text}");
        };
        check("$28.8750", ["$28.875", "0", ""]);
        check("₺38.8000", ["₺38.80", "00", ""]);
        check("$0.0000", ["$0.00", "00", ""]);
        check("28,8750 $", ["28,875", "0", " $"]);
        check("٢٨٫٨٧٥٠ US$", ["٢٨٫٨٧٥", "٠", " US$"]);
        check("$1,000", ["$1,000", "", ""]);
        check("1.000.000 ₺", ["1.000.000 ₺", "", ""]);
        check("$1.5625", ["$1.5625", "", ""]);
        check("", ["", "", ""]);
        check("—", ["—", "", ""]);
        check("95200", ["95200", "", ""]);
    }
}
