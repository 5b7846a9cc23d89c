//! An authentication service: passwords in, signed tokens out.
//!
//! [`auth`] decides and [`http`] puts its decisions into replies. Both are pure: time, randomness
//! and configuration are arguments, so every rule is tested on the host. Only `edge` knows Cloudflare.

pub mod auth;
pub mod http;

#[cfg(target_arch = "wasm32")]
mod edge;
