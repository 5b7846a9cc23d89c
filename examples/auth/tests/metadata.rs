//! Holds the requests that wasm-ship replays (in Cargo.toml) to the code, and the demo keys to one another.

use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};

use auth::auth::Auth;
use auth::auth::password::{Cost, cost, verify};
use auth::auth::token::{Claims, Issuer, Reject};
use auth::http::{self, Body, Reply, Route};
use serde::Deserialize;

const MANIFEST: &str = include_str!("../Cargo.toml");
const WRANGLER: &str = include_str!("../wrangler.jsonc");

#[derive(Deserialize)]
struct Manifest {
    package: Package,
}

#[derive(Deserialize)]
struct Package {
    metadata: Metadata,
}

#[derive(Deserialize)]
struct Metadata {
    #[serde(rename = "wasm-ship")]
    wasm_ship: WasmShip,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct WasmShip {
    health: String,
    test_vars: BTreeMap<String, String>,
    requests: Vec<Request>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    name: String,
    method: String,
    path: String,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    body: String,
    expect: u16,
    answer: Option<Wanted>,
    #[serde(default)]
    take: BTreeMap<String, String>,
    #[serde(rename = "weight")]
    _weight: Option<u32>,
}

/// Members that the body of the answer has to have.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    json: BTreeMap<String, serde_json::Value>,
}

impl Request {
    fn token(&self) -> &str {
        self.headers["authorization"]
            .strip_prefix("Bearer ")
            .expect("a bearer token")
    }

    /// With the values that earlier answers have given.
    fn filled(mut self, values: &BTreeMap<String, String>) -> Self {
        for header in self.headers.values_mut() {
            for (name, value) in values {
                *header = header.replace(&format!("{{{{{name}}}}}"), value);
            }
        }
        self
    }
}

#[derive(Deserialize)]
struct Wrangler {
    vars: BTreeMap<String, String>,
}

fn metadata() -> WasmShip {
    let manifest: Manifest = toml::from_str(MANIFEST).unwrap();
    manifest.package.metadata.wasm_ship
}

fn request(name: &str) -> Request {
    let found = metadata()
        .requests
        .into_iter()
        .find(|request| request.name == name);
    found.expect(name)
}

/// All bindings of the measurement run: wrangler.jsonc's vars and the test vars.
fn bindings() -> BTreeMap<String, String> {
    let json: Vec<&str> = WRANGLER
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect();
    let wrangler: Wrangler = serde_json::from_str(&json.join("\n")).unwrap();
    let mut bindings = metadata().test_vars;
    for (name, value) in wrangler.vars {
        assert_eq!(bindings.insert(name, value), None, "bound twice");
    }
    bindings
}

fn now_s() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs()
}

fn answer(request: &Request) -> Result<Reply, Reply> {
    let vars = bindings();
    let bindings = |name: &str| vars.get(name).cloned();
    let auth = Auth::from_bindings(&bindings)?;
    let authorization = request.headers.get("authorization").map(String::as_str);
    Ok(match http::route(&request.method, &request.path)? {
        Route::Health => http::health(),
        Route::Login => {
            let mut body = Body::default();
            body.push(request.body.as_bytes())?;
            http::login(&auth, &body, &bindings, now_s(), [0; 16])
        }
        Route::Verify => http::verify(&auth, authorization, now_s()),
    })
}

#[test]
fn each_request_gets_the_answer_that_it_expects() {
    let metadata = metadata();
    assert!(!metadata.requests.is_empty());
    let mut values = BTreeMap::new();
    for request in metadata.requests {
        let request = request.filled(&values);
        let (Ok(reply) | Err(reply)) = answer(&request);
        assert_eq!(
            reply.status, request.expect,
            "{}: {}",
            request.name, reply.body
        );
        assert_eq!(reply.log, None, "{}", request.name);
        let json: serde_json::Value = serde_json::from_str(&reply.body).unwrap_or_default();
        for (key, value) in request.answer.iter().flat_map(|wanted| &wanted.json) {
            assert_eq!(&json[key], value, "{}: {}", request.name, reply.body);
        }
        for (name, pointer) in &request.take {
            let value = json.pointer(pointer).and_then(|value| value.as_str());
            values.insert(name.clone(), value.expect(pointer).to_owned());
        }
    }
    assert_eq!(http::route("GET", &metadata.health), Ok(Route::Health));
}

/// Ed25519 signs deterministically, so the forged token in Cargo.toml can be made again.
/// After a change to the demo key or to the claims, this failure shows the one to write there.
#[test]
fn the_forged_token_is_made_of_one_of_the_demo_key() {
    let vars = bindings();
    let issuer = Issuer::new(&vars["SIGNING_KEY"], vars["AUDIENCE"].clone(), 600).unwrap();
    let alice = Claims {
        sub: "alice".into(),
        aud: "api".into(),
        iat: 1_767_225_600, // 2026-01-01
        nbf: 1_767_225_600,
        exp: 4_102_444_800, // 2100-01-01
        jti: "demo".into(),
    };
    let good = issuer.sign(&alice);
    assert_eq!(issuer.verify(&good, now_s()), Ok(alice.clone()));

    let admin = issuer.sign(&Claims {
        sub: "admin".into(),
        ..alice
    });
    let claims_of_admin = &admin[..admin.rfind('.').unwrap()];
    let signature_of_alice = &good[good.rfind('.').unwrap()..];
    let forged = format!("{claims_of_admin}{signature_of_alice}");
    assert_eq!(request("verify-forged-token").token(), forged);
    assert_eq!(issuer.verify(&forged, now_s()), Err(Reject::Signature));
}

/// Measured with anything cheaper, a login would look faster than it is.
#[test]
fn the_demo_hashes_cost_what_owasp_asks_for() {
    let vars = bindings();
    for name in ["USER_alice", "USER_DUMMY"] {
        assert_eq!(cost(&vars[name]), Ok(Cost::OWASP), "{name}");
    }
    assert_eq!(verify("correct horse", &vars["USER_alice"]), Ok(true));
}
