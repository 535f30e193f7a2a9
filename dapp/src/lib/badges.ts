import type { Address, PublicClient } from "viem";
import { badgesAbi, registryAbi } from "./abi";

/** A badge that an account holds for good. */
export interface Badge {
  readonly tokenId: bigint;
  readonly trainer: number;
  readonly points: bigint;
  readonly name: string;
  readonly description: string;
  /** A `data:image/…` address. */
  readonly image: string;
}

const HOLDER_BITS = 160n;
const LEVEL_BITS = 8n;
const METADATA_PREFIX = "data:application/json;base64,";
const IMAGE_PREFIX = "data:image/svg+xml;base64,";

/** Token id of the badge of a level (0..levelCount-1) for a trainer and a holder. */
export function badgeId(trainer: number, level: number, holder: Address): bigint {
  return (
    (BigInt(trainer) << (HOLDER_BITS + LEVEL_BITS)) |
    (BigInt(level) << HOLDER_BITS) |
    BigInt(holder)
  );
}

/** Points of each level's milestone, ascending. */
export async function readMilestones(
  client: PublicClient,
  registry: Address,
): Promise<{ badges: Address; milestones: readonly bigint[] }> {
  const badges = await client.readContract({
    address: registry,
    abi: registryAbi,
    functionName: "badges",
  });
  const contract = { address: badges, abi: badgesAbi } as const;
  const levels = await client.readContract({ ...contract, functionName: "levelCount" });
  const milestones = await Promise.all(
    Array.from({ length: Number(levels) }, (_, level) =>
      client.readContract({ ...contract, functionName: "milestone", args: [BigInt(level)] }),
    ),
  );
  return { badges, milestones };
}

/** Badges that `holder` has from a trainer: one for each milestone its points have reached. */
export async function readBadges(
  client: PublicClient,
  registry: Address,
  trainer: number,
  holder: Address,
  points: bigint,
): Promise<readonly Badge[]> {
  const { badges, milestones } = await readMilestones(client, registry);
  const reached = milestones.flatMap((milestone, level) =>
    points >= milestone ? [{ milestone, level }] : [],
  );
  return Promise.all(
    reached.map(async ({ milestone, level }) => {
      const tokenId = badgeId(trainer, level, holder);
      const uri = await client.readContract({
        address: badges,
        abi: badgesAbi,
        functionName: "tokenURI",
        args: [tokenId],
      });
      return { tokenId, trainer, points: milestone, ...readBadgeMetadata(uri) };
    }),
  );
}

/** Name and picture out of a badge's `tokenURI`; a picture that is not a data URI is left out. */
export function readBadgeMetadata(uri: string): Pick<Badge, "name" | "description" | "image"> {
  if (!uri.startsWith(METADATA_PREFIX)) return { name: "Badge", description: "", image: "" };
  const { name, description, image } = JSON.parse(
    atob(uri.slice(METADATA_PREFIX.length)),
  ) as Record<string, unknown>;
  return {
    name: typeof name === "string" ? name : "Badge",
    description: typeof description === "string" ? description : "",
    image: typeof image === "string" && image.startsWith(IMAGE_PREFIX) ? image : "",
  };
}
