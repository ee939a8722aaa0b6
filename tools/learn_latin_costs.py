#!/usr/bin/env python3
"""Learn what it costs to read one Latin spelling of a name as another; writes data/latin_costs.tsv.

usage: learn_latin_costs.py SHARED_DATA PRIOR.tsv OUT.tsv [name=value ...]      (PRIOR: tools/latin_costs_prior.tsv, written by hand)

Pairs of spellings
  OFAC SDN, even-numbered parties (the odd ones stay unseen, so that figures measured on them are honest), and the Latin forms of the Wikidata
  name groups with an even number. A word of one name is paired with the word of another name of the same party that it is most like, if that
  word finds it the most alike too. Alignments dearer than a limit for each letter are dropped, and so are Wikidata pairs where one only goes
  on after the other (Polish -owa, Latin -us: another form, not another spelling).
Counting (hard EM)
  Each pair is aligned at the least cost, by the moves that the engine has: letter for letter, letter for nothing (at a word's end: its own
  price), two letters changed places, a letter doubled, rules of several letters. The moves used are counted and priced anew, several rounds.
  Each round proposes rules: what the alignment did between two places where letters agree, also with the letter beside it; a rule stays if
  it occurs in several pairs and is cheaper than the single moves it replaces.
Chance
  The same is done with names of different parties put together at random; what that finds is taken off the weights, so that a difference as
  frequent there as between true aliases gets the full price.
Price
  The engine takes 7.5 bits for cost 100, from the lesser weight of both words. Evidence that a word gives is its rarity, so the price is how
  rare the move is, of the places where the rarer of both sides stands: cost = bits * 100 / 7.5 * scale - off. Words that differ once tend
  to differ again, which a sum of costs cannot say otherwise. The prior counts as if seen `prior` times; its rows marked "!" (letters that
  look alike) are kept as they are. Only weak letters (WEAK) get a price against nothing, and only the most useful rules stay.
"""
import collections, csv, gzip, math, re, sys, unicodedata
from pathlib import Path

SETTINGS = {
    "scale": 0.65, "off": 12, "prior": 25.0, "rounds": 3, "wikidata": 0.12,   # weight of a pair from Wikidata
    "per_letter": 18,       # alignment cost for each letter above which a pair is not believed
    "support": 5.0,         # weight of the pairs in which a rule is seen at least
    "others": 0.3,          # weight of a pair from parties that are no people: many of theirs are translations
    "chance": 3,            # rounds of pairing different parties, whose pairs are taken off again
    "letters": 7, "around": 6,            # different letters around it, so that it is no part of a single name
    "rules": 220,           # at most, those that save most
    "saves": 8,             # cost that a rule saves at least
    "names": 14,            # of one party at most
    "letter": 62, "gap": 70,   # a letter for another, for nothing: dearer rows say no more than no row, but make the search slow
}
UNKNOWN, SWAP, DOUBLED = 100, 60, 5      # as in src/match/match_cost.c
WEAK = "aehijouwy"          # letters that may have a price of their own against nothing: for all of them, the search would be slow
KEEP = 92                   # dearer rules say no more than no rule


# ---------------------------------------------------------------- words

