import type { ReactNode } from "react";
import type { Phase } from "../lib/send";
import { formatAddress } from "../lib/format";
import { Notice, ProblemNotice } from "./Notice";

interface TransactionNoticeProps {
  readonly phase: Phase;
  /** What to say once it is mined. */
  readonly done: ReactNode;
}

const WAITING = {
  checking: "Checking with the chain whether this will work…",
  signing: "Confirm it in your wallet…",
} as const;

/** Where a transaction is, in words; read out as it changes. */
export function TransactionNotice({ phase, done }: TransactionNoticeProps) {
  switch (phase.name) {
    case "idle":
      return null;
    case "checking":
    case "signing":
      return <Notice tone="info">{WAITING[phase.name]}</Notice>;
    case "pending":
      return (
        <Notice tone="info">
          <span>
            Sent; waiting for the chain to record it… Transaction{" "}
            <span className="mono" title={phase.hash}>
              {formatAddress(phase.hash)}
            </span>
          </span>
        </Notice>
      );
    case "mined":
      return <Notice tone="success">{done}</Notice>;
    case "failed":
      return <ProblemNotice problem={phase.problem} />;
  }
}
