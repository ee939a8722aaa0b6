#!/usr/bin/env python3
"""Learn how common name tokens and letters are; writes data/frequency.tsv and data/letters.tsv.

usage: learn_frequency.py SHARED_DATA OUT_FOLDER

Sources, mixed by the shares below: tokens of the even-numbered OFAC SDN parties (names and aliases; the odd ones stay unseen, so that
figures measured on them are honest), US given names with counts (SSA 1880-2024), US surnames in order of rank (Census 1990, 1/(rank+10)), given
names and surnames of many countries in order of rank (each country the same weight, 1/(rank+3)).
The weight of a token is -log2 of its share, in hundredths of a bit, capped; tokens rarer than the cap are left to the letter model:
hundredths of a bit for each letter after the one before it (^ begins, $ ends a token), from the distinct tokens.
"""
import collections, csv, gzip, math, re, sys, unicodedata
from pathlib import Path

SHARES = {"ofac": 0.4, "ssa": 0.2, "census": 0.2, "forenames": 0.1, "surnames": 0.1}
CAP, FLOOR = 1600, 250


def tokens(name):
    s = name.casefold()
    for a, b in {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss", "'": "", "’": "", "`": ""}.items():
        s = s.replace(a, b)
    s = "".join(c for c in unicodedata.normalize("NFKD", s) if not unicodedata.combining(c))
    return re.findall("[a-z]+", s)


def ofac(folder):
    counts = collections.Counter()
    for name, column in (("sdn.csv", 1), ("alt.csv", 3)):
        with open(folder / name, encoding="latin1", newline="") as f:
            for row in csv.reader(f):
                if len(row) > column and row[0].strip().isdigit() and int(row[0]) % 2 == 0:
                    counts.update(tokens(row[column]))
    return counts


def ssa(path):
    counts = collections.Counter()
    with gzip.open(path, "rt", encoding="utf-8") as f:
        next(f)
        for line in f:
            name, _, births = line.rstrip("\n").split("\t")
            for t in tokens(name):
                counts[t] += int(births)
    return counts


def census(path):
    with open(path, encoding="utf-8") as f:
        return collections.Counter({t: 1 / (i + 10) for i, line in enumerate(f) for t in tokens(line)})


def countries(path):
    by = collections.defaultdict(collections.Counter)
    with open(path, encoding="utf-8-sig", newline="") as f:
        for row in csv.DictReader(f):
            rank = row.get("Rank") or row.get("Index") or "1"
            for t in tokens(row["Romanized Name"] or ""):
                by[row["Country"]][t] += 1 / (int(re.sub(r"\D", "", rank) or 1) + 3)
    counts = collections.Counter()
    for c in by.values():
        total = sum(c.values())
        for t, n in c.items():
            counts[t] += n / total
    return counts


def main():
    data, out = Path(sys.argv[1]), Path(sys.argv[2])
    sources = {
        "ofac": ofac(data / "lists/us_ofac_sdn/2023-12-28"),
        "ssa": ssa(data / "names/us_ssa_given_names_1880-2024.tsv.gz"),
        "census": census(data / "names/us_census1990_surnames_ranked.txt"),
        "forenames": countries(data / "names/sigpwned_common-forenames-by-country.csv"),
        "surnames": countries(data / "names/sigpwned_common-surnames-by-country.csv"),
    }
    share = collections.Counter()
    for name, counts in sources.items():
        total = sum(counts.values())
        for t, n in counts.items():
            share[t] += SHARES[name] * n / total
    command = "tools/learn_frequency.py"
    with open(out / "frequency.tsv", "w", encoding="utf-8") as f:
        print(f"# How common a token is: -log2 of its share in hundredths of a bit; made by {command} (sources and shares: its head)\n"
              "# token<TAB>weight", file=f)
        for t, p in sorted(share.items()):
            bits = round(-100 * math.log2(p))
            if bits < CAP and len(t) > 1:
                print(f"{t}\t{max(FLOOR, bits)}", file=f)
    pairs, firsts = collections.Counter(), collections.Counter()
    for t in share:
        for a, b in zip("^" + t, t + "$"):
            pairs[a, b] += 1
            firsts[a] += 1
    letters = "abcdefghijklmnopqrstuvwxyz"
    with open(out / "letters.tsv", "w", encoding="utf-8") as f:
        print(f"# How expected a letter is after another, in hundredths of a bit; made by {command} from the distinct tokens\n"
              "# first<TAB>next<TAB>bits", file=f)
        for a in "^" + letters:
            for b in letters + "$":
                p = (pairs[a, b] + 0.5) / (firsts[a] + 0.5 * 27)
                print(f"{a}\t{b}\t{round(-100 * math.log2(p))}", file=f)


if __name__ == "__main__":
    main()
