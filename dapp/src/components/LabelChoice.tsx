import { useId } from "react";

interface LabelChoiceProps {
  readonly labelNames: readonly [string, string];
  readonly label: number | undefined;
  readonly onChoose: (label: number) => void;
}

/** Which label a sample has. */
export function LabelChoice({ labelNames, label, onChoose }: LabelChoiceProps) {
  const name = useId();
  return (
    <fieldset className="stack tight">
      <legend className="legend">Which label is right?</legend>
      <div className="choices">
        {labelNames.map((labelName, value) => (
          <label key={labelName} className="choice">
            <input
              type="radio"
              name={name}
              checked={label === value}
              onChange={() => onChoose(value)}
            />
            {labelName}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
