/* Prepared names: which tokens a published name becomes, in which order and role; and flat pieces that are damaged. */
#include "test_support.h"

#include "base/base_text.h"
#include "name/name_prepare.h"

static name_scratch scratch; /* large: not on the stack */

static prepared_name prepare(slice published, name_kind kind)
{
    prepared_name name;
    cordon_error error = {0};
    expect_ok(name_prepare(published, kind, &scratch, &name, &error), &error);
    return name;
}

/* "jong un kim", with what a token's role is behind it: gmbh/form */
static void expect_tokens_at(slice published, name_kind kind, const char *want, const char *file, int line)
{
    static const struct {
        unsigned role;
        const char *name;
    } roles[] = {{ROLE_FORM, "form"},     {ROLE_TITLE, "title"},   {ROLE_PARTICLE, "particle"}, {ROLE_GENERIC, "generic"},
                 {ROLE_NUMBER, "number"}, {ROLE_VESSEL, "vessel"}, {ROLE_INITIAL, "initial"}};
    string t = {0};
    prepared_name n = prepare(published, kind);
    for (size_t i = 0; i < n.head->token_count; i++) {
        if (i)
            text_add_char(&t, ' ');
        fold_write(token_symbols(&n, i), n.tokens[i].count, &t);
        for (size_t r = 0; r < COUNT_OF(roles); r++)
            if (n.tokens[i].roles & roles[r].role)
                text_format(&t, "/%s", roles[r].name);
    }
    expect_slice_at(text_slice(&t), want, file, line);
    text_free(&t);
}
#define EXPECT_TOKENS(published, kind, want) expect_tokens_at(SLICE(published), (kind), (want), __FILE__, __LINE__)

static void a_persons_family_name_goes_behind_the_given_names(void **state)
{
    (void)state;
    EXPECT_TOKENS("KIM, Jong-un", NAME_PERSON, "jong un kim");
    EXPECT_TOKENS("Jong-un KIM", NAME_PERSON, "jong un kim");
    EXPECT_TOKENS("KIM\xEF\xBC\x8CJong-un", NAME_PERSON, "jong un kim"); /* full width comma */
    EXPECT_TOKENS("احمدی\xD8\x8C محمد", NAME_PERSON, "محمد احمدي");      /* Arabic comma */
    EXPECT_TOKENS("GARCIA LOPEZ, Juan Carlos", NAME_PERSON, "juan carlos garcia lopez");
}

static void only_one_comma_of_a_person_turns_a_name(void **state)
{
    (void)state;
    EXPECT_TOKENS("ALFA, Bravo, Karlo", NAME_PERSON, "alfa bravo karlo");
    EXPECT_TOKENS("ALFA, Bravo", NAME_VESSEL, "alfa bravo");
    EXPECT_TOKENS("ALFA,", NAME_PERSON, "alfa");
    EXPECT_TOKENS(", Bravo", NAME_PERSON, "bravo");
}

static void tokens_know_their_bytes_also_when_turned(void **state)
{
    (void)state;
    prepared_name n = prepare(SLICE("M\xC3\x9CLLER, Zdenek"), NAME_PERSON);
    assert_int_equal(n.head->token_count, 2);
    assert_int_equal(n.places[0].start, 9);
    assert_int_equal(n.places[0].end, 15);
    assert_int_equal(n.places[1].start, 0);
    assert_int_equal(n.places[1].end, 7);
}

static void the_example_of_the_header_holds(void **state)
{
    (void)state;
    EXPECT_TOKENS("Acme Trading GmbH 3", NAME_ORGANIZATION, "acme trading/generic gmbh/form 3/number");
}

static uint16_t form_class(slice published)
{
    prepared_name n = prepare(published, NAME_ORGANIZATION);
    uint16_t found = 0;
    size_t forms = 0;
    for (size_t i = 0; i < n.head->token_count; i++)
        if (n.tokens[i].roles & ROLE_FORM) {
            forms++;
            found = n.tokens[i].class_id;
        }
    if (forms != 1)
        fail_msg("\"%.*s\" has %zu forms", SLICE_ARG(published), forms);
    return found;
}

static void one_legal_form_has_one_class_over_languages_and_spellings(void **state)
{
    (void)state;
    static const char *const names[] = {"Zorvex LLC",
                                        "Zorvex L.L.C.",
                                        "Zorvex Limited Liability Company",
                                        "OOO Zorvex",
                                        "O.O.O. Zorvex",
                                        "ООО Зорвекс",
                                        "Zorvex GmbH",
                                        "Zorvex S.A.R.L.",
                                        "Zorvex SARL",
                                        "Obshchestvo s Ogranichennoi Otvetstvennostyu Zorvex"};
    uint16_t llc = form_class(slice_of(names[0]));
    assert_int_not_equal(llc, 0);
    assert_string_equal(table_class_name(llc), "llc");
    for (size_t i = 1; i < COUNT_OF(names); i++)
        assert_int_equal(form_class(slice_of(names[i])), llc);
    assert_int_not_equal(form_class(SLICE("Zorvex JSC")), llc);
}

