#!/usr/bin/env python3
"""Learn how the symbols of a script are written in Latin letters, from groups of spellings of one name.

usage: learn_readings.py VARIANTS.txt.gz DATA_FOLDER OUT_FOLDER [SCRIPT ...] [--parts N --part I,J] [--rows N]

VARIANTS has one name a line, its forms in all scripts: "frank, φρανκ, франк, フランク => Q220546" (made from Wikidata, CC0). Of it only the
groups are used whose number leaves one of the remainders --part when divided by --parts (default: even numbers, so that odd ones can test).
Writes OUT_FOLDER/<script>.tsv in the form of data/readings/<script>.tsv: what to add to the hand-written table of the script.

Method, for each script:
 1. Pairs. Every form in the script with the group's Latin forms, folded as the engine folds. The first plain one counts 1, all the others
    together OTHERS.
 2. Alignment. A form is cut into units: one symbol read as 0 to LETTERS letters, two as one letter, and what the hand-written table has.
    The cheapest cut by probability (in bits); first from the hand-written costs, then from counts with those as prior, a few rounds.
    Pairs that cost too many bits a letter are no spellings of one another (translations, other names) and are left out.
 3. Rules. Every run of units of up to 4 symbols and 6 letters is counted, at the start and end of a word also by itself. The probability of
    a reading is its count, smoothed by what its parts give. Cost = SCALES * log2(best reading's probability / this one's).
 4. Choice. A rule stays when the rules of fewer symbols do not give the same almost as cheaply; of those the ROWS that save most.
"""
import argparse, collections, gzip, math, re, sys, unicodedata
from pathlib import Path

from table_source import SCRIPTS, SYLLABLES, fold_table, folded_text

LETTERS, OTHERS, ROUNDS = 4, 0.5, 4
SCALE = 13.3             # cost of a bit, as the hand-written tables mean it
# ... and as learned readings are charged: less, since the innocents of the script stay quiet at that (measured), more where they do not.
SCALES = {"arabic": 11.0, "greek": 6.0, "armenian": 6.0, "kana": 6.0, "hangul": 4.0}
SCALE_ELSE = 7.0
ROWS = {"han": 4000, "arabic": 400}  # at most, other scripts 1500; Arabic words stand in every list, and each row makes walking them slower
ROWS_ELSE = 1500
PRIOR = 3.0              # what the hand-written table or the parts of a rule weigh, in occurrences
BITS_A_LETTER = 3.0      # dearer pairs are noise
SEEN = 1.9               # a rule is seen at least so often
SAVES = 6                # and saves at least this cost
COST_MAX = 90
MISSING = 14.0           # bits of a unit that nothing suggests
LENT = 0.25              # what a pair lent by another script counts
WHOLE = ("han", "hangul")  # written without spaces: where a word starts and ends is not known


# ---------------------------------------------------------------- pairs
def groups(path, parts, part):
    with gzip.open(path, "rt", encoding="utf-8") as f:
        for line in f:
            forms, _, number = line.partition("=> Q")
            if int(number) % parts in part:
                yield [x.strip() for x in forms.split(",") if x.strip()]


class Folding:
    """The engine's folding of one word: symbols and the script that all of them belong to."""
    def __init__(self, data):
        self.fold, self.script = fold_table(data)

    def word(self, text):
        kinds = {self.script.get(ord(c)) for c in text if c.isalpha() and self.fold.get(ord(c)) != []}
        if len(kinds) != 1:
            return "", None
        s = folded_text(text, self.fold)
        s = unicodedata.normalize("NFC", s) if kinds == {"kana"} else s
        return "".join(c for c in s if self.script.get(ord(c)) or unicodedata.category(c)[0] in "LM"), kinds.pop()


def pairs_of(path, folding, parts, part):
    """-> {script: {(symbols, latin): weight}}"""
    out = collections.defaultdict(lambda: collections.defaultdict(float))
    for forms in groups(path, parts, part):
        first = next((x for x in forms if x.isascii() and x.isalpha() and len(x) > 3), None)
        latin, others = {}, collections.defaultdict(set)
        for form in forms:
            if len(form) > 40:
                continue
            word, script = folding.word(form)
            if script == "latin" and re.fullmatch("[a-z]+", word) and len(word) > 1:
                latin[word] = latin.get(word, False) or form == first
            elif script and word and script != "latin":
                others[script].add(word)
        more = [w for w, is_first in latin.items() if not is_first]
        for script, words in others.items():
            for s in sorted(words):
                for w, is_first in latin.items():
                    out[script][s, w] += 1.0 if is_first else OTHERS / len(more)
    return out


