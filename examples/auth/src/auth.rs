//! Who may sign in, and which tokens are believed.

pub mod password;
pub mod token;

use std::fmt;
use std::hint::black_box;

use token::{Claims, Issuer, Reject};

/// Looks up a variable or secret by name. A function, so that tests need no runtime.
pub type Bindings<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// A token cannot be called back, so the longest one that can be configured is a day.
pub const MAX_TTL_S: u64 = 24 * 60 * 60;

/// Stands in for the hash of a user who does not exist. Its password was random and was not kept.
const DUMMY: &str = "$argon2id$v=19$m=19456,t=2,p=1$JCa5VvbStQtSIbz9RqxcTQ$2S63Gi2B6Ae1te1h7s5Dsf/rcLrETjnpAlpwinhHABs";

/// `USER_DUMMY` replaces [`DUMMY`], so this name can never belong to an account.
const RESERVED: &str = "DUMMY";

/// What the operator has to mend. The text is for the log: it names the binding and never its value.
#[derive(Debug, PartialEq, Eq)]
pub enum ConfigError {
    Missing(&'static str),
    Invalid(&'static str, &'static str),
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(name) => write!(f, "{name} is not set"),
            Self::Invalid(name, wanted) => write!(f, "{name} is not {wanted}"),
        }
    }
}

/// A name that is safe to put behind `USER_` to make the name of a binding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UserName<'a>(&'a str);

impl<'a> UserName<'a> {
    pub fn parse(name: &'a str) -> Option<Self> {
        let allowed = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
        ((1..=32).contains(&name.len()) && name.bytes().all(allowed)).then_some(Self(name))
    }

    fn stored_hash(self, bindings: &Bindings) -> Option<String> {
        (self.0 != RESERVED)
            .then(|| bindings(&format!("USER_{}", self.0)))
            .flatten()
    }
}

#[derive(Debug, PartialEq, Eq)]
pub enum Login {
    Token(String),
    /// `complaint`: a stored hash that cannot be used. The client must not learn of it, the operator must.
    Denied {
        complaint: Option<String>,
    },
}

/// The configured service. Made once: deriving the public key costs a scalar multiplication.
pub struct Auth {
    issuer: Issuer,
}

impl Auth {
    pub fn from_bindings(bindings: &Bindings) -> Result<Self, ConfigError> {
        let required = |name| bindings(name).ok_or(ConfigError::Missing(name));
        let seed = required("SIGNING_KEY")?;
        let audience = required("AUDIENCE")?;
        let ttl_s = required("TTL_S")?
            .parse()
            .ok()
            .filter(|ttl_s| (1..=MAX_TTL_S).contains(ttl_s))
            .ok_or(ConfigError::Invalid(
                "TTL_S",
                "a number of seconds from 1 to 86400",
            ))?;
        let issuer = Issuer::new(&seed, audience, ttl_s).ok_or(ConfigError::Invalid(
            "SIGNING_KEY",
            "32 bytes in base64url without padding",
        ))?;
        Ok(Self { issuer })
    }

    pub fn ttl_s(&self) -> u64 {
        self.issuer.ttl_s()
    }

    /// `id` must be random: it is the token's `jti`.
    pub fn login(
        &self,
        user: UserName,
        password: &str,
        bindings: &Bindings,
        now_s: u64,
        id: [u8; 16],
    ) -> Login {
        let stored = user.stored_hash(bindings);
        let complaint = match stored.map(|phc| password::verify(password, &phc)) {
            Some(Ok(true)) => return Login::Token(self.issuer.issue(user.0, now_s, id)),
            Some(Ok(false)) => return Login::Denied { complaint: None },
            Some(Err(unusable)) => Some(format!("USER_{}: {unusable}", user.0)),
            None => None,
        };
        // No password was hashed so far. Without this the answer would come sooner and tell that there is no such user.
        let dummy_complaint = hash_in_vain(password, bindings);
        Login::Denied {
            complaint: complaint.or(dummy_complaint),
        }
    }

    pub fn verify(&self, token: &str, now_s: u64) -> Result<Claims, Reject> {
        self.issuer.verify(token, now_s)
    }
}

/// Takes as long as checking a real user's password, provided that `USER_DUMMY` has the users' parameters.
fn hash_in_vain(password: &str, bindings: &Bindings) -> Option<String> {
    let mut complaint = None;
    if let Some(phc) = bindings("USER_DUMMY") {
        match black_box(password::verify(password, &phc)) {
            Ok(_) => return None,
            Err(unusable) => complaint = Some(format!("USER_DUMMY: {unusable}")),
        }
    }
    let _ = black_box(password::verify(password, DUMMY));
    complaint
}

#[cfg(test)]
mod tests {
    use super::password::Cost;
    use super::*;

    const SEED: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
    const ID: [u8; 16] = [7; 16];
    /// Far below what a real hash needs: these tests are about the decisions.
    const CHEAP: Cost = Cost {
        memory_kib: 64,
        passes: 1,
        lanes: 1,
    };

