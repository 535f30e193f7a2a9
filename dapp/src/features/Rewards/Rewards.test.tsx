// @vitest-environment jsdom
import { screen, within } from "@testing-library/react";
import type { Abi, Address } from "viem";
import { expect, test } from "vitest";
import { connect, openPage, SOON } from "../../../testing/page";
import { joined, newWorld, sparse } from "../../../testing/world";
import { pointsAbi } from "../../lib/abi";

test("points, the way to the next badge, and the badges with their pictures", async () => {
  const world = await newWorld();
  const me = world.accounts[14] as Address;
  const trainer = await world.deployPoints();
  const samples = joined(...Array.from({ length: 12 }, () => sparse(1, 1)));
  await world.contribute(trainer, me, samples);
  await world.moveOn(601);
  const validator = world.accounts[3] as Address;
  await world.send(validator, trainer.address, pointsAbi as Abi, "validate", [me, samples]);

  const user = openPage(world, "#/rewards");
  await connect(user, 14);
  const card = await screen.findByRole("listitem", { name: "Points with Reviews" }, SOON);
  expect(card).toHaveTextContent("12 points");
  expect(card).toHaveTextContent(/As contributor12As validator0/);
  expect(await within(card).findByText("100 points", {}, SOON)).toBeVisible();
  const badges = await within(card).findByRole("list", { name: "Badges" }, SOON);
  expect(within(badges).getAllByRole("figure")).toHaveLength(1);
  expect(within(badges).getByText("10 points for model 0")).toBeVisible();
  expect(badges.querySelector("img")?.src).toMatch(/^data:image\/svg\+xml;base64,/);
});

test("a registry without such models says so", async () => {
  const world = await newWorld();
  await world.deployStake();
  const user = openPage(world, "#/rewards");
  await connect(user, 14);
  expect(
    await screen.findByText(/No model of this registry works with points/, {}, SOON),
  ).toBeVisible();
});
