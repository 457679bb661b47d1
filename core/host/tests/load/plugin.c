/* A small plugin in C that is wrong in one way, chosen with -DKIND=... at compile time. */
#include <stddef.h>
#include <string.h>

#define GOOD 0
#define BAD_MAGIC 1
#define SHORT_TABLE 2
#define NULL_MEMBER 3
#define REFUSES 4
#define OTHER_NOTE 5
#define INIT_FAILS 6
#define EXTRA_EXPORT 7
#define NO_NOTE 8
#define NEW_ABI 9
#define NEXT_ENTRY 10
#define DATA_ENTRY 11
#define IFUNC_ENTRY 12
#define WEAK_ENTRY 13
#define EXTRA_DATA 14
#define TWO_NOTES 15
#define LATER 16
#define TWICE_ID 17
#define ODD_TITLE 18

#if KIND == DATA_ENTRY
/* An entry that is data: declared before the header, which takes its name for something else. */
__attribute__((visibility("default"))) const char debar_plugin_entry_v1[16] = {1};
#define debar_plugin_entry_v1 debar_plugin_entry_unused
#endif

#include "debar_plugin.h"

#if KIND == OTHER_NOTE
DEBAR_PLUGIN_NOTE("id=other\nversion=1.0.0\nabi=1.0\ntitle=Flat\nmedia=text/x-flat\n");
#elif KIND == NEW_ABI
DEBAR_PLUGIN_NOTE("id=flat\nversion=1.0.0\nabi=2.0\ntitle=Flat\nmedia=text/x-flat\n");
#elif KIND == TWICE_ID
DEBAR_PLUGIN_NOTE("id=flat\nid=other\nversion=1.0.0\nabi=1.7\n");
#elif KIND == ODD_TITLE
DEBAR_PLUGIN_NOTE("id=flat\nversion=1.0.0\nabi=1.7\ntitle=Fl\x1b[31mat\n");
#elif KIND != NO_NOTE
DEBAR_PLUGIN_NOTE("id=flat\nversion=1.0.0\nabi=1.7\ntitle=Flat\nmedia=text/x-flat\nfuture=key\n");
#endif

#if KIND == TWO_NOTES
#define debar_plugin_note second_note
DEBAR_PLUGIN_NOTE("id=second\nversion=1.0.0\nabi=1.7\ntitle=Flat\nmedia=text/x-flat\n");
#endif

#ifdef MARK
/* What no library may do, so that a test can see whether any code of it ran. */
#include <stdio.h>
__attribute__((constructor)) static void mark(void) {
    FILE *file = fopen(MARK, "w");
    if (file) fclose(file);
}
#endif

/* Places, reports and the table as a version might have them that knows more. */
#if KIND == LATER
typedef struct { debar_where v1; uint64_t more[3]; } where_type;
typedef struct { debar_report v1; uint64_t more[3]; } report_type;
#define V1(it_) ((it_).v1)
#else
typedef debar_where where_type;
typedef debar_report report_type;
#define V1(it_) (it_)
#endif

static const debar_host *the_host;
static int instance_memory;

static int32_t describe(const debar_out *out) {
    static const char text[] =
        "{\"id\":\"flat\",\"version\":\"1.0.0\",\"abi\":\"1.7\",\"title\":\"Flat\",\"media_types\":[\"text/x-flat\"],"
        "\"config_schema\":{\"type\":\"object\",\"additionalProperties\":false,"
        "\"properties\":{\"mode\":{\"enum\":[\"a\",\"b\"]}}}}";
    return out->write(out->ctx, (const uint8_t *)text, sizeof text - 1);
}

static int32_t create(const debar_host *host, const char *config, uint64_t len, debar_instance **instance) {
    (void)config;
    (void)len;
    the_host = host;
#if KIND == INIT_FAILS
    (void)instance;
    return DEBAR_E_CONFIG;
#else
    *instance = (debar_instance *)(void *)&instance_memory;
    return DEBAR_OK;
#endif
}