static void a_legal_form_of_several_words_is_one_token(void **state)
{
    (void)state;
    EXPECT_TOKENS("Zorvex Limited Liability Company", NAME_ORGANIZATION, "zorvex limitedliabilitycompany/form");
    EXPECT_TOKENS("Zorvex L.L.C.", NAME_ORGANIZATION, "zorvex llc/form");
    prepared_name n = prepare(SLICE("Zorvex L.L.C."), NAME_ORGANIZATION);
    assert_int_equal(n.places[1].start, 7);
    assert_int_equal(n.places[1].end, 12);
}

static void roles_depend_on_the_kind_of_name(void **state)
{
    (void)state;
    EXPECT_TOKENS("Zorvex GmbH", NAME_PERSON, "zorvex gmbh");
    EXPECT_TOKENS("Dr Zorvex", NAME_PERSON, "dr/title zorvex");
    EXPECT_TOKENS("Dr Zorvex", NAME_ORGANIZATION, "dr zorvex");
    EXPECT_TOKENS("M/V Zorvex", NAME_VESSEL, "mv/vessel zorvex");
    EXPECT_TOKENS("Usama bin Zorvex", NAME_PERSON, "usama bin/particle zorvex");
}

static void a_token_without_role_is_content(void **state)
{
    (void)state;
    prepared_name n = prepare(SLICE("Zorvex GmbH 7"), NAME_ORGANIZATION);
    assert_true(token_is_content(&n.tokens[0]));
    assert_false(token_is_content(&n.tokens[1]));
    assert_true(token_is_content(&n.tokens[2]));
}

static void numbers_lose_leading_zeros_and_leave_their_words(void **state)
{
    (void)state;
    EXPECT_TOKENS("Zorvex 007", NAME_ORGANIZATION, "zorvex 7/number");
    EXPECT_TOKENS("KUMUNSAN3", NAME_VESSEL, "kumunsan 3/number");
    EXPECT_TOKENS("Zorvex 000", NAME_VESSEL, "zorvex 0/number");
    EXPECT_TOKENS("N0VATEK", NAME_ORGANIZATION, "n0vatek");
    EXPECT_TOKENS("33Zorvex44", NAME_ORGANIZATION, "33/number zorvex 44/number");
}

static void a_number_word_is_the_class_of_its_digits(void **state)
{
    (void)state;
    uint16_t digit = prepare(SLICE("Zorvex 3"), NAME_VESSEL).tokens[1].class_id;
    prepared_name n = prepare(SLICE("Zorvex Three"), NAME_VESSEL);
    assert_int_equal(n.tokens[1].roles, ROLE_NUMBER);
    assert_int_not_equal(digit, 0);
    assert_int_equal(n.tokens[1].class_id, digit);
}

static void letters_spelled_out_are_one_word(void **state)
{
    (void)state;
    EXPECT_TOKENS("S P E R B A N K", NAME_ORGANIZATION, "sperbank");
    EXPECT_TOKENS("N.P.K. Zorvex", NAME_ORGANIZATION, "npk zorvex");
    EXPECT_TOKENS("Zorvex N. P.", NAME_ORGANIZATION, "zorvex np");
}

static void a_person_may_have_two_initials(void **state)
{
    (void)state;
    EXPECT_TOKENS("J. R. Zorvex", NAME_PERSON, "j/initial r/initial zorvex");
    EXPECT_TOKENS("J. Zorvex", NAME_PERSON, "j/initial zorvex");
    EXPECT_TOKENS("J. R. R. Zorvex", NAME_PERSON, "jrr zorvex");
}

static void a_single_letter_of_another_script_is_no_initial(void **state)
{
    (void)state;
    EXPECT_TOKENS("李", NAME_PERSON, "李");
}

static void a_name_without_letters_has_no_tokens(void **state)
{
    (void)state;
    static const char *const names[] = {"", "  ", "-", "...", "\xFF", "\xE2\x80\x8B"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        prepared_name n = prepare(slice_of(names[i]), NAME_ANY);
        assert_int_equal(n.head->token_count, 0);
        assert_int_equal(n.head->weight, 0);
        assert_int_equal(n.head->symbol_count, 0);
    }
}

