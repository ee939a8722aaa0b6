/* The words of an address or a birth place in a form that is compared for equality.

   "Ul. Tverskaya 12, Moscow, Russia"   ->   tvrsk  12  mskv        "Москва, Тверская ул., д. 12"   ->   mskv  tvrsk  12

   Words of addresses (street, floor, province) and countries are left out: the first tell no place apart, the second are facts of their
   own. What remains is kept by its sound: the first letter and the consonants of its Latin spelling, those that are written for one another
   made one (c, q and k; f, ph, v and w; s and z), doubled ones single. A word with fewer than three of those is kept whole. */
#ifndef PARTY_PLACE_H
#define PARTY_PLACE_H

#include "base/base_slice.h"

enum {
    PLACE_WORDS_MAX = 16,           /* of one place; what stands behind is left out */
    PLACE_NUMBER = (int)0x40000000, /* set in a word that has a digit: a house, a box, a postcode */
};

typedef uint32_t place_word; /* a hash of the sound */

/* Each word once, in the order of the text. Returns how many; none for a text that names only a country, or is longer than FOLD_SYMBOLS_MAX
   allows. */
size_t place_words(slice published, place_word out[PLACE_WORDS_MAX]);

#endif
