//! The two ends of the library: a service on a wasi:http host, and the same as a command everywhere else.

/// More than this is 413: the rows are in memory once.
#[cfg(target_os = "wasi")]
const LARGEST: usize = 1024 * 1024;

#[cfg(target_os = "wasi")]
#[wstd::http_server]
async fn main(
    mut request: wstd::http::Request<wstd::http::Body>,
) -> Result<wstd::http::Response<wstd::http::Body>, wstd::http::Error> {
    use wstd::http::{Method, StatusCode};

    let uri = request.uri().clone();
    match (request.method(), uri.path()) {
        (&Method::GET, "/health") => answer(StatusCode::OK, r#"{"ok":true}"#.into()),
        (&Method::POST, "/aggregate") => {
            let query = match parse::Query::parse(uri.query().unwrap_or("")) {
                Ok(query) => query,
                Err(reason) => return refuse(StatusCode::BAD_REQUEST, &reason),
            };
            if request
                .body()
                .content_length()
                .is_some_and(|length| length > LARGEST as u64)
            {
                return refuse(StatusCode::PAYLOAD_TOO_LARGE, "at most 1 MiB");
            }
            let rows = request.body_mut().contents().await?;
            if rows.len() > LARGEST {
                return refuse(StatusCode::PAYLOAD_TOO_LARGE, "at most 1 MiB");
            }
            answer(
                StatusCode::OK,
                serde_json::to_string(&parse::aggregate(rows, &query))?,
            )
        }
        (_, "/health" | "/aggregate") => refuse(
            StatusCode::METHOD_NOT_ALLOWED,
            "GET /health, POST /aggregate",
        ),
        _ => refuse(StatusCode::NOT_FOUND, "not found"),
    }
}

#[cfg(target_os = "wasi")]
fn refuse(
    status: wstd::http::StatusCode,
    reason: &str,
) -> Result<wstd::http::Response<wstd::http::Body>, wstd::http::Error> {
    answer(status, serde_json::json!({ "error": reason }).to_string())
}

#[cfg(target_os = "wasi")]
fn answer(
    status: wstd::http::StatusCode,
    json: String,
) -> Result<wstd::http::Response<wstd::http::Body>, wstd::http::Error> {
    let response = wstd::http::Response::builder()
        .status(status)
        .header("content-type", "application/json");
    Ok(response.body(json.into())?)
}

/// `parse 'format=log&by=status' < access.log`
#[cfg(not(target_os = "wasi"))]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    use std::io::Read;

    let query = parse::Query::parse(&std::env::args().nth(1).unwrap_or_default())?;
    let mut rows = Vec::new();
    std::io::stdin().read_to_end(&mut rows)?;
    println!(
        "{}",
        serde_json::to_string_pretty(&parse::aggregate(&rows, &query))?
    );
    Ok(())
}