# Scripts with few names borrow from one with many, which writes foreign names by the same sounds: Cyrillic (folded) letter by letter.
CYRILLIC = "а б в г д е ж з и к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я".split()
LENDING = {
    "greek": ("cyrillic", "α μπ β γκ ντ ε ζ ζ ι κ λ μ ν ο π ρ σ τ ου φ χ τσ τσ σ σ - ι - ε ιου ια".split()),
    "georgian": ("cyrillic", "ა ბ ვ გ დ ე ჟ ზ ი კ ლ მ ნ ო პ რ ს ტ უ ფ ხ ც ჩ შ შჩ - ი - ე იუ ია".split()),
    "armenian": ("cyrillic", "ա բ վ գ դ ե ժ զ ի կ լ մ ն ո պ ր ս տ ու ֆ խ ց չ շ շչ - ի - է յու յա".split()),
    "devanagari": ("bengali", None),
}


def lent(script, pairs):
    """Pairs of the lending script, rewritten."""
    lender, letters = LENDING.get(script, (None, None))
    table = {c: l.strip("-") for c, l in zip(CYRILLIC, letters)} if letters else None
    for (s, latin), w in pairs.get(lender, {}).items():
        if w < 1:
            continue
        if lender == "bengali":              # the two blocks are laid out alike; Devanagari writes v
            yield ("".join(chr(ord(c) - 0x80) for c in s), latin), w
        elif all(c in table for c in s):
            word = "".join(table[c] for c in s).replace("დჟ", "ჯ").replace("ντζ", "τζ").replace("դժ", "ջ")
            if script == "greek" and word.startswith("ντ") and word[2:3] == "ζ":
                word = word[1:]
            if script == "georgian" and word[-1] not in "აეიოუ":
                word += "ი"                  # the nominative
            yield (word, latin), w


# ---------------------------------------------------------------- the hand-written table
class Hand:
    """Bits of a unit from the hand-written costs."""
    def __init__(self, path, folding):
        self.syllables = path.stem in SYLLABLES      # where table_source.py adds readings that begin with a doubled letter
        self.rules, self.gaps, self.rows, self.memo = collections.defaultdict(dict), {}, {}, {}
        for line in open(path, encoding="utf-8") if path.exists() else ():
            if line.startswith("#") or not line.strip():
                continue
            symbols, latin, cost = line.rstrip("\n").split("\t")
            latin = latin.replace("-", "")
            if symbols == "-":
                self.gaps[latin] = int(cost) / SCALE
                continue
            s = unit_fold(symbols.strip("^$"), folding)
            key = ("^" if symbols[0] == "^" else "") + s + ("$" if symbols[-1] == "$" else "")
            self.rows[key, latin] = min(int(cost), self.rows.get((key, latin), 250))
            self.rules[s][latin] = min(int(cost) / SCALE, self.rules[s].get(latin, 99))
        self.total = {s: sum(2 ** -b for b in r.values()) for s, r in self.rules.items()}

    def bits(self, s, latin):
        """A rule of the table, or one inside these letters with letters that the script does not write around it."""
        if (s, latin) not in self.memo:
            best = MISSING + 2 * len(latin)
            for l, b in self.rules.get(s, {}).items():
                at = latin.find(l)
                if at >= 0:
                    rest = latin[:at] + latin[at + len(l):]
                    best = min(best, b + sum(self.gap(c, l) for c in rest))
            self.memo[s, latin] = best
        return self.memo[s, latin]

    def gap(self, c, near):
        return 1.0 if c in near and c not in "aeiouy" else self.gaps.get(c, 8.0)

    def probability(self, s, latin):
        return 2 ** -self.bits(s, latin) / max(1.0, self.total.get(s, 1.0))


def unit_fold(text, folding):
    s = folded_text(text, folding.fold)
    return unicodedata.normalize("NFC", s) if any(folding.script.get(ord(c)) == "kana" for c in s) else s


