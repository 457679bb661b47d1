/* debar_plugin.h: the contract between debar and its adapter plugins, version 1.
 *
 * SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Frozen. Members are only appended to the end of a struct, numbers are never reused or given another
 * meaning, and a plugin built for 1.x loads in every later 1.y host. The ABI version is not the product's
 * version.
 *
 * Rules for all of it
 *   Ownership  Borrow in, sink out. What a function is given is valid until it returns, unless it says
 *              otherwise. Whoever wants to keep bytes copies them. No memory crosses to be freed. Structs
 *              cross by pointer only.
 *   Text       UTF-8 as (pointer, length in bytes). Never NUL-terminated. NULL only with length 0.
 *   Offsets    Bytes of the native document, whatever its character set.
 *   Structs    Begin with struct_size = sizeof at the writer (the plugin table: after its magic). The
 *              reader uses only members that lie wholly within it (DEBAR_HAS) and takes the others to be
 *              zero. Less than the size of version 1.0 is an error. debar_text alone has no size and never
 *              grows. Unknown flag bits are ignored.
 *   Newer      A node, field or member that came with 1.N is known to hosts whose abi_minor is at least N.
 *              A plugin that is newer than its host asks that number first, and does without.
 *   Status     int32_t: 0 is success, negative is an error (an unknown one is an error like any other),
 *              positive is reserved and read as an error. A non-zero status of the host must be passed
 *              up at once. DEBAR_OK means taken, not accepted: the host may refuse it in a later call, or
 *              only when the whole call is over.
 *   Truths     0 is false and 1 is true.
 *   Panics     No panic, exception or longjmp crosses, in either direction.
 *   Threads    Said on each function. [any]: any thread, at any time, in parallel. [instance]: one thread
 *              at a time per instance, not always the same thread; instances run in parallel. [call]:
 *              only on the thread of, and during, the call that it was handed to (a debar_host: any call
 *              with its instance, create and destroy too). A host refuses one that comes otherwise, where
 *              it can tell.
 *   Process    A plugin starts no threads, installs no signal handlers, writes to no standard stream, and
 *              leaves the environment, the locale and the working folder as they are.
 *   Unloading  Never. Constructors of the library may do nothing.
 *   Libraries  One plugin per library; exactly one exported symbol.
 *   Ids        debar.NAME/REV, and reverse.dns.NAME/REV for others: NAME of a-z 0-9 - . and REV a number
 *              from 1. An id never changes, not even when a draft becomes stable. What it stands for is a
 *              struct that begins with uint32_t struct_size, under the rules of this header.
 */
#ifndef DEBAR_PLUGIN_H
#define DEBAR_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define DEBAR_ABI_MAJOR 1
#define DEBAR_ABI_MINOR 0
/* "debarplg" read as a little-endian number. */
#define DEBAR_PLUGIN_MAGIC UINT64_C(0x676c707261626564)
/* Whether a table that was received has a member: DEBAR_HAS(sink, debar_sink, end). */
#define DEBAR_HAS(table_, type_, member_)                                                                    \
    ((table_)->struct_size >= offsetof(type_, member_) + sizeof(((type_ *)0)->member_))
/* Largest window of debar_source.read, in bytes. */
#define DEBAR_READ_WINDOW UINT64_C(1048576)
/* An offset (debar_report) or length (debar_source) that is not known. */
#define DEBAR_UNKNOWN UINT64_MAX

#if defined(__GNUC__) || defined(__clang__)
#define DEBAR_EXPORT __attribute__((visibility("default")))
#else
#define DEBAR_EXPORT
#endif

