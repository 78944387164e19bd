/* What leads out of a container, where a container has a hole. */
#include "try.h"
#include <sys/mount.h>
int main(void) {
  char byte = 0;
  struct iovec here = {&byte, 1};
  said("mount", mount("none", "/mnt", "tmpfs", 0, 0));
  said("unshare", unshare(CLONE_NEWUSER | CLONE_NEWNS));
  said("setns", setns(0, CLONE_NEWNS));
  said("handle", syscall(SYS_open_by_handle_at, 0, &byte, 0));
  said("bpf", syscall(SYS_bpf, 0, 0, 0));
  said("memory", process_vm_writev(1, &here, 1, &here, 1, 0));
  said("steal", syscall(SYS_pidfd_getfd, 0, 0, 0));
  said("runtime", open("/proc/self/exe", O_WRONLY));
  said("trigger", open("/proc/sysrq-trigger", O_WRONLY));
  for (int fd = 3; fd < 64; fd++) {
    char name[32], path[256] = {0};
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    if (readlink(name, path, sizeof path - 1) > 0 && path[0] == '/' && strncmp(path, "/home/", 6)) printf("leak=%s ", path);
  }
}