def tokens(name):
    s = name.casefold()
    for a, b in {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss", "'": "", "’": "", "`": "", "ʻ": "", "ʿ": ""}.items():
        s = s.replace(a, b)
    s = "".join(c for c in unicodedata.normalize("NFKD", s) if not unicodedata.combining(c))
    return tuple(re.findall("[a-z]+", s)) if not re.search("[^\\W\\d_a-z]", s) else ()


def ofac_parties(folder):
    """Names of each person, and of each other party."""
    names, people = collections.defaultdict(dict), set()
    for file, column in (("sdn.csv", 1), ("alt.csv", 3)):
        with open(folder / file, encoding="latin1", newline="") as f:
            for row in csv.reader(f):
                if len(row) > column and row[0].strip().isdigit() and int(row[0]) % 2 == 0:
                    names[int(row[0])][tokens(row[column])] = True
                    if file == "sdn.csv" and row[2].strip() == "individual":
                        people.add(int(row[0]))
    return [[list(v) for k, v in sorted(names.items()) if (k in people) == wanted] for wanted in (True, False)]


def wikidata_groups(path):
    with gzip.open(path, "rt", encoding="utf-8") as f:
        for line in f:
            forms, _, number = line.rstrip("\n").rpartition(" => Q")
            if number.isdigit() and int(number) % 2 == 0:
                yield list({tokens(x): True for x in forms.split(", ")})


def skeleton(word):
    return {c for c in word if c not in "aeiouyhw"}


def may_pair(a, b):
    return a != b and min(len(a), len(b)) >= 2 and abs(len(a) - len(b)) <= 4


def word_pairs(groups, table, s):
    """Pairs of words (a < b) that are most like each other in two names of a party, with the number of parties."""
    found, known = collections.Counter(), {}
    def likeness(a, b):
        key = (a, b) if a < b else (b, a)
        if key not in known:
            shared = len(skeleton(a) & skeleton(b))
            hopeless = not may_pair(a, b) or len(skeleton(a) ^ skeleton(b)) > 2 + 2 * shared
            known[key] = None if hopeless else table.cost(*key) / max(len(a), len(b))
            if known[key] is not None and known[key] > s["per_letter"]:
                known[key] = None
        return known[key]
    for names in groups:
        here = set()
        names = [n for n in names if n][: int(s["names"])]
        for i, first in enumerate(names):
            for second in names[:i]:
                left, right = set(first) - set(second), set(second) - set(first)
                cells = {(a, b): likeness(a, b) for a in left for b in right}
                cells = {k: v for k, v in cells.items() if v is not None}
                for (a, b), v in cells.items():
                    if v == min(w for (x, y), w in cells.items() if x == a or y == b):
                        here.add((a, b) if a < b else (b, a))
        found.update(here)
    return found


INFLECTED = re.compile("(ow|own|ovn|ank|in|yn|ins?k|owsk|ovsk)a$")


def shifted(groups, by):
    """The groups; by > 0: each one's first name with the other names of one further on, to see how alike names of different parties are."""
    if not by:
        return groups
    return [g[:1] + [n for n in groups[(i + 97 * by) % len(groups)][1:] if n] for i, g in enumerate(groups) if len(g) > 1]


def goes_on(a, b):
    """One is the other with an ending of its own, or both are forms of a third (Polish -owa, -owna of a family's women)."""
    return a.startswith(b) or b.startswith(a) or (a[-1] == "a") != (b[-1] == "a") or \
        bool(INFLECTED.search(a) and INFLECTED.search(b) and INFLECTED.sub("", a) == INFLECTED.sub("", b)) or \
        abs(len(a) - len(b)) > 1 and (a.endswith(b) or b.endswith(a))


# ---------------------------------------------------------------- alignment

class Table:
    """Prices of moves. A move is (a, b, place) with a <= b as text, or (a, "", place); place is "", "^" or "$"."""
    def __init__(self, costs):
        self.costs, self.index = costs, collections.defaultdict(list)
        for (a, b, place), cost in costs.items():
            if b and (len(a) > 1 or len(b) > 1 or place):
                for x, y in {(a, b), (b, a)}:
                    self.index[x[-1] + y[-1]].append((x, y, place, cost))

    def single(self, a, b):
        return self.costs.get((a, b, "") if a < b else (b, a, ""), UNKNOWN)

    def gap(self, word, i):
        """(cost, place) of leaving out letter i"""
        if i and word[i] == word[i - 1]:
            return DOUBLED, "2"
        inner = self.costs.get((word[i], "", ""), UNKNOWN)
        if i + 1 == len(word):
            end = self.costs.get((word[i], "", "$"), inner)
            if end <= inner:
                return end, "$"
        return inner, ""

    def align(self, a, b):
        """The cheapest cost, and the moves [(from_a, to_a, from_b, to_b, place)] that are not identity."""
        n, m = len(a), len(b)
        cost = [[0] * (m + 1) for _ in range(n + 1)]
        back = [[None] * (m + 1) for _ in range(n + 1)]
        gap_a, gap_b = [self.gap(a, i) for i in range(n)], [self.gap(b, j) for j in range(m)]
        for i in range(n + 1):
            for j in range(m + 1):
                if not i and not j:
                    continue
                best, move = 10 ** 6, None
                if i and j:
                    if a[i - 1] == b[j - 1]:
                        best, move = cost[i - 1][j - 1], (1, 1, "=")
                    else:
                        best, move = cost[i - 1][j - 1] + self.single(a[i - 1], b[j - 1]), (1, 1, "")
                        if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1] and cost[i - 2][j - 2] + SWAP < best:
                            best, move = cost[i - 2][j - 2] + SWAP, (2, 2, "swap")
                if i and cost[i - 1][j] + gap_a[i - 1][0] < best:
                    best, move = cost[i - 1][j] + gap_a[i - 1][0], (1, 0, gap_a[i - 1][1])
                if j and cost[i][j - 1] + gap_b[j - 1][0] < best:
                    best, move = cost[i][j - 1] + gap_b[j - 1][0], (0, 1, gap_b[j - 1][1])
                if i and j:
                    for x, y, place, c in self.index.get(a[i - 1] + b[j - 1], ()):
                        p, q = i - len(x), j - len(y)
                        if p >= 0 and q >= 0 and cost[p][q] + c < best and a[p:i] == x and b[q:j] == y and \
                           (place != "^" or p == q == 0) and (place != "$" or i == n and j == m):
                            best, move = cost[p][q] + c, (len(x), len(y), place)
                cost[i][j], back[i][j] = best, move
        moves, i, j = [], n, m
        while i or j:
            di, dj, place = back[i][j]
            if place != "=":
                moves.append((i - di, i, j - dj, j, place))
            i, j = i - di, j - dj
        return cost[n][m], moves[::-1]

    def cost(self, a, b):
        return self.align(a, b)[0]