/* Status values. */
#define DEBAR_OK 0
#define DEBAR_E_FAILED (-1)      /* no class of its own */
#define DEBAR_E_ARGUMENT (-2)    /* the caller broke the contract */
#define DEBAR_E_MALFORMED (-3)   /* the document is broken */
#define DEBAR_E_UNSUPPORTED (-4) /* well formed, not of a kind or version that is read */
#define DEBAR_E_CONFIG (-5)      /* the configuration is wrong */
#define DEBAR_E_LIMIT (-6)       /* a budget is used up: bytes, events, lines, fields, output */
#define DEBAR_E_CANCELLED (-7)   /* the host asked to stop */
#define DEBAR_E_SOURCE (-8)      /* the source cannot be read */
#define DEBAR_E_UTF8 (-9)        /* text that is not UTF-8 */
#define DEBAR_E_NESTING (-10)    /* too deep, or a node where it may not stand */
#define DEBAR_E_FIELD (-11)      /* must be understood and is not known, or is of another type */
#define DEBAR_E_NUMBER (-12)     /* a decimal out of form */
#define DEBAR_E_ORDER (-13)      /* a call out of order */
#define DEBAR_E_SPAN (-14)       /* a range outside the document, or a line without a range */
#define DEBAR_E_VERSION (-15)    /* the two sides do not fit */
#define DEBAR_E_PANIC (-99)      /* the plugin panicked or threw: only destroy may follow */

/* Verdicts. Any other value, 0 too, is read as DEBAR_DENY. */
#define DEBAR_ALLOW 1
#define DEBAR_REVIEW 2
#define DEBAR_DENY 3

/* Where the gate stands. Any other value: answer DEBAR_E_UNSUPPORTED. */
#define DEBAR_ROLE_BUYER_GATE 1
#define DEBAR_ROLE_HUB 2
#define DEBAR_ROLE_SELLER 3

/* Log levels. Any other value is read as DEBAR_LOG_ERROR. */
#define DEBAR_LOG_ERROR 1
#define DEBAR_LOG_WARN 2
#define DEBAR_LOG_INFO 3
#define DEBAR_LOG_DEBUG 4

/* Bits of debar_where.flags: the text is not those very bytes (entities, UTF-16, base64 ...). */
#define DEBAR_WHERE_DECODED 1
/* Bits of debar_report.flags: decoding goes on. */
#define DEBAR_REPORT_WARNING 1

/* Nodes. An unknown node is DEBAR_E_NESTING. */
#define DEBAR_NODE_REQUEST 1        /* top level only; several = several requests */
#define DEBAR_NODE_PARTY 2          /* in REQUEST or LINE */
#define DEBAR_NODE_LINE 3           /* in REQUEST; in LINE: a child line or SBOM component */
#define DEBAR_NODE_IDENTIFIER 4     /* in PARTY or LINE */
#define DEBAR_NODE_DIGEST 5         /* in LINE or ARTIFACT */
#define DEBAR_NODE_CLASSIFICATION 6 /* in LINE */
#define DEBAR_NODE_FACT 7           /* in REQUEST */
#define DEBAR_NODE_CORRELATION 8    /* in REQUEST */
#define DEBAR_NODE_ARTIFACT 9       /* in LINE or REQUEST */

/* Fields. The registry with types and places is registry.tsv beside this folder. A field may be repeated:
 * never drop a duplicate. An unknown field is kept as an extension, unless its number has the top bit:
 * then it is DEBAR_E_FIELD. A known field of another type, or where it does not belong, is DEBAR_E_FIELD.
 * Numbers come from the registry only; those from 0x40000000 to 0x7fffffff will never be in it. What has
 * no number goes to ext. */
