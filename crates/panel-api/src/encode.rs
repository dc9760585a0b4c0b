//! An action as the form body that a panel understands. The only caller of `ApiKey::expose` in the
//! libraries.

use crate::action::Action;
use crate::http::HttpRequest;
use panelboard_domain::account::Capabilities;
use panelboard_domain::secret::ApiKey;

/// Builds the body. `capabilities` tells whether the server decodes twice (protocol.md 12).
pub fn encode(action: &Action, capabilities: &Capabilities, key: &ApiKey) -> HttpRequest {
    let _ = capabilities;
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("key", key.expose());
    form.append_pair("action", action.name().as_str());
    HttpRequest { action: action.name(), body: form.finish() }
}
