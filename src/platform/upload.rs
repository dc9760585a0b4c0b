//! Takes a file of the user's. Nothing of it is kept here.

use super::js;
use js_sys::{Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, HtmlElement};

/// The text of a file that the user picks; `None` when it cannot be read. To be called from a press. Does
/// not return when the user picks none.
pub async fn pick(accept: &str) -> Option<String> {
    let file = pick_file(accept).await?;
    read(&file, "text").await?.as_string()
}

/// The bytes of a file that the user picks, as [`pick`].
pub async fn pick_bytes(accept: &str) -> Option<Vec<u8>> {
    let file = pick_file(accept).await?;
    bytes_of(&file).await
}

/// A file that was dropped on the page; `None` when something else was.
pub fn dropped(event: &Event) -> Option<Dropped> {
    let transfer = Reflect::get(event, &"dataTransfer".into()).ok()?;
    let files = Reflect::get(&transfer, &"files".into()).ok()?;
    Reflect::get_u32(&files, 0).ok().filter(JsValue::is_object).map(Dropped)
}

/// A file that was dropped.
pub struct Dropped(JsValue);

impl Dropped {
    /// Its bytes; `None` when it cannot be read.
    pub async fn bytes(self) -> Option<Vec<u8>> {
        bytes_of(&self.0).await
    }
}

async fn pick_file(accept: &str) -> Option<JsValue> {
    let input: HtmlElement = js::document()?.create_element("input").ok()?.unchecked_into();
    input.set_attribute("type", "file").ok()?;
    input.set_attribute("accept", accept).ok()?;
    let (picked, fulfil) = js::deferred();
    input.set_onchange(Some(&fulfil));
    input.click();
    js::wait(picked).await.ok()?;
    let files = Reflect::get(&input, &"files".into()).ok()?;
    Reflect::get_u32(&files, 0).ok().filter(JsValue::is_object)
}

async fn bytes_of(file: &JsValue) -> Option<Vec<u8>> {
    let buffer = read(file, "arrayBuffer").await?;
    Some(Uint8Array::new(&buffer).to_vec())
}

async fn read(file: &JsValue, how: &str) -> Option<JsValue> {
    let read: Function = Reflect::get(file, &how.into()).ok()?.dyn_into().ok()?;
    let read: Promise = read.call0(file).ok()?.dyn_into().ok()?;
    js::wait(read).await.ok()
}
