//! Cloudflare's side: it brings the request, the clock, randomness and bindings to the pure code and its reply back.

use std::sync::OnceLock;

use futures_util::StreamExt;
use worker::{
    Context, Date, Env, Request, Response, ResponseBuilder, WorkerVersionMetadata, console_error,
    event,
};

use crate::auth::{Auth, Bindings, ConfigError};
use crate::http::{self, Body, Reply, Route};

#[event(fetch)]
async fn fetch(mut request: Request, env: Env, _context: Context) -> worker::Result<Response> {
    let (Ok(reply) | Err(reply)) = answer(&mut request, &env).await;
    if let Some(log) = &reply.log {
        console_error!("{log}");
    }
    respond(reply, version(&env))
}

/// `Err` is a reply too: the one that ends the work early.
async fn answer(request: &mut Request, env: &Env) -> Result<Reply, Reply> {
    // Not Request::method(): it takes every method that it does not know for GET.
    let route = http::route(&request.inner().method(), &request.path())?;
    let bindings = |name: &str| env.var(name).ok().map(|value| value.to_string());
    Ok(match route {
        Route::Health => http::health(),
        Route::Login => {
            let auth = configured(&bindings)?;
            let body = read(request).await?;
            http::login(auth, &body, &bindings, now_s(), random_id()?)
        }
        Route::Verify => {
            let authorization = request.headers().get("authorization")?;
            http::verify(configured(&bindings)?, authorization.as_deref(), now_s())
        }
    })
}

/// Once per isolate. A changed secret is a new version of the worker, which starts new isolates.
fn configured(bindings: &Bindings) -> Result<&'static Auth, ConfigError> {
    static AUTH: OnceLock<Auth> = OnceLock::new();
    if let Some(auth) = AUTH.get() {
        return Ok(auth);
    }
    let auth = Auth::from_bindings(bindings)?;
    Ok(AUTH.get_or_init(|| auth))
}

async fn read(request: &mut Request) -> Result<Body, Reply> {
    let announced = request.headers().get("content-length")?;
    let mut body = Body::announced(announced.as_deref())?;
    // There is no stream when there is no body. What an empty one means is for the route to say.
    if let Ok(mut chunks) = request.stream() {
        while let Some(chunk) = chunks.next().await {
            body.push(&chunk?)?;
        }
    }
    Ok(body)
}

fn respond(reply: Reply, version: Option<String>) -> worker::Result<Response> {
    let mut response = ResponseBuilder::new()
        .with_status(reply.status)
        .with_header("content-type", "application/json")?
        // Tokens and claims must not outlive the request in a cache.
        .with_header("cache-control", "no-store")?;
    if let Some((name, value)) = &reply.header {
        response = response.with_header(name, value)?;
    }
    if let Some(id) = version {
        response = response.with_header("x-version", &id)?;
    }
    Ok(response.fixed(reply.body.into_bytes()))
}

/// Which version of the Worker this is, so that whoever releases it knows whose answer it was. Nothing where the
/// binding is not there, as in the measurement run.
fn version(env: &Env) -> Option<String> {
    let binding = env.get_binding::<WorkerVersionMetadata>("VERSION");
    binding.ok().map(|version| version.id())
}

fn now_s() -> u64 {
    Date::now().as_millis() / 1000
}

fn random_id() -> Result<[u8; 16], Reply> {
    let mut id = [0; 16];
    getrandom::fill(&mut id).map_err(|error| Reply::fault(error.to_string()))?;
    Ok(id)
}

impl From<worker::Error> for Reply {
    fn from(error: worker::Error) -> Self {
        Self::fault(error.to_string())
    }
}
