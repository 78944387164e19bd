/* A child the tracer is asked not to see. */
#include "try.h"
int main(void) {
  long child = syscall(SYS_clone, 0x00800000 | SIGCHLD, 0, 0, 0, 0);
  if (child == 0) { deed(); _exit(0); }
  said("clone", child);
  waitpid(child, 0, 0);
}
