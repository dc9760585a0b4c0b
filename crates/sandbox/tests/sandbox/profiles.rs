//! What each panel answers, to the last byte. Every oddity of the protocol document has a line.

use crate::conversation::{HOUR, START, check, check_on, keyed, panel};
use panelboard_sandbox::engine::{Change, Fate, Method, Profile, Request};

/// An order of 100 of service 1, urlencoded.
const ADD: &str = "action=add&service=1&link=https%3A%2F%2Fa.b%2Fc&quantity=100";

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
fn smartpanel_pretty_prints_and_says_no_in_its_own_words() {
    check(
        "smartpanel",
        &[
            (
                "action=balance",
                200,
                "{\n    \"status\": \"success\",\n    \"balance\": \"180.5000\",\n    \"currency\": \"USD\"\n}",
            ),
            ("action=refill&order=32", 200, "{\n    \"error\": \"This action is Invalid\"\n}"),
            (ADD, 200, "{\n    \"status\": \"success\",\n    \"order\": 32\n}"),
            (ADD, 200, "{\n    \"status\": \"success\",\n    \"order\": 33\n}"),
            ("action=add&service=1&quantity=10", 200, "{\n    \"error\": \"Bad Link\"\n}"),
            ("action=add&service=2&link=x", 200, "{\n    \"error\": \"Quantity is required\"\n}"),
            (
                "action=add&service=5&username=u&min=10&max=20&delay=0",
                200,
                "{\n    \"error\": \"Bad Link\"\n}",
            ),
            (
                "action=add&service=3&link=x",
                200,
                "{\n    \"error\": \"Comments field is required\"\n}",
            ),
            (
                "action=add&service=1&link=x&quantity=9",
                200,
                "{\n    \"error\": \"Quantity must to be greater than or equal to minimum amount 10\"\n}",
            ),
            (
                "action=add&service=7&link=x&quantity=10&runs=2&interval=5",
                200,
                "{\n    \"error\": \"This services does not support Dripfeed feature!\"\n}",
            ),
            (
                "action=add&service=1&link=x&quantity=10&runs=2&interval=7",
                200,
                r#"{"status":"error","message":"Invalid Interval in minutes"}"#,
            ),
            ("wait 30", 0, ""),
            (
                "action=status&orders=32,9",
                200,
                "{\n    \"32\": {\n        \"order\": \"32\",\n        \"status\": \"Completed\",\n        \"charge\": \"0.0900\",\n        \"start_count\": \"18422\",\n        \"remains\": \"0\",\n        \"currency\": \"USD\"\n    },\n    \"9\": \"Incorrect order ID\"\n}",
            ),
            ("action=status", 200, ""),
        ],
    );
}

#[test]
fn smartpanel_takes_and_charges_orders_whose_extras_it_drops() {
    let mut world = panel("smartpanel", Fate::Complete);
    check_on(
        &mut world,
        START,
        &[
            (
                "action=add&service=6&link=x&quantity=3&usernames=a%0Ab%0Ac",
                200,
                "{\n    \"status\": \"success\",\n    \"order\": 32\n}",
            ),
            (
                "action=add&service=4&link=x&quantity=1&comments=hello",
                200,
                "{\n    \"status\": \"success\",\n    \"order\": 33\n}",
            ),
            (
                "action=balance",
                200,
                "{\n    \"status\": \"success\",\n    \"balance\": \"177.4865\",\n    \"currency\": \"USD\"\n}",
            ),
        ],
    );
}

#[test]
fn smartpanel_shows_a_subscription_that_it_took_by_quantity_as_an_empty_one() {
    let mut world = panel("smartpanel", Fate::Complete);
    check_on(
        &mut world,
        START,
        &[
            (
                "action=add&service=5&link=x&quantity=20",
                200,
                "{\n    \"status\": \"success\",\n    \"order\": 32\n}",
            ),
            (
                "action=status&order=32",
                200,
                "{\n    \"status\": \"Pending\",\n    \"expiry\": false,\n    \"posts\": \"0\",\n    \"orders\": []\n}",
            ),
        ],
    );
}

