//! The relay from outside: a client on one side, a fake panel on the other, everything counted.

#[expect(unreachable_pub, reason = "a test crate has no outside")]
mod app;
mod app_folder;
mod attempts;
mod contract;
mod fence;
mod hostile;
mod limits;
mod places;
mod process;
#[expect(unreachable_pub, reason = "a test crate has no outside")]
mod program;
mod serve_tls;
#[expect(unreachable_pub, reason = "a test crate has no outside")]
mod support;
mod upstream;
