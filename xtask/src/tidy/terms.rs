//! One word for one thing, in each language: words that were read as something else, above all as
//! something else about money, do not come back. What is listed here was met and mended.

use super::Finding;
use super::source::Tree;
use crate::paths;
use crate::site::locales::{LANGUAGES, Message, read};

/// Language, words that mislead (a last `*` is any ending, a first one any beginning), what to write
/// instead.
const BANNED: [(&str, &[&str], &str); 35] = [
    ("en", &["receipt*"], "\"record\": a receipt reads as proof of payment"),
    ("en", &["interface"], "\"API\": that is what users know"),
    ("en", &["paid action*"], "what is paid: an order"),
    ("en", &["refused", "refuses"], "\"declined\": one word for one event"),
    ("en", &["asked refill", "refill asked", "cancel asked"], "\"requested\""),
    ("en", &["from {age}"], "a form that holds for \"now\" too: \"Last read {age}\""),
    ("ko", &["접수증*"], "\"기록\": 접수 means that the panel accepted the order"),
    ("ko", &["일부 완료"], "\"부분 완료\", as the tab and the panels say"),
    ("ko", &["청구*"], "\"차감\": a prepaid balance is drawn on, not billed"),
    ("ko", &["새로 고침"], "\"새로고침\""),
    ("ko", &["자동 구독"], "\"새 게시물 자동 주문\": it orders for each new post"),
    ("ko", &["{age}에", "{age} 값"], "a form that holds for \"now\" too: \"({age})\""),
    ("tr", &["makbuz*"], "\"kayıt\": a makbuz proves a payment"),
    ("tr", &["refill*"], "\"telafi\""),
    ("tr", &["parçalı*", "kademeli*", "taksit*"], "\"drip-feed\""),
    ("tr", &["gönderiliyor*"], "\"panele iletiliyor\": on panels it means \"delivering\""),
    ("tr", &["kısmen*"], "\"Kısmi tamamlandı\", as panels say"),
    ("tr", &["denetle*", "denetim*"], "\"kontrol et\""),
    ("tr", &["aygıt*"], "\"cihaz\""),
    ("tr", &["bağlantısı"], "\"link\" for an order's link; \"bağlantı\" is the network's"),
    ("ru", &["квитанци*"], "«запись»: a квитанция proves a payment"),
    ("ru", &["реле"], "«ретранслятор»"),
    ("ru", &["оценка", "оценки", "оценку", "оценке"], "«расчётная сумма»: an оценка is a grade"),
    ("ru", &["оформл*", "оформи*"], "«размещён»: one word for one state"),
    ("ru", &["тариф*"], "«расценка», «цена за 1000»"),
    ("ru", &["доставл*", "доставк*"], "«выполнено»: nothing is shipped"),
    ("ru", &["ключ api"], "«API-ключ»"),
    ("ru", &["в панели"], "«на панели»"),
    ("ar", &["*نفذ", "*نفذت", "*ينفذ", "*تنفيذ"], "«سُجّل», «تقديم»: تنفيذ is done, delivered"),
    ("ar", &["*تقسيط"], "«التسليم التدريجي»: تقسيط is paying by instalments"),
    ("ar", &["*إيصال"], "«سجل»: إيصال proves a payment"),
    ("ar", &["*مرحل", "*مرحلا"], "«وسيط»: without marks it reads \"deported\""),
    ("ar", &["أوقف الطلب", "تم الطلب"], "«أُوقف الاتصال», «سُجّل»: طلب is the order"),
    ("ar", &["تقدير", "التقدير"], "«التكلفة التقديرية»"),
    ("ar", &["من {age}"], "a form that holds for \"now\" too: «قُرئت {age}»"),
];

/// Where a banned word is the right one: language, key, word.
const EXCEPT: [(&str, &str, &str); 2] =
    [("ar", "status.running", "*تنفيذ"), ("tr", "errors.offline", "bağlantısı")];

/// Texts about an outcome that nobody knows, which must say that the money may be gone …
const MONEY: [&str; 5] = [
    "order.unknown_text",
    "unconfirmed.text",
    "orders.unconfirmed_strip",
    "errors.money_unknown",
    "status.alarm_refused",
];
/// … with the language's word for it.
const CHARGED: [(&str, &[&str]); 5] = [
    ("en", &["charged"]),
    ("ko", &["차감"]),
    ("tr", &["ücret"]),
    ("ru", &["списан", "списать"]),
    ("ar", &["خصم"]),
];

