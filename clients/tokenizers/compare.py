"""Holds what ours.mjs wrote down against Hugging Face's `tokenizers`: ids, places, text of ids, what goes around a text.

    python compare.py WORK        (after make.py and ours.mjs)

Each tokenizer is opened twice: as make.py made it, and as Inkling wrote it again. Exits with 1 if anything differs.
"""

import hashlib
import json
import struct
import sys
from pathlib import Path

from tokenizers import Tokenizer

SHARED = Path(__file__).parents[2].parent / "shared/data/text"
SHOWN = 20

work = Path(sys.argv[1])
tasks = json.loads((work / "tasks.json").read_text(encoding="utf-8"))
ours = json.loads((work / "ours.json").read_text(encoding="utf-8"))
complaints = []
counted = {"encodings": 0, "texts of ids": 0, "whole files": 0}


def equal(name, what, theirs, our):
    if theirs != our:
        complaints.append(f"{name}: {what}: tokenizers {theirs!r}, Inkling {our!r}")


def compare_encodings(name, tokenizer, texts, encodings):
    # Where characters are left out, `tokenizers` counts the places behind them as if they had never been there.
    has_places = not name.endswith("unknown-left-out")
    for text, pair in zip(texts, encodings, strict=True):
        for parse, our in zip((False, True), pair, strict=True):
            tokenizer.encode_special_tokens = not parse
            theirs = tokenizer.encode(text, add_special_tokens=False)
            equal(name, f"ids of {text!r}", theirs.ids, our["ids"])
            if has_places:
                equal(name, f"places in {text!r}", [list(place) for place in theirs.offsets], our["places"])
            counted["encodings"] += 1


def compare_decodings(name, tokenizer, id_lists, decodings):
    for ids, pair in zip(id_lists, decodings, strict=True):
        for skip, our in zip((False, True), pair, strict=True):
            equal(name, f"text of {ids}", tokenizer.decode(ids, skip_special_tokens=skip), our)
            counted["texts of ids"] += 1


def compare_around(name, tokenizer, around):
    tokenizer.encode_special_tokens = True
    plain = tokenizer.encode("ink", add_special_tokens=False).ids
    equal(name, "what goes around", tokenizer.encode("ink").ids, [*around["before"], *plain, *around["after"]])


def compare_files(name, tokenizer, hashes):
    tokenizer.encode_special_tokens = True
    for file, our in hashes.items():
        ids = tokenizer.encode((SHARED / file).read_bytes().decode(), add_special_tokens=False).ids
        equal(name, file, hashlib.sha256(struct.pack(f"<{len(ids)}i", *ids)).hexdigest(), our)
        counted["whole files"] += 1


for name, task in tasks.items():
    for folder in ("", "again"):
        tokenizer = Tokenizer.from_file(str(work / folder / f"{name}.json"))
        label = f"{folder}/{name}" if folder else name
        compare_encodings(label, tokenizer, task["texts"], ours[name]["encoded"])
        compare_decodings(label, tokenizer, task["ids"], ours[name]["decoded"])
        compare_around(label, tokenizer, ours[name]["around"])
        if not folder:
            compare_files(label, tokenizer, ours[name]["files"])

for complaint in complaints[:SHOWN]:
    print(complaint)
if complaints:
    sys.exit(f"{len(complaints)} differences")
print(f"{len(tasks)} tokenizers: " + ", ".join(f"{count:,} {what}" for what, count in counted.items()) + " equal")
