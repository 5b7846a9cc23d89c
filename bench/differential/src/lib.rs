//! The functions of the examples, from their own sources, called with bytes and answering with bytes: so the same
//! inputs go through a module before and after wasm-opt. What goes in is the host's, randomness and time too.

use std::cell::RefCell;

thread_local! {
    static INPUT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static OUTPUT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Where the host writes an input of so many bytes.
#[unsafe(no_mangle)]
pub extern "C" fn input(length: usize) -> *mut u8 {
    INPUT.with_borrow_mut(|input| {
        *input = vec![0; length];
        input.as_mut_ptr()
    })
}

/// Calls one of the functions with what was written. Returns how many bytes it answers.
#[unsafe(no_mangle)]
pub extern "C" fn call(function: u32) -> usize {
    let answer = INPUT.with_borrow(|input| example::call(function, &mut Reader(input)));
    OUTPUT.with_borrow_mut(|output| {
        *output = answer;
        output.len()
    })
}

/// Where the host reads them.
#[unsafe(no_mangle)]
pub extern "C" fn output() -> *const u8 {
    OUTPUT.with_borrow(|output| output.as_ptr())
}

/// Reads the arguments: numbers of four bytes, the lowest first, and bytes with such a number before them.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> &'a [u8] {
        let (head, rest) = self.0.split_at(length.min(self.0.len()));
        self.0 = rest;
        head
    }

    fn number(&mut self) -> u32 {
        let mut bytes = [0; 4];
        let head = self.take(4);
        bytes[..head.len()].copy_from_slice(head);
        u32::from_le_bytes(bytes)
    }

    fn bytes(&mut self) -> &'a [u8] {
        let length = self.number();
        self.take(length as usize)
    }

    #[allow(dead_code)] // images are no text
    fn text(&mut self) -> String {
        String::from_utf8_lossy(self.bytes()).into_owned()
    }
}

#[cfg(feature = "parse")]
#[path = "../../../examples/parse/src/lib.rs"]
mod parse;
#[cfg(feature = "parse")]
use parse::Query;

#[cfg(feature = "parse")]
mod example {
    use crate::parse::{Query, aggregate};

    /// The numbers also bit by bit: JSON has no infinity.
    pub fn call(_: u32, arguments: &mut crate::Reader) -> Vec<u8> {
        let query = match Query::parse(&arguments.text()) {
            Ok(query) => query,
            Err(why) => return why.into_bytes(),
        };
        let answer = aggregate(arguments.bytes(), &query);
        let mut bytes = serde_json::to_vec(&answer).expect("an aggregate is always JSON");
        for numbers in answer.groups.iter().filter_map(|group| group.numbers) {
            for value in [numbers.sum, numbers.min, numbers.max] {
                // which of the many NaN it is nobody promises: all count as one
                let bits = if value.is_nan() { 0 } else { value.to_bits() };
                bytes.extend(bits.to_le_bytes());
            }
        }
        bytes
    }
}

#[cfg(feature = "image")]
#[allow(dead_code)]
#[path = "../../../examples/image/src/resize.rs"]
mod resize;

#[cfg(feature = "image")]
mod example {
    use crate::resize::{Format, resize, sample};

    pub fn call(function: u32, arguments: &mut crate::Reader) -> Vec<u8> {
        if function == 1 {
            return sample();
        }
        let format = match arguments.number() {
            0 => Format::Png,
            _ => Format::Jpeg,
        };
        let width = arguments.number();
        resize(arguments.bytes(), width, format)
            .unwrap_or_else(|failure| format!("{failure:?}").into_bytes())
    }
}

#[cfg(feature = "auth")]
#[allow(dead_code)]
#[path = "../../../examples/auth/src"]
mod auth_example {
    pub mod auth;
}

#[cfg(feature = "auth")]
mod example {
    use crate::auth_example::auth::{Auth, UserName, password};

    /// 0: a password is hashed · 1: and checked · 2: somebody signs in · 3: a token is checked.
    pub fn call(function: u32, arguments: &mut crate::Reader) -> Vec<u8> {
        match function {
            0 => {
                let (word, salt) = (arguments.text(), arguments.bytes());
                let cost = password::Cost {
                    memory_kib: arguments.number(),
                    passes: arguments.number(),
                    lanes: arguments.number(),
                };
                password::hash(&word, salt, cost).map_or_else(told, String::into_bytes)
            }
            1 => {
                let (word, phc) = (arguments.text(), arguments.text());
                told(password::verify(&word, &phc))
            }
            _ => service(function, arguments),
        }
    }

    fn service(function: u32, arguments: &mut crate::Reader) -> Vec<u8> {
        let (key, audience, ttl) = (arguments.text(), arguments.text(), arguments.text());
        let (stored, dummy) = (arguments.text(), arguments.text());
        let bindings = |name: &str| match name {
            "SIGNING_KEY" => Some(key.clone()),
            "AUDIENCE" => Some(audience.clone()),
            "TTL_S" => Some(ttl.clone()),
            "USER_alice" => Some(stored.clone()),
            "USER_DUMMY" => Some(dummy.clone()),
            _ => None,
        };
        let auth = match Auth::from_bindings(&bindings) {
            Ok(auth) => auth,
            Err(error) => return error.to_string().into_bytes(),
        };
        let now_s = u64::from(arguments.number());
        if function == 3 {
            return told(auth.verify(&arguments.text(), now_s));
        }
        let (name, word) = (arguments.text(), arguments.text());
        let mut id = [0; 16];
        id.iter_mut()
            .zip(arguments.bytes())
            .for_each(|(to, from)| *to = *from);
        UserName::parse(&name).map_or_else(
            || b"no name".to_vec(),
            |user| told(auth.login(user, &word, &bindings, now_s, id)),
        )
    }

    fn told(value: impl std::fmt::Debug) -> Vec<u8> {
        format!("{value:?}").into_bytes()
    }
}