class HanHand(Hand):
    """The syllables that a character stands for are written in many ways: first by likeness of letters, then as learned for the syllable."""
    def __init__(self, path, folding):
        super().__init__(path, folding)
        self.counts, self.occurs, self.likeness_memo = collections.defaultdict(float), collections.defaultdict(float), {}

    def learn(self, aligned, pairs):
        self.counts, self.occurs, self.memo = collections.defaultdict(float), collections.defaultdict(float), {}
        for p, units in aligned.items():
            for s, latin in units:
                readings = [r for r, b in self.rules.get(s, {}).items() if b <= 0]
                for r in readings:
                    self.counts[r, latin] += pairs[p] / len(readings)
                    self.occurs[r] += pairs[p] / len(readings)

    def likeness(self, reading, latin):
        """Bits by letters: like consonants for one another, vowels come and go."""
        if (reading, latin) not in self.likeness_memo:
            row = [0.0]
            for b in latin:
                row.append(row[-1] + self.loss(b))
            for a in reading:
                last, row = row, [row[0] + self.loss(a)]
                for j, b in enumerate(latin, 1):
                    row.append(min(last[j - 1] + self.change(a, b), last[j] + self.loss(a), row[-1] + self.loss(b)))
            self.likeness_memo[reading, latin] = row[-1]
        return self.likeness_memo[reading, latin]

    @staticmethod
    def loss(c):
        return 2.0 if c in "aeiouyhwg" else 6.0

    @staticmethod
    def change(a, b):
        if a == b:
            return 0.0
        like = ("aeiouyw", "bpvf", "dtz", "gkqcxhj", "szxcj", "lr", "nm", "wvuf", "rh", "jyi")
        return 2.5 if any(a in g and b in g for g in like) else 8.0

    def bits(self, s, latin):
        if (s, latin) not in self.memo:
            best = MISSING + 2 * len(latin)
            for r, b in self.rules.get(s, {}).items() if len(s) == 1 else ():
                p = 2.0 ** -self.likeness(r, latin) / 4
                p = (self.counts.get((r, latin), 0.0) + PRIOR * p) / (self.occurs.get(r, 0.0) + PRIOR)
                best = min(best, b - math.log2(p))
            self.memo[s, latin] = best
        return self.memo[s, latin]

    def probability(self, s, latin):
        return 2 ** -self.bits(s, latin)


# ---------------------------------------------------------------- alignment
class Units:
    def __init__(self, hand, letters):
        self.hand, self.letters = hand, letters
        self.counts, self.occurs, self.memo = {}, {}, {}
        self.pieces = {s for s in hand.rules if 2 <= len(s) <= 3}

    def learn(self, aligned, pairs):
        self.counts, self.occurs, self.memo = collections.defaultdict(float), collections.defaultdict(float), {}
        for (s, latin), units in aligned.items():
            w = pairs[s, latin]
            for u in units:
                self.counts[u] += w
            for n in (1, 2, 3):
                for i in range(len(s) - n + 1):
                    self.occurs[s[i:i + n]] += w

    def bits(self, s, latin):
        key = s, latin
        if key not in self.memo:
            if not self.occurs:
                self.memo[key] = self.hand.bits(s, latin) + (len(s) > 1)
            else:
                prior = self.hand.probability(s, latin) * (0.3 if len(s) > 1 else 1)
                self.memo[key] = -math.log2((self.counts.get(key, 0.0) + PRIOR * prior) / (self.occurs.get(s, 0.0) + PRIOR))
        return self.memo[key]

    def align(self, s, latin, most):
        """-> (bits, units) or None when dearer than most"""
        n, m, inf = len(s), len(latin), 1e9
        cost = [[inf] * (m + 1) for _ in range(n + 1)]
        back = [[None] * (m + 1) for _ in range(n + 1)]
        cost[0][0] = 0.0
        for i in range(n):
            one, two = s[i], s[i:i + 2]
            several = [p for p in (two, s[i:i + 3]) if p in self.pieces]
            for j in range(m + 1):
                c = cost[i][j]
                if c > most:
                    continue
                for k in range(j, min(m, j + self.letters) + 1):
                    b = c + self.bits(one, latin[j:k])
                    if b < cost[i + 1][k]:
                        cost[i + 1][k], back[i + 1][k] = b, (i, j)
                if i + 2 <= n and j < m:
                    b = c + self.bits(two, latin[j])
                    if b < cost[i + 2][j + 1]:
                        cost[i + 2][j + 1], back[i + 2][j + 1] = b, (i, j)
                for p in several:
                    for l in self.hand.rules[p]:
                        if latin.startswith(l, j):
                            b = c + self.bits(p, l)
                            if b < cost[i + len(p)][j + len(l)]:
                                cost[i + len(p)][j + len(l)], back[i + len(p)][j + len(l)] = b, (i, j)
        if cost[n][m] > most:
            return None
        units, i, j = [], n, m
        while i:
            a, b = back[i][j]
            units.append((s[a:i], latin[b:j]))
            i, j = a, b
        return cost[n][m], units[::-1]


