import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { readBadges, readMilestones, type Badge } from "../lib/badges";
import { problemOf } from "../lib/problem";
import { fixedKey, liveKey } from "../lib/queries";
import type { Read } from "./chain";
import { usePage } from "./page";

/** Points at which badges are earned, ascending. */
export function useMilestones(): Read<readonly bigint[]> {
  const { client, origin } = usePage();
  const { data, error } = useQuery({
    queryKey: fixedKey(origin, "milestones"),
    queryFn: async () => (await readMilestones(client, origin!.registry)).milestones,
    enabled: origin !== undefined,
  });
  return { data, problem: error ? problemOf(error) : undefined };
}

/** Badges that an account with so many points has from a trainer. */
export function useBadges(
  trainer: number,
  account: Address,
  points: bigint,
): Read<readonly Badge[]> {
  const { client, origin } = usePage();
  const { data, error } = useQuery({
    queryKey: liveKey(origin, "badges", trainer, account, String(points)),
    queryFn: () => readBadges(client, origin!.registry, trainer, account, points),
    enabled: origin !== undefined,
  });
  return { data, problem: error ? problemOf(error) : undefined };
}
