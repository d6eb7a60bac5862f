// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/confinement.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace flipside {

namespace {

void limit(__rlimit_resource resource, rlim_t value)
{
    const rlimit both{value, value};
    ::setrlimit(resource, &both);
}

void limitResources(const ProcessBounds& bounds)
{
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0); // pipes are no files
    limit(RLIMIT_CPU, bounds.processorSeconds);
    // The sanitizers reserve terabytes for themselves, and take more of the stack.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    // Half of what threads of the program itself have: what fits here fits there.
    limit(RLIMIT_STACK, rlim_t{4} << 20);
    limit(RLIMIT_DATA, bounds.bytes);
#endif
}

bool forbidFiles()
{
    landlock_ruleset_attr nothing{};
    // All rights of the first version; later versions' are within what seccomp forbids.
    nothing.handled_access_fs = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;
    const long rules = ::syscall(SYS_landlock_create_ruleset, &nothing, sizeof nothing, 0);
    if (rules < 0)
        return false;
    const bool isRestricted = ::syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    ::close(int(rules));
    return isRestricted;
}

bool allow(scmp_filter_ctx filter)
{
    constexpr std::array allowed{
        // memory
        SCMP_SYS(brk), SCMP_SYS(madvise), SCMP_SYS(mmap), SCMP_SYS(mprotect), SCMP_SYS(mremap),
        SCMP_SYS(munmap), SCMP_SYS(mincore), SCMP_SYS(get_mempolicy), SCMP_SYS(mbind),
        // threads and signals of this process
        SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(futex), SCMP_SYS(get_robust_list), SCMP_SYS(getpid),
        SCMP_SYS(gettid), SCMP_SYS(membarrier), SCMP_SYS(rseq), SCMP_SYS(rt_sigaction),
        SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(sched_getaffinity),
        SCMP_SYS(sched_setaffinity), SCMP_SYS(sched_yield), SCMP_SYS(set_robust_list), SCMP_SYS(sigaltstack),
        SCMP_SYS(restart_syscall), SCMP_SYS(sched_getparam), SCMP_SYS(sched_getscheduler), SCMP_SYS(getcpu),
        SCMP_SYS(getpriority),
        // clocks
        SCMP_SYS(clock_getres), SCMP_SYS(clock_gettime), SCMP_SYS(clock_nanosleep), SCMP_SYS(gettimeofday),
        SCMP_SYS(nanosleep), SCMP_SYS(time),
        // what is open, and what this machine is
        SCMP_SYS(close), SCMP_SYS(fstat), SCMP_SYS(lseek), SCMP_SYS(poll), SCMP_SYS(ppoll), SCMP_SYS(pread64),
        SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(writev), SCMP_SYS(getrandom), SCMP_SYS(getrusage),
        SCMP_SYS(getrlimit), SCMP_SYS(sysinfo), SCMP_SYS(uname)};
    for (const int call : allowed)
        if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) < 0)
            return false;
    // A thread, and no other process. What clone3 is asked for lies in memory, where no filter can look; told
    // that there is none, the C library takes clone.
    const scmp_arg_cmp isThread = SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD);
    // A signal may go to this process alone.
    const scmp_arg_cmp isOwn = SCMP_A0(SCMP_CMP_EQ, scmp_datum_t(::getpid()), 0);
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1, isThread) >= 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) >= 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, isOwn) >= 0;
}

/// Of all threads: a library may have begun some as it was loaded.
bool forbidSystemCalls()
{
    // Refused, not killed: libraries look for files now and then (/proc, /sys) and do without them.
    auto* const filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    if (!filter)
        return false;
    const bool isLoaded =
        seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1) == 0 && allow(filter) && seccomp_load(filter) == 0;
    seccomp_release(filter);
    return isLoaded;
}

} // namespace

std::vector<std::string> confineThisProcess(const ProcessBounds& bounds)
{
    std::vector<std::string> missing;
    ::prctl(PR_SET_DUMPABLE, 0);
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    limitResources(bounds);
    if (!forbidFiles())
        missing.emplace_back("Landlock");
    if (!forbidSystemCalls())
        missing.emplace_back("seccomp");
    return missing;
}

} // namespace flipside
