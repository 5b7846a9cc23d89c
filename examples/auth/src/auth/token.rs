//! Tokens: JWTs signed with Ed25519 (`EdDSA`), by one key, for one audience.

use base64ct::{Base64UrlUnpadded as Base64Url, Encoding};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha512};

/// Clocks of two machines differ. A token from slightly ahead is believed; an expired one is not.
pub const LEEWAY_S: u64 = 5;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    pub sub: String,
    pub aud: String,
    pub iat: u64,
    pub nbf: u64,
    pub exp: u64,
    pub jti: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reject {
    Malformed,
    Algorithm,
    Key,
    Signature,
    Audience,
    Expired,
    NotYetValid,
}

impl Reject {
    pub fn code(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::Algorithm => "algorithm",
            Self::Key => "key",
            Self::Signature => "signature",
            Self::Audience => "audience",
            Self::Expired => "expired",
            Self::NotYetValid => "not_yet_valid",
        }
    }
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    /// Extensions that the reader must understand. We know none.
    crit: Option<IgnoredAny>,
}

pub struct Issuer {
    key: SigningKey,
    kid: String,
    audience: String,
    ttl_s: u64,
}

impl Issuer {
    /// `seed`: 32 random bytes in base64url without padding.
    pub fn new(seed: &str, audience: String, ttl_s: u64) -> Option<Self> {
        let mut raw = [0; 32];
        if Base64Url::decode(seed, &mut raw).ok()?.len() != raw.len() {
            return None;
        }
        let key = SigningKey::from_bytes(&raw);
        Some(Self {
            kid: key_id(&key.verifying_key()),
            key,
            audience,
            ttl_s,
        })
    }

    pub fn ttl_s(&self) -> u64 {
        self.ttl_s
    }

    /// `id` must be random: it tells two tokens of the same second apart.
    pub fn issue(&self, subject: &str, now_s: u64, id: [u8; 16]) -> String {
        self.sign(&Claims {
            sub: subject.to_owned(),
            aud: self.audience.clone(),
            iat: now_s,
            nbf: now_s,
            exp: now_s.saturating_add(self.ttl_s),
            jti: Base64Url::encode_string(&id),
        })
    }

