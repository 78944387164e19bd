/* System calls by the numbers of 32 bits, and of x32. */
#include "try.h"
int main(void) {
  int status;
  if (fork() == 0) {
    long number = 20;
    __asm__ volatile("int $0x80" : "+a"(number));
    _exit(0);
  }
  wait(&status);
  printf("int80=%s ", WIFSIGNALED(status) ? strsignal(WTERMSIG(status)) : "done");
  if (fork() == 0) { syscall(0x40000000 | 39); _exit(0); }
  wait(&status);
  printf("x32=%s", WIFSIGNALED(status) ? strsignal(WTERMSIG(status)) : "done");
}
