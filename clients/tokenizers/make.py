"""Makes a tokenizer.json of every kind that Inkling reads, and texts and ids to try them on, for ours.mjs.

    python make.py WORK

    WORK/NAME.json      the files (kinds.py beside Inkling's own fixtures makes them)
    WORK/tasks.json     name → { texts, ids }

Try it: python clients/tokenizers/make.py /tmp/work
"""

import json
import random
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "packages/inkling/test/fixtures/tokenizer"))

import kinds  # noqa: E402

SEED = 20261130
TEXTS = 1000
ID_LISTS = 250

work = Path(sys.argv[1])
work.mkdir(parents=True, exist_ok=True)
tasks = {}
for name, whole in kinds.kinds().items():
    (work / f"{name}.json").write_text(json.dumps(whole), encoding="utf-8")
    rng = random.Random(f"{SEED}/{name}")
    tasks[name] = {"texts": kinds.texts(rng, whole, TEXTS), "ids": kinds.id_lists(rng, whole, ID_LISTS)}
(work / "tasks.json").write_text(json.dumps(tasks), encoding="utf-8")
print(f"{len(tasks)} tokenizers made")
