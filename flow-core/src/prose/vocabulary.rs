//! The words that rules about prompts know, and what each of them may do in a sentence.
//!
//! Function words of English and of the other languages that the service offers in Latin script (`FaceSign` guide
//! "multilingual": it, de, fr, es, pt, id, no) were chosen by hand: frequent ones that no other of these languages
//! writes the same way. Words that English shares with one of them (`die`, `an`, `has`, `for`) are in neither list.
//! The other lists are what English instructions use; they are as incomplete as any such list.

use super::letters::Word;

/// What a word may do: a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Senses(u32);

impl Senses {
    pub(super) const NONE: Self = Self(0);

    pub(super) const fn has(self, one: Self) -> bool {
        self.0 & one.0 != 0
    }

    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// A function word of English.
pub(super) const ENGLISH: Senses = Senses(1);
/// A function word or greeting of another language in Latin script.
pub(super) const OTHER: Senses = Senses(1 << 1);
/// Begins a condition.
pub(super) const IF: Senses = Senses(1 << 2);
/// Begins a condition where a clause begins with it.
pub(super) const WHEN: Senses = Senses(1 << 3);
/// May be followed by an indirect question: "ask if they are ready".
pub(super) const SEE: Senses = Senses(1 << 4);
/// Joins clauses.
pub(super) const AND: Senses = Senses(1 << 5);
/// Somebody, in the third person.
pub(super) const PERSON: Senses = Senses(1 << 6);
/// Makes a condition a mere courtesy: "if possible".
pub(super) const POLITE: Senses = Senses(1 << 7);
/// What the person may like: "they may stop if they wish".
pub(super) const WISH: Senses = Senses(1 << 8);
/// Demands that the person says something.
pub(super) const ASK: Senses = Senses(1 << 9);
/// Demands it together with "me" or "us".
pub(super) const GIVE: Senses = Senses(1 << 10);
/// Denies.
pub(super) const NOT: Senses = Senses(1 << 11);
/// Announces.
pub(super) const WILL: Senses = Senses(1 << 12);
/// Takes the demand away from the nouns behind it: "ask whether they can open their mail".
pub(super) const ASIDE: Senses = Senses(1 << 13);
/// An email address.
pub(super) const EMAIL: Senses = Senses(1 << 14);
/// A phone number.
pub(super) const PHONE: Senses = Senses(1 << 15);
/// A one-time code.
pub(super) const CODE: Senses = Senses(1 << 16);
/// Something that nobody should say aloud.
pub(super) const SECRET: Senses = Senses(1 << 17);
/// Makes a sentence a question.
pub(super) const QUESTION: Senses = Senses(1 << 18);
/// In a condition: the person says nothing, refuses, or too many attempts were made.
pub(super) const SILENT: Senses = Senses(1 << 19);
/// What is missing where the person stays silent: "no answer", "does not respond".
pub(super) const REPLY: Senses = Senses(1 << 20);

/// The person in front of the camera, as only the author of a flow speaks of them.
pub(super) const USER: Senses = Senses(1 << 21);

/// Demands that the person says something where a clause begins with it.
pub(super) const WHICH: Senses = Senses(1 << 22);
/// Ends the talk together with the words of [`OFF`].
pub(super) const QUIT: Senses = Senses(1 << 23);
/// Second part of a verb that ends the talk: "gives up", "walks away".
pub(super) const OFF: Senses = Senses(1 << 24);
/// Branches in some company that the scan knows: "in case", "someone else", "based on".
pub(super) const BRANCH: Senses = Senses(1 << 25);
/// Demands in some company, or is demanded in some: "give me", "card number".
pub(super) const COMPANY: Senses = Senses(1 << 26);

/// Words at which conditions are looked for.
pub(super) const CONDITIONS: Senses = IF.and(WHEN).and(SEE).and(REPLY).and(BRANCH);
/// Words at which demands are looked for.
pub(super) const DEMANDS: Senses = ASK
    .and(WHICH)
    .and(NOT)
    .and(WILL)
    .and(ASIDE)
    .and(EMAIL)
    .and(PHONE)
    .and(CODE)
    .and(SECRET)
    .and(COMPANY);
/// Words at which silence is looked for.
pub(super) const SILENCES: Senses = NOT.and(OFF).and(SILENT).and(REPLY).and(BRANCH);

/// The words, by sense. A word may stand in several lists.
const LISTS: [(Senses, &str); 39] = [
    (BRANCH, "case cases depending else event on otherwise"),
    (COMPANY, "card key last me need number phrase security us"),
    (
        ENGLISH,
        "the and is are you your of that this with it will be from please they their them what when not our \
        can ask how who been would should could about into then than which there here before after say tell we to or \
        user customer welcome hello thank thanks sure while just by if yes",
    ),
    // Spanish and Portuguese.
    (
        OTHER,
        "el los las una para que por con usted este esta esto vamos hola bienvenido bienvenida gracias buenos \
        buenas días señor su sus está cuando pero tiene puede cliente favor mire cámara aquí ahora",
    ),
    (
        OTHER,
        "os uma não você olá obrigado obrigada seu sua estão são nós nosso nossos agora bom dia oi tudo bem olha \
        câmera câmara pelo pela ao dos das vez um só",
    ),
    // French.
    (
        OTHER,
        "le la les des du une est vous votre vos nous notre pour avec dans sur pas ne ce cette sont bonjour merci \
        bienvenue veuillez être êtes allons avant à où au aux bientôt regardez et répond",
    ),
    // German.
    (
        OTHER,
        "der das und ist sie ihr ihre ihren ihnen nicht wir sind mit auf für ein eine einen bitte guten tag danke \
        willkommen hallo wird werden von zum zur wie jetzt kurz oder dem den wofür dabei es dass",
    ),
    // Italian.
    (
        OTHER,
        "il lo gli di che per non sono è suo sia davvero lei noi ciao grazie benvenuto benvenuta buongiorno ora \
        della nel questo questa ho bisogno un basta prego abbiamo",
    ),
    // Indonesian.
    (
        OTHER,
        "yang dan di ini itu anda kami kita akan untuk dengan tidak dari ke pada silakan selamat datang terima \
        kasih wajah sebelum sudah",
    ),
    // Norwegian.
    (
        OTHER,
        "og er det som ikke på vi av til deg din ditt du vil skal må før hei takk velkommen nå oss være jeg har",
    ),
    (IF, "if unless"),
    (WHEN, "when whenever where should once"),
    (
        SEE,
        "ask asks asking check checks confirm verify see know knows find determine wonder clarify learn tell sure \
        inquire establish happens whether understand explain say",
    ),
    (AND, "and but or so then"),
    (
        USER,
        "user users customer customers caller callers client clients applicant applicants",
    ),
    (
        PERSON,
        "they he she it someone somebody anyone person member patient visitor guest guests player tenant holder \
        cardholder traveller passenger driver owner claimant recipient seller buyer guarantor minor child relative",
    ),
    (
        POLITE,
        "possible needed necessary any applicable required appropriate",
    ),
    (
        WISH,
        "wish wishes want wants like likes prefer prefers need needs choose",
    ),
    (
        ASK,
        "ask asks asking request requests collect collects get obtain read state states stating spell dictate \
        repeat recite provide",
    ),
    (WHICH, "what what's which"),
    (GIVE, "tell give send drop text read show say"),
    (
        NOT,
        "never not no don't won't without nobody nor mustn't shouldn't",
    ),
    (WILL, "will we'll i'll going shall may might"),
    (
        ASIDE,
        "access open opened opens whether confirm check field screen enter type typed form inbox",
    ),
    (EMAIL, "email mail"),
    (PHONE, "phone mobile telephone cell number"),
    (CODE, "code otp passcode"),
    (SECRET, "password passwords pin cvv cvc ssn passphrase"),
    (
        QUESTION,
        "what what's which who who's where where's when why how do does did have has are is was were will can \
        could would got",
    ),
    (
        SILENT,
        "silent silence quiet attempts attempt tries exchanges turns timeout unresponsive refuses refuse refused \
        refusal nothing nobody unable unwilling cannot can't won't otherwise declines",
    ),
    (SILENT, "stops stop leaves seconds minutes minute"),
    (NOT, "isn't doesn't didn't can't"),
    (
        REPLY,
        "answer answers answering answered reply replies respond responds response reaction react reacts statement \
        say says speak result",
    ),
    (QUIT, "give gives hang hangs walk walks break breaks"),
    (OFF, "up away off"),
    (ASIDE, "new choose choosing reset"),
    (
        ENGLISH,
        "i'll i'm it's don't you're we'll that's let's me my does have need was did before where why so both",
    ),
    (
        ENGLISH,
        "let look take give says said person caller applicant client any more their whether explain answer",
    ),
    (
        ENGLISH,
        "an answered silent attempts does they're he she him her his whose between during until because",
    ),
];

/// Places of the table, a power of two: half of them stay free, so that most searches end where they begin.
const PLACES: usize = 1 << 10;

/// Words at the places that their hashes name, or at the next free ones.
static TABLE: [(Word, Senses); PLACES] = table();

/// What a word may do; nothing where it is unknown.
#[inline]
pub(super) fn senses(word: Word) -> Senses {
    let mut place = word.hash();
    loop {
        match TABLE.get(place % PLACES) {
            Some((known, senses)) if *known == word => return *senses,
            Some((known, _)) if *known != Word::NONE => place = place.wrapping_add(1),
            _ => return Senses::NONE,
        }
    }
}

/// The first word of a list, and the rest.
const fn first_word(list: &str) -> Option<(&str, &str)> {
    let (_, list) = list.split_at(blanks(list, true));
    if list.is_empty() {
        return None;
    }
    Some(list.split_at(blanks(list, false)))
}

/// Length of the run of blanks, or of other bytes, at the start.
const fn blanks(list: &str, blank: bool) -> usize {
    let mut len = 0;
    let mut rest = list.as_bytes();
    while let [byte, tail @ ..] = rest {
        if (*byte == b' ') != blank {
            break;
        }
        len += 1;
        rest = tail;
    }
    len
}

#[expect(
    clippy::indexing_slicing,
    reason = "runs when the crate is compiled: a wrong position stops the build"
)]
const fn table() -> [(Word, Senses); PLACES] {
    let mut table = [(Word::NONE, Senses::NONE); PLACES];
    let mut used = 0;
    let mut lists: &[(Senses, &str)] = &LISTS;
    while let [(sense, list), rest_of_lists @ ..] = lists {
        lists = rest_of_lists;
        let mut left = *list;
        while let Some((word, rest)) = first_word(left) {
            left = rest;
            let word = Word::of(word);
            let mut place = word.hash() % PLACES;
            while !table[place].0.is(word) && !table[place].0.is(Word::NONE) {
                place = (place + 1) % PLACES;
            }
            if table[place].0.is(Word::NONE) {
                used += 1;
            }
            // A word may stand in several lists.
            table[place] = (word, table[place].1.and(*sense));
        }
    }
    assert!(used <= PLACES * 6 / 10, "more places are needed");
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_knows_the_words_of_the_lists_and_no_others() {
        for (sense, list) in LISTS {
            for word in list.split_whitespace() {
                assert!(senses(Word::of(word)).has(sense), "{word}");
            }
        }
        assert_eq!(senses(Word::of("zebra")), Senses::NONE);
        assert_eq!(senses(Word::NONE), Senses::NONE);
    }

    #[test]
    fn no_word_votes_for_english_and_against_it() {
        for (_, list) in LISTS {
            for word in list.split_whitespace() {
                let senses = senses(Word::of(word));
                assert!(!(senses.has(ENGLISH) && senses.has(OTHER)), "{word}");
            }
        }
    }
}
