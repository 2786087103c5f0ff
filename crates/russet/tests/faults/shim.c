/* Preloaded into the program under test: counts its file system calls below some folders, and at the Nth
 * one makes the call fail, kills the process, or holds it up.
 *
 * The kernel hands the calls over (a seccomp filter raises SIGSYS), so it does not matter whether the
 * program makes them through the C library or directly.
 *
 *   FAULT_BELOW    the folders, with colons; calls on other paths are neither counted nor touched
 *   FAULT_CALLS    the calls that count, with commas: "rename,link" (default: all)
 *   FAULT_NAME     only calls whose path ends in this
 *   FAULT_AT       which of them; 0 or nothing: none
 *   FAULT_KIND     ENOSPC (the disk stays full), EIO, EACCES, kill-before, kill-after, hold
 *   FAULT_REACHED  hold: this file is made when the call is reached …
 *   FAULT_GO       … and the call goes on when this file is there
 *   FAULT_LOG      gets a line for each counted call: "name<TAB>result<TAB>path[<TAB>other path]"
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

/* The one place from which calls pass the filter: it looks at the address behind the instruction. */
long fault_pass(long number, long a, long b, long c, long d, long e, long f);
extern char fault_passed[];
#if defined(__x86_64__)
__asm__(".text\n.globl fault_pass\n.globl fault_passed\nfault_pass:\n"
        "mov %rdi,%rax\nmov %rsi,%rdi\nmov %rdx,%rsi\nmov %rcx,%rdx\n"
        "mov %r8,%r10\nmov %r9,%r8\nmov 8(%rsp),%r9\nsyscall\nfault_passed:\nret\n");
#elif defined(__aarch64__)
__asm__(".text\n.globl fault_pass\n.globl fault_passed\nfault_pass:\n"
        "mov x8,x0\nmov x0,x1\nmov x1,x2\nmov x2,x3\nmov x3,x4\nmov x4,x5\nmov x5,x6\n"
        "svc #0\nfault_passed:\nret\n");
#else
#error "no such processor"
#endif
#define PASS(number, a, b, c, d) fault_pass(number, (long)(a), (long)(b), (long)(c), (long)(d), 0, 0)

/* How a call says what it works on. */
enum how { FD, PATH, AT, TWO_PATHS, TWO_AT, TO_FD, FROM_FD_TO_FD };

struct call {
    int number;
    const char *name;
    enum how how;
    int takes_room; /* fails on a full disk */
};

static const struct call CALLS[] = {
#ifdef SYS_open
    {SYS_open, "open", PATH, 0},
    {SYS_creat, "create", PATH, 1},
    {SYS_rename, "rename", TWO_PATHS, 0},
    {SYS_link, "link", TWO_PATHS, 1},
    {SYS_unlink, "unlink", PATH, 0},
    {SYS_mkdir, "mkdir", PATH, 1},
    {SYS_rmdir, "unlink", PATH, 0},
#endif
#ifdef SYS_renameat
    {SYS_renameat, "rename", TWO_AT, 0},
#endif
    {SYS_openat, "open", AT, 0},
    {SYS_renameat2, "rename", TWO_AT, 0},
    {SYS_linkat, "link", TWO_AT, 1},
    {SYS_unlinkat, "unlink", AT, 0},
    {SYS_mkdirat, "mkdir", AT, 1},
    {SYS_read, "read", FD, 0},
    {SYS_pread64, "read", FD, 0},
    {SYS_readv, "read", FD, 0},
    {SYS_write, "write", FD, 1},
    {SYS_pwrite64, "write", FD, 1},
    {SYS_writev, "write", FD, 1},
    {SYS_fallocate, "write", FD, 1},
    {SYS_ftruncate, "truncate", FD, 0},
    {SYS_fsync, "sync", FD, 0},
    {SYS_fdatasync, "sync", FD, 0},
    {SYS_flock, "lock", FD, 0},
    {SYS_fcntl, "lock", FD, 0},
    {SYS_copy_file_range, "write", FROM_FD_TO_FD, 1},
    {SYS_sendfile, "write", TO_FD, 1},
};
#define KNOWN (sizeof CALLS / sizeof CALLS[0])

