//! What `SmartPanel` and its fork answer, to the last byte.

use crate::conversation::{ADD, START, check, check_on, panel};
use panelboard_sandbox::engine::Fate;

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
