//! PostgreSQL's bytes of one value into a cell, straight into the batch.

use super::{Form, clock, numeric};
use drydock_connector::{Batch, Cell};

/// None where the bytes are not of this form. `spare` is memory that is used again.
pub(crate) fn decode(
    form: Form<'_>,
    bytes: &[u8],
    spare: &mut String,
    batch: &mut Batch,
) -> Option<()> {
    let cell = match form {
        Form::Bool => Cell::Bool(fixed::<1>(bytes)?[0] != 0),
        Form::Int { bytes: 2 } => Cell::Int(i64::from(i16::from_be_bytes(fixed(bytes)?))),
        Form::Int { bytes: 4 } => Cell::Int(i64::from(i32::from_be_bytes(fixed(bytes)?))),
        Form::Int { .. } => Cell::Int(i64::from_be_bytes(fixed(bytes)?)),
        Form::Oid => Cell::Int(i64::from(u32::from_be_bytes(fixed(bytes)?))),
        Form::Float { bytes: 4 } => {
            Cell::Float(f64::from(f32::from_be_bytes(fixed(bytes)?)).to_bits())
        }
        Form::Float { .. } => Cell::Float(u64::from_be_bytes(fixed(bytes)?)),
        Form::Numeric(_) => {
            spare.clear();
            numeric::decode(bytes, spare)?;
            Cell::Decimal(spare)
        }
        Form::Text(_) | Form::Enum(_) | Form::Array(_) => match std::str::from_utf8(bytes) {
            Ok(text) => Cell::Text(text),
            // Only from a database that says of no encoding which it is.
            Err(_) => Cell::BrokenText(bytes),
        },
        Form::Bytes => Cell::Bytes(bytes),
        Form::Date => match i32::from_be_bytes(fixed(bytes)?) {
            i32::MAX => Cell::Text("infinity"),
            i32::MIN => Cell::Text("-infinity"),
            day => Cell::Date(i32::try_from(i64::from(day) + clock::EPOCH_DAYS).ok()?),
        },
        Form::Time { .. } => Cell::Time(i64::from_be_bytes(fixed(bytes)?).checked_mul(1_000)?),
        Form::Timestamp { .. } => match i64::from_be_bytes(fixed(bytes)?) {
            i64::MAX => Cell::Text("infinity"),
            i64::MIN => Cell::Text("-infinity"),
            at => {
                let (seconds, nanos) = clock::of_moment(at);
                Cell::Timestamp { seconds, nanos }
            }
        },
        Form::Instant { .. } => match i64::from_be_bytes(fixed(bytes)?) {
            i64::MAX => Cell::Text("infinity"),
            i64::MIN => Cell::Text("-infinity"),
            at => {
                let (seconds, nanos) = clock::of_moment(at);
                Cell::Instant { seconds, nanos }
            }
        },
        Form::Uuid => Cell::Uuid(fixed(bytes)?),
        Form::Json => Cell::Json(std::str::from_utf8(bytes).ok()?),
        Form::Jsonb => match bytes {
            [1, text @ ..] => Cell::Json(std::str::from_utf8(text).ok()?),
            _ => return None,
        },
        Form::Spoken => Cell::Opaque(bytes),
    };
    batch.push(cell);
    Some(())
}

fn fixed<const N: usize>(bytes: &[u8]) -> Option<[u8; N]> {
    bytes.try_into().ok()
}
