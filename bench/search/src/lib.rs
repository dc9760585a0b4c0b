//! The search of service lists as the app has it, callable from a page: what `cargo xtask bench search`
//! holds against its peers. Nothing else may come in here.
#![allow(unsafe_code, reason = "the macro makes the calls from JavaScript")]

use panelboard_domain::catalog::Catalog;
use panelboard_domain::search::{self, Index, Indexing};
use panelboard_domain::secret::ApiKey;
use panelboard_panel_api::decode;
use panelboard_panel_api::http::HttpResponse;
use wasm_bindgen::prelude::wasm_bindgen;

/// A list and its index, which is made from the outside.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Search {
    list: Catalog,
    indexing: Option<Indexing>,
    index: Index,
}

#[wasm_bindgen]
impl Search {
    /// Reads a panel's answer; an empty list when it is none.
    #[wasm_bindgen(constructor)]
    pub fn new(body: Vec<u8>) -> Self {
        let key = ApiKey::parse("bench-key-0123456789");
        let response = HttpResponse { status: 200, retry_after: None, stage: None, body };
        let list = key.ok().and_then(|key| decode::services(&response, &key).ok());
        let list = list.map(|list| list.value).unwrap_or_default();
        Self { list, indexing: None, index: Index::default() }
    }

    /// How many services there are.
    pub fn services(&self) -> usize {
        self.list.services().len()
    }

    /// Begins a new index.
    pub fn begin(&mut self) {
        self.indexing = Some(Indexing::default());
    }

    /// Takes a slice of the list into it, as the engine of the app does.
    pub fn add(&mut self, from: usize, count: usize) {
        let services = self.list.services();
        if let Some(indexing) = &mut self.indexing {
            let end = (from + count).min(services.len());
            search::add(indexing, &services[from.min(end)..end]);
        }
    }

    /// Ends it.
    pub fn finish(&mut self) {
        if let Some(indexing) = self.indexing.take() {
            self.index = indexing.finish();
        }
    }

    /// How many services a query finds. What the app shows are positions in memory that it already has:
    /// nothing is copied out.
    pub fn find(&self, query: &str) -> usize {
        self.index.find(query).rows.len()
    }

    /// The positions of the services that a query finds.
    pub fn rows(&self, query: &str) -> Vec<u32> {
        self.index.find(query).rows
    }
}
