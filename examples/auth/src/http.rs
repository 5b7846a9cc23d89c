//! The service in terms of HTTP: which request means what, and how each decision is told.

use serde::Deserialize;

use crate::auth::{Auth, Bindings, ConfigError, Login, UserName};

/// A name and a password need little. The limit bounds the memory and the hashing that a stranger can ask for.
pub const MAX_BODY: usize = 4096;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    Health,
    Login,
    Verify,
}

pub fn route(method: &str, path: &str) -> Result<Route, Reply> {
    let (route, allow) = match path {
        "/health" => (Route::Health, "GET, HEAD"),
        "/login" => (Route::Login, "POST"),
        "/verify" => (Route::Verify, "GET, HEAD"),
        _ => return Err(Reply::error(404, "not_found")),
    };
    match allow.split(", ").any(|allowed| allowed == method) {
        true => Ok(route),
        false => Err(Reply::error(405, "method").with_header("allow", allow)),
    }
}

#[derive(Debug, PartialEq, Eq)]
pub struct Reply {
    pub status: u16,
    /// Always JSON.
    pub body: String,
    /// Beside the ones that every reply has.
    pub header: Option<(&'static str, String)>,
    /// For the operator's log, never for the client.
    pub log: Option<String>,
}

impl Reply {
    fn json(status: u16, body: String) -> Self {
        Self {
            status,
            body,
            header: None,
            log: None,
        }
    }

    fn error(status: u16, code: &str) -> Self {
        Self::json(status, format!(r#"{{"error":"{code}"}}"#))
    }

    /// Our fault. The client learns no more than that.
    pub fn fault(log: String) -> Self {
        Self {
            log: Some(log),
            ..Self::error(500, "internal")
        }
    }

    /// A 401 must name a scheme, and for a token that was sent, what is wrong with it (RFC 6750).
    fn unauthorized(code: &str, challenge: impl Into<String>) -> Self {
        Self::error(401, code).with_header("www-authenticate", challenge)
    }

    fn with_header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.header = Some((name, value.into()));
        self
    }
}

impl From<ConfigError> for Reply {
    fn from(error: ConfigError) -> Self {
        Self::fault(error.to_string())
    }
}

/// A request's body as it comes in, never more than [`MAX_BODY`] of it.
#[derive(Debug, Default)]
pub struct Body(Vec<u8>);

impl Body {
    /// Refuses by `content-length` before anything is read. A missing or false length is caught by [`Body::push`].
    pub fn announced(content_length: Option<&str>) -> Result<Self, Reply> {
        let length = content_length.and_then(|text| text.parse::<u64>().ok());
        match length {
            Some(length) if length > MAX_BODY as u64 => Err(Self::too_large()),
            _ => Ok(Self::default()),
        }
    }

    pub fn push(&mut self, chunk: &[u8]) -> Result<(), Reply> {
        if chunk.len() > MAX_BODY - self.0.len() {
            return Err(Self::too_large());
        }
        self.0.extend_from_slice(chunk);
        Ok(())
    }

