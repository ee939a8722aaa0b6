#!/usr/bin/env python3
"""Recompute every score from the integers of its explanation, and compare `screen` with `compare`; shares no code with the engine.

usage: check_explanations.py CORDON SNAPSHOT QUERIES.jsonl [LEAST_HITS]

For each hit of the queries (threshold 0.3, all hits): the pairs' gains must add up to "gained", what was taken must follow from the weights that
are left over, the score must follow from net and own by doc/scoring.md's formula, and `cordon compare` of query and listed name must give the
same score. Exit status 1 on any difference, or when fewer than LEAST_HITS were seen.
"""
import json, subprocess, sys, unicodedata

OMIT_LISTED, OMIT_QUERY, CONTRADICT, CONTRADICT_PERSON, CONTRADICT_MOST, ORDER, NUMBER = 12, 60, 20, 500, 80, 40, 40
OMIT_QUERY_MOST = 1300
SHARE, HALF, LIKENESS = 20, 1200, 26
ROOTS = [round(2 ** 32 * 2 ** (-1 / 2 ** k)) for k in range(1, 17)]


def log2_fixed(x):
    whole = x.bit_length() - 1
    mantissa, fraction = x << (31 - whole), 0
    for _ in range(16):
        mantissa = mantissa * mantissa >> 31
        fraction <<= 1
        if mantissa >> 32:
            mantissa >>= 1
            fraction |= 1
    return whole << 16 | fraction


def power_of_half(x):
    if x >> 16 > 15:
        return 0
    value = 10000 << 32
    for bit in range(16):
        if x >> (15 - bit) & 1:
            value = (value >> 16) * ROOTS[bit] >> 16
    return value >> (x >> 16) >> 32


def score_of(net, own, most):
    if net <= 0 or own <= 0:
        return 0
    if net >= own:
        return 10000
    lost = log2_fixed(own) - log2_fixed(net)
    counted = net if most is None else min(net, most)
    weight = power_of_half(lost * SHARE // 100) * counted // (counted + HALF)
    likeness = power_of_half(lost * LIKENESS)
    return min(10000 - (10000 - weight) * (10000 - likeness) // 10000, 9999)


def percent(value, rate):
    return value * rate // 100


def script_of(word):
    return next((unicodedata.name(c, "?").split()[0] for c in word if c.isalpha()), "LATIN")


def is_one_script(e):
    """Whether the words of both names are written in one script. (Names that mix scripts go by their first words in the engine.)"""
    query = {script_of(p["query"]) for p in e["pairs"]} | {script_of(w["word"]) for w in e["extra"]}
    listed = {script_of(p["listed"]) for p in e["pairs"]} | {script_of(w["word"]) for w in e["missing"]}
    return bool(query & listed)


def faults_of(hit, person):
    e = hit["explanation"]
    person = person and is_one_script(e) and "readAs" not in hit and hit.get("derived") != "reading"
    missing, extra = sum(w["weight"] for w in e["missing"]), sum(min(w["weight"], OMIT_QUERY_MOST) for w in e["extra"])
    facts = e["facts"]
    signed = [facts[k]["bits"] for k in ("birthDate", "birthPlace", "country", "address", "imoNumber", "gender", "schema")]
    expected = {
        "gained": sum(p["gain"] for p in e["pairs"]),
        "omitted": percent(missing, OMIT_LISTED), "added": percent(extra, OMIT_QUERY),
        "contradicted": min(percent(min(missing, extra), CONTRADICT_PERSON if person else CONTRADICT),
                            percent(max(e["gained"] - percent(missing, OMIT_LISTED) - percent(extra, OMIT_QUERY) - e["order"], 0), CONTRADICT_MOST)),
        "name": e["gained"] - e["omitted"] - e["added"] - e["contradicted"] - e["order"] - e["loose"] - e["number"] - e["prior"],
        "net": e["name"] + facts["added"] - facts["taken"],
        "nameScore": score_of(e["net"], e["own"], e.get("most")),
        "score": max(e["nameScore"], e["identifierFloor"]),
    }
    found = [f"{k}: {e[k]}, recomputed {v}" for k, v in expected.items() if e[k] != v]
    if facts["taken"] != -sum(b for b in signed if b < 0):
        found.append("facts taken")
    if not 0 <= facts["added"] <= sum(b for b in signed if b > 0):
        found.append("facts added")
    if not 0 <= e["loose"] <= max([p["gain"] for p in e["pairs"]] + [0]):
        found.append("loose")
    if e["number"] not in (0, percent(e["own"], NUMBER)) or not 0 <= e["order"] <= ORDER + len(e["pairs"]) ** 2:  # legal forms and particles take 1 each
        found.append("number or order")
    if round(hit["score"] * 10000) != e["score"]:
        found.append("printed score")
    return found


def main():
    cordon, snapshot, queries = sys.argv[1:4]
    least = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    rows = [json.loads(line) for line in open(queries, encoding="utf-8")]
    plain = "".join(json.dumps({k: r[k] for k in ("id", "schema", "properties") if k in r}, ensure_ascii=False) + "\n" for r in rows)
    out = subprocess.run([cordon, "screen", "--snapshot", snapshot, "--format", "jsonl", "--threshold", "0.3", "--limit", "0", "--explain"],
                         input=plain.encode(), stdout=subprocess.PIPE)
    if out.returncode not in (0, 1):
        sys.exit(f"screen ended with {out.returncode}")
    hits = faults = 0
    pairs, scores = [], []
    for row, line in zip(rows, out.stdout.decode().split("\n")):
        for hit in json.loads(line)["hits"]:
            hits += 1
            wrong = faults_of(hit, row.get("schema") == "Person")
            if wrong:
                faults += 1
                print(row["id"], hit["entity"], "; ".join(wrong))
            if set(row["properties"]) == {"name"} and len(row["properties"]["name"]) == 1:
                pairs.append({"a": {"schema": row.get("schema", ""), "properties": row["properties"]},
                              "b": {"schema": hit["schema"], "properties": {"name": [hit["name"]]}}})
                scores.append((row["id"], hit["entity"], hit["score"]))
    feed = "".join(json.dumps(p, ensure_ascii=False) + "\n" for p in pairs)
    lines = subprocess.run([cordon, "compare"], input=feed.encode(), stdout=subprocess.PIPE).stdout.decode().splitlines()
    for (query, entity, score), line in zip(scores, lines):
        if json.loads(line).get("score") != score:
            faults += 1
            print(query, entity, "screen", score, "compare", line)
    if len(lines) != len(pairs):
        sys.exit("compare: not one line for each pair")
    print(f"{hits} hits recomputed, {len(pairs)} compared, {faults} differences")
    sys.exit(1 if faults or hits < least else 0)


if __name__ == "__main__":
    main()
