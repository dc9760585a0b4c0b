//! The header row of a table: names of columns in the app's five languages, and the protocol's own.

use super::cells::{is_link, is_number, trimmed};
use crate::order::parameters;
use crate::service::ServiceKind;

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Service,
    Link,
    Quantity,
    Account,
    /// A parameter of `add` by the protocol's name.
    Extra(&'static str),
    /// For people only.
    Note,
    /// A name that nothing is known of, as it stands there.
    Unknown(String),
}

/// Lower case, with blanks, `_` and `-` as one blank and without what stands in brackets.
fn folded(name: &str) -> String {
    let name = trimmed(name).split(['(', '[']).next().unwrap_or_default();
    let parts = name.split(|c: char| c.is_whitespace() || matches!(c, '_' | '-' | ':' | '*'));
    let words: Vec<String> = parts
        .filter(|part| !part.is_empty())
        .map(|part| part.chars().flat_map(char::to_lowercase).filter(|c| *c != '\u{307}').collect())
        .collect();
    words.join(" ")
}

#[rustfmt::skip]
const SERVICE: &[&str] = &[
    "service", "service id", "services", "serviceid", "id", "id service",
    "서비스", "서비스 id", "서비스 번호",
    "servis", "servis id", "servis no", "hizmet", "hizmet id",
    "услуга", "id услуги", "номер услуги", "сервис", "id сервиса",
    "الخدمة", "خدمة", "رقم الخدمة", "معرف الخدمة",
];
#[rustfmt::skip]
const LINK: &[&str] = &[
    "link", "url", "links", "target", "page", "address",
    "링크", "주소",
    "bağlantı", "adres", "hedef",
    "ссылка", "адрес", "линк",
    "الرابط", "رابط", "العنوان",
];
#[rustfmt::skip]
const QUANTITY: &[&str] = &[
    "quantity", "qty", "amount", "count",
    "수량", "개수",
    "miktar", "adet", "sayı",
    "количество", "кол во", "колво", "число",
    "الكمية", "كمية", "العدد", "عدد",
];
#[rustfmt::skip]
const ACCOUNT: &[&str] = &[
    "account", "panel",
    "계정", "패널",
    "hesap",
    "аккаунт", "панель",
    "الحساب", "حساب", "اللوحة",
];
#[rustfmt::skip]
const NOTE: &[&str] = &[
    "note", "notes", "name", "service name", "category", "price", "rate", "client", "customer", "#", "no",
    "메모", "이름", "서비스 이름", "가격", "고객", "번호",
    "not", "ad", "servis adı", "fiyat", "müşteri", "sıra",
    "заметка", "примечание", "название", "цена", "клиент", "№",
    "ملاحظة", "ملاحظات", "الاسم", "اسم الخدمة", "السعر", "العميل",
];
#[rustfmt::skip]
const EXTRAS: &[(&str, &[&str])] = &[
    ("comments", &["comment", "댓글", "yorumlar", "yorum", "комментарии", "التعليقات", "تعليقات"]),
    ("usernames", &["users", "사용자 이름", "kullanıcı adları", "имена пользователей", "أسماء المستخدمين"]),
    ("username", &["user", "사용자", "kullanıcı adı", "имя пользователя", "اسم المستخدم"]),
    ("hashtags", &["해시태그", "etiketler", "хештеги", "الوسوم"]),
    ("keywords", &["키워드", "anahtar kelimeler", "ключевые слова", "الكلمات المفتاحية"]),
    ("groups", &["그룹", "gruplar", "группы", "المجموعات"]),
    ("runs", &["횟수", "tekrar", "запуски", "التكرار", "المرات"]),
    ("interval", &["간격", "aralık", "интервал", "الفاصل"]),
];

/// Every type, to know every parameter's name.
const KINDS: [ServiceKind; 10] = [
    ServiceKind::Default,
    ServiceKind::Seo,
    ServiceKind::CommentReplies,
    ServiceKind::MentionsWithHashtags,
    ServiceKind::MentionsHashtag,
    ServiceKind::MentionsMediaLikers,
    ServiceKind::Poll,
    ServiceKind::InvitesFromGroups,
    ServiceKind::Subscriptions,
    ServiceKind::WebTraffic,
];

/// A parameter's own name, as the protocol writes it.
pub(super) fn parameter(name: &str) -> Option<&'static str> {
    let all = KINDS.iter().flat_map(|kind| parameters(*kind));
    all.map(|parameter| parameter.name).find(|known| *known == name)
}

fn column(name: &str) -> Column {
    let word = folded(name);
    let word = word.as_str();
    let extra = |(name, others): &(&'static str, &[&str])| others.contains(&word).then_some(*name);
    match () {
        () if SERVICE.contains(&word) => Column::Service,
        () if LINK.contains(&word) => Column::Link,
        () if QUANTITY.contains(&word) => Column::Quantity,
        () if ACCOUNT.contains(&word) => Column::Account,
        () if word.is_empty() || NOTE.contains(&word) => Column::Note,
        () => match parameter(&word.replace(' ', "_")).or_else(|| EXTRAS.iter().find_map(extra)) {
            Some(name) => Column::Extra(name),
            None => Column::Unknown(trimmed(name).to_owned()),
        },
    }
}

/// The columns that a record names; `None` when it is no header: at least two of service, link and
/// quantity are named, and nothing in it is a number or a link.
pub(super) fn columns(cells: &[String]) -> Option<Vec<Column>> {
    if cells.iter().any(|cell| is_number(cell) || is_link(cell)) {
        return None;
    }
    let columns: Vec<Column> = cells.iter().map(|cell| column(cell)).collect();
    let named = [Column::Service, Column::Link, Column::Quantity];
    let count = named.iter().filter(|named| columns.contains(named)).count();
    (count >= 2).then_some(columns)
}
