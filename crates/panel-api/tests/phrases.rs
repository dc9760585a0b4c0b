//! What panels' words mean, in every language of the table, and how long they ask to wait.

use panelboard_panel_api::phrases::{kind_of, minutes_in};
use std::fmt::Write as _;

/// A kind as the fixture and the table write it.
fn code(text: &str) -> String {
    let json = serde_json::to_string(&kind_of(text)).expect("a code");
    json.trim_matches('"').to_owned()
}

#[test]
fn words_mean_what_is_written_beside_them() {
    let mut wrong = String::new();
    let mut count = 0;
    let lines = include_str!("fixtures/phrases.txt").lines();
    for (kind, text) in lines.filter_map(|line| line.split_once(" | ")) {
        count += 1;
        let read = code(text);
        if read != kind {
            let _ = writeln!(wrong, "{text}: {kind} expected, {read} read");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(count >= 300, "{count} lines");
}

#[test]
fn letters_marks_and_digits_may_vary() {
    for (text, kind) in [
        ("  NOT   ENOUGH\tFUNDS\non balance !! ", "funds"),
        ("NEWORDER.ERROR.NOT_ENOUGH_FUNDS", "funds"),
        ("You don&#039;t have sufficient balance", "funds"),
        ("You don’t have sufficient balance", "funds"),
        ("You don`t have sufficient balance", "funds"),
        ("GEÇERSİZ API ANAHTARI", "auth"),
        ("الرَّصِيد غَيْر كَافٍ", "funds"),
        ("الرصيـــد غير كاف", "funds"),
        ("api-key invalid", "auth"),
        ("\u{202b}الرصيد\u{200f} غير كاف\u{202c}", "funds"),
        ("Drip_feed is not available", "dripfeed"),
    ] {
        assert_eq!(code(text), kind, "{text}");
    }
}

#[test]
fn words_count_together_when_they_are_near_and_the_key_counts_first() {
    let far = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen";
    for (text, kind) in [
        ("Invalid order or invalid api key", "auth"),
        ("The api key that you sent is invalid", "auth"),
        ("Incorrect service ID. Your account is suspended", "account"),
        ("bakiye yeter", "funds"),
        (&format!("api key: {far}: invalid"), "other"),
        (&format!("api key: {far}: api key invalid"), "auth"),
        // What belongs to two sentences does not belong together.
        ("Use your api key. The moon is invalid", "other"),
        // Beyond a thousand bytes nothing is looked at.
        (&format!("{} invalid api key", "x".repeat(1_000)), "other"),
        (&format!("{} invalid api key", "x".repeat(900)), "auth"),
    ] {
        assert_eq!(code(text), kind, "{text}");
    }
}

#[test]
fn waits_are_read_in_minutes_and_rounded_up() {
    for (text, minutes) in [
        ("Refill will be available in 9 hours 3 minutes", Some(543)),
        ("in approximately 1 day, 2 hours and 1 second", Some(1_561)),
        ("Refill available in 9h 3m 1s", Some(544)),
        ("wait 2d", Some(2_880)),
        ("wait 1 hr or 2 hrs", Some(180)),
        ("wait 45 sec", Some(1)),
        ("wait 60 seconds", Some(1)),
        ("wait 61 seconds", Some(2)),
        ("через 2 дня 9 часов 3 минуты 30 секунд", Some(3_424)),
        ("через 9 ч 3 мин", Some(543)),
        ("2 gün 9 saat 3 dakika sonra", Some(3_423)),
        ("9 sa 3 dk 10 sn", Some(544)),
        ("خلال 9 ساعات و 3 دقائق", Some(543)),
        ("خلال ٩ ساعات و ٣ دقيقة", Some(543)),
        ("بعد ۲ أيام", Some(2_880)),
        ("2일 9시간 3분 30초 후에", Some(3_424)),
        ("9 giờ 3 phút 30 giây", Some(544)),
        ("em 2 dias 9 horas 3 minutos", Some(3_423)),
        ("24-hour limit", Some(1_440)),
        ("100000 hours", None),
        ("99999 days", None),
        ("9 horses", None),
        ("9 satellites", None),
        ("order 23501", None),
        ("no number", None),
        ("0 hours", None),
    ] {
        assert_eq!(minutes_in(text), minutes, "{text}");
    }
}