def move_key(a, b, place):
    if not b or not a:
        return (a or b, "", place)
    return (a, b, place) if a < b else (b, a, place)


# ---------------------------------------------------------------- counting

def within(a, b):
    """The one letter for another that two texts differ in, or None."""
    if len(a) == len(b) > 1:
        differ = [i for i in range(len(a)) if a[i] != b[i]]
        if len(differ) == 1:
            return move_key(a[differ[0]], b[differ[0]], "")
    return None


class Counts:
    def __init__(self):
        self.moves = collections.Counter()       # weight of each move, place as aligned: "", "^", "$"
        self.seen = collections.Counter()        # (chunk, place): weight of its occurrences on either side
        self.proposed = collections.Counter()    # weight of possible rules
        self.around = collections.defaultdict(set)       # letters before and after each of them
        self.total = 0.0

    def add_word(self, word, weight):
        n = len(word)
        for i in range(n):
            for j in range(i + 1, min(n, i + 4) + 1):
                for place in {"", "^" if i == 0 else "", "$" if j == n else ""}:
                    self.seen[word[i:j], place] += weight

    def add_pair(self, table, a, b, weight):
        cost, moves = table.align(a, b)
        for i, j, k, l, place in moves:
            if place in ("2", "swap"):
                self.moves["", "", place] += weight
                continue
            key = move_key(a[i:j], b[k:l], "")
            where = {""}
            if i == k == 0:
                where.add("^")
            if j == len(a) and l == len(b):
                where.add("$")
            for p in where:
                self.moves[key[0], key[1], p] += weight
            inner = within(*key[:2])
            if inner:                            # a rule that changes one letter beside others: its cost must not make that letter dear elsewhere
                self.moves[inner] += weight
        self.add_word(a, weight)
        self.add_word(b, weight)
        self.total += weight
        self.propose(table, a, b, moves, weight)

    def propose(self, table, a, b, moves, weight):
        """Neighbouring moves taken as one, and each also with the letter before or after it that both sides share."""
        merged = []
        for i, j, k, l, _ in moves:
            if merged and merged[-1][1] == i and merged[-1][3] == k:
                merged[-1] = (merged[-1][0], j, merged[-1][2], l)
            else:
                merged.append((i, j, k, l))
        seen = set()
        for i, j, k, l in merged + [m[:4] for m in moves]:
            for before in (0, 1):
                for after in (0, 1):
                    p, q, r, t = i - before, j + after, k - before, l + after
                    if p < 0 or r < 0 or q > len(a) or t > len(b) or q - p > 4 or t - r > 4 or q == p or t == r or (q - p == 1 and t - r == 1):
                        continue
                    if before and a[p] != b[r] or after and a[q - 1] != b[t - 1]:
                        continue
                    key = move_key(a[p:q], b[r:t], "")
                    if key not in seen:
                        seen.add(key)
                        self.proposed[key] += weight
                    self.around[key].add((a[p - 1:p] if p else "^", a[q:q + 1] or "$"))


