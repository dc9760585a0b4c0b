//! The results of a batch as a table for spreadsheets. Its header can be read back by the mass order; a
//! field that a spreadsheet would take for a formula is written so that it does not.

use super::{Row, RowState};
use panelboard_domain::attempt::AttemptState;
use std::sync::Arc;

const HEADER: &str = "line,account,service,link,quantity,estimate,currency,state,order";

/// The table, with the account names that `name` gives.
pub fn results(rows: &[Arc<Row>], name: impl Fn(&Row) -> String) -> String {
    let mut text = format!("\u{feff}{HEADER}\r\n");
    for row in rows {
        let order = row.checked.order.as_ref();
        let (state, number) = told(&row.state);
        let fields = [
            row.fields.line.to_string(),
            name(row),
            row.fields.service.clone(),
            order.map_or(&row.fields.link, |order| &order.link).clone(),
            order.map_or_else(|| row.fields.quantity.clone(), |order| order.quantity.to_string()),
            order.map(|order| order.estimate.to_string()).unwrap_or_default(),
            row.checked.currency.as_ref().map(|code| code.code().to_owned()).unwrap_or_default(),
            state.to_owned(),
            number,
        ];
        let fields: Vec<String> = fields.iter().map(|field| field_of(field)).collect();
        text.push_str(&fields.join(","));
        text.push_str("\r\n");
    }
    text
}

/// Words of the protocol, the same in every language: the table is for programs too.
fn told(state: &RowState) -> (&'static str, String) {
    match state {
        RowState::Draft | RowState::Returned(_) => ("not_sent", String::new()),
        RowState::Waiting => ("waiting", String::new()),
        RowState::Sending(_) => ("sending", String::new()),
        RowState::Ended(_, state) => match state {
            AttemptState::Placed { order_id, .. } => {
                let number = order_id.as_ref().map(ToString::to_string);
                ("placed", number.unwrap_or_default())
            }
            AttemptState::Rejected { .. } => ("rejected", String::new()),
            AttemptState::NotPlaced => ("not_placed", String::new()),
            AttemptState::Unknown { .. } => ("unconfirmed", String::new()),
            AttemptState::Drafted | AttemptState::Sending => ("sending", String::new()),
        },
    }
}

/// Quoted where it must be. A field that begins like a formula gets an apostrophe before it.
fn field_of(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if is_formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r', ';']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}
