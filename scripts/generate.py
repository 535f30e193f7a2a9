"""Write ``dapp/src/generated/abi.ts`` from the compiled contracts.

With ``--check`` nothing is written; the exit code is 1 if the file is not what would be written.
"""

from __future__ import annotations

import argparse
import json
import sys

from commonweal.runtime.artifacts import artifact
from commonweal.runtime.compiler import CompilationError, ToolchainError, project_root

#: Contracts that the page speaks to, and the constant each becomes.
EXPORTS = {
    "Registry": "registryAbi",
    "Badges": "badgesAbi",
    "SparsePerceptronStake": "sparsePerceptronStakeAbi",
    "DensePerceptronStake": "densePerceptronStakeAbi",
    "SparsePerceptronPoints": "sparsePerceptronPointsAbi",
    "DensePerceptronPoints": "densePerceptronPointsAbi",
    "SparsePerceptronMarket": "sparsePerceptronMarketAbi",
    "DensePerceptronMarket": "densePerceptronMarketAbi",
    "Market": "marketAbi",
}

HEADER = """\
// Generated from contracts/ by `make generate`: do not edit.

"""


def render() -> str:
    """Return the whole file."""
    constants = (
        f"export const {constant} = {json.dumps(artifact(name).abi, indent=2)} as const;\n"
        for name, constant in EXPORTS.items()
    )
    return HEADER + "\n".join(constants)


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
