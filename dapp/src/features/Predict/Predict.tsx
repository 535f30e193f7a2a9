import { ProblemNotice } from "../../components/Notice";
import { Waiting } from "../../components/Waiting";
import { useEvaluation, usePrediction, useWeights } from "../../hooks/predictions";
import type { Reading } from "../../lib/draft";
import { formatCount } from "../../lib/format";
import { shortNumber, shownName } from "../../lib/encoding";
import type { Trainer } from "../../lib/trainers";
import { evidenceOf, leaning, scoreUnit, type Evidence } from "../../lib/weights";

interface PredictProps {
  readonly trainer: Trainer;
  readonly reading: Reading | undefined;
}

/** What the model says, free, while people type. */
export function Predict({ trainer, reading }: PredictProps) {
  return (
    <section className="card" aria-label="Prediction">
      <div className="row spread">
        <h2>Prediction</h2>
        <span className="chip">free, by the contract</span>
      </div>
      {reading?.kind === "one" ? (
        <OnePrediction trainer={trainer} reading={reading} />
      ) : reading?.kind === "many" ? (
        <ManyPredictions trainer={trainer} reading={reading} />
      ) : (
        <p className="soft">
          {trainer.model === "sparse"
            ? "Write something, and the model’s answer appears here."
            : "Fill in the columns, and the model’s answer appears here."}
        </p>
      )}
    </section>
  );
}

interface OneProps {
  readonly trainer: Trainer;
  readonly reading: Extract<Reading, { kind: "one" }>;
}

function OnePrediction({ trainer, reading }: OneProps) {
  const { data: prediction, problem } = usePrediction(trainer, reading.sample);
  const { data: weights } = useWeights(trainer, true);
  if (problem) return <ProblemNotice problem={problem} />;
  if (!prediction) return <Waiting what="the prediction" />;
  const [zero, one] = trainer.metadata.labelNames;
  const stale = prediction.sample !== reading.sample;
  const undecided = prediction.score === 0n;
  const evidence = weights ? evidenceOf(trainer, weights, reading.explained.used) : undefined;
  const lean = evidence ? leaning(evidence) : undefined;
  const side = undecided ? "" : prediction.label === 1 ? "one" : "zero";
  const score = Number(prediction.score) / scoreUnit(trainer);
  return (
    <div className={stale ? "stack stale" : "stack"} aria-busy={stale}>
      <div className={`verdict ${side}`} role="status" aria-live="polite" aria-atomic="true">
        <span className="name">
          {undecided ? "Undecided" : prediction.label === 1 ? one : zero}
        </span>
        <span className="soft">
          {undecided
            ? "The score is exactly 0, so the model has no opinion."
            : `${evidence ? `${confidence(trainer, evidence)}, ` : ""}score ${signed(score, "")}`}
        </span>
      </div>
      {lean === undefined ? null : <Balance lean={lean} zero={zero} one={one} />}
      {evidence ? <EvidenceList evidence={evidence} trainer={trainer} /> : null}
      {reading.explained.unknown.length > 0 ? (
        <p className="soft small">
          Not in the vocabulary, so without effect:{" "}
          {reading.explained.unknown.slice(0, 12).map(shownName).join(", ")}
          {reading.explained.unknown.length > 12
            ? ` and ${formatCount(reading.explained.unknown.length - 12)} more`
            : ""}
          .
        </p>
      ) : null}
    </div>
  );
}

/** How sure the model is; its bias knows nothing of what was entered. */
function confidence(trainer: Trainer, evidence: readonly Evidence[]): string {
  const bias = trainer.shape.featureCount;
  if (evidence.every(({ feature, effect }) => effect === 0 || feature === bias)) {
    return "by its bias alone";
  }
  const size = Math.abs(leaning(evidence));
  if (size < 0.15) return "barely";
  return size < 0.5 ? "leaning" : "clearly";
}

interface BalanceProps {
  readonly lean: number;
  readonly zero: string;
  readonly one: string;
}

/** How one-sided the evidence is, as a bar from the middle. */
function Balance({ lean, zero, one }: BalanceProps) {
  const width = Math.abs(lean) * 50;
  const left = lean < 0 ? 50 - width : 50;
  const side = lean < 0 ? zero : one;
  return (
    <div>
      <div
        className="balance"
        role="img"
        aria-label={`${Math.round(Math.abs(lean) * 100)} % of the evidence’s weight points to ${side} on balance`}
      >
        <span
          className={`fill ${lean < 0 ? "zero" : "one"}`}
          style={{ left: `${left}%`, width: `${width}%` }}
        />
      </div>
      <div className="balance-ends" aria-hidden="true">
        <span>{zero}</span>
        <span>{one}</span>
      </div>
    </div>
  );
}

/** A number with a real minus sign, or this sign if it is above 0. */
function signed(value: number, plus: "+" | ""): string {
  return (value > 0 ? plus : value < 0 ? "−" : "") + shortNumber(Math.abs(value));
}

const SHOWN_EVIDENCE = 14;

interface EvidenceListProps {
  readonly evidence: readonly Evidence[];
  readonly trainer: Trainer;
}

function EvidenceList({ evidence, trainer }: EvidenceListProps) {
  const shown = evidence.slice(0, SHOWN_EVIDENCE);
  const rest = evidence.length - shown.length;
  return (
    <div className="stack tight">
      <h3>
        {trainer.model === "sparse" ? "Words used and their weights" : "Columns that count most"}
      </h3>
      <ul className="chips" aria-label="Evidence">
        {shown.map(({ feature, name, effect }) => (
          <li key={feature} className={`chip ${effect > 0 ? "one" : effect < 0 ? "zero" : ""}`}>
            {shownName(name)}
            <span className="weight">{signed(Number(effect.toPrecision(3)), "+")}</span>
          </li>
        ))}
        {rest > 0 ? <li className="chip">and {formatCount(rest)} more</li> : null}
      </ul>
    </div>
  );
}

interface ManyProps {
  readonly trainer: Trainer;
  readonly reading: Extract<Reading, { kind: "many" }>;
}

function ManyPredictions({ trainer, reading }: ManyProps) {
  const { data, problem } = useEvaluation(trainer, reading.samples);
  if (problem) return <ProblemNotice problem={problem} />;
  if (!data) return <Waiting what="the predictions" />;
  const percent = Math.round((100 * data.correct) / data.total);
  return (
    <div className="stack">
      <div className="verdict" role="status">
        <span className="name">{percent} %</span>
        <span className="soft">
          The model predicts the given label for {formatCount(data.correct)} of{" "}
          {formatCount(data.total)} samples.
        </span>
      </div>
      <progress value={data.correct} max={data.total} aria-label="Samples predicted as labelled" />
    </div>
  );
}
