// @vitest-environment jsdom
import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { openPage, SOON } from "../../../testing/page";
import { newWorld } from "../../../testing/world";

const open = async (user: ReturnType<typeof openPage>) => {
  await user.click(await screen.findByRole("button", { name: "Settings" }, SOON));
  return screen.findByRole("dialog", { name: "Settings" }, SOON);
};

test("a registry that is not on the chain is refused; a right one is used at once", async () => {
  const world = await newWorld();
  const other = await newWorld();
  await other.deployPoints("table");
  const user = openPage(world, "#/");
  await screen.findByText(/The registry has no models yet/, {}, SOON);
  const dialog = await open(user);
  const registry = within(dialog).getByLabelText("Address of the registry");
  await user.clear(registry);
  await user.type(registry, world.accounts[0]!);
  await user.click(within(dialog).getByRole("button", { name: "Save" }));
  expect(await within(dialog).findByRole("alert", {}, SOON)).toHaveTextContent(
    "There is no registry at",
  );

  await user.clear(registry);
  await user.type(registry, other.registry);
  await user.click(within(dialog).getByRole("button", { name: "Save" }));
  expect(await screen.findByRole("link", { name: "Parcels" }, SOON)).toBeVisible();
});

test("a node that does not answer is told in the dialog", async () => {
  const world = await newWorld();
  const user = openPage(world, "#/");
  const dialog = await open(user);
  const rpc = within(dialog).getByLabelText(/Address of the chain’s node/);
  await user.clear(rpc);
  await user.type(rpc, "http://127.0.0.1:9");
  await user.click(within(dialog).getByRole("button", { name: "Save" }));
  expect(await within(dialog).findByRole("alert", {}, SOON)).toHaveTextContent("does not answer");
});

test("colours are chosen and kept", async () => {
  const user = openPage(await newWorld(), "#/");
  const dialog = await open(user);
  await user.click(within(dialog).getByRole("radio", { name: "Dark" }));
  expect(document.documentElement.dataset["theme"]).toBe("dark");
  expect(localStorage.getItem("commonweal.theme")).toBe("dark");
  await user.click(within(dialog).getByRole("radio", { name: "As the system" }));
  expect(document.documentElement.dataset["theme"]).toBeUndefined();
});
