// @vitest-environment jsdom
import { screen, within } from "@testing-library/react";
import type { Abi, Address } from "viem";
import { expect, test } from "vitest";
import { connect, openPage, SOON } from "../../../testing/page";
import { newWorld, sparse } from "../../../testing/world";
import { stakeAbi } from "../../lib/abi";

test("a credit is paid to another address; a wrong address is told before anything is sent", async () => {
  const world = await newWorld();
  const me = world.accounts[12] as Address;
  const trainer = await world.deployStake();
  await world.contribute(trainer, me, sparse(1, 1), 2n * 10n ** 12n);
  await world.moveOn(601);
  await world.send(me, trainer.address, stakeAbi as Abi, "settle", [me, sparse(1, 1)]);

  const user = openPage(world, "#/mine");
  await connect(user, 12);
  const row = await screen.findByRole("listitem", { name: "Credit with Reviews" }, SOON);
  expect(row).toHaveTextContent("0.000002 ETH · 1 share");
  await user.click(within(row).getByText("Pay to another address"));
  const recipient = within(row).getByLabelText("Recipient");
  await user.type(recipient, "0x12");
  expect(within(row).getByText(/40 hex digits/)).toBeVisible();
  expect(within(row).getByRole("button", { name: "Withdraw" })).toBeDisabled();

  const to = "0x00000000000000000000000000000000000c0ffe";
  await user.clear(recipient);
  await user.type(recipient, to);
  const before = await world.client.getBalance({ address: to });
  await user.click(within(row).getByRole("button", { name: "Withdraw" }));
  expect(await within(row).findByText(/was paid to the recipient/, {}, SOON)).toBeVisible();
  expect((await world.client.getBalance({ address: to })) - before).toBe(2n * 10n ** 12n);
});