static void destroy(debar_instance *instance) { (void)instance; }

static uint32_t sniff(const uint8_t *head, uint64_t len) {
    (void)head;
    return len > 3 ? 4000000000u : 7;
}

static int32_t text(const debar_sink *sink, uint32_t field, const char *value, uint64_t len) {
    return sink->str(sink->ctx, field, value, len, NULL);
}

/* Every line of the document is a line; the first word of it chooses a wrong deed. */
static int32_t decode(debar_instance *instance, const char *type, uint64_t type_len, const debar_source *source,
                      const debar_sink *sink) {
    const uint8_t *bytes = NULL;
    uint64_t len = 0, at = 0;
    where_type later;
#define where V1(later)
    int32_t status;
    (void)instance;
    (void)type;
    (void)type_len;
    status = source->map(source->ctx, &bytes, &len);
    if (status != DEBAR_OK) return status;
#ifdef NEWER
    /* Built with a header that has one member more in each struct; this host has not. */
    if (DEBAR_HAS(sink, debar_sink, added) || DEBAR_HAS(source, debar_source, added)) return DEBAR_E_VERSION;
    if (DEBAR_HAS(the_host, debar_host, added) || !DEBAR_HAS(sink, debar_sink, end)) return DEBAR_E_VERSION;
#endif
    memset(&later, 0xff, sizeof later);
    memset(&where, 0, sizeof where);
    where.struct_size = (uint32_t)sizeof later;
    if ((status = sink->begin(sink->ctx, DEBAR_NODE_REQUEST, NULL)) != DEBAR_OK) return status;
    while (at < len) {
        const uint8_t *end = (const uint8_t *)memchr(bytes + at, '\n', (size_t)(len - at));
        uint64_t size = end ? (uint64_t)(end - (bytes + at)) : len - at;
        const char *line = (const char *)bytes + at;
        where.offset = at;
        where.len = size;
        where.pointer.ptr = "row";
        where.pointer.len = 3;
        at += size + 1;
        if (size >= 4 && memcmp(line, "utf8", 4) == 0) {
            status = text(sink, DEBAR_FIELD_FORMAT, "\xff\xfe", 2);
        } else if (size >= 4 && memcmp(line, "null", 4) == 0) {
            status = text(sink, DEBAR_FIELD_FORMAT, NULL, 9);
        } else if (size >= 4 && memcmp(line, "huge", 4) == 0) {
            status = text(sink, DEBAR_FIELD_FORMAT, "x", UINT64_MAX);
        } else if (size >= 5 && memcmp(line, "small", 5) == 0) {
            where.struct_size = 8;
            status = sink->begin(sink->ctx, DEBAR_NODE_LINE, &where);
        } else if (size >= 5 && memcmp(line, "plus1", 5) == 0) {
            return 1;
        } else if (size >= 5 && memcmp(line, "minus", 5) == 0) {
            return -4711;
        } else if (size >= 6 && memcmp(line, "ignore", 6) == 0) {
            (void)sink->begin(sink->ctx, 99, NULL);
            continue;
        } else if (size >= 6 && memcmp(line, "report", 6) == 0) {
            report_type more;
#define report_v1 V1(more)
            int i;
            memset(&more, 0, sizeof more);
            report_v1.struct_size = (uint32_t)sizeof more;
            report_v1.code = DEBAR_E_MALFORMED;
            report_v1.offset = DEBAR_UNKNOWN;
            report_v1.message.ptr = "escape \x1b[31m and \xff";
            report_v1.message.len = strlen(report_v1.message.ptr);
            for (i = 0; i < 1000; i++) the_host->report(the_host->ctx, &report_v1);
            the_host->report(the_host->ctx, NULL);
            return DEBAR_E_MALFORMED;
        } else {
            status = sink->begin(sink->ctx, DEBAR_NODE_LINE, &where);
            if (status == DEBAR_OK) status = sink->str(sink->ctx, DEBAR_FIELD_NAME, line, size, &where);
            if (status == DEBAR_OK) status = sink->u64(sink->ctx, DEBAR_FIELD_QUANTITY, 7, &where);
            if (status == DEBAR_OK) status = sink->boolean(sink->ctx, 4242, 1, NULL);
            if (status == DEBAR_OK) status = sink->end(sink->ctx);
        }
        if (status != DEBAR_OK) return status;
    }
    return sink->end(sink->ctx);
#undef where
}

