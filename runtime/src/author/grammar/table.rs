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
        "bot", "a photo", "a mask", "a recording", "face filter|swap", "ai|computer generated [video|face|person|picture]", "fake video|face|person|camera",
        "virtual camera", "pre recorded [video]", "impersonator|impostor", "printed photo", "someone else",
    ]),
    row(Means::Step(Node::LivenessDetection), &[
        "liveness [check|detection|test|verification]", "alive", "proof of life", "real|live|living|actual ~ person|human",
        "human is there", "theyre|hes|shes|is|are human|real", "prove|proves|verify|sure ~ human", "check|verify|confirm ~ live", "are|is live", "physically present", "presentation attack detection", "pad check",
        "actually|really there", "in front of the camera", "flesh and blood", "prove|check|verify|confirm ~ presence", "presence check|detection", "human being",
    ]),
    row(Means::Step(Node::FaceScan), &[
        "selfie", "face scan|capture|photo|picture", "scan|capture|photograph ~ face", "picture|photo of ~ face",
        "oval capture", "the|their|a face", "enrol|enroll ~ face|biometric", "register|save|store the|their|his|her|a|your ~ face",
    ]),
    row(Means::Step(Node::FaceCompare), &[
        "compare", "compare ~ id|document|passport|license|licence", "face match between", "match ~ face|selfie with|to|against ~ id|document|passport|photo|license|licence",
        "face comparison", "face match ~ document|id|passport", "match|check ~ selfie with|to|against", "compare ~ with|to|against",
        "selfie match|comparison|check with|to|against [the|their|an|a] [id] [document|passport|card|photo|license|licence]", "face match ~ with|to|against [the|their|a] selfie",
        "compare ~ face ~ with|to|against", "both ~ same person|face", "show|shows ~ same person|face", "belong to the same person", "selfie match|matching|comparison", "person on|in ~ id|document|passport|photo|card|picture is|matches ~ person|user|one|same|caller|customer",
        "same person as|on|in|like ~ id|document|passport|photo|card", "match them|both|these|those", "match the two", "face ~ match ~ id|document|passport|card|license|licence|permit",
        "verify|check|confirm|sure ~ face ~ match ~ id|document|passport|card|photo|license|licence|permit", "face match document|id|passport with|to|against [the|their|a] selfie",
    ]),
    row(Means::Step(Node::Recognition), &[
        "recognise|recognize [returning|known] [user|customer|client|person|member] [by] [face]", "recognise|recognize ~ face", "recognise|recognize [returning|known] [user|customer|client|person|member] by|via|with|through [their|the|his|her|a] face",
        "recognition", "face|facial recognition|login|match|identification|id", "log in by|with face", "login|signin by|with|via|using [the|their|a|your] face", "log|sign in by|with|via|using [the|their|a|your] face", "biometric match|login",
        "verify|check|match|compare ~ face against|with|to ~ stored|registered|enrolled|saved|known|biometric|file|record",
        "verify|check|match|compare ~ face against|with|to ~ stored|registered|enrolled|saved|known|biometric|file|record ~ biometric|face|file",
        "identify ~ by face", "verify|check|match ~ face", "stored|registered|enrolled biometric|face", "face on file",
        "face match against|with|to|of ~ enrolled|enroled|stored|registered|saved|file|record|known", "same person|user|customer|face ~ registered|enrolled|enroled|before|known|record|file|signed",
        "verify|check|match|compare ~ face|selfie against|with|to ~ one|picture|photo|image ~ file|record|enrolled|registered|stored|known|database",
        "face id", "biometric recognition|authentication", "face authentication",
    ]),
    row(Means::Step(Node::DocumentScan), &[
        "scan|capture|read|check|verify|photograph|show|upload|present|photo|picture ~ id|ids|passport|document|documents|license|licence|permit|visa [card|scan]",
        "id|passport|document|license|licence|permit|visa|identity scan|check|capture|verification", "identity card|document",
        "photo|picture of ~ identity|id card|document", "government|photo id", "drivers|driver|driving license|licence", "passport", "id document",
        "national id", "scan|capture|check|verify|read ~ id card",
        "residence permit", "document", "id card", "their|an|the id", "id", "ids",
    ]),
    row(Means::Step(Node::EnterEmail), &[
        "collect|enter|capture|request|type|record|get|take|note ~ email [address]", "ask ~ for ~ email [address]", "enter email",
        "email address", "email entry", "user|customer|person|they type|enter|give ~ email [address]", "leave ~ email [address]",
    ]),
    row(Means::Step(Node::TwoFactorEmail), &[
        "email ~ code|otp|passcode|pin|password|2fa", "code|otp|passcode|pin|password ~ by|via|through|over|to|per ~ email|mail|inbox",
        "otp by|via|through email|mail", "verify|confirm|check ~ email [address]", "email verification|authentication|factor", "email two factor", "mail ~ code|otp|passcode|pin",
        "code|otp|passcode to it|there", "code|otp|passcode there", "instead of ~ sms|text ~ email|mail", "email|mail instead of ~ sms|text",
    ]),
    row(Means::Step(Node::TwoFactorSms), &[
        "sms [code|otp]", "sms ~ code|otp|passcode|pin|2fa", "text|texting [message] ~ code|otp|password|passcode|pin", "text message",
        "code|otp|passcode|pin|password ~ by|via|through|over|to|per ~ sms|text|phone|mobile [message|number]",
        "verify|confirm|check ~ phone|mobile [number]", "verify|confirm|check ~ phone|mobile [number] by|via|through|with sms|text [message]",
        "phone|mobile verification|authentication|code", "phone|mobile number verification", "code ~ to ~ phone|mobile [number]", "text them", "instead of ~ email|mail ~ sms|text", "sms|text instead of ~ email|mail",
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
        "verify identity", "check|verify ~ identity", "id verification", "prove ~ who", "video check|verification", "face|facial check|verification", "make sure ~ who they say|claim",
    ]),
    row(Means::Kyc, &["kyc", "know your customer", "kyc check|verification|flow"]),
    // Talks.
    row(Means::Ask, &[
        "ask", "question them|the|user|customer", "find out", "inquire", "enquire", "interview them|the|each|every|him|her",
        "first|second|third|fourth|next|last|final|following question|questions", "question #", "have|let|make ~ explain|describe|tell|state|repeat|say",
        "read aloud", "request ~ reason|purpose", "user|customer|caller|person state|explain|describe", "challenge them",
    ]),
    row(Means::Tell, &[
        "tell", "inform", "welcome", "greet", "greeting", "explain", "thank", "thanks", "goodbye", "say goodbye", "say", "announce",
        "remind", "reassure", "congratulate", "introduce", "short goodbye", "closing words", "read out", "read|present ~ terms|conditions|disclaimer|policy|statement|notice", "let ~ know", "hello", "say hello|hi|bye|farewell", "bye", "farewell",
    ]),
    row(Means::Confirm, &["confirm", "ask ~ to confirm", "have ~ confirm", "confirmation of", "read back", "get|obtain|collect ~ consent|agreement|approval"]),
    row(Means::Talk, &[
        "conversation", "security question", "talk with|to", "short|brief talk|conversation|chat", "talk about", "in a conversation|talk|chat",
        "in a short|brief conversation|talk|chat", "dialogue", "chat with",
    ]),
    row(Means::Coercion, &[
        "coercion [detection|check]", "coerced", "duress", "under pressure|duress", "pressured", "forcing|forced|threatened|pressuring",
        "signs of duress|coercion|pressure|stress", "social engineering", "scam", "someone|somebody|anybody|anyone ~ told|tells|telling|coaching|urging|making them",
        "being told|coached|threatened|coerced|pressured|forced", "against their will", "acting freely", "of their own free will",
    ]),
    // Other steps.
    row(Means::Call, &["call|ask|query|notify ~ api|service|endpoint|backend|webhook|engine|system", "http call", "call ~ at",
        "call|ask|query|notify|ping|hit|trigger|invoke|inform|tell ~ @", "post|send|push|submit|report|forward ~ to ~ @", "post|send|push|submit|report|forward ~ to our|my|the ~ api|service|endpoint|backend|webhook|system|server",
        "webhook", "trigger|fire|hit|invoke|ping ~ webhook|api|endpoint|service|url", "api call", "get|fetch|load ~ from ~ @",]),
    row(Means::Domain, &["belong to", "email domain", "end with|in", "domain", "only ~ addresses"]),
    // Clauses, negation, order.
    row(Means::No, &[
        "no", "not", "dont", "do not", "doesnt", "without", "skip", "never", "instead of", "rather than", "except", "omit", "leave out",
        "avoid", "replace", "exclude", "neither", "nor", "no need for|to", "cannot", "mustnt", "shouldnt", "wont", "instead of asking",
    ]),
    row(Means::NotNeeded, &[
        "not [be] needed|required|necessary|wanted|used|asked", "isnt|arent needed|required|necessary|wanted|used", "unnecessary", "not necessary|needed|required|wanted", "superfluous",
        "must|should|shall not be asked|used|needed|required",
    ]),
    row(Means::But, &["but", "however", "though"]),
    row(Means::And, &["and", "plus", "as well as", "also", "while"]),
    row(Means::Then, &["then", "and then", "after that", "afterwards", "next", "followed by", "followed with", "and afterwards", "an than", "than", "after all [of] that|this|these", "after this|these|those", "thereafter", "subsequently",
        "afterward", "once|when that|this is done"]),
    row(Means::Or, &["or", "and or"]),
    row(Means::Choice, &["choose|pick|select|decide between", "let ~ choose|pick|select|decide", "choice between|of", "can|may choose|pick|select", "whichever ~ prefer"]),
    row(Means::First, &[
        "first", "first of all", "start with", "begin with", "to start", "the first step", "as the first step", "to begin with", "starting with",
        "initially", "at the start|beginning", "first step", "before anything|everything|all [else]", "at the very start|beginning", "right at the start|beginning", "up front", "upfront",
    ]),
    row(Means::Last, &[
        "last", "finally", "at the end", "in the end", "as the final|last step", "the final|last step", "finish with", "finish", "end with", "to finish",
        "lastly", "at last", "final step", "as final|last step", "conclude with", "at the very end", "right at the end", "end with ~ step", "before ending|finishing", "before the end",
    ]),
    row(Means::Before, &["before", "prior to", "ahead of"]),
    row(Means::After, &["after", "once", "following", "at the end of", "subsequent to", "only after", "in addition to", "on top of"]),
    // Failure, attempts.
    row(Means::Fails(None), &[
        "fail", "failing", "failed", "failure", "on|upon failure", "time|times|timed out", "timeout", "is|are|was|were wrong", "if|when wrong", "goes|went wrong",
        "if|when not", "sees no face", "if|when it|this|that|they doesnt|didnt|does|did|cant|cannot [not] work|succeed|pass [out]", "doesnt|didnt work|succeed|pass [out]",
        "does|did not work|succeed|pass [out]", "unsuccessful", "failing that|this|it", "cannot|cant be read|seen|found|delivered|sent|completed|done|performed|verified|confirmed|matched", "isnt|not delivered|received|sent|readable|possible|available",
        "if|when it|this|that isnt|is not possible|successful|available", "do|dont not pass|succeed",
    ]),
    row(Means::Fails(Some(Node::FaceCompare)), &["if|when ~ face ~ not match", "if|when ~ do|does not match", "if|when ~ dont|doesnt match", "mismatch", "if|when|on no match", "no match"]),
    row(Means::Fails(Some(Node::Recognition)), &[
        "if|when they|user|person|customer|client|face is|are not known|registered", "unknown", "not recognized|recognised|registered|enrolled", "unrecognized|unrecognised", "if|when ~ new user",
        "if|when we|you|it|facesign|system dont|do|doesnt|does|cant|cannot|didnt [not] know|recognise|recognize|find|identify", "isnt|arent|wasnt recognised|recognized|registered|enrolled", "the|their|his|her|a face isnt|is|wasnt|was [not] recognised|recognized|known|found",
    ]),
    row(Means::AnyFails, &["if|when anything|something|any ~ fails|fail|failed", "if|when anything|any ~ wrong", "in case of [a] failure|error|problem", "any failure", "if|when ~ step fails", "any of them|these|those|the ~ fail|fails|failed", "one of them|these|those|the ~ fail|fails|failed"]),
    row(Means::Otherwise, &["otherwise", "else", "or else"]),
    row(Means::Instead, &["as [a] fallback|backup|alternative|replacement", "fall back to|on", "fallback|backup [is]", "fallback to", "alternatively"]),
    row(Means::Passes, &[
        "successful", "passes", "passed", "succeeds", "succeeded", "if|when|once recognised|recognized|known|verified|ok|okay|fine", "is ok|okay|fine|good|successful",
        "if|when|once they|it|this|that is|are recognised|recognized|known|verified",
    ]),
    row(Means::EveryStep, &["all|every|each|any step|steps|check|checks|stage|stages", "each", "apiece", "per step|check"]),
    row(Means::Reject, &[
        "reject", "block", "deny", "decline", "refuse", "end|stop|terminate|abort|close ~ session|flow|process|verification|there", "lock ~ out", "stop", "abort",
        "terminate", "turn ~ away", "end|stop|terminate|close ~ call|conversation|transaction", "kick ~ out",
    ]),
    row(Means::Review, &[
        "manual review", "review", "escalate", "human|person|agent|someone|somebody|colleague|employee|recruiter|officer|analyst|clerk|supervisor|reviewer|admin|specialist|team|staff|operator|member|manager|expert ~ look|check|decide|review|handle", "hand over", "send ~ to ~ review|support|agent|human",
        "flag ~ for review", "flag it|them|the", "manually", "to|by|via support [team]", "manual check|checking|verification|handling", "goes|go to ~ review|support",
    ]),
    row(Means::Attempts, &["no|not more than # attempt|attempts|try|tries|times|chances", "max|maximum # attempt|attempts|try|tries|times|chances", "maximum of # attempt|attempts|tries|times", "# failed|wrong|unsuccessful|bad|invalid attempt|attempts|try|tries|entry|entries|code|codes", "# failures", "up to # attempt|attempts|try|tries|time", "# attempt|attempts|tries|chances", "at most # attempt|attempts|try|tries|times", "try # times"]),
    row(Means::Times, &["# times", "twice", "thrice", "# or more times", "# times in a row", "twice in a row"]),
    row(Means::Retries, &[
        "retry", "retry # [time|times]", "retry once|twice", "# retry|retries", "try again", "try again # [time|times]", "try again once|twice", "one more chance|try|attempt",
        "second|another chance|try|attempt", "allow # retry|retries", "up to # retries", "repeat # times", "repeat once|twice", "scan|check|do|capture again", "scan|check|do|capture it|them again", "# more|further|extra|additional chance|chances|try|tries|attempt|attempts", "one|another more|further|extra go", "another go",
    ]),
    row(Means::Endless, &["keep trying", "until it works", "until ~ succeed|works|pass", "unlimited [attempts|retries|tries]", "as often as", "as many times as", "forever"]),
    row(Means::Success, &[
        "if|when everything|all ~ pass|passes|passed|ok|succeeds|good|fine", "on success", "if|when successful", "upon success", "let them|the ~ proceed", "if|when everything|it|all|that works|worked|work", "when|once done|finished|complete|completed",
    ]),
    row(Means::When, &[
        "if|when ~ amount|risk|country|age|balance|score ~ is|over|above|below|under|exceed|exceeds|more|less|high|low", "high|low|medium risk", "depending on", "if|when ~ over|above|below",
        "based on ~ risk|amount|score", "risk based", "only if|when|where", "unless", "below|above that|this", "except if|when|for", "anyone|anybody|everyone|those|people|users|customers ~ under|below|over|above|younger|older [than] #",
        "amount|amounts|payment|payments|transfer|transfers ~ more|less|greater|higher|lower|bigger|larger|smaller than", "if|when|where|for ~ more|less|greater|older|younger|higher|lower|bigger|larger|smaller than",
        "under|over|above|below # year|years", "under|over the age of", "under age", "underage", "must be # or over|older", "at least # year|years",
    ]),
    // Beyond FaceSign.
    row(Means::Missing, &[
        "fingerprint", "whatsapp", "verification|confirmation|activation|login|signin|magic link", "link ~ by|via|through|to ~ email|mail|sms|text", "voice clone|cloning|check|deepfake|sample|sampling", "video call|interview ~ human|agent|person", "qr code", "voice recognition|biometrics|match|print|authentication|verification|id", "by|via|with|their voice", "voiceprint", "credit check|score", "retina|retinal|iris [scan]", "palm [scan]",
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
        "have|let the avatar|agent|bot|assistant", "the avatar|agent should",
        "if so", "if|when|where|as possible|necessary|needed|required|appropriate", "as soon as", "more|less|greater|older|younger|higher|lower|bigger|larger|smaller|fewer than", "dont|do|never skip|omit|forget|miss", "do not skip|omit|forget|miss",
        "without fail", "nothing|anything|something|everything|everyone|anyone|someone|who|what else", "no longer", "no later|sooner than", "no doubt", "no problem", "not sure", "not optional", "look at ~ face", "transfer|transferring to", "read through", "support ticket",
        "failed case|cases", "forward to", "# digit|digits", "either", "user|customer|order|session|account|booking|client|employee|touch|contract|transaction id|ids", "id number|numbers|token", "last|past|next|first # day|days|hour|hours|week|weeks|month|months|year|years|digit|digits|minute|minutes",
        "last|next|first|second|third name|time|week|month|year|day|digit|login|visit|transaction|payment|invoice|order", "document verification flow", "verification flow", "call center|centre", "phone call center|centre",
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
