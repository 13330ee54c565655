//! What fits: an index holds no whole long texts, and a row only so many bytes.

use super::quote;
use crate::dialect::kind::Kind;
use drydock_model::{Dataset, Field, IndexPart};

/// Bytes of a key of InnoDB.
const KEY_BYTES: u32 = 3072;
/// Bytes of a row, without long texts and bytes; a little is kept back for lengths and nulls.
const ROW_BYTES: u64 = 65_535 - 1_024;
/// Bytes of a character.
const CHAR: u32 = 4;

fn bytes(field: &Field) -> u64 {
    match Kind::of(&field.native) {
        Kind::Text { chars: Some(n), .. } => u64::from(n * CHAR),
        Kind::Bytes { most, .. } if most <= 0xffff && !is_long(field) => most,
        Kind::Uuid | Kind::Inet6 => 16,
        _ if is_long(field) => 12,
        Kind::Decimal { .. } => 32,
        _ => 8,
    }
}

/// Kept outside of the row, and never whole in an index.
pub(super) fn is_long(field: &Field) -> bool {
    let native = field.native.to_ascii_lowercase();
    native.contains("text") || native.contains("blob") || native == "json"
}

/// Long texts and bytes in keys become as long as a key can hold.
pub(super) fn fit_keys(dataset: &mut Dataset) {
    let mut keys: Vec<Vec<String>> = dataset
        .key
        .iter()
        .chain(&dataset.unique)
        .map(|k| k.fields.clone())
        .collect();
    keys.extend(dataset.foreign_keys.iter().map(|k| k.fields.clone()));
    keys.extend(
        dataset
            .indexes
            .iter()
            .filter(|i| i.unique)
            .map(|i| i.parts.iter().filter_map(|p| p.field.clone()).collect()),
    );
    let of = |fields: &[Field], name: &String| fields.iter().find(|f| f.name == *name).cloned();
    let before = dataset.fields.clone();
    for key in &keys {
        let parts: Vec<Field> = key.iter().filter_map(|n| of(&before, n)).collect();
        let long = parts.iter().filter(|f| is_long(f)).count() as u32;
        if long == 0 {
            continue;
        }
        let other: u64 = parts.iter().filter(|f| !is_long(f)).map(bytes).sum();
        let each = KEY_BYTES.saturating_sub(other as u32) / long;
        for field in dataset.fields.iter_mut().filter(|f| key.contains(&f.name)) {
            let room = match Kind::of(&field.native) {
                Kind::Text { chars, .. } if is_long(field) || chars > Some(each / CHAR) => {
                    format!("varchar({})", (each / CHAR).max(1))
                }
                Kind::Bytes { most, .. } if is_long(field) || most > u64::from(each) => {
                    format!("varbinary({})", each.max(1))
                }
                _ => continue,
            };
            let was_long = before.iter().any(|f| f.name == field.name && is_long(f));
            if was_long {
                field.logical = crate::dialect::types::logical(&room);
                field.native = room;
            }
        }
    }
}

/// Texts and bytes of a stated length that do not fit into one row together become long ones, the longest first.
pub(super) fn fit_row(dataset: &mut Dataset) {
    let in_key: Vec<String> = dataset
        .key
        .iter()
        .chain(&dataset.unique)
        .flat_map(|k| k.fields.clone())
        .collect();
    loop {
        let all: u64 = dataset.fields.iter().map(bytes).sum();
        let longest = dataset
            .fields
            .iter_mut()
            .filter(|f| !in_key.contains(&f.name) && bytes(f) > 64)
            .max_by_key(|f| bytes(f));
        let (true, Some(field)) = (all > ROW_BYTES, longest) else {
            return;
        };
        field.native = match Kind::of(&field.native) {
            Kind::Text { .. } => "longtext".into(),
            _ => "longblob".into(),
        };
        field.logical = crate::dialect::types::logical(&field.native);
    }
}

/// The parts of an index; where they do not fit into a key together, of what is too long its beginning.
pub(super) fn index_parts(parts: &[IndexPart], fields: &[Field]) -> String {
    let of = |part: &IndexPart| fields.iter().find(|f| part.field.as_ref() == Some(&f.name));
    let fit = !parts.iter().filter_map(of).any(is_long)
        && parts.iter().filter_map(of).map(bytes).sum::<u64>() <= u64::from(KEY_BYTES);
    let each = match fit {
        true => KEY_BYTES,
        false => KEY_BYTES / (parts.len().max(1) as u32),
    };
    let listed: Vec<String> = parts
        .iter()
        .map(|part| {
            let name = part.field.as_deref().unwrap_or_default();
            let length = of(part).and_then(|f| match Kind::of(&f.native) {
                Kind::Text { .. } if is_long(f) || bytes(f) > u64::from(each) => Some(each / CHAR),
                Kind::Bytes { .. } if is_long(f) || bytes(f) > u64::from(each) => Some(each),
                _ => None,
            });
            let beginning = length.map(|n| format!("({n})")).unwrap_or_default();
            let order = if part.descending { " DESC" } else { "" };
            format!("{}{beginning}{order}", quote(name))
        })
        .collect();
    listed.join(", ")
}
