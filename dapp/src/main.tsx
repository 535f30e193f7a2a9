import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { browserStore } from "./lib/browserStore";
import { createQueryClient } from "./lib/queries";
import { applyTheme, keptTheme } from "./lib/theme";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/controls.css";

applyTheme(keptTheme(browserStore()), document.documentElement, undefined);

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={createQueryClient()}>
        <App />
      </QueryClientProvider>
    </StrictMode>,
  );
}
