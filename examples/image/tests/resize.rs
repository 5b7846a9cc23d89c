use image::GenericImageView;
use thumbnail::{Failure, Format, resize, sample};

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let image = image::DynamicImage::new_rgba8(width, height);
    image
        .write_to(
            &mut std::io::Cursor::new(&mut bytes),
            image::ImageFormat::Png,
        )
        .unwrap();
    bytes
}

#[test]
fn sides_stay_in_proportion_and_nothing_is_made_larger() {
    for ((width, height), wanted, made) in [
        ((640, 480), 320, (320, 240)),
        ((640, 480), 640, (640, 480)),
        ((640, 480), 2048, (640, 480)),
        ((1000, 1), 10, (10, 1)),
        ((3, 9), 1, (1, 3)),
    ] {
        for (format, kind) in [
            (Format::Png, image::ImageFormat::Png),
            (Format::Jpeg, image::ImageFormat::Jpeg),
        ] {
            let bytes = resize(&png(width, height), wanted, format).unwrap();
            assert_eq!(image::guess_format(&bytes).unwrap(), kind);
            assert_eq!(image::load_from_memory(&bytes).unwrap().dimensions(), made);
        }
    }
}

#[test]
fn what_is_no_image_is_refused() {
    let cut = &sample()[..1000];
    let huge = png(8193, 1);
    for (bytes, width, failure) in [
        (&b"this is no image"[..], 100, Failure::NoImage),
        (&b""[..], 100, Failure::NoImage),
        (cut, 100, Failure::NoImage),
        (&huge, 100, Failure::TooLarge),
        (&huge, 0, Failure::Width),
        (&huge, 2049, Failure::Width),
    ] {
        assert_eq!(resize(bytes, width, Format::Png), Err(failure));
    }
}
