import { useId, useState } from "react";
import { Button } from "../../components/Button";
import { ProblemNotice } from "../../components/Notice";
import { usePage } from "../../hooks/page";
import { useNow } from "../../hooks/useNow";
import { moveTimeOn } from "../../lib/devChain";
import { formatTime } from "../../lib/format";
import { problemOf, type Problem } from "../../lib/problem";

const HOUR_S = 3_600;
const STEPS: readonly [seconds: number, name: string][] = [
  [600, "10 minutes"],
  [HOUR_S, "1 hour"],
  [24 * HOUR_S, "1 day"],
  [7 * 24 * HOUR_S, "1 week"],
];

/** The chain's time; on a local chain with a way to move it on, for waits are long. */
export function Clock() {
  const { head, isLocal } = usePage();
  const nowS = useNow();
  if (!head) return null;
  return (
    <>
      <span>Chain time {formatTime(nowS)}</span>
      {isLocal && head.movesTime ? <MoveTime /> : null}
    </>
  );
}

function MoveTime() {
  const { client, refresh } = usePage();
  const [stepS, setStepS] = useState(24 * HOUR_S);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const id = useId();
  const move = async (): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      await moveTimeOn(client, stepS);
      await refresh();
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <div className="row" role="group" aria-label="Local chain’s clock">
        <label htmlFor={id} className="hidden">
          Move time on by
        </label>
        <select
          id={id}
          className="short"
          value={stepS}
          onChange={(event) => setStepS(Number(event.target.value))}
        >
          {STEPS.map(([seconds, name]) => (
            <option key={seconds} value={seconds}>
              {name}
            </option>
          ))}
        </select>
        <Button size="small" busy={busy} onClick={() => void move()}>
          Move time on
        </Button>
      </div>
      <ProblemNotice problem={problem} />
    </>
  );
}
