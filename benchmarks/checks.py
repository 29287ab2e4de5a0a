"""Time all checks on the executed book of a folder: `python -m benchmarks.checks FOLDER` prints the seconds."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from livepaper import Paper
from livepaper.checks import run
from livepaper.verify import stored

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    paper = Paper.open(folder)
    edition = stored.edition(paper, folder / "_build" / "verification")
    start = time.perf_counter()
    run(edition)
    print(f"{time.perf_counter() - start:.3f}")
