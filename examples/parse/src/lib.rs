//! Rows in, aggregates out. Pure: bytes and a query are the arguments, the answer is the value.

use std::collections::BTreeMap;

mod rows;

pub use rows::Format;

/// What is asked of the rows.
#[derive(Debug, PartialEq)]
pub struct Query {
    pub format: Format,
    /// The field that rows are grouped by.
    pub by: String,
    /// The field whose numbers are summed in each group.
    pub sum: Option<String>,
    /// At most so many groups are answered, the largest first.
    pub top: usize,
}

/// How many groups are answered where the query does not say.
const TOP: usize = 20;

impl Query {
    /// Reads `format=csv&by=city&sum=sold&top=5`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (mut format, mut by, mut sum, mut top) = (None, None, None, TOP);
        for (key, value) in form_urlencoded::parse(text.as_bytes()) {
            match &*key {
                "format" => format = Some(value.parse()?),
                "by" => by = Some(value.into_owned()),
                "sum" => sum = Some(value.into_owned()),
                "top" => {
                    top = value
                        .parse()
                        .map_err(|_| format!("top is {value:?}; wanted: a number"))?
                }
                _ => {
                    return Err(format!(
                        "{key:?} is not known; wanted: format, by, sum, top"
                    ));
                }
            }
        }
        Ok(Self {
            format: format.ok_or("format is missing; wanted: ndjson, csv or log")?,
            by: by.ok_or("by is missing; wanted: the field to group by")?,
            sum,
            top,
        })
    }
}

/// The answer.
#[derive(Debug, PartialEq, serde::Serialize)]
pub struct Aggregates {
    pub rows: u64,
    /// Rows that could not be read, and rows without the field that is grouped by.
    pub bad: u64,
    /// How many there are; `top` may cut the list.
    pub distinct: usize,
    pub groups: Vec<Group>,
}

#[derive(Debug, PartialEq, serde::Serialize)]
pub struct Group {
    pub key: String,
    pub count: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub numbers: Option<Numbers>,
}

/// Of the field that is summed: rows where it is no number are left out here, and counted above.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Numbers {
    pub count: u64,
    pub sum: f64,
    pub min: f64,
    pub max: f64,
}

impl Numbers {
    fn with(this: Option<Self>, value: f64) -> Self {
        this.map_or(
            Self {
                count: 1,
                sum: value,
                min: value,
                max: value,
            },
            |n| Self {
                count: n.count + 1,
                sum: n.sum + value,
                min: n.min.min(value),
                max: n.max.max(value),
            },
        )
    }
}

/// Reads the rows once, one at a time.
pub fn aggregate(input: &[u8], query: &Query) -> Aggregates {
    let mut groups: BTreeMap<String, (u64, Option<Numbers>)> = BTreeMap::new();
    let (mut rows, mut bad) = (0, 0);
    rows::each(input, query, |row| {
        rows += 1;
        let Some((key, number)) = row else {
            bad += 1;
            return;
        };
        let (count, numbers) = groups.entry(key).or_default();
        *count += 1;
        if let Some(value) = number.filter(|value| value.is_finite()) {
            *numbers = Some(Numbers::with(*numbers, value));
        }
    });
    let distinct = groups.len();
    let mut groups: Vec<Group> = groups
        .into_iter()
        .map(|(key, (count, numbers))| Group {
            key,
            count,
            numbers,
        })
        .collect();
    groups.sort_by(|a, b| b.count.cmp(&a.count)); // stable: those of one count stay in the order of their keys
    groups.truncate(query.top);
    Aggregates {
        rows,
        bad,
        distinct,
        groups,
    }
}
