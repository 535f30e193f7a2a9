import { useEffect, useId, useState, type ChangeEvent, type ClipboardEvent } from "react";
import { Button } from "../../components/Button";
import { Field } from "../../components/Field";
import { Notice } from "../../components/Notice";
import { useContributions } from "../../hooks/chain";
import { useDraft } from "../../hooks/drafts";
import { readDraft, type Draft, type Reading } from "../../lib/draft";
import { cellsOf, readSamples, typicalCells, type Encoder } from "../../lib/encoding";
import { nextExample } from "../../lib/examples";
import { formatCount, plural } from "../../lib/format";
import type { Problem } from "../../lib/problem";
import { mostBytes, type Trainer } from "../../lib/trainers";
import { MOST_FILE_CHARACTERS } from "../../lib/batch";

interface SampleInputProps {
  readonly trainer: Trainer;
  readonly encoder: Encoder;
  readonly reading: Reading | undefined;
}

/** Where people enter a text, a row, or many of them. */
export function SampleInput({ trainer, encoder, reading }: SampleInputProps) {
  const [draft, change] = useDraft(trainer);
  const [refused, setRefused] = useState<Problem>();
  useEffect(() => setRefused(undefined), [draft]);
  const guard = (event: ClipboardEvent): void => {
    const pasted = event.clipboardData.getData("text");
    if (pasted.length <= MOST_FILE_CHARACTERS) return;
    event.preventDefault();
    setRefused(problemWith(trainer, encoder, { ...draft, text: pasted, file: pasted }));
  };
  const problem = refused ?? (reading?.kind === "problem" ? reading.problem : undefined);
  return (
    <section className="card" aria-label="Your data" onPaste={guard}>
      <div className="row spread">
        <h2>Your data</h2>
        <div className="segments" role="group" aria-label="How many samples">
          <button
            type="button"
            aria-pressed={draft.mode === "one"}
            onClick={() => change({ mode: "one" })}
          >
            One sample
          </button>
          <button
            type="button"
            aria-pressed={draft.mode === "many"}
            onClick={() => change({ mode: "many" })}
          >
            Many samples
          </button>
        </div>
      </div>
      {draft.mode === "many" ? (
        <ManySamples trainer={trainer} encoder={encoder} reading={reading} />
      ) : encoder.kind === "text" ? (
        <TextSample trainer={trainer} />
      ) : (
        <TableSample trainer={trainer} encoder={encoder} />
      )}
      {problem ? <Notice tone="warning">{problem.sentence}</Notice> : null}
      {reading?.kind === "one" ? <Notes notes={reading.explained.notes} /> : null}
    </section>
  );
}

/** What is wrong with a text that never reaches its field: drawing it would stop the browser. */
function problemWith(trainer: Trainer, encoder: Encoder, draft: Draft): Problem | undefined {
  const reading = readDraft(encoder, trainer.metadata.labelNames, draft, mostBytes(trainer));
  return reading.kind === "problem" ? reading.problem : undefined;
}

function Notes({ notes }: { readonly notes: readonly string[] }) {
  if (notes.length === 0) return null;
  return (
    <Notice tone="info">
      {notes.map((note) => (
        <span key={note}>{note}</span>
      ))}
    </Notice>
  );
}

function TextSample({ trainer }: { readonly trainer: Trainer }) {
  const [draft, change] = useDraft(trainer);
  const id = useId();
  return (
    <div className="stack">
      <div className="field">
        <label htmlFor={id}>Text</label>
        <textarea
          id={id}
          value={draft.text}
          rows={4}
          placeholder="Type or paste a sentence"
          onChange={(event) => change({ text: event.target.value })}
        />
      </div>
      <div className="row">
        <Button size="small" onClick={() => change({ text: nextExample(draft.text) })}>
          Use an example
        </Button>
        <Button
          size="small"
          look="plain"
          disabled={draft.text === ""}
          onClick={() => change({ text: "", label: undefined })}
        >
          Clear
        </Button>
      </div>
    </div>
  );
}

