//! Separators, quotes, headers, encodings, line ends.

use super::{check, reading, shown};
use panelboard_domain::batch::{MOST_BYTES, MOST_ROWS, TextError, decode};

const A: &str = "https://t.me/a/1";
const B: &str = "https://t.me/b/2";

#[test]
fn the_forms_of_panels_are_read() {
    check("Perfect Panel", &format!("9574 | {A} | 1000"), &["1: 9574 https://t.me/a/1 1000"]);
    check(
        "with comments",
        &format!("8187 | {A} | 3 | Great / so \"calm\" / Wow"),
        &["1: 8187 https://t.me/a/1 3 [Great / so \"calm\" / Wow]"],
    );
    check(
        "with a list of videos and keywords",
        &format!("9574|{A}|1000|first video|second words"),
        &["1: 9574 https://t.me/a/1 1000 [first video] [second words]"],
    );
    check("SmartPanel", &format!("9574 | 1000 | {A}"), &["1: 9574 https://t.me/a/1 1000"]);
    check("SmartPanel, tight", &format!("9574|500|{A}"), &["1: 9574 https://t.me/a/1 500"]);
    check("a clone's commas", &format!("9574,{A},1000"), &["1: 9574 https://t.me/a/1 1000"]);
    check("a clone's blanks", &format!("9574 {A}   1000"), &["1: 9574 https://t.me/a/1 1000"]);
    check("a package has no quantity", &format!("186 | {A}"), &["1: 186 https://t.me/a/1 "]);
    check(
        "comments without a count",
        &format!("8187 | {A} | Great / Wow"),
        &["1: 8187 https://t.me/a/1  [Great / Wow]"],
    );
}

#[test]
fn line_ends_blank_lines_and_remarks() {
    let rows = ["1: 9574 https://t.me/a/1 1000", "2: 1823 https://t.me/b/2 500"];
    for (name, end) in [("Windows", "\r\n"), ("Unix", "\n"), ("an old Mac", "\r")] {
        let text = format!("9574|{A}|1000{end}1823|{B}|500{end}");
        check(name, &text, &rows);
    }
    check(
        "remarks and blank lines count as lines",
        &format!("# my list\n\n9574|{A}|1000\n   \n# more\n1823|{B}|500"),
        &["3: 9574 https://t.me/a/1 1000", "6: 1823 https://t.me/b/2 500"],
    );
    check("nothing", "\n \r\n# only a remark\n", &[]);
    check("a byte order mark in the text", &format!("\u{feff}9574|{A}|1000"), &rows[..1]);
    check(
        "unseen characters around fields",
        &format!("\u{200e}9574\u{200f}|\u{a0}{A}\u{200b}|1000"),
        &rows[..1],
    );
}

#[test]
fn spreadsheets_are_read_by_their_separator_and_quotes() {
    check("TSV", &format!("9574\t{A}\t1000"), &["1: 9574 https://t.me/a/1 1000"]);
    check("semicolons", &format!("9574;{A};1000;;;"), &["1: 9574 https://t.me/a/1 1000"]);
    check(
        "quotes and a comma inside",
        &format!("\"9574\",\"{A}\",\"1,000\""),
        &["1: 9574 https://t.me/a/1 1,000"],
    );
    check(
        "a quoted list over three lines, then another row",
        &format!("8187,{A},2,\"Great, really\nso \"\"calm\"\"\"\n1823,{B},500"),
        &["1: 8187 https://t.me/a/1 2 [Great, really/so \"calm\"]", "3: 1823 https://t.me/b/2 500"],
    );
    check(
        "pipes inside a quoted field",
        &format!("8187,{A},2,\"one | two | three\""),
        &["1: 8187 https://t.me/a/1 2 [one | two | three]"],
    );
    check(
        "a quote that is never closed does not take the next line",
        &format!("8187,{A},2,\"Great\n1823,{B},500"),
        &["1: 8187 https://t.me/a/1 2 [\"Great] !quote", "2: 1823 https://t.me/b/2 500"],
    );
    check(
        "two forms in one list",
        &format!("9574,{A},1000\n1823|{B}|500\n9574\t{B}\t200"),
        &[
            "1: 9574 https://t.me/a/1 1000",
            "2: 1823 https://t.me/b/2 500",
            "3: 9574 https://t.me/b/2 200",
        ],
    );
}

#[test]
fn thousands_are_read_in_every_way_that_means_one_thing() {
    for (name, quantity) in
        [("points", "1.000"), ("blanks", "1 000"), ("short", "1k"), ("Arabic digits", "١٬٠٠٠")]
    {
        check(name, &format!("9574|{A}|{quantity}"), &[&format!("1: 9574 {A} {quantity}")]);
    }
    check("between commas, last", &format!("9574,{A},1,000"), &[&format!("1: 9574 {A} 1,000")]);
    check("between commas, middle", &format!("957,100,000,{A}"), &[&format!("1: 957 {A} 100,000")]);
    check("a million", &format!("9574,{A},1,000,000"), &[&format!("1: 9574 {A} 1,000,000")]);
    check(
        "with a header",
        &format!("service,link,quantity\n9574,{A},12,500"),
        &[&format!("2: 9574 {A} 12,500")],
    );
    check("Arabic digits of a service", &format!("٩٥٧٤|{A}|1000"), &[&format!("1: 9574 {A} 1000")]);
}

