/* A filter that answers calls before the tracer sees them. */
#include "try.h"
#include <linux/filter.h>
#include <linux/seccomp.h>
int main(void) {
  struct sock_filter code[] = {BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF)};
  struct sock_fprog program = {1, code};
  said("listener", syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program));
}
