"""The long tests use what the others do."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
