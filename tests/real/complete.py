#!/usr/bin/env python3
"""Does the index find what scoring every listed name finds? Queries of the hard sorts are made from a compiled snapshot and screened both ways.

usage: complete.py CORDON [--list CODE=PATH ...] [--queries N] [--at-most N] [--each-limit] [--threads N] [--thresholds T,..] [--save FILE]

  complete.py build/release/cordon                  the real lists of ../shared (OFAC and UN), 1,800 queries, every threshold and limit; half an hour
  complete.py build/release/cordon --at-most 100    a quick look at 100 of them, evenly spread
  complete.py build/release/cordon --each-limit     the exhaustive answers, too, are asked for anew with every limit, three times as slow
  complete.py CORDON --list made=starter/dprk.ftm.jsonl --queries 300    another list

Every query has several of: one to four names of a party (as published, misspelt, cut, joined, split, in another order, as initials, with letters of
another script, words of two parties, names in several scripts), right and wrong identifiers, birth dates, countries, gender. The seed is fixed.
Thresholds 0.3, 0.5, 0.7, 0.9; limits 1, 10 and 0 (all). The lines for limit 0 must be the same bytes with --exhaustive and without; those for limits
1 and 10 must begin with the same hits, byte for byte (with --each-limit: be the same lines). The first differences are printed.

Exit status: 0 nothing differs, 1 something does, 2 it could not be run, 77 skipped: no ../shared.
"""
import argparse, collections, json, random, subprocess, sys, tempfile, time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "snapshot"))
DATA = HERE.parent.parent.parent / "shared" / "data" / "lists"
LISTS = {"us_ofac_sdn": DATA / "us_ofac_sdn" / "2023-12-28", "un_sc_sanctions": DATA / "un_sc_sanctions" / "2026-02-27.xml"}
THRESHOLDS, LIMITS, SHOWN = ("0.3", "0.5", "0.7", "0.9"), (1, 10), 5
IDENTIFIERS = {1: "passportNumber", 2: "idNumber", 3: "taxNumber", 4: "registrationNumber", 5: "imoNumber", 7: "mmsi", 8: "callSign",
               10: "serialNumber", 11: "leiCode", 12: "swiftBic", 13: "publicKey", 14: "iban", 17: "dunsCode", 19: "socialSecurityNumber"}
CYRILLIC = dict(zip("abvgdezijklmnoprstufhcy", "абвгдезийклмнопрстуфхцы"))
GREEK = dict(zip("abgdeziklmnoprstufh", "αβγδεζικλμνοπρστυφχ"))
FORMS = "LLC,Ltd,Trading,Company,Bank,General Trading,Joint Stock Company,OOO,Mr,Dr,al,bin,Shipping".split(",")


def stop(message, status=2):
    print(message, file=sys.stderr)
    sys.exit(status)


# ---------------------------------------------------------------- queries

def misspelt(r, name, parties):
    """One to three letters lost, doubled, exchanged, swapped."""
    for _ in range(r.choice((1, 1, 1, 2, 3))):
        at = r.randrange(len(name))
        name = r.choice((name[:at] + name[at + 1:], name[:at] + name[at] + name[at:], name[:at] + r.choice("aeioukhsct") + name[at + 1:],
                         name[:at] + name[at + 1:at + 2] + name[at:at + 1] + name[at + 2:]))
        if len(name) < 2:
            break
    return name