function TableSample({
  trainer,
  encoder,
}: {
  readonly trainer: Trainer;
  readonly encoder: Encoder;
}) {
  const [draft, change] = useDraft(trainer);
  const { data: contributions } = useContributions([trainer]);
  const [turn, setTurn] = useState(0);
  const example = (): void => {
    const earlier = contributions?.length ? contributions[turn % contributions.length] : undefined;
    const [sample] = earlier ? readSamples(trainer, earlier.samples) : [];
    change({ cells: sample ? cellsOf(encoder, sample) : typicalCells(encoder), label: undefined });
    setTurn(turn + 1);
  };
  return (
    <div className="stack">
      <div className="row">
        <Button size="small" onClick={() => change({ cells: typicalCells(encoder) })}>
          Use typical values
        </Button>
        {contributions?.length ? (
          <Button size="small" onClick={example}>
            Use an example
          </Button>
        ) : null}
        <Button
          size="small"
          look="plain"
          disabled={Object.keys(draft.cells).length === 0}
          onClick={() => change({ cells: {}, label: undefined })}
        >
          Clear
        </Button>
      </div>
      <div className="columns">
        {encoder.featureNames.map((name) => (
          <Field
            key={name}
            label={name}
            inputMode="decimal"
            autoComplete="off"
            value={draft.cells[name] ?? ""}
            onChange={(event) => change({ cells: { ...draft.cells, [name]: event.target.value } })}
          />
        ))}
      </div>
    </div>
  );
}

function ManySamples({ trainer, encoder, reading }: SampleInputProps) {
  const [draft, change] = useDraft(trainer);
  const [tooLarge, setTooLarge] = useState(false);
  const pasteId = useId();
  const fileId = useId();
  const partId = useId();
  const columns =
    encoder.kind === "text"
      ? "text,label"
      : `${encoder.featureNames.slice(0, 3).join(",")},…,label`;

  const open = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const [file] = event.target.files ?? [];
    if (!file) return;
    // A character takes 1 to 4 bytes.
    const text = file.size <= 4 * MOST_FILE_CHARACTERS ? await file.text() : undefined;
    const fits = text !== undefined && text.length <= MOST_FILE_CHARACTERS;
    setTooLarge(!fits);
    if (fits) change({ file: text, part: 0 });
  };
  return (
    <div className="stack">
      <p className="soft small">
        CSV with a first line that names the columns: <code>{columns}</code>. A label is{" "}
        <code>{trainer.metadata.labelNames[0]}</code> or{" "}
        <code>{trainer.metadata.labelNames[1]}</code>.
      </p>
      <div className="field">
        <label htmlFor={fileId}>Open a CSV file</label>
        <input
          id={fileId}
          type="file"
          accept=".csv,.tsv,.txt,text/csv"
          onChange={(e) => void open(e)}
        />
      </div>
      {tooLarge ? (
        <Notice tone="warning">
          The file is too large for this page; use the command <code>commonweal contribute</code>{" "}
          for it.
        </Notice>
      ) : null}
      <div className="field">
        <label htmlFor={pasteId}>or paste rows here</label>
        <textarea
          id={pasteId}
          className="code"
          rows={6}
          spellCheck={false}
          value={draft.file}
          placeholder={
            encoder.kind === "text"
              ? `text,label\n"Works well.",${trainer.metadata.labelNames[1]}`
              : `${columns}\n…`
          }
          onChange={(event) => change({ file: event.target.value, part: 0 })}
        />
      </div>
      {reading?.kind === "many" ? (
        <>
          <p role="status">
            {plural(
              reading.batch.parts.reduce((sum, part) => sum + part.length, 0),
              "sample",
            )}{" "}
            read
            {reading.batch.bad.length > 0
              ? `, ${plural(reading.batch.bad.length, "row")} left out`
              : ""}
            .
          </p>
          {reading.batch.parts.length > 1 ? (
            <div className="field">
              <label htmlFor={partId}>Part to contribute</label>
              <select
                id={partId}
                value={Math.min(draft.part, reading.batch.parts.length - 1)}
                onChange={(event) => change({ part: Number(event.target.value) })}
              >
                {reading.batch.parts.map((part, position) => (
                  <option key={part[0]?.line ?? position} value={position}>
                    {`Part ${position + 1} of ${reading.batch.parts.length}: lines ${formatCount(part[0]?.line ?? 0)} to ${formatCount(part.at(-1)?.line ?? 0)}`}
                  </option>
                ))}
              </select>
              <span className="hint">A contribution holds at most 128 samples.</span>
            </div>
          ) : null}
          <BadRows reading={reading} />
        </>
      ) : null}
    </div>
  );
}

const SHOWN_BAD_ROWS = 50;

function BadRows({ reading }: { readonly reading: Extract<Reading, { kind: "many" }> }) {
  const { bad } = reading.batch;
  if (bad.length === 0) return null;
  return (
    <details>
      <summary>{plural(bad.length, "row")} left out: why</summary>
      <ul className="stack tight small">
        {bad.slice(0, SHOWN_BAD_ROWS).map(({ line, sentence }) => (
          <li key={line}>
            <strong>Line {formatCount(line)}.</strong> {sentence}
          </li>
        ))}
        {bad.length > SHOWN_BAD_ROWS ? (
          <li>and {formatCount(bad.length - SHOWN_BAD_ROWS)} more.</li>
        ) : null}
      </ul>
    </details>
  );
}
