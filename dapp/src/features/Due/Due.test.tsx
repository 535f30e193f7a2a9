// @vitest-environment jsdom
import { screen, within } from "@testing-library/react";
import type { Address } from "viem";
import { expect, test } from "vitest";
import { connect, openPage, SOON } from "../../../testing/page";
import { joined, newWorld, sparse } from "../../../testing/world";
import { readHistory } from "../../lib/history";

const ME = 13;

const card = (name: RegExp) => screen.findByRole("listitem", { name }, SOON);

test("bad data of another: first verdict, then the second, each told before and after", async () => {
  const world = await newWorld();
  const trainer = await world.deployStake();
  const [, , , author, honest] = world.accounts as Address[];
  await world.contribute(trainer, author!, sparse(1, 4), 16n * 10n ** 12n);
  await world.contribute(trainer, honest!, joined(sparse(0, 4), sparse(0, 4, 5)));
  const user = openPage(world, "#/due");
  await connect(user, ME);
  expect(
    await screen.findByText(/Nothing is due now. 2 more become due later/, {}, SOON),
  ).toBeVisible();

  await world.moveOn(1_201);
  const item = await card(/Contribution 0 to Reviews/);
  expect(await within(item).findByText(/This would be the first verdict/, {}, SOON)).toBeVisible();
  await user.click(within(item).getByRole("button", { name: "Settle" }));
  expect(
    await within(item).findByText(/First verdict recorded: .* 1 sample/, {}, SOON),
  ).toBeVisible();

  await world.moveOn(600);
  await user.click(screen.getByRole("link", { name: "Models" }));
  await user.click(screen.getByRole("link", { name: "Due" }));
  const again = await card(/Contribution 0 to Reviews/);
  expect(await within(again).findByText(/The second verdict:/, {}, SOON)).toBeVisible();
  await user.click(within(again).getByRole("button", { name: "Settle" }));
  expect(
    await within(again).findByText(
      /0.000016 ETH forfeited, 0.000001 ETH credited to you/,
      {},
      SOON,
    ),
  ).toBeVisible();
});

test("good data of another returns to its contributor", async () => {
  const world = await newWorld();
  const trainer = await world.deployStake();
  const author = world.accounts[3] as Address;
  await world.contribute(trainer, author, sparse(1, 4), 10n ** 12n);
  await world.moveOn(1_201);
  const user = openPage(world, "#/due");
  await connect(user, ME);
  const item = await card(/Contribution 0 to Reviews/);
  expect(await within(item).findByText(/There is nothing in it for you/, {}, SOON)).toBeVisible();
  await user.click(within(item).getByRole("button", { name: "Settle" }));
  expect(
    await within(item).findByText(/returned to its contributor, 0 ETH forfeited/, {}, SOON),
  ).toBeVisible();
  const [done] = (await readHistory(world.client, trainer, undefined)).contributions;
  expect(done?.outcome).toMatchObject({ kind: "settled", returnedWei: 10n ** 12n });
});

test("under points others validate, and one's own contributions are not on the list", async () => {
  const world = await newWorld();
  const trainer = await world.deployPoints();
  await world.contribute(trainer, world.accounts[3] as Address, joined(sparse(1, 1), sparse(1, 3)));
  await world.contribute(trainer, world.accounts[ME] as Address, sparse(1, 5));
  await world.moveOn(601);
  const user = openPage(world, "#/due");
  await connect(user, ME);
  const item = await card(/Contribution 0 to Reviews/);
  expect(screen.queryByRole("listitem", { name: /Contribution 1 to/ })).toBeNull();
  expect(await within(item).findByText(/agrees with 2 of 2 samples/, {}, SOON)).toBeVisible();
  await user.click(within(item).getByRole("button", { name: "Validate" }));
  expect(
    await within(item).findByText(
      "Validated: its contributor earned 2 points, you 1 point.",
      {},
      SOON,
    ),
  ).toBeVisible();
});
