use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageFormat, ImageReader, Limits, RgbImage};

/// The widest that is made.
pub const WIDEST: u32 = 2048;
/// What an image may need while it is decoded: a small file can say that it is enormous.
const MOST_BYTES: u64 = 64 * 1024 * 1024;
/// Neither side of an image that is read is longer.
const LONGEST: u32 = 8192;
const JPEG_QUALITY: u8 = 80;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Format {
    Png,
    Jpeg,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Failure {
    /// The width is 0, or more than `WIDEST`.
    Width,
    /// Neither PNG nor JPEG, or broken.
    NoImage,
    /// Larger than what is read here.
    TooLarge,
}

/// Scales an image down to a width, its sides in proportion; a narrower one stays as wide as it is.
pub fn resize(bytes: &[u8], width: u32, format: Format) -> Result<Vec<u8>, Failure> {
    if width == 0 || width > WIDEST {
        return Err(Failure::Width);
    }
    let image = decode(bytes)?;
    let scaled = if image.width() > width {
        let height = u64::from(image.height()) * u64::from(width) / u64::from(image.width());
        image.resize_exact(width, (height as u32).max(1), FilterType::Triangle)
    } else {
        image
    };
    Ok(encode(&scaled, format))
}

fn decode(bytes: &[u8]) -> Result<DynamicImage, Failure> {
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|_| Failure::NoImage)?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST);
    limits.max_image_height = Some(LONGEST);
    limits.max_alloc = Some(MOST_BYTES);
    reader.limits(limits);
    reader.decode().map_err(|error| match error {
        image::ImageError::Limits(_) => Failure::TooLarge,
        _ => Failure::NoImage,
    })
}

fn encode(image: &DynamicImage, format: Format) -> Vec<u8> {
    let mut bytes = Vec::new();
    let written = match format {
        Format::Png => image.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png),
        // JPEG knows no transparency
        Format::Jpeg => {
            JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY).encode_image(&image.to_rgb8())
        }
    };
    written.expect("writing into memory does not fail");
    bytes
}

/// A PNG to try the service with: 640 by 480, drawn, never the same colour twice in a row.
pub fn sample() -> Vec<u8> {
    let image = RgbImage::from_fn(640, 480, |x, y| {
        image::Rgb([(x * y / 64) as u8, (x / 3) as u8, (y / 2) as u8])
    });
    encode(&image.into(), Format::Png)
}
