#!/usr/bin/env python3
"""Learn a dictionary of names: how words in other scripts are written in Latin letters, where the rules of reading do not say it.

usage: learn_names.py VARIANTS.txt.gz DATA_FOLDER CORDON OUT.tsv [--parts N --part I,J] [--rows N]

VARIANTS has one name a line, its forms in all scripts: "frank, φρανκ, франк, フランク => Q220546" (made from Wikidata, CC0). Of it only the
groups are used whose number leaves one of the remainders --part when divided by --parts (default: even numbers, so that odd ones can test).
CORDON is the program, built with a data/names.tsv that has no rows, or it would say that it knows them.
Writes OUT.tsv: a word, tab, one to three Latin words, the likeliest first.

Method:
 1. Pairs. Every word in another script, of two characters or more (a single Chinese or Korean one is read in too many ways: the innocents of
    these scripts do not stay quiet), with the Latin words of its groups. A group's Latin words share one occurrence; those that
    data/frequency.tsv knows as words of names take KNOWN times as much of it, since most others are spellings of one language's encyclopedia.
 2. What is read already. `cordon compare` says how alike word and Latin word are, each in the company of the same three rare words: so the
    score tells how much evidence the reading takes, and not how rare the word is. From READ on a pair needs no dictionary.
 3. Choice. Of a word's unread Latin words the one that, by the rules of spelling, reads most occurrences of them; then the next, READINGS at
    most, as long as each brings LEAST of an occurrence of all. A word that occurs in many groups keeps those with most support that way.
 4. Size. The ROWS rows that bring most.
"""
import argparse, collections, json, subprocess, sys, unicodedata
from pathlib import Path

from learn_readings import Folding, groups

READ = 0.95                # about two bits
KNOWN = 4.0
READINGS, LEAST = 3, 0.2
ROWS = 25000
LETTERS_MAX = 20           # of a word on either side
COMPANY = " Zqyxwvkj Xwqjzpvk Qjkwxzvy"


def words_of(forms, folding):
    """-> (Latin words, words in other scripts) of a group; names of several words are left out"""
    latin, others = set(), set()
    for form in forms:
        if not all(unicodedata.category(c)[0] in "LM" for c in form):
            continue
        word, script = folding.word(form)
        word = unicodedata.normalize("NFC", word)
        if not 1 < len(word) <= LETTERS_MAX:
            continue
        if script == "latin":
            if word.isascii() and word.isalpha():
                latin.add(word)
        elif word and script and script != "other":
            others.add(word)
    return latin, others


def occurrences(path, data, parts, part):
    """-> {word: {Latin word: how often}}"""
    folding, out = Folding(data), collections.defaultdict(lambda: collections.defaultdict(float))
    with open(data / "frequency.tsv", encoding="utf-8") as f:
        known = {line.split("\t")[0] for line in f if not line.startswith("#")}
    for forms in groups(path, parts, part):
        latin, others = words_of(forms, folding)
        share = {l: KNOWN if l in known else 1.0 for l in sorted(latin)}
        total = sum(share.values())
        for word in others:
            for l, s in share.items():
                out[word][l] += s / total
    return out


def readable(cordon, pairs):
    """The pairs that the rules read."""
    pairs = sorted(pairs)
    feed = "".join(json.dumps({"schema": "Person", "a": a + COMPANY, "b": b + COMPANY}, ensure_ascii=False) + "\n" for a, b in pairs)
    out = subprocess.run([cordon, "compare"], input=feed.encode(), stdout=subprocess.PIPE, check=True).stdout.decode().splitlines()
    return {p for p, line in zip(pairs, out, strict=True) if json.loads(line)["score"] >= READ}


def choose(unread, respelt):
    """-> (what the choice brings, Latin words); unread: {Latin word: share of the occurrences}"""
    left, chosen, brings = dict(unread), [], 0.0
    while left and len(chosen) < READINGS:
        worth = {l: sum(s for other, s in left.items() if other == l or (l, other) in respelt) for l in left}
        best = min(worth, key=lambda l: (-worth[l], -unread[l], l))
        if worth[best] < LEAST:
            break
        chosen.append(best)
        brings += worth[best]
        left = {l: s for l, s in left.items() if l != best and (best, l) not in respelt}
    return brings, chosen


def dictionary(cordon, found, rows):
    read = readable(cordon, {(w, l) for w, latin in found.items() for l in latin})
    unread = {}
    for w, latin in found.items():
        total = sum(latin.values())
        unread[w] = {l: s / total for l, s in latin.items() if (w, l) not in read}
    respelt = readable(cordon, {(a, b) for latin in unread.values() for a in latin for b in latin if a != b})
    chosen = {w: choose(latin, respelt) for w, latin in unread.items()}
    order = sorted((w for w in chosen if chosen[w][1]), key=lambda w: (-chosen[w][0] * sum(found[w].values()), w))
    return {w: chosen[w][1] for w in order[:rows]}


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("variants")
    p.add_argument("data", type=Path)
    p.add_argument("cordon")
    p.add_argument("out", type=Path)
    p.add_argument("--parts", type=int, default=2)
    p.add_argument("--part", default="0")
    p.add_argument("--rows", type=int, default=ROWS)
    a = p.parse_args()
    found = occurrences(a.variants, a.data, a.parts, {int(x) for x in a.part.split(",")})
    rows = dictionary(a.cordon, found, a.rows)
    with open(a.out, "w", encoding="utf-8") as f:
        f.write(f"# Dictionary of names: words in other scripts, and the Latin words that the rules of reading do not find; {len(found)} words were looked at.\n"
                f"# Source: names in Wikidata (CC0), groups whose number leaves {a.part} when divided by {a.parts}; tools/learn_names.py\n"
                "# Columns: word, folded; Latin words, the likeliest first\n")
        for w in sorted(rows):
            f.write(w + "\t" + " ".join(rows[w]) + "\n")
    print(f"{len(rows)} rows of {len(found)} words, {a.out.stat().st_size} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
