//! Refusals in many languages, and the sentences that must not be taken for one.

use super::*;
use panelboard_domain::account::Dialect;
use panelboard_domain::id::{OrderId, RefillId};

fn orders(count: usize) -> Vec<OrderId> {
    (1..=count).filter_map(|id| OrderId::new(&id.to_string())).collect()
}

fn refills(count: usize) -> Vec<RefillId> {
    (1..=count).filter_map(|id| RefillId::new(&id.to_string())).collect()
}

fn check(action: &Action, text: &str, expected: Option<&str>) {
    let can = Capabilities::assumed(Dialect::V2);
    let name = wanted(action, &can, text).map(|(_, name)| name.as_str());
    assert_eq!(name, expected, "{:?}: {text}", action.name());
}

#[test]
fn k06_a_refused_cancel_says_that_it_wants_order() {
    for text in [
        "order parameter is required",
        "Missing required parameter: order",
        "Missing order parameter",
        "The order field is required.",
        "Parameter 'order' is missing",
        "order is required",
        "Missing order",
        "Order ID is required",
        "Please provide order ID",
        "You must specify \"order\" parameter",
        "order parametresi gerekli",
        "order alanı zorunludur.",
        "Eksik parametre: order",
        "Параметр order обязателен",
        "Не указан параметр order",
        "Отсутствует поле «order»",
        "المعامل order مطلوب",
        "الحقل order مطلوب",
        "order 매개변수가 필요합니다",
        "order는 필수입니다",
        "필수 파라미터 누락: order",
        "El campo order es obligatorio",
        "Falta el parámetro order",
        "O campo order é obrigatório.",
        "Thiếu tham số order",
        "Trường order là bắt buộc",
        "Parameter order wajib diisi",
        "Le paramètre order est requis",
        "缺少参数 order",
    ] {
        check(&Action::Cancel(orders(1)), text, Some("order"));
    }
}

#[test]
fn k06_a_status_says_under_which_name_it_wants_its_ids() {
    for (count, text, expected) in [
        (1, "order_id is required", "order_id"),
        (1, "orderId is missing", "order_id"),
        (1, "The order id field is required.", "order_id"),
        (1, "Missing required parameter: id", "id"),
        (1, "orders parameter is required", "orders"),
        (1, "order_id alanı zorunludur", "order_id"),
        (1, "Не передан order_id", "order_id"),
        (1, "order_id مطلوب", "order_id"),
        (1, "order_id 값이 누락되었습니다", "order_id"),
        (1, "O parâmetro order_id é obrigatório", "order_id"),
        (3, "order_ids is required", "order_ids"),
        (3, "Missing order parameter", "order"),
        (3, "ids: this field is required", "ids"),
        (3, "The order ids field is required.", "order_ids"),
    ] {
        check(&Action::Status(orders(count)), text, Some(expected));
    }
}

#[test]
fn k06_a_refill_says_under_which_name_it_wants_its_ids() {
    check(&Action::Refill(orders(1)), "refill parameter is required", Some("refill"));
    check(&Action::Refill(orders(2)), "order is required", Some("order"));
    check(&Action::RefillStatus(refills(1)), "refill_id is required", Some("refill_id"));
    check(&Action::RefillStatus(refills(1)), "order parameter is required", Some("order"));
    check(&Action::RefillStatus(refills(2)), "Missing parameter: refill", Some("refill"));
    check(&Action::RefillStatus(refills(2)), "refill_ids обязателен", Some("refill_ids"));
}

#[test]
fn k06_what_was_sent_or_makes_no_sense_there_is_not_asked_for() {
    check(&Action::Status(orders(1)), "order is required", None);
    check(&Action::Status(orders(1)), "order or order_id is required", None);
    check(&Action::Cancel(orders(1)), "refill parameter is required", None);
    check(&Action::Cancel(orders(1)), "orders parameter is required", None);
    check(&Action::Balance, "order parameter is required", None);
    let mut can = Capabilities::assumed(Dialect::V2);
    can.set_id_name(IdSlot::Cancel, Some(IdName::Order));
    let cancel = Action::Cancel(orders(1));
    assert_eq!(wanted(&cancel, &can, "order parameter is required"), None);
    let back = wanted(&cancel, &can, "The orders field is required.");
    assert_eq!(back, Some((IdSlot::Cancel, IdName::Orders)));
}

#[test]
fn k06_a_sentence_about_an_order_is_none_about_a_parameter() {
    let cancel = Action::Cancel(orders(1));
    for text in [
        "Incorrect order ID",
        "Order not found.",
        "Invalid Order Id(s)",
        "Missing or invalid order_id",
        "Order must be in pending to be canceled",
        "This order needs manual review before it can be canceled",
        "The order is missing from our records",
        "Order already completed, a ticket is required",
        "Cancel is not allowed for this order",
        "Order cannot be canceled: support approval required",
        "Your order requires 24 hours before cancel",
        "order is not required",
        "Sipariş bulunamadı",
        "Заказ не найден",
        "주문을 찾을 수 없습니다",
        "رقم الطلب غير صحيح",
        "Missing data",
        "You must fill in the required fields.",
        "There are missing required parameters…",
        "",
    ] {
        check(&cancel, text, None);
        check(&Action::Status(orders(1)), text, None);
        check(&Action::Refill(orders(1)), text, None);
    }
}

