import { formatDuration, formatMoment } from "../../lib/format";
import type { MarketTerms } from "../../lib/markets";

interface RevealTimesProps {
  readonly terms: Pick<MarketTerms, "earliestEndS" | "revealS">;
  readonly nowS: number;
}

/** When somebody with a sealed contribution has to come back. */
export function RevealTimes({ terms, nowS }: RevealTimesProps) {
  const { earliestEndS, revealS } = terms;
  const from =
    nowS < earliestEndS
      ? `From ${formatMoment(earliestEndS, nowS)} on, or as soon as the market is full, participation may end at any time`
      : "Participation may end at any time now";
  return (
    <>
      {from}; then you have {formatDuration(revealS)} to reveal.
    </>
  );
}
