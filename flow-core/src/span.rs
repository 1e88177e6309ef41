//! Places in a text: bytes for the machine, line and column for people.

/// A run of bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Bytes before the run.
    pub offset: u32,
    /// Bytes of the run.
    pub len: u32,
}

/// Line and column, both from 1; the column counts characters, not bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

impl Span {
    /// The run from `start` up to `end`, exclusive; empty where `end` comes first.
    pub fn between(start: u32, end: u32) -> Self {
        Self {
            offset: start,
            len: end.saturating_sub(start),
        }
    }

    /// The first byte after the run.
    pub fn end(self) -> u32 {
        self.offset.saturating_add(self.len)
    }

    /// The text of the run; empty where the run does not fit the text.
    pub fn text(self, text: &str) -> &str {
        text.get(self.offset as usize..self.end() as usize)
            .unwrap_or_default()
    }

    /// Line and column of the first byte. Computed on demand: findings are few, texts are long.
    pub fn line_column(self, text: &str) -> LineColumn {
        let mut offset = (self.offset as usize).min(text.len());
        while !text.is_char_boundary(offset) {
            offset = offset.saturating_sub(1);
        }
        let before = text.get(..offset).unwrap_or_default();
        let line = before.bytes().filter(|&byte| byte == b'\n').count();
        let column = before
            .rsplit('\n')
            .next()
            .unwrap_or_default()
            .chars()
            .count();
        LineColumn {
            line: from_one(line),
            column: from_one(column),
        }
    }
}

fn from_one(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX).saturating_add(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, offset: u32, line: u32, column: u32) {
        let place = Span { offset, len: 0 }.line_column(text);
        assert_eq!((place.line, place.column), (line, column));
    }

    #[test]
    fn lines_and_columns_start_at_one_and_count_characters() {
        check("", 0, 1, 1);
        check("ab\ncd", 4, 2, 2);
        check("é\"x", 2, 1, 2);
        check("é\"x", 1, 1, 1);
        check("a\r\n\nb", 4, 3, 1);
        check("ab", 99, 1, 3);
    }
}
