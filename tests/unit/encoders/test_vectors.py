from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_vectors_are_what_the_script_makes(repository: Path) -> None:
    """The page's encoders are tested against this file: it must be the encoders of today."""
    script = repository / "scripts" / "vectors.py"
    result = subprocess.run(
        [sys.executable, str(script), "--check"], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
