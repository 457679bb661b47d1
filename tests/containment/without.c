/* Runs a program in a world without landlock, without seccomp, or without both: the system calls answer ENOSYS, as on
 * a kernel that was built without them. without landlock|seccomp|both PROGRAM ARGUMENTS */
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NUMBER BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr))
#define ARGUMENT BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args))
#define REFUSE(errno_) BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (errno_))
#define SKIP_UNLESS(value_, steps_) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value_), 0, (steps_))

static int install(struct sock_filter *filter, unsigned short len) {
    struct sock_fprog program = {len, filter};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

int main(int count, char **words) {
    struct sock_filter landlock[] = {
        NUMBER,
        SKIP_UNLESS(444, 1), REFUSE(ENOSYS), /* landlock_create_ruleset, alike on every processor */
        SKIP_UNLESS(445, 1), REFUSE(ENOSYS),
        SKIP_UNLESS(446, 1), REFUSE(ENOSYS),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_filter seccomp[] = {
        NUMBER,
        SKIP_UNLESS(SYS_seccomp, 1), REFUSE(ENOSYS),
        SKIP_UNLESS(SYS_prctl, 3),
        ARGUMENT,
        SKIP_UNLESS(PR_SET_SECCOMP, 1), REFUSE(EINVAL),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    if (count < 3 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return 99;
    if (strcmp(words[1], "seccomp") != 0 && install(landlock, sizeof landlock / sizeof *landlock) != 0) return 99;
    /* Last: it refuses the very call that installs a filter. */
    if (strcmp(words[1], "landlock") != 0 && install(seccomp, sizeof seccomp / sizeof *seccomp) != 0) return 99;
    execv(words[2], words + 2);
    return 99;
}
