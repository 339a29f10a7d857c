#include "confine.h"

#include <csignal>
#include <cstdlib>

#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

namespace liren::image {

namespace {

constexpr rlim_t most_memory = rlim_t{1536} * 1024 * 1024;   ///< address space; a 100-megapixel PNG needs about 0.9 GB of it

void limit(int what, rlim_t value) {
    const struct rlimit both {value, value};
    ::setrlimit(static_cast<__rlimit_resource>(what), &both);
}

}  // namespace

void give_up_rights() {
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    if (::unshare(CLONE_NEWNET) != 0) ::unshare(CLONE_NEWUSER | CLONE_NEWNET);
    if (::chdir("/") != 0) std::exit(3);
    ::close_range(3, ~0U, 0);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0);
    ::signal(SIGXFSZ, SIG_IGN);   // liborc tries a file for its code first, and does without when it may not
    limit(RLIMIT_NOFILE, 64);
#ifndef __SANITIZE_ADDRESS__   // the sanitizer reserves terabytes of address space
    limit(RLIMIT_AS, most_memory);
#endif
}

void allow_processor_seconds(unsigned seconds) {
    struct timespec used {};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    struct rlimit now {};
    ::getrlimit(RLIMIT_CPU, &now);
    now.rlim_cur = static_cast<rlim_t>(used.tv_sec) + seconds + 1;
    if (now.rlim_max != RLIM_INFINITY && now.rlim_cur > now.rlim_max) now.rlim_cur = now.rlim_max;
    ::setrlimit(RLIMIT_CPU, &now);
}

}  // namespace liren::image