def cut(r, name, parties):
    """By the length of a field, or without one of the words."""
    words = name.split()
    if len(words) > 1 and r.random() < 0.6:
        words.pop(r.randrange(len(words)))
        return " ".join(words)
    return name[:max(3, len(name) * r.randrange(50, 95) // 100)]


def reordered(r, name, parties):
    words = name.replace(",", "").split()
    r.shuffle(words)
    return " ".join(words)


def joined(r, name, parties):
    words = name.split()
    if len(words) > 1 and r.random() < 0.7:
        at = r.randrange(len(words) - 1)
        return " ".join(words[:at] + [words[at] + words[at + 1]] + words[at + 2:])
    at = r.randrange(1, max(2, len(name)))
    return name[:at] + " " + name[at:]


def initials(r, name, parties):
    words = name.split()
    at = r.randrange(len(words))
    words[at] = words[at][0]
    return " ".join(words)


def mixed(r, name, parties):
    """One of the words, or all, in another script."""
    letters = r.choice((CYRILLIC, GREEK))
    words = name.split()
    at = r.randrange(len(words) + 1)
    return " ".join("".join(letters.get(c, c) for c in w.lower()) if i == at or at == len(words) else w for i, w in enumerate(words))


def chimera(r, name, parties):
    """Words of two parties, whatever their scripts."""
    other = r.choice(names_of(r.choice(parties))).split()
    words = name.split()
    return " ".join(words[:r.randrange(1, len(words) + 1)] + other[r.randrange(len(other)):])


def disguised(r, name, parties):
    """Digits for letters, letters for digits, a number or a form more."""
    for a, b in r.sample((("o", "0"), ("O", "0"), ("I", "1"), ("l", "1"), ("S", "5"), ("E", "3"), ("0", "O")), 3):
        name = name.replace(a, b, 1)
    return name + r.choice(("", "", " " + r.choice(FORMS), " " + str(r.randrange(100)), str(r.randrange(10))))


def same(r, name, parties):
    return name


CHANGES = (same, misspelt, misspelt, cut, cut, reordered, joined, initials, mixed, mixed, chimera, disguised)


def names_of(party):
    return [v["value"] for v in party["values"] if v["field"] == "name" and v["value"].strip()] or ["Nobody"]


def values_of(party, field):
    return [v for v in party["values"] if v["field"] == field]


def add_identifiers(r, properties, party, parties):
    """Of the party itself, of another one, or a number that is none."""
    for _ in range(r.choice((1, 1, 2))):
        found = [v for v in values_of(party if r.random() < 0.7 else r.choice(parties), "identifier") if v["kind"] in IDENTIFIERS]
        if found:
            v = r.choice(found)
            text = v["value"] if r.random() < 0.7 else r.choice((v["value"].lower(), v["value"] + "7", "-".join(v["value"])))
            properties.setdefault(IDENTIFIERS[v["kind"]], []).append(text)
        elif r.random() < 0.5:
            properties.setdefault("passportNumber", []).append(f"ZZ{r.randrange(10 ** 6):06}")


def add_facts(r, properties, party, parties):
    party = party if r.random() < 0.6 else r.choice(parties)
    dates = [d[0:4] for v in values_of(party, "birthDate") for d in [v["value"]] if d[0:4].isdigit()] or [str(r.randrange(1930, 2000))]
    if r.random() < 0.6:
        properties["birthDate"] = [r.choice((r.choice(dates), f"{r.choice(dates)}-0{r.randrange(1, 10)}-1{r.randrange(10)}"))]
    if r.random() < 0.6:
        properties["nationality"] = [r.choice(party["facts"]["countries"] or ["ir", "ru", "kp", "sy", "de"])]
    if r.random() < 0.4:
        properties["gender"] = [r.choice(("male", "female"))]


def make_query(r, i, parties, counts):
    party = r.choice(parties)
    names, properties = [], {}
    for _ in range(r.choice((1, 1, 1, 2, 3, 4))):
        change = CHANGES[i % len(CHANGES)] if not names else r.choice(CHANGES)
        of = party if r.random() < 0.85 else r.choice(parties)
        name = change(r, r.choice(names_of(of)), parties)[:400]
        if any(c.isalnum() for c in name):
            names.append(name)
            counts[change.__name__] += 1
    properties["name"] = names or ["Nobody"]
    if i % 3 == 0:
        add_identifiers(r, properties, party, parties)
    if i % 2 == 0:
        add_facts(r, properties, party, parties)
    if i % 30 == 29 and len(properties) > 1:
        del properties["name"]
        if not any(p in properties for p in IDENTIFIERS.values()):
            properties["passportNumber"] = ["ZZ0000001"]
    counts["queries"] += 1
    counts["several names"] += len(names) > 1
    counts["identifiers"] += any(p in properties for p in IDENTIFIERS.values())
    counts["facts"] += any(p in properties for p in ("birthDate", "nationality", "gender"))
    schema = r.choice((party["facts"]["schema"], party["facts"]["schema"], "LegalEntity", "Person", "Company"))
    return {"id": f"c{i}", "schema": schema, "properties": properties}


# ---------------------------------------------------------------- both ways

def screen(o, snapshot, queries, threshold, limit, *more):
    run = subprocess.run([o.cordon, "screen", "--snapshot", snapshot, "--threshold", threshold, "--limit", str(limit), "--threads", str(o.threads), *more],
                         stdin=open(queries, "rb"), capture_output=True)
    if run.returncode not in (0, 1):
        stop(f"screen: status {run.returncode}: {run.stderr.decode()[-300:]}")
    return run.stdout.splitlines()


def beginning(line, limit):
    """The first hits of a line, as bytes, and the line without its hits and digest (which names the limit too)."""
    answer = json.loads(line)
    hits = [json.dumps(hit, ensure_ascii=False) for hit in answer.pop("hits", [])][:limit or None]
    answer.pop("madeBy", None)
    return hits, answer


def differing(fast, slow, limit, exact):
    if len(fast) != len(slow):
        stop(f"{len(fast)} lines with the index, {len(slow)} without")
    return [i for i, (f, s) in enumerate(zip(fast, slow)) if (f != s if exact else beginning(f, limit) != beginning(s, limit))]


def show(queries, differences, fast, slow, what):
    for i in differences[:SHOWN]:
        mine, whole = beginning(fast[i], 0)[0], beginning(slow[i], 0)[0]
        odd = next((h for h in whole if h not in mine), next((h for h in mine if h not in whole), "order"))
        print(f"DIFFERS at {what}: {queries[i].decode().strip()}\n    {len(mine)} hits with the index, {len(whole)} without; first: {odd}")


def compare(o, snapshot, path, queries):
    bad = answers = 0
    for threshold in o.thresholds.split(","):
        start = time.time()
        slow = screen(o, snapshot, path, threshold, 0, "--exhaustive")
        taken, hits = time.time() - start, 0
        start = time.time()
        for limit in (0, *LIMITS):
            fast = screen(o, snapshot, path, threshold, limit)
            exact = limit == 0 or o.each_limit
            wanted = slow if limit == 0 or not o.each_limit else screen(o, snapshot, path, threshold, limit, "--exhaustive")
            differences = differing(fast, wanted, limit, exact)
            show(queries, differences, fast, wanted, f"threshold {threshold}, limit {limit}")
            bad += len(differences)
            answers += len(fast)
            hits += sum(len(beginning(line, 0)[0]) for line in fast) if limit == 0 else 0
        print(f"threshold {threshold}: {hits} hits, exhaustive {taken:.1f} s, three limits with the index {time.time() - start:.1f} s", flush=True)
    print(f"{answers} answers, {bad} different")
    return 1 if bad else 0


def main():
    p = argparse.ArgumentParser(usage=__doc__)
    p.add_argument("cordon")
    p.add_argument("--list", action="append", default=[])
    p.add_argument("--queries", type=int, default=1800)
    p.add_argument("--at-most", type=int)
    p.add_argument("--threads", type=int, default=0)
    p.add_argument("--thresholds", default=",".join(THRESHOLDS))
    p.add_argument("--each-limit", action="store_true")
    p.add_argument("--save", help="writes the queries to this file, too")
    o = p.parse_args()
    from read_snapshot import Snapshot
    if not o.list and not DATA.is_dir():
        stop("skipped: no ../shared/data beside the project", 77)
    lists = o.list or [f"{code}={path}" for code, path in LISTS.items()]
    with tempfile.TemporaryDirectory() as work:
        snapshot, path = f"{work}/snapshot", f"{work}/queries"
        made = subprocess.run([o.cordon, "compile", *(x for one in lists for x in ("--list", one)), "--output", snapshot], capture_output=True, text=True)
        if made.returncode:
            stop(f"compile: {made.stderr[-300:]}")
        parties, r, counts = list(Snapshot(snapshot).parties()), random.Random(5), collections.Counter()
        queries = [json.dumps(make_query(r, i, parties, counts), ensure_ascii=False).encode() + b"\n" for i in range(o.queries)]
        if o.at_most and o.at_most < len(queries):
            queries = [queries[i * len(queries) // o.at_most] for i in range(o.at_most)]
        print(f"{len(parties)} parties, {len(queries)} queries" + (" of" if len(queries) < o.queries else ":"), dict(counts))
        for to in [path] + ([o.save] if o.save else []):
            Path(to).write_bytes(b"".join(queries))
        return compare(o, snapshot, path, queries)


if __name__ == "__main__":
    sys.exit(main())
