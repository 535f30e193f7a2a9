import { shownName, type ReadSample } from "../lib/encoding";
import { formatCount } from "../lib/format";
import type { Trainer } from "../lib/trainers";
import { LabelChip } from "./LabelChip";

interface SampleListProps {
  readonly trainer: Trainer;
  readonly samples: readonly ReadSample[];
  /** Words or columns by feature, as far as the encoder is known. */
  readonly names: readonly string[] | undefined;
  /** A table's values in its columns' own units, if they can be known. */
  readonly cells?: (sample: ReadSample) => Readonly<Record<string, string>>;
  /** Bit i: the model does not agree with sample i. */
  readonly disagreeing?: bigint | undefined;
}

const SHOWN_SAMPLES = 20;
const SHOWN_FEATURES = 24;

/** What is in a contribution: each sample's label and its words or values. */
export function SampleList({ trainer, samples, names, cells, disagreeing }: SampleListProps) {
  return (
    <ol className="stack tight small">
      {samples.slice(0, SHOWN_SAMPLES).map((sample, position) => (
        // Samples have no identity but their place.
        <li key={position} className="row">
          <LabelChip trainer={trainer} label={sample.label} />
          {disagreeing === undefined ? null : (
            <span className="soft">
              {(disagreeing >> BigInt(position)) & 1n ? "model disagrees" : "model agrees"}
            </span>
          )}
          <span>{contentOf(trainer, sample, names, cells)}</span>
        </li>
      ))}
      {samples.length > SHOWN_SAMPLES ? (
        <li className="soft">and {formatCount(samples.length - SHOWN_SAMPLES)} more samples</li>
      ) : null}
    </ol>
  );
}

function contentOf(
  trainer: Trainer,
  sample: ReadSample,
  names: readonly string[] | undefined,
  cells: SampleListProps["cells"],
): string {
  if (trainer.model === "dense" && cells) {
    return shortened(Object.entries(cells(sample)).map(([name, value]) => `${name} ${value}`));
  }
  return shortened(
    sample.lanes.map(({ feature, lane }) => {
      const name = shownName(names?.[feature] ?? `feature ${feature}`);
      return trainer.model === "sparse" ? name : `${name} ${lane}`;
    }),
  );
}

function shortened(parts: readonly string[]): string {
  const rest = parts.length - SHOWN_FEATURES;
  return parts.slice(0, SHOWN_FEATURES).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}
