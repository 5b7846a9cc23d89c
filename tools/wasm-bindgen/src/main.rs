//! The options of the wasm-bindgen program that worker-build uses, over the library that the program itself is made of.
//! Left out is its test runner, and with it an HTTP server, a WebDriver client and most of the time to compile.

use anyhow::{bail, Context, Result};
use std::path::PathBuf;
use wasm_bindgen_cli_support::Bindgen;

struct Options {
    bindgen: Bindgen,
    input: Option<PathBuf>,
    out_dir: Option<PathBuf>,
}

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let mut options = Options { bindgen: Bindgen::new(), input: None, out_dir: None };
    options.bindgen.typescript(true).demangle(true);
    while let Some(argument) = arguments.next() {
        if argument == "--version" || argument == "-V" {
            println!("wasm-bindgen {}", env!("CARGO_PKG_VERSION"));
            return Ok(());
        }
        options.take(&argument, &mut arguments)?;
    }
    let input = options.input.context("no input file")?;
    let out_dir = options.out_dir.context("--out-dir is missing")?;
    options.bindgen.input_path(input).generate(out_dir)
}

impl Options {
    fn take(&mut self, argument: &str, rest: &mut impl Iterator<Item = String>) -> Result<()> {
        let (name, inline) = match argument.split_once('=') {
            Some((name, value)) if name.starts_with("--") => (name, Some(value.to_string())),
            _ => (argument, None),
        };
        let mut value = || inline.clone().or_else(|| rest.next()).with_context(|| format!("{name} needs a value"));
        let b = &mut self.bindgen;
        match name {
            "--out-dir" => self.out_dir = Some(PathBuf::from(value()?)),
            "--out-name" => drop(b.out_name(&value()?)),
            "--target" => match value()?.as_str() {
                "bundler" => drop(b.bundler(true)?),
                #[cfg(feature = "all-options")]
                "module" => drop(b.module(true)?),
                "web" => drop(b.web(true)?),
                "nodejs" => drop(b.nodejs(true)?),
                "deno" => drop(b.deno(true)?),
                other => bail!("--target {other} is not one of bundler, module, web, nodejs, deno"),
            },
            "--typescript" => drop(b.typescript(true)),
            "--no-typescript" => drop(b.typescript(false)),
            "--debug" => drop(b.debug(true)),
            "--no-demangle" => drop(b.demangle(false)),
            "--keep-debug" => drop(b.keep_debug(true)),
            "--remove-name-section" => drop(b.remove_name_section(true)),
            "--remove-producers-section" => drop(b.remove_producers_section(true)),
            #[cfg(feature = "all-options")]
            "--omit-default-module-path" => drop(b.omit_default_module_path(true)),
            #[cfg(feature = "all-options")]
            "--split-linked-modules" => drop(b.split_linked_modules(true)),
            #[cfg(feature = "all-options")]
            "--experimental-reset-state-function" => drop(b.reset_state_function(true)),
            #[cfg(feature = "all-options")]
            "--force-enable-abort-handler" => drop(b.force_enable_abort_handler(true)),
            _ if name.starts_with('-') => bail!("the option {name} is not known here"),
            _ => self.input = Some(PathBuf::from(argument)),
        }
        Ok(())
    }
}
