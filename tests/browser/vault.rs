//! Local storage: accounts, keys, settings. A document of a newer release is left alone.

use panelboard::platform::{Browser, local_storage, vault};
use panelboard_client::ports::Vault;
use panelboard_domain::id::AccountId;
use panelboard_domain::secret::ApiKey;
use wasm_bindgen_test::wasm_bindgen_test;

const KEYS: &str = "panelboard.keys";

#[wasm_bindgen_test]
fn a_key_is_kept_in_its_one_place_until_it_is_forgotten() {
    let account = AccountId::new("vault-1").unwrap();
    let key = ApiKey::parse("CANARY-7f3a-browser-0123456789").unwrap();
    let browser = Browser::default();
    browser.set_key(&account, Some(&key)).unwrap();
    assert!(browser.key(&account).is_some());
    assert!(local_storage::read(KEYS).unwrap().contains("CANARY-7f3a-browser"));
    assert!(!local_storage::read(vault::ACCOUNTS).unwrap_or_default().contains("CANARY"));
    browser.set_key(&account, None).unwrap();
    assert!(browser.key(&account).is_none());
    assert!(!local_storage::read(KEYS).unwrap().contains("CANARY-7f3a-browser"));
}

#[wasm_bindgen_test]
fn settings_come_back_and_those_of_a_newer_release_are_left_alone() {
    let settings = vault::StoredSettings {
        locale: Some("en".to_owned()),
        theme: "dark".to_owned(),
        ..vault::StoredSettings::default()
    };
    vault::set_settings(&settings).unwrap();
    assert_eq!(vault::settings(), settings);
    let newer = r#"{"v":99,"data":{"theme":7}}"#;
    local_storage::write(vault::SETTINGS, newer).unwrap();
    assert_eq!(vault::settings(), vault::StoredSettings::default());
    assert!(vault::set_settings(&settings).is_err());
    assert_eq!(local_storage::read(vault::SETTINGS).as_deref(), Some(newer));
    local_storage::write(vault::SETTINGS, r#"{"v":1,"data":{}}"#).unwrap();
}
