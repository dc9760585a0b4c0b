//! What the panels of v2 answer, to the last byte. Every oddity of docs/protocol.md has a line.

use crate::conversation::{ADD, HOUR, START, check, check_on, keyed, panel};
use panelboard_sandbox::engine::{Fate, Method, Request, World};

#[test]
fn perfect_speaks_the_documented_contract() {
    check(
        "perfect",
        &[
            ("action=balance", 200, r#"{"balance":"250.84292","currency":"USD"}"#),
            ("action=orders", 200, r#"{"error":"Incorrect request"}"#),
            (ADD, 200, r#"{"order":23501}"#),
            (
                ADD,
                200,
                r#"{"error":"You have active order with this link. Please wait until order being completed."}"#,
            ),
            (
                "action=add&service=1&link=x&quantity=9",
                200,
                r#"{"error":"Quantity less than minimal 10"}"#,
            ),
            (
                "action=add&service=1&link=x&quantity=10001",
                200,
                r#"{"error":"Quantity more than maximum 10000"}"#,
            ),
            ("action=add&service=1&quantity=10", 200, r#"{"error":"neworder.error.link"}"#),
            (
                "action=add&service=99&link=x&quantity=10",
                200,
                r#"{"error":"Incorrect service ID"}"#,
            ),
            (
                "action=add&service=7&link=x&quantity=10&keywords=k&runs=2&interval=5",
                200,
                r#"{"error":"Incorrect request"}"#,
            ),
            (
                "action=add&service=1&link=y&quantity=10&runs=undefined&interval=undefined&what=ever",
                200,
                r#"{"order":23502}"#,
            ),
            ("wait 30", 0, ""),
            (
                "action=status&order=23501",
                200,
                r#"{"charge":"0.09","start_count":"24826","status":"Completed","remains":"0","currency":"USD"}"#,
            ),
            ("action=status&order=9", 200, r#"{"error":"Incorrect order ID"}"#),
            (
                "action=status&order=23501,9",
                200,
                r#"{"23501":{"charge":"0.09","start_count":"24826","status":"Completed","remains":"0","currency":"USD"},"9":{"error":"Incorrect order ID"}}"#,
            ),
            (
                "action=cancel&orders=23501,9",
                200,
                r#"[{"order":23501,"cancel":{"error":"Order can not be canceled"}},{"order":9,"cancel":{"error":"Incorrect order ID"}}]"#,
            ),
            ("action=refill&order=23501", 200, r#"{"refill":"1"}"#),
            (
                "action=refill&order=23501",
                200,
                r#"{"error":"Refill will be available in 23 hours 59 minutes"}"#,
            ),
            (
                "action=refill&orders=23502,9",
                200,
                r#"[{"order":23502,"refill":2},{"order":9,"refill":{"error":"Incorrect order ID"}}]"#,
            ),
            ("action=refill_status&refill=1", 200, r#"{"status":"Pending"}"#),
            ("wait 60", 0, ""),
            (
                "action=refill_status&refills=1,99",
                200,
                r#"[{"refill":1,"status":"Completed"},{"refill":99,"status":{"error":"Refill not found"}}]"#,
            ),
        ],
    );
}

#[test]
fn perfect_cancels_what_still_runs_once() {
    check(
        "perfect",
        &[
            (ADD, 200, r#"{"order":23501}"#),
            ("action=cancel&orders=23501", 200, r#"[{"order":23501,"cancel":1}]"#),
            (
                "action=cancel&orders=23501",
                200,
                r#"[{"order":23501,"cancel":{"error":"Cancel already requested"}}]"#,
            ),
            ("action=add&service=7&link=x&quantity=7&keywords=k", 200, r#"{"order":23502}"#),
            (
                "action=cancel&orders=23502",
                200,
                r#"[{"order":23502,"cancel":{"error":"Cancel not allowed"}}]"#,
            ),
        ],
    );
}

#[test]
fn clients_orders_answers_with_codes_and_with_null() {
    check(
        "clients-orders",
        &[
            ("action=cancel&orders=1", 200, "null"),
            ("action=balance", 200, r#"{"balance":"4200.0000","currency":"TRY"}"#),
            (ADD, 200, r#"{"status":100,"order":"1204"}"#),
            (
                ADD,
                200,
                r#"{"error":"You cannot start a new order with the same link that is active processing order.","status":113}"#,
            ),
            (
                "action=add&service=1&link=x&quantity=9",
                200,
                r#"{"error":"Enter a value above the minimum number.","status":108}"#,
            ),
            (
                "action=add&service=1&quantity=9",
                200,
                r#"{"error":"You must fill in the required fields.","status":107}"#,
            ),
            (
                "action=add&service=5&username=u&min=10&max=20&delay=0",
                200,
                r#"{"error":"You must fill in the required fields.","status":107}"#,
            ),
            (
                "action=status&orders=1204,1205",
                200,
                r#"{"error":"Order not found.","status":"104"}"#,
            ),
            ("wait 60", 0, ""),
            (
                "action=status&order=1204",
                200,
                r#"{"charge":"0.0900","start_count":"16554","status":"Completed","remains":"0","currency":"TRY"}"#,
            ),
            ("action=refill&order=1204", 200, r#"{"refill":"1"}"#),
            ("action=refill_status&refill=1", 200, r#"{"error":"Refill not found"}"#),
        ],
    );
}

#[test]
fn cmsnt_uses_letters_vietnamese_and_lists() {
    check(
        "cmsnt",
        &[
            ("action=nonsense", 200, r#"{"status":"error","msg":"The Request Not Found"}"#),
            (
                ADD,
                200,
                r#"{"status":"success","msg":"\u0110\u01a1n h\u00e0ng \u0111\u00e3 \u0111\u01b0\u1ee3c t\u1ea1o th\u00e0nh c\u00f4ng","order":"DW5F85"}"#,
            ),
            (
                "action=add&service=2&link=x",
                200,
                r#"{"status":"error","msg":"Vui l\u00f2ng nh\u1eadp s\u1ed1 l\u01b0\u1ee3ng","error":"neworder.error.min_quantity"}"#,
            ),
            (
                "action=add&service=1&link=x&quantity=10&schedule=1&schedule_time=2026-12-01+10:00",
                200,
                r#"{"status":"success","msg":"\u0110\u01a1n h\u00e0ng \u0111\u00e3 \u0111\u01b0\u1ee3c l\u00ean l\u1ecbch th\u00e0nh c\u00f4ng"}"#,
            ),
            ("action=status", 200, r#"{"error":"Missing order parameter"}"#),
            (
                "action=status&orders=DW5F85,9",
                200,
                r#"{"DW5F85":{"charge":"0.09","start_count":"8779","status":"Completed","remains":"0","currency":"VND"},"9":{"error":"Incorrect order ID"}}"#,
            ),
            ("wait 30", 0, ""),
            ("action=refill_status&refill=DW5F85", 200, "null"),
            (
                "action=refill&order=DW5F85",
                200,
                r#"{"refill":{"error":"\u0110\u01a1n h\u00e0ng ph\u1ea3i ho\u00e0n th\u00e0nh \u0111\u1ee7 24 gi\u1edd m\u1edbi c\u00f3 th\u1ec3 b\u1ea3o h\u00e0nh"}}"#,
            ),
            ("wait 1440", 0, ""),
            ("action=refill&order=DW5F85", 200, r#"{"refill":"DW5F85"}"#),
            (
                "action=refill_status&refill=DW5F85",
                200,
                r#"[{"refill":"DW5F85","status":"Pending"}]"#,
            ),
        ],
    );
}

#[test]
fn smmpanelv1_uses_http_codes_numbers_and_leaves_unknown_ids_out() {
    check(
        "smmpanelv1",
        &[
            (
                "action=balance",
                200,
                r#"{"balance":1234567.5,"balancef":"1,234,568","currency":"VND"}"#,
            ),
            ("action=cancel&orders=1", 400, r#"{"error":"The selected action is invalid."}"#),
            ("action=refill&order=1", 500, r#"{"message":"Server Error"}"#),
            (ADD, 200, r#"{"order":55}"#),
            (
                "action=add&service=3&link=x&comments=a%0Ab",
                400,
                r#"{"error":"The quantity field is required."}"#,
            ),
            (
                "action=add&service=1&link=x&quantity=9",
                400,
                r#"{"error":"Minimum quantity is 10"}"#,
            ),
            ("wait 30", 0, ""),
            (
                "action=status&order=55",
                200,
                r#"{"charge":0.09,"status":"Completed","remains":0,"currency":"VND","start_counter":2508}"#,
            ),
            (
                "action=status&orders=9,55",
                200,
                r#"{"55":{"charge":0.09,"status":"Completed","remains":0,"currency":"VND","start_counter":2508}}"#,
            ),
            ("action=status&orders=9", 400, r#"{"error":"Invalid Order Ids"}"#),
        ],
    );
}

#[test]
fn smmpanelv1_takes_one_order_a_second() {
    let mut world = panel("smmpanelv1", Fate::Complete);
    let form = keyed(&world, ADD);
    assert_eq!(world.handle(START, &form).status, 200);
    let hasty = world.handle(START + 999, &form);
    assert_eq!((hasty.status, hasty.body.as_str()), (429, r#"{"error":"Too many requests"}"#));
    assert_eq!(world.handle(START + 2_000, &form).status, 200);
    assert_eq!(world.accepted(), 2);
}

#[test]
fn laravel_brl_creates_with_201_and_lists_statuses_without_ids() {
    check(
        "laravel-brl",
        &[
            ("action=cancel&orders=1", 200, ""),
            (ADD, 201, r#"{"order":7310}"#),
            (
                "action=add&service=7&link=https%3A%2F%2Fa.b%2Fc&quantity=7",
                422,
                r#"{"error":"You have active order with this link. Please wait until order being completed."}"#,
            ),
            ("action=add&service=7&link=y&quantity=7", 201, r#"{"order":7311}"#),
            (
                "action=add&service=1&link=z&quantity=9",
                422,
                r#"{"error":"Quantity less than minimal 10"}"#,
            ),
            ("wait 30", 0, ""),
            (
                "action=status&orders=7311,9,7310",
                200,
                r#"[{"charge":"0.09000","start_count":6170,"status":"Completed","remains":0,"currency":"BRL"},{"error":"Incorrect order ID"},{"charge":"0.00233","start_count":11341,"status":"Completed","remains":0,"currency":"BRL"}]"#,
            ),
            ("action=status&order=9", 200, r#"[{"error":"Incorrect order ID"}]"#),
            ("action=refill&order=7311", 422, r#"{"error":"Refill is disabled for this service"}"#),
            (
                "action=refill&order=7310",
                422,
                r#"{"error":"The order was completed or refill was requested less than 24 hours ago"}"#,
            ),
            ("wait 1440", 0, ""),
            ("action=refill&order=7310", 201, r#"{"refill":1}"#),
        ],
    );
}

#[test]
fn nextjs_collapses_a_single_id_and_keeps_errors_flat() {
    check(
        "nextjs",
        &[
            ("action=orders", 400, r#"{"error":"Unknown action: orders"}"#),
            (ADD, 200, r#"{"order":4001}"#),
            (
                "action=add&service=1&link=x&quantity=9",
                400,
                r#"{"error":"Quantity must be between 10 and 10000"}"#,
            ),
            (
                "action=status&orders=4001",
                200,
                r#"{"charge":"0.09","start_count":"7868","status":"in_progress","remains":"87","currency":"USD"}"#,
            ),
            ("action=status&order=9", 200, r#"{"9":{"error":"Incorrect order ID"}}"#),
            ("action=cancel&order=4001", 200, r#"{"cancel":1}"#),
            (
                "action=cancel&orders=4001,9",
                200,
                r#"[{"order":4001,"error":"Cancel already requested"},{"order":9,"error":"Incorrect order ID"}]"#,
            ),
        ],
    );
}

#[test]
fn flask_answers_in_prose_with_prefixed_ids() {
    check(
        "flask",
        &[
            (
                ADD,
                200,
                r#"{"order":"ord_1763682000000_7hwzl","status":"Order placed successfully"}"#,
            ),
            (
                "action=orders",
                200,
                r#"{"total_orders_placed":1,"orders":[{"id":"ord_1763682000000_7hwzl","service_id":1,"service_name":"Likes","link":"https://a.b/c","charge":0.09,"quantity":100,"status":"In progress"}]}"#,
            ),
            (
                "action=categories",
                200,
                r#"[{"id":1,"name":"First ⭐"},{"id":2,"name":"Packs"},{"id":3,"name":"Second"},{"id":4,"name":"Packs"},{"id":5,"name":"Auto"},{"id":6,"name":"Mentions"},{"id":7,"name":"Web"}]"#,
            ),
            ("action=balance", 200, r#"{"balance":15200.41,"currency":"INR"}"#),
            ("action=refill&order=1", 200, r#"{"error":"Invalid action"}"#),
        ],
    );
}

#[test]
fn uzs_finds_orders_by_the_query_only() {
    let mut world = panel("uzs", Fate::Complete);
    check_on(
        &mut world,
        START,
        &[
            (ADD, 200, r#"{"order":1204,"charge":0.09,"currency":"UZS"}"#),
            (
                "action=add&service=1&link=x&quantity=10001",
                200,
                r#"{"error":"Quantity less than maximum 10000"}"#,
            ),
            ("action=status&order=1204", 200, r#"{"error":"Invalid order ID"}"#),
            (
                "action=orders",
                200,
                r#"[{"customer":"1","service":"1","order":"1204","status":"In progress","charge":"0.09","currency":"UZS"}]"#,
            ),
        ],
    );
    let query = keyed(&world, "action=status&orders=1204,9,x7");
    let request = Request::from_http(Method::Get, &query, "", b"");
    assert_eq!(
        world.step(START + HOUR, &request).body,
        r#"{"1204":{"order":"1204","status":"Completed","start_count":"258","remains":"0","charge":"0.09","currency":"UZS"},"9":{"error":"Incorrect order ID"},"x7":{"error":"x7 is not a number"}}"#
    );
}

#[test]
fn k19_a_panel_with_request_ids_answers_a_repeat_with_the_order_that_it_made() {
    let mut world = panel("request-id", Fate::Complete);
    let add = |id: &str| format!("{ADD}&request_id={id}");
    let made = r#"{"order":77001}"#;
    let opening = world.balance();
    let say = |world: &mut World, now: u64, fields: &str| {
        let form = keyed(world, fields);
        let reply = world.handle(now, &form);
        (reply.status, reply.body)
    };
    let wants = (400, r#"{"error":"Missing required parameter: request_id"}"#.to_owned());
    assert_eq!(say(&mut world, START, ADD), wants);
    assert_eq!(say(&mut world, START, &add(&"r".repeat(129))), wants, "at most 128 characters");
    assert_eq!(say(&mut world, START, &add("r-1")), (200, made.to_owned()));
    let charged = opening - world.balance();
    assert_eq!(say(&mut world, START + 23 * HOUR, &add("r-1")), (200, made.to_owned()));
    assert_eq!((world.accepted(), opening - world.balance()), (1, charged), "one order, one price");
    assert_eq!(say(&mut world, START + 23 * HOUR, &add("r-2")).1, r#"{"order":77002}"#);
    // After its time the same request is a new order.
    assert_eq!(say(&mut world, START + 25 * HOUR, &add("r-1")).1, r#"{"order":77003}"#);
    // What it refused is not kept.
    let poor = "action=add&service=1&link=x&quantity=1&request_id=r-3";
    assert_eq!(say(&mut world, START, poor).0, 400);
    assert_eq!(say(&mut world, START, &add("r-3")).1, r#"{"order":77004}"#);
}
