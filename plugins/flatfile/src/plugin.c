/* The plugin's table: fixed-width purchase orders. The format is in README.md. */
#include "flatfile.h"

#include <stdlib.h>
#include <string.h>

#define VERSION "0.1.0"

DEBAR_PLUGIN_NOTE("id=flatfile\nversion=" VERSION "\nabi=1.0\ntitle=fixed-width purchase orders\n"
                  "media=text/x-flat-order\nmedia=application/x-flat-order\nanswer=flat response records\n");

struct debar_instance {
    struct layout layout;
    const debar_host *host;
};

#define RECORD "{\"type\":\"array\",\"maxItems\":65,\"items\":{\"type\":\"string\"}}"

static int32_t describe(const debar_out *out) {
    static const char text[] =
        "{\"id\":\"flatfile\",\"version\":\"" VERSION "\",\"abi\":\"1.0\",\"title\":\"fixed-width purchase orders\","
        "\"media_types\":[\"text/x-flat-order\",\"application/x-flat-order\"],"
        "\"answers\":[\"flat response records\"],"
        "\"config_schema\":{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{"
        "\"encoding\":{\"enum\":[\"utf-8\",\"latin-1\",\"ebcdic\"]},"
        "\"record-length\":{\"type\":\"integer\",\"minimum\":0,\"maximum\":32768},"
        "\"tag-at\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":32768},"
        "\"header\":" RECORD ",\"line\":" RECORD ",\"trailer\":" RECORD "}}}";
    return out->write(out->ctx, (const uint8_t *)text, sizeof text - 1);
}

static int32_t create(const debar_host *host, const char *config, uint64_t len, debar_instance **instance) {
    struct debar_instance *made = (struct debar_instance *)calloc(1, sizeof *made);
    const char *wrong;
    if (!made) return DEBAR_E_LIMIT;
    if ((wrong = layout_read(&made->layout, config, len)) != 0) {
        static const char help[] = "the plugin's README.md tells how a layout is declared";
        debar_report report;
        memset(&report, 0, sizeof report);
        report.struct_size = sizeof report;
        report.code = DEBAR_E_CONFIG;
        report.offset = DEBAR_UNKNOWN;
        report.rule.ptr = "layout";
        report.rule.len = 6;
        report.message.ptr = wrong;
        report.message.len = strlen(wrong);
        report.help.ptr = help;
        report.help.len = sizeof help - 1;
        host->report(host->ctx, &report);
        free(made);
        return DEBAR_E_CONFIG;
    }
    made->host = host;
    *instance = made;
    return DEBAR_OK;
}

static void destroy(debar_instance *instance) { free(instance); }

/* Only the built-in layout can be known here: one that is declared is named by its media type or route. */
static uint32_t sniff(const uint8_t *head, uint64_t len) {
    uint64_t at;
    if (len < 60 || memcmp(head, "PH", 2) != 0) return 0;
    for (at = 0; at < len && head[at] != '\n'; at++)
        if (head[at] < 0x20 && head[at] != '\r') return 0;
    if (at + 2 < len && head[at] == '\n' && memcmp(head + at + 1, "PL", 2) != 0) return 0;
    /* The day of issue, in digits. */
    for (at = 14; at < 22; at++)
        if (head[at] < '0' || head[at] > '9') return 0;
    return 60;
}

static int32_t decode(debar_instance *instance, const char *type, uint64_t type_len, const debar_source *source,
                      const debar_sink *sink) {
    const uint8_t *bytes = NULL;
    uint64_t len = 0;
    int32_t status = source->map(source->ctx, &bytes, &len);
    (void)type;
    (void)type_len;
    if (status != DEBAR_OK) return status;
    return flatfile_decode(&instance->layout, instance->host, bytes, len, sink);
}

static int32_t encode(debar_instance *instance, const char *type, uint64_t type_len, const debar_source *source,
                      const debar_decision *const *decisions, uint64_t count, const debar_out *out) {
    const uint8_t *bytes = NULL;
    uint64_t len = 0;
    int32_t status = source->map(source->ctx, &bytes, &len);
    (void)type;
    (void)type_len;
    if (status != DEBAR_OK) return status;
    return flatfile_encode(&instance->layout, bytes, len, decisions, count, out);
}

static const void *get_extension(debar_instance *instance, const char *id, uint64_t len) {
    (void)instance;
    (void)id;
    (void)len;
    return NULL;
}

static const debar_plugin_api api = {DEBAR_PLUGIN_MAGIC, sizeof(debar_plugin_api), 0, 0, describe, create, destroy,
                                     sniff,       decode,                   encode, get_extension};

const debar_plugin_api *debar_plugin_entry_v1(uint32_t host_abi_minor) {
    (void)host_abi_minor;
    return &api;
}