#define DEBAR_MUST_UNDERSTAND UINT32_C(0x80000000)
#define DEBAR_FIELD_NAME 1
#define DEBAR_FIELD_DESCRIPTION 2
#define DEBAR_FIELD_COMMENT 3
#define DEBAR_FIELD_FORMAT 100
#define DEBAR_FIELD_FORMAT_VERSION 101
#define DEBAR_FIELD_KIND 102
#define DEBAR_FIELD_DOCUMENT_ID 103
#define DEBAR_FIELD_DOCUMENT_REVISION 104
#define DEBAR_FIELD_OPERATION 105
#define DEBAR_FIELD_ISSUED 106
#define DEBAR_FIELD_CURRENCY 107
#define DEBAR_FIELD_TOTAL 108
#define DEBAR_FIELD_SIGNATURE 109
#define DEBAR_FIELD_REMARK 110
#define DEBAR_FIELD_UNDECODABLE 111
#define DEBAR_FIELD_ROLE 200
#define DEBAR_FIELD_COUNTRY 201
#define DEBAR_FIELD_LINE_ID 300
#define DEBAR_FIELD_LINE_KIND 301
#define DEBAR_FIELD_BRAND 302
#define DEBAR_FIELD_MODEL 303
#define DEBAR_FIELD_VERSION 304
#define DEBAR_FIELD_SUPPLIER_PART 305
#define DEBAR_FIELD_SUPPLIER_AUX_PART 306
#define DEBAR_FIELD_MANUFACTURER_PART 307
#define DEBAR_FIELD_BUYER_PART 308
#define DEBAR_FIELD_QUANTITY 309
#define DEBAR_FIELD_UNIT 310
#define DEBAR_FIELD_UNIT_PRICE 311
#define DEBAR_FIELD_PRICE_CURRENCY 312
#define DEBAR_FIELD_AMOUNT 313
#define DEBAR_FIELD_ORIGIN 314
#define DEBAR_FIELD_LINE_REF 315
#define DEBAR_FIELD_PARENT_REF 316
#define DEBAR_FIELD_SCHEME 400
#define DEBAR_FIELD_VALUE 401
#define DEBAR_FIELD_ALGORITHM 500
#define DEBAR_FIELD_DIGEST_VALUE 501
#define DEBAR_FIELD_OBJECT 502
#define DEBAR_FIELD_CLASS_SCHEME 600
#define DEBAR_FIELD_CLASS_CODE 601
#define DEBAR_FIELD_FACT_NAME 700
#define DEBAR_FIELD_FACT_VALUE 701
#define DEBAR_FIELD_CORRELATION_NAME 800
#define DEBAR_FIELD_CORRELATION_VALUE 801
#define DEBAR_FIELD_URI 900
#define DEBAR_FIELD_MEDIA_TYPE 901
#define DEBAR_FIELD_CONTENT 902

/* Borrowed text, inside structs only; as an argument it is always two arguments. */
typedef struct debar_text {
    const char *ptr;
    uint64_t len;
} debar_text;

/* Where a value stands in the native document. NULL instead of it: the plugin states the value itself. */
typedef struct debar_where {
    uint32_t struct_size;
    uint32_t flags; /* DEBAR_WHERE_... */
    uint64_t offset;
    uint64_t len; /* 0: no range known, or a point when offset is not 0 (never for a LINE) */
    debar_text pointer; /* XPath, JSON Pointer, segment path, row and column */
} debar_where;

/* One problem. Never put a secret of the document into it. */
typedef struct debar_report {
    uint32_t struct_size;
    int32_t code;    /* DEBAR_E_...: the class */
    uint64_t offset; /* or DEBAR_UNKNOWN */
    uint64_t length;
    uint64_t line;   /* from 1; 0: not known */
    uint64_t column; /* from 1, in characters; 0: not known */
    debar_text path; /* as debar_where.pointer */
    debar_text rule; /* the plugin's own code, kebab-case */
    debar_text message; /* lower case, no full stop */
    debar_text help;    /* what to do */
    uint64_t flags;     /* DEBAR_REPORT_... */
} debar_report;

/* What the host gives to an instance: valid from create until destroy returns. */
typedef struct debar_host {
    uint32_t struct_size;
    uint32_t abi_minor;
    void *ctx;
    /* [call] A line for the operator's log. Never log document text. */
    void (*log)(void *ctx, uint32_t level, const char *target, uint64_t target_len, const char *message,
                uint64_t message_len);
    /* [call] A problem; the host copies, and keeps the first 64 of a call. */
    void (*report)(void *ctx, const debar_report *report);
    /* [call] Non-zero: stop soon and return DEBAR_E_CANCELLED. A courtesy: a host may just end the process. */
    int32_t (*cancelled)(void *ctx);
    /* [call] An extension table by id, or NULL. The table lives as long as the instance. */
    const void *(*get_extension)(void *ctx, const char *id, uint64_t id_len);
} debar_host;

