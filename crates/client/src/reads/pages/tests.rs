//! Lists in pages against a panel in a closure.

use super::*;
use crate::error::TransportError;
use crate::testing::block_on;
use panelboard_domain::secret::ApiKey;
use panelboard_panel_api::decode;
use panelboard_panel_api::error::Unreadable;
use std::cell::RefCell;

/// Rows `from..to` as a panel writes them.
fn rows(from: usize, to: usize) -> String {
    let row = |id| format!(r#"{{"service":{id},"name":"S{id}","rate":"1"}}"#);
    format!("[{}]", (from..to).map(row).collect::<Vec<_>>().join(","))
}

fn offset_of(action: &Action) -> usize {
    match action {
        Action::ServicesFrom { offset } => *offset as usize,
        _ => 0,
    }
}

/// Services, pages and wholeness if said, the offsets that were asked.
type Read = (usize, Option<(usize, bool)>, Vec<usize>);

/// Reads a list from a panel.
fn read(panel: impl Fn(usize) -> Result<String, ClientError>) -> Result<Read, ClientError> {
    let asked = RefCell::new(Vec::new());
    let key = ApiKey::parse("CANARY-0123456789").expect("a key");
    let list = block_on(read_in_pages(
        async |action| {
            asked.borrow_mut().push(offset_of(&action));
            let body = panel(offset_of(&action))?.into_bytes();
            Ok(HttpResponse { status: 200, retry_after: None, stage: None, body })
        },
        async |response| Ok(decode::services(response, &key)?),
        |_| (),
    ))?;
    let said = list.services.warnings.iter().find_map(|warning| match warning {
        Warning::InPages { pages, is_whole } => Some((*pages, *is_whole)),
        _ => None,
    });
    let (bodies, is_whole) = kept::unpack(&kept::pack(&list)).expect("kept");
    let again = bodies.into_iter().map(|body| {
        let response = HttpResponse { status: 200, retry_after: None, stage: None, body };
        decode::services(&response, &key).expect("read before")
    });
    assert_eq!(rejoin(again.collect(), is_whole), list.services, "kept, it reads the same");
    Ok((list.services.value.services().len(), said, asked.into_inner()))
}

/// A panel with so many services that gives pages of this size.
fn paged(total: usize, size: usize) -> impl Fn(usize) -> Result<String, ClientError> {
    move |offset| Ok(rows(offset.min(total), (offset + size).min(total)))
}

#[test]
fn k14_a_list_in_pages_is_read_to_its_end() {
    assert_eq!(read(paged(2_300, 1_000)), Ok((2_300, Some((3, true)), vec![0, 1_000, 2_000])));
    assert_eq!(
        read(paged(2_000, 1_000)).map(|(count, said, _)| (count, said)),
        Ok((2_000, Some((2, true))))
    );
    assert_eq!(read(paged(260, 100)), Ok((260, Some((3, true)), vec![0, 100, 200])));
}

#[test]
fn k14_a_list_that_is_whole_is_asked_once() {
    for count in [0, 1, 999, 1_001, 6_074] {
        assert_eq!(read(|_| Ok(rows(0, count))), Ok((count, None, vec![0])));
    }
}

#[test]
fn k14_a_panel_that_ignores_offset_gives_one_list() {
    assert_eq!(read(|_| Ok(rows(0, 1_000))), Ok((1_000, None, vec![0, 1_000])));
}

#[test]
fn k14_a_panel_that_refuses_offset_gives_one_list() {
    for second in [r#"{"error":"Incorrect request"}"#, "{}", r#"{"error":"No services found."}"#] {
        let panel = |offset| Ok(if offset == 0 { rows(0, 500) } else { second.to_owned() });
        assert_eq!(read(panel), Ok((500, None, vec![0, 500])), "{second}");
    }
}

#[test]
fn k14_fifty_pages_are_the_most_and_it_is_said_that_there_may_be_more() {
    let (count, said, asked) = read(paged(90_000, 1_000)).expect("read");
    assert_eq!((count, said, asked.len()), (50_000, Some((50, false)), MOST_PAGES));
}

#[test]
fn k14_a_page_that_does_not_come_leaves_the_list_open_and_keeps_what_came() {
    let down = || ClientError::Transport(TransportError::Timeout);
    let page = paged(3_000, 1_000);
    let at = |fails: usize| {
        let page = &page;
        move |offset| if offset == fails { Err(down()) } else { page(offset) }
    };
    assert_eq!(read(at(1_000)), Ok((1_000, Some((1, false)), vec![0, 1_000])));
    assert_eq!(read(at(2_000)), Ok((2_000, Some((2, false)), vec![0, 1_000, 2_000])));
    assert_eq!(read(at(0)), Err(down()));
    let broken = ApiError::Unreadable {
        what: Unreadable::UnexpectedShape,
        status: 502,
        excerpt: String::new(),
    };
    let trouble =
        |offset| if offset == 0 { Ok(rows(0, 1_000)) } else { Err(broken.clone().into()) };
    assert_eq!(read(trouble).map(|(_, said, _)| said), Ok(Some((1, false))));
}

#[test]
fn k14_rows_that_two_pages_share_stand_once_and_skipped_rows_are_counted_over_all() {
    let panel = |offset| {
        Ok(match offset {
            0 => rows(0, 100),
            // A new service at the top moved the others by one; one row is no service.
            100 => format!("{},7]", rows(99, 198).trim_end_matches(']')),
            _ => "[]".to_owned(),
        })
    };
    let (count, said, asked) = read(panel).expect("read");
    assert_eq!((count, said, asked), (198, Some((2, true)), vec![0, 100, 200]));
}
