//! `F5004`: exact words in a session of several languages.
//!
//! Source: conversation rule 1 of `FaceSign`: `Say:` is for exact wording and gets stiffer when translated; a description
//! is better for several languages.

use core::fmt;

use super::said::Said;
use super::talk::Talk;
use crate::diagnostic::{Detail, Finding, Sink, member};
use crate::json::{Kind, Reader};
use crate::model::Flow;
use crate::rules::Rule;

/// The first conversation of the flow with exact words, where the session has several languages.
pub(super) fn check(talk: &Talk<'_>, found: &mut bool, sink: &mut Sink<'_>) {
    if *found || !talk.prose.verbatim || !talk.converses() {
        return;
    }
    *found = true;
    if has_many_languages(talk.flow) {
        let prompt = talk.node.prompt.span();
        sink.emit(Finding::new(Rule::VerbatimInManyLanguages, prompt, Detail::None));
    }
}

/// Whether the text is the body of a session whose `langs` names more than one language. An array of nodes does not say.
fn has_many_languages(flow: Flow<'_>) -> bool {
    let languages = || -> Option<bool> {
        let mut reader = Reader::new(flow.text).ok()?;
        (reader.peek().ok()? == Kind::Object).then_some(())?;
        (member(&mut reader, "langs")? == Kind::Array).then_some(())?;
        reader.open().ok()?;
        for first in [true, false] {
            if !reader.next_element(first).ok()? {
                return Some(false);
            }
            reader.peek().ok()?;
            reader.skip().ok()?;
        }
        Some(true)
    };
    languages().unwrap_or(false)
}

pub(super) fn message(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("exact words are translated for each language of the session, and sound stiff there")
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("describe what to say instead; keep `Say:` for legal texts and names of products")
}

#[cfg(test)]
mod tests {
    use crate::testing::advice;

    #[test]
    fn one_finding_for_a_session_of_several_languages() {
        let flow = |langs: &str| std::format!(r#"{{"flow":[{{"id":"s","type":"start","outcome":"a"}},{{"id":"a","type":"conversation","prompt":"Say: Hello.","outcomes":[{{"id":"x","condition":"","targetNodeId":"b"}}]}},
        {{"id":"b","type":"conversation","prompt":"Say: Bye.","doesNotRequireReply":true,"outcomes":[{{"id":"x","condition":"","targetNodeId":"e"}}]}},{{"id":"e","type":"end"}}]{langs}}}"#);
        assert_eq!(advice(&flow(r#","langs":["en","de"]"#)), ["F5004 /flow/1/prompt"]);
        assert!(advice(&flow(r#","langs":["en"]"#)).is_empty());
        assert!(advice(&flow("")).is_empty());
    }
}
