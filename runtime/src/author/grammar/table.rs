//! The one table of phrases. A phrase is added here and nowhere else; `docs/authoring.md` is printed from it.

use std::fmt::Write as _;
use std::sync::LazyLock;

use flow_core::schema::NodeType as Node;

use super::means::Means;
use super::pattern::Pattern;
use super::text::Token;

/// Phrases with one meaning; where several fit, the longest counts, then the first of the table.
struct Phrases {
    means: Means,
    says: &'static [&'static str],
}

const fn row(means: Means, says: &'static [&'static str]) -> Phrases {
    Phrases { means, says }
}

#[rustfmt::skip]
const TABLE: &[Phrases] = &[
    // Steps.
    row(Means::EitherWay(Node::LivenessDetection), &[
        "deepfake [check|detection|test]", "spoof [check|detection|attempt]", "anti spoof [check|detection]", "replay attack",
        "bot", "a photo", "a mask", "a recording",
    ]),
    row(Means::Step(Node::LivenessDetection), &[
        "liveness [check|detection|test|verification]", "alive", "proof of life", "real|live|living|actual ~ person|human",
        "human is there", "check|verify|confirm ~ live", "are|is live", "physically present", "presentation attack detection", "pad check",
    ]),
    row(Means::Step(Node::FaceScan), &[
        "selfie", "face scan|capture|photo|picture", "scan|capture|photograph ~ face", "picture|photo of ~ face",
        "oval capture", "the|their|a face",
    ]),
    row(Means::Step(Node::FaceCompare), &[
        "compare", "compare ~ id|document|passport|license|licence", "face match between", "match ~ face|selfie with|to|against ~ id|document|passport|photo|license|licence",
        "face comparison", "face match ~ document|id|passport", "match|check ~ selfie with|to|against", "compare ~ with|to|against",
    ]),
    row(Means::Step(Node::Recognition), &[
        "recognise|recognize [returning|known] [user|customer|client|person|member] [by] [face]", "recognise|recognize ~ face",
        "recognition", "face|facial recognition|login|match|identification|id", "log in by|with face", "biometric match|login",
        "verify|check|match|compare ~ face against|with|to ~ stored|registered|enrolled|saved|known|biometric|file|record",
        "verify|check|match|compare ~ face against|with|to ~ stored|registered|enrolled|saved|known|biometric|file|record ~ biometric|face|file",
        "identify ~ by face", "verify|check|match ~ face", "stored|registered|enrolled biometric|face", "face on file",
    ]),
    row(Means::Step(Node::DocumentScan), &[
        "scan|capture|read|check|verify|photograph|show|upload|present|photo|picture ~ id|ids|passport|document|documents|license|licence|permit|visa [card|scan]",
        "id|passport|document|license|licence|permit|visa|identity scan|check|capture|verification", "identity card|document",
        "photo|picture of ~ identity|id card|document", "government id", "drivers|driver|driving license|licence", "passport", "id document",
        "residence permit", "document", "id card", "their|an|the id",
    ]),
    row(Means::Step(Node::EnterEmail), &[
        "collect|enter|capture|request|type|record|get|take|note ~ email [address]", "ask ~ for ~ email [address]", "enter email",
        "email address", "email entry",
    ]),
    row(Means::Step(Node::TwoFactorEmail), &[
        "email ~ code|otp|passcode|pin|password|2fa", "code|otp|passcode|pin|password ~ by|via|through|over|to|per ~ email|mail|inbox",
        "otp by|via|through email|mail", "verify|confirm|check ~ email [address]", "email verification|two factor|factor",
        "code|otp|passcode to it|there", "code|otp|passcode there", "instead of ~ sms|text ~ email|mail", "email|mail instead of ~ sms|text",
    ]),
    row(Means::Step(Node::TwoFactorSms), &[
        "sms [code|otp]", "sms ~ code|otp|passcode|pin|2fa", "text|texting [message] ~ code|otp|password|passcode|pin", "text message",
        "code|otp|passcode|pin|password ~ by|via|through|over|to|per ~ sms|text|phone|mobile [message|number]",
        "verify|confirm|check ~ phone|mobile [number]", "verify|confirm|check ~ phone|mobile [number] by|via|through|with sms|text [message]",
        "phone|mobile verification|code", "code ~ to ~ phone|mobile [number]", "text them", "instead of ~ email|mail ~ sms|text", "sms|text instead of ~ email|mail",
    ]),
    row(Means::Step(Node::Permissions), &[
        "camera|microphone ~ permission|access", "request|ask ~ camera|microphone", "permission", "request|ask ~ camera and microphone [access|permission]",
        "ask ~ for ~ camera and microphone [access|permission]", "camera and microphone [access|permission]",
    ]),
    row(Means::Code, &[
        "code", "otp", "passcode", "one time password|passcode|code|pin", "2fa", "two factor [authentication|verification|code|check]",
        "second factor", "mfa", "verification code", "multi factor [authentication]", "one time",
    ]),
    row(Means::Channel(Node::TwoFactorEmail), &["email", "mail"]),
    row(Means::Channel(Node::TwoFactorSms), &["phone", "mobile", "text"]),
    row(Means::Identity, &[
        "identity", "who they are", "verify|authenticate|identify|check [my|the|our|your|each] user|customer|person|client|caller|people", "authenticate",
        "verify identity", "check|verify ~ identity", "id verification", "prove ~ who", "video check|verification",
    ]),
    row(Means::Kyc, &["kyc", "know your customer", "kyc check|verification|flow"]),
    // Talks.
    row(Means::Ask, &[
        "ask", "question them|the|user|customer", "find out", "inquire", "interview", "have|let|make ~ explain|describe|tell|state|repeat|say",
        "read aloud", "request ~ reason|purpose", "user|customer|caller|person state|explain|describe", "challenge them",
    ]),
    row(Means::Tell, &[
        "tell", "inform", "welcome", "greet", "greeting", "explain", "thank", "thanks", "goodbye", "say goodbye", "say", "announce",
        "remind", "reassure", "congratulate", "introduce", "short goodbye", "closing words",
    ]),
    row(Means::Confirm, &["confirm", "ask ~ to confirm", "have ~ confirm", "confirmation of", "read back"]),
    row(Means::Talk, &[
        "conversation", "security question", "talk with|to", "short|brief talk|conversation|chat", "talk about", "in a conversation|talk|chat",
        "in a short|brief conversation|talk|chat", "dialogue", "chat with",
    ]),
    row(Means::Coercion, &[
        "coercion [detection|check]", "coerced", "duress", "under pressure|duress", "pressured", "forcing|forced|threatened|pressuring",
        "signs of duress|coercion|pressure|stress", "social engineering", "scam",
    ]),
    // Other steps.
    row(Means::Call, &["call|ask|query|notify ~ api|service|endpoint|backend|webhook|engine|system", "http call", "call ~ at"]),
    row(Means::Domain, &["belong to", "email domain", "end with|in", "domain", "only ~ addresses"]),
    // Clauses, negation, order.
    row(Means::No, &[
        "no", "not", "dont", "do not", "doesnt", "without", "skip", "never", "instead of", "rather than", "except", "omit", "leave out",
        "avoid", "replace", "exclude", "neither", "nor", "no need for|to",
    ]),
    row(Means::But, &["but", "however", "though"]),
    row(Means::And, &["and", "plus", "as well as", "also", "while"]),
    row(Means::Then, &["then", "and then", "after that", "afterwards", "next", "followed by", "followed with", "and afterwards", "an than", "than"]),
    row(Means::Or, &["or"]),
    row(Means::First, &[
        "first", "first of all", "start with", "begin with", "to start", "the first step", "as the first step", "to begin with", "starting with",
        "initially", "at the start|beginning", "first step",
    ]),
    row(Means::Last, &[
        "last", "finally", "at the end", "in the end", "as the final|last step", "the final|last step", "finish with", "finish", "end with", "to finish",
        "lastly", "at last", "final step", "as final|last step", "conclude with",
    ]),
    row(Means::Before, &["before", "prior to", "ahead of"]),
    row(Means::After, &["after", "once", "following", "at the end of", "subsequent to", "only after"]),
    // Failure, attempts.
    row(Means::Fails(None), &[
        "if|when|in case|should ~ fail|fails|failed", "fail", "failing", "on failure", "if|when ~ time|times out", "if|when ~ wrong", "is wrong",
        "if not", "if|when ~ sees no face", "if|when ~ does not work", "if|when ~ unsuccessful", "otherwise", "else", "if|when ~ cannot be ~ read|seen|found",
    ]),
    row(Means::Fails(Some(Node::FaceCompare)), &["if|when|in case ~ face ~ not match", "if|when ~ do|does not match", "if|when ~ dont|doesnt match", "mismatch"]),
    row(Means::Fails(Some(Node::Recognition)), &[
        "if|when ~ not recognized|recognised|known|registered", "unknown", "not recognized|recognised", "unrecognized|unrecognised", "if|when ~ new user",
    ]),
    row(Means::AnyFails, &["if|when anything|something|any ~ fails|fail|failed", "if|when anything|any ~ wrong", "in case of failure", "any failure", "if|when ~ step fails", "on failure"]),
    row(Means::Reject, &[
        "reject", "block", "deny", "decline", "refuse", "end|stop|terminate|abort|close ~ session|flow|process|verification|there", "lock ~ out", "stop", "abort",
        "terminate", "turn ~ away",
    ]),
    row(Means::Review, &[
        "manual review", "review", "escalate", "human|person|agent|someone|colleague|employee ~ look|check|decide|review", "hand over", "send ~ to ~ review|support|agent|human",
        "flag ~ for review", "flag it|them|the", "manually", "support team",
    ]),
    row(Means::Attempts, &["up to # attempt|attempts|try|tries|time", "# attempt|attempts|tries|chances", "at most # attempt|attempts|try|tries|times", "try # times"]),
    row(Means::Retries, &[
        "retry", "retry # [time|times]", "retry once|twice", "# retry|retries", "try again", "try again # [time|times]", "try again once|twice", "one more chance|try|attempt",
        "second|another chance|try|attempt", "allow # retry|retries", "up to # retries", "repeat # times",
    ]),
    row(Means::Endless, &["keep trying", "until it works", "until ~ succeed|works|pass", "unlimited [attempts|retries|tries]", "as often as", "as many times as", "forever"]),
    row(Means::Success, &[
        "if|when everything|all ~ pass|passes|passed|ok|succeeds|good|fine", "on success", "if|when successful", "upon success", "let them|the ~ proceed", "if|when ~ works",
    ]),
    row(Means::When, &[
        "if|when ~ amount|risk|country|age|balance|score ~ is|over|above|below|under|exceed|exceeds|more|less|high|low", "high|low|medium risk", "depending on", "if|when ~ over|above|below",
        "based on ~ risk|amount|score", "risk based",
    ]),
    // Beyond FaceSign.
    row(Means::Missing, &[
        "fingerprint", "whatsapp", "voice recognition|biometrics|match|print", "voiceprint", "credit check|score", "retina|retinal|iris [scan]", "palm [scan]",
        "authenticator [app]", "push notification", "phone call", "background check", "sanction|sanctions [screening|check|list]", "aml", "pep check", "address verification",
        "proof of address", "bank statement", "social security", "yubikey", "passkey", "hardware token", "telegram", "signature", "nfc [chip]", "location check", "geolocation",
    ]),
    // Languages of the catalogue (`FaceSign` guide "multilingual").
    row(Means::Language("en"), &["english"]),
    row(Means::Language("it"), &["italian"]),
    row(Means::Language("de"), &["german"]),
    row(Means::Language("fr"), &["french"]),
    row(Means::Language("es"), &["spanish"]),
    row(Means::Language("pt"), &["portuguese"]),
    row(Means::Language("ru"), &["russian"]),
    row(Means::Language("ja"), &["japanese"]),
    row(Means::Language("id"), &["indonesian"]),
    row(Means::Language("no"), &["norwegian"]),
    row(Means::Language("zh"), &["chinese", "mandarin", "simplified chinese"]),
    row(Means::Language("zh-TW"), &["traditional chinese", "taiwanese"]),
    row(Means::Language("zh-HK"), &["cantonese"]),
    row(Means::NoLanguage, &[
        "polish", "dutch", "korean", "arabic", "turkish", "hindi", "swedish", "danish", "finnish", "greek", "hebrew", "ukrainian", "czech", "hungarian", "romanian",
        "thai", "vietnamese", "klingon", "latin", "welsh", "catalan", "bengali", "urdu", "persian", "farsi", "swahili",
    ]),
    row(Means::AllLanguages, &["all|any|every language", "multilingual", "all|any languages", "whatever language"]),
    // Words around the wish.
    row(Means::Idle, &[
        "dont forget", "do not forget", "in that order", "in this order", "no matter", "not only", "in between", "to make sure", "nothing else", "dont worry", "before everything",
        "account recovery", "password reset", "reset ~ password", "without password", "identity verification flow", "wire transfer", "security question flow",
        "have|let the avatar|agent|bot|assistant", "the avatar|agent should", "document verification flow", "verification flow", "call center", "phone call center",
        "live video", "live face", "front and back", "verification session", "future verification", "code word", "second", "third",
    ]),
];