static const char *below, *calls, *name_end, *kind, *reached, *go;
static long fault_at;
static int log_fd = -1;
static long counted;
static int full;

static void path_of_fd(long fd, char *to) {
    char link[32];
    snprintf(link, sizeof link, "/proc/self/fd/%ld", fd);
    long length = PASS(SYS_readlinkat, AT_FDCWD, link, to, PATH_MAX - 1);
    to[length > 0 ? length : 0] = 0;
}

static void path_at(long dir, const char *path, char *to) {
    size_t start = 0;
    if (path[0] != '/') {
        if ((int)dir == AT_FDCWD) {
            if (PASS(SYS_getcwd, to, PATH_MAX - 1, 0, 0) < 0) to[0] = 0;
        } else {
            path_of_fd((int)dir, to);
        }
        start = strlen(to);
        if (start + 1 < PATH_MAX) to[start++] = '/';
    }
    size_t length = strlen(path);
    if (start + length + 1 > PATH_MAX) length = PATH_MAX - start - 1;
    memcpy(to + start, path, length);
    to[start + length] = 0;
}

static int is_below(const char *path) {
    for (const char *folder = below; *folder;) {
        size_t length = strcspn(folder, ":");
        if (strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == 0)) return 1;
        folder += length + (folder[length] == ':');
    }
    return 0;
}

static int listed(const char *name) {
    size_t length = strlen(name);
    for (const char *at = calls; at && (at = strstr(at, name)); at += length) {
        int starts = at == calls || at[-1] == ',';
        if (starts && (at[length] == 0 || at[length] == ',')) return 1;
    }
    return !calls;
}

static int ends_in(const char *path, const char *end) {
    size_t path_length = strlen(path), length = strlen(end);
    return path_length >= length && strcmp(path + path_length - length, end) == 0;
}

static void die(void) {
    PASS(SYS_kill, PASS(SYS_getpid, 0, 0, 0, 0), SIGKILL, 0, 0);
    for (;;) PASS(SYS_sched_yield, 0, 0, 0, 0);
}

static void hold(void) {
    struct timespec moment = {0, 500000};
    if (reached) {
        long fd = PASS(SYS_openat, AT_FDCWD, reached, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
        if (fd >= 0) PASS(SYS_close, fd, 0, 0, 0);
    }
    /* Ten seconds and more, should nobody ever say go. */
    for (int turn = 0; go && turn < 20000; turn++) {
        if (PASS(SYS_faccessat, AT_FDCWD, go, F_OK, 0) == 0) return;
        PASS(SYS_nanosleep, &moment, 0, 0, 0);
    }
}

static long error_of(const char *kind) {
    if (strcmp(kind, "ENOSPC") == 0) return -ENOSPC;
    if (strcmp(kind, "EACCES") == 0) return -EACCES;
    return -EIO;
}

static void note(const char *name, long result, const char *path, const char *other) {
    char line[2 * PATH_MAX + 64];
    if (log_fd < 0) return;
    int length = snprintf(line, sizeof line, "%s\t%ld\t%s%s%s\n", name, result, path,
                          other[0] ? "\t" : "", other);
    PASS(SYS_write, log_fd, line, length, 0);
}

static long on_call(const struct call *call, const long *a) {
#define GO_ON fault_pass(call->number, a[0], a[1], a[2], a[3], a[4], a[5])
    char path[PATH_MAX], other[PATH_MAX];
    const char *name = call->name;
    int takes_room = call->takes_room;
    other[0] = 0;
    switch (call->how) {
    case FD: path_of_fd(a[0], path); break;
    case TO_FD: path_of_fd(a[0], path); break;
    case FROM_FD_TO_FD: path_of_fd(a[2], path); break;
    case PATH: path_at(AT_FDCWD, (const char *)a[0], path); break;
    case AT: path_at(a[0], (const char *)a[1], path); break;
    case TWO_PATHS:
        path_at(AT_FDCWD, (const char *)a[0], path);
        path_at(AT_FDCWD, (const char *)a[1], other);
        break;
    case TWO_AT:
        path_at(a[0], (const char *)a[1], path);
        path_at(a[2], (const char *)a[3], other);
        break;
    }
    if (strcmp(name, "open") == 0) {
        long flags = call->how == AT ? a[2] : a[1];
        if ((flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC))) {
            name = "create";
            takes_room = 1;
        }
    }
    if (call->number == SYS_fcntl && a[1] != F_SETLK && a[1] != F_SETLKW && a[1] != F_OFD_SETLK
        && a[1] != F_OFD_SETLKW)
        return GO_ON;
    int matters = (is_below(path) || (other[0] && is_below(other))) && listed(name)
        && (!name_end || ends_in(path, name_end) || ends_in(other, name_end));
    if (!matters) return GO_ON;
    long number = __atomic_add_fetch(&counted, 1, __ATOMIC_SEQ_CST);
    long result;
    if (number == fault_at && strcmp(kind, "hold") == 0) {
        hold();
        result = GO_ON;
    } else if (number == fault_at && strcmp(kind, "kill-before") == 0) {
        die();
        result = 0;
    } else if (number == fault_at && strcmp(kind, "kill-after") == 0) {
        result = GO_ON;
        note(name, result, path, other);
        die();
    } else if (number == fault_at || (__atomic_load_n(&full, __ATOMIC_SEQ_CST) && takes_room)) {
        if (strcmp(kind, "ENOSPC") == 0) __atomic_store_n(&full, 1, __ATOMIC_SEQ_CST);
        result = error_of(kind);
    } else {
        result = GO_ON;
    }
    note(name, result, path, other);
    return result;
}

