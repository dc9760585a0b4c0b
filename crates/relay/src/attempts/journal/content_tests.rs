use super::*;

const FILE: u64 = 11;

fn id(number: u128) -> AttemptId {
    AttemptId::from_bits(number)
}

fn memory_id(number: u128) -> MemoryId {
    MemoryId::from_bits(number)
}

fn take(number: u128, position: u64, at: u64) -> Record {
    Record { id: id(number), fingerprint: Some([7; 16]), position, at, unsent: false }
}

fn head(position: u64, forgotten: u64) -> Head {
    Head { mark: Mark { memory: memory_id(1), position }, forgotten, file: FILE }
}

fn parse(text: &str) -> Content {
    Content::parse(text.as_bytes(), FILE)
}

/// Memory begins anew, and so many attempts are still known.
#[track_caller]
fn begins_anew(bytes: &[u8], known: usize) {
    let content = Content::parse(bytes, FILE);
    let text = String::from_utf8_lossy(bytes);
    assert!(content.damaged, "{text:?}");
    assert_eq!((content.head, content.records.len()), (None, known), "{text:?}");
    assert!(content.records.iter().all(|record| record.position == 0), "{text:?}");
}

#[test]
fn what_is_written_is_read_again() {
    let closed = Record { fingerprint: None, unsent: true, ..take(2, 6, 9) };
    let unsent = Record { unsent: true, ..take(3, 7, 9) };
    let content = Content {
        head: Some(head(4, 3)),
        records: vec![take(1, 5, 8), closed, unsent],
        damaged: false,
    };
    let text = whole(head(4, 3), &content.records);
    assert_eq!(parse(&text), content);
    assert_eq!(text.lines().count(), 5);
}

#[test]
fn s09_a_last_line_without_its_end_is_cut_and_memory_goes_on() {
    let text = whole(head(4, 0), &[take(1, 5, 8)]);
    let line = take(2, 6, 9).line();
    for end in 1..line.len() {
        let torn = format!("{text}{}", &line[..end]);
        let content = parse(&torn);
        assert_eq!(content.head, Some(head(4, 0)), "{torn}");
        assert_eq!(content.records.len(), 1, "{torn}");
    }
}

#[test]
fn s09_a_line_that_cannot_be_read_begins_memory_anew_and_what_can_be_read_stays_known() {
    let first = whole(head(4, 0), &[take(1, 5, 8)]);
    let (one, two) = (take(2, 6, 9).line(), take(3, 7, 9).line());
    // A short write joined by the next record.
    begins_anew(format!("{first}{}{two}", &one[..20]).as_bytes(), 1);
    begins_anew(format!("{first}{}\n{two}", &one[..20]).as_bytes(), 2);
    let nuls = [first.as_bytes(), &[0; 90], b"\n", two.as_bytes()].concat();
    begins_anew(&nuls, 2);
    let tail_of_nuls = [first.as_bytes(), &[0; 90]].concat();
    begins_anew(&tail_of_nuls, 1);
    begins_anew(&[first.as_bytes(), b"\xff\xfe\n"].concat(), 1);
    begins_anew(b"\n", 0);
    begins_anew(&[0; 4096], 0);
    begins_anew(b"alias ll='ls -l'\n", 0);
    begins_anew(two.as_bytes(), 0);
}

#[test]
fn s09_a_changed_digit_shows() {
    let text = whole(head(4, 0), &[take(1, 5, 8), take(2, 6, 9)]);
    for (at, byte) in text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_hexdigit()) {
        let mut bytes = text.clone().into_bytes();
        bytes[at] = if byte == b'0' { b'1' } else { b'0' };
        let content = Content::parse(&bytes, FILE);
        assert!(content.damaged && content.head.is_none(), "byte {at}");
    }
}

#[test]
fn s02_a_copy_of_the_file_is_another_memory() {
    let text = whole(head(4, 0), &[take(1, 5, 8)]);
    let content = Content::parse(text.as_bytes(), FILE + 1);
    assert_eq!(content.head, None);
    assert!(!content.damaged);
    assert_eq!(content.records.len(), 1);
}

#[test]
fn the_first_versions_file_is_read_and_is_another_memory() {
    let hash = "0".repeat(32);
    let text = format!("since 5\nsent {} {hash} 6\nsent {} {hash} 7\nsent 019a", id(1), id(2));
    let content = parse(&text);
    assert_eq!((content.head, content.damaged, content.records.len()), (None, false, 2));
    let memory = content.memory(memory_id(9));
    let known = memory.get(id(1)).and_then(|taken| taken.end.clone());
    assert!(matches!(known, Some(Outcome::InDoubt("earlier-run"))));
    assert_eq!(memory.mark(), Mark { memory: memory_id(9), position: 0 });
    begins_anew(text.replace("\nsent 019a", "\nsent 019a\n").as_bytes(), 2);
}

#[test]
fn no_run_tells_a_position_that_an_earlier_one_told() {
    let first = parse("").memory(memory_id(1));
    assert_eq!(first.mark().position, 0);
    let second = parse(&whole(head(0, 0), &[])).memory(memory_id(2));
    assert_eq!(second.mark(), Mark { memory: memory_id(1), position: RUN });
    let third = parse(&whole(head(RUN, 0), &[take(1, RUN + 5, 8)])).memory(memory_id(2));
    assert_eq!(third.mark().position, 2 * RUN);
}

#[test]
fn s02_what_is_forgotten_by_age_is_in_doubt_in_the_next_run_too() {
    let mut content = parse(&whole(head(4, 2), &[take(1, 5, 8), take(2, 6, 20)]));
    content.forget_before(10);
    let memory = content.memory(memory_id(9));
    assert_eq!((memory.forgotten(), memory.len()), (5, 1));
    let text = whole(Head { file: FILE, ..Head::of(&memory) }, &content.records);
    let next = parse(&text).memory(memory_id(9));
    assert_eq!((next.forgotten(), next.len()), (5, 1), "also when it is written and read again");
}
