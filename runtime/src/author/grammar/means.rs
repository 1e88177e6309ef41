//! What a phrase means.

use flow_core::schema::NodeType;

/// The meaning of a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Means {
    /// A step.
    Step(NodeType),
    /// A step, even where "no" stands before it: "make sure it is no deepfake".
    EitherWay(NodeType),
    /// A one-time code, sent in a way that is still to be found.
    Code,
    /// A way to send a code, where one is named beside it.
    Channel(NodeType),
    /// Any check of the identity.
    Identity,
    /// What is usually done for know-your-customer.
    Kyc,
    /// The avatar asks.
    Ask,
    /// The avatar tells.
    Tell,
    /// The avatar has something confirmed.
    Confirm,
    /// A talk, by a noun.
    Talk,
    /// Attention to pressure by another person.
    Coercion,
    /// A call of the author's own service.
    Call,
    /// A condition on an email address.
    Domain,
    /// The next words exclude.
    No,
    /// The clause is about something that is not wanted.
    NotNeeded,
    /// Clauses: a new thought.
    But,
    /// Clauses: one more.
    And,
    /// Clauses: the next.
    Then,
    /// Clauses: one of several.
    Or,
    /// The steps of the sentence are one of several.
    Choice,
    /// Order: before everything else.
    First,
    /// Order: after everything else.
    Last,
    /// Order: before what follows.
    Before,
    /// Order: behind what follows.
    After,
    /// A check was failed; the type where the words name one.
    Fails(Option<NodeType>),
    /// Any check was failed.
    AnyFails,
    /// The last check was failed, or passed where its failure was spoken of.
    Otherwise,
    /// The step in this clause is done instead of the last one.
    Instead,
    /// The last check was passed: the way that goes on anyway.
    Passes,
    /// Every step.
    EveryStep,
    /// Failures end the session.
    Reject,
    /// Failures are looked at by a person.
    Review,
    /// Attempts, the number of which stands in the phrase.
    Attempts,
    /// A number of attempts, where it stands behind a failure.
    Times,
    /// Further attempts, the number of which stands in the phrase, or one.
    Retries,
    /// Attempts without an end.
    Endless,
    /// Every check was passed.
    Success,
    /// A branch on data from outside.
    When,
    /// Something that FaceSign does not offer.
    Missing,
    /// A language of the catalogue, by its code.
    Language(&'static str),
    /// A language that is not in the catalogue.
    NoLanguage,
    /// Every language.
    AllLanguages,
    /// Nothing: words around the wish.
    Idle,
}

impl Means {
    /// How the documentation calls it.
    pub(super) fn title(self) -> String {
        match self {
            Self::Step(kind) => format!("`{}`", kind.name()),
            Self::EitherWay(kind) => format!("`{}`, also behind \"no\"", kind.name()),
            Self::Code => "a code; the channel is looked for beside it, else asked".into(),
            Self::Channel(kind) => format!("channel of a code: `{}`", kind.name()),
            Self::Identity => "identity; asked how".into(),
            Self::Kyc => "`document_scan`, `face_scan`, `liveness_detection`; asked".into(),
            Self::Ask => "talk: ask".into(),
            Self::Tell => "talk: tell".into(),
            Self::Confirm => "talk: confirm".into(),
            Self::Talk => "talk, by a noun".into(),
            Self::Coercion => "coercion exit of the talk".into(),
            Self::Call => "`external_call`".into(),
            Self::Domain => "`data_validation` of the email address".into(),
            Self::No => "negation, to the end of the clause".into(),
            Self::NotNeeded => "negation of the whole clause".into(),
            Self::But => "new clause, ends a negation".into(),
            Self::And => "new clause".into(),
            Self::Then => "new clause, next step".into(),
            Self::Or => "alternative".into(),
            Self::Choice => "the steps of the sentence are alternatives".into(),
            Self::First => "order: first".into(),
            Self::Last => "order: last".into(),
            Self::Before => "order: before what follows".into(),
            Self::After => "order: after what follows".into(),
            Self::Fails(None) => "failure of the step named beside it, else the last one".into(),
            Self::Fails(Some(kind)) => format!("failure of `{}`", kind.name()),
            Self::AnyFails => "failure of any step".into(),
            Self::Otherwise => {
                "failure of the last step; its success where the failure was spoken of".into()
            }
            Self::Instead => "the step beside it is done where the last one fails".into(),
            Self::Passes => "success of the last step; the way that goes on anyway".into(),
            Self::EveryStep => "attempts are about every step".into(),
            Self::Reject => "on failure: reject".into(),
            Self::Review => "on failure: review".into(),
            Self::Attempts => "attempts (one more than retries)".into(),
            Self::Times => "attempts, behind a failure".into(),
            Self::Retries => "retries".into(),
            Self::Endless => "retries, bounded to 3".into(),
            Self::Success => "success; what follows is for your app".into(),
            Self::When => "branch on data; asked".into(),
            Self::Missing => "not offered; asked".into(),
            Self::Language(code) => format!("language `{code}`"),
            Self::NoLanguage => "language outside the catalogue; asked".into(),
            Self::AllLanguages => "all languages".into(),
            Self::Idle => "no meaning of its own".into(),
        }
    }
}
