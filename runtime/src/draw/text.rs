//! Measuring and cutting text without a font: widths are estimates that the common interface fonts stay below.

/// Width of a character in thousandths of the font size; `DejaVu` Sans, the widest common fallback, stays below.
const REGULAR: i32 = 580;
/// As [`REGULAR`], for bold text: 0.58 overflowed in `DejaVu`, 0.64 did not.
const BOLD: i32 = 640;
/// Ideographs and kana fill a square.
const WIDE: i32 = 1000;

/// How a text is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Font {
    /// Size in pixels.
    pub(super) px: i32,
    per_mille: i32,
}

impl Font {
    pub(super) const fn regular(px: i32) -> Self {
        Self {
            px,
            per_mille: REGULAR,
        }
    }

    pub(super) const fn bold(px: i32) -> Self {
        Self {
            px,
            per_mille: BOLD,
        }
    }

    fn advance(self, character: char) -> i32 {
        let per_mille = if is_wide(character) {
            WIDE
        } else {
            self.per_mille
        };
        self.px * per_mille
    }

    /// Estimated width in pixels, rounded up.
    pub(super) fn width(self, text: &str) -> i32 {
        text.chars()
            .fold(0_i32, |sum, character| {
                sum.saturating_add(self.advance(character))
            })
            .saturating_add(999)
            / 1000
    }

    /// The text, cut with an ellipsis where it is wider than `room` pixels.
    pub(super) fn fit(self, text: &str, room: i32) -> String {
        if self.width(text) <= room {
            return text.to_owned();
        }
        let mut left = room * 1000 - self.advance('…');
        let kept: String = text
            .chars()
            .take_while(|character| {
                left -= self.advance(*character);
                left >= 0
            })
            .collect();
        format!("{}…", kept.trim_end())
    }

    /// The text in at most `lines` lines of `room` pixels; the last is cut with an ellipsis where more follows.
    pub(super) fn wrap(self, text: &str, room: i32, lines: usize) -> Vec<String> {
        let mut wrapped: Vec<String> = Vec::new();
        let mut words = text.split_whitespace().peekable();
        while wrapped.len() + 1 < lines {
            let mut line = String::new();
            while let Some(word) = words.peek() {
                let longer = if line.is_empty() {
                    (*word).to_owned()
                } else {
                    format!("{line} {word}")
                };
                if self.width(&longer) > room {
                    break;
                }
                line = longer;
                words.next();
            }
            if line.is_empty() {
                break;
            }
            wrapped.push(line);
        }
        // No line holds more characters than this, so a prompt of any length costs the same.
        let most = usize::try_from(room.max(1)).unwrap_or(1);
        let mut rest = String::new();
        for word in words {
            if !rest.is_empty() {
                rest.push(' ');
            }
            rest.push_str(word);
            if rest.len() > most * 4 {
                break;
            }
        }
        if !rest.is_empty() && wrapped.len() < lines {
            wrapped.push(self.fit(&rest, room));
        }
        wrapped
    }
}

/// Whether a character of East Asian scripts takes a full square.
fn is_wide(character: char) -> bool {
    matches!(u32::from(character), 0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE30..=0xFE4F | 0xFF00..=0xFF60 | 0x1F300..=0x1FAFF | 0x20000..=0x3FFFD)
}

#[cfg(test)]
mod tests {
    use super::Font;

    const FONT: Font = Font::regular(12);

    #[test]
    fn short_text_stays_whole() {
        assert_eq!(FONT.fit("verified", 80), "verified");
    }

    #[test]
    fn long_text_ends_with_an_ellipsis_and_fits() {
        let cut = FONT.fit("a very long outcome name indeed", 80);
        assert!(cut.ends_with('…'), "{cut}");
        assert!(FONT.width(&cut) <= 80, "{cut}");
    }

    #[test]
    fn ideographs_are_wider_than_letters() {
        assert!(FONT.width("確認") > FONT.width("ab"));
    }

    #[test]
    fn wrapping_keeps_every_word_or_says_that_it_did_not() {
        assert_eq!(FONT.wrap("one two three", 1000, 2), ["one two three"]);
        let lines = FONT.wrap("one two three four five six seven eight nine", 90, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…'), "{lines:?}");
        assert!(lines.iter().all(|line| FONT.width(line) <= 90), "{lines:?}");
    }

    #[test]
    fn a_single_endless_word_is_cut() {
        let lines = FONT.wrap(&"x".repeat(100_000), 90, 2);
        assert_eq!(lines.len(), 1);
        assert!(FONT.width(&lines[0]) <= 90);
    }
}