/* The native document, for one decode or encode. */
typedef struct debar_source {
    uint32_t struct_size;
    uint32_t flags;
    void *ctx;
    uint64_t len; /* or DEBAR_UNKNOWN */
    /* [call] Up to len bytes (never over DEBAR_READ_WINDOW) at offset, in any order of offsets. *got may be
     * less than was asked for; 0 means the end (or beyond it) when len is not 0. The window is valid until
     * the next read or the end of the call. */
    int32_t (*read)(void *ctx, uint64_t offset, uint64_t len, const uint8_t **ptr, uint64_t *got);
    /* [call] Everything at once, valid until the call ends. DEBAR_E_LIMIT: too large, use read. */
    int32_t (*map)(void *ctx, const uint8_t **ptr, uint64_t *len);
} debar_source;

/* The builder of the canonical request, for one decode. The host copies and checks: UTF-8, nesting (64 at
 * most), ranges, numbers, budgets. After its first error it answers every call with that error. */
typedef struct debar_sink {
    uint32_t struct_size;
    uint32_t flags;
    void *ctx;
    /* [call] Opens a node. */
    int32_t (*begin)(void *ctx, uint32_t node, const debar_where *where);
    /* [call] A text of the open node. */
    int32_t (*str)(void *ctx, uint32_t field, const char *text, uint64_t len, const debar_where *where);
    /* [call] A whole number of the open node; also for a decimal field. */
    int32_t (*u64)(void *ctx, uint32_t field, uint64_t value, const debar_where *where);
    /* [call] The same with a sign. */
    int32_t (*i64)(void *ctx, uint32_t field, int64_t value, const debar_where *where);
    /* [call] A truth of the open node. */
    int32_t (*boolean)(void *ctx, uint32_t field, uint32_t value, const debar_where *where);
    /* [call] A decimal of the open node: -?(0|[1-9][0-9]*)(\.[0-9]+)? with at most 38 digits. */
    int32_t (*dec)(void *ctx, uint32_t field, const char *text, uint64_t len, const debar_where *where);
    /* [call] A value without a field of its own, under the document's own name for it. */
    int32_t (*ext)(void *ctx, const char *key, uint64_t key_len, const char *value, uint64_t value_len,
                   const debar_where *where);
    /* [call] A file that the document carries: begin, any number of writes, end; nothing else between. */
    int32_t (*blob_begin)(void *ctx, uint32_t field, const char *media_type, uint64_t media_type_len,
                          const char *name, uint64_t name_len, const debar_where *where);
    /* [call] The next bytes of the file. */
    int32_t (*blob_write)(void *ctx, const uint8_t *bytes, uint64_t len);
    /* [call] The file is whole. */
    int32_t (*blob_end)(void *ctx);
    /* [call] How many lines the document itself says the open REQUEST has. */
    int32_t (*declare)(void *ctx, uint64_t lines);
    /* [call] The open REQUEST, or outside of one the document, rightly has no lines, and why. Without it
     * an empty decode is an error. */
    int32_t (*empty)(void *ctx, const char *reason, uint64_t len);
    /* [call] Closes the innermost node. */
    int32_t (*end)(void *ctx);
} debar_sink;

/* Where describe and encode write. */
typedef struct debar_out {
    uint32_t struct_size;
    uint32_t flags;
    void *ctx;
    /* [call] Appends. */
    int32_t (*write)(void *ctx, const uint8_t *bytes, uint64_t len);
    /* [call] A header of the answer, as in content-type. The host decides which ones it passes on. */
    int32_t (*header)(void *ctx, const char *key, uint64_t key_len, const char *value, uint64_t value_len);
} debar_out;

/* The decision on one line. Go from one to the next by debar_decision.line_stride, never by sizeof. */
typedef struct debar_decision_line {
    uint32_t struct_size;
    uint32_t verdict;
    uint64_t ordinal; /* from 0: begin order of the LINE in its REQUEST, nested ones counted too */
    debar_text line_id; /* the line's own id as decoded; may be empty */
    const debar_text *reasons;
    uint64_t reason_count;
} debar_decision_line;

