//! Ordinary words: what says nothing of a flow by itself.

use super::pattern::same;
use super::text::Token;

/// Words that begin a clause which tells about the wish and is no wish of its own.
const AROUND: &str = "\
    im ive weve were youre theyre thats heres \
    a again agents all also amount an another any anyone applicants are as at be because both build buyers by \
    callers can candidates check clients contractors create customer customers design do done drivers each employees \
    every everybody everyone everything for freelancers from give given guests her high him his how i id if in \
    include is it its just launch let lets like low make me members merchants must my need new nobody of on onboard \
    one only our over partners passengers patients people perform please prove purpose quick recipient run see \
    sellers send set short should simple since so somebody someone staff students support tenants thanks that the \
    their them there these they this those through to under up us use user users usual vendors verify via visitors \
    want we what when where which who will with would you your";

/// Further words that say nothing of a flow by themselves; such a word is no misspelt one either.
const ORDINARY: &str = "\
    capture scan detect guide \
    able about above account across actual actually add address after ahead allow almost already although always \
    among anybody anything apart app application arent around aside ask automatic automatically avatar away back \
    been before begin being below between bit brief btw business bye caller cannot cant case cases certain certainly \
    checking cheers client close code come company complete control correct correctly could day dear develop did \
    digital does doesnt doing dont during easy eg either else email enable end ensure etc even ever exactly execute \
    fast few fine finish flow form friendly full fully fyi get go going good got great guest guy had half hand \
    happen has have having he hello help here hey hi himself idea identification ie im implement instead into isnt \
    itself keep kind kindly know later least likely little ll log login look lot made mail main man many may maybe \
    mean means member message might mine mobile more most much needed next nice normal now number occur off often ok \
    okay once online onto order other otherwise out own page part particular perhaps person polite politely possible \
    process product project proof proper properly provide put quickly quite rather re real really regards regular \
    remote request require required requirement result results right safe safely said same say screen secure \
    security seem sequence service session several shall she show side sign signup simply site some something soon \
    sort stage standard start started starting step still stop strong strongly successful successfully such suitable \
    sure system take takes team test testing text than thank thats themselves then theres theyre thing things thx \
    time today together too toward try ty type until used useful usually validate validation various ve verification \
    verified version very visitor wanted was way website wed well were weve whatever whats whenever whether while \
    whoever whole whom whose why wish within woman wont work write yes yet youre yours";

/// Words of thanks and greetings that a whole sentence may consist of.
const COURTESY: &str = "a advance best cheers dear hello hey hi in kind kindly lot many much regards so team thank thanks there very you";

/// Whether a clause that begins with this word tells about the wish.
pub(super) fn is_around(word: &str) -> bool {
    AROUND.split(' ').any(|known| known == word)
}

/// Whether a word says nothing of a flow by itself.
pub(super) fn is_ordinary(word: &str) -> bool {
    is_around(word) || ORDINARY.split(' ').any(|known| same(word, known))
}

/// Whether the sentence only thanks or greets the reader.
pub(super) fn is_courtesy(tokens: &[Token]) -> bool {
    let mut words = tokens.iter().filter(|token| !token.mark);
    words.all(|word| COURTESY.split(' ').any(|known| known == word.text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::author::grammar::text::sentences;

    #[test]
    fn words_are_ordinary_by_their_inflections_too() {
        for (word, ordinary) in [
            ("steps", true),
            ("wanted", true),
            ("agents", true),
            ("fax", false),
            ("liveness", false),
        ] {
            assert_eq!(is_ordinary(word), ordinary, "{word}");
        }
    }

    #[test]
    fn thanks_are_no_wish() {
        for (text, courtesy) in [
            ("Many thanks in advance!", true),
            ("Thank the customer.", false),
            ("Hi team,", true),
        ] {
            assert_eq!(is_courtesy(&sentences(text).concat()), courtesy, "{text}");
        }
    }
}
