/* A date: what is read can be printed, and reads back as the same days. */
#include "fuzz.h"
#include "base/base_date.h"
#include "screen/screen_policy.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char buffer[64];
    date_interval date, again;
    screen_policy policy = policy_default();
    slice s = {(const char *)data, size};
    (void)policy_read(&policy, s, "fuzz.policy", NULL);
    if (!date_parse(s, &date))
        return 0;
    if (date.last < date.first)
        abort();
    date.about = false;
    if (!date_parse(date_print(date, buffer), &again) || again.first != date.first || again.last != date.last)
        abort();
    return 0;
}
