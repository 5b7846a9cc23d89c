//! Makes the PHC string to store for a user. The password is read from standard input and not from
//! the arguments, which other users of the machine and the shell's history can see.
//!
//!     cargo run --quiet --example mkhash [MEMORY_KIB PASSES]

use std::io::{Read, stdin};
use std::process::ExitCode;

use auth::auth::password::{Cost, hash};

const USAGE: &str = "usage: mkhash [MEMORY_KIB PASSES] < password";

fn main() -> ExitCode {
    match run() {
        Ok(phc) => {
            println!("{phc}");
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("mkhash: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<String, String> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |text: &String| text.parse::<u32>().map_err(|_| USAGE.to_owned());
    let cost = match arguments.as_slice() {
        [] => Cost::OWASP,
        [memory_kib, passes] => Cost {
            memory_kib: number(memory_kib)?,
            passes: number(passes)?,
            lanes: 1,
        },
        _ => return Err(USAGE.to_owned()),
    };

    let mut input = String::new();
    stdin()
        .read_to_string(&mut input)
        .map_err(|error| format!("the password cannot be read: {error}"))?;
    // The line end is the terminal's, any other white space is the user's.
    let password = input.strip_suffix('\n').unwrap_or(&input);
    let password = password.strip_suffix('\r').unwrap_or(password);
    if password.is_empty() {
        return Err("the password is empty".to_owned());
    }

    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|error| format!("no random salt: {error}"))?;
    hash(password, &salt, cost).map_err(|unusable| unusable.to_string())
}
