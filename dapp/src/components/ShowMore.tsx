import { Button } from "./Button";
import { formatCount } from "../lib/format";

interface ShowMoreProps {
  readonly shown: number;
  readonly total: number;
  readonly onMore: () => void;
}

export function ShowMore({ shown, total, onMore }: ShowMoreProps) {
  if (shown >= total) return null;
  return (
    <div>
      <Button onClick={onMore}>Show more ({formatCount(total - shown)} left)</Button>
    </div>
  );
}
