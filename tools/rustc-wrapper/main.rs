//! rustc, with the paths of sources in the module mapped to the same on every machine: what the shell script in
//! src/build/path-mapping.ts does, where there is no shell. wasm-ship compiles it with the user's own rustc.

use std::env::{args_os, temp_dir, var_os};
use std::ffi::OsString;
use std::fs;
use std::io::{Error, Write};
use std::path::Path;
use std::process::{exit, id, Command};

/// `ERROR_FILENAME_EXCED_RANGE` of Windows and `E2BIG` of the others: more arguments than a program may get.
const TOO_LONG: i32 = if cfg!(windows) { 206 } else { 7 };

fn main() {
    let users = Some(var("WASM_SHIP_RUSTC_WRAPPER")).filter(|program| !program.is_empty());
    let command: Vec<OsString> = users.into_iter().chain(args_os().skip(1)).collect();
    if is_empty("CARGO_PKG_NAME") {
        let asks_version = command.last().is_some_and(|last| last == "-vV");
        let code = run(&command);
        if asks_version && code == 0 {
            println!("wasm-ship: paths are mapped");
        }
        exit(code);
    }
    exit(run(&[command, mapping()].concat()));
}

fn mapping() -> Vec<OsString> {
    let package = concat(&[
        "/cargo/".into(),
        var("CARGO_PKG_NAME"),
        "-".into(),
        var("CARGO_PKG_VERSION"),
    ]);
    let (repository, home, dir) = (
        var("WASM_SHIP_REPOSITORY"),
        var("WASM_SHIP_CARGO_HOME"),
        var("CARGO_MANIFEST_DIR"),
    );
    let own = Path::new(&dir).starts_with(&home) || !Path::new(&dir).starts_with(&repository);
    let mut flags = vec![
        remap(&repository, "/workspace".into()),
        remap(&home, "/cargo".into()),
    ];
    if own {
        flags.push(remap(&dir, package.clone()));
    }
    if !is_empty("OUT_DIR") {
        flags.push(remap(&var("OUT_DIR"), concat(&[package, "/out".into()])));
    }
    flags
}

fn remap(from: &OsString, to: OsString) -> OsString {
    concat(&["--remap-path-prefix=".into(), from.clone(), "=".into(), to])
}

fn run(command: &[OsString]) -> i32 {
    let result = status(command).or_else(|error| match error.raw_os_error() {
        Some(TOO_LONG) => by_file(command),
        _ => Err(error),
    });
    result.unwrap_or_else(|error| {
        eprintln!(
            "wasm-ship: {} could not be started: {error}",
            command[0].to_string_lossy()
        );
        101
    })
}

fn status(command: &[OsString]) -> Result<i32, Error> {
    Ok(Command::new(&command[0])
        .args(&command[1..])
        .status()?
        .code()
        .unwrap_or(101))
}

/// The arguments of rustc in a file, one a line, as cargo does it where they are too long.
fn by_file(command: &[OsString]) -> Result<i32, Error> {
    let programs = if is_empty("WASM_SHIP_RUSTC_WRAPPER") {
        1
    } else {
        2
    };
    let (called, args) = command.split_at(programs);
    let file = temp_dir().join(format!("wasm-ship-rustc-{}", id()));
    let mut text = fs::File::create(&file)?;
    for arg in args {
        writeln!(
            text,
            "{}",
            arg.to_str()
                .ok_or(Error::other("an argument that is no Unicode"))?
        )?;
    }
    drop(text);
    let result = status(&[called, &[concat(&["@".into(), file.clone().into()])]].concat());
    let _ = fs::remove_file(&file);
    result
}

fn is_empty(name: &str) -> bool {
    var(name).is_empty()
}

fn var(name: &str) -> OsString {
    var_os(name).unwrap_or_default()
}

fn concat(parts: &[OsString]) -> OsString {
    parts.iter().fold(OsString::new(), |mut whole, part| {
        whole.push(part);
        whole
    })
}
