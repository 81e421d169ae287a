/* Moves the wall clock of a process, and of nothing else: how long something takes stays true.
 *
 * libfaketime 0.9.10 moves monotonic clocks along or breaks sleeping; Python waits by a monotonic clock that it does not
 * know. CLOCK_OFFSET is in seconds. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static long moved_by(void) {
    static long offset;
    static int known;
    if (!known) {
        const char *text = getenv("CLOCK_OFFSET");
        offset = text ? strtol(text, NULL, 10) : 0;
        known = 1;
    }
    return offset;
}

int clock_gettime(clockid_t which, struct timespec *told) {
    int answer = (int)syscall(SYS_clock_gettime, which, told);
    if (answer == 0 && (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE)) told->tv_sec += moved_by();
    return answer;
}

int gettimeofday(struct timeval *told, void *zone) {
    struct timespec now;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &now);
    told->tv_sec = now.tv_sec;
    told->tv_usec = now.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *told) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (told) *told = now.tv_sec;
    return now.tv_sec;
}

int timespec_get(struct timespec *told, int base) {
    return clock_gettime(CLOCK_REALTIME, told) == 0 ? base : 0;
}

/* Until a moment of the wall clock: the kernel knows only the true one. A moment near the true clock is a monotonic one. */
static struct timespec truly(const struct timespec *moment) {
    struct timespec now, made = *moment;
    syscall(SYS_clock_gettime, CLOCK_REALTIME, &now);
    long from_true = labs(made.tv_sec - now.tv_sec), from_moved = labs(made.tv_sec - now.tv_sec - moved_by());
    if (from_moved < from_true) made.tv_sec -= moved_by();
    return made;
}

int pthread_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex, const struct timespec *moment) {
    static int (*next)(pthread_cond_t *, pthread_mutex_t *, const struct timespec *);
    if (!next) next = dlsym(RTLD_NEXT, "pthread_cond_timedwait");
    struct timespec made = truly(moment);
    return next(condition, mutex, &made);
}

int sem_timedwait(sem_t *semaphore, const struct timespec *moment) {
    static int (*next)(sem_t *, const struct timespec *);
    if (!next) next = dlsym(RTLD_NEXT, "sem_timedwait");
    struct timespec made = truly(moment);
    return next(semaphore, &made);
}
