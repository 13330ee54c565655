//! Names of runs: short, in the order of time, and easy to read out over the phone.

/// As `run-20261121-094412-7f3a`, in UTC.
pub fn new_id() -> String {
    let random = uuid::Uuid::new_v4().as_u128() as u16;
    format!(
        "run-{}-{random:04x}",
        chrono::Utc::now().format("%Y%m%d-%H%M%S")
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn ids_are_short_sorted_and_readable() {
        let id = super::new_id();
        assert_eq!(id.len(), "run-20261121-094412-7f3a".len());
        assert!(
            id.bytes()
                .all(|b| b == b'-' || b.is_ascii_digit() || b.is_ascii_lowercase())
        );
    }
}
