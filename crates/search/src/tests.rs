use super::*;
use proptest::prelude::*;
use std::sync::LazyLock;

type Row = (String, String, String);

fn service(id: &str, name: &str, category: &str) -> Row {
    (id.to_owned(), name.to_owned(), category.to_owned())
}

fn index(list: &[Row]) -> Index {
    let mut indexing = Indexing::default();
    for (id, name, category) in list {
        indexing.add(id, name, category);
    }
    indexing.finish()
}

fn list() -> Vec<Row> {
    vec![
        service(
            "12",
            "Instagram Followers ❤️ [Max 10K] [Refill: 30 Days] [Speed: 5K/Day]",
            "Instagram",
        ),
        service("1", "Beğeni [Türk] 12 saat", "Instagram"),
        service("A7", "𝐋𝐢𝐤𝐞𝐬 متابعيـــن ١٢", "Instagram"),
        service("121", "ＶＩＰ Façade", "Instagram"),
        service("5", "YouTube Views 🇺🇸 [No Refill]", "YouTube"),
        service("6", "YouTube Views [USA] [R30] [Non Drop]", "YouTube"),
        service("7", "TikTok Followers | 10.000 | 30 Days ♻️", "TikTok"),
        service("8", "日本直播 Story Views", "Instagram"),
    ]
}

static INDEX: LazyLock<Index> = LazyLock::new(|| index(&list()));

fn check(query: &str, expected: &[u32]) {
    assert_eq!(INDEX.search(query), expected, "{query}");
}

/// These rows come before any others.
fn first(query: &str, expected: &[u32]) {
    let found = INDEX.search(query);
    assert!(found.starts_with(expected), "{query}: {found:?}");
}

#[test]
fn every_word_must_be_met_in_any_order() {
    check("", &[0, 1, 2, 3, 4, 5, 6, 7]);
    check("follow tiktok", &[6]);
    check("instagram", &[0, 1, 2, 3, 7]);
    check("tiktok likes", &[]);
}

#[test]
fn the_exact_id_comes_first() {
    first("121", &[3]);
    first("12", &[0]);
    first("#12", &[0]);
    first("1", &[1]);
    first("#a7", &[2]);
    first("A7", &[2]);
}

#[test]
fn letters_are_found_whatever_their_dress() {
    check("begeni TURK", &[1]);
    check("likes", &[2, 1]);
    check("vip facade", &[3]);
    check("❤", &[0]);
    check("١٢ saat", &[1]);
}

#[test]
fn mistakes_are_forgiven() {
    check("tiktok folowers", &[6]);
    check("titkok", &[6]);
    check("uoutube", &[4, 5]);
    check("yuotube veiws", &[4, 5]);
}

#[test]
fn words_that_mean_the_same_find_each_other() {
    check("tt", &[6]);
    check("тикток подписчики", &[6]);
    check("유튜브 조회수", &[4, 5]);
    check("يوتيوب مشاهدات", &[4, 5]);
    check("izlenme youtube", &[4, 5]);
    check("yt usa", &[4, 5]);
    check("🇺🇸", &[4, 5]);
}

#[test]
fn numbers_and_times_are_found_in_any_form() {
    for query in ["10k", "10000", "10.000", "10,000"] {
        check(&format!("{query} followers"), &[0, 6]);
    }
    for query in ["30d", "30 days", "R30", "30 gün", "30 дней"] {
        let mut found = INDEX.search(query);
        found.sort_unstable();
        assert_eq!(found, [0, 5, 6], "{query}");
    }
    check("5k per day", &[0]);
}

#[test]
fn what_is_denied_is_found_when_it_is_asked_for() {
    check("no refill", &[4]);
    check("non drop", &[5]);
    check("nodrop", &[5]);
    assert_eq!(INDEX.search("refill").last(), Some(&4));
}

#[test]
fn words_without_a_meaning_hide_nothing() {
    check("buy views for youtube", &[4, 5]);
    check("cheap tiktok followers", &[6]);
}

#[test]
fn scripts_without_spaces_are_searched_inside() {
    check("直播", &[7]);
    check("日本", &[7]);
    check("直播日本", &[7]);
}

#[test]
fn endings_of_a_language_are_forgiven() {
    check("tiktok takipçisi", &[6]);
    check("youtube izlenmeleri", &[4, 5]);
    check("المشاهدات يوتيوب", &[4, 5]);
}

#[test]
fn a_query_that_never_ends_is_answered() {
    let long = "likes ".repeat(100_000);
    assert!(INDEX.search(&long).contains(&2));
    assert_eq!(INDEX.search("!!!").len(), 8);
}

#[test]
fn words_written_together_are_two() {
    check("틱톡팔로워", &[6]);
    check("ttfollowers", &[6]);
    check("youtubeviews", &[4, 5]);
}

fn marked(query: &str, text: &str) -> String {
    let index = &*INDEX;
    let found = index.find(query);
    let mut out = text.to_owned();
    for mark in index.marks(&found.asked, text).into_iter().rev() {
        out.insert(mark.end, '>');
        out.insert(mark.start, '<');
    }
    out
}

#[test]
fn what_was_found_is_marked() {
    let name = "YouTube Views [USA] [R30] [Non Drop]";
    assert_eq!(marked("yt vie 30 days", name), "<YouTube> <Vie>ws [USA] [<R30>] [Non Drop]");
    assert_eq!(marked("veiws", name), "YouTube <Views> [USA] [R30] [Non Drop]");
    assert_eq!(marked("no drop 🇺🇸", name), "YouTube Views [<USA>] [R30] [<Non Drop>]");
    assert_eq!(marked("beg", "Beğeni [Türk]"), "<Beğ>eni [Türk]");
    assert_eq!(marked("", name), name);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_name_finds_its_own_row(row in 0_usize..8) {
        let found = INDEX.search(&list()[row].1);
        prop_assert!(found.contains(&position(row)));
    }

    #[test]
    fn anything_typed_is_answered_with_rows_that_exist(query in "\\PC{0,24}", names in proptest::collection::vec("\\PC{0,40}", 0..6)) {
        let list: Vec<Row> = names.iter().map(|name| service("1", name, name)).collect();
        let index = index(&list);
        let found = index.find(&query);
        let mut rows = found.rows.clone();
        rows.sort_unstable();
        rows.dedup();
        prop_assert_eq!(rows.len(), found.rows.len());
        prop_assert!(rows.iter().all(|row| (*row as usize) < list.len()));
        for name in &names {
            for mark in index.marks(&found.asked, name) {
                prop_assert!(name.get(mark).is_some());
            }
        }
    }

    #[test]
    fn any_beginning_of_a_name_finds_it(length in 1_usize..20, row in 0_usize..8) {
        let start: String = list()[row].1.chars().take(length).collect();
        prop_assert!(INDEX.search(&start).contains(&position(row)), "{}", start);
    }
}
