#!/usr/bin/env python3
"""Write data/readings/han.tsv: how Han characters are read in Latin letters, in Mandarin (pinyin) and in Korean (romanised).

usage: learn_han.py [UCD_FOLDER] > data/readings/han.tsv      (Debian: package unicode-data, /usr/share/unicode)

Mandarin: kMandarin, and the readings of kXHC1983 and kTGHZ2013 that it lacks (family names such as 曾 zeng, 单 shan). Korean: kHangul of
characters used in personal names, romanised as the North writes it, with the southern and McCune-Reischauer spellings beside it.
Only characters with a frequency rank (kUnihanCore2020) are taken: the rest stand in no name.
"""
import bz2, collections, re, sys, unicodedata
from pathlib import Path

LEAD = [["k", "g"], ["kk"], ["n"], ["t", "d"], ["tt"], ["r", "l", ""], ["m"], ["p", "b"], ["pp"], ["s"], ["ss"], [""], ["j", "ch"], ["jj"], ["ch"],
        ["k", "kh"], ["t", "th"], ["p"], ["h"]]
VOWEL = [["a"], ["ae"], ["ya"], ["yae"], ["o", "eo", "u"], ["e"], ["yo", "yeo", "you"], ["ye"], ["o"], ["wa"], ["wae"], ["oe", "oi"], ["yo"], ["u", "oo"],
         ["wo"], ["we"], ["wi", "ui"], ["yu"], ["u", "eu"], ["ui"], ["i", "ee"]]
TAIL = {0: [""], 1: ["k", "g"], 4: ["n"], 7: ["t"], 8: ["l"], 16: ["m"], 17: ["p", "b"], 19: ["t"], 21: ["ng"]}


def read(folder):
    fields = collections.defaultdict(dict)
    for name in ("Unihan_Readings.txt.bz2", "Unihan_DictionaryLikeData.txt.bz2", "Unihan_IRGSources.txt.bz2", "Unihan_Variants.txt.bz2"):
        for line in bz2.open(folder / name, "rt", encoding="utf-8"):
            if line.startswith("U+"):
                code, field, value = line.rstrip("\n").split("\t")
                fields[int(code[2:], 16)][field] = value
    return fields


def plain(pinyin):
    s = pinyin.lower().replace("ü", "v")
    s = "".join(c for c in unicodedata.normalize("NFD", s) if not unicodedata.combining(c))
    return re.sub("[^a-z]", "", s)


def mandarin(entry):
    main = [plain(x) for x in entry.get("kMandarin", "").split()]
    more = re.findall(r":([^ ,]+)", entry.get("kXHC1983", "")) + [y for x in re.findall(r":([^ ]+)", entry.get("kTGHZ2013", "")) for y in x.split(",")]
    out = {}
    for cost, words in ((0, main), (10, [plain(x) for x in more])):
        for w in words:
            if w:
                out.setdefault(w, cost)
                if "v" in w:
                    out.setdefault(w.replace("v", "u"), cost + 5)
                    out.setdefault(w.replace("v", "yu"), cost + 10)
    return out


def korean(entry):
    out = {}
    for syllable in re.findall(r"([가-힣])", entry.get("kHangul", "")):
        n = ord(syllable) - 0xAC00
        lead, vowel, tail = LEAD[n // 588], VOWEL[n % 588 // 28], TAIL.get(n % 28)
        if tail is None:
            continue
        for i, a in enumerate(lead):
            for j, b in enumerate(vowel):
                for k, c in enumerate(tail):
                    if a + b + c and (a or n // 588 != 5 or b[0] in "yi"):
                        out.setdefault(a + b + c, 8 + 5 * (i + j + k))
    return out


def main():
    fields = read(Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/unicode"))
    for cp, entry in list(fields.items()):           # simplified characters have no Korean reading of their own
        if "kHangul" not in entry:
            for v in re.findall(r"U\+([0-9A-F]+)", entry.get("kTraditionalVariant", "")):
                if "kHangul" in fields.get(int(v, 16), {}):
                    entry["kHangul"] = fields[int(v, 16)]["kHangul"]
    print("# How Han characters are read; made by tools/learn_han.py from Unihan 15.0.0 (kMandarin, kXHC1983, kTGHZ2013, kHangul)")
    print("# Copyright (c) 1991-2022 Unicode, Inc. Unicode License (see NOTICE).")
    print("# character<TAB>reading<TAB>cost in hundredths of an error")
    for cp in sorted(fields):
        entry = fields[cp]
        if "kUnihanCore2020" not in entry or not 0x4E00 <= cp <= 0x9FFF:
            continue
        common = "kXHC1983" in entry or "kTGHZ2013" in entry
        rows = mandarin(entry) if common else {plain(x): 0 for x in entry.get("kMandarin", "").split()}
        if "N" in entry.get("kHangul", "") or common:
            for word, cost in korean(entry).items():
                rows.setdefault(word, cost)
        for word, cost in rows.items():
            if 0 < len(word) <= 6:
                print(f"{chr(cp)}\t{word}\t{cost}")


if __name__ == "__main__":
    main()