/// Hundreds of refusals of every kind but "a parameter is missing", a language and a text in a row.
const REFUSALS: [&str; 15] = [
    include_str!("../../tests/fixtures/words/account.txt"),
    include_str!("../../tests/fixtures/words/action.txt"),
    include_str!("../../tests/fixtures/words/active_link.txt"),
    include_str!("../../tests/fixtures/words/auth.txt"),
    include_str!("../../tests/fixtures/words/cancel.txt"),
    include_str!("../../tests/fixtures/words/comments.txt"),
    include_str!("../../tests/fixtures/words/cooldown.txt"),
    include_str!("../../tests/fixtures/words/dripfeed.txt"),
    include_str!("../../tests/fixtures/words/funds.txt"),
    include_str!("../../tests/fixtures/words/link.txt"),
    include_str!("../../tests/fixtures/words/maintenance.txt"),
    include_str!("../../tests/fixtures/words/order.txt"),
    include_str!("../../tests/fixtures/words/quantity.txt"),
    include_str!("../../tests/fixtures/words/refill.txt"),
    include_str!("../../tests/fixtures/words/unsure.txt"),
];

#[test]
fn k06_no_other_refusal_names_a_parameter_by_accident() {
    let can = Capabilities::assumed(Dialect::V2);
    for (_, text) in
        REFUSALS.iter().flat_map(|file| file.lines()).filter_map(|l| l.split_once(" | "))
    {
        for action in
            [Action::Cancel(orders(1)), Action::Refill(orders(1)), Action::Status(orders(2))]
        {
            assert_eq!(wanted(&action, &can, text), None, "{:?}: {text}", action.name());
        }
        assert!(!speaks_of_request_id(text), "{text}");
    }
}

#[test]
fn k19_an_order_is_refused_for_want_of_its_request_id() {
    for text in [
        "Missing required parameter: request_id",
        "request_id is required",
        "requestId is missing",
        "The request id field is required.",
        "request_id is required (max 128 characters)",
        "request_id parametresi gerekli",
        "Параметр request_id обязателен",
        "المعامل request_id مطلوب",
        "request_id 값이 필요합니다",
        "El campo request_id es obligatorio",
        "O parâmetro request_id é obrigatório",
        "Thiếu tham số request_id",
        "Parameter request_id wajib diisi",
        "Duplicate request_id",
        "request_id already used",
    ] {
        assert!(speaks_of_request_id(text), "{text}");
    }
}

#[test]
fn k19_a_panel_says_that_it_has_a_request_already() {
    for text in [
        "Duplicate request_id",
        "request_id already used",
        "The request id has already been used.",
        "request_id уже использован",
        "request_id zaten kullanıldı",
        "request_id 이미 사용됨",
        "request_id مستخدم مسبقا",
        "request_id duplicado",
    ] {
        assert!(says_request_id_is_known(text), "{text}");
    }
    for text in [
        "request_id is required",
        "Invalid request_id",
        "Duplicate order",
        "You have active order with this link",
        "Internal error (request id 5512)",
    ] {
        assert!(!says_request_id_is_known(text), "{text}");
    }
}

#[test]
fn k19_a_trace_number_is_no_demand() {
    for text in [
        "Something went wrong. request_id: 9f3ab",
        "Internal error (request id 5512)",
        "Please provide request_id 9f3ab to our support",
        "Include the request id when contacting us",
        "Invalid request",
        "Incorrect request",
        "Your request is required to have a link",
        "Missing required parameter: link",
    ] {
        assert!(!speaks_of_request_id(text), "{text}");
    }
}

#[test]
fn k06_the_encoder_sends_the_ids_under_the_name_that_holds() {
    use panelboard_domain::secret::ApiKey;
    let key = ApiKey::parse("CANARY-0123456789").expect("a key");
    let mut can = Capabilities::assumed(Dialect::V2);
    let body = |action: &Action, can: &Capabilities| {
        let body = crate::encode::encode(action, can, &key).body;
        body.split_once("&action=").expect("an action").1.to_owned()
    };
    let cancel = Action::Cancel(orders(1));
    assert_eq!(body(&cancel, &can), "cancel&orders=1");
    for slot in IdSlot::ALL {
        can.set_id_name(slot, Some(IdName::OrderId));
    }
    assert_eq!(body(&cancel, &can), "cancel&order_id=1");
    assert_eq!(body(&Action::Status(orders(1)), &can), "status&order_id=1");
    assert_eq!(body(&Action::Status(orders(2)), &can), "status&order_id=1%2C2");
    assert_eq!(body(&Action::Refill(orders(2)), &can), "refill&order_id=1%2C2");
    assert_eq!(body(&Action::RefillStatus(refills(1)), &can), "refill_status&order_id=1");
}
