//! Removes keys and client secrets from text that came from outside.

/// Shown in place of a secret.
const MASK: &str = "[hidden]";
/// Prefixes that start an API key, whatever its environment or age.
const KEY_PREFIXES: [&str; 4] = ["sk_test_", "sk_prod_", "sk_live_", "fs_live_"];
/// Hexadecimal digits after `cs` in a client secret.
const CLIENT_SECRET_DIGITS: usize = 32;

/// Replaces everything that looks like an API key or a client secret.
///
/// Upstream may repeat the key in its error text; whatever leaves this process goes through here first.
pub fn redact(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let secret = secret_len(rest, shown.chars().next_back());
        if secret > 0 {
            shown.push_str(MASK);
            rest = rest.get(secret..).unwrap_or_default();
        } else {
            shown.push(first);
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
        }
    }
    shown
}

/// Bytes of the secret that `text` starts with, or 0.
fn secret_len(text: &str, before: Option<char>) -> usize {
    let run = |text: &str| {
        text.bytes()
            // Keys are made of letters, digits and `_`; what else a token may hold goes too (RFC 6750, section 2.1).
            .take_while(|b| b.is_ascii_alphanumeric() || b"-._~+/=".contains(b))
            .count()
    };
    if let Some(prefix) = KEY_PREFIXES.iter().find(|prefix| text.starts_with(*prefix)) {
        // A prefix alone is no secret: it tells which kind of key is wanted.
        return Some(run(text))
            .filter(|all| *all > prefix.len())
            .unwrap_or(0);
    }
    if text.starts_with("cs") && !before.is_some_and(|c| c.is_ascii_alphanumeric()) {
        let digits = text
            .bytes()
            .skip(2)
            .take_while(u8::is_ascii_hexdigit)
            .count();
        if digits >= CLIENT_SECRET_DIGITS {
            return digits + 2;
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_secrets_disappear_and_words_stay() {
        let secret = format!("cs{}", "0123456789abcdef".repeat(2));
        for (text, shown) in [
            (
                "invalid key sk_test_abcDEF123 given".to_owned(),
                "invalid key [hidden] given".to_owned(),
            ),
            ("\"sk_prod_a-b_c\"".to_owned(), "\"[hidden]\"".to_owned()),
            (
                "sk_test_a.b+c/d== is bad".to_owned(),
                "[hidden] is bad".to_owned(),
            ),
            (
                format!("https://x/?cs={secret}&a=1"),
                "https://x/?cs=[hidden]&a=1".to_owned(),
            ),
            (
                "css and docs stay, cs0123 too".to_owned(),
                "css and docs stay, cs0123 too".to_owned(),
            ),
            (
                "use a key that starts with `sk_test_`".to_owned(),
                "use a key that starts with `sk_test_`".to_owned(),
            ),
            ("ключ sk_live_z…".to_owned(), "ключ [hidden]…".to_owned()),
        ] {
            assert_eq!(redact(&text), shown);
        }
    }
}
