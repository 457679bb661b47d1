/* A host for tests: loads the library and prints what it says of a document, an event a line. It believes
 * everything; `debar plugin decode` is the host that does not. */
#define _POSIX_C_SOURCE 200112L
#include <dlfcn.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "debar_plugin.h"

static uint8_t document[1 << 20];
static uint64_t document_len;

static void put_where(const debar_where *where) {
    if (where) {
        printf(" @%" PRIu64 "+%" PRIu64 " %.*s", where->offset, where->len, (int)where->pointer.len,
               where->pointer.ptr);
    }
    putchar('\n');
}

static int32_t begin(void *ctx, uint32_t node, const debar_where *where) {
    static const char *const names[] = {"?", "REQUEST", "PARTY", "LINE", "IDENTIFIER", "DIGEST", "CLASSIFICATION",
                                        "FACT", "CORRELATION", "ARTIFACT"};
    (void)ctx;
    printf("begin %s", names[node < 10 ? node : 0]);
    put_where(where);
    return DEBAR_OK;
}

static int32_t str(void *ctx, uint32_t field, const char *text, uint64_t len, const debar_where *where) {
    (void)ctx;
    printf("str %" PRIu32 " \"%.*s\"", field, (int)len, text);
    put_where(where);
    return DEBAR_OK;
}

static int32_t u64(void *ctx, uint32_t field, uint64_t value, const debar_where *where) {
    (void)ctx;
    printf("u64 %" PRIu32 " %" PRIu64, field, value);
    put_where(where);
    return DEBAR_OK;
}

static int32_t i64(void *ctx, uint32_t field, int64_t value, const debar_where *where) {
    (void)ctx;
    printf("i64 %" PRIu32 " %" PRId64, field, value);
    put_where(where);
    return DEBAR_OK;
}

static int32_t boolean(void *ctx, uint32_t field, uint32_t value, const debar_where *where) {
    (void)ctx;
    printf("boolean %" PRIu32 " %" PRIu32, field, value);
    put_where(where);
    return DEBAR_OK;
}

static int32_t dec(void *ctx, uint32_t field, const char *text, uint64_t len, const debar_where *where) {
    (void)ctx;
    printf("dec %" PRIu32 " %.*s", field, (int)len, text);
    put_where(where);
    return DEBAR_OK;
}

static int32_t ext(void *ctx, const char *key, uint64_t key_len, const char *value, uint64_t len,
                   const debar_where *where) {
    (void)ctx;
    printf("ext %.*s \"%.*s\"", (int)key_len, key, (int)len, value);
    put_where(where);
    return DEBAR_OK;
}

static int32_t blob_begin(void *ctx, uint32_t field, const char *media_type, uint64_t media_type_len,
                          const char *name, uint64_t name_len, const debar_where *where) {
    (void)ctx;
    printf("blob %" PRIu32 " %.*s %.*s", field, (int)media_type_len, media_type, (int)name_len, name);
    put_where(where);
    return DEBAR_OK;
}

static int32_t blob_write(void *ctx, const uint8_t *bytes, uint64_t len) {
    (void)ctx;
    (void)bytes;
    printf("bytes %" PRIu64 "\n", len);
    return DEBAR_OK;
}

static int32_t blob_end(void *ctx) {
    (void)ctx;
    printf("blob end\n");
    return DEBAR_OK;
}

static int32_t declare(void *ctx, uint64_t lines) {
    (void)ctx;
    printf("declare %" PRIu64 "\n", lines);
    return DEBAR_OK;
}

static int32_t empty(void *ctx, const char *reason, uint64_t len) {
    (void)ctx;
    printf("empty \"%.*s\"\n", (int)len, reason);
    return DEBAR_OK;
}

static int32_t end(void *ctx) {
    (void)ctx;
    printf("end\n");
    return DEBAR_OK;
}

static int32_t read_window(void *ctx, uint64_t offset, uint64_t len, const uint8_t **ptr, uint64_t *got) {
    (void)ctx;
    *got = offset >= document_len ? 0 : document_len - offset < len ? document_len - offset : len;
    *ptr = document + (*got ? offset : 0);
    return DEBAR_OK;
}

static int32_t map(void *ctx, const uint8_t **ptr, uint64_t *len) {
    (void)ctx;
    *ptr = document;
    *len = document_len;
    return DEBAR_OK;
}

static void log_line(void *ctx, uint32_t level, const char *target, uint64_t target_len, const char *message,
                     uint64_t len) {
    (void)ctx;
    printf("log %" PRIu32 " %.*s %.*s\n", level, (int)target_len, target, (int)len, message);
}

static void report(void *ctx, const debar_report *problem) {
    (void)ctx;
    printf("report %.*s: %.*s\n", (int)problem->rule.len, problem->rule.ptr, (int)problem->message.len,
           problem->message.ptr);
}

static int32_t cancelled(void *ctx) {
    (void)ctx;
    return 0;
}

static const void *get_extension(void *ctx, const char *id, uint64_t len) {
    (void)ctx;
    (void)id;
    (void)len;
    return NULL;
}

int main(int count, char **words) {
    debar_host host = {sizeof host, DEBAR_ABI_MINOR, NULL, log_line, report, cancelled, get_extension};
    debar_source source = {sizeof source, 0, NULL, 0, read_window, map};
    debar_sink sink = {sizeof sink, 0, NULL, begin, str, u64, i64, boolean, dec, ext, blob_begin, blob_write,
                       blob_end, declare, empty, end};
    const debar_plugin_api *(*entry)(uint32_t);
    const debar_plugin_api *api;
    debar_instance *instance = NULL;
    void *library, *symbol;
    FILE *file;
    int32_t status;
    if (count != 3) return 2;
    library = dlopen(words[1], RTLD_NOW | RTLD_LOCAL);
    symbol = library ? dlsym(library, "debar_plugin_entry_v1") : NULL;
    file = fopen(words[2], "rb");
    if (!symbol || !file) {
        fprintf(stderr, "no plugin or no document: %s\n", symbol ? words[2] : dlerror());
        return 2;
    }
    document_len = fread(document, 1, sizeof document, file);
    fclose(file);
    source.len = document_len;
    memcpy(&entry, &symbol, sizeof entry);
    api = entry(DEBAR_ABI_MINOR);
    if (!api || api->magic != DEBAR_PLUGIN_MAGIC) return 1;
    status = api->create(&host, "{}", 2, &instance);
    if (status == DEBAR_OK) {
        status = api->decode(instance, "text/x-@ID@", sizeof "text/x-@ID@" - 1, &source, &sink);
        api->destroy(instance);
    }
    printf("status %" PRId32 "\n", status);
    return status == DEBAR_OK ? 0 : 1;
}
