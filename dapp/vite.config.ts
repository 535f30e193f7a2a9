import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const backend = process.env["COMMONWEAL_API"] ?? "http://127.0.0.1:8000";

export default defineConfig({
  // Relative addresses: the page works at any path of any static server.
  base: "./",
  plugins: [react()],
  build: { outDir: "dist", target: "es2022", chunkSizeWarningLimit: 800 },
  server: { host: "127.0.0.1", proxy: { "/api": backend } },
  preview: { host: "127.0.0.1", proxy: { "/api": backend } },
  test: {
    // Tests of the page name jsdom in their first line.
    environment: "node",
    include: ["src/**/*.test.{ts,tsx}"],
    globalSetup: ["testing/globalSetup.ts"],
    setupFiles: ["testing/setup.ts"],
    // All files share one chain, and some move its time on.
    fileParallelism: false,
    testTimeout: 20_000,
    hookTimeout: 120_000,
    restoreMocks: true,
  },
});
