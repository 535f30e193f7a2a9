import { useEffect, useState } from "react";
import { usePage } from "./page";

const wallS = (): number => Math.floor(Date.now() / 1000);

/** The chain's time in seconds, ticking. */
export function useNow(): number {
  const { head } = usePage();
  const [now, setNow] = useState(wallS);
  useEffect(() => {
    const timer = setInterval(() => setNow(wallS()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now + (head?.skewS ?? 0);
}
