//! Aligned columns for a terminal: words left, numbers right, nothing drawn around them.

use unicode_width::UnicodeWidthStr;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Left,
    Right,
}

pub struct Table {
    columns: Vec<(&'static str, Side)>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub fn new(columns: &[(&'static str, Side)]) -> Table {
        Table {
            columns: columns.to_vec(),
            rows: Vec::new(),
        }
    }

    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        // A line break in a name would break the table, and an escape could paint over it.
        let plain = |cell: String| match cell.chars().any(char::is_control) {
            true => cell.escape_debug().to_string(),
            false => cell,
        };
        self.rows.push(cells.into_iter().map(plain).collect());
    }

    pub fn text(&self, indent: &str) -> String {
        let head: Vec<String> = self
            .columns
            .iter()
            .map(|(name, _)| (*name).to_owned())
            .collect();
        let width = |i: usize| {
            let all = self.rows.iter().chain([&head]);
            all.filter_map(|row| row.get(i))
                .map(|cell| cell.width())
                .max()
                .unwrap_or(0)
        };
        let widths: Vec<usize> = (0..self.columns.len()).map(width).collect();
        let mut out = String::new();
        for row in std::iter::once(&head).chain(&self.rows) {
            let mut line = indent.to_owned();
            for (i, cell) in row.iter().enumerate() {
                let (_, side) = self.columns[i];
                let gap = " ".repeat(widths[i].saturating_sub(cell.width()));
                if i > 0 {
                    line.push_str("  ");
                }
                match side {
                    Side::Left => line.extend([cell.as_str(), &gap]),
                    Side::Right => line.extend([gap.as_str(), cell]),
                }
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_whatever_is_in_them() {
        let mut table = Table::new(&[("Name", Side::Left), ("Rows", Side::Right)]);
        table.row(["trò chuyện".into(), "12".into()]);
        table.row(["絵文字".into(), "1,000".into()]);
        table.row(["a\nb\u{1b}[2J".into(), "0".into()]);
        let expected = [
            "Name            Rows",
            "trò chuyện        12",
            "絵文字         1,000",
            "a\\nb\\u{1b}[2J      0",
            "",
        ];
        assert_eq!(table.text(""), expected.join("\n"));
    }
}
