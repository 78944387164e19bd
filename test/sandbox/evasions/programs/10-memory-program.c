/* A program that never was a file. */
#include "try.h"
int main(void) {
  static char bytes[4 << 20];
  int from = open("/usr/bin/cat", O_RDONLY), to = memfd_create("kworker", MFD_CLOEXEC);
  long size = read(from, bytes, sizeof bytes);
  write(to, bytes, size);
  char *argv[] = {"kworker", getenv("MARK"), 0}, *none[] = {0};
  said("run", syscall(SYS_execveat, to, "", argv, none, AT_EMPTY_PATH));
}
