"""Words that made-up lists draw from: cultures with their names in order of frequency, and a tail without end behind each.

A source of words has a head, the words of a table with their shares, and a tail: the word of rank r behind the head is drawn with a probability
that falls with r to the power of TAIL, and is made from r alone. So the vocabulary grows with the number of draws as that of real lists does
(Heaps' law), the same rare word can come again, and other seeds and sizes draw from the same language. OFAC's SDN list (2023) has 9,821
different words among 32,859, and 24,706 among 112,401 (parties in a random order); made-up ones have 8,310 among 22,170, 19,890 among 70,611, 83,421 among 544,823
(100,000 parties) and 353,794 among 5,454,943 (a million). Two words of people's names are the same 19 times in 10,000 on both.
The words of a tail are, first, those of data/frequency.tsv (and of the folder of --names) that look most like the culture by their letters, and
behind them: halves of two words of the culture joined where two letters agree, words with an ending of the culture, and other spellings.
"""
import collections, csv, gzip, math, re, unicodedata
from pathlib import Path

HERE = Path(__file__).resolve().parent
DATA = HERE.parent / "data"
TAIL = 1.25
TAILS = {"male": 0.35, "female": 0.4, "surname": 0.83, "place": 0.25, "first": 0.2, "last": 0.1}    # share of draws that a head does not hold
FEW_SURNAMES = {"chinese": 0.01, "korean": 0.01, "vietnamese": 0.01, "hispanic": 0.5, "portuguese": 0.45, "southasian": 0.5, "turkic": 0.7,
                "indonesian": 0.7, "turkish": 0.7}
MASK = (1 << 64) - 1
SPELLINGS = [("ou", "u"), ("kh", "h"), ("ee", "i"), ("q", "k"), ("sh", "sch"), ("y", "i"), ("zh", "j"), ("ss", "s"), ("ei", "ey"), ("w", "v"),
             ("ts", "c"), ("ai", "ay"), ("dj", "j"), ("u", "ou"), ("th", "t"), ("ph", "f"), ("ll", "l"), ("ck", "k"), ("o", "u"), ("e", "i"),
             ("a", "e"), ("i", "y"), ("k", "q"), ("c", "k"), ("h", "kh"), ("s", "ss"), ("n", "nn"), ("v", "w"), ("z", "s"), ("t", "tt")]
CYRILLIC = {"shch": "щ", "sch": "щ", "zh": "ж", "kh": "х", "ts": "ц", "ch": "ч", "sh": "ш", "yu": "ю", "ya": "я", "yo": "ё", "a": "а", "b": "б",
            "c": "ц", "d": "д", "e": "е", "f": "ф", "g": "г", "h": "х", "i": "и", "j": "дж", "k": "к", "l": "л", "m": "м", "n": "н", "o": "о",
            "p": "п", "q": "к", "r": "р", "s": "с", "t": "т", "u": "у", "v": "в", "w": "в", "x": "кс", "y": "ы", "z": "з"}
ARABIC = {"sh": "ش", "kh": "خ", "gh": "غ", "th": "ث", "dh": "ذ", "ou": "و", "oo": "و", "ee": "ي", "a": "ا", "b": "ب", "c": "ك", "d": "د", "e": "",
          "f": "ف", "g": "ج", "h": "ه", "i": "ي", "j": "ج", "k": "ك", "l": "ل", "m": "م", "n": "ن", "o": "و", "p": "ب", "q": "ق", "r": "ر", "s": "س",
          "t": "ت", "u": "و", "v": "ف", "w": "و", "x": "كس", "y": "ي", "z": "ز"}
SCRIPT = {"slavic": "cyrillic", "turkic": "cyrillic", "arabic": "arabic", "persian": "arabic", "chinese": "han", "korean": "hangul"}

Word = collections.namedtuple("Word", "spellings native")


def mix(x):
    """A number of 64 bits that looks random and depends on x alone (splitmix64)."""
    x = (x * 0x9E3779B97F4A7C15 + 0x7F4A7C15) & MASK
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & MASK
    return x ^ (x >> 31)


def fold(text):
    text = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return re.sub("[^a-z]", "", text)


def respell(word, x):
    """Another spelling of a word, as another clerk might write it: one rule of SPELLINGS, chosen by the number x."""
    lower = word.lower()
    for i in range(len(SPELLINGS)):
        a, b = SPELLINGS[(x + i) % len(SPELLINGS)]
        at = lower.find(a, 1)
        if at > 0:
            return word[:at] + b + word[at + len(a):]
    return word + "h"


