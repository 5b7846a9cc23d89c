//! An image in, a smaller one out. Pure: bytes are the argument, bytes are the value.

#[cfg(target_arch = "wasm32")]
mod edge;
mod resize;

pub use resize::{Failure, Format, resize, sample};
