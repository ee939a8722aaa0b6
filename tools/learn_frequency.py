#!/usr/bin/env python3
"""Learn how common name tokens and letters are; writes data/frequency.tsv and data/letters.tsv.

usage: learn_frequency.py SHARED_DATA OUT_FOLDER

Sources, mixed by the shares below: tokens of the even-numbered OFAC SDN parties (names and aliases; the odd ones stay unseen, so that
figures measured on them are honest), US given names with counts (SSA 1880-2024), US surnames in order of rank (Census 1990, 1/(rank+10)), given
names and surnames of many countries in order of rank (each country the same weight, 1/(rank+3)), company names of the US export lists (Entity,
Unverified, Military End User, Denied Persons, Nonproliferation, debarred; no OFAC list; words of at least three entries), ordinary words of company
names (company_words.tsv beside this file: how often a word of a tier occurs is an estimate by itself, so these are not made to sum to 1).
The weight of a token is -log2 of its share, in hundredths of a bit, capped; tokens rarer than the cap are left to the letter model:
hundredths of a bit for each letter after the one before it (^ begins, $ ends a token), from the distinct tokens of all but the last two sources.
"""
import collections, csv, gzip, math, re, sys, unicodedata
from pathlib import Path

SHARES = {"ofac": 0.32, "ssa": 0.16, "census": 0.16, "forenames": 0.08, "surnames": 0.08, "export": 0.05, "company": 0.15}
TIERS = {"1": 1 / 300, "2": 1 / 1500, "3": 1 / 6000}
CAP, FLOOR = 1632, 250


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


def export_lists(path):
    counts, entries = collections.Counter(), collections.Counter()
    with open(path, encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f):
            if any(k in row["source"] for k in ("(EL)", "(UVL)", "(MEU)", "(DPL)", "(ISN)", "(DTC)")):
                found = tokens(row["name"]) + tokens(row["alt_names"])
                counts.update(found)
                entries.update(set(found))
    return collections.Counter({t: n for t, n in counts.items() if entries[t] >= 3})


def company_words(path):
    with open(path, encoding="utf-8") as f:
        return {w: TIERS[tier] for w, tier in (line.split() for line in f if not line.startswith("#"))}


def main():
    data, out = Path(sys.argv[1]), Path(sys.argv[2])
    sources = {
        "ofac": ofac(data / "lists/us_ofac_sdn/2023-12-28"),
        "ssa": ssa(data / "names/us_ssa_given_names_1880-2024.tsv.gz"),
        "census": census(data / "names/us_census1990_surnames_ranked.txt"),
        "forenames": countries(data / "names/sigpwned_common-forenames-by-country.csv"),
        "surnames": countries(data / "names/sigpwned_common-surnames-by-country.csv"),
        "export": export_lists(data / "lists/us_trade_csl/csl_2023-11.csv"),
        "company": company_words(Path(__file__).with_name("company_words.tsv")),
    }
    share = collections.Counter()
    for name, counts in sources.items():
        total = 1 if name == "company" else sum(counts.values())
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
    for t in {t for name, counts in sources.items() if name not in ("export", "company") for t in counts}:
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