#[test]
fn smartpanel_masks_failures_as_pending() {
    let mut world = panel("smartpanel", Fate::Fail);
    check_on(
        &mut world,
        START,
        &[
            (ADD, 200, "{\n    \"status\": \"success\",\n    \"order\": 32\n}"),
            ("wait 60", 0, ""),
            (
                "action=status&order=32",
                200,
                "{\n    \"order\": \"32\",\n    \"status\": \"Pending\",\n    \"charge\": \"0.0900\",\n    \"start_count\": \"18422\",\n    \"remains\": \"100\",\n    \"currency\": \"USD\"\n}",
            ),
        ],
    );
}

#[test]
fn smartpanel_fork_refills_refuses_the_same_link_and_hides_its_rows() {
    check(
        "smartpanel-fork",
        &[
            (ADD, 200, "{\n    \"status\": \"success\",\n    \"order\": \"74193870\"\n}"),
            (
                ADD,
                200,
                "{\n    \"error\": \"You have already an active order for this link on this service id, wait until it is completed or cancelled, you can still order other services types for this link but not this kind of service type or id.\"\n}",
            ),
            ("wait 60", 0, ""),
            ("action=refill&order=74193870", 200, "{\n    \"refill\": \"1\"\n}"),
            ("action=refill_status&refill=9", 200, "{\n    \"error\": \"Refill not found\"\n}"),
            (
                "action=cancel&orders=74193870",
                200,
                "{\n    \"error\": \"This action is Invalid\"\n}",
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
                r#"{"order":"ord_1795132860000_7hwzl","status":"Order placed successfully"}"#,
            ),
            (
                "action=orders",
                200,
                r#"{"total_orders_placed":1,"orders":[{"id":"ord_1795132860000_7hwzl","service_id":1,"service_name":"Likes","link":"https://a.b/c","charge":0.09,"quantity":100,"status":"In progress"}]}"#,
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
fn each_panel_writes_its_list_in_its_own_form() {
    let first = |name: &str| {
        let mut world = panel(name, Fate::Complete);
        let form = keyed(&world, "action=services");
        let body = world.handle(START, &form).body;
        body.split("},{").next().unwrap_or_default().to_owned()
    };
    assert_eq!(
        first("clients-orders"),
        r#"[{"rate":"0.9000","service":"1","category":"First \u2b50","name":"Likes","type":"Default","min":"10","max":"10000""#
    );
    assert_eq!(
        first("cmsnt"),
        r#"[{"service":1,"name":"Likes","desc":"","type":"Default","category":"First \u2b50","platform":"\u2b50","rate":"0.9","min":"10","max":"10000","refill":true,"cancel":true,"dripfeed":true"#
    );
    assert_eq!(
        first("smmpanelv1"),
        r#"[{"name":"Likes","rate":0.9,"min":10,"max":10000,"type":"Default","refill":true,"cancel":true,"service":1,"category":"First \u2b50""#
    );
    assert_eq!(
        first("laravel-brl"),
        r#"[{"service":1,"name":"Likes","type":"Default","rate":0.9,"min":10,"max":10000,"dripfeed":false,"refill":true,"cancel":false,"category":"First \u2b50""#
    );
    assert_eq!(
        first("nextjs"),
        r#"[{"service":1,"name":"Likes","type":"Default","category":"First ⭐","rate":"0.90","min":"10","max":"10000","dripfeed":"1","refill":"1","cancel":"1""#
    );
    assert_eq!(
        first("flask"),
        r#"[{"service":1,"name":"Likes","category":"First ⭐","rate":0.9,"min":10,"max":10000,"type":"Default","description":"""#
    );
    assert_eq!(
        first("uzs"),
        r#"[{"service":"1","category":"First ⭐","name":"Likes","rate":"0.9","min":"10","max":"10000","type":"Default","refill":true,"cancel":true,"dripfeed":true"#
    );
}

#[test]
fn a_recorded_row_of_the_same_dialect_passes_byte_for_byte() {
    let mut world = panel("perfect", Fate::Complete);
    let form = keyed(&world, "action=services");
    let recorded = r#"{"service":"3","name":"Comments","type":"Custom Comments","rate":"8","min":"2","max":"1500","dripfeed":false,"refill":false,"cancel":true,"category":"Second"}"#;
    assert!(world.handle(START, &form).body.contains(recorded));
    let rate = panelboard_sandbox::engine::Amount::parse("9.5").expect("a decimal");
    assert!(world.change(START, Change::Rate { service: "3".into(), rate }));
    let changed = recorded.replace(r#""rate":"8""#, r#""rate":"9.50""#);
    assert!(world.handle(START, &form).body.contains(&changed), "a changed rate shows at once");
}

#[test]
fn a_wrong_key_is_refused_in_every_panels_own_way() {
    let refused = |name: &str, action: &str| {
        let mut world = panel(name, Fate::Complete);
        let reply = world.handle(START, &format!("key=not-the-key&action={action}"));
        (reply.status, reply.body)
    };
    let check = |name: &str, action: &str, status: u16, body: &str| {
        assert_eq!(refused(name, action), (status, body.to_owned()), "{name} {action}");
    };
    check("perfect", "balance", 200, r#"{"error":"Invalid API key"}"#);
    check(
        "smartpanel",
        "balance",
        200,
        "{\n    \"error\": \"API is Disable for this user or User Not Found! Contact the Support\"\n}",
    );
    check("clients-orders", "balance", 200, r#"{"error":"API key invalid","status":"102"}"#);
    check("cmsnt", "balance", 200, r#"{"error":"Invalid API key"}"#);
    check(
        "cmsnt",
        "add",
        200,
        r#"{"status":"error","msg":"Vui l\u00f2ng \u0111\u0103ng nh\u1eadp","error":"Invalid API key"}"#,
    );
    check("smmpanelv1", "balance", 401, r#"{"error":"Invalid API Key"}"#);
    check("laravel-brl", "balance", 401, r#"{"error":"Invalid API key"}"#);
    check("nextjs", "balance", 401, r#"{"error":"Invalid API Key"}"#);
    check("flask", "balance", 200, r#"{"error":"Invalid API key"}"#);
    check("uzs", "balance", 200, r#"{"error":"Incorrect API key"}"#);
    check("uzs", "add", 200, r#"{"error":"invalid API key"}"#);
    assert!(refused("smmpanelv1", "services").1.starts_with("[{"), "its list is public");
}

#[test]
fn no_panel_ever_repeats_a_key() {
    for profile in Profile::ALL {
        let mut world = panel(profile.name, Fate::Complete);
        for action in ["balance", "services", "add", "status", "refill", "cancel", "nonsense"] {
            let reply = world.handle(START, &format!("key=canary-key-1234&action={action}"));
            assert!(!reply.body.contains("canary"), "{} {action}", profile.name);
        }
    }
}

#[test]
fn encodings_are_read_as_each_panel_reads_them() {
    let reads = |name: &str, content_type: &str, query: &str, body: &str| {
        let mut world = panel(name, Fate::Complete);
        let method = if body.is_empty() { Method::Get } else { Method::Post };
        let request = Request::from_http(method, query, content_type, body.as_bytes());
        world.step(START, &request).body.contains("balance")
    };
    let json = r#"{"key":"sandbox-v2-key-0001","action":"balance"}"#;
    let form = "key=sandbox-v2-key-0001&action=balance";
    for name in ["perfect", "smmpanelv1", "laravel-brl", "nextjs", "flask"] {
        assert!(reads(name, "application/json", "", json), "{name} reads JSON");
    }
    for name in ["clients-orders", "cmsnt", "uzs"] {
        assert!(!reads(name, "application/json", "", json), "{name} reads no JSON");
    }
    for profile in Profile::ALL.iter().filter(|profile| profile.dialect.name() == "v2") {
        assert!(reads(profile.name, "", "", form), "{} reads a form", profile.name);
        assert!(reads(profile.name, "", form, ""), "{} reads key and action by GET", profile.name);
    }
}
