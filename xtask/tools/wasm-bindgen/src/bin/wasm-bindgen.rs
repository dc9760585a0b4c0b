//! `wasm-bindgen`, as its crate makes it. It must never do more than pass its arguments on.
#![forbid(unsafe_code)]

fn main() -> anyhow::Result<()> {
    env_logger::init();
    wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(std::env::args_os())
}
