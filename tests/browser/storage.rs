//! `IndexedDB`: what was written is there for another handle, as it was.

use panelboard::platform::Browser;
use panelboard_client::ports::{Archive, AttemptStore, Snapshots};
use wasm_bindgen_test::wasm_bindgen_test;

async fn ids(browser: &Browser, prefix: &str) -> Vec<String> {
    let all = browser.all().await.unwrap();
    all.into_iter().map(|(id, _)| id).filter(|id| id.starts_with(prefix)).collect()
}

#[wasm_bindgen_test]
async fn a_record_is_there_for_the_next_page_and_the_last_writing_counts() {
    let browser = Browser::default();
    assert_eq!(browser.get("put-1").await.unwrap(), None);
    browser.put("put-1", "sending").await.unwrap();
    browser.put("put-1", "placed").await.unwrap();
    let next_page = Browser::default();
    assert_eq!(next_page.get("put-1").await.unwrap().as_deref(), Some("placed"));
}

#[wasm_bindgen_test]
async fn all_records_come_in_the_order_of_their_ids() {
    let browser = Browser::default();
    for id in ["all-2", "all-1", "all-3"] {
        browser.put(id, id).await.unwrap();
    }
    assert_eq!(ids(&browser, "all-").await, ["all-1", "all-2", "all-3"]);
    browser.erase("all-2").await.unwrap();
    assert_eq!(ids(&browser, "all-").await, ["all-1", "all-3"]);
}

/// Other tests, which run at the same time, set aside what is no record: one look may come too late.
#[wasm_bindgen_test]
async fn some_records_come_by_their_ids_both_ends_included_and_all_ids_without_their_texts() {
    let browser = Browser::default();
    let expected = ["some-2", "some-3"].map(|id| (id.to_owned(), format!("text of {id}")));
    for _ in 0..9 {
        for id in ["some-1", "some-2", "some-3", "some-4"] {
            browser.put(id, &format!("text of {id}")).await.unwrap();
        }
        let found = browser.between("some-2", "some-3").await.unwrap();
        let ids = browser.ids().await.unwrap();
        let ids: Vec<_> = ids.iter().filter(|id| id.starts_with("some-")).collect();
        if found == expected && ids == ["some-1", "some-2", "some-3", "some-4"] {
            return;
        }
    }
    panic!("the records that are there did not come");
}

#[wasm_bindgen_test]
async fn snapshots_of_one_prefix_come_page_by_page_and_go_together() {
    let browser = Browser::default();
    let entry = |number: u8| (format!("paged:a:{number}"), vec![number]);
    let entries: Vec<_> = (1..=5).map(entry).collect();
    browser.save_all(&entries).await.unwrap();
    browser.save("paged:b:1", &[9]).await.unwrap();
    let first = browser.page("paged:a:", None, 3).await.unwrap();
    assert_eq!(first, entries[..3]);
    let rest = browser.page("paged:a:", Some(&first[2].0), 3).await.unwrap();
    assert_eq!(rest, entries[3..]);
    assert!(browser.page("paged:a:", Some(&rest[1].0), 3).await.unwrap().is_empty());
    browser.remove_all("paged:a:").await.unwrap();
    assert!(browser.page("paged:a:", None, 9).await.unwrap().is_empty());
    assert_eq!(browser.load("paged:b:1").await.unwrap(), Some(vec![9]));
    browser.save_all(&[]).await.unwrap();
}

#[wasm_bindgen_test]
async fn a_damaged_record_leaves_the_list_and_is_kept() {
    let browser = Browser::default();
    browser.put("aside-1", "not a record").await.unwrap();
    browser.set_aside("aside-1", "not a record").await.unwrap();
    assert_eq!(browser.get("aside-1").await.unwrap(), None);
    assert!(ids(&browser, "aside-").await.is_empty());
}

#[wasm_bindgen_test]
async fn ballast_is_laid_once_and_can_be_thrown_off() {
    let browser = Browser::default();
    browser.lay_ballast().await.unwrap();
    browser.lay_ballast().await.unwrap();
    browser.free_ballast().await.unwrap();
    browser.put("ballast-1", "still writes").await.unwrap();
    assert_eq!(browser.get("ballast-1").await.unwrap().as_deref(), Some("still writes"));
}

#[wasm_bindgen_test]
async fn a_snapshot_comes_back_byte_by_byte_until_it_is_removed() {
    let browser = Browser::default();
    let bytes: Vec<u8> = (0..=255).collect();
    browser.save("snap", &bytes).await.unwrap();
    assert_eq!(Browser::default().load("snap").await.unwrap(), Some(bytes));
    browser.remove("snap").await.unwrap();
    assert_eq!(browser.load("snap").await.unwrap(), None);
}
