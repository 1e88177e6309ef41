//! Questions: what a description leaves open, with the choices there are and what holds until they are answered.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::note::Note;

/// Answers by the id of their question.
pub type Answers = BTreeMap<String, String>;

/// What a question is about; its name begins the id of the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// Nothing in the description names a step.
    What,
    /// Words that no phrase of the table covers.
    Unplaced,
    /// A code, but not how it is sent; or several ways with "or" between them.
    Channel,
    /// "Verify the identity", which several steps can do.
    Identity,
    /// A talk without a subject.
    Question,
    /// A step that is wanted in one place and excluded in another.
    Contradiction,
    /// Two steps that shall both come first.
    Order,
    /// Steps with "or" between them.
    Choice,
    /// A branch on data that the flow does not have.
    Condition,
    /// Something FaceSign does not offer.
    Unavailable,
    /// A language that is not in the catalogue.
    Language,
    /// A call without an address.
    Address,
    /// A wording, id or field that the validator refuses.
    Wording,
    /// The avatar.
    Avatar,
    /// The languages of the session.
    Languages,
    /// What a failed check leads to.
    Failure,
    /// How often a person may try again.
    Retries,
    /// The assurance that the flow must give.
    Policy,
}

impl Topic {
    /// The name that begins the id of a question.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::What => "what",
            Self::Unplaced => "unplaced",
            Self::Channel => "channel",
            Self::Identity => "identity",
            Self::Question => "question",
            Self::Contradiction => "contradiction",
            Self::Order => "order",
            Self::Choice => "choice",
            Self::Condition => "condition",
            Self::Unavailable => "unavailable",
            Self::Language => "language",
            Self::Address => "address",
            Self::Wording => "wording",
            Self::Avatar => "avatar",
            Self::Languages => "languages",
            Self::Failure => "failure",
            Self::Retries => "retries",
            Self::Policy => "policy",
        }
    }

    /// Whether the description raised the question, rather than its silence about a matter of taste.
    pub const fn is_open(self) -> bool {
        !matches!(
            self,
            Self::Avatar | Self::Languages | Self::Failure | Self::Retries | Self::Policy
        )
    }
}

/// A question to the user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Question {
    /// Key of the answer in `answers`.
    pub id: String,
    /// The question.
    pub text: String,
    /// Answers there are; empty where the answer is free text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
    /// What the flow does until answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// Whether words of the wish are at stake; the others are matters of taste.
    pub open: bool,
}

/// Questions with the answers that came in beforehand.
#[derive(Clone, Debug, Default)]
pub(super) struct Questions<'a> {
    answers: Option<&'a Answers>,
    asked: Vec<Question>,
    heard: BTreeSet<String>,
    counts: BTreeMap<Topic, usize>,
}

impl<'a> Questions<'a> {
    pub(super) fn new(answers: &'a Answers) -> Self {
        Self {
            answers: Some(answers),
            ..Self::default()
        }
    }

    /// The answer to the next question of a topic, else `None` and the question is kept.
    pub(super) fn ask(
        &mut self,
        topic: Topic,
        text: impl Into<String>,
        choices: &[&str],
        default: Option<&str>,
    ) -> Option<&'a str> {
        let count = self.counts.entry(topic).or_default();
        *count += 1;
        let id = match *count {
            1 => topic.as_str().to_owned(),
            number => format!("{}_{number}", topic.as_str()),
        };
        let answer = self.answers.and_then(|answers| answers.get(&id));
        let fits = |answer: &str| choices.is_empty() || choices.contains(&answer);
        if let Some(answer) = answer.map(|answer| answer.trim()).filter(|one| fits(one)) {
            self.heard.insert(id);
            return Some(answer);
        }
        self.asked.push(Question {
            id,
            text: text.into(),
            choices: choices.iter().map(|&choice| choice.to_owned()).collect(),
            default: default.map(str::to_owned),
            open: topic.is_open(),
        });
        None
    }

    /// Whether something that the description raised is without an answer.
    pub(super) fn has_open(&self) -> bool {
        self.asked.iter().any(|question| question.open)
    }

    /// One note on each answer that had no effect.
    pub(super) fn unheard(&self) -> Vec<Note> {
        let answers = self.answers.into_iter().flatten();
        let unheard = answers.filter(|(id, _)| !self.heard.contains(*id));
        let notes = unheard.map(|(id, answer)| {
            let text = match self.asked.iter().find(|question| question.id == *id) {
                Some(question) => format!(
                    "The answer `{answer}` is none of {}, so it had no effect.",
                    question.choices.join(", ")
                ),
                None => {
                    "No question with this id was open, so its answer had no effect.".to_owned()
                }
            };
            Note::new(format!("answer `{id}`"), text)
        });
        notes.collect()
    }

    /// The texts of the open questions.
    pub(super) fn open_texts(&self) -> impl Iterator<Item = &str> {
        let open = self.asked.iter().filter(|question| question.open);
        open.map(|question| question.text.as_str())
    }

    /// The questions without an answer, open ones first.
    pub(super) fn finish(self) -> Vec<Question> {
        let mut asked = self.asked;
        asked.sort_by_key(|question| !question.open);
        asked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_that_fit_are_taken_and_others_asked_again() {
        let answers = Answers::from([
            ("channel".to_owned(), " sms ".to_owned()),
            ("channel_2".to_owned(), "pigeon".to_owned()),
            ("carrier".to_owned(), "sms".to_owned()),
            ("avatar".to_owned(), "Ann".to_owned()),
        ]);
        let mut questions = Questions::new(&answers);
        assert_eq!(questions.ask(Topic::Avatar, "Who?", &[], None), Some("Ann"));
        assert_eq!(
            questions.ask(Topic::Retries, "How often?", &["0", "1"], Some("1")),
            None
        );
        let channels = &["email", "sms"];
        assert_eq!(
            questions.ask(Topic::Channel, "How?", channels, Some("email")),
            Some("sms")
        );
        assert_eq!(
            questions.ask(Topic::Channel, "How?", channels, Some("email")),
            None
        );
        let notes: Vec<String> = questions
            .unheard()
            .into_iter()
            .map(|note| format!("{}: {}", note.about, note.text))
            .collect();
        assert_eq!(
            notes,
            [
                "answer `carrier`: No question with this id was open, so its answer had no effect.",
                "answer `channel_2`: The answer `pigeon` is none of email, sms, so it had no effect.",
            ]
        );
        let ids: Vec<String> = questions.finish().into_iter().map(|one| one.id).collect();
        assert_eq!(ids, ["channel_2", "retries"]);
    }
}
