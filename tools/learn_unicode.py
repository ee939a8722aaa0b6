#!/usr/bin/env python3
"""Write data/unicode.tsv from the Unicode Character Database: how each character is folded, and to which script it belongs.

usage: learn_unicode.py [UCD_FOLDER] > data/unicode.tsv       (Debian: package unicode-data, /usr/share/unicode)

A row is FIRST..LAST, class, script, folded form. Classes: letter, digit, ignore (dropped without a gap); everything that has no row
separates words. The folded form is NFKD with case folding, without the marks of scripts that use them for accents or vowels, kana as
katakana, Arabic letters of Persian, Urdu, Pashto and Kurdish as their Arabic base.
"""
import sys
from pathlib import Path

SCRIPTS = ["Latin", "Cyrillic", "Greek", "Arabic", "Hebrew", "Devanagari", "Bengali", "Thai", "Armenian", "Georgian", "Ethiopic", "Hangul",
           "Kana", "Han"]
MARKS_KEPT = {"Devanagari", "Bengali", "Thai", "Other"}
IGNORED = {0x27, 0x60, 0xB4, 0x2018, 0x2019, 0x201B, 0x2032, 0x2035, 0x02B9, 0x02BA, 0x02BB, 0x02BC, 0x02BD, 0x02BE, 0x02BF, 0x02C8, 0x02CA, 0x02CB,
           0xFF07, 0x0640, 0x00AD, 0x034F, 0x093C, 0x09BC, 0x30FC, 0x05F3, 0x05F4}
LATIN = {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ŋ": "ng", "ħ": "h", "ŧ": "t", "ə": "a", "ɵ": "o",
         "ƒ": "f", "ɡ": "g"}
ARABIC = {}
for base, variants in {"ي": "یےېۍ", "ك": "ک", "گ": "ګ", "ه": "ھہەۀۂ", "ن": "ںڼ", "ت": "ٹټ", "د": "ڈډ", "ر": "ڑړ", "ا": "ٱ"}.items():
    ARABIC.update({ord(v): [ord(base)] for v in variants})


def ranges(path):
    for line in open(path, encoding="utf-8"):
        fields = [x.strip() for x in line.split("#")[0].split(";")]
        if len(fields) > 1:
            first, _, last = fields[0].partition("..")
            yield int(first, 16), int(last or first, 16), fields[1]


def load(folder):
    category, decomposed = {}, {}
    first = None
    for line in open(folder / "UnicodeData.txt", encoding="utf-8"):
        f = line.split(";")
        cp = int(f[0], 16)
        if f[1].endswith("First>"):
            first = cp
            continue
        for c in range(first if f[1].endswith("Last>") else cp, cp + 1):
            category[c] = f[2]
        if f[5]:
            decomposed[cp] = [int(x, 16) for x in f[5].split() if not x.startswith("<")]
    folding = {}
    for line in open(folder / "CaseFolding.txt", encoding="utf-8"):
        f = [x.strip() for x in line.split("#")[0].split(";")]
        if len(f) > 2 and f[1] in "CF":
            folding[int(f[0], 16)] = [int(x, 16) for x in f[2].split()]
    script = {}
    for a, b, name in ranges(folder / "Scripts.txt"):
        name = {"Hiragana": "Kana", "Katakana": "Kana"}.get(name, name)
        for c in range(a, b + 1):
            script[c] = name if name in SCRIPTS or name in ("Common", "Inherited") else "Other"
    return category, decomposed, folding, script


class Folder:
    def __init__(self, folder):
        self.category, self.decomposed, self.folding, self.script = load(folder)

    def ignored(self, cp):
        if cp in IGNORED or self.category.get(cp) in ("Cf", "Me"):
            return True
        return self.category.get(cp) == "Mn" and cp not in (0x3099, 0x309A) and self.script.get(cp) not in MARKS_KEPT

    def fold(self, cp):
        if self.ignored(cp):
            return []
        if cp == 0x26:
            return [0x20, 0x61, 0x6E, 0x64, 0x20]
        if cp in ARABIC:
            return ARABIC[cp]
        if 0xAC00 <= cp <= 0xD7A3:
            return [cp]                              # taken apart by rule at run time
        if 0x30A1 <= cp <= 0x30F6:
            return [cp]
        if 0x3041 <= cp <= 0x3096:
            return [cp + 0x60]
        if chr(cp) in LATIN:
            return [ord(x) for x in LATIN[chr(cp)]]
        if self.category.get(cp) == "Nd":
            return [0x30 + self.digit(cp)]
        step = self.folding.get(cp) or self.decomposed.get(cp)
        return [cp] if step is None else [y for x in step for y in self.fold(x)]

    def digit(self, cp):
        """Decimal digits stand in runs of ten that begin with zero (Unicode stability policy)."""
        first = cp
        while self.category.get(first - 1) == "Nd":
            first -= 1
        return (cp - first) % 10

    def kind(self, cp):
        c = self.category.get(cp, "Cn")
        if self.ignored(cp):
            return "ignore"
        if c == "Nd":
            return "digit"
        if c[0] == "L" or (c[0] == "M" and (self.script.get(cp) in MARKS_KEPT or cp in (0x3099, 0x309A))):
            return "letter"
        return None


def main():
    f = Folder(Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/unicode"))
    rows = []
    for cp in sorted(f.category):
        if 0xD800 <= cp <= 0xF8FF or cp > 0x3FFFF and cp not in range(0xE0000, 0xE01F0):
            continue
        kind = f.kind(cp)
        folded = f.fold(cp)
        if kind is None and folded == [cp]:
            continue
        if kind is None:
            kind = "symbol"                          # separates words unless its folded form holds letters
        script = f.script.get(cp, "Other") if kind == "letter" else "-"
        script = {"Common": "Other", "Inherited": "Other"}.get(script, script)
        if cp in (0x3099, 0x309A):
            script = "Kana"
        mapped = "" if folded == [cp] or kind == "ignore" else " ".join(f"{x:X}" for x in folded)
        rows.append((cp, kind, script, mapped))
    print("# How Cordon folds characters; made by tools/learn_unicode.py from the Unicode Character Database 15.0.0")
    print("# Copyright (c) 1991-2022 Unicode, Inc. Unicode License (see NOTICE).")
    print("# first..last<TAB>class<TAB>script<TAB>folded form (code points; empty: itself)")
    i = 0
    while i < len(rows):
        j = i
        while j + 1 < len(rows) and not rows[i][3] and rows[j + 1][0] == rows[j][0] + 1 and rows[j + 1][1:] == rows[i][1:]:
            j += 1
        first, last = rows[i][0], rows[j][0]
        span = f"{first:X}" if first == last else f"{first:X}..{last:X}"
        print(f"{span}\t{rows[i][1]}\t{rows[i][2].lower()}\t{rows[i][3]}".rstrip("\t"))
        i = j + 1


if __name__ == "__main__":
    main()
