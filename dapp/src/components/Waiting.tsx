import { ProblemNotice } from "./Notice";
import type { Problem } from "../lib/problem";

interface WaitingProps {
  /** What is being read. */
  readonly what: string;
  readonly problem?: Problem | undefined;
}

/** In place of what is not there yet: why, or a sign that it comes. */
export function Waiting({ what, problem }: WaitingProps) {
  if (problem) return <ProblemNotice problem={problem} />;
  return (
    <div className="stack tight" role="status">
      <span className="hidden">Reading {what}…</span>
      <div className="skeleton" style={{ width: "60%" }} />
      <div className="skeleton" style={{ width: "85%" }} />
      <div className="skeleton" style={{ width: "40%" }} />
    </div>
  );
}