def align_all(pairs, hand, letters, bits_a_letter):
    units = Units(hand, letters)
    for turn in range(ROUNDS):
        aligned, bits = {}, 0.0
        slack = 2.0 if turn == 0 else 1.0
        for (s, latin), w in pairs.items():
            found = units.align(s, latin, slack * bits_a_letter * max(3, len(latin)))
            if found:
                bits += w * found[0]
                aligned[s, latin] = found[1]
        if turn + 1 < ROUNDS:
            units.learn(aligned, pairs)
            if isinstance(hand, HanHand):
                hand.learn(aligned, pairs)
    print(f"  {len(aligned)} of {len(pairs)} pairs aligned, {bits / sum(pairs[p] for p in aligned):.2f} bits a pair", file=sys.stderr)
    return aligned, units


# ---------------------------------------------------------------- rules
class Rules:
    """Probabilities of readings of runs of symbols; ^ and $ are written as part of the key."""
    def __init__(self, aligned, pairs, units, anchors=True, symbols_max=4, latin_max=6):
        self.counts, self.occurs, self.units = collections.defaultdict(dict), collections.defaultdict(float), units
        self.memo, self.tops = {}, {}
        for (s, latin), cut in aligned.items():
            w = pairs[s, latin]
            for i in range(len(cut)):
                left, right = "", ""
                for j in range(i, len(cut)):
                    left, right = left + cut[j][0], right + cut[j][1]
                    if len(left) > symbols_max or len(right) > latin_max:
                        break
                    for key in self.places(left, anchors and i == 0, anchors and j + 1 == len(cut)):
                        c = self.counts[key]
                        c[right] = c.get(right, 0.0) + w
            for i in range(len(s)):
                for j in range(i + 1, min(len(s), i + symbols_max) + 1):
                    for key in self.places(s[i:j], anchors and i == 0, anchors and j == len(s)):
                        self.occurs[key] += w

    @staticmethod
    def places(s, first, last):
        yield s
        if first:
            yield "^" + s
        if last:
            yield s + "$"

    def parts(self, key):
        """Ways to cut the key in two: each part keeps its own end."""
        head, tail = key[0] == "^", key[-1] == "$"
        s = key.strip("^$")
        for i in range(1, len(s)):
            yield ("^" if head else "") + s[:i], s[i:] + ("$" if tail else "")

    def probability(self, key, latin):
        if (key, latin) not in self.memo:
            s = key.strip("^$")
            if len(s) < len(key):
                prior = self.probability(s, latin)
            elif len(s) == 1:
                prior = self.units.hand.probability(s, latin)
            else:
                prior = 0.0
            for a, b in self.parts(key):
                for k in range(len(latin) + 1):
                    left = self.probability(a, latin[:k])
                    if left > prior:
                        prior = max(prior, left * self.probability(b, latin[k:]))
            self.memo[key, latin] = (self.counts.get(key, {}).get(latin, 0.0) + PRIOR * prior) / (self.occurs.get(key, 0.0) + PRIOR)
        return self.memo[key, latin]

    def best(self, key):
        """The likeliest readings: [(probability, latin)], three at most."""
        if key not in self.tops:
            found = {l for l, c in self.counts.get(key, {}).items() if c >= 1}
            if len(key.strip("^$")) == 1:
                found.update(self.units.hand.rules.get(key.strip("^$"), {}))
            elif len(key.strip("^$")) < len(key):
                found.update(l for _, l in self.best(key.strip("^$")))
            for a, b in self.parts(key):
                found.update(x + y for _, x in self.best(a) for _, y in self.best(b))
            self.tops[key] = sorted(((self.probability(key, l), l) for l in found), reverse=True)[:3]
        return self.tops[key]

    def costs(self, key, seen, scale):
        """{latin: cost} of the readings that were seen"""
        found = {l: self.probability(key, l) for l, c in self.counts[key].items() if c >= seen}
        return {l: scale * max(0.0, math.log2(self.best(key)[0][0] / p)) for l, p in found.items()}


