//! Argon2id password hashes in PHC form: `$argon2id$v=19$m=…,t=…,p=…$salt$hash`.

use std::fmt;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{self, CustomizedPasswordHasher, PasswordVerifier};
use argon2::{ARGON2ID_IDENT, Argon2, Params};

/// An isolate has 128 MB for everything. A hash that wants more than this would end it instead of being checked.
pub const MAX_MEMORY_KIB: u32 = 64 * 1024;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    pub memory_kib: u32,
    pub passes: u32,
    pub lanes: u32,
}

impl Cost {
    /// OWASP's choice: 19 MiB, two passes, one lane.
    pub const OWASP: Self = Self {
        memory_kib: 19 * 1024,
        passes: 2,
        lanes: 1,
    };
}

/// Why a stored hash, or the cost of a new one, cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unusable {
    Syntax,
    Algorithm,
    Parameters,
    Memory,
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax => f.write_str("not a PHC string with salt and hash"),
            Self::Algorithm => f.write_str("not an Argon2id hash"),
            Self::Parameters => f.write_str("parameters that Argon2id does not allow"),
            Self::Memory => write!(f, "more memory than {MAX_MEMORY_KIB} KiB"),
        }
    }
}

/// Whether `password` is the one that was hashed. How much work that takes is told by the stored hash
/// itself, so users keep signing in while the cost of new hashes goes up.
pub fn verify(password: &str, phc: &str) -> Result<bool, Unusable> {
    let (hash, _) = parse(phc)?;
    match Argon2::default().verify_password(password.as_bytes(), &hash) {
        Ok(()) => Ok(true),
        Err(password_hash::Error::PasswordInvalid) => Ok(false),
        Err(_) => Err(Unusable::Parameters),
    }
}

/// `salt` must be random, and new for each password.
pub fn hash(password: &str, salt: &[u8], cost: Cost) -> Result<String, Unusable> {
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, None)
        .map_err(|_| Unusable::Parameters)?;
    if cost.memory_kib > MAX_MEMORY_KIB {
        return Err(Unusable::Memory);
    }
    Argon2::default()
        .hash_password_with_params(password.as_bytes(), salt, params)
        .map(|hash| hash.to_string())
        .map_err(|_| Unusable::Parameters)
}

pub fn cost(phc: &str) -> Result<Cost, Unusable> {
    parse(phc).map(|(_, cost)| cost)
}

fn parse(phc: &str) -> Result<(PasswordHash, Cost), Unusable> {
    let hash = PasswordHash::new(phc).map_err(|_| Unusable::Syntax)?;
    if hash.algorithm != ARGON2ID_IDENT {
        return Err(Unusable::Algorithm);
    }
    if hash.salt.is_none() || hash.hash.is_none() {
        return Err(Unusable::Syntax);
    }
    let params = Params::try_from(&hash).map_err(|_| Unusable::Parameters)?;
    if params.m_cost() > MAX_MEMORY_KIB {
        return Err(Unusable::Memory);
    }
    let cost = Cost {
        memory_kib: params.m_cost(),
        passes: params.t_cost(),
        lanes: params.p_cost(),
    };
    Ok((hash, cost))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SALT: &[u8] = b"0123456789abcdef";
    const CHEAP: Cost = Cost {
        memory_kib: 64,
        passes: 1,
        lanes: 1,
    };

    #[test]
    fn the_password_that_was_hashed_and_no_other() {
        let phc = hash("correct horse", SALT, CHEAP).unwrap();
        assert_eq!(verify("correct horse", &phc), Ok(true));
        assert_eq!(verify("correct hors", &phc), Ok(false));
        assert_eq!(verify("", &phc), Ok(false));
    }

    #[test]
    fn the_cost_is_the_one_in_the_stored_hash() {
        for (memory_kib, passes, lanes) in [(64, 1, 1), (64, 3, 1), (128, 2, 2)] {
            let cost_wanted = Cost {
                memory_kib,
                passes,
                lanes,
            };
            let phc = hash("pw", SALT, cost_wanted).unwrap();
            let head = format!("$argon2id$v=19$m={memory_kib},t={passes},p={lanes}$");
            assert!(phc.starts_with(&head), "{phc}");
            assert_eq!(cost(&phc), Ok(cost_wanted));
            assert_eq!(verify("pw", &phc), Ok(true));
            // The same salt and hash under another cost is another hash.
            let other = phc.replace(&format!(",t={passes},"), &format!(",t={},", passes + 1));
            assert_eq!(verify("pw", &other), Ok(false));
        }
    }

    #[test]
    fn a_hash_made_by_another_implementation() {
        // OpenSSL's argon2id of "correct horse", by way of Node's crypto.argon2Sync.
        let phc = "$argon2id$v=19$m=256,t=3,p=1$Ty1r4NsZxfEsbougAtN7Bw$NQaPq2Y2y4qkvWOCyzqSzi7IA4FbccfwsP9tzHSY6CM";
        assert_eq!(verify("correct horse", phc), Ok(true));
        assert_eq!(verify("battery staple", phc), Ok(false));
    }

    #[test]
    fn garbage_is_told_apart_from_a_wrong_password() {
        let good = hash("pw", SALT, CHEAP).unwrap();
        let no_hash = good.rsplit_once('$').unwrap().0.to_owned();
        for (phc, why) in [
            (String::new(), Unusable::Syntax),
            ("pw".into(), Unusable::Syntax),
            (no_hash, Unusable::Syntax),
            (good.replace("argon2id", "argon2i"), Unusable::Algorithm),
            (
                good.replace("argon2id", "pbkdf2-sha256"),
                Unusable::Algorithm,
            ),
            (good.replace("t=1", "t=0"), Unusable::Parameters),
            (good.replace("v=19", "v=7"), Unusable::Parameters),
            (good.replace("m=64", "m=65537"), Unusable::Memory),
        ] {
            assert_eq!(verify("pw", &phc), Err(why), "{phc}");
        }
    }

    #[test]
    fn a_new_hash_must_be_one_that_can_be_checked() {
        let cost = |memory_kib, passes| Cost {
            memory_kib,
            passes,
            lanes: 1,
        };
        assert_eq!(hash("pw", SALT, cost(65537, 1)), Err(Unusable::Memory));
        assert_eq!(hash("pw", SALT, cost(64, 0)), Err(Unusable::Parameters));
        assert_eq!(hash("pw", b"short", CHEAP), Err(Unusable::Parameters));
    }
}
