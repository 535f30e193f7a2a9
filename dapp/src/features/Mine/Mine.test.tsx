// @vitest-environment jsdom
import { screen, within } from "@testing-library/react";
import { beforeAll, expect, test } from "vitest";
import type { Abi, Address } from "viem";
import { connect, openPage, SOON } from "../../../testing/page";
import { joined, newWorld, sparse, type World } from "../../../testing/world";
import { stakeAbi } from "../../lib/abi";
import { readHistory } from "../../lib/history";
import { formatEth } from "../../lib/format";

const ME = 10;
let world: World;
let me: Address;

beforeAll(async () => {
  world = await newWorld();
  me = world.accounts[ME] as Address;
});

const card = (name: RegExp) => screen.findByRole("listitem", { name }, SOON);

test("without a wallet it asks for one, without contributions it says where to begin", async () => {
  await world.deployStake();
  const user = openPage(world, "#/mine");
  expect(
    await screen.findByText(/Connect the wallet you contributed with/, {}, SOON),
  ).toBeVisible();
  await connect(user, ME);
  expect(await screen.findByText(/has not contributed yet/, {}, SOON)).toBeVisible();
});

test("a contribution waits, becomes ready, is settled as foretold, and its credit is withdrawn", async () => {
  const own = await newWorld();
  const trainer = await own.deployStake();
  // The model ends up saying "bad is good", so half of the second contribution disagrees.
  await own.contribute(trainer, me, joined(sparse(1, 1), sparse(0, 1, 2)), 3n * 10n ** 15n);
  const user = openPage(own, "#/mine");
  await connect(user, ME);
  const item = await card(/Contribution 0 to Reviews/);
  expect(await within(item).findByText("Waiting", {}, SOON)).toBeVisible();
  expect(within(item).getByRole("button", { name: "Settle" })).toBeDisabled();
  await expect.poll(() => item.textContent, SOON).toMatch(/You can settlein \d+ minutes/);
  expect(item).toHaveTextContent(/Anybody can settlein \d+ minutes/);

  await user.selectOptions(screen.getByLabelText("Move time on by"), "10 minutes");
  await user.click(screen.getByRole("button", { name: "Move time on" }));
  expect(await within(item).findByText("Ready to settle", {}, SOON)).toBeVisible();
  const forecast = await within(item).findByText(/If settled now:/, {}, SOON);
  const told = forecast.closest("p")!.textContent!;

  await user.click(within(item).getByRole("button", { name: "Settle" }));
  expect(await within(item).findByText(/^Settled by/, {}, SOON)).toBeVisible();
  expect(await within(item).findByText(/withdraw it above/, {}, SOON)).toBeVisible();
  const [done] = (await readHistory(own.client, trainer, undefined)).contributions;
  const outcome = done?.outcome;
  if (outcome?.kind !== "settled") throw new Error("It is not settled.");
  expect(told).toContain(`${formatEth(outcome.returnedWei)} would return`);
  expect(told).toContain(
    outcome.forfeitedWei === 0n
      ? "nothing be forfeited"
      : `${formatEth(outcome.forfeitedWei)} be forfeited`,
  );

  const credits = await screen.findByRole("region", { name: "Credits" }, SOON);
  const before = await own.client.getBalance({ address: me });
  await user.click(await within(credits).findByRole("button", { name: "Withdraw" }, SOON));
  const paid = await within(credits).findByText(/was paid to your account/, {}, SOON);
  expect(paid).toHaveTextContent(formatEth(outcome.returnedWei));
  const gained = (await own.client.getBalance({ address: me })) - before;
  expect(gained).toBeGreaterThan(outcome.returnedWei - 10n ** 15n);
  expect(gained).toBeLessThanOrEqual(outcome.returnedWei);
  expect(await within(credits).findByText("0 ETH", { selector: ".amount" }, SOON)).toBeVisible();
});

test("a stranger's verdict is told at once, and the contributor may settle before the second", async () => {
  const own = await newWorld();
  const trainer = await own.deployStake();
  const stranger = own.accounts[ME + 1] as Address;
  await own.contribute(trainer, me, sparse(1, 4));
  await own.contribute(trainer, stranger, joined(sparse(0, 4), sparse(0, 4, 5)));
  await own.moveOn(1_201);
  const args = [me, sparse(1, 4)];
  await own.send(stranger, trainer.address, stakeAbi as Abi, "settle", args);
  const user = openPage(own, "#/mine");
  await connect(user, ME);
  const item = await card(/Contribution 0 to Reviews/);
  expect(await within(item).findByText("Disagreement found", {}, SOON)).toBeVisible();
  await expect
    .poll(() => item.textContent, SOON)
    .toMatch(/disagrees with 1 sample.*you may settle yourself/);
  expect(within(item).getByRole("button", { name: "Settle" })).toBeEnabled();
  expect(await within(item).findByText(/If settled now:/, {}, SOON)).toBeVisible();
});

test("what is in a contribution is shown in the encoder's words", async () => {
  const own = await newWorld();
  await own.contribute(await own.deployStake(), me, joined(sparse(1, 1, 7), sparse(0, 2)));
  const user = openPage(own, "#/mine");
  await connect(user, ME);
  const item = await card(/Contribution 0 to Reviews/);
  await user.click(within(item).getByText("What is in it"));
  expect(await within(item).findByText("good, film", {}, SOON)).toBeVisible();
  expect(within(item).getByText("bad")).toBeVisible();
});
