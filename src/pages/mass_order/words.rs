//! What a row says of itself, in words: its state, what is wrong with it, how to put it right.

use crate::components::ChipState;
use crate::i18n::{Format, I18n, Msg, error_text, status_text};
use crate::pages::new_order::parameter_label as label;
use crate::state::{Finding, Stop};
use panelboard_client::batch::{Row, RowError, RowState, RowWarning};
use panelboard_domain::attempt::AttemptState;
use panelboard_domain::batch::{BatchRow, Doubt, SameTarget};
use panelboard_domain::order::{DraftError, Field};
use std::sync::Arc;

/// One press that puts a row right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fix {
    /// Type this in place of what is there.
    Take(String, Box<BatchRow>),
    /// Order it although it repeats another.
    Allow,
}

/// What stands below a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Say {
    /// The words; empty: nothing to say.
    pub text: String,
    /// It must be put right first.
    pub is_error: bool,
    /// A press that does so.
    pub fix: Option<Fix>,
}

/// The state of a row as a chip; `None`: it is ready or just typed.
pub fn chip(row: &Row) -> Option<ChipState> {
    Some(match &row.state {
        RowState::Draft if !row.checked.errors.is_empty() => ChipState::Failed,
        RowState::Draft => return None,
        RowState::Returned(_) => ChipState::Canceled,
        RowState::Waiting => ChipState::Queued,
        RowState::Sending(_) => ChipState::Preparing,
        RowState::Ended(_, state) => match state {
            // Taken by the panel; nothing is delivered yet.
            AttemptState::Placed { .. } => ChipState::Queued,
            AttemptState::Rejected { .. } => ChipState::Rejected,
            AttemptState::Unknown { .. } => ChipState::Unconfirmed,
            AttemptState::NotPlaced => ChipState::Canceled,
            AttemptState::Drafted | AttemptState::Sending => ChipState::Preparing,
        },
    })
}

/// The state of a row as a word.
pub const fn word(row: &Row) -> Msg {
    match &row.state {
        RowState::Draft if !row.checked.errors.is_empty() => Msg::MASS_ERROR,
        RowState::Draft => Msg::MASS_READY,
        RowState::Returned(_) => Msg::STATUS_NOT_PLACED,
        RowState::Waiting => Msg::MASS_WAITING,
        RowState::Sending(_) => Msg::STATUS_SENDING,
        RowState::Ended(_, state) => status_text::attempt_state(state),
    }
}

/// What stands below a row: the first thing that is wrong, else the first that may surprise, else why it
/// was not sent.
pub fn say(row: &Row, i18n: I18n, format: Format) -> Say {
    if let RowState::Ended(_, AttemptState::Rejected { reason }) = &row.state {
        return Say { text: reason.text.clone(), ..Say::default() };
    }
    if !row.is_draft() {
        return Say::default();
    }
    if let Some(error) = row.checked.errors.first() {
        let (text, fix) = of_error(error, row, i18n, format);
        return Say { text, is_error: true, fix };
    }
    if let RowState::Returned(stop) = &row.state {
        return Say { text: of_stop(stop, i18n), ..Say::default() };
    }
    let text = row.checked.warnings.first().map(|warning| of_warning(warning, i18n, format));
    Say { text: text.unwrap_or_default(), ..Say::default() }
}

/// Why nothing was sent, and what to do.
pub fn of_stop(stop: &Stop, i18n: I18n) -> String {
    let text = error_text::place_stop(stop);
    format!("{} {}", i18n.text(text.what), i18n.text(text.todo))
}

