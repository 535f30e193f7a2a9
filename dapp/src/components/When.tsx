import { formatRelative, formatTime } from "../lib/format";

interface WhenProps {
  readonly timeS: number;
  readonly nowS: number;
}

/** A moment of the chain's time: how far away, and the date. */
export function When({ timeS, nowS }: WhenProps) {
  return (
    <time dateTime={new Date(timeS * 1000).toISOString()}>
      {formatRelative(timeS, nowS)} <span className="soft small">({formatTime(timeS)})</span>
    </time>
  );
}
