// @vitest-environment jsdom
import { within } from "@testing-library/react";
import { expect, test } from "vitest";
import { connect, openPage, region, SOON } from "../../../testing/page";
import { newWorld } from "../../../testing/world";
import { readAmount } from "./Fund";

test.each([
  ["", undefined],
  ["0.01", 10n ** 16n],
  [" 2 ", 2n * 10n ** 18n],
  [".5", 5n * 10n ** 17n],
  ["0.000000000000000001", 1n],
])("%j is an amount or nothing yet", (text, wei) => {
  expect(readAmount(text)).toEqual({ wei, error: undefined });
});

test.each(["0", "0.0", "-1", "1e3", "1,5", "abc", "0.0000000000000000001"])(
  "%j is refused",
  (text) => {
    expect(readAmount(text)).toEqual({ wei: undefined, error: expect.stringMatching(/\.$/) });
  },
);

test("a gift reaches the trainer", async () => {
  const world = await newWorld();
  const trainer = await world.deployStake();
  const user = openPage(world, "#/models/0");
  await connect(user, 15);
  const part = await region("Fund this model");
  await user.type(within(part).getByLabelText("Amount in ETH"), "0.25");
  await user.click(within(part).getByRole("button", { name: "Fund" }));
  expect(await within(part).findByText(/Thank you: 0.25 ETH/, {}, SOON)).toBeVisible();
  const balance = await world.client.getBalance({ address: trainer.address });
  expect(balance).toBe(25n * 10n ** 16n);
});