fn of_error(error: &RowError, row: &Row, i18n: I18n, format: Format) -> (String, Option<Fix>) {
    let number = |number: usize| format.number(number as u64);
    let none = |text: String| (text, None);
    match error {
        RowError::Doubt(Doubt::WhichService { first, second }) => {
            none(i18n.fill(Msg::MASS_DOUBT_SERVICE, &[("first", first), ("second", second)]))
        }
        RowError::Doubt(Doubt::OpenQuote) => none(i18n.text(Msg::MASS_DOUBT_QUOTE)),
        RowError::Doubt(Doubt::MoreFields { has, columns }) => none(i18n.fill(
            Msg::MASS_DOUBT_FIELDS,
            &[("has", &number(*has)), ("columns", &number(*columns))],
        )),
        RowError::NoAccount(name) => none(i18n.fill(Msg::MASS_NO_ACCOUNT, &[("name", name)])),
        RowError::ReadOnly => none(of_stop(&Stop::ReadOnly, i18n)),
        RowError::NoList => none(i18n.text(Msg::MASS_NO_LIST)),
        RowError::EmptyService => none(i18n.text(Msg::ORDER_ERROR_EMPTY_SERVICE)),
        RowError::NoService { number, nearest } => {
            let take = nearest.as_ref().map(|id| {
                let service = id.to_string();
                let fields = BatchRow { service: service.clone(), ..row.fields.clone() };
                Fix::Take(service, Box::new(fields))
            });
            (i18n.fill(Msg::MASS_NO_SERVICE, &[("number", number)]), take)
        }
        RowError::Field(field, error) => of_field(field, error, row, i18n, format),
        RowError::Unread(text) => none(i18n.fill(Msg::MASS_UNREAD, &[("text", text)])),
        RowError::RepeatsRow(at) => {
            let text = i18n.fill(Msg::MASS_REPEATS_ROW, &[("row", &number(at + 1))]);
            (text, Some(Fix::Allow))
        }
        RowError::MayBeSent => (i18n.text(Msg::MASS_MAY_BE_SENT), Some(Fix::Allow)),
        RowError::Found(Finding::OpenUnknown { .. }) => none(i18n.text(Msg::ORDER_OPEN_TITLE)),
        RowError::Found(_) => (i18n.text(Msg::MASS_REPEATS_ORDER), Some(Fix::Allow)),
    }
}

fn of_field(
    field: &Field,
    error: &DraftError,
    row: &Row,
    i18n: I18n,
    format: Format,
) -> (String, Option<Fix>) {
    let (name, known) = match field {
        Field::Service => ("service", Some(Msg::ORDER_SERVICE)),
        Field::Link => ("link", Some(Msg::ORDER_LINK)),
        Field::Quantity => ("quantity", Some(Msg::ORDER_QUANTITY)),
        Field::Extra(name) => (name.as_str(), label(name)),
    };
    let name = known.map_or_else(|| name.to_owned(), |known| i18n.text(known));
    let (message, limit) = error_text::draft_error(error);
    let shown = limit.map(|limit| format.number(limit)).unwrap_or_default();
    let error_words = i18n.fill(message, &[("limit", &shown)]);
    let text = i18n.fill(Msg::MASS_FIELD_ERROR, &[("field", &name), ("error", &error_words)]);
    let fix = match (field, error) {
        (
            Field::Quantity,
            DraftError::BelowMin { min: limit } | DraftError::AboveMax { max: limit },
        ) => {
            let fields = BatchRow { quantity: limit.to_string(), ..row.fields.clone() };
            Some(Fix::Take(format.number(*limit), Box::new(fields)))
        }
        _ => None,
    };
    (text, fix)
}

fn of_warning(warning: &RowWarning, i18n: I18n, format: Format) -> String {
    let number = |number: usize| format.number(number as u64);
    match warning {
        RowWarning::Same(
            SameTarget::Repeat { row }
            | SameTarget::SameService { row }
            | SameTarget::SameLink { row },
        ) => i18n.fill(Msg::MASS_SAME_LINK, &[("row", &number(row + 1))]),
        RowWarning::Found(Finding::SameLinkOtherService { .. }) => i18n.text(Msg::ORDER_SAME_LINK),
        RowWarning::Found(_) => i18n.text(Msg::ORDER_ACTIVE_TITLE),
        RowWarning::OtherPlatform(link, service) => {
            i18n.fill(Msg::ORDER_LINK_DIFFERS, &[("platform", link.name), ("other", service.name)])
        }
        RowWarning::Counted { typed, counted } => i18n.fill(
            Msg::MASS_COUNTED,
            &[("typed", &format.number(*typed)), ("counted", &format.number(*counted))],
        ),
        RowWarning::Caution(..) => i18n.text(Msg::MASS_ODD),
    }
}

/// Whether a row belongs to "errors only".
pub fn is_wrong(row: &Arc<Row>) -> bool {
    row.is_draft() && (!row.checked.errors.is_empty() || matches!(row.state, RowState::Returned(_)))
}