    fn too_large() -> Reply {
        Reply::error(413, "too_large")
    }
}

// No Debug: a password must not reach a log.
#[derive(Deserialize)]
struct Credentials {
    user: String,
    password: String,
}

/// Says that the worker runs. It does not read the configuration, so that "up" and "configured" can be told apart.
pub fn health() -> Reply {
    Reply::json(200, r#"{"ok":true}"#.to_owned())
}

pub fn login(auth: &Auth, body: &Body, bindings: &Bindings, now_s: u64, id: [u8; 16]) -> Reply {
    let Ok(sent) = serde_json::from_slice::<Credentials>(&body.0) else {
        return Reply::error(400, "body");
    };
    let Some(user) = UserName::parse(&sent.user) else {
        return Reply::error(400, "user");
    };
    match auth.login(user, &sent.password, bindings, now_s, id) {
        // A token is base64url and dots: nothing in it needs escaping.
        Login::Token(token) => Reply::json(
            200,
            format!(r#"{{"token":"{token}","expires_in":{}}}"#, auth.ttl_s()),
        ),
        Login::Denied { complaint } => Reply {
            log: complaint,
            ..Reply::unauthorized("credentials", "Bearer")
        },
    }
}

pub fn verify(auth: &Auth, authorization: Option<&str>, now_s: u64) -> Reply {
    let Some(token) = authorization.and_then(bearer) else {
        return Reply::unauthorized("no_token", "Bearer");
    };
    match auth.verify(token, now_s) {
        Ok(claims) => Reply::json(
            200,
            serde_json::to_string(&claims).expect("strings and numbers are always JSON"),
        ),
        Err(reject) => {
            let code = reject.code();
            let challenge = format!(r#"Bearer error="invalid_token", error_description="{code}""#);
            Reply::unauthorized(code, challenge)
        }
    }
}

/// The name of the scheme may be written in any case.
fn bearer(authorization: &str) -> Option<&str> {
    let (scheme, token) = authorization.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bindings(name: &str) -> Option<String> {
        let value = match name {
            "SIGNING_KEY" => "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
            "AUDIENCE" => "api",
            "TTL_S" => "600",
            // m=64: the tests need no strength.
            "USER_alice" => {
                "$argon2id$v=19$m=64,t=1,p=1$igqTJOTMP9F2G1kngWCGAA$jbQm51uRb4gEa6xipbvbO5schL5b4ak9miwRk9fqkYI"
            }
            "USER_broken" => "plain text",
            "USER_DUMMY" => {
                "$argon2id$v=19$m=64,t=1,p=1$jJQu9vyYy9rBKWiSz6glSg$cSPhIy5krQdLTSQkJSn2ypblfKC/gIheRN/10SI+3n8"
            }
            _ => return None,
        };
        Some(value.to_owned())
    }

    fn auth() -> Auth {
        Auth::from_bindings(&bindings).unwrap()
    }

    fn post(body: &str) -> Reply {
        let mut read = Body::default();
        read.push(body.as_bytes()).unwrap();
        login(&auth(), &read, &bindings, 1000, [7; 16])
    }

    fn get(authorization: &str) -> Reply {
        verify(&auth(), Some(authorization), 1001)
    }

    fn header(reply: &Reply) -> (&str, &str) {
        let (name, value) = reply.header.as_ref().expect("a header");
        (name, value)
    }

    #[test]
    fn routes() {
        for (method, path, wanted) in [
            ("GET", "/health", Route::Health),
            ("HEAD", "/health", Route::Health),
            ("POST", "/login", Route::Login),
            ("GET", "/verify", Route::Verify),
            ("HEAD", "/verify", Route::Verify),
        ] {
            assert_eq!(route(method, path), Ok(wanted), "{method} {path}");
        }
        for path in [
            "/",
            "",
            "/login/",
            "/Login",
            "/login/x",
            "/health?x",
            "//health",
        ] {
            assert_eq!(route("GET", path).unwrap_err().status, 404, "{path}");
        }
        for (method, path, allow) in [
            ("GET", "/login", "POST"),
            ("HEAD", "/login", "POST"),
            ("POST", "/verify", "GET, HEAD"),
            ("OPTIONS", "/health", "GET, HEAD"),
            ("PROPFIND", "/health", "GET, HEAD"),
            ("get", "/health", "GET, HEAD"),
            ("GET, HEAD", "/health", "GET, HEAD"),
            ("", "/health", "GET, HEAD"),
        ] {
            let reply = route(method, path).unwrap_err();
            assert_eq!(reply.status, 405, "{method} {path}");
            assert_eq!(header(&reply), ("allow", allow), "{method} {path}");
        }
    }

    #[test]
    fn login_and_verify() {
        let reply = post(r#"{"user":"alice","password":"correct horse"}"#);
        assert_eq!(reply.status, 200, "{}", reply.body);
        let body: serde_json::Value = serde_json::from_str(&reply.body).unwrap();
        assert_eq!(body["expires_in"], 600);
        let token = body["token"].as_str().unwrap();
        for scheme in ["Bearer", "bearer", "BEARER"] {
            let reply = get(&format!("{scheme} {token}"));
            assert_eq!(reply.status, 200, "{scheme}");
            let claims: serde_json::Value = serde_json::from_str(&reply.body).unwrap();
            assert_eq!(
                (&claims["sub"], &claims["exp"]),
                (&"alice".into(), &1600.into())
            );
        }
    }

    #[test]
    fn denials_do_not_tell_whether_the_user_exists() {
        let wrong = post(r#"{"user":"alice","password":"wrong"}"#);
        assert_eq!(wrong.status, 401);
        assert_eq!(header(&wrong), ("www-authenticate", "Bearer"));
        assert_eq!(post(r#"{"user":"nobody","password":"wrong"}"#), wrong);
        assert_eq!(
            post(r#"{"user":"DUMMY","password":"correct horse"}"#),
            wrong
        );

        let broken = post(r#"{"user":"broken","password":"plain text"}"#);
        assert!(broken.log.as_ref().unwrap().starts_with("USER_broken"));
        let told_the_client = |reply: Reply| (reply.status, reply.body, reply.header);
        assert_eq!(told_the_client(broken), told_the_client(wrong));
    }

    #[test]
    fn bad_bodies() {
        for body in [
            "",
            "{",
            "null",
            "[]",
            r#"{"user":"alice"}"#,
            r#"{"user":"alice","password":1}"#,
            r#"{"user":"alice","user":"bob","password":"x"}"#,
            r#"{"user":"alice","password":"x"} trailing"#,
        ] {
            assert_eq!(post(body), Reply::error(400, "body"), "{body}");
        }
        for user in ["", "a-b", "a b", "../SIGNING_KEY", "é"] {
            let reply = post(&format!(r#"{{"user":"{user}","password":"x"}}"#));
            assert_eq!(reply, Reply::error(400, "user"), "{user}");
        }
    }

    #[test]
    fn a_body_is_refused_by_its_announced_length() {
        for length in [None, Some("0"), Some("4096"), Some("nonsense")] {
            assert!(Body::announced(length).is_ok(), "{length:?}");
        }
        for length in ["4097", "18446744073709551615"] {
            assert_eq!(
                Body::announced(Some(length)).unwrap_err().status,
                413,
                "{length}"
            );
        }
    }

    #[test]
    fn a_body_is_refused_as_soon_as_it_is_too_long() {
        let mut body = Body::default();
        body.push(&[b' '; MAX_BODY - 1]).unwrap();
        body.push(b" ").unwrap();
        body.push(b"").unwrap();
        assert_eq!(body.push(b" ").unwrap_err().status, 413);
        assert_eq!(body.0.len(), MAX_BODY);
        assert_eq!(
            Body::default().push(&[0; MAX_BODY + 1]).unwrap_err().status,
            413
        );
    }

    #[test]
    fn rejected_tokens_say_why() {
        let reply = get("Bearer a.b.c");
        assert_eq!(
            (reply.status, reply.body.as_str()),
            (401, r#"{"error":"malformed"}"#)
        );
        let (_, challenge) = header(&reply);
        assert_eq!(
            challenge,
            r#"Bearer error="invalid_token", error_description="malformed""#
        );
    }

    #[test]
    fn no_token() {
        let wanted = Reply::unauthorized("no_token", "Bearer");
        assert_eq!(verify(&auth(), None, 1000), wanted);
        for authorization in ["", "Bearer", "Basic YTpi", "abc"] {
            assert_eq!(get(authorization), wanted, "{authorization}");
        }
    }

    #[test]
    fn missing_configuration_is_told_to_the_log_only() {
        let reply = Reply::from(ConfigError::Missing("SIGNING_KEY"));
        assert_eq!(
            (reply.status, reply.body.as_str()),
            (500, r#"{"error":"internal"}"#)
        );
        assert_eq!(reply.log.as_deref(), Some("SIGNING_KEY is not set"));
    }
}