def transliterate(word, script):
    """Letter by letter: what a made-up word may look like in the script of its culture."""
    letters, out, i, word = (CYRILLIC, [], 0, word.lower()) if script == "cyrillic" else (ARABIC, [], 0, word.lower())
    while i < len(word):
        for n in (4, 3, 2, 1):
            if word[i:i + n] in letters:
                out.append(letters[word[i:i + n]])
                i += n
                break
        else:
            out.append(word[i] if word[i] in " -" else "")
            i += 1
    text = "".join(out)
    return text.title() if script == "cyrillic" else text


def native(word, script):
    """A word in the script of its culture, or None."""
    if word.native:
        return word.native
    return transliterate(word.spellings[0], script) if script in ("cyrillic", "arabic") else None


class Source:
    """Words with their shares, and a tail behind them that takes the share tail of all draws."""

    def __init__(self, name, head, tail=0.0, listed=(), endings=(), base=None):
        self.name, self.head, self.tail, self.article = name, head, tail, name == "arabic surname"
        self.salt = sum(ord(c) << (7 * i % 57) for i, c in enumerate(name))
        self.listed, self.endings = list(listed), list(endings)
        total = sum(share for _, share in head)
        self.words = [word for word, _ in head] + ([None] if tail else [])
        self.weights = [share / total * (1 - tail) for _, share in head] + ([tail] if tail else [])
        self.base = [w for w in (base or [fold(w.spellings[0]) for w, _ in head] + [fold(w) for w in self.listed[:5000]]) if len(w) > 3]
        self.halves = collections.defaultdict(list)
        for w in self.base if tail else ():
            for i in range(2, len(w) - 1):
                self.halves[w[i - 2:i]].append(w[i:])

    def of_rank(self, rank):
        """The word of this rank of the tail."""
        if rank < len(self.listed):
            return Word((self.listed[rank],), None)
        x = mix(rank ^ self.salt)
        word, how = self.base[x % len(self.base)], (x >> 20) % 10
        at = 2 + (x >> 24) % (len(word) - 2)
        if how < 5 or not self.endings:
            ends = self.halves.get(word[at - 2:at]) or ("er",)
            word = word[:at] + ends[(x >> 32) % len(ends)]
        elif how < 8:
            word = word[:at].rstrip("aeiouy") + self.endings[(x >> 32) % len(self.endings)]
        if how in (4, 7, 8, 9):
            word = respell(word, x >> 40)
        word = word.capitalize()
        return Word(("al-" + word, "el-" + word) if self.article and (x >> 50) % 2 else (word,), None)


class Drawer:
    """Draws from sources with a generator of random numbers of its own; many at a time, because that is faster."""

    def __init__(self, random, pool=512):
        self.random, self.pool, self.drawn = random, pool, {}

    def word(self, source):
        drawn = self.drawn.get(source.name)
        if not drawn:
            drawn = self.drawn[source.name] = self.random.choices(source.words, source.weights, k=self.pool)
        word = drawn.pop()
        if word is None:
            u = 1.0 - self.random.random()
            word = source.of_rank(int(min(50.0 * (u ** (-1 / (TAIL - 1)) - 1), 2.0 ** 50)))
        return word


def parse_word(text, rank):
    """"Ali/Aly=...:6" -> (Word, share)"""
    text, _, share = text.partition(":")
    latin, _, script = text.replace("_", " ").partition("=")
    return Word(tuple(latin.split("/")), script or None), float(share) if share else 10.0 / (rank + 5)


def read_cultures(path=HERE / "cultures.tsv"):
    """-> {culture: {role: [(Word, share)]}}"""
    cultures = collections.defaultdict(dict)
    with open(path, encoding="utf-8") as f:
        for line in f:
            if not line.startswith("#"):
                culture, role, words = line.rstrip("\n").split("\t")
                cultures[culture][role] = [parse_word(w, i) for i, w in enumerate(words.split(" "))]
    return cultures


def read_frequency(path=DATA / "frequency.tsv"):
    """-> {word: share}"""
    with open(path, encoding="utf-8") as f:
        return {w: 2 ** (-int(bits) / 100) for w, bits in (line.split("\t") for line in f if not line.startswith("#"))}


def read_column(path, column=0):
    with open(path, encoding="utf-8") as f:
        return [line.rstrip("\n").split("\t")[column] for line in f if not line.startswith("#")]