/// A pattern with its meaning.
struct Known {
    means: Means,
    pattern: Pattern,
}

static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let rows = TABLE.iter();
    let all = rows.flat_map(|row| {
        row.says.iter().map(|says| Known {
            means: row.means,
            pattern: Pattern::new(says),
        })
    });
    all.collect()
});

/// The phrase at the beginning of these words that covers most of them: its meaning and how many it covers.
pub(super) fn phrase(tokens: &[Token]) -> Option<(Means, usize)> {
    let mut best: Option<(Means, usize)> = None;
    for known in KNOWN.iter() {
        let covered = known.pattern.covers(tokens);
        if covered > best.map_or(0, |(_, most)| most) {
            best = Some((known.means, covered));
        }
    }
    best
}

/// Whether the word stands in a phrase.
pub(super) fn knows(word: &str) -> bool {
    words().any(|known| super::pattern::same(word, known))
}

/// Every word that stands in a phrase, some of them several times.
pub(super) fn words() -> impl Iterator<Item = &'static str> {
    KNOWN.iter().flat_map(|known| known.pattern.words())
}

/// The table in Markdown, for the documentation.
pub fn markdown() -> String {
    let mut text = String::from("| Meaning | Phrases |\n|---|---|\n");
    for row in TABLE {
        let says: Vec<String> = row.says.iter().map(|says| says.replace('|', "/")).collect();
        // Writing to a string cannot fail.
        let _ = writeln!(text, "| {} | {} |", row.means.title(), says.join(" · "));
    }
    text
}