    fn hash(password: &str) -> String {
        password::hash(password, b"0123456789abcdef", CHEAP).unwrap()
    }

    fn bindings(name: &str) -> Option<String> {
        match name {
            "SIGNING_KEY" => Some(SEED.into()),
            "AUDIENCE" => Some("api".into()),
            "TTL_S" => Some("600".into()),
            "USER_alice" => Some(hash("correct horse")),
            "USER_broken" => Some("plain text".into()),
            "USER_DUMMY" => Some(hash("dummy")),
            _ => None,
        }
    }

    fn login(user: &str, password: &str) -> Login {
        let auth = Auth::from_bindings(&bindings).unwrap();
        auth.login(
            UserName::parse(user).unwrap(),
            password,
            &bindings,
            1000,
            ID,
        )
    }

    const DENIED: Login = Login::Denied { complaint: None };

    #[test]
    fn the_right_password_gives_a_token_that_verifies() {
        let Login::Token(token) = login("alice", "correct horse") else {
            panic!("denied")
        };
        let auth = Auth::from_bindings(&bindings).unwrap();
        let claims = auth.verify(&token, 1001).unwrap();
        assert_eq!((claims.sub.as_str(), claims.exp), ("alice", 1600));
    }

    #[test]
    fn wrong_password_and_unknown_user_look_the_same() {
        assert_eq!(login("alice", "wrong"), DENIED);
        assert_eq!(login("nobody", "correct horse"), DENIED);
    }

    #[test]
    fn the_dummy_is_no_account_even_with_its_password() {
        assert_eq!(login("DUMMY", "dummy"), DENIED);
    }

    #[test]
    fn an_unusable_hash_is_told_to_the_operator_only() {
        let Login::Denied {
            complaint: Some(complaint),
        } = login("broken", "plain text")
        else {
            panic!("no complaint")
        };
        assert!(complaint.starts_with("USER_broken: "), "{complaint}");
        assert!(!complaint.contains("plain text"), "{complaint}");
    }

    #[test]
    fn every_denial_hashes_once() {
        let auth = Auth::from_bindings(&bindings).unwrap();
        for (user, looked_up) in [
            ("alice", vec!["USER_alice"]),
            ("nobody", vec!["USER_nobody", "USER_DUMMY"]),
            ("broken", vec!["USER_broken", "USER_DUMMY"]),
            ("DUMMY", vec!["USER_DUMMY"]),
        ] {
            let seen = std::cell::RefCell::new(Vec::new());
            let spy = |name: &str| {
                seen.borrow_mut().push(name.to_owned());
                bindings(name)
            };
            auth.login(UserName::parse(user).unwrap(), "wrong", &spy, 1000, ID);
            assert_eq!(seen.into_inner(), looked_up, "{user}");
        }
    }

    #[test]
    fn an_unusable_dummy_gives_way_to_the_built_in_one() {
        let auth = Auth::from_bindings(&bindings).unwrap();
        let broken = |name: &str| (name == "USER_DUMMY").then(|| "junk".to_owned());
        let nobody = UserName::parse("nobody").unwrap();
        let Login::Denied { complaint } = auth.login(nobody, "x", &broken, 1000, ID) else {
            panic!("a token for nobody")
        };
        assert!(complaint.unwrap().starts_with("USER_DUMMY: "));
        assert_eq!(password::verify("x", DUMMY), Ok(false));
        assert_eq!(password::cost(DUMMY), Ok(Cost::OWASP));
    }

    #[test]
    fn user_names_are_safe_binding_names() {
        for name in ["a", "Alice_01", "x".repeat(32).as_str()] {
            assert!(UserName::parse(name).is_some(), "{name}");
        }
        for name in [
            "",
            "a-b",
            "a b",
            "é",
            "a\0",
            "../x",
            "x".repeat(33).as_str(),
        ] {
            assert!(UserName::parse(name).is_none(), "{name}");
        }
    }

    #[test]
    fn missing_and_invalid_configuration_is_named() {
        let without = |gone: &'static str| {
            let kept = move |name: &str| (name != gone).then(|| bindings(name)).flatten();
            Auth::from_bindings(&kept).err()
        };
        for name in ["SIGNING_KEY", "AUDIENCE", "TTL_S"] {
            assert_eq!(without(name), Some(ConfigError::Missing(name)));
        }
        for (changed, value) in [
            ("TTL_S", "soon"),
            ("TTL_S", "0"),
            ("TTL_S", "86401"),
            ("SIGNING_KEY", "dG9vIHNob3J0"),
            ("SIGNING_KEY", "not base64!"),
        ] {
            let with = |name: &str| match name == changed {
                true => Some(value.to_owned()),
                false => bindings(name),
            };
            let error = Auth::from_bindings(&with).err();
            let named = matches!(error, Some(ConfigError::Invalid(name, _)) if name == changed);
            assert!(named, "{changed}={value}: {error:?}");
        }
    }
}
