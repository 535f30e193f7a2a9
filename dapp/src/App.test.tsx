// @vitest-environment jsdom
import axe from "axe-core";
import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import { afterEach, beforeAll, expect, inject, test, vi } from "vitest";
import { connect, openPage, SOON } from "../testing/page";
import { joined, newWorld, sparse, type World } from "../testing/world";
import { App } from "./App";
import { createQueryClient } from "./lib/queries";

let world: World;

beforeAll(async () => {
  world = await newWorld();
  const stake = await world.deployStake();
  await world.deployStake("table");
  const points = await world.deployPoints();
  await world.contribute(stake, world.accounts[17]!, joined(sparse(1, 1), sparse(0, 2)));
  await world.contribute(stake, world.accounts[18]!, sparse(0, 3));
  await world.contribute(points, world.accounts[18]!, sparse(1, 1));
  await world.moveOn(1_300);
});

afterEach(() => vi.unstubAllGlobals());

test.each([
  ["#/", "Models"],
  ["#/models/0", "Reviews"],
  ["#/models/1", "Parcels"],
  ["#/mine", "My contributions"],
  ["#/due", "Due"],
  ["#/rewards", "Points and badges"],
])("%s is titled, says it is unaudited, and axe finds nothing wrong", async (place, title) => {
  const user = openPage(world, place);
  await connect(user, 17);
  expect(await screen.findByRole("heading", { level: 1, name: title }, SOON)).toBeVisible();
  await expect.poll(() => screen.queryAllByText(/^Reading/), SOON).toEqual([]);
  expect(document.title).toBe(`${title} · Commonweal`);
  expect(screen.getByText("Unaudited.")).toBeVisible();
  // jsdom paints nothing, so contrast is looked at in a browser.
  const { violations } = await axe.run(document.body, {
    rules: { "color-contrast": { enabled: false } },
  });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
});

test("a model that does not exist is told in a sentence", async () => {
  openPage(world, "#/models/77");
  expect(
    await screen.findByText(/There is no model 77: the registry has 3 models/, {}, SOON),
  ).toBeVisible();
});

test("a chain that does not answer is told, and the page stays", async () => {
  openPage({ config: { ...world.config, rpcUrl: "http://127.0.0.1:9" } }, "#/");
  const [problem] = await screen.findAllByText(/The chain does not answer/, {}, SOON);
  expect(problem).toBeVisible();
  expect(screen.getByRole("navigation", { name: "Main" })).toBeVisible();
});

test("without any configuration the page says how to get one", async () => {
  localStorage.clear();
  render(
    <QueryClientProvider client={createQueryClient()}>
      <App />
    </QueryClientProvider>,
  );
  expect(await screen.findByText(/start it with “commonweal serve”/, {}, SOON)).toBeVisible();
  expect(screen.getByRole("button", { name: "Settings" })).toBeVisible();
});

test("a chain started anew is found again, however late its registry comes", async () => {
  localStorage.clear();
  window.location.hash = "#/";
  // Deployers get the same addresses again: another contract stands where the registry was.
  let registry = inject("chain").implementations[0];
  let asked = 0;
  const real = window.fetch;
  vi.stubGlobal("fetch", async (input: RequestInfo | URL, init?: RequestInit) => {
    if (input !== "/api/config") return real(input, init);
    asked += 1;
    return Response.json({ ...world.config, registry });
  });
  render(
    <QueryClientProvider client={createQueryClient()}>
      <App />
    </QueryClientProvider>,
  );
  expect((await screen.findAllByText(/There is no registry at/, {}, SOON))[0]).toBeVisible();
  // It was told the old address once more already, before the new registry is there.
  await expect.poll(() => asked, SOON).toBeGreaterThanOrEqual(2);
  registry = world.registry;
  expect(await screen.findAllByRole("link", { name: "Reviews" }, SOON)).not.toHaveLength(0);
  expect(screen.queryByText(/There is no registry at/)).toBeNull();
});
