//! Rows and queries as a table: what comes out is written as `key count sum`.

use parse::{Query, aggregate};

fn told(query: &str, input: &str) -> (u64, u64, Vec<String>) {
    let all = aggregate(input.as_bytes(), &Query::parse(query).unwrap());
    let groups = all.groups.into_iter().map(|group| {
        let sum = group
            .numbers
            .map_or(String::from("-"), |numbers| numbers.sum.to_string());
        format!("{} {} {sum}", group.key, group.count)
    });
    (all.rows, all.bad, groups.collect())
}

const LOG: &str = r#"192.0.2.1 - - [24/Nov/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 5120
192.0.2.2 - - [24/Nov/2026:10:00:01 +0000] "GET /a?b=c HTTP/2.0" 200 80 "-" "curl/8 \"x\""
192.0.2.1 - ann [24/Nov/2026:10:00:02 +0000] "POST /a HTTP/1.1" 401 -
nothing of the kind
"#;

#[test]
fn rows_become_groups() {
    let table: [(&str, &str, u64, u64, &[&str]); 10] = [
        (
            "format=log&by=status&sum=bytes",
            LOG,
            4,
            1,
            &["200 2 5200", "401 1 -"],
        ),
        ("format=log&by=path", LOG, 4, 1, &["/a 2 -", "/ 1 -"]),
        ("format=log&by=user&top=1", LOG, 4, 1, &["- 2 -"]),
        ("format=log&by=agent", LOG, 4, 4, &[]),
        (
            "format=csv&by=city&sum=sold",
            "city,sold\n\"Bergen, west\",3\nOslo,4\nOslo,five\n",
            3,
            0,
            &["Oslo 2 4", "Bergen, west 1 3"],
        ),
        ("format=csv&by=b", "a,b\n1\n\"x\ny\",2\n", 2, 1, &["2 1 -"]),
        ("format=csv&by=none", "a\n1\n", 1, 1, &[]),
        (
            "format=ndjson&by=u.c&sum=ms",
            "{\"u\":{\"c\":\"NO\"},\"ms\":1.5}\n\n{\"u\":{\"c\":\"NO\"},\"ms\":\"2\"}\r\n{\"u\":1}\n{",
            4,
            2,
            &["NO 2 1.5"],
        ),
        (
            "format=ndjson&by=a",
            "{\"a\":1}\n{\"a\":true}\n{\"a\":null}\n{\"a\":[1]}",
            4,
            2,
            &["1 1 -", "true 1 -"],
        ),
        ("format=ndjson&by=a", "", 0, 0, &[]),
    ];
    for (query, input, rows, bad, groups) in table {
        assert_eq!(
            told(query, input),
            (rows, bad, groups.iter().map(ToString::to_string).collect()),
            "{query}"
        );
    }
}

#[test]
fn a_query_that_asks_for_nothing_known_says_what_is_wanted() {
    for (query, reason) in [
        ("by=a", "format is missing; wanted: ndjson, csv or log"),
        (
            "format=xml&by=a",
            "format is \"xml\"; wanted: ndjson, csv or log",
        ),
        ("format=csv", "by is missing; wanted: the field to group by"),
        ("format=csv&by=a&top=-1", "top is \"-1\"; wanted: a number"),
        (
            "format=csv&by=a&limit=1",
            "\"limit\" is not known; wanted: format, by, sum, top",
        ),
    ] {
        assert_eq!(Query::parse(query), Err(reason.to_owned()));
    }
}

#[test]
fn bytes_that_are_no_text_are_a_bad_row() {
    let query = Query::parse("format=log&by=host").unwrap();
    assert_eq!(aggregate(b"\xff\xfe\n", &query).bad, 1);
}

/// The requests in Cargo.toml are the ones that the service is measured with: no row of them is bad by accident.
#[test]
fn the_requests_that_are_measured_are_good_ones() {
    let manifest: toml::Table = include_str!("../Cargo.toml").parse().unwrap();
    let requests = manifest["package"]["metadata"]["wasm-ship"]["requests"]
        .as_array()
        .unwrap();
    let mut seen = 0;
    for request in requests
        .iter()
        .filter(|request| request["expect"].as_integer() == Some(200))
    {
        let (Some(body), Some((_, query))) = (
            request.get("body"),
            request["path"].as_str().unwrap().split_once('?'),
        ) else {
            continue;
        };
        let all = aggregate(
            body.as_str().unwrap().as_bytes(),
            &Query::parse(query).unwrap(),
        );
        assert_eq!((all.rows, all.bad), (3, 0), "{query}");
        seen += 1;
    }
    assert_eq!(seen, 3);
}