/* The decision on one REQUEST. */
typedef struct debar_decision {
    uint32_t struct_size;
    uint32_t verdict;
    uint32_t complete; /* truth; false with DEBAR_REVIEW: a hold, the document was not wholly understood */
    uint32_t role;     /* DEBAR_ROLE_... */
    uint32_t already_transmitted; /* truth: the order has left the buyer, so cancel or change it */
    uint32_t forwards;            /* truth: the gate itself forwards a held document once released */
    debar_text decision_id;
    debar_text request_id;
    debar_text revision;  /* digest of the blocklist */
    debar_text at;        /* RFC 3339: the only time that an answer may carry */
    debar_text hold_code; /* kebab-case; empty when complete */
    const debar_text *reasons;
    uint64_t reason_count;
    const debar_decision_line *lines;
    uint64_t line_count;
    uint64_t line_stride; /* bytes */
    const debar_text *obligations;
    uint64_t obligation_count;
    debar_text json; /* the whole decision */
} debar_decision;

/* An instance: the plugin's own. */
typedef struct debar_instance debar_instance;

/* What a plugin is. Lives as long as the process. */
typedef struct debar_plugin_api {
    uint64_t magic; /* DEBAR_PLUGIN_MAGIC */
    uint32_t struct_size;
    uint32_t abi_minor;
    uint64_t flags;
    /* [any] Writes one JSON object: id, version, title, abi ("1.0"), media_types, roots, magic (hex),
     * answers and config_schema (JSON Schema); further keys are ignored. Always the same. */
    int32_t (*describe)(const debar_out *out);
    /* [any] An instance from its configuration (JSON, or empty for {}). On error *instance stays NULL. */
    int32_t (*create)(const debar_host *host, const char *config, uint64_t config_len,
                      debar_instance **instance);
    /* [instance] The last call with an instance. NULL is fine. Optional at the end of the process. */
    void (*destroy)(debar_instance *instance);
    /* [any] How sure it is, 0 to 100, that a document that begins so is its own; above 100 counts as 0. */
    uint32_t (*sniff)(const uint8_t *head, uint64_t len);
    /* [instance] Document to events. */
    int32_t (*decode)(debar_instance *instance, const char *content_type, uint64_t content_type_len,
                      const debar_source *source, const debar_sink *sink);
    /* [instance] Decisions to the native answer. source is the document that was decoded; decisions has
     * one pointer per REQUEST in begin order. Needs no decode before it on the same instance. */
    int32_t (*encode)(debar_instance *instance, const char *content_type, uint64_t content_type_len,
                      const debar_source *source, const debar_decision *const *decisions, uint64_t count,
                      const debar_out *out);
    /* [instance] An extension table by id, or NULL; it lives as long as the instance. With a NULL instance
     * [any]: one that needs no instance; it lives as long as the process. */
    const void *(*get_extension)(debar_instance *instance, const char *id, uint64_t id_len);
} debar_plugin_api;

/* [any] The one exported symbol, an ordinary function. Pure: no input or output; the same table each time.
 * NULL: cannot work with this host. */
DEBAR_EXPORT const debar_plugin_api *debar_plugin_entry_v1(uint32_t host_abi_minor);

/* The metadata note, read without running code: one ELF note (owner "debar", type 1) in section
 * .note.debar, which the linker puts into a segment of notes. Its text is lines of key=value: id (a-z 0-9 -,
 * at most 64), version, abi and title once; media, root, magic (hex) and answer any number of times; unknown
 * keys are ignored. No control characters; zeros at the end are ignored. Must say what describe says. At
 * file scope:
 *
 *     DEBAR_PLUGIN_NOTE("id=flat\nversion=1.2.0\nabi=1.0\ntitle=Flat files\nmedia=text/csv\n");
 */
#if defined(__GNUC__) || defined(__clang__)
#define DEBAR_PLUGIN_NOTE(text_)                                                                             \
    static const struct {                                                                                    \
        uint32_t name_size, text_size, kind;                                                                 \
        char name[8];                                                                                        \
        char text[sizeof(text_)];                                                                            \
    } debar_plugin_note __attribute__((section(".note.debar"), aligned(4), used)) = {                        \
        6, (uint32_t)sizeof(text_), 1, "debar", text_}
#endif

#ifdef __cplusplus
}
#endif

#endif /* DEBAR_PLUGIN_H */
