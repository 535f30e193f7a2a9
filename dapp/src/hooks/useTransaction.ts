import { useCallback, useRef, useState } from "react";
import type { Hex, Log } from "viem";
import { problemOf } from "../lib/problem";
import { send, type Call, type Phase } from "../lib/send";
import { usePage } from "./page";
import { useSender } from "./wallet";

export interface Transaction {
  readonly phase: Phase;
  readonly busy: boolean;
  /** Send; gives the mined logs, or nothing if it failed or another one is on its way. */
  readonly run: (call: Call) => Promise<readonly Log[] | undefined>;
  readonly reset: () => void;
}

const BUSY: readonly Phase["name"][] = ["checking", "signing", "pending"];

/** One transaction at a time: simulate, sign, pending, then mined or failed. */
export function useTransaction(): Transaction {
  const { client, isLocal, refresh } = usePage();
  const sender = useSender();
  const [phase, setPhase] = useState<Phase>({ name: "idle" });
  const underway = useRef(false);

  const run = useCallback(
    async (call: Call) => {
      if (underway.current) return undefined;
      underway.current = true;
      let sent: Hex | undefined;
      try {
        setPhase({ name: "checking" });
        const { hash, logs } = await send(client, call, await sender(), isLocal, (next) => {
          if (next.name === "pending") sent = next.hash;
          setPhase(next);
        });
        setPhase({ name: "mined", hash, logs });
        return logs;
      } catch (error) {
        setPhase({ name: "failed", problem: problemOf(error), hash: sent });
        return undefined;
      } finally {
        underway.current = false;
        await refresh();
      }
    },
    [client, isLocal, refresh, sender],
  );
  const reset = useCallback(() => {
    if (!underway.current) setPhase({ name: "idle" });
  }, []);
  return { phase, busy: BUSY.includes(phase.name), run, reset };
}
