// @vitest-environment jsdom
import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { openPage, SOON } from "../../../testing/page";
import { newWorld } from "../../../testing/world";

test("time is moved on by what was chosen, and a block shows it", async () => {
  const world = await newWorld();
  const user = openPage(world, "#/");
  await user.selectOptions(await screen.findByLabelText("Move time on by", {}, SOON), "1 hour");
  const before = Number((await world.client.getBlock()).timestamp);
  await user.click(screen.getByRole("button", { name: "Move time on" }));
  await expect
    .poll(async () => Number((await world.client.getBlock()).timestamp) - before, SOON)
    .toBeGreaterThanOrEqual(3_600);
});
