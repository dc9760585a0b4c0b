//! What the further fields of a line mean for a service's type: lists, parameters by name, `10x60`. Told
//! anew whenever the service of a row changes.

use super::header::parameter;
use super::{BatchRow, cells};
use crate::id::ServiceId;
use crate::order::{Form, OrderDraft, Parameter, parameters, parse_quantity};
use crate::service::ServiceKind;

/// A row as the draft of an order of this type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fields {
    /// The draft, as if it had been typed into the form.
    pub draft: OrderDraft,
    /// Fields that mean nothing for this type, as they stand there: the row must be looked at.
    pub unread: Vec<String>,
}

impl Fields {
    /// Sorts a row's fields by what the type takes.
    pub fn of(row: &BatchRow, kind: ServiceKind) -> Self {
        let own = parameters(kind);
        let mut draft = OrderDraft {
            service: ServiceId::new(&row.service),
            link: row.link.clone(),
            quantity: row.quantity.clone(),
            extras: Vec::new(),
        };
        for (name, value) in &row.named {
            let form = own.iter().find(|parameter| parameter.name == name).map(|one| one.form);
            draft.extras.push((name.clone(), written(value, form)));
        }
        // A subscription has no link: it is for its user.
        let has = |name: &str| own.iter().any(|parameter| parameter.name == name);
        if !has("link") && has("username") && draft.typed("username").is_empty() {
            let user = std::mem::take(&mut draft.link);
            draft.extras.push(("username".to_owned(), user));
        }
        let mut unread = Vec::new();
        for cell in &row.rest {
            if !take(&mut draft, cell, own, kind) {
                unread.push(cell.clone());
            }
        }
        Self { draft, unread }
    }
}

fn take(draft: &mut OrderDraft, cell: &str, own: &[Parameter], kind: ServiceKind) -> bool {
    if let Some(pairs) = pairs(cell, own, kind) {
        draft.extras.extend(pairs);
        return true;
    }
    let waits = |draft: &OrderDraft, parameter: &Parameter| {
        !matches!(parameter.form, Form::Link | Form::Quantity)
            && draft.typed(parameter.name).is_empty()
    };
    if own.iter().any(|parameter| parameter.name == "runs")
        && let Some((runs, interval)) = drip(cell)
    {
        draft.extras.push(("runs".to_owned(), runs));
        draft.extras.push(("interval".to_owned(), interval));
        return true;
    }
    let next = own.iter().find(|parameter| parameter.is_required && waits(draft, parameter));
    match next {
        Some(parameter) => {
            draft.extras.push((parameter.name.to_owned(), written(cell, Some(parameter.form))));
            true
        }
        None => false,
    }
}

/// A list stands in one field: its entries are parted by ` / `, by a line end, or by `\n` as text.
fn written(value: &str, form: Option<Form>) -> String {
    match form {
        Some(Form::Lines) => value.replace(" / ", "\n").replace("\\r", "").replace("\\n", "\n"),
        _ => value.to_owned(),
    }
}

/// `10x60`: runs and minutes.
fn drip(cell: &str) -> Option<(String, String)> {
    let (runs, interval) = cell.split_once(['x', 'X', '×', '*', 'х', 'Х'])?;
    let number = |text: &str| parse_quantity(text).map(|number| number.to_string());
    Some((number(runs)?, number(interval)?))
}

/// `runs=10 interval=60`. A word before `=` counts only when it is a parameter: comments hold anything.
fn pairs(cell: &str, own: &[Parameter], kind: ServiceKind) -> Option<Vec<(String, String)>> {
    let (first, _) = cell.split_once('=')?;
    let is_own = |name: &str| own.iter().any(|parameter| parameter.name == name);
    let has_lists = own.iter().any(|parameter| parameter.form == Form::Lines);
    let is_name = |name: &str| {
        is_own(name)
            || !has_lists && parameter(name).is_some()
            || kind == ServiceKind::Unknown
                && !name.is_empty()
                && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    if !is_name(first.trim()) {
        return None;
    }
    let form = |name: &str| own.iter().find(|parameter| parameter.name == name).map(|one| one.form);
    let whole = |text: &str| {
        let (name, value) = text.split_once('=')?;
        let (name, value) = (name.trim(), cells::trimmed(value));
        is_name(name).then(|| (name.to_owned(), written(value, form(name))))
    };
    // Several in one field, as an address has them; else one whose value may hold anything.
    let many: Option<Vec<_>> = cell
        .split(|c: char| c.is_whitespace() || c == '&')
        .filter(|part| !part.is_empty())
        .map(whole)
        .collect();
    many.or_else(|| whole(cell).map(|pair| vec![pair]))
}
