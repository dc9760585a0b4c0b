//! CMSNT (v2): three-key errors in Vietnamese, ids of letters and digits, a quantity for almost
//! every type, packages by the piece, refills named after their order, states in a list.

use super::perfect::{PERFECT, RULES};
use super::{
    ActiveLink, Answer, Asked, Batch, DripFeed, Extras, Ids, Measure, PackageCharge, Profile,
    QuantityNeed, Reading, Recorded, RefillId, RefillRule, RowErrors, Rules, SubscriptionCharge,
    Wire,
};
use crate::engine::json::Json;
use crate::engine::order::State;
use crate::engine::refusal::Refusal;
use crate::engine::service::{Service, ServiceKind};

pub(super) const CMSNT: Profile = Profile {
    name: "cmsnt",
    title: "CMSNT SMM panel",
    currency: "VND",
    price_factor: 25_000,
    opening_balance: "6250000",
    reading: Reading { json: false, ..PERFECT.reading },
    rules: Rules {
        extras: Extras::None,
        quantity: QuantityNeed::AlmostAlways,
        counted: &[ServiceKind::CustomComments],
        limits: Measure::Posted,
        packages: PackageCharge::PerPiece,
        subscriptions: SubscriptionCharge::NotKnown,
        drip_feed: DripFeed::Ignored,
        charge_places: 4,
        active_link: ActiveLink::Allowed,
        link_limit: usize::MAX,
        schedules: true,
        refill: RefillRule {
            waits_after_completion: true,
            once: true,
            id: RefillId::Order,
            ..RULES.refill
        },
        batch: Batch::Cut,
        ..RULES
    },
    ids: Ids::Letters,
    wire: Wire {
        service,
        recorded: Recorded::Rewritten,
        balance: |balance, currency| {
            let balance = Json::text(balance.text(0));
            Json::object([("balance", balance), ("currency", Json::text(currency))])
        },
        placed: |id, _| {
            let text = Json::text("Đơn hàng đã được tạo thành công");
            Answer::ok(Json::object([
                ("status", Json::text("success")),
                ("msg", text),
                ("order", id),
            ]))
        },
        word,
        refills: RowErrors::NestedAlways,
        refill_state_in_list: true,
        ..PERFECT.wire
    },
    refuse,
    ..PERFECT
};

fn service(service: &Service) -> Json {
    let platform = service.category.split_whitespace().nth(1).map_or(Json::Null, Json::text);
    Json::object([
        ("service", Json::id(&service.id)),
        ("name", Json::text(&service.name)),
        ("desc", Json::text(&service.description)),
        ("type", Json::text(service.kind.name())),
        ("category", Json::text(&service.category)),
        ("platform", platform),
        ("rate", Json::text(service.rate.text(0))),
        ("min", Json::text(service.min.to_string())),
        ("max", Json::text(service.max.to_string())),
        ("refill", Json::Bool(service.refill)),
        ("cancel", Json::Bool(service.cancel)),
        ("dripfeed", Json::Bool(service.dripfeed)),
    ])
}

/// A refill is only ever pending, done or rejected.
const fn word(state: State) -> &'static str {
    match state {
        State::Failed => "Canceled",
        _ => super::perfect::word(state),
    }
}

fn refuse(refusal: &Refusal, asked: Asked) -> Answer {
    let (message, error) = words(refusal);
    let error_pair = ("error", Json::text(error));
    match (refusal, asked) {
        (Refusal::NoData | Refusal::Action(_), _) => Answer::ok(Json::object([
            ("status", Json::text("error")),
            ("msg", Json::text("The Request Not Found")),
        ])),
        (
            Refusal::Order
            | Refusal::NotANumber(_)
            | Refusal::RefillUnknown
            | Refusal::RefillOff
            | Refusal::RefillEarly
            | Refusal::RefillAgain
            | Refusal::RefillWait { .. }
            | Refusal::CancelOff
            | Refusal::CancelAgain
            | Refusal::CancelLate,
            _,
        )
        | (_, Asked::Read) => Answer::ok(Json::object([error_pair])),
        (_, Asked::Write) => Answer::ok(Json::object([
            ("status", Json::text("error")),
            ("msg", Json::text(message)),
            error_pair,
        ])),
    }
}

/// The text for people and the text for programs.
fn words(refusal: &Refusal) -> (String, &'static str) {
    let (message, error) = match refusal {
        Refusal::Key | Refusal::Suspended => ("Vui lòng đăng nhập", "Invalid API key"),
        Refusal::NoService => ("Vui lòng chọn dịch vụ", "error.incorrect_service_id"),
        Refusal::Service => ("Dịch vụ không tồn tại", "error.incorrect_service_id"),
        Refusal::Link => ("Vui lòng nhập liên kết", "neworder.error.link"),
        Refusal::Quantity => ("Vui lòng nhập số lượng", "neworder.error.min_quantity"),
        Refusal::Below { min, .. } => {
            return (format!("Số lượng tối thiểu là {min}"), "neworder.error.min_quantity");
        }
        Refusal::Above { max, .. } => {
            return (format!("Số lượng tối đa là {max}"), "neworder.error.max_quantity");
        }
        Refusal::Comments => ("Vui lòng nhập comment", "neworder.error.comment"),
        Refusal::Funds => {
            ("Số dư không đủ, vui lòng nạp thêm", "neworder.error.insufficient_balance")
        }
        Refusal::NoOrder => ("Vui lòng nhập mã đơn hàng", "Missing order parameter"),
        Refusal::Order | Refusal::NotANumber(_) => ("", "Incorrect order ID"),
        Refusal::RefillUnknown => ("", "Incorrect refill ID"),
        Refusal::RefillOff => ("", "Dịch vụ này không hỗ trợ bảo hành"),
        Refusal::RefillEarly => ("", "Đơn hàng phải ở trạng thái hoàn thành mới có thể bảo hành"),
        Refusal::RefillAgain | Refusal::RefillOver => {
            ("", "Đơn hàng này đã được yêu cầu bảo hành trước đó")
        }
        Refusal::RefillWait { .. } => {
            ("", "Đơn hàng phải hoàn thành đủ 24 giờ mới có thể bảo hành")
        }
        Refusal::CancelOff => ("", "Dịch vụ này không hỗ trợ hủy đơn"),
        Refusal::CancelAgain => ("", "Đơn hàng này đang trong quá trình hủy"),
        Refusal::CancelLate => ("", "Đơn hàng này đã hoàn thành hoặc đã bị hủy"),
        _ => ("Đơn hàng không được tạo thành công", "Đơn hàng không được tạo thành công"),
    };
    (message.to_owned(), error)
}