static void the_names_weight_is_the_sum_of_its_tokens(void **state)
{
    (void)state;
    prepared_name n = prepare(SLICE("Zorvex Trading GmbH 3"), NAME_ORGANIZATION);
    uint32_t sum = 0;
    for (size_t i = 0; i < n.head->token_count; i++) {
        assert_int_not_equal(n.tokens[i].weight, 0);
        sum += n.tokens[i].weight;
    }
    assert_int_equal(n.head->weight, sum);
    assert_int_equal(n.head->kind, NAME_ORGANIZATION);
    assert_true(n.tokens[0].weight > n.tokens[2].weight); /* the form says less than the name */
}

static slice repeat(const char *piece, size_t times)
{
    static char text[8192];
    size_t length = strlen(piece);
    for (size_t i = 0; i < times; i++)
        memcpy(text + i * length, piece, length);
    return (slice){text, length * times};
}

static void expect_too_long(slice published, const char *part)
{
    prepared_name n;
    cordon_error error = {0};
    expect_error(name_prepare(published, NAME_ORGANIZATION, &scratch, &n, &error), &error, CORDON_OVER_LIMIT, part);
}

static void over_long_names_are_refused(void **state)
{
    (void)state;
    expect_too_long(repeat("ab cd ", 400), "name of 2400 bytes");
    expect_too_long(repeat("zq ", NAME_TOKENS_MAX + 1), "more than 96 words");
    expect_too_long(repeat("z", TOKEN_SYMBOLS_MAX + 1), "more than 250 letters");
    expect_too_long(repeat("\xEF\xB7\xBA", 400), "name of 1200 bytes"); /* unfolds to 6,000 letters */
}

static void names_at_the_limits_are_taken(void **state)
{
    (void)state;
    prepared_name n = prepare(repeat("zq ", NAME_TOKENS_MAX), NAME_ORGANIZATION);
    assert_int_equal(n.head->token_count, NAME_TOKENS_MAX);
    n = prepare(repeat("z", TOKEN_SYMBOLS_MAX), NAME_ORGANIZATION);
    assert_int_equal(n.tokens[0].count, TOKEN_SYMBOLS_MAX);
    n = prepare(repeat(" ", NAME_BYTES_MAX), NAME_ORGANIZATION);
    assert_int_equal(n.head->token_count, 0);
}

/* ---------------------------------------------------------------- flat pieces */

/* Reads all that a view allows to read; the sanitizer watches. */
static uint64_t read_everything(const prepared_name *n)
{
    uint64_t sum = n->head->weight + n->head->kind;
    for (size_t i = 0; i < n->head->token_count; i++) {
        for (size_t s = 0; s < n->tokens[i].count; s++)
            sum += token_symbols(n, i)[s];
        sum += strlen(table_class_name(n->tokens[i].class_id));
        sum += strlen(table_script_name((script_id)n->tokens[i].script));
    }
    return sum;
}

/* A copy of the prepared piece in memory of exactly its size. */
static char *copy_piece(const prepared_name *n, size_t *size)
{
    *size = n->head->size;
    char *bytes = malloc(*size);
    assert_non_null(bytes);
    memcpy(bytes, n->head, *size);
    return bytes;
}

static void a_piece_is_viewed_where_it_lies(void **state)
{
    (void)state;
    size_t size;
    prepared_name n = prepare(SLICE("Zorvex Trading GmbH 3"), NAME_ORGANIZATION), view;
    char *bytes = copy_piece(&n, &size);
    assert_int_equal(size % 4, 0);
    assert_true(name_view(bytes, size, &view));
    assert_int_equal(view.head->token_count, n.head->token_count);
    assert_int_equal(read_everything(&view), read_everything(&n));
    assert_ptr_equal(view.head, bytes);
    free(bytes);
}

static void a_piece_cut_anywhere_is_refused(void **state)
{
    (void)state;
    size_t size;
    prepared_name n = prepare(SLICE("Zorvex Trading GmbH 3"), NAME_ORGANIZATION), view;
    char *bytes = copy_piece(&n, &size);
    for (size_t cut = 0; cut < size; cut++) {
        char *part = malloc(cut ? cut : 1);
        assert_non_null(part);
        memcpy(part, bytes, cut);
        assert_false(name_view(part, cut, &view));
        free(part);
    }
    free(bytes);
}

static void a_piece_that_is_not_aligned_is_refused(void **state)
{
    (void)state;
    prepared_name n = prepare(SLICE("Zorvex"), NAME_ORGANIZATION), view;
    uint32_t room[64];
    memcpy((char *)room + 1, n.head, n.head->size);
    assert_false(name_view((char *)room + 1, n.head->size, &view));
}

