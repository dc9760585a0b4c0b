//! JSON by the browser's own reader, for the small files of the first screen: settings, words, trial
//! accounts. They come before the rest of the app, which brings a reader of its own.

use js_sys::{Array, JSON, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// A JSON value.
pub struct Json(JsValue);

impl Json {
    /// `None` for a text that is not JSON.
    pub fn parse(text: &str) -> Option<Self> {
        JSON::parse(text).ok().map(Self)
    }

    /// A member; `None` also when this is no object.
    pub fn get(&self, name: &str) -> Option<Self> {
        let member = Reflect::get(&self.0, &name.into()).ok()?;
        (!member.is_undefined() && !member.is_null()).then_some(Self(member))
    }

    /// The text, when it is one.
    pub fn text(&self) -> Option<String> {
        self.0.as_string()
    }

    /// The number, when it is one.
    pub fn number(&self) -> Option<f64> {
        self.0.as_f64()
    }

    /// `true` when it is `true`.
    pub fn is_true(&self) -> bool {
        self.0.as_bool() == Some(true)
    }

    /// The members of a list; none when it is no list.
    pub fn items(&self) -> Vec<Self> {
        self.0.dyn_ref::<Array>().map(|list| list.iter().map(Self).collect()).unwrap_or_default()
    }

    /// The text members of an object, with their names.
    pub fn texts(&self) -> Vec<(String, String)> {
        let Some(object) = self.0.dyn_ref::<Object>() else { return Vec::new() };
        let pair = |pair: JsValue| {
            let pair: Array = pair.dyn_into().ok()?;
            Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
        };
        Object::entries(object).iter().filter_map(pair).collect()
    }
}

/// A text as JSON.
pub(super) fn quote(text: &str) -> String {
    JSON::stringify(&text.into()).ok().and_then(|text| text.as_string()).unwrap_or_default()
}
