import { useQuery } from "@tanstack/react-query";
import { judge, type Judgement } from "../lib/forecast";
import type { Contribution } from "../lib/history";
import { problemOf } from "../lib/problem";
import { liveKey } from "../lib/queries";
import type { Trainer } from "../lib/trainers";
import type { Read } from "./chain";
import { usePage } from "./page";

/** What the model says of an open contribution's samples now. */
export function useJudgement(trainer: Trainer, contribution: Contribution): Read<Judgement> {
  const { client, origin } = usePage();
  const { data, error } = useQuery({
    queryKey: liveKey(origin, "judge", trainer.index, contribution.key),
    queryFn: () => judge(client, trainer, contribution),
    enabled: origin !== undefined && contribution.outcome === undefined,
  });
  return { data, problem: error ? problemOf(error) : undefined };
}
