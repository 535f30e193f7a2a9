import { When } from "../../components/When";
import { useBlockTimes } from "../../hooks/chain";
import type { MarketRecord } from "../../lib/marketHistory";
import { timelineOf, type Stage } from "../../lib/marketTimeline";
import type { Market, MarketState } from "../../lib/markets";

interface TimelineProps {
  readonly market: Market;
  readonly state: MarketState;
  readonly record: MarketRecord;
  readonly nowS: number;
}

const AT = { done: "done", now: "now", ahead: "to come", skipped: "did not happen" } as const;

/** The phases of a market: what was, what is, and what comes when. */
export function Timeline({ market, state, record, nowS }: TimelineProps) {
  const stages = timelineOf(market, state, record);
  const blocks = stages.flatMap(({ endedAtBlock }) => endedAtBlock ?? []);
  const { data: times } = useBlockTimes(blocks);
  return (
    <ol className="timeline" aria-label="Phases">
      {stages.map((stage) => (
        <li
          key={stage.phase}
          className={stage.at}
          aria-current={stage.at === "now" ? "step" : undefined}
        >
          <strong>{stage.name}</strong> <span className="soft small">{AT[stage.at]}</span>
          <StageTime
            stage={stage}
            endedS={stage.endedAtBlock && times?.get(stage.endedAtBlock)}
            nowS={nowS}
          />
          {stage.at === "now" || stage.at === "ahead" ? (
            <p className="soft small">{stage.what}</p>
          ) : null}
        </li>
      ))}
    </ol>
  );
}

interface StageTimeProps {
  readonly stage: Stage;
  readonly endedS: number | undefined;
  readonly nowS: number;
}

function StageTime({ stage, endedS, nowS }: StageTimeProps) {
  const { due, lasts } = stage;
  if (!due && !lasts && endedS === undefined) return null;
  return (
    <p className="small">
      {endedS === undefined ? null : <When timeS={endedS} nowS={nowS} />}
      {endedS !== undefined && due ? "; " : null}
      {due ? (
        <>
          {due.words} <When timeS={due.timeS} nowS={nowS} />
        </>
      ) : null}
      {due && lasts ? ", " : null}
      {lasts}
    </p>
  );
}
