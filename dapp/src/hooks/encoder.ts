import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { browserStore } from "../lib/browserStore";
import { loadEncoder, type Encoder } from "../lib/encoding";
import { acceptManifest, findManifest } from "../lib/manifests";
import { problemOf } from "../lib/problem";
import type { Trainer } from "../lib/trainers";
import type { Read } from "./chain";
import { usePage } from "./page";

const RETRY_MS = 10_000;

interface EncoderRead extends Read<Encoder> {
  /** Use a manifest from a file; throws a Problem if it is not this model's. */
  readonly open: (file: File) => Promise<void>;
}

/** The encoder that a trainer names, checked by its hash. */
export function useEncoder(trainer: Trainer): EncoderRead {
  const { config } = usePage();
  const queries = useQueryClient();
  const hash = trainer.metadata.encoderHash;
  const key = ["encoder", hash, trainer.address];
  const { data, error } = useQuery({
    queryKey: key,
    queryFn: async () => {
      const fetcher = window.fetch.bind(window);
      return loadEncoder(
        await findManifest(hash, config.encoders, fetcher, browserStore()),
        trainer,
      );
    },
    retry: false,
    refetchInterval: (query) => (query.state.error ? RETRY_MS : false),
  });
  const open = useCallback(
    async (file: File) => {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const encoder = loadEncoder(acceptManifest(hash, bytes, browserStore()), trainer);
      queries.setQueryData(["encoder", hash, trainer.address], encoder);
    },
    [hash, queries, trainer],
  );
  return { data, problem: data === undefined && error ? problemOf(error) : undefined, open };
}
