"""Opens with transformers what make.mjs saved, and holds what it computes against what Inkling computed.

    python compare.py WORK

Per model: logits within TOLERANCE, greedy ids, token ids, decoded text and chats equal. Then transformers saves the model
again, in one file and in several (WORK/again/NAME, WORK/shards/NAME), for readBack.mjs. No code of the model's own is
trusted, and a weight that is missing or left over is a failure. Computed in float32, whatever the weights are stored as.
"""

import json
import sys
from pathlib import Path

import torch
import transformers
from safetensors.torch import load_file
from transformers import AutoModelForCausalLM, AutoTokenizer, GenerationConfig

TOLERANCE = 1e-4
# Small enough for the smallest model to be cut into several files.
SHARD = "20KB"

work = Path(sys.argv[1])
cases = json.loads((work / "cases.json").read_text(encoding="utf-8"))
complaints = []
counted = {"ids": 0, "texts": 0, "chats": 0}


def equal(name, what, theirs, ours):
    if theirs != ours:
        complaints.append(f"{name}: {what}: transformers {theirs!r}, Inkling {ours!r}")


def open_model(name):
    model, report = AutoModelForCausalLM.from_pretrained(work / name, dtype=torch.float32, output_loading_info=True)
    for problem in ("missing_keys", "unexpected_keys", "mismatched_keys"):
        equal(name, problem, sorted(report[problem]), [])
    return model.eval()


def compare_settings(case, model, tokenizer):
    """generation_config.json, and the tokens that begin and end a text."""
    name, settings = case["name"], model.generation_config
    equal(name, "bos_token_id", (settings.bos_token_id, tokenizer.bos_token_id), (case["bos"], case["bos"]))
    equal(name, "an end", tokenizer.eos_token_id in case["ends"] and settings.eos_token_id in case["ends"], True)
    ours = case["sampling"]
    for their_name, our_name in [("temperature", "temperature"), ("top_k", "topK")]:
        if our_name in ours:
            equal(name, their_name, getattr(settings, their_name), ours[our_name])


def furthest_logit(case, model):
    logits = load_file(work / f"{case['name']}.safetensors")
    furthest = 0.0
    for i, ids in enumerate(case["prompts"]):
        with torch.no_grad():
            theirs = model(torch.tensor([ids])).logits[0]
        furthest = max(furthest, (theirs - logits[f"logits.{i}"]).abs().max().item())
    if not furthest <= TOLERANCE:
        complaints.append(f"{case['name']}: logits {furthest:.1e} apart, at most {TOLERANCE:.0e} allowed")
    return furthest


def compare_greedy(case, model):
    for ids, ours in zip(case["prompts"], case["greedy"], strict=True):
        # Without an end, so that as many ids are compared as were asked for.
        model.generation_config = GenerationConfig(do_sample=False, max_new_tokens=len(ours), pad_token_id=0)
        given = torch.tensor([ids])
        out = model.generate(given, attention_mask=torch.ones_like(given))
        equal(case["name"], f"greedy ids after {ids}", out[0, len(ids) :].tolist(), ours)
        counted["ids"] += len(ours)


def compare_texts(case, tokenizer):
    for text in case["texts"]:
        ids = tokenizer(text["text"], add_special_tokens=False).input_ids
        equal(case["name"], f"ids of {text['text']!r}", ids, text["ids"])
        equal(case["name"], f"text of {ids}", tokenizer.decode(ids), text["decoded"])
    for chat in case["chats"]:
        settings = {"add_generation_prompt": chat["addGenerationPrompt"]}
        text = tokenizer.apply_chat_template(chat["messages"], tokenize=False, **settings)
        ids = tokenizer.apply_chat_template(chat["messages"], return_dict=False, **settings)
        # What the vocabulary can't spell is lost in ids, and with it in what Inkling reads back from them.
        spelled = tokenizer.decode(tokenizer(text, add_special_tokens=False).input_ids)
        equal(case["name"], f"chat {chat['messages']}", (spelled, ids), (chat["text"], chat["ids"]))
    equal(case["name"], "has a chat template", tokenizer.chat_template is not None, case["chats"] != [])
    counted["texts"] += len(case["texts"])
    counted["chats"] += len(case["chats"])


def save_again(name, tokenizer):
    """As whoever goes on working with the model would: in the dtype that it is stored in."""
    model = AutoModelForCausalLM.from_pretrained(work / name)
    for folder, settings in [("again", {}), ("shards", {"max_shard_size": SHARD})]:
        model.save_pretrained(work / folder / name, **settings)
        tokenizer.save_pretrained(work / folder / name)
    shards = len(list((work / "shards" / name).glob("model-*.safetensors")))
    equal(name, "cut into several files", shards > 1, True)


furthest = 0.0
for case in cases:
    before = len(complaints)
    model = open_model(case["name"])
    tokenizer = AutoTokenizer.from_pretrained(work / case["name"])
    compare_settings(case, model, tokenizer)
    apart = furthest_logit(case, model)
    compare_greedy(case, model)
    compare_texts(case, tokenizer)
    save_again(case["name"], tokenizer)
    verdict = "ok" if len(complaints) == before else "WRONG"
    print(f"{case['name']}: {type(model).__name__}, logits at most {apart:.1e} apart: {verdict}")
    furthest = max(furthest, apart)

print("\n".join(complaints))
print(
    f"transformers {transformers.__version__}, torch {torch.__version__}: logits at most {furthest:.1e} apart, "
    f"{counted['ids']} greedy ids, {counted['texts']} texts and {counted['chats']} chats equal"
)
sys.exit(1 if complaints else 0)
