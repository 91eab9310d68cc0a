/* Writes down, in order, all that a server does to the files below one folder, so that a power cut can be played later.

   Loaded before the C library (LD_PRELOAD). BATEA_RECORD_ROOT is the folder, BATEA_RECORD_LOG the record. One mutex that
   all forked processes share is held over each call and its entry: the order of entries is the order of deeds. An entry
   is a head, the path, and the bytes written or the new path. What can change a file in a way not followed here is
   written down as '?', and whoever plays the record stops there. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

struct head {
    uint64_t inode, offset;
    uint32_t path, more;
    uint32_t kind;
    uint32_t unused;
};

static pthread_mutex_t *turn;
static char root[PATH_MAX];
static size_t root_length;
static int record = -1;

__attribute__((constructor)) static void begin(void) {
    const char *folder = getenv("BATEA_RECORD_ROOT"), *log = getenv("BATEA_RECORD_LOG");
    if (folder == NULL || log == NULL || realpath(folder, root) == NULL)
        return;
    root_length = strlen(root);
    pthread_mutexattr_t shared;
    pthread_mutexattr_init(&shared);
    pthread_mutexattr_setpshared(&shared, PTHREAD_PROCESS_SHARED);
    turn = mmap(NULL, sizeof *turn, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (turn == MAP_FAILED)
        abort();
    pthread_mutex_init(turn, &shared);
    /* A high number, so that nobody who closes all low ones closes it. */
    int found = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    record = fcntl(found, F_DUPFD_CLOEXEC, 900);
    if (record < 0)
        abort();
}

static int inside(const char *path) {
    return record >= 0 && strncmp(path, root, root_length) == 0 && (path[root_length] == '/' || path[root_length] == 0);
}

static int by_name(int at, const char *name, char *path) {
    char folder[PATH_MAX], link[64];
    if (record < 0 || name == NULL)
        return 0;
    if (name[0] == '/') {
        strncpy(path, name, PATH_MAX - 1);
        path[PATH_MAX - 1] = 0;
        return inside(path);
    }
    if (at == AT_FDCWD) {
        if (getcwd(folder, sizeof folder) == NULL)
            return 0;
    } else {
        strcpy(link, "/proc/self/fd/");
        int place = (int)strlen(link), left = at, digits = 1;
        for (int rest = at; rest >= 10; rest /= 10)
            digits++;
        for (int here = place + digits - 1; here >= place; here--, left /= 10)
            link[here] = (char)('0' + left % 10);
        link[place + digits] = 0;
        ssize_t length = readlink(link, folder, sizeof folder - 1);
        if (length < 0)
            return 0;
        folder[length] = 0;
    }
    if (strlen(folder) + strlen(name) + 2 > PATH_MAX)
        return 0;
    strcpy(path, folder);
    if (name[0]) {
        strcat(path, "/");
        strcat(path, name);
    }
    return inside(path);
}

static int by_number(int number, char *path, uint64_t *inode) {
    struct stat found;
    if (record < 0 || number < 0 || fstat(number, &found) != 0 || !(S_ISREG(found.st_mode) || S_ISDIR(found.st_mode)))
        return 0;
    *inode = found.st_ino;
    return by_name(number, "", path);
}

