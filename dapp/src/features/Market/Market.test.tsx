// @vitest-environment jsdom
import axe from "axe-core";
import { screen, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { encodeFunctionData, keccak256, type Address } from "viem";
import {
  openMarket,
  segmentOf,
  STAKE_WEI,
  type MarketScene,
  type Proposed,
} from "../../../testing/market";
import { connect, openPage, openWallets, SOON } from "../../../testing/page";
import { injectWallet } from "../../../testing/wallet";
import { newWorld, sparse, type World } from "../../../testing/world";
import { marketAbi } from "../../lib/abi";
import type { MarketTerms } from "../../lib/markets";
import { readMarketHistory } from "../../lib/marketHistory";
import { proposalArgument } from "../../lib/proposals";
import { keptSealed } from "../../lib/sealed";
import type { MarketTrainer } from "../../lib/trainers";

const [SPONSOR, ME, OTHER] = [5, 11, 12];
const PLACE = "#/models/0";
// A market's life takes many transactions.
vi.setConfig({ testTimeout: 60_000 });
let world: World;
let trainer: MarketTrainer;

beforeEach(async () => {
  world = await newWorld();
  trainer = await world.deployMarket();
});

afterEach(() => vi.unstubAllGlobals());

const at = (index: number): Address => world.accounts[index] as Address;
const open = (terms: Partial<MarketTerms> = {}): Promise<MarketScene> =>
  openMarket(world, trainer, at(SPONSOR), terms);
const recordOf = async (scene: MarketScene) =>
  (await readMarketHistory(world.client, scene.market, undefined)).record;

/** Stand in for the backend: answers by the end of the address; what is not there is away. */
function backend(answers: Readonly<Record<string, unknown>>): void {
  const real = globalThis.fetch;
  vi.stubGlobal("fetch", async (input: RequestInfo | URL, init?: RequestInit) => {
    const address = String(input);
    if (!address.startsWith("/api/markets/")) return real(input, init);
    const found = Object.entries(answers).find(([part]) => address.includes(part));
    if (!found) throw new TypeError("Failed to fetch");
    return new Response(JSON.stringify(found[1]), { status: 200 });
  });
}

const recomputed = ({ result }: Proposed, errors: number[], balancesWei: bigint[]) => ({
  ...result,
  paidWei: String(result.paidWei),
  weights: "0x",
  errors,
  balancesWei: balancesWei.map(String),
});

/** Bring a market with one contribution to where its test set is revealed. */
async function untilTest(scene: MarketScene): Promise<void> {
  await scene.begin();
  await scene.call(at(ME), "contribute", [sparse(1, 1)], STAKE_WEI);
  await world.moveOn(2_000);
  await scene.call(at(ME), "endParticipation");
}

/** A part of the page once it has read what it shows. */
async function region(name: string): Promise<HTMLElement> {
  const text = () => screen.queryByRole("region", { name })?.textContent ?? "Reading";
  await expect.poll(text, SOON).not.toMatch(/Reading/);
  return screen.getByRole("region", { name });
}

async function enter(user: UserEvent, text: string, label: string): Promise<HTMLElement> {
  await user.type(await screen.findByLabelText("Text", {}, SOON), text);
  const contribute = await region("Contribute");
  await user.click(await within(contribute).findByLabelText(label, {}, SOON));
  return contribute;
}

async function assertAccessible(): Promise<void> {
  const { violations } = await axe.run(document.body, {
    rules: { "color-contrast": { enabled: false } },
  });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}

test("without a market the page says how one is opened", async () => {
  openPage(world, PLACE);
  expect(await screen.findByText(/A sponsor opens one with/, {}, SOON)).toBeVisible();
  expect(await screen.findByText(/none was opened yet\.$/, {}, SOON)).toBeVisible();
});

test("a market is drawn by whoever comes, and shows its terms and its phases", async () => {
  await open();
  const user = openPage(world, PLACE);
  const market = await region("Market");
  expect(await within(market).findByText("Drawing a part", {}, SOON)).toBeVisible();
  expect(market).toHaveTextContent(/Bounty0.001 ETH/);
  expect(market).toHaveTextContent(/Stake0.001 ETH/);
  expect(market).toHaveTextContent(/Contributions0 of 8/);
  expect(market).toHaveTextContent(/Kindopen/);
  const phases = within(await region("Timeline")).getAllByRole("listitem");
  expect(phases.map((phase) => phase.querySelector("strong")?.textContent)).toEqual([
    "Drawing a part",
    "Revealing the drawn part",
    "Taking contributions",
    "Revealing the test set",
    "Finding the result",
    "Ended",
  ]);
  expect(phases[0]).toHaveAttribute("aria-current", "step");
  expect(await region("Contribute")).toHaveTextContent(/once the drawn part .* is revealed/);
  await connect(user, ME);
  for (let block = 0; block < 2; block += 1) await world.moveOn(1);
  const draw = await within(market).findByRole("button", { name: "Draw the part" }, SOON);
  await expect.poll(() => draw, SOON).toBeEnabled();
  await user.click(draw);
  expect(await within(market).findByText("Revealing the drawn part", {}, SOON)).toBeVisible();
  expect(await within(market).findByText("The part is drawn.", {}, SOON)).toBeVisible();
  await user.click(await within(market).findByRole("button", { name: "Withdraw" }, SOON));
  expect(await within(market).findByText(/was paid to your account/, {}, SOON)).toBeVisible();
});

test("an open market tells what can be lost before anything is signed, and records it", async () => {
  const scene = await open();
  await scene.begin();
  await scene.call(at(OTHER), "contribute", [sparse(1, 3)], STAKE_WEI);
  const user = openPage(world, PLACE);
  await connect(user, ME);
  const contribute = await enter(user, "good film", "positive");
  expect(await within(contribute).findByText("The most you can lose", {}, SOON)).toBeVisible();
  expect(contribute).toHaveTextContent(/Fee now0.00000125 ETH/);
  expect(contribute).toHaveTextContent(/The most you can lose0.0010012 ETH/);
  await user.click(
    await within(contribute).findByRole("button", { name: "Contribute 1 sample" }, SOON),
  );
  expect(
    await within(contribute).findByText(/Contribution 1 is recorded in the market/, {}, SOON),
  ).toBeVisible();
  const table = await region("Contributions");
  expect(await within(table).findByText("you", {}, SOON)).toBeVisible();
  await assertAccessible();
});

test("a sealed contribution is kept, revealed, verified, accepted and claimed", async () => {
  const scene = await open({ isSealed: true });
  await scene.begin();
  const user = openPage(world, PLACE);
  await connect(user, ME);
  const contribute = await enter(user, "good film", "positive");
  expect(
    await within(contribute).findByText(/Reveal it in time, or lose it/, {}, SOON),
  ).toBeVisible();
  const times =
    /From .* \(in 3[0-3] minutes.*\) on, or as soon as the market is full, .*; then you have 10 minutes to reveal\./;
  expect(contribute).toHaveTextContent(times);
  expect(
    within(contribute).getByRole("button", { name: "Download the file that opens it" }),
  ).toBeEnabled();
  await user.click(within(contribute).getByRole("button", { name: "Seal and commit 1 sample" }));
  expect(await within(contribute).findByText(/Contribution 0 is sealed/, {}, SOON)).toBeVisible();
  expect(contribute).toHaveTextContent(times);
  await expect
    .poll(() => screen.getByRole("region", { name: "Market" }), SOON)
    .toHaveTextContent(times);
  const [sealed] = (await recordOf(scene)).contributions;
  expect(sealed?.samples).toBeUndefined();
  expect(keptSealed(localStorage, sealed!.commitment!)?.samples).toBe(sparse(1, 1, 7));
  const table = await region("Contributions");
  expect(await within(table).findByText("sealed", {}, SOON)).toBeVisible();

  // Participation ends by the page's own buttons.
  await world.moveOn(2_000);
  const market = await region("Market");
  const end = await within(market).findByRole("button", { name: "End participation" }, SOON);
  await expect.poll(() => end, SOON).toBeEnabled();
  await user.click(end);
  const own = await within(market).findByRole("list", { name: "Your contributions" }, SOON);
  await user.click(await within(own).findByRole("button", { name: "Reveal" }, SOON));
  expect(await within(own).findByText("Contribution 0 is revealed.", {}, SOON)).toBeVisible();
  const endReveal = await within(market).findByRole("button", { name: "End the reveal" }, SOON);
  await expect.poll(() => endReveal, SOON).toBeEnabled();
  await user.click(endReveal);
  expect(await within(market).findByText("Revealing the test set", {}, SOON)).toBeVisible();

  await scene.revealTest();
  const balancesWei = [STAKE_WEI + 7n * 10n ** 14n];
  const proposed = await scene.propose(at(OTHER), balancesWei);
  const result = await region("Result");
  expect(await within(result).findByText("not verified here", {}, SOON)).toBeVisible();
  // The backend is away: everything else is there.
  backend({});
  const verify = await within(table).findByRole("button", { name: "Verify on this machine" }, SOON);
  await user.click(verify);
  expect(
    await within(table).findByText(/The backend of this machine does not answer/, {}, SOON),
  ).toBeVisible();
  const dataHash = keccak256(sparse(1, 1, 7));
  const claim = {
    index: 0,
    dataHash,
    valueWei: String(sealed!.valueWei),
    balanceWei: String(balancesWei[0]),
    proof: proposed.proofs[0],
  };
  const [proposal] = (await recordOf(scene)).proposals;
  backend({
    "/result": recomputed(proposed, [3, 1], balancesWei),
    "/proposals": { items: [{ id: proposal!.id, isRight: true, firstWrong: null }] },
    "/proofs/": { claims: [claim] },
  });
  await user.click(verify);
  expect(await within(table).findByText("+0.0007 ETH", {}, SOON)).toBeVisible();
  expect(table).toHaveTextContent(/provisional standings/);
  expect(table).toHaveTextContent(/errs on 3 test rows at the start and on 1 at its best/);
  expect(await within(result).findByText("recomputed here: equal", {}, SOON)).toBeVisible();
  await assertAccessible();

  await world.moveOn(601);
  const accept = await within(result).findByRole("button", { name: "Accept this result" }, SOON);
  await expect.poll(() => accept, SOON).toBeEnabled();
  await user.click(accept);
  expect(await within(market).findByText("Resolved", {}, SOON)).toBeVisible();
  expect(
    await within(table).findByText(/The result on the chain is equal/, {}, SOON),
  ).toBeVisible();
  await user.click(
    await within(market).findByRole("button", { name: "Claim 1 contribution" }, SOON),
  );
  expect(
    await within(market).findByText("0.0017 ETH was paid to your account.", {}, SOON),
  ).toBeVisible();
  expect((await recordOf(scene)).contributions[0]?.paidWei).toBe(balancesWei[0]);
  await assertAccessible();
});

test("a wrong proposal is told apart, and its dispute is followed step by step", async () => {
  const scene = await open();
  await untilTest(scene);
  await scene.revealTest();
  const proposed = await scene.propose(at(OTHER), [STAKE_WEI + 9n]);
  const record = await recordOf(scene);
  const right = recomputed(proposed, [3, 1], [STAKE_WEI]);
  const proposal = record.proposals[0]!;
  const { id } = proposal;
  const data = encodeFunctionData({
    abi: marketAbi,
    functionName: "challenge",
    args: [
      proposalArgument(proposal, record.firstHash!),
      segmentOf(proposal, record.firstHash!, 1),
    ],
  });
  const answers: Record<string, unknown> = {
    "/result": { ...right, paidWei: String(STAKE_WEI) },
    "/proposals": { items: [{ id, isRight: false, firstWrong: { segment: 1, step: null } }] },
    "/moves/": { moves: [{ function: "challenge", proposal: id, data }] },
  };
  backend(answers);
  const user = openPage(world, PLACE);
  await connect(user, ME);
  const table = await region("Contributions");
  await user.click(
    await within(table).findByRole("button", { name: "Verify on this machine" }, SOON),
  );
  const result = await region("Result");
  expect(
    await within(result).findByText(/recomputed here: different from segment 1 on/, {}, SOON),
  ).toBeVisible();
  expect(within(result).queryByRole("button", { name: "Accept this result" })).toBeNull();
  const challenge = await within(result).findByRole(
    "button",
    { name: "Challenge segment 1" },
    SOON,
  );
  expect(result).toHaveTextContent(/This proposal is wrong, .*: do what is offered here/);
  expect(result).toHaveTextContent(/under a bond of .*, which comes back once .* is refuted/);
  answers["/moves/"] = { moves: [] };
  await user.click(challenge);
  expect(await within(result).findByText(/Segment 1 was challenged by/, {}, SOON)).toBeVisible();
  expect(within(result).queryByRole("button", { name: "Challenge segment 1" })).toBeNull();
  await world.moveOn(601);
  await user.click(
    await within(result).findByRole("button", { name: "Refute the silent proposer" }, SOON),
  );
  expect(await within(result).findByText("Refuted", {}, SOON)).toBeVisible();
  expect(result).toHaveTextContent(/The challenger got the bond back/);
  await assertAccessible();
});

test("a silent proposer blocks nothing, even with a right result", async () => {
  const scene = await open();
  await untilTest(scene);
  await scene.revealTest();
  const proposed = await scene.propose(at(OTHER), [STAKE_WEI]);
  const record = await recordOf(scene);
  await scene.challenge(at(SPONSOR), record, 0);
  const { id } = record.proposals[0]!;
  backend({
    "/result": recomputed(proposed, [3, 3], [STAKE_WEI]),
    "/proposals": { items: [{ id, isRight: true, firstWrong: null }] },
  });
  const user = openPage(world, PLACE);
  await connect(user, ME);
  const table = await region("Contributions");
  await user.click(
    await within(table).findByRole("button", { name: "Verify on this machine" }, SOON),
  );
  const result = await region("Result");
  expect(await within(result).findByText("recomputed here: equal", {}, SOON)).toBeVisible();
  expect(result).toHaveTextContent(/its proposer has until/);
  expect(within(result).queryByRole("button", { name: /Refute/ })).toBeNull();
  // All its time is over but its challenge waits: only silence can end it.
  await world.moveOn(2_000);
  expect(
    await within(result).findByText("not while a challenged segment is hidden", {}, SOON),
  ).toBeVisible();
  expect(within(result).getByRole("button", { name: "Accept this result" })).toBeDisabled();
  expect(result).toHaveTextContent(/anybody may refute the proposal, even a right one/);
  await user.click(within(result).getByRole("button", { name: "Refute the silent proposer" }));
  expect(await within(result).findByText("Refuted", {}, SOON)).toBeVisible();
});

test("a recomputed result goes with the blocks that it followed from", async () => {
  const scene = await open();
  await untilTest(scene);
  const request = world.client.request as (asked: object) => Promise<unknown>;
  const snapshot = await request({ method: "evm_snapshot" });
  await scene.revealTest();
  const hash = keccak256("0x01");
  backend({
    "/result": recomputed(
      { result: { payoutsRoot: hash, weightsHash: hash, paidWei: STAKE_WEI }, proofs: [] },
      [3, 1],
      [STAKE_WEI],
    ),
  });
  const user = openPage(world, PLACE);
  await connect(user, ME);
  const table = await region("Contributions");
  await user.click(
    await within(table).findByRole("button", { name: "Verify on this machine" }, SOON),
  );
  expect(await within(table).findByText(/Recomputed by the backend/, {}, SOON)).toBeVisible();
  await request({ method: "evm_revert", params: [snapshot] });
  await world.moveOn(1);
  await scene.revealTest();
  await scene.propose(at(OTHER), [STAKE_WEI]);
  expect(
    await within(await region("Result")).findByText("not verified here", {}, SOON),
  ).toBeVisible();
  expect(within(table).queryByText(/Recomputed by the backend/)).toBeNull();
});

test("stakes return without a backend when a market expires, and past markets stay", async () => {
  const scene = await open();
  await untilTest(scene);
  await scene.revealTest();
  await world.moveOn(6_001);
  backend({});
  const user = openPage(world, PLACE);
  await connect(user, ME);
  const market = await region("Market");
  await user.click(
    await within(market).findByRole("button", { name: "End without a result" }, SOON),
  );
  await user.click(
    await within(market).findByRole("button", { name: "Claim 1 contribution" }, SOON),
  );
  expect(
    await within(market).findByText("0.001 ETH was paid to your account.", {}, SOON),
  ).toBeVisible();
  await open();
  const choice = await screen.findByLabelText("Market of this model", {}, SOON);
  expect(await screen.findByRole("heading", { name: "Market 1" }, SOON)).toBeVisible();
  await user.selectOptions(choice, "Market 0, past");
  expect(await screen.findByRole("heading", { name: "Market 0" }, SOON)).toBeVisible();
  expect(await screen.findByText(/Paid/, {}, SOON)).toBeVisible();
});

test("many claims take several transactions, and after a declined one the rest is offered again", async () => {
  const scene = await open({ capacity: 40 });
  await scene.begin();
  const valueWei = STAKE_WEI + 10n ** 13n;
  for (let count = 0; count < 33; count += 1) {
    await scene.call(at(ME), "contribute", [sparse(1, 1)], valueWei);
  }
  await world.moveOn(2_000);
  await scene.call(at(ME), "endParticipation");
  await scene.revealTest();
  await world.moveOn(6_001);
  await scene.call(at(OTHER), "expire");
  const wallet = injectWallet(world.config.rpcUrl, at(ME), world.config.chainId);
  const signatures = () => wallet.asked.filter((method) => method === "eth_sendTransaction").length;
  wallet.decline.has = (method) => method === "eth_sendTransaction" && signatures() === 2;
  try {
    const user = openPage(world, PLACE);
    await openWallets(user);
    await user.click(await screen.findByRole("button", { name: "Paper Wallet" }, SOON));
    const market = await region("Market");
    expect(
      await within(market).findByText(/2 transactions claim 33 contributions/, {}, SOON),
    ).toBeVisible();
    await user.click(within(market).getByRole("button", { name: "Claim 33 contributions" }));
    // Two transactions one after the other, the first of them with 32 claims.
    const later = { timeout: 3 * SOON.timeout };
    expect(await within(market).findByText(/You declined the request/, {}, later)).toBeVisible();
    expect(market).toHaveTextContent("0.03232 ETH was paid to your account before");
    const paid = async () =>
      (await recordOf(scene)).contributions.filter(({ paidWei }) => paidWei === valueWei).length;
    expect(await paid()).toBe(32);
    await user.click(
      await within(market).findByRole("button", { name: "Claim 1 contribution" }, SOON),
    );
    expect(
      await within(market).findByText("0.00101 ETH was paid to your account.", {}, SOON),
    ).toBeVisible();
    expect(await paid()).toBe(33);
    expect(signatures()).toBe(3);
  } finally {
    wallet.remove();
  }
});

test("a browser that forgot what opens a contribution takes the file", async () => {
  const scene = await open({ isSealed: true });
  await scene.begin();
  const user = openPage(world, PLACE);
  await connect(user, ME);
  const contribute = await enter(user, "bad", "negative");
  await user.click(
    await within(contribute).findByRole("button", { name: "Seal and commit 1 sample" }, SOON),
  );
  await within(contribute).findByText(/Contribution 0 is sealed/, {}, SOON);
  const { commitment } = (await recordOf(scene)).contributions[0]!;
  const key = `commonweal.sealed.${commitment}`;
  const text = localStorage.getItem(key)!;
  localStorage.removeItem(key);
  await world.moveOn(1);
  const file = await screen.findByLabelText(/This browser does not have what opens it/, {}, SOON);
  await user.upload(file, new File(["{}"], "wrong.json", { type: "application/json" }));
  expect(
    await screen.findByText(/This is not the file of a sealed contribution/, {}, SOON),
  ).toBeVisible();
  await user.upload(file, new File([text], "right.json", { type: "application/json" }));
  await expect.poll(() => localStorage.getItem(key), SOON).toBe(text);
});

test("under My contributions stands which market waits for a reveal, and until when", async () => {
  const scene = await open({ isSealed: true, capacity: 1 });
  await scene.begin();
  await scene.call(at(ME), "commit", [keccak256("0x01")], STAKE_WEI);
  const user = openPage(world, "#/mine");
  await connect(user, ME);
  const item = await screen.findByRole("listitem", { name: "Market 0 of Reviews" }, SOON);
  expect(item).toHaveTextContent(/participation may end .*; then you have 10 minutes to reveal/);
  await scene.call(at(OTHER), "endParticipation");
  await expect
    .poll(() => item, SOON)
    .toHaveTextContent(/revealing contributions, 1 contribution of yours/);
  expect(item).toHaveTextContent(/Reveal 1 until in .*, or forfeit/);
  expect(await screen.findByText(/yet to a model under stakes or points/, {}, SOON)).toBeVisible();
  await assertAccessible();
});
