// Put into every page before its own scripts: a wallet that announces itself (EIP-6963). Requests
// go to Python through the binding `e2eWallet`, which decides, signs and answers.
(() => {
  const listeners = new Map();
  const emit = (event, value) => (listeners.get(event) ?? []).forEach((listen) => listen(value));

  const request = async ({ method, params }) => {
    const { result, error, emits } = await window.e2eWallet(method, params ?? []);
    for (const [event, value] of emits) emit(event, value);
    if (error) throw Object.assign(new Error(error.message), error);
    return result;
  };
  const provider = {
    request,
    on: (event, listen) => {
      listeners.set(event, [...(listeners.get(event) ?? []), listen]);
      return provider;
    },
    removeListener: (event, listen) => {
      listeners.set(
        event,
        (listeners.get(event) ?? []).filter((known) => known !== listen),
      );
      return provider;
    },
  };
  const info = Object.freeze({
    uuid: "0b5e1d6a-6f0e-4f0b-9d5c-6a1f3c2b7e10",
    name: "Pocket Wallet",
    icon: "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'><circle cx='4' cy='4' r='4' fill='%23c60'/></svg>",
    rdns: "example.pocket",
  });
  const announce = () =>
    window.dispatchEvent(
      new CustomEvent("eip6963:announceProvider", { detail: Object.freeze({ info, provider }) }),
    );
  window.addEventListener("eip6963:requestProvider", announce);
  announce();
})();