/// Looks at every text of every language.
pub fn check(_: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for language in LANGUAGES {
        // The rule about translations reports what cannot be read.
        let Ok(messages) = read(&paths::root(), language) else { continue };
        for (key, message) in &messages {
            let problems = texts(message).flat_map(|text| problems(language, key, text));
            findings.extend(problems.map(|what| {
                Finding::new(&format!("locales/{language}"), 0, format!("{key}: {what}"))
            }));
        }
    }
    findings
}

/// Every form, but that for none.
fn texts(message: &Message) -> impl Iterator<Item = &str> {
    let texts: Vec<&str> = match message {
        Message::Text(text) => vec![text],
        Message::Plural(forms) => {
            let some = forms.iter().filter(|(category, _)| *category != "zero");
            some.map(|(_, text)| text.as_str()).collect()
        }
    };
    texts.into_iter()
}

fn problems(language: &str, key: &str, text: &str) -> Vec<String> {
    let text = folded(text);
    let mut problems = Vec::new();
    for (_, words, instead) in BANNED.iter().filter(|row| row.0 == language) {
        let is_excepted = |word: &str| EXCEPT.contains(&(language, key, word));
        let found = words.iter().find(|word| !is_excepted(word) && holds(&text, word));
        problems.extend(found.map(|word| format!("\"{word}\" misleads; write {instead}")));
    }
    let charged = CHARGED.iter().find(|row| row.0 == language).map_or(&[][..], |row| row.1);
    if MONEY.contains(&key) && !charged.iter().any(|word| text.contains(word)) {
        problems.push("does not say that the money may be gone".to_owned());
    }
    problems
}

/// Lower case, without the marks of Arabic that few write.
fn folded(text: &str) -> String {
    let is_mark = |c: &char| matches!(c, '\u{640}' | '\u{64b}'..='\u{65f}');
    text.to_lowercase().chars().filter(|c| !is_mark(c)).collect()
}

/// Whether a text holds a word, or the beginning or end of one.
fn holds(text: &str, word: &str) -> bool {
    let (any_start, any_end) = (word.starts_with('*'), word.ends_with('*'));
    let word = folded(word.trim_matches('*'));
    let is_letter = |c: char| c.is_alphanumeric();
    text.match_indices(&word).any(|(at, _)| {
        let begins = any_start || !text[..at].ends_with(is_letter);
        let ends = any_end || !text[at + word.len()..].starts_with(is_letter);
        begins && ends
    })
}

#[cfg(test)]
mod tests {
    use super::problems;

    #[test]
    fn a_word_that_misleads_is_found_and_its_neighbours_are_not() {
        for (language, key, text, count) in [
            ("en", "a.b", "The relay keeps a receipt", 1),
            ("en", "a.b", "The panel declined", 0),
            ("ru", "a.b", "Реле хранит квитанцию", 2),
            ("ru", "a.b", "Ретранслятор, оценочная", 0),
            ("tr", "a.b", "Sipariş gönderiliyor", 1),
            ("tr", "a.b", "Panele iletiliyor, gönderilir", 0),
            ("ar", "a.b", "نُفّذ الطلب عبر المُرحِّل", 2),
            ("ar", "a.b", "أُوقف الطلب", 1),
            ("ar", "status.running", "قيد التنفيذ", 0),
            ("ar", "a.b", "التكلفة التقديرية", 0),
            ("ko", "a.b", "일부 완료", 1),
            ("ko", "a.b", "{age}에 읽음", 1),
        ] {
            assert_eq!(problems(language, key, text).len(), count, "{text}");
        }
    }

    #[test]
    fn an_unknown_outcome_says_that_the_money_may_be_gone() {
        let silent = "It was sent, and no readable reply came back.";
        assert_eq!(problems("en", "order.unknown_text", silent).len(), 1);
        let told = "It was sent. The panel may have charged you.";
        assert!(problems("en", "order.unknown_text", told).is_empty());
    }
}