    /// Signs claims as they are. [`Issuer::issue`] is the one to use for a user.
    pub fn sign(&self, claims: &Claims) -> String {
        let header = format!(r#"{{"alg":"EdDSA","typ":"JWT","kid":"{}"}}"#, self.kid);
        let claims = serde_json::to_string(claims).expect("strings and numbers are always JSON");
        self.sign_text(&header, &claims)
    }

    fn sign_text(&self, header: &str, claims: &str) -> String {
        let mut token = Base64Url::encode_string(header.as_bytes());
        token.push('.');
        token.push_str(&Base64Url::encode_string(claims.as_bytes()));
        let signature = self.key.sign(token.as_bytes());
        token.push('.');
        token.push_str(&Base64Url::encode_string(&signature.to_bytes()));
        token
    }

    /// The algorithm is ours and not the token's to choose, and no claim is read before its signature holds.
    pub fn verify(&self, token: &str, now_s: u64) -> Result<Claims, Reject> {
        let (signed, signature) = token.rsplit_once('.').ok_or(Reject::Malformed)?;
        let (header, claims) = signed.split_once('.').ok_or(Reject::Malformed)?;

        let header: Header = decode_json(header)?;
        if header.alg != "EdDSA" {
            return Err(Reject::Algorithm);
        }
        if header.kid.as_deref() != Some(self.kid.as_str()) {
            return Err(Reject::Key);
        }
        if header.crit.is_some() {
            return Err(Reject::Malformed);
        }

        let signature =
            Signature::from_slice(&decode(signature)?).map_err(|_| Reject::Malformed)?;
        self.key
            .verifying_key()
            .verify_strict(signed.as_bytes(), &signature)
            .map_err(|_| Reject::Signature)?;

        let claims: Claims = decode_json(claims)?;
        if claims.aud != self.audience {
            return Err(Reject::Audience);
        }
        if now_s >= claims.exp {
            return Err(Reject::Expired);
        }
        if claims.nbf > now_s.saturating_add(LEEWAY_S) {
            return Err(Reject::NotYetValid);
        }
        Ok(claims)
    }
}

/// Follows from the key, so that it cannot be configured wrongly. SHA-512 is what Ed25519 brings along.
fn key_id(key: &VerifyingKey) -> String {
    Base64Url::encode_string(&Sha512::digest(key.as_bytes())[..8])
}

fn decode(part: &str) -> Result<Vec<u8>, Reject> {
    Base64Url::decode_vec(part).map_err(|_| Reject::Malformed)
}

fn decode_json<T: DeserializeOwned>(part: &str) -> Result<T, Reject> {
    serde_json::from_slice(&decode(part)?).map_err(|_| Reject::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEED: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
    const OTHER_SEED: &str = "_wECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
    const ID: [u8; 16] = [7; 16];

    fn issuer() -> Issuer {
        Issuer::new(SEED, "api".into(), 600).unwrap()
    }

    fn claims() -> Claims {
        Claims {
            sub: "alice".into(),
            aud: "api".into(),
            iat: 1000,
            nbf: 1000,
            exp: 1600,
            jti: "BwcHBwcHBwcHBwcHBwcHBw".into(),
        }
    }

    /// Our own signature under a header of the attacker's choice: only the header may be what rejects it.
    fn with_header(header: &str) -> String {
        issuer().sign_text(header, &serde_json::to_string(&claims()).unwrap())
    }

    #[test]
    fn round_trip() {
        let token = issuer().issue("alice", 1000, ID);
        assert_eq!(issuer().verify(&token, 1000), Ok(claims()));
        assert_eq!(issuer().sign(&claims()), token);
    }

    #[test]
    fn a_subject_cannot_break_out_of_its_claim() {
        let subject = r#"a","aud":"admin"#;
        let token = issuer().issue(subject, 1000, ID);
        assert_eq!(issuer().verify(&token, 1000).unwrap().sub, subject);
    }

    #[test]
    fn malformed() {
        let token = issuer().issue("alice", 1000, ID);
        let (signed, signature) = token.rsplit_once('.').unwrap();
        for bad in [
            "",
            ".",
            "..",
            "a.b",
            "a.b.c",
            signed,
            &format!("{token}."),
            &format!("{token}="),
            &format!("{signed}."),
            &format!("{signed}.{}", &signature[..40]),
            &with_header("[]"),
            &with_header(r#"{"typ":"JWT"}"#),
        ] {
            assert_eq!(issuer().verify(bad, 1000), Err(Reject::Malformed), "{bad}");
        }
    }

    #[test]
    fn claims_that_are_not_ours_are_malformed_even_when_signed() {
        let header = format!(r#"{{"alg":"EdDSA","kid":"{}"}}"#, issuer().kid);
        for claims in ["{}", "null", r#"{"sub":"alice","aud":"api","exp":"never"}"#] {
            let token = issuer().sign_text(&header, claims);
            assert_eq!(
                issuer().verify(&token, 1000),
                Err(Reject::Malformed),
                "{claims}"
            );
        }
    }

    #[test]
    fn other_algorithms() {
        let kid = issuer().kid;
        for alg in ["none", "None", "HS256", "ES256", "eddsa", ""] {
            let token = with_header(&format!(r#"{{"alg":"{alg}","kid":"{kid}"}}"#));
            assert_eq!(
                issuer().verify(&token, 1000),
                Err(Reject::Algorithm),
                "{alg}"
            );
        }
    }

    #[test]
    fn other_keys() {
        for header in [
            r#"{"alg":"EdDSA"}"#,
            r#"{"alg":"EdDSA","kid":""}"#,
            r#"{"alg":"EdDSA","kid":"other"}"#,
        ] {
            assert_eq!(
                issuer().verify(&with_header(header), 1000),
                Err(Reject::Key),
                "{header}"
            );
        }
        let theirs = Issuer::new(OTHER_SEED, "api".into(), 600).unwrap();
        let token = theirs.issue("alice", 1000, ID);
        assert_eq!(issuer().verify(&token, 1000), Err(Reject::Key));
    }

    #[test]
    fn extensions_that_must_be_understood() {
        let kid = issuer().kid;
        let token = with_header(&format!(
            r#"{{"alg":"EdDSA","kid":"{kid}","crit":["b64"]}}"#
        ));
        assert_eq!(issuer().verify(&token, 1000), Err(Reject::Malformed));
    }

    #[test]
    fn signatures() {
        let token = issuer().issue("alice", 1000, ID);
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let (header, _) = signed.split_once('.').unwrap();

        // Somebody else's key under our key id.
        let mut theirs = Issuer::new(OTHER_SEED, "api".into(), 600).unwrap();
        theirs.kid = issuer().kid;
        let forged = theirs.issue("alice", 1000, ID);
        assert_eq!(issuer().verify(&forged, 1000), Err(Reject::Signature));

        // Our signature under other claims.
        let admin = Claims {
            sub: "admin".into(),
            ..claims()
        };
        let admin = Base64Url::encode_string(&serde_json::to_vec(&admin).unwrap());
        let forged = format!("{header}.{admin}.{signature}");
        assert_eq!(issuer().verify(&forged, 1000), Err(Reject::Signature));

        // A fourth part: it would have to be signed too.
        let forged = format!("{signed}.x.{signature}");
        assert_eq!(issuer().verify(&forged, 1000), Err(Reject::Signature));

        // Each bit of the signature counts.
        let mut raw = decode(signature).unwrap();
        for bit in [0, 255, 256, 511] {
            raw[bit / 8] ^= 1 << (bit % 8);
            let flipped = format!("{signed}.{}", Base64Url::encode_string(&raw));
            assert_eq!(
                issuer().verify(&flipped, 1000),
                Err(Reject::Signature),
                "bit {bit}"
            );
            raw[bit / 8] ^= 1 << (bit % 8);
        }
    }

    #[test]
    fn another_audience() {
        let token = issuer().issue("alice", 1000, ID);
        let other = Issuer::new(SEED, "admin".into(), 600).unwrap();
        assert_eq!(other.verify(&token, 1000), Err(Reject::Audience));
    }

    #[test]
    fn expired_from_the_second_it_names() {
        let token = issuer().issue("alice", 1000, ID);
        assert!(issuer().verify(&token, 1599).is_ok());
        assert_eq!(issuer().verify(&token, 1600), Err(Reject::Expired));
        assert_eq!(issuer().verify(&token, u64::MAX), Err(Reject::Expired));
    }

    #[test]
    fn not_yet_valid_beyond_the_leeway() {
        let token = issuer().issue("alice", 1000, ID);
        assert!(issuer().verify(&token, 1000 - LEEWAY_S).is_ok());
        assert_eq!(
            issuer().verify(&token, 1000 - LEEWAY_S - 1),
            Err(Reject::NotYetValid)
        );
    }

    #[test]
    fn seeds() {
        let new = |seed| Issuer::new(seed, "api".into(), 600);
        assert!(new(SEED).is_some());
        for seed in [
            "",
            "dG9vIHNob3J0",
            &format!("{SEED}="),
            &format!("{SEED}AAAA"),
            "?",
        ] {
            assert!(new(seed).is_none(), "{seed}");
        }
    }
}
