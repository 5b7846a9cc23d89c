//! What JavaScript calls. A failure is its name, which main.ts knows the status of.

use wasm_bindgen::prelude::*;

use crate::{Failure, Format};

#[wasm_bindgen]
pub fn resize(bytes: &[u8], width: u32, jpeg: bool) -> Result<Vec<u8>, JsValue> {
    let format = if jpeg { Format::Jpeg } else { Format::Png };
    crate::resize(bytes, width, format).map_err(|failure| {
        JsValue::from_str(match failure {
            Failure::Width => "width",
            Failure::NoImage => "no-image",
            Failure::TooLarge => "too-large",
        })
    })
}

#[wasm_bindgen]
pub fn sample() -> Vec<u8> {
    crate::sample()
}
