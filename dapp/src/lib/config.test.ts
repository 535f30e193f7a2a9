// @vitest-environment jsdom
import { beforeEach, expect, test, vi } from "vitest";
import { findConfig, keepByHand, parseConfig, type PageConfig } from "./config";
import { Problem } from "./problem";

const good: PageConfig = {
  chainId: 1337,
  rpcUrl: "http://127.0.0.1:8545",
  registry: "0x1234567890123456789012345678901234567890",
  encoders: "/api/encoders/",
};

/** A server that has these addresses and answers all others with a page, as static servers do. */
function serving(files: Record<string, unknown>): typeof fetch {
  return vi.fn(async (input: RequestInfo | URL) => {
    const file = files[String(input)];
    return file === undefined
      ? new Response("<!doctype html>", { headers: { "content-type": "text/html" } })
      : Response.json(file);
  }) as typeof fetch;
}

const down = vi.fn(async () => {
  throw new TypeError("Failed to fetch");
}) as unknown as typeof fetch;

beforeEach(() => localStorage.clear());

test("the backend's configuration comes before the file's", async () => {
  const other = { ...good, chainId: 31337 };
  const both = serving({ "/api/config": good, "./config.json": other });
  expect(await findConfig(both, localStorage)).toEqual({ config: good, source: "backend" });
  const one = serving({ "./config.json": other });
  expect(await findConfig(one, localStorage)).toEqual({ config: other, source: "file" });
});

test("the last one that was served works while the backend is down", async () => {
  await expect(findConfig(down, localStorage)).rejects.toThrow(/commonweal serve/);
  await findConfig(serving({ "/api/config": good }), localStorage);
  expect(await findConfig(down, localStorage)).toEqual({ config: good, source: "remembered" });
});

test("what was set by hand comes first until it is forgotten", async () => {
  const byHand = { ...good, rpcUrl: "https://rpc.example" };
  const backend = serving({ "/api/config": good });
  keepByHand(localStorage, byHand);
  expect(await findConfig(backend, localStorage)).toEqual({ config: byHand, source: "settings" });
  keepByHand(localStorage, undefined);
  expect((await findConfig(backend, localStorage)).source).toBe("backend");
});

test("a store that holds nonsense or is forbidden does no harm", async () => {
  localStorage.setItem("commonweal.settings", "{nonsense");
  const backend = serving({ "/api/config": good });
  expect((await findConfig(backend, localStorage)).source).toBe("backend");
  expect((await findConfig(backend, undefined)).source).toBe("backend");
});

test.each([
  [{ ...good, chainId: "1" }, "chain id"],
  [{ ...good, rpcUrl: "ftp://x" }, "http://"],
  [{ ...good, rpcUrl: undefined }, "nothing"],
  [{ ...good, registry: "0x12" }, "40 hex digits"],
  [7, "object"],
])("a wrong part is named: %#", (value, part) => {
  expect(() => parseConfig(value)).toThrow(Problem);
  expect(() => parseConfig(value)).toThrow(part);
});
