/* Another thread changes the path while the call is made. */
#include "try.h"
static char path[4096];
static volatile int stop;
static void *flip(void *mark) {
  while (!stop) { strcpy(path, "/etc/hostname"); sched_yield(); strcpy(path, mark); sched_yield(); }
  return 0;
}
int main(void) {
  pthread_t thread;
  struct stat mark, got;
  stat(getenv("MARK"), &mark);
  strcpy(path, "/etc/hostname");
  pthread_create(&thread, 0, flip, getenv("MARK"));
  int hits = 0;
  /* On a busy machine the other thread may get its turn late. */
  for (int i = 0; i < 3000 || (hits == 0 && i < 30000); i++) {
    if (i > 3000) usleep(50);
    int fd = open(path, O_RDONLY);
    if (fd < 0) continue;
    fstat(fd, &got);
    hits += got.st_ino == mark.st_ino;
    close(fd);
  }
  stop = 1;
  puts(hits > 0 ? "raced" : "never");
}
