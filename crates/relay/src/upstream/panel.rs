//! A listed panel as the relay uses it: its parts as header values, its idle connections, and the
//! one form of request it gets. Nothing of the client's head passes (docs/reliability.md#heads).

use crate::downstream::coding::Accepts;
use crate::rules::panel::{Endpoint, Panel};
use crate::upstream::pool::Pool;
use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{self, HeaderValue};
use hyper::{Method, Request, Uri};

/// A panel, ready for requests.
pub(crate) struct Upstream {
    /// What clients call it.
    pub(crate) alias: String,
    /// Where it is.
    pub(crate) endpoint: Endpoint,
    /// Kept-alive connections, for reads only.
    pub(crate) pool: Pool,
    path: Uri,
    authority: HeaderValue,
}

impl Upstream {
    /// The grammar of [`Endpoint`] holds only what a path and a header may hold.
    pub(crate) fn new(panel: Panel) -> Self {
        let Panel { alias, endpoint } = panel;
        let path = endpoint.path.parse().expect("a plain path is a URI");
        let authority =
            HeaderValue::try_from(endpoint.authority()).expect("a plain name is a header value");
        Self { alias, endpoint, pool: Pool::default(), path, authority }
    }

    /// The request as the panel gets it.
    pub(crate) fn request(
        &self,
        user_agent: &HeaderValue,
        accepts: Accepts,
        body: Bytes,
    ) -> Request<Full<Bytes>> {
        let mut request = Request::new(Full::new(body));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = self.path.clone();
        let headers = request.headers_mut();
        headers.insert(header::HOST, self.authority.clone());
        headers.insert(header::USER_AGENT, user_agent.clone());
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json, */*"));
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(accepts.as_str()));
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/x-www-form-urlencoded"),
        );
        request
    }
}