static void every_flipped_bit_is_refused_or_harmless(void **state)
{
    (void)state;
    size_t size, refused = 0;
    prepared_name n = prepare(SLICE("KIM Zorvex Trading GmbH 3"), NAME_ORGANIZATION), view;
    char *bytes = copy_piece(&n, &size);
    for (size_t i = 0; i < size; i++)
        for (unsigned change = 1; change < 256; change++) {
            bytes[i] = (char)((unsigned char)bytes[i] ^ change);
            if (name_view(bytes, size, &view))
                (void)read_everything(&view);
            else
                refused++;
            bytes[i] = (char)((unsigned char)bytes[i] ^ change);
        }
    assert_true(refused > 0);
    assert_true(name_view(bytes, size, &view));
    free(bytes);
}

static void wrong_counts_places_and_sums_are_refused(void **state)
{
    (void)state;
    prepared_name n = prepare(SLICE("Zorvex Trading"), NAME_ORGANIZATION), view;
    size_t size = n.head->size;
    name_head *head = (name_head *)scratch.bytes;
    name_token *tokens = (name_token *)(head + 1);
    const name_head good = *head;
    const name_token good_token = tokens[1];
    head->weight++;
    assert_false(name_view(head, size, &view));
    *head = good;
    head->token_count = NAME_TOKENS_MAX + 1;
    assert_false(name_view(head, size, &view));
    *head = good;
    head->symbol_count = FOLD_SYMBOLS_MAX;
    assert_false(name_view(head, size, &view));
    *head = good;
    head->size = (uint16_t)(size + 4);
    assert_false(name_view(head, size, &view));
    *head = good;
    tokens[1].first = 500;
    assert_false(name_view(head, size, &view));
    tokens[1] = good_token;
    tokens[1].count = 0;
    assert_false(name_view(head, size, &view));
    tokens[1] = good_token;
    tokens[1].count++;
    assert_false(name_view(head, size, &view));
    tokens[1] = good_token;
    tokens[1].script = SCRIPT_COUNT;
    assert_false(name_view(head, size, &view));
    tokens[1] = good_token;
    name_place *places = (name_place *)(uintptr_t)n.places, good_place = places[1];
    places[1].start = (uint16_t)(places[1].end + 1);
    assert_false(name_view(head, size, &view));
    places[1] = good_place;
    assert_true(name_view(head, size, &view));
}

static void a_bare_piece_is_the_same_name_without_places(void **state)
{
    (void)state;
    uint32_t bare[64];
    prepared_name view, n = prepare(SLICE("KIM, Jong-un"), NAME_PERSON);
    assert_non_null(n.places);
    assert_int_equal(name_bare_size(&n), n.head->size - 3 * sizeof(name_place));
    name_copy_bare(&n, bare);
    assert_true(name_view(bare, name_bare_size(&n), &view));
    assert_null(view.places);
    assert_int_equal(view.head->size, name_bare_size(&n));
    assert_int_equal(view.head->weight, n.head->weight);
    assert_memory_equal(view.tokens, n.tokens, 3 * sizeof *n.tokens);
    assert_memory_equal(view.symbols, n.symbols, n.head->symbol_count * sizeof *n.symbols);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_persons_family_name_goes_behind_the_given_names),
        cmocka_unit_test(a_bare_piece_is_the_same_name_without_places),
        cmocka_unit_test(only_one_comma_of_a_person_turns_a_name),
        cmocka_unit_test(tokens_know_their_bytes_also_when_turned),
        cmocka_unit_test(the_example_of_the_header_holds),
        cmocka_unit_test(one_legal_form_has_one_class_over_languages_and_spellings),
        cmocka_unit_test(a_legal_form_of_several_words_is_one_token),
        cmocka_unit_test(roles_depend_on_the_kind_of_name),
        cmocka_unit_test(a_token_without_role_is_content),
        cmocka_unit_test(numbers_lose_leading_zeros_and_leave_their_words),
        cmocka_unit_test(a_number_word_is_the_class_of_its_digits),
        cmocka_unit_test(letters_spelled_out_are_one_word),
        cmocka_unit_test(a_person_may_have_two_initials),
        cmocka_unit_test(a_single_letter_of_another_script_is_no_initial),
        cmocka_unit_test(a_name_without_letters_has_no_tokens),
        cmocka_unit_test(the_names_weight_is_the_sum_of_its_tokens),
        cmocka_unit_test(over_long_names_are_refused),
        cmocka_unit_test(names_at_the_limits_are_taken),
        cmocka_unit_test(a_piece_is_viewed_where_it_lies),
        cmocka_unit_test(a_piece_cut_anywhere_is_refused),
        cmocka_unit_test(a_piece_that_is_not_aligned_is_refused),
        cmocka_unit_test(every_flipped_bit_is_refused_or_harmless),
        cmocka_unit_test(wrong_counts_places_and_sums_are_refused),
    };
    return cmocka_run_group_tests_name("name_prepare", tests, NULL, NULL);
}
