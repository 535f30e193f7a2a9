import type { Hex } from "viem";
import { ProblemNotice } from "../../components/Notice";
import { usePrediction, usePreview } from "../../hooks/predictions";
import type { Reading } from "../../lib/draft";
import { shortNumber, shownName, type Encoder } from "../../lib/encoding";
import { formatCount, plural } from "../../lib/format";
import type { Trainer } from "../../lib/trainers";
import { scoreAfter, type Change } from "../../lib/weights";

interface LearnPreviewProps {
  readonly trainer: Trainer;
  readonly encoder: Encoder;
  readonly reading: Reading | undefined;
  readonly samples: Hex;
}

/** What the model would learn from these samples, by the contract's own preview. */
export function LearnPreview({ trainer, encoder, reading, samples }: LearnPreviewProps) {
  const { data: changes, problem } = usePreview(trainer, samples);
  if (problem) return <ProblemNotice problem={problem} />;
  return (
    <div className="stack tight">
      <h3>What the model would learn</h3>
      {changes === undefined ? (
        <p className="soft">Asking the contract…</p>
      ) : changes.length === 0 ? (
        <p>
          Nothing: the model agrees already, so no weight changes.
          {reading?.kind === "one"
            ? " If it still does when you settle, your deposit returns."
            : ""}
        </p>
      ) : (
        <>
          {reading?.kind === "one" ? (
            <Afterwards trainer={trainer} reading={reading} samples={samples} changes={changes} />
          ) : (
            <p>{plural(changes.length, "weight")} would change.</p>
          )}
          <ChangeTable trainer={trainer} encoder={encoder} changes={changes} />
        </>
      )}
    </div>
  );
}

interface AfterwardsProps {
  readonly trainer: Trainer;
  readonly reading: Extract<Reading, { kind: "one" }>;
  readonly samples: Hex;
  readonly changes: readonly Change[];
}

/** Whether the model would agree once it has learned: what decides about the deposit. */
function Afterwards({ trainer, reading, samples, changes }: AfterwardsProps) {
  const { data: prediction } = usePrediction(trainer, reading.sample);
  if (prediction?.sample !== reading.sample) return null;
  const label = Number(samples.slice(2, 4));
  const score = scoreAfter(trainer, prediction.score, reading.explained.used, changes);
  const [zero, one] = trainer.metadata.labelNames;
  const would = score === 0n ? "be undecided" : `say ${score > 0n ? one : zero}`;
  const agrees = label === 1 ? score > 0n : score < 0n;
  return (
    <p>
      The model does not agree yet, so {plural(changes.length, "weight")} would change.{" "}
      {agrees
        ? `It would then ${would}, as you do; others’ data may still move it before you settle.`
        : `It would still ${would}, not what you say: settled like that, your deposit would be forfeited.`}
    </p>
  );
}

const SHOWN_CHANGES = 40;

interface ChangeTableProps {
  readonly trainer: Trainer;
  readonly encoder: Encoder;
  readonly changes: readonly Change[];
}

function ChangeTable({ trainer, encoder, changes }: ChangeTableProps) {
  const unit = trainer.model === "sparse" ? 1 : 2 ** trainer.shape.fractionBits;
  const show = (weight: bigint): string => shortNumber(Number(weight) / unit);
  return (
    <details>
      <summary>Show the weights</summary>
      <div className="scroller">
        <table>
          <thead>
            <tr>
              <th scope="col">{trainer.model === "sparse" ? "Word" : "Column"}</th>
              <th scope="col" className="number">
                Now
              </th>
              <th scope="col" className="number">
                Then
              </th>
            </tr>
          </thead>
          <tbody>
            {changes.slice(0, SHOWN_CHANGES).map(({ feature, before, afterwards }) => (
              <tr key={feature}>
                <td>{shownName(encoder.featureNames[feature] ?? "bias")}</td>
                <td className="number">{show(before)}</td>
                <td className="number">{show(afterwards)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {changes.length > SHOWN_CHANGES ? (
        <p className="soft small">and {formatCount(changes.length - SHOWN_CHANGES)} more.</p>
      ) : null}
    </details>
  );
}