#[test]
fn headers_are_known_in_five_languages() {
    let row = "2: 9574 https://t.me/a/1 1000";
    for header in [
        "Quantity;Service ID;Link",
        "수량;서비스 ID;링크",
        "Miktar;Servis;Bağlantı",
        "Количество;ID услуги;Ссылка",
        "الكمية;رقم الخدمة;الرابط",
        "QTY;service_id;URL",
    ] {
        check(header, &format!("{header}\n1000;9574;{A}"), &[row]);
    }
    check(
        "every column",
        &format!(
            "Account,Service,Link,Quantity,Runs,Interval,Note,Comments (1 per line)\nNorth,9574,{A},100,10,60,for Ann,"
        ),
        &["2: 9574 https://t.me/a/1 100 @North runs=10 interval=60"],
    );
    check(
        "a comma too many",
        &format!("service,link,quantity\n9574,{A},1000,oh"),
        &["2: 9574 https://t.me/a/1 1000 [oh] !4>3"],
    );
    let odd = reading(&format!("service\tlink\tquantity\tcolour\n9574\t{A}\t1000\tred"));
    assert_eq!(odd.unknown_columns, ["colour"]);
    assert_eq!(odd.rows.iter().map(shown).collect::<Vec<_>>(), [row]);
}

#[test]
fn columns_are_found_by_content() {
    check("link first", &format!("{A},9574,500"), &["1: 9574 https://t.me/a/1 500"]);
    check("quantity first", &format!("500,9574,{A}"), &["1: 9574 https://t.me/a/1 500"]);
    check(
        "a line against all others asks: a mistyped service is not taken for a quantity",
        &format!("500,9574,{A}\n250,1823,{B}\n1000,95740,{A}"),
        &[
            "1: 9574 https://t.me/a/1 500",
            "2: 1823 https://t.me/b/2 250",
            "3: 1000 https://t.me/a/1 95740 !1000|95740",
        ],
    );
    check(
        "quantity first all over",
        &format!("500,9574,{A}\n250,1823,{B}\n1000,186,{A}"),
        &[
            "1: 9574 https://t.me/a/1 500",
            "2: 1823 https://t.me/b/2 250",
            "3: 186 https://t.me/a/1 1000",
        ],
    );
    check(
        "both are services: the first, as panels have it",
        &format!("9574,{A},1000"),
        &["1: 9574 https://t.me/a/1 1000"],
    );
    check(
        "neither is: the first, which the check then names",
        &format!("95740,{A},2000"),
        &["1: 95740 https://t.me/a/1 2000"],
    );
    check("a handle", "9574|@studio.nordlys|1000", &["1: 9574 @studio.nordlys 1000"]);
    check("a bare handle", "9574|nordlys|1000", &["1: 9574 nordlys 1000"]);
    check("no scheme", "9574|instagram.com/nordlys|1000", &["1: 9574 instagram.com/nordlys 1000"]);
    check("links alone", &format!("{A}\n{B}"), &["1:  https://t.me/a/1 ", "2:  https://t.me/b/2 "]);
    check("words", "please order these", &["1:    [please order these]"]);
}

#[test]
fn files_of_other_encodings_are_read_or_say_why_not() {
    let text = format!("9574|{A}|1000\r\n1823|@имя|500\r\n");
    let lines = format!("9574|{A}|1000\n1823|@имя|500\n");
    let wide = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
    let marked = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
    let (little, big) = (wide(u16::to_le_bytes), wide(u16::to_be_bytes));
    for (name, bytes) in [
        ("UTF-8", text.clone().into_bytes()),
        ("UTF-8 with its mark", marked(&[0xef, 0xbb, 0xbf], text.as_bytes())),
        ("UTF-16, little end first", marked(&[0xff, 0xfe], &little)),
        ("UTF-16, big end first", marked(&[0xfe, 0xff], &big)),
        ("UTF-16 without its mark", little.clone()),
        ("UTF-16, big, without its mark", big.clone()),
    ] {
        assert_eq!(decode(&bytes).as_ref(), Ok(&lines), "{name}");
    }
    let cyrillic = b"9574|https://t.me/a/1|1000\r\n1823|\xe8\xec\xff|500";
    assert_eq!(decode(cyrillic), Err(TextError::NotUtf8 { line: 2 }), "Windows-1251");
    assert_eq!(decode(b"PK\x03\x04\x14\0\x06\0"), Err(TextError::NotText), "a spreadsheet");
    assert_eq!(decode(&[0xff, 0xfe, b'9', 0, b'5']), Err(TextError::NotText), "half a character");
    assert_eq!(decode(b"95\x0074|x"), Err(TextError::NotText), "a zero byte");
    assert_eq!(decode(&vec![b'9'; MOST_BYTES + 1]), Err(TextError::TooLarge));
    assert_eq!(decode(b""), Ok(String::new()));
}

#[test]
fn one_thousand_and_one_rows_are_a_thousand_and_the_text_of_the_rest() {
    let line = |at: usize| format!("9574|https://t.me/a/{at}|1000\n");
    let text: String =
        std::iter::once("# list\n".to_owned()).chain((1..=1_001).map(line)).collect();
    let read = reading(&text);
    assert_eq!((read.rows.len(), read.left_rows), (MOST_ROWS, 1));
    assert_eq!(read.left_over, line(1_001));
    assert_eq!(read.rows[999].line, 1_001);
    let all = reading(&read.left_over);
    assert_eq!((all.rows.len(), all.left_rows, all.left_over.as_str()), (1, 0, ""));
}
