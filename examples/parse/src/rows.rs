//! The three forms of rows, each read into the key and the number that the query asks for.

use std::str::FromStr;

use serde_json::Value;

use crate::Query;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Format {
    /// A JSON object a line. A field of an object in it is named with a dot: `user.country`.
    Ndjson,
    /// RFC 4180, the first row names the fields.
    Csv,
    /// The Common Log Format and what begins like it. Fields: host, user, time, method, path, status, bytes.
    Log,
}

impl FromStr for Format {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "ndjson" => Ok(Self::Ndjson),
            "csv" => Ok(Self::Csv),
            "log" => Ok(Self::Log),
            _ => Err(format!("format is {text:?}; wanted: ndjson, csv or log")),
        }
    }
}

/// The key and the number of a row; `None`: it could not be read, or has no key.
type Row = Option<(String, Option<f64>)>;

pub fn each(input: &[u8], query: &Query, mut row: impl FnMut(Row)) {
    match query.format {
        Format::Ndjson => lines(input).for_each(|line| row(ndjson(line, query))),
        Format::Log => lines(input).for_each(|line| {
            row(std::str::from_utf8(line)
                .ok()
                .and_then(|text| log(text, query)))
        }),
        Format::Csv => csv(input, query, row),
    }
}

/// Lines with something in them.
fn lines(input: &[u8]) -> impl Iterator<Item = &[u8]> {
    input
        .split(|byte| *byte == b'\n')
        .map(<[u8]>::trim_ascii)
        .filter(|line| !line.is_empty())
}

fn ndjson(line: &[u8], query: &Query) -> Row {
    let value: Value = serde_json::from_slice(line).ok()?;
    let field = |name: &str| name.split('.').try_fold(&value, |at, key| at.get(key));
    let key = match field(&query.by)? {
        Value::String(text) => text.clone(),
        Value::Null | Value::Array(_) | Value::Object(_) => return None,
        other => other.to_string(),
    };
    Some((
        key,
        query.sum.as_deref().and_then(field).and_then(Value::as_f64),
    ))
}

fn csv(input: &[u8], query: &Query, mut row: impl FnMut(Row)) {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(input);
    let Ok(header) = reader.headers().cloned() else {
        return row(None);
    };
    let column = |name: &str| header.iter().position(|field| field.trim() == name);
    let (by, sum) = (column(&query.by), query.sum.as_deref().and_then(column));
    for record in reader.records() {
        row(record.ok().and_then(|record| {
            let key = record.get(by?)?.to_owned();
            Some((key, sum.and_then(|at| record.get(at)?.trim().parse().ok())))
        }));
    }
}

/// `host ident user [time] "METHOD path protocol" status bytes`, then anything.
fn log(line: &str, query: &Query) -> Row {
    let (head, rest) = line.split_once(" [")?;
    let (time, rest) = rest.split_once("] \"")?;
    let (request, rest) = rest.split_once("\" ")?;
    let mut words = head.split(' ');
    let (host, user) = (words.next()?, words.nth(1)?);
    let mut words = request.split(' ');
    let (method, path) = (words.next()?, words.next()?);
    let mut words = rest.split(' ');
    let (status, bytes) = (words.next()?, words.next()?);
    let field = |name: &str| match name {
        "host" => Some(host),
        "user" => Some(user),
        "time" => Some(time),
        "method" => Some(method),
        "path" => Some(path.split('?').next().unwrap_or(path)),
        "status" => Some(status),
        "bytes" => Some(bytes),
        _ => None,
    };
    let number = query
        .sum
        .as_deref()
        .and_then(field)
        .and_then(|text| text.parse().ok());
    Some((field(&query.by)?.to_owned(), number))
}
