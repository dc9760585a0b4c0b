//! An HTTP request as the panel's code sees it: fields from the query and from the body.
//!
//! Panels disagree about what they read (form, multipart, JSON, query); this module only takes
//! the request apart. What counts is decided by the profile, in `fields`.

/// The method, as far as panels care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// A query only.
    Get,
    /// A query and a body.
    Post,
}

/// How the body came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    Form,
    Json,
}

/// One request to a panel's API address, taken apart.
#[derive(Clone, Debug)]
pub struct Request {
    pub(crate) method: Method,
    pub(crate) encoding: Encoding,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) body: Vec<(String, String)>,
}

impl Request {
    /// A urlencoded POST, the only form that every panel reads.
    #[must_use]
    pub fn form(body: &str) -> Self {
        Self {
            method: Method::Post,
            encoding: Encoding::Form,
            query: Vec::new(),
            body: form_fields(body.as_bytes()),
        }
    }

    /// Takes an HTTP request apart. An unknown content type is read as a form, as PHP clients
    /// often send none; so is a body that claims to be JSON and is not.
    #[must_use]
    pub fn from_http(method: Method, query: &str, content_type: &str, body: &[u8]) -> Self {
        let kind = content_type.to_ascii_lowercase();
        let query = form_fields(query.as_bytes());
        let json = kind.contains("json").then(|| json_fields(body)).flatten();
        let (encoding, body) = if let Some(fields) = json {
            (Encoding::Json, fields)
        } else if let Some(boundary) = boundary(content_type) {
            (Encoding::Form, multipart_fields(body, boundary))
        } else {
            (Encoding::Form, form_fields(body))
        };
        Self { method, encoding, query, body }
    }

    /// The first value of `name`, in the body or else in the query, exactly as it was sent.
    #[must_use]
    pub fn sent(&self, name: &str) -> Option<&str> {
        let found = self.body.iter().chain(&self.query).find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Every field except the keys, for records that must never hold one.
    #[must_use]
    pub fn fields_without_key(&self) -> Vec<(String, String)> {
        let secret = |name: &str| matches!(name, "key" | "api_token");
        self.query.iter().chain(&self.body).filter(|(name, _)| !secret(name)).cloned().collect()
    }
}

fn form_fields(text: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(text).into_owned().collect()
}

/// Top-level strings, numbers and booleans of a JSON object; lists are joined with commas.
fn json_fields(body: &[u8]) -> Option<Vec<(String, String)>> {
    let Ok(serde_json::Value::Object(object)) = serde_json::from_slice(body) else {
        return None;
    };
    Some(object.into_iter().filter_map(|(name, value)| Some((name, json_text(value)?))).collect())
}

fn json_text(value: serde_json::Value) -> Option<String> {
    match value {
        serde_json::Value::String(text) => Some(text),
        serde_json::Value::Number(number) => Some(number.to_string()),
        serde_json::Value::Bool(flag) => Some(u8::from(flag).to_string()),
        serde_json::Value::Array(items) => {
            Some(items.into_iter().filter_map(json_text).collect::<Vec<_>>().join(","))
        }
        serde_json::Value::Null | serde_json::Value::Object(_) => None,
    }
}

fn boundary(content_type: &str) -> Option<&str> {
    let lower = content_type.to_ascii_lowercase();
    let start = lower.strip_prefix("multipart/").and(lower.find("boundary="))? + "boundary=".len();
    let rest = content_type.get(start..)?;
    let value = rest.split(';').next().unwrap_or(rest).trim().trim_matches('"');
    (!value.is_empty()).then_some(value)
}

fn multipart_fields(body: &[u8], boundary: &str) -> Vec<(String, String)> {
    let text = String::from_utf8_lossy(body);
    text.split(&format!("--{boundary}")).filter_map(part_field).collect()
}

fn part_field(part: &str) -> Option<(String, String)> {
    let (head, value) = part.split_once("\r\n\r\n")?;
    let disposition =
        head.lines().find(|line| line.to_ascii_lowercase().starts_with("content-disposition"))?;
    let name = disposition.split(';').find_map(|item| item.trim().strip_prefix("name="))?;
    let value = value.strip_suffix("\r\n").unwrap_or(value);
    Some((name.trim_matches('"').to_owned(), value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::{Method, Request};

    fn check(content_type: &str, body: &str) {
        let request = Request::from_http(Method::Post, "x=9", content_type, body.as_bytes());
        assert_eq!(request.sent("service"), Some("5"), "{content_type}");
        assert_eq!(request.sent("comments"), Some("a b\nc"), "{content_type}");
        assert_eq!(request.sent("x"), Some("9"), "{content_type}");
    }

    #[test]
    fn form_multipart_and_json_bodies_give_the_same_fields() {
        check("application/x-www-form-urlencoded", "service=5&comments=a+b%0Ac");
        check("", "service=5&comments=a+b%0Ac");
        check("application/json", "service=5&comments=a+b%0Ac");
        check("application/json", r#"{"service":5,"comments":"a b\nc"}"#);
        check(
            "multipart/form-data; boundary=XyZ",
            "--XyZ\r\nContent-Disposition: form-data; name=\"service\"\r\n\r\n5\r\n\
             --XyZ\r\nContent-Disposition: form-data; name=\"comments\"\r\n\r\na b\nc\r\n--XyZ--\r\n",
        );
    }

    #[test]
    fn the_record_of_a_request_never_holds_a_key() {
        let request = Request::form("key=secret&api_token=secret&action=add");
        assert_eq!(request.fields_without_key(), [("action".to_owned(), "add".to_owned())]);
    }
}
