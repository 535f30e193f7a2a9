import { useMemo } from "react";
import { readDraft, type Draft, type Reading } from "../lib/draft";
import type { Encoder } from "../lib/encoding";
import { mostBytes, type Trainer } from "../lib/trainers";
import { useDebounced } from "./useDebounced";

const TYPING_MS = 180;

export interface CurrentReading {
  readonly reading: Reading | undefined;
  /** Whether it is of what is entered now; until then nothing may be sent. */
  readonly current: boolean;
}

/** What the encoder makes of what was entered, once typing pauses. */
export function useReading(
  trainer: Trainer,
  encoder: Encoder | undefined,
  draft: Draft,
): CurrentReading {
  const { labelNames } = trainer.metadata;
  const most = mostBytes(trainer);
  const settled = useDebounced(draft, TYPING_MS);
  const { mode, text, cells, file, part } = settled;
  const reading = useMemo(
    () =>
      encoder
        ? readDraft(encoder, labelNames, { mode, text, cells, file, part, label: undefined }, most)
        : undefined,
    [encoder, labelNames, most, mode, text, cells, file, part],
  );
  const current =
    mode === draft.mode &&
    text === draft.text &&
    cells === draft.cells &&
    file === draft.file &&
    part === draft.part;
  return { reading, current };
}
