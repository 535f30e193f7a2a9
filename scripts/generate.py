"""Write ``dapp/src/generated/abi.ts`` from the compiled contracts.

With ``--check`` nothing is written; the exit code is 1 if the file is not what would be written.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from typing import Any

from commonweal.runtime.artifacts import artifact
from commonweal.runtime.compiler import CompilationError, ToolchainError, project_root

#: Contracts and interfaces that the page speaks to, and the constant each becomes.
EXPORTS = {
    "Registry": "registryAbi",
    "Badges": "badgesAbi",
    "ITrainer": "trainerAbi",
    "IStakeIncentive": "stakeIncentiveAbi",
    "IPointsIncentive": "pointsIncentiveAbi",
    "SparsePerceptronStake": "sparsePerceptronStakeAbi",
    "DensePerceptronStake": "densePerceptronStakeAbi",
    "SparsePerceptronPoints": "sparsePerceptronPointsAbi",
    "DensePerceptronPoints": "densePerceptronPointsAbi",
}

HEADER = """\
// Generated from contracts/ by `make generate`: do not edit.

"""

Abi = list[dict[str, Any]]


def constant(name: str, abi: Abi, comment: str) -> str:
    """Return the TypeScript of one ABI."""
    return f"/** {comment} */\nexport const {name} = {json.dumps(abi, indent=2)} as const;\n"


def union(abis: Iterable[Abi], kind: str) -> Abi:
    """Return every different error or event of several ABIs, by name."""
    entries = {
        json.dumps(entry, sort_keys=True): entry
        for abi in abis
        for entry in abi
        if entry["type"] == kind
    }
    return sorted(entries.values(), key=lambda entry: (entry["name"], json.dumps(entry)))


def render() -> str:
    """Return the whole file."""
    abis = {name: artifact(name).abi for name in EXPORTS}
    parts = [constant(EXPORTS[name], abi, f"`{name}`.") for name, abi in abis.items()]
    parts.append(constant("errorsAbi", union(abis.values(), "error"), "Every error of them all."))
    parts.append(constant("eventsAbi", union(abis.values(), "event"), "Every event of them all."))
    return HEADER + "\n".join(parts)


def main() -> int:
    """Write or check the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only compare, write nothing")
    check_only = parser.parse_args().check
    target = project_root() / "dapp" / "src" / "generated" / "abi.ts"
    shown = target.relative_to(project_root())
    try:
        text = render()
    except (ToolchainError, CompilationError, LookupError) as error:
        print(error, file=sys.stderr)
        return 1
    if target.is_file() and target.read_text(encoding="utf-8") == text:
        print(f"{shown} is up to date")
        return 0
    if check_only:
        print(f"{shown} does not match contracts/: run `make generate`.", file=sys.stderr)
        return 1
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    print(f"{shown} written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
