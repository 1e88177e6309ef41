//! Did you mean: the nearest known name, by bounded edit distance.

use crate::json::JsonStr;
use crate::limits::SUGGEST_CHARS;

/// The known name that was evidently or probably meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Suggestion<T> {
    /// The known name.
    pub(crate) meant: T,
    /// No other known name is as near.
    pub(crate) certain: bool,
    /// Only case or separators differ.
    pub(crate) same: bool,
}

/// A name reduced to what people remember of it: ASCII letters in lower case, no separators.
struct Plain {
    chars: [char; SUGGEST_CHARS],
    len: usize,
}

impl Plain {
    fn of(name: JsonStr<'_>) -> Option<Self> {
        let mut plain = Self {
            chars: ['\0'; SUGGEST_CHARS],
            len: 0,
        };
        for char in name.chars() {
            if matches!(char, '_' | '-' | ' ') {
                continue;
            }
            *plain.chars.get_mut(plain.len)? = char.to_ascii_lowercase();
            plain.len = plain.len.saturating_add(1);
        }
        Some(plain)
    }

    fn chars(&self) -> &[char] {
        self.chars.get(..self.len).unwrap_or_default()
    }
}

/// Edit distance with swaps of neighbours; `None` beyond `bound`.
fn distance(left: &[char], right: &[char], bound: usize) -> Option<usize> {
    if left.len().abs_diff(right.len()) > bound {
        return None;
    }
    let mut rows = [[0usize; SUGGEST_CHARS + 1]; 3];
    let [before, above, current] = &mut rows;
    let (mut before, mut above, mut current) = (before, above, current);
    for (column, cell) in above.iter_mut().enumerate() {
        *cell = column;
    }
    let mut last_left = None;
    for (row, &l) in left.iter().enumerate() {
        let mut previous = row.saturating_add(1);
        if let Some(cell) = current.first_mut() {
            *cell = previous;
        }
        let mut last_right = None;
        let mut diagonals = before.iter();
        let mut swapped = None;
        for ((&r, pair), cell) in right
            .iter()
            .zip(above.windows(2))
            .zip(current.iter_mut().skip(1))
        {
            let &[diagonal, up] = pair else { break };
            let mut best = diagonal
                .saturating_add(usize::from(l != r))
                .min(up.saturating_add(1))
                .min(previous.saturating_add(1));
            if let (Some(cost), true, true) = (swapped, last_left == Some(r), last_right == Some(l))
            {
                best = best.min(usize::saturating_add(cost, 1));
            }
            swapped = diagonals.next().copied();
            last_right = Some(r);
            *cell = best;
            previous = best;
        }
        last_left = Some(l);
        (before, above, current) = (above, current, before);
    }
    above
        .get(right.len())
        .copied()
        .filter(|&found| found <= bound)
}

/// The nearest of `known` to `name`, where one is near enough.
pub(crate) fn suggest<'a, T: Copy>(
    name: JsonStr<'_>,
    known: impl Iterator<Item = (JsonStr<'a>, T)>,
) -> Option<Suggestion<T>> {
    let wanted = Plain::of(name)?;
    let bound = if wanted.len >= 8 {
        2
    } else {
        usize::from(wanted.len >= 3)
    };
    let mut best: Option<(usize, T, bool)> = None;
    for (candidate, value) in known {
        let Some(plain) = Plain::of(candidate) else {
            continue;
        };
        let Some(found) = distance(wanted.chars(), plain.chars(), bound) else {
            continue;
        };
        match best {
            Some((least, _, _)) if found > least => {}
            Some((least, meant, _)) if found == least => best = Some((least, meant, false)),
            _ => best = Some((found, value, true)),
        }
    }
    best.map(|(found, meant, certain)| Suggestion {
        meant,
        certain,
        same: found == 0,
    })
}

/// As [`suggest`], where only the message and the correction tell what was meant: nothing without feature `messages`.
pub(crate) fn hint<'a, T: Copy>(
    name: JsonStr<'_>,
    known: impl Iterator<Item = (JsonStr<'a>, T)>,
) -> Option<Suggestion<T>> {
    if cfg!(feature = "messages") {
        suggest(name, known)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [&str; 6] = ["cancelled", "verified", "error", "end", "match", "noMatch"];

    #[track_caller]
    fn check(name: &str, expected: Option<(&'static str, bool)>) {
        let known = KNOWN.iter().map(|&name| (JsonStr::plain(name), name));
        let found = suggest(JsonStr::plain(name), known);
        assert_eq!(found.map(|found| (found.meant, found.certain)), expected);
    }

    #[test]
    fn slips_are_found_and_strangers_are_not() {
        check("canceled", Some(("cancelled", true)));
        check("CANCELLED", Some(("cancelled", true)));
        check("verfied", Some(("verified", true)));
        check("veriifed", Some(("verified", true)));
        check("no_match", Some(("noMatch", true)));
        check("eror", Some(("error", true)));
        check("ned", Some(("end", true)));
        check("passed", None);
        check("", None);
        check("x", None);
        check(
            "a name that is far longer than any name that anybody would misspell",
            None,
        );
    }

    #[test]
    fn two_near_names_are_no_certainty() {
        let known = ["node1", "node2"]
            .iter()
            .map(|&name| (JsonStr::plain(name), name));
        let found = suggest(JsonStr::plain("node3"), known).unwrap();
        assert!(!found.certain);
    }
}
