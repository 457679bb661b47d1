/* A plugin that attacks on demand: the document names the deed. "well" decodes one line. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "debar_plugin.h"

DEBAR_PLUGIN_NOTE("id=wild\nversion=1.0.0\nabi=1.0\ntitle=Wild\nmedia=text/x-wild\n");

static int instance_memory;
static int in_encode;

static int32_t describe(const debar_out *out) {
    static const char text[] = "{\"id\":\"wild\",\"version\":\"1.0.0\",\"abi\":\"1.0\",\"title\":\"Wild\","
                               "\"media_types\":[\"text/x-wild\"],\"config_schema\":true}";
    return out->write(out->ctx, (const uint8_t *)text, sizeof text - 1);
}

static int overflow(int depth) {
    volatile char block[4096];
    block[0] = (char)depth;
    return overflow(depth + 1) + block[0];
}

static void *idle(void *unused) { return unused; }

/* What the sandbox lets through is named to the host as a failure with a positive status, which no test expects. */
static int32_t refused(int ok) { return ok ? 77 : DEBAR_E_MALFORMED; }

static int32_t deed(const char *word, uint64_t len) {
#define IS(name_) (len == sizeof(name_) - 1 && memcmp(word, name_, len) == 0)
    if (IS("segfault")) *(volatile int *)8 = 1;
    if (IS("abort")) abort();
    if (IS("overflow")) return overflow(0);
    if (IS("loop"))
        for (;;) __asm__ volatile("");
    if (IS("sleep"))
        for (;;) usleep(1000);
    if (IS("allocate")) {
        size_t total = 0;
        for (;;) {
            char *block = malloc(64 << 20);
            if (!block) return total > ((size_t)8 << 30) ? 77 : DEBAR_E_MALFORMED;
            memset(block, 1, 4096);
            total += (size_t)64 << 20;
            if (total > ((size_t)8 << 30)) return 77;
        }
    }
    if (IS("exit-0")) _exit(0);
    if (IS("exit-1")) exit(1);
    if (IS("print")) {
        char block[4096];
        int i;
        memset(block, 'x', sizeof block);
        for (i = 0; i < 1000; i++)
            if (write(1, block, sizeof block) < 0 || write(2, block, sizeof block) < 0) break;
        return DEBAR_E_MALFORMED;
    }
    if (IS("read-file")) return refused(open("/etc/passwd", O_RDONLY) >= 0);
    if (IS("write-file")) return refused(open("/tmp/debar-hostile-wrote", O_WRONLY | O_CREAT, 0600) >= 0);
    if (IS("own-memory")) return refused(open("/proc/self/mem", O_RDWR) >= 0);
    if (IS("list-folder")) return refused(open("/", O_RDONLY | O_DIRECTORY) >= 0);
    if (IS("remove-file")) return refused(unlink("/tmp/debar-hostile-keep") == 0);
    if (IS("memory-file")) return refused(memfd_create("x", 0) >= 0);
    if (IS("socket")) return refused(socket(AF_INET, SOCK_STREAM, 0) >= 0);
    if (IS("unix-socket")) return refused(socket(AF_UNIX, SOCK_STREAM, 0) >= 0);
    if (IS("fork")) {
        pid_t child = fork();
        if (child == 0) _exit(0);
        return refused(child > 0);
    }
    if (IS("exec")) {
        char *const argv[] = {(char *)"sh", NULL};
        return refused(execv("/bin/sh", argv) == 0);
    }
    if (IS("thread")) {
        pthread_t thread;
        return refused(pthread_create(&thread, NULL, idle, NULL) == 0);
    }
    if (IS("kill-parent")) return refused(kill(getppid(), SIGKILL) == 0);
    if (IS("kill-all")) return refused(kill(-1, SIGKILL) == 0);
    if (IS("trace-parent")) return refused(ptrace(PTRACE_ATTACH, getppid(), NULL, NULL) == 0);
    if (IS("new-code")) return refused(mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                                            MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED);
    if (IS("change-code")) {
        uintptr_t page = (uintptr_t)&describe & ~(uintptr_t)4095;
        return refused(mprotect((void *)page, 4096, PROT_READ | PROT_WRITE | PROT_EXEC) == 0);
    }
    if (IS("raise-limits")) {
        struct rlimit none = {RLIM_INFINITY, RLIM_INFINITY};
        return refused(setrlimit(RLIMIT_AS, &none) == 0);
    }
    if (IS("handler")) return refused(signal(SIGXCPU, SIG_IGN) != SIG_ERR);
    if (IS("close-socket")) {
        close(0);
        close(3);
        for (;;) usleep(1000);
    }
    if (IS("garbage")) {
        char block[600];
        int fd;
        memset(block, 0xa5, sizeof block);
        for (fd = 0; fd < 8; fd++) {
            struct iovec part = {block, sizeof block};
            struct msghdr message;
            memset(&message, 0, sizeof message);
            message.msg_iov = &part;
            message.msg_iovlen = 1;
            (void)!sendmsg(fd, &message, MSG_NOSIGNAL);
        }
        return DEBAR_OK;
    }
    if (IS("forge")) {
        /* The end of this call, as if all was well: status 0, nothing strayed, nothing refused. */
        unsigned char frame[1 + 8 + 1 + 4 + 1 + 8 + 1 + 8 + 8 + 8];
        uint64_t number;
        int fd;
        for (number = 2; number < 8; number++) {
            memset(frame, 0, sizeof frame);
            memcpy(frame + 1, &number, 8);
            frame[9] = 4;
            for (fd = 0; fd < 8; fd++) {
                struct iovec part = {frame, sizeof frame};
                struct msghdr message;
                memset(&message, 0, sizeof message);
                message.msg_iov = &part;
                message.msg_iovlen = 1;
                (void)!sendmsg(fd, &message, MSG_NOSIGNAL);
            }
        }
        return DEBAR_OK;
    }
    if (IS("listen-in")) {
        /* Takes what the host sends next. */
        char block[600];
        return recv(0, block, sizeof block, MSG_DONTWAIT) > 0 ? 77 : DEBAR_E_MALFORMED;
    }
#undef IS
    return DEBAR_E_UNSUPPORTED;
}

