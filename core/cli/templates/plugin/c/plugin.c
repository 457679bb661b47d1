/* Orders in text files: the first line is the order's number, every other line an article. */
#include <stdio.h>
#include <string.h>

#include "debar_plugin.h"

DEBAR_PLUGIN_NOTE("id=@ID@\nversion=0.1.0\nabi=1.0\ntitle=orders of one article a line\nmedia=text/x-@ID@\n"
                  "answer=verdict lines\n");

static int instance_memory;

static int32_t describe(const debar_out *out) {
    static const char text[] =
        "{\"id\":\"@ID@\",\"version\":\"0.1.0\",\"abi\":\"1.0\",\"title\":\"orders of one article a line\","
        "\"media_types\":[\"text/x-@ID@\"],\"answers\":[\"verdict lines\"],"
        "\"config_schema\":{\"type\":\"object\",\"additionalProperties\":false}}";
    return out->write(out->ctx, (const uint8_t *)text, sizeof text - 1);
}

static int32_t create(const debar_host *host, const char *config, uint64_t len, debar_instance **instance) {
    (void)host;
    (void)config;
    (void)len;
    /* This plugin keeps nothing between calls. */
    *instance = (debar_instance *)(void *)&instance_memory;
    return DEBAR_OK;
}

static void destroy(debar_instance *instance) { (void)instance; }

static uint32_t sniff(const uint8_t *head, uint64_t len) { return len >= 3 && memcmp(head, "PO-", 3) == 0 ? 60 : 0; }

static int32_t decode(debar_instance *instance, const char *type, uint64_t type_len, const debar_source *source,
                      const debar_sink *sink) {
    const uint8_t *bytes = NULL;
    uint64_t len = 0, at = 0, row = 0, articles = 0;
    debar_where where;
    char pointer[32];
    int32_t status = source->map(source->ctx, &bytes, &len);
    (void)instance;
    (void)type;
    (void)type_len;
    /* Whatever the host answers but DEBAR_OK goes up at once. */
    if (status != DEBAR_OK) return status;
    memset(&where, 0, sizeof where);
    where.struct_size = sizeof where;
    where.len = len;
    where.pointer.ptr = "/";
    where.pointer.len = 1;
    if ((status = sink->begin(sink->ctx, DEBAR_NODE_REQUEST, &where)) != DEBAR_OK) return status;
    if ((status = sink->str(sink->ctx, DEBAR_FIELD_FORMAT, "@ID@", sizeof "@ID@" - 1, NULL)) != DEBAR_OK)
        return status;
    while (at < len) {
        const uint8_t *end = (const uint8_t *)memchr(bytes + at, '\n', (size_t)(len - at));
        const char *line = (const char *)bytes + at;
        where.offset = at;
        where.len = end ? (uint64_t)(end - (bytes + at)) : len - at;
        at += where.len + 1;
        row++;
        if (where.len && line[where.len - 1] == '\r') where.len--;
        if (!where.len) continue;
        where.pointer.ptr = pointer;
        where.pointer.len = (uint64_t)sprintf(pointer, "row %llu", (unsigned long long)row);
        if (row == 1) {
            status = sink->str(sink->ctx, DEBAR_FIELD_DOCUMENT_ID, line, where.len, &where);
            if (status != DEBAR_OK) return status;
            continue;
        }
        if ((status = sink->begin(sink->ctx, DEBAR_NODE_LINE, &where)) != DEBAR_OK) return status;
        status = sink->str(sink->ctx, DEBAR_FIELD_DESCRIPTION, line, where.len, &where);
        if (status != DEBAR_OK) return status;
        if ((status = sink->end(sink->ctx)) != DEBAR_OK) return status;
        articles++;
    }
    if (!articles) {
        static const char reason[] = "the order has no articles";
        if ((status = sink->empty(sink->ctx, reason, sizeof reason - 1)) != DEBAR_OK) return status;
    }
    return sink->end(sink->ctx);
}

static int32_t encode(debar_instance *instance, const char *type, uint64_t type_len, const debar_source *source,
                      const debar_decision *const *decisions, uint64_t count, const debar_out *out) {
    uint64_t i, j;
    int32_t status = out->header(out->ctx, "content-type", 12, "text/plain", 10);
    (void)instance;
    (void)type;
    (void)type_len;
    (void)source;
    if (status != DEBAR_OK) return status;
    for (i = 0; i < count; i++) {
        /* From line to line by the stride: later hosts have longer ones. */
        const char *at = (const char *)decisions[i]->lines;
        for (j = 0; j < decisions[i]->line_count; j++, at += decisions[i]->line_stride) {
            const debar_decision_line *line = (const debar_decision_line *)(const void *)at;
            char text[64];
            int len = sprintf(text, "%llu %s\n", (unsigned long long)line->ordinal,
                              line->verdict == DEBAR_ALLOW    ? "allow"
                              : line->verdict == DEBAR_REVIEW ? "review"
                                                              : "deny");
            status = out->write(out->ctx, (const uint8_t *)text, (uint64_t)len);
            if (status != DEBAR_OK) return status;
        }
    }
    return DEBAR_OK;
}

static const void *get_extension(debar_instance *instance, const char *id, uint64_t len) {
    (void)instance;
    (void)id;
    (void)len;
    return NULL;
}

static const debar_plugin_api api = {DEBAR_PLUGIN_MAGIC, sizeof(debar_plugin_api), DEBAR_ABI_MINOR, 0, describe,
                                     create, destroy, sniff, decode, encode, get_extension};

const debar_plugin_api *debar_plugin_entry_v1(uint32_t host_abi_minor) {
    (void)host_abi_minor;
    return &api;
}
