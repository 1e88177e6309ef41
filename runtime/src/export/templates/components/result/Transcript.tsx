import type { Phrase } from "@/lib/facesign/types";
import type { Texts } from "@/lib/texts";

interface Props {
  readonly phrases: readonly Phrase[];
  readonly language: string | undefined;
  readonly texts: Texts;
}

/** Who said what, in the language of the session. */
export function Transcript({ phrases, language, texts }: Props) {
  if (phrases.length === 0) return null;
  return (
    <section className="card" aria-labelledby="transcript">
      <h2 id="transcript">{texts.transcriptTitle}</h2>
      <ol className="transcript" lang={language}>
        {phrases.map((phrase, position) => (
          <li key={phrase.id ?? position} className={phrase.isAvatar ? "avatar" : "visitor"}>
            <span className="speaker">{phrase.isAvatar ? texts.assistant : texts.you}</span>
            <p>{phrase.text}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