static int32_t create(const debar_host *host, const char *config, uint64_t len, debar_instance **instance) {
    static const char key[] = "{\"deed\":\"";
    (void)host;
    if (len > sizeof key && memcmp(config, key, sizeof key - 1) == 0) {
        const char *word = config + sizeof key - 1;
        const char *end = (const char *)memchr(word, '"', (size_t)(len - (sizeof key - 1)));
        int32_t status = end ? deed(word, (uint64_t)(end - word)) : DEBAR_E_CONFIG;
        if (status != DEBAR_OK) return status;
    }
    *instance = (debar_instance *)(void *)&instance_memory;
    return DEBAR_OK;
}

static void destroy(debar_instance *instance) { (void)instance; }

static uint32_t sniff(const uint8_t *head, uint64_t len) {
    if (len >= 5 && memcmp(head, "crash", 5) == 0) abort();
    return len >= 4 && memcmp(head, "well", 4) == 0 ? 90 : 0;
}

static int32_t decode(debar_instance *instance, const char *type, uint64_t type_len, const debar_source *source,
                      const debar_sink *sink) {
    const uint8_t *bytes = NULL;
    uint64_t len = 0;
    debar_where where;
    int32_t status;
    (void)instance;
    (void)type;
    (void)type_len;
    status = source->map(source->ctx, &bytes, &len);
    if (status != DEBAR_OK) return status;
    if (len >= 4 && memcmp(bytes, "well", 4) == 0) {
        memset(&where, 0, sizeof where);
        where.struct_size = sizeof where;
        where.len = len;
        if ((status = sink->begin(sink->ctx, DEBAR_NODE_REQUEST, NULL)) != DEBAR_OK) return status;
        if ((status = sink->begin(sink->ctx, DEBAR_NODE_LINE, &where)) != DEBAR_OK) return status;
        status = sink->str(sink->ctx, DEBAR_FIELD_DESCRIPTION, (const char *)bytes, len, &where);
        if (status != DEBAR_OK) return status;
        if ((status = sink->end(sink->ctx)) != DEBAR_OK) return status;
        return sink->end(sink->ctx);
    }
    if (len >= 5 && memcmp(bytes, "flood", 5) == 0) {
        if ((status = sink->begin(sink->ctx, DEBAR_NODE_REQUEST, NULL)) != DEBAR_OK) return status;
        for (;;) {
            status = sink->ext(sink->ctx, "k", 1, "vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv", 32, NULL);
            if (status != DEBAR_OK) return status;
        }
    }
    return deed((const char *)bytes, len);
}

static int32_t encode(debar_instance *instance, const char *type, uint64_t type_len, const debar_source *source,
                      const debar_decision *const *decisions, uint64_t count, const debar_out *out) {
    const uint8_t *bytes = NULL;
    uint64_t len = 0;
    int32_t status;
    (void)instance;
    (void)type;
    (void)type_len;
    (void)decisions;
    (void)count;
    in_encode = 1;
    status = source->map(source->ctx, &bytes, &len);
    if (status != DEBAR_OK) return status;
    if (len >= 4 && memcmp(bytes, "well", 4) == 0) {
        if ((status = out->header(out->ctx, "content-type", 12, "text/x-wild", 11)) != DEBAR_OK) return status;
        return out->write(out->ctx, bytes, len);
    }
    return deed((const char *)bytes, len);
}

static const void *get_extension(debar_instance *instance, const char *id, uint64_t len) {
    (void)instance;
    (void)id;
    (void)len;
    return NULL;
}

static const debar_plugin_api api = {DEBAR_PLUGIN_MAGIC, sizeof(debar_plugin_api), 0, 0, describe, create, destroy,
                                     sniff,       decode,                   encode, get_extension};

DEBAR_EXPORT const debar_plugin_api *debar_plugin_entry_v1(uint32_t host_abi_minor) {
    (void)host_abi_minor;
    return &api;
}
