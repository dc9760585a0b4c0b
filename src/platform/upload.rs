//! Takes a file of the user's. Nothing of it is kept here.

use super::js;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;

/// The text of a file that the user picks; `None` when it cannot be read. To be called from a press. Does
/// not return when the user picks none.
pub async fn pick(accept: &str) -> Option<String> {
    let input: HtmlElement = js::document()?.create_element("input").ok()?.unchecked_into();
    input.set_attribute("type", "file").ok()?;
    input.set_attribute("accept", accept).ok()?;
    let (picked, fulfil) = js::deferred();
    input.set_onchange(Some(&fulfil));
    input.click();
    js::wait(picked).await.ok()?;
    let files = Reflect::get(&input, &"files".into()).ok()?;
    let file = Reflect::get_u32(&files, 0).ok().filter(JsValue::is_object)?;
    let read: Function = Reflect::get(&file, &"text".into()).ok()?.dyn_into().ok()?;
    let text: Promise = read.call0(&file).ok()?.dyn_into().ok()?;
    js::wait(text).await.ok()?.as_string()
}
