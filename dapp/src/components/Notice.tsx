import type { ReactNode } from "react";
import type { Problem } from "../lib/problem";

type Tone = "info" | "warning" | "error" | "success";

interface NoticeProps {
  readonly tone: Tone;
  readonly children: ReactNode;
}

/** A message on the page; an error is read out at once, others when the reader pauses. */
export function Notice({ tone, children }: NoticeProps) {
  return (
    <div className={`notice ${tone}`} role={tone === "error" ? "alert" : "status"}>
      {children}
    </div>
  );
}

export function ProblemNotice({ problem }: { readonly problem: Problem | undefined }) {
  return problem ? (
    <Notice tone={problem.kind === "signature" ? "warning" : "error"}>{problem.sentence}</Notice>
  ) : null;
}
