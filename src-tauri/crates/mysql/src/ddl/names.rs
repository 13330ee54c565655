//! Names that a server takes: up to 64 characters, none beyond U+FFFF, no blank at the end (C27).

const MOST: usize = 64;
const HASH: usize = 8;

/// The name itself where the server takes it. Otherwise one made of what it takes of it and a mark of the whole, always
/// the same for the same name, so that no two names become one.
pub(crate) fn fitting(name: &str) -> String {
    let taken = |c: char| c != '\0' && u32::from(c) <= 0xffff;
    let fits = !name.is_empty()
        && !name.ends_with(' ')
        && name.chars().all(taken)
        && name.chars().count() <= MOST;
    if fits {
        return name.to_owned();
    }
    let kept: String = name
        .chars()
        .map(|c| if taken(c) { c } else { '_' })
        .take(MOST - HASH - 1)
        .collect();
    let mark = blake3::hash(name.as_bytes()).to_hex();
    format!("{}_{}", kept.trim_end(), &mark[..HASH])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c27_names_that_do_not_fit_stay_apart() {
        let long = "a".repeat(64);
        for name in ["order", "a.b", "x; DROP TABLE y", "tên", &long, " leads"] {
            assert_eq!(fitting(name), name);
        }
        let mut seen = std::collections::HashSet::new();
        for name in [
            "",
            " ",
            "ends ",
            "🌸",
            "🌷",
            &"a".repeat(65),
            &"a".repeat(66),
        ] {
            let fit = fitting(name);
            assert_eq!(fitting(&fit), fit, "what fits stays");
            assert!(fit.chars().count() <= 64 && seen.insert(fit));
        }
    }
}