static void on_signal(int signal, siginfo_t *info, void *context) {
    ucontext_t *at = context;
    (void)signal;
#if defined(__x86_64__)
    greg_t *r = at->uc_mcontext.gregs;
    long a[6] = {r[REG_RDI], r[REG_RSI], r[REG_RDX], r[REG_R10], r[REG_R8], r[REG_R9]};
#else
    unsigned long long *r = at->uc_mcontext.regs;
    long a[6] = {r[0], r[1], r[2], r[3], r[4], r[5]};
#endif
    long result = -ENOSYS;
    int error = errno;
    for (size_t one = 0; one < KNOWN; one++)
        if (CALLS[one].number == info->si_syscall) {
            result = on_call(&CALLS[one], a);
            break;
        }
    errno = error;
#if defined(__x86_64__)
    r[REG_RAX] = result;
#else
    r[0] = result;
#endif
}

static int install(void) {
    struct sock_filter filter[KNOWN + 8];
    size_t length = 0;
    unsigned long passed = (unsigned long)fault_passed;
    filter[length++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
    for (size_t one = 0; one < KNOWN; one++)
        filter[length++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, CALLS[one].number, KNOWN - one, 0);
    filter[length++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    size_t ip = offsetof(struct seccomp_data, instruction_pointer);
    filter[length++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, ip);
    filter[length++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, passed & 0xffffffff, 0, 3);
    filter[length++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, ip + 4);
    filter[length++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, passed >> 32, 0, 1);
    filter[length++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    filter[length++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP);
    struct sock_fprog program = {.len = length, .filter = filter};
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = on_signal;
    action.sa_flags = SA_SIGINFO | SA_NODEFER;
    if (sigaction(SIGSYS, &action, NULL)) return -1;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) return -1;
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
}

__attribute__((constructor)) static void start(void) {
    below = getenv("FAULT_BELOW");
    if (!below) return;
    calls = getenv("FAULT_CALLS");
    name_end = getenv("FAULT_NAME");
    kind = getenv("FAULT_KIND");
    reached = getenv("FAULT_REACHED");
    go = getenv("FAULT_GO");
    const char *at = getenv("FAULT_AT"), *log = getenv("FAULT_LOG");
    fault_at = at && kind ? atol(at) : 0;
    if (!kind) kind = "";
    if (log) log_fd = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (install()) {
        fprintf(stderr, "the fault shim cannot see system calls here: %s\n", strerror(errno));
        _exit(97);
    }
}
