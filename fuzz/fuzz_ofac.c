/* OFAC's CSV files: the same bytes as main file and as remarks. */
#include "fuzz.h"
#include "list/list.h"
#include "list/list_remark.h"

#include <string.h>
#include <sys/stat.h>

static void write_part(const char *folder, const char *name, const uint8_t *data, size_t size)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "wb");
    if (!f || (size && fwrite(data, 1, size, f) != size) || fclose(f) != 0)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char folder[64];
    static const uint8_t alias[] = "36,12,\"aka\",\"AERO-CARIBBEAN\",-0- \r\n", address[] = "36,25,-0- ,\"Havana\",\"Cuba\",-0- \r\n";
    list_data list = {.code = "us_ofac_sdn"};
    cordon_error error;
    if (!folder[0]) {
        snprintf(folder, sizeof folder, "/dev/shm/cordon-fuzz-ofac-%ld", (long)getpid());
        mkdir(folder, 0700);
    }
    write_part(folder, "sdn.csv", data, size);
    write_part(folder, "alt.csv", alias, sizeof alias - 1);
    write_part(folder, "add.csv", address, sizeof address - 1);
    (void)list_read_ofac(&list, folder, &error);
    list_free(&list);
    party p = {0};
    list = (list_data){.code = "us_ofac_sdn"};
    (void)remark_read(&list, &p, (slice){(const char *)data, size}, &error);
    party_free(&p);
    list_free(&list);
    return 0;
}
