//! A temporary table between COPY and the table itself: for upserts, which COPY cannot do, and for types whose values
//! come as text and are made by the server.

use crate::ddl::quote;
use crate::session::Session;
use crate::wire::{DOMAIN, Form, parts};
use drydock_connector::{Fault, Landing};
use drydock_model::{Dataset, Field, WriteMode};

const NAME: &str = "pg_temp._drydock_staging";

pub(crate) struct Staging {
    pub create: String,
    insert: String,
    /// Fewer rows than were copied may be met: those with a key that is there are left alone where they have nothing but
    /// the key, and those that are gone cannot be removed.
    skips: bool,
}

impl Staging {
    pub fn new(dataset: &Dataset, fields: Vec<&Field>, table: &str, landing: &Landing) -> Staging {
        let names: Vec<String> = fields.iter().map(|f| quote(&f.name)).collect();
        let values = fields.iter().map(|f| value(dataset, f, &quote(&f.name)));
        let values: Vec<String> = values.collect();
        let mut insert = format!(
            "INSERT INTO {table} ({}) OVERRIDING SYSTEM VALUE SELECT {} FROM {NAME}",
            names.join(", "),
            values.join(", ")
        );
        let mut skips = false;
        if landing.write == WriteMode::Upsert {
            let key: Vec<String> = landing.key.iter().map(|k| quote(k)).collect();
            let set: Vec<String> = names
                .iter()
                .filter(|n| !key.contains(n))
                .map(|n| format!("{n} = excluded.{n}"))
                .collect();
            skips = set.is_empty();
            let then = match skips {
                true => "NOTHING".to_owned(),
                false => format!("UPDATE SET {}", set.join(", ")),
            };
            insert += &format!(" ON CONFLICT ({}) DO {then}", key.join(", "));
        }
        Staging {
            create: create(dataset, &fields),
            insert,
            skips,
        }
    }

    /// Rows on their way out: the fields are those of their key, which has no nulls.
    pub fn removing(dataset: &Dataset, fields: Vec<&Field>, table: &str) -> Staging {
        let by: Vec<String> = fields
            .iter()
            .map(|f| {
                let name = quote(&f.name);
                format!("t.{name} = {}", value(dataset, f, &format!("s.{name}")))
            })
            .collect();
        Staging {
            create: create(dataset, &fields),
            insert: format!(
                "DELETE FROM {table} AS t USING {NAME} AS s WHERE {}",
                by.join(" AND ")
            ),
            // One that is gone already is as good as removed.
            skips: true,
        }
    }

    pub fn name(&self) -> &'static str {
        NAME
    }

    /// What was copied goes on into the table; the rows that are there now.
    pub async fn move_on(&self, session: &mut Session) -> Result<Result<u64, sqlx::Error>, Fault> {
        let moved = match session.try_run(&self.insert).await? {
            Ok(moved) => moved,
            Err(error) => return Ok(Err(error)),
        };
        let left = match session.try_run(&format!("DELETE FROM {NAME}")).await? {
            Ok(left) => left,
            Err(error) => return Ok(Err(error)),
        };
        Ok(Ok(if self.skips { left } else { moved }))
    }
}

fn create(dataset: &Dataset, fields: &[&Field]) -> String {
    let columns = fields.iter().map(|f| {
        let native = match Form::of(dataset, f).is_spoken() {
            true => "text".to_owned(),
            false => base(dataset, f),
        };
        format!("{} {native}", quote(&f.name))
    });
    let columns: Vec<String> = columns.collect();
    format!(
        "CREATE TEMPORARY TABLE _drydock_staging ({}) ON COMMIT DROP",
        columns.join(", ")
    )
}

/// A field of the staging table as the table itself has it.
fn value(dataset: &Dataset, field: &Field, staged: &str) -> String {
    match Form::of(dataset, field).is_spoken() {
        true => format!("{staged}::{}", without_length(&base(dataset, field))),
        false => staged.to_owned(),
    }
}

/// A domain's own checks come with the table itself.
fn base(dataset: &Dataset, field: &Field) -> String {
    let told = dataset.options.iter().find_map(|o| {
        let rest = o
            .strip_prefix(DOMAIN)?
            .strip_prefix(field.native.as_str())?;
        rest.strip_prefix(": ")
    });
    told.unwrap_or(&field.native).to_owned()
}

/// The type without its length: cast to the length, too much would be cut in silence; put into the field, it is refused.
fn without_length(native: &str) -> String {
    let (item, list) = match native.find('[') {
        Some(at) => native.split_at(at),
        None => (native, ""),
    };
    let (name, arguments, rest) = parts(item);
    let name = match name {
        "bit" => "pg_catalog.\"bit\"",
        "character" | "char" => "pg_catalog.bpchar",
        name if name.starts_with("interval") => "interval",
        name => name,
    };
    match (arguments, rest) {
        (None, "") | (Some(_), "") => format!("{name}{list}"),
        _ => format!("{name} {rest}{list}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_left_to_the_field() {
        for (native, bare) in [
            ("bit(3)", "pg_catalog.\"bit\""),
            ("bit varying(5)[]", "bit varying[]"),
            ("character(2)[]", "pg_catalog.bpchar[]"),
            ("time(3) with time zone", "time with time zone"),
            ("time with time zone", "time with time zone"),
            ("interval(3)", "interval"),
            ("interval year to month", "interval"),
            ("numeric(4,2)[]", "numeric[]"),
            ("tsvector", "tsvector"),
        ] {
            assert_eq!(without_length(native), bare);
        }
    }
}