static void enter(char kind, uint64_t inode, const char *path, uint64_t offset, const void *more, size_t length) {
    const char *below = path + root_length + (path[root_length] == '/');
    struct head head = {inode, offset, (uint32_t)strlen(below), (uint32_t)length, (uint32_t)kind, 0};
    struct iovec parts[3] = {{&head, sizeof head}, {(void *)below, head.path}, {(void *)more, length}};
    if (syscall(SYS_writev, record, parts, 3) != (long)(sizeof head + head.path + length))
        abort(); /* a record with a hole would tell lies */
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define KEEP(call)                                                                                                     \
    static __typeof__(&call) real;                                                                                     \
    if (real == NULL)                                                                                                  \
    real = REAL(call)

static int opened(int at, const char *name, int flags, mode_t mode) {
    char path[PATH_MAX];
    if (!by_name(at, name, path) || !(flags & (O_CREAT | O_TRUNC)))
        return (int)syscall(SYS_openat, at, name, flags, mode);
    pthread_mutex_lock(turn);
    struct stat before, after;
    int was = lstat(path, &before) == 0;
    int number = (int)syscall(SYS_openat, at, name, flags, mode), kept = errno;
    if (number >= 0 && fstat(number, &after) == 0) {
        if (!was)
            enter('c', after.st_ino, path, 0, NULL, 0);
        else if (flags & O_TRUNC)
            enter('t', after.st_ino, path, 0, NULL, 0);
    }
    pthread_mutex_unlock(turn);
    errno = kept;
    return number;
}

#define OPEN(name, ...)                                                                                                \
    mode_t mode = 0;                                                                                                   \
    if (flags & (O_CREAT | O_TMPFILE)) {                                                                               \
        va_list more;                                                                                                  \
        va_start(more, flags);                                                                                         \
        mode = va_arg(more, mode_t);                                                                                   \
        va_end(more);                                                                                                  \
    }                                                                                                                  \
    return opened(__VA_ARGS__, flags, mode)

int open(const char *name, int flags, ...) { OPEN(open, AT_FDCWD, name); }
int open64(const char *name, int flags, ...) { OPEN(open64, AT_FDCWD, name); }
int openat(int at, const char *name, int flags, ...) { OPEN(openat, at, name); }
int openat64(int at, const char *name, int flags, ...) { OPEN(openat64, at, name); }
int creat(const char *name, mode_t mode) { return opened(AT_FDCWD, name, O_CREAT | O_WRONLY | O_TRUNC, mode); }

static ssize_t written(int number, const void *data, size_t length, int64_t offset) {
    char path[PATH_MAX];
    uint64_t inode;
    if (!by_number(number, path, &inode))
        return offset < 0 ? syscall(SYS_write, number, data, length)
                          : syscall(SYS_pwrite64, number, data, length, offset);
    pthread_mutex_lock(turn);
    int64_t at = offset;
    if (offset < 0)
        at = fcntl(number, F_GETFL) & O_APPEND ? lseek(number, 0, SEEK_END) : lseek(number, 0, SEEK_CUR);
    ssize_t done = offset < 0 ? syscall(SYS_write, number, data, length)
                              : syscall(SYS_pwrite64, number, data, length, offset);
    int kept = errno;
    if (done > 0)
        enter('w', inode, path, (uint64_t)at, data, (size_t)done);
    pthread_mutex_unlock(turn);
    errno = kept;
    return done;
}

ssize_t write(int number, const void *data, size_t length) { return written(number, data, length, -1); }
ssize_t pwrite(int number, const void *data, size_t length, off_t at) { return written(number, data, length, at); }
ssize_t pwrite64(int number, const void *data, size_t length, off64_t at) { return written(number, data, length, at); }

/* Calls on an open file whose entry is one letter and a number. */
#define ON_NUMBER(kind, offset, call)                                                                                  \
    char path[PATH_MAX];                                                                                               \
    uint64_t inode;                                                                                                    \
    if (!by_number(number, path, &inode))                                                                              \
        return call;                                                                                                   \
    pthread_mutex_lock(turn);                                                                                          \
    int done = (int)call, kept = errno;                                                                                \
    if (done == 0)                                                                                                     \
        enter(kind, inode, path, (uint64_t)(offset), NULL, 0);                                                         \
    pthread_mutex_unlock(turn);                                                                                        \
    errno = kept;                                                                                                      \
    return done

int ftruncate(int number, off_t size) { ON_NUMBER('t', size, (int)syscall(SYS_ftruncate, number, size)); }
int ftruncate64(int number, off64_t size) { ON_NUMBER('t', size, (int)syscall(SYS_ftruncate, number, size)); }
int fsync(int number) { ON_NUMBER('s', 0, (int)syscall(SYS_fsync, number)); }
int fdatasync(int number) { ON_NUMBER('s', 0, (int)syscall(SYS_fdatasync, number)); }

/* Calls on names. */
#define ON_NAME(kind, at, name, more, length, call)                                                                    \
    char path[PATH_MAX];                                                                                               \
    if (!by_name(at, name, path))                                                                                      \
        return call;                                                                                                   \
    pthread_mutex_lock(turn);                                                                                          \
    int done = (int)call, kept = errno;                                                                                \
    if (done == 0)                                                                                                     \
        enter(kind, 0, path, 0, more, length);                                                                         \
    pthread_mutex_unlock(turn);                                                                                        \
    errno = kept;                                                                                                      \
    return done

int mkdir(const char *name, mode_t mode) {
    ON_NAME('m', AT_FDCWD, name, NULL, 0, (int)syscall(SYS_mkdirat, AT_FDCWD, name, mode));
}
int mkdirat(int at, const char *name, mode_t mode) {
    ON_NAME('m', at, name, NULL, 0, (int)syscall(SYS_mkdirat, at, name, mode));
}
int unlink(const char *name) { ON_NAME('u', AT_FDCWD, name, NULL, 0, (int)syscall(SYS_unlinkat, AT_FDCWD, name, 0)); }
int unlinkat(int at, const char *name, int flags) {
    ON_NAME(flags ? '?' : 'u', at, name, NULL, 0, (int)syscall(SYS_unlinkat, at, name, flags));
}
int rmdir(const char *name) {
    ON_NAME('?', AT_FDCWD, name, NULL, 0, (int)syscall(SYS_unlinkat, AT_FDCWD, name, AT_REMOVEDIR));
}
static int renamed(int from, const char *name, int to, const char *new) {
    char after[PATH_MAX];
    int within = by_name(to, new, after);
    const char *more = within ? after + root_length + 1 : "";
    ON_NAME(within ? 'r' : '?', from, name, more, strlen(more), (int)syscall(SYS_renameat, from, name, to, new));
}
int rename(const char *name, const char *new) { return renamed(AT_FDCWD, name, AT_FDCWD, new); }
int renameat(int from, const char *name, int to, const char *new) { return renamed(from, name, to, new); }

/* What is not followed. */
static void unknown(int number) {
    char path[PATH_MAX];
    uint64_t inode;
    if (by_number(number, path, &inode))
        enter('?', inode, path, 0, NULL, 0);
}

void *mmap64(void *at, size_t length, int may, int flags, int number, off64_t offset) {
    char path[PATH_MAX];
    uint64_t inode;
    if (number >= 0 && (may & PROT_WRITE) && (flags & MAP_SHARED) && by_number(number, path, &inode))
        enter('M', inode, path, 0, NULL, 0);
    return (void *)syscall(SYS_mmap, at, length, may, flags, number, offset);
}
ssize_t writev(int number, const struct iovec *parts, int count) {
    unknown(number);
    return syscall(SYS_writev, number, parts, count);
}
ssize_t sendfile64(int to, int from, off64_t *offset, size_t count) {
    unknown(to);
    return syscall(SYS_sendfile, to, from, offset, count);
}
ssize_t sendfile(int to, int from, off_t *offset, size_t count) { return sendfile64(to, from, offset, count); }
ssize_t copy_file_range(int from, off64_t *left, int to, off64_t *right, size_t count, unsigned flags) {
    unknown(to);
    return syscall(SYS_copy_file_range, from, left, to, right, count, flags);
}
int posix_fallocate64(int number, off64_t offset, off64_t length) {
    KEEP(posix_fallocate64);
    unknown(number);
    return real(number, offset, length);
}