static int32_t encode(debar_instance *instance, const char *type, uint64_t type_len, const debar_source *source,
                      const debar_decision *const *decisions, uint64_t count, const debar_out *out) {
    uint64_t i, j;
    (void)instance;
    (void)type;
    (void)type_len;
    (void)source;
    for (i = 0; i < count; i++) {
        const debar_decision *decision = decisions[i];
        const char *line = (const char *)decision->lines;
        for (j = 0; j < decision->line_count; j++, line += decision->line_stride) {
            const debar_decision_line *one = (const debar_decision_line *)(const void *)line;
#ifdef NEWER
            if (DEBAR_HAS(one, debar_decision_line, added)) return DEBAR_E_VERSION;
#endif
            const uint8_t word[2] = {(uint8_t)('0' + one->verdict), (uint8_t)('0' + one->ordinal)};
            int32_t status = out->write(out->ctx, word, 2);
            if (status != DEBAR_OK) return status;
        }
    }
    return DEBAR_OK;
}

static const void *get_extension(debar_instance *instance, const char *id, uint64_t id_len) {
    (void)instance;
    (void)id;
    (void)id_len;
    return NULL;
}

#if KIND == LATER
static const struct { debar_plugin_api v1; const char *more[2]; } table = {{
#else
static const debar_plugin_api table = {
#endif
#if KIND == BAD_MAGIC
    12345,
#else
    DEBAR_PLUGIN_MAGIC,
#endif
#if KIND == SHORT_TABLE
    24,
#else
    (uint32_t)(sizeof(debar_plugin_api) + (KIND == LATER ? 2 * sizeof(char *) : 0)),
#endif
    7, 0, describe, create, destroy, sniff,
#if KIND == NULL_MEMBER
    NULL,
#else
    decode,
#endif
    encode, get_extension
#if KIND == LATER
    }, {"later", "still later"}};
#define table (table.v1)
#else
};
#endif

#if KIND == EXTRA_EXPORT
DEBAR_EXPORT int leaked(void);
DEBAR_EXPORT int leaked(void) { return 1; }
#endif

#if KIND == EXTRA_DATA
DEBAR_EXPORT extern const int leaked_data;
const int leaked_data = 1;
#endif

#if KIND == DATA_ENTRY
#elif KIND == IFUNC_ENTRY
static const debar_plugin_api *chosen(uint32_t minor) { (void)minor; return &table; }
typedef const debar_plugin_api *entry_type(uint32_t);
__attribute__((used)) static entry_type *choose(void) { return chosen; }
const debar_plugin_api *debar_plugin_entry_v1(uint32_t minor) __attribute__((ifunc("choose")));
#elif KIND == NEXT_ENTRY
DEBAR_EXPORT const debar_plugin_api *debar_plugin_entry_v2(uint32_t minor);
DEBAR_EXPORT const debar_plugin_api *debar_plugin_entry_v2(uint32_t minor) {
    (void)minor;
    return &table;
}
#else
#if KIND == WEAK_ENTRY
__attribute__((weak))
#endif
const debar_plugin_api *debar_plugin_entry_v1(uint32_t host_abi_minor) {
    (void)host_abi_minor;
#if KIND == REFUSES
    return NULL;
#else
    return &table;
#endif
}
#endif