def bits_to_cost(bits, s):
    return bits * 100 / 7.5 * s["scale"] - s["off"]


def cost_to_share(cost, s):
    return 2 ** -((cost + s["off"]) * 7.5 / 100 / s["scale"])


def price(counts, key, weight, prior_cost, s):
    a, b, place = key
    n = max(0, min(counts.seen[x, place] for x in (a, b) if x))    # where the rarer side stands
    p = (max(weight, 0) + s["prior"] * cost_to_share(prior_cost, s)) / (n + s["prior"])
    return max(0, min(UNKNOWN, round(bits_to_cost(-math.log2(p), s))))


def is_ending(a, b):
    """One text is the other with a syllable more, or a vowel with a consonant more: that makes another name (-ina, -ova, Al-)."""
    short, long = sorted((a, b), key=len)
    for i in range(len(short) + 1):
        if long.startswith(short[:i]) and long.endswith(short[i:]):
            more = long[i:len(long) - len(short) + i]
            hard = re.search("[^aeiouhjyw]", more)
            if hard and (len(more) > 1 and re.search("[aeiouy]", more) or not re.search("[^aeiou]", short)):
                return True
    return False


def learn(pairs, prior, fixed, s):
    table = Table(prior)
    for round_number in range(int(s["rounds"])):
        counts = Counts()
        for (a, b), weight in pairs:
            if table.cost(a, b) <= s["per_letter"] * max(len(a), len(b)):
                counts.add_pair(table, a, b, weight)
        costs = {}
        singles = {k for k in prior if len(k[0]) == 1 and len(k[1]) <= 1 and not k[2]} | \
                  {k for k in counts.moves if len(k[0]) == 1 and len(k[1]) <= 1 and not k[2]}
        for key in sorted(k for k in singles if k[1] or k[0] in WEAK or k in prior):
            costs[key] = price(counts, key, counts.moves[key], prior.get(key, UNKNOWN), s)
        for key in sorted(k for k in counts.moves if len(k[0]) == 1 and len(k[1]) <= 1 and k[2] in ("^", "$")):   # at an edge, if it is cheaper there
            inner = costs.get((key[0], key[1], ""), UNKNOWN)
            if not key[1] and (key[2] == "^" or key[0] not in WEAK and key not in prior):
                continue
            c = price(counts, key, counts.moves[key], prior.get(key, inner), s)
            if inner - c >= s["saves"] and counts.moves[key] >= s["support"]:
                costs[key] = c
        costs.update(fixed)
        single_table = Table(costs)
        rules, gains = {}, {}
        rule_keys = {k for k in prior if len(k[0]) > 1 or len(k[1]) > 1} | \
                    {k for k in counts.proposed if counts.proposed[k] >= s["support"] and len(counts.around[k]) >= s["around"]} | \
                    {k for k in counts.moves if k[2] and k[1] and (len(k[0]) > 1 or len(k[1]) > 1) and counts.moves[k] >= s["support"] and
                     len(counts.around[k[0], k[1], ""]) >= s["around"]}
        for key in sorted(rule_keys, key=lambda k: (len(k[0]) + len(k[1]), k)):
            if key in fixed or is_ending(key[0], key[1]) and (key[0], key[1], "") not in prior:
                continue
            if len(key[0]) + len(key[1]) > s["letters"]:
                continue
            weight = max(counts.moves[key], counts.proposed[key])
            known = prior.get(key, prior.get((key[0], key[1], "")))
            composed = min(UNKNOWN, composed_cost(single_table, rules, key))
            c = price(counts, key, weight, composed if known is None else known, s)
            if composed - c >= (s["saves"] if known is None else 2):
                rules[key] = c
                gains[key] = (composed - c) * weight
        dropped = sorted(rules, key=lambda k: (-gains[k], k))[int(s["rules"]):]
        for key in dropped:
            del rules[key]
        costs.update(rules)
        table = Table(costs)
        print(f"round {round_number + 1}: weight of pairs {counts.total:.0f}, singles {len(costs) - len(rules)}, rules {len(rules)}", file=sys.stderr)
    return costs