class Classifier:
    """Which culture a word looks like: by its runs of three letters, learned from the words of the table."""

    def __init__(self, cultures):
        self.log = {}
        for name, roles in cultures.items():
            if name in ("sea", "company"):
                continue
            runs = collections.Counter(r for role in ("male", "female", "surname", "syllable") for w, _ in roles.get(role, ())
                                       for s in w.spellings for r in self.runs(fold(s)))
            total = sum(runs.values()) + 0.1 * 5000
            self.log[name] = (collections.defaultdict(lambda total=total: math.log(0.1 / total)), {})
            for r, n in runs.items():
                self.log[name][0][r] = math.log((n + 0.1) / total)

    @staticmethod
    def runs(word):
        word = f"^{word}$"
        return [word[i:i + 3] for i in range(len(word) - 2)]

    def culture(self, word):
        runs = self.runs(word)
        return max(self.log, key=lambda name: (sum(self.log[name][0].get(r, -8.0) for r in runs), name))


def read_name_folder(folder, cultures):
    """Real name counts, as far as the folder has them: -> {(culture, role): [(Word, share)]}, {culture: [listed words]}"""
    folder, heads, listed = Path(folder), collections.defaultdict(list), collections.defaultdict(list)
    of_country = {w.spellings[0].upper(): name for name, roles in reversed(list(cultures.items())) for w, _ in roles.get("country", ())}
    for file, kind in (("sigpwned_common-surnames-by-country.csv", "surname"), ("sigpwned_common-forenames-by-country.csv", "given")):
        for row in csv.DictReader(open(folder / file, encoding="utf-8-sig", newline="")) if (folder / file).exists() else ():
            latin = "".join(c for c in unicodedata.normalize("NFD", row["Romanized Name"] or "") if not unicodedata.combining(c)).strip()
            if row["Country"] in of_country and latin:
                rank = int(re.sub(r"\D", "", row.get("Rank") or row["Index"]) or 1)
                role = "surname" if kind == "surname" else {"F": "female", "M": "male"}.get(row["Gender"], "male")
                script = row["Localized Name"] if not fold(row["Localized Name"]) else None
                heads[of_country[row["Country"]], role].append((Word((latin,), script or None), 10.0 / (rank + 5) / 4))
    path = folder / "us_census1990_surnames_ranked.txt"
    if path.exists():
        listed["english"] = [line.strip() for line in open(path, encoding="utf-8")][90:]
    path = folder / "us_ssa_given_names_1880-2024.tsv.gz"
    if path.exists():
        births = collections.Counter()
        with gzip.open(path, "rt", encoding="utf-8") as f:
            next(f)
            for line in f:
                name, sex, n = line.split("\t")
                births[name.capitalize(), sex] += int(n)
        total = sum(births.values()) / 150
        for (name, sex), n in births.most_common(6000):
            heads["english", "female" if sex == "F" else "male"].append((Word((name,), None), n / total))
    return heads, listed


class Vocabulary:
    """All sources: of[culture, role], and company for what all companies share."""

    def __init__(self, names=None):
        self.cultures = cultures = read_cultures()
        frequency = read_frequency()
        generic = set(read_column(HERE.parent / "tools" / "company_words.tsv"))
        heads, listed = read_name_folder(names, cultures) if names else ({}, {})
        classifier, looks = Classifier(cultures), collections.defaultdict(list)
        known = generic | {word for text in read_column(DATA / "words/legal_forms.tsv", 1) for word in text.split()}
        known |= {fold(s) for roles in cultures.values() for words in roles.values() for w, _ in words for s in w.spellings}
        for word in sorted(frequency, key=lambda w: (-frequency[w], w)):
            if word not in known and len(word) > 3:
                looks[classifier.culture(word)].append(word.capitalize())
        self.of = {}
        for name, roles in cultures.items():
            for role, words in roles.items():
                words = words + list(heads.get((name, role), ()))
                tail = FEW_SURNAMES.get(name, TAILS["surname"]) if role == "surname" else TAILS.get(role, 0)
                endings = [w.spellings[0] for w, _ in roles.get("ending", ())] if role == "surname" else ()
                own = listed.get(name, []) + looks[name] if role == "surname" else looks[name][::3]
                self.of[name, role] = Source(f"{name} {role}", words, tail, own, endings)
        hot = cultures["company"]["generic"]
        shares = [(Word((w.capitalize(),), None), 80 * frequency.get(w, 1 / 60000)) for w in sorted(generic)]
        self.generic = Source("generic", hot + shares)
        brands = [w for w in frequency if len(w) > 4]
        self.brand = Source("brand", [(Word((w.capitalize(),), None), 1.0) for w in brands[::25]], 0.85, (), ("tech", "prom", "stroy", "trans", "invest", "mar",
                            "ex", "co", "net", "gas", "med", "chem", "pharm", "tek", "on", "ia", "us", "is", "ar"), brands)
