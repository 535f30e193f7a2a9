import { useMemo } from "react";
import type { Address } from "viem";
import { blocksOf, entriesOf, sameAddress, type Entry } from "../lib/contributions";
import type { Contribution } from "../lib/history";
import { useBlockTimes, useContributions, useTrainers, type Read } from "./chain";

const NOTHING: readonly never[] = [];

function useEntries(wanted: (contribution: Contribution) => boolean): Read<readonly Entry[]> {
  const { data: trainers, problem: noTrainers } = useTrainers();
  const { data: all, problem: noLog } = useContributions(trainers ?? NOTHING);
  const chosen = useMemo(() => all?.filter(wanted), [all, wanted]);
  const blocks = useMemo(() => blocksOf(chosen ?? NOTHING), [chosen]);
  const { data: times, problem: noTimes } = useBlockTimes(blocks);
  const data = useMemo(
    () => (chosen && trainers ? entriesOf(chosen, trainers, times) : undefined),
    [chosen, trainers, times],
  );
  return { data, problem: noTrainers ?? noLog ?? noTimes };
}

/** Contributions of one account to any model, the latest first. */
export function useOwnEntries(account: Address | undefined): Read<readonly Entry[]> {
  const wanted = useMemo(
    () => (contribution: Contribution) => sameAddress(contribution.contributor, account),
    [account],
  );
  const { data, problem } = useEntries(wanted);
  const sorted = useMemo(
    () =>
      data?.toSorted(
        (a, b) =>
          (b.contributedS ?? 0) - (a.contributedS ?? 0) ||
          Number(b.contribution.index - a.contribution.index),
      ),
    [data],
  );
  return { data: sorted, problem };
}

const isOpen = (contribution: Contribution): boolean => contribution.outcome === undefined;

/** Open contributions to any model. */
export function useOpenEntries(): Read<readonly Entry[]> {
  return useEntries(isOpen);
}