def composed_cost(single_table, rules, key):
    """The cost of a rule's two sides without it: by single moves and the shorter rules chosen before it."""
    small = {k: c for k, c in rules.items() if (k[0] in key[0] or k[0] in key[1]) and (k[1] in key[0] or k[1] in key[1]) and k != key}
    t = Table({**single_table.costs, **small}) if small else single_table
    a, b = key[0], key[1]
    # inside a word: no end prices
    c = t.align("." + a + ".", "." + b + ".")[0]
    return c


# ---------------------------------------------------------------- files

def read_table(path):
    costs, fixed = {}, {}
    with open(path, encoding="utf-8") as f:
        for line in f:
            line = line.rstrip("\n")
            if not line or line.startswith("#"):
                continue
            a, b, cost, *mark = line.split("\t")
            place = "^" if a[0] == "^" else "$" if a[-1] == "$" else ""
            key = move_key(a.strip("^$"), "" if b == "-" else b, place)
            costs[key] = int(cost)
            if mark == ["!"]:
                fixed[key] = int(cost)
    return costs, fixed


def write_table(path, costs, limits):
    def text(k):
        return ("^" if k[2] == "^" else "") + k[0] + ("$" if k[2] == "$" else "")
    def worth(k, c):
        return c < (KEEP if k[1] and (len(k[1]) > 1 or len(k[0]) > 1) else limits[k[1] == ""])

    rows = [(len(k[0]) + len(k[1]) > 2, k[1] == "", k) for k, c in costs.items() if worth(k, c)]
    with open(path, "w", encoding="utf-8") as f:
        f.write("# What differences between two Latin spellings cost, in hundredths of an error; "
                "made by tools/learn_latin_costs.py from how real aliases\n"
                "# differ (even-numbered OFAC parties, even-numbered Wikidata name groups) and from tools/latin_costs_prior.tsv: do not edit.\n"
                "# A row is: one spelling<TAB>the other<TAB>cost. Both directions cost the same. \"-\" is nothing.\n"
                f"# One letter against one letter that has no row costs {UNKNOWN}, a letter against nothing {UNKNOWN}, two letters changing places {SWAP},\n"
                f"# a letter written twice instead of once {DOUBLED}. ^ : only at the start of a word, $ : only at its end.\n")
        for _, _, k in sorted(rows):
            f.write(f"{text(k)}\t{k[1] or '-'}\t{costs[k]}\n")


def main():
    shared, prior_path, out = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    s = dict(SETTINGS)
    for x in sys.argv[4:]:
        name, value = x.split("=")
        s[name] = float(value)
    prior, fixed = read_table(prior_path)
    table = Table(prior)
    people, others = ofac_parties(shared / "lists/us_ofac_sdn/2023-12-28")
    weights = collections.Counter()
    for groups, weight in ((people, 1), (others, s["others"])):
        for shift, sign in [(0, 1)] + [(k, -1 / s["chance"]) for k in range(1, int(s["chance"]) + 1)]:
            for pair, n in word_pairs(shifted(groups, shift), table, s).items():
                weights[pair] += math.sqrt(n) * weight * sign
    ofac = set(weights)
    wiki = word_pairs(wikidata_groups(shared / "names/wikidata_name_variants.txt.gz"), table, s)
    for (a, b), n in wiki.items():
        if not goes_on(a, b) and (a, b) not in ofac:
            weights[a, b] += s["wikidata"]
    print(f"pairs: OFAC {len(ofac)}, Wikidata {len(wiki)}, together {len(weights)}", file=sys.stderr)
    costs = learn(sorted(weights.items()), prior, fixed, s)
    write_table(out, costs, (s["letter"], s["gap"]))


if __name__ == "__main__":
    main()
