//! The trial accounts that this build's server offers. A published site has none.

use crate::platform::{Json, own_file};
use crate::routes;
use crate::state::{Accounts, SandboxAccount};

pub(super) async fn find(accounts: Accounts) {
    let Some(file) = own_file(routes::SANDBOX).await.as_deref().and_then(Json::parse) else {
        return;
    };
    let offered = file.get("accounts").map(|list| list.items()).unwrap_or_default();
    accounts.sandbox_found(offered.iter().filter_map(account).collect());
}

fn account(entry: &Json) -> Option<SandboxAccount> {
    let text = |name| entry.get(name)?.text();
    Some(SandboxAccount { name: text("name")?, address: text("address")?, key: text("key")? })
}
