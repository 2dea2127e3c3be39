"""Writes packages/inkling/src/tokenizer/unicode.generated.ts: which code points are letters, numbers and white space.

The pre-tokenisers must cut text exactly where Hugging Face's `tokenizers` cuts it, so we do not read the tables of
this machine's Python or Node (each has the Unicode version of its own year). We ask `tokenizers` itself, one code
point at a time, which class it puts it in:

- the ByteLevel pre-tokeniser, whose pattern knows \\p{L}, \\p{N} and \\s through the regex library Oniguruma;
- the Digits pre-tokeniser, which asks Rust's own `char::is_numeric`: a different, newer table;
- an added token that is a single word, which looks for \\w beside it through Rust's regex library.

Run from the repository's root, in any Python 3.9 or newer:

    pip install tokenizers==0.23.2
    python tools/unicode-table.py
"""

from pathlib import Path

import tokenizers
from tokenizers import AddedToken, Tokenizer, models
from tokenizers.pre_tokenizers import ByteLevel, Digits

TARGET = Path(__file__).parent.parent / "packages/inkling/src/tokenizer/unicode.generated.ts"


def classes():
    byte_level = ByteLevel(add_prefix_space=False, use_regex=True)
    digits = Digits(individual_digits=True)
    single_word = Tokenizer(models.BPE())
    single_word.add_tokens([AddedToken("word", single_word=True, normalized=False)])
    letters, numbers, spaces, numerics, words = [], [], [], [], []
    for code_point in range(0x110000):
        if 0xD800 <= code_point < 0xE000:
            continue  # surrogates are not characters
        character = chr(code_point)
        # A character belongs to the class of two neighbours that it does not cut apart.
        if len(byte_level.pre_tokenize_str("a" + character + "a")) == 1:
            letters.append(code_point)
        elif len(byte_level.pre_tokenize_str("1" + character + "1")) == 1:
            numbers.append(code_point)
        elif len(byte_level.pre_tokenize_str("!" + character + "!")) != 1:
            spaces.append(code_point)
        if len(digits.pre_tokenize_str("a" + character + "b")) > 1:
            numerics.append(code_point)
        if not single_word.encode(character + "word").ids:
            words.append(code_point)
    return {
        "LETTERS": ("\\p{L} of Oniguruma: letters", letters),
        "NUMBERS": ("\\p{N} of Oniguruma: numbers", numbers),
        "WHITE_SPACE": ("\\s of Oniguruma: white space", spaces),
        "NUMERICS": ("Rust's char::is_numeric: what the Digits pre-tokeniser stands alone", numerics),
        "WORD_CHARACTERS": ("\\w of Rust's regex library: letters, marks, digits and joiners", words),
    }


def base36(number):
    digits = ""
    while number or not digits:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits


def compact(code_points):
    """Alternately: how many code points to skip, how many to take, in base 36."""
    numbers, position, index = [], 0, 0
    while index < len(code_points):
        start = index
        while index + 1 < len(code_points) and code_points[index + 1] == code_points[index] + 1:
            index += 1
        index += 1
        numbers += [code_points[start] - position, index - start]
        position = code_points[index - 1] + 1
    return [base36(number) for number in numbers]


def wrapped(words, width=100):
    lines, line = [], ""
    for word in words:
        if line and len(line) + 1 + len(word) > width:
            lines.append(line + " ")
            line = word
        else:
            line = line + " " + word if line else word
    return lines + [line]


source = [
    "/**",
    " * Pinned Unicode tables, written by tools/unicode-table.py. Do not edit.",
    f" * Asked of Hugging Face's tokenizers {tokenizers.__version__}, code point by code point; it has its own Unicode version",
    " * inside (16.0 in its regex library, 17.0 in Rust's standard library), and so do these tables.",
    " *",
    " * Each table is a list of numbers in base 36: how many code points to skip, how many to take, and so on.",
    " */",
]
for name, (what, code_points) in classes().items():
    lines = wrapped(compact(code_points))
    source.append(f"\n/** {what}: {len(code_points):,} code points. */")
    source.append(f"export const {name} =")
    source += [f'  "{line}"' + (" +" if index < len(lines) - 1 else ";") for index, line in enumerate(lines)]
TARGET.write_text("\n".join(source) + "\n", encoding="utf-8")
print(f"{TARGET.name}: {TARGET.stat().st_size:,} bytes")
