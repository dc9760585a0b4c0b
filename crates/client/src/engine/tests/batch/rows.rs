//! The check of rows, the guard among them, the results.

use super::*;

#[test]
fn the_guard_holds_inside_the_batch_and_against_the_book() {
    let case = Case::new();
    case.placed("23501");
    case.fakes().let_pass(60_000); // the look at its charge is over
    let twice =
        "7 | https://t.me/a/1 | 1000\n7 | https://t.me/b | 500\n7 | https://t.me/b/ | 500\n";
    let case = begin(case, twice);
    let errors = |case: &Case, at: usize| view(case).rows[at].checked.errors.clone();
    assert!(matches!(errors(&case, 0)[..], [RowError::Found(Finding::Repeat { .. })]));
    assert_eq!(errors(&case, 1), []);
    assert_eq!(errors(&case, 2), [RowError::RepeatsRow(1)]);
    assert_eq!(view(&case).sheet.rows, 1);
    for at in [0, 2] {
        command(&case, BatchCommand::Allow(at, true));
    }
    assert_eq!(view(&case).sheet.rows, 3);
    placed(&case, "98.75", 2);
    placed(&case, "97.50", 3);
    placed(&case, "96.875", 4);
    click(&case).expect("confirmed");
    case.fakes().let_pass(30_000);
    assert_eq!(states(&case), "ppp");
}

#[test]
fn a_wanted_repeat_does_not_follow_an_earlier_row_whose_outcome_is_open() {
    let case = begun("7 | https://t.me/b | 500\n7 | https://t.me/b | 500\n");
    command(&case, BatchCommand::Allow(1, true));
    balance(&case, "100.00");
    case.fakes().transport.then(Err(TransportError::Timeout));
    let ids = click(&case).expect("confirmed");
    case.fakes().let_pass(1_000);
    command(&case, BatchCommand::Resume);
    case.fakes().let_pass(5_000);
    let open = Stop::Duplicate(vec![Finding::OpenUnknown { attempt: ids[0].clone() }]);
    assert_eq!(view(&case).rows[1].state, RowState::Returned(open));
    assert_eq!(adds(&case), 1);
}

#[test]
fn every_line_says_what_is_wrong_with_it_and_nothing_typed_is_lost() {
    let odd = "95 | https://t.me/a/1 | 1000\n7 | https://t.me/a/2 | 5\n7 || 100\n7 | https://t.me/a/4 | many\n7 | https://t.me/a/5 | 1000 | oh\nwords\n77 | https://t.me/a/7 | 1000\n";
    let case = begun(odd);
    let shown = view(&case);
    assert_eq!((shown.rows.len(), shown.sheet.rows), (7, 0));
    let errors: Vec<String> =
        shown.rows.iter().map(|row| format!("{:?}", row.checked.errors)).collect();
    for (at, part) in [
        (0, "NoService { number: \"95\", nearest: None }"),
        (1, "Field(Quantity, BelowMin { min: 10 })"),
        (2, "Field(Link, Empty)"),
        (3, "Unread(\"many\")"),
        (4, "Unread(\"oh\")"),
        (5, "EmptyService"),
        (6, "NoService { number: \"77\", nearest: Some(ServiceId(\"7\")) }"),
    ] {
        assert!(errors[at].contains(part), "{at}: {}", errors[at]);
    }
    let right = BatchRow { quantity: "50".to_owned(), ..shown.rows[1].fields.clone() };
    command(&case, BatchCommand::Edit(1, Box::new(right)));
    assert_eq!(view(&case).sheet.rows, 1, "put right in place");
    command(&case, BatchCommand::Keep("half a li".to_owned()));
    let kept = crate::testing::block_on(crate::ports::Snapshots::load(case.fakes(), "batch"));
    let kept = String::from_utf8(kept.expect("works").expect("kept")).expect("text");
    assert!(kept.contains("half a li") && kept.contains("many") && kept.contains("words"));
    assert!(!kept.contains("CANARY"), "no key");
}

#[test]
fn results_are_exported_without_formulas_and_read_back() {
    let case = begun("7 | @handle | 1000\n7 | https://t.me/a/2 | 500");
    refused(&case, "100.00", "Incorrect link");
    placed(&case, "100.00", 23_502);
    click(&case).expect("confirmed");
    case.fakes().let_pass(30_000);
    let table =
        crate::batch::export::results(&view(&case).rows, |_| "=cmd|' /c calc'!A0".to_owned());
    let rows: Vec<&str> = table.lines().collect();
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[1], "1,'=cmd|' /c calc'!A0,7,'@handle,1000,1.25,,rejected,");
    assert!(rows[2].ends_with("500,0.625,,placed,23502"), "{}", rows[2]);
    let back = panelboard_domain::batch::read(&table, |_, number| number == "7");
    assert_eq!((back.rows[0].link.as_str(), back.rows[1].quantity.as_str()), ("@handle", "500"));
}