def choose(rules, hand, rows, scale, seen, saves):
    """-> [(key, latin, cost, saving)]: for each key from short to long what is cheaper than by its parts"""
    kept = {k: float(c) for k, c in hand.rows.items()}
    memo = {}

    def by_rules(key, latin):
        """The cost by what is kept, or by cutting."""
        if (key, latin) in memo:
            return memo[key, latin]
        s = key.strip("^$")
        best = kept.get((key, latin), 999.0)
        if len(s) < len(key):
            best = min(best, kept.get((s, latin), 999.0), kept.get(("^" + s, latin), 999.0) if key[0] == "^" else 999.0,
                       kept.get((s + "$", latin), 999.0) if key[-1] == "$" else 999.0)
        if len(s) == 1 and latin:            # letters that the script does not write, and doubled ones
            for at in (0, len(latin) - 1):
                rest = latin[:at] + latin[at + 1:]
                doubled = len(latin) > 1 and latin[at] == latin[1 if at == 0 else at - 1] and (at or hand.syllables)
                gap = 5.0 if doubled else hand.gaps.get(latin[at], 9.0) * SCALE
                if gap < best:
                    best = min(best, gap + by_rules(key, rest))
        for a, b in rules.parts(key):
            for k in range(len(latin) + 1):
                left = by_rules(a, latin[:k])
                if left < best:
                    best = min(best, left + by_rules(b, latin[k:]))
        memo[key, latin] = best
        return best

    chosen = []
    for key in sorted(rules.counts, key=lambda k: (len(k.strip("^$")), len(k), k)):
        costs = rules.costs(key, seen, scale)
        for latin in sorted(costs, key=lambda l: (len(l), l)):
            cost, count = costs[latin], rules.counts[key].get(latin, 0.0)
            if count < seen or cost > COST_MAX:
                continue
            before = by_rules(key, latin)
            if before - cost >= saves:
                kept[key, latin] = cost
                memo.clear() if len(key.strip("^$")) < 2 else memo.__setitem__((key, latin), cost)
                chosen.append((key, latin, round(cost), count * min(before - cost, 100.0)))
    chosen.sort(key=lambda r: (-r[3], r[0], r[1]))
    return chosen[:rows]


def write(path, rows, note):
    with open(path, "w", encoding="utf-8") as f:
        f.write(note)
        for key, latin, cost, _ in sorted(rows):
            f.write(f"{key}\t{latin or '-'}\t{cost}\n")


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("variants")
    p.add_argument("data", type=Path)
    p.add_argument("out", type=Path)
    p.add_argument("scripts", nargs="*")
    p.add_argument("--parts", type=int, default=2)
    p.add_argument("--part", default="0")
    p.add_argument("--rows", type=int, help="at most, instead of the number in ROWS")
    p.add_argument("--scale", type=float, help="cost of a bit, instead of the one in SCALES")
    p.add_argument("--seen", type=float, default=SEEN)
    p.add_argument("--saves", type=float, default=SAVES)
    p.add_argument("--bits", type=float, default=BITS_A_LETTER)
    a = p.parse_args()
    folding = Folding(a.data)
    pairs = pairs_of(a.variants, folding, a.parts, {int(x) for x in a.part.split(",")})
    for script in a.scripts or [s for s in SCRIPTS if s in pairs and (a.data / "readings" / f"{s}.tsv").exists()]:
        print(script, len(pairs[script]), file=sys.stderr)
        for pair, w in lent(script, pairs):
            pairs[script][pair] += w * LENT
        hand = (HanHand if script == "han" else Hand)(a.data / "readings" / f"{script}.tsv", folding)
        aligned, units = align_all(pairs[script], hand, 6 if script == "han" else LETTERS, a.bits)
        rules = Rules(aligned, pairs[script], units, script not in WHOLE)
        rows = choose(rules, hand, a.rows or ROWS.get(script, ROWS_ELSE), a.scale or SCALES.get(script, SCALE_ELSE), a.seen, a.saves)
        note = (f"# Latin readings of the script, learned from {len(aligned)} pairs of spellings; added to data/readings/{script}.tsv.\n"
                f"# Source: names in Wikidata (CC0), groups whose number leaves {a.part} when divided by {a.parts}; tools/learn_readings.py {script}\n"
                "# Columns as in the hand-written table. ^ = only at the start of a word, $ = only at its end; reading - = nothing.\n")
        write(a.out / f"{script}.tsv", rows, note)
        print(f"  {len(rows)} rows", file=sys.stderr)


if __name__ == "__main__":
    main()
