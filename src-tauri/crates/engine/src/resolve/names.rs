//! Names as a store compares them: letter by letter, or without regard to case where the store has it so.

#[derive(Debug, Clone, Copy)]
pub struct Names {
    pub ignore_case: bool,
}

impl Names {
    /// As stores fold names: ASCII only. A store that folds more tells by refusing, never by mixing two things up.
    pub fn equal(self, a: &str, b: &str) -> bool {
        a == b || (self.ignore_case && a.eq_ignore_ascii_case(b))
    }

    /// The exact name if it is there, else the one that the store takes for it.
    pub fn find<'a, T>(
        self,
        items: impl Iterator<Item = &'a T> + Clone,
        name: &str,
        of: impl Fn(&T) -> &str,
    ) -> Option<&'a T> {
        items
            .clone()
            .find(|i| of(i) == name)
            .or_else(|| items.clone().find(|i| self.equal(of(i), name)))
    }
}
