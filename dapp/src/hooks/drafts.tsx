import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from "react";
import { EMPTY_DRAFT, type Draft } from "../lib/draft";
import type { Trainer } from "../lib/trainers";

type Drafts = ReadonlyMap<string, Draft>;

interface DraftsContextValue {
  readonly drafts: Drafts;
  readonly change: (trainer: Trainer, part: Partial<Draft>) => void;
}

const DraftsContext = createContext<DraftsContextValue | undefined>(undefined);

/** Keeps what was entered for each model while people look at other screens. */
export function DraftsProvider({ children }: { readonly children: ReactNode }) {
  const [drafts, setDrafts] = useState<Drafts>(new Map());
  const change = useCallback((trainer: Trainer, part: Partial<Draft>) => {
    setDrafts((before) => {
      const draft = { ...(before.get(trainer.address) ?? EMPTY_DRAFT), ...part };
      return new Map(before).set(trainer.address, draft);
    });
  }, []);
  const value = useMemo(() => ({ drafts, change }), [drafts, change]);
  return <DraftsContext value={value}>{children}</DraftsContext>;
}

/** What is entered for a model, and how to change it. */
export function useDraft(trainer: Trainer): [Draft, (part: Partial<Draft>) => void] {
  const context = useContext(DraftsContext);
  if (!context) throw new Error("useDraft needs a DraftsProvider above it.");
  const { drafts, change } = context;
  const changeThis = useCallback(
    (part: Partial<Draft>) => change(trainer, part),
    [change, trainer],
  );
  return [drafts.get(trainer.address) ?? EMPTY_DRAFT, changeThis];
}
