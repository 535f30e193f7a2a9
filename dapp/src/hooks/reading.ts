import { useMemo } from "react";
import { readDraft, type Draft, type Reading } from "../lib/draft";
import type { Encoder } from "../lib/encoding";
import type { Trainer } from "../lib/trainers";
import { useDebounced } from "./useDebounced";

const TYPING_MS = 180;

/** What the encoder makes of what was entered, once typing pauses. */
export function useReading(
  trainer: Trainer,
  encoder: Encoder | undefined,
  draft: Draft,
): Reading | undefined {
  const { labelNames } = trainer.metadata;
  const { mode, text, cells, file, part } = useDebounced(draft, TYPING_MS);
  return useMemo(
    () =>
      encoder
        ? readDraft(encoder, labelNames, { mode, text, cells, file, part, label: undefined })
        : undefined,
    [encoder, labelNames, mode, text, cells, file, part],
  );
}
