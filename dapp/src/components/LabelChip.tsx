import type { Trainer } from "../lib/trainers";

interface LabelChipProps {
  readonly trainer: Trainer;
  readonly label: number;
}

/** A label by its name. */
export function LabelChip({ trainer, label }: LabelChipProps) {
  const one = label === 1;
  return (
    <span className={`chip ${one ? "one" : "zero"}`}>
      {trainer.metadata.labelNames[one ? 1 : 0]}
    </span>
  );
}
