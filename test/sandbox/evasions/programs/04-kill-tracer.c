/* End the tracer, and go on. */
#include "try.h"
int main(void) {
  char text[4096] = {0}, *found;
  int fd = open("/proc/self/status", O_RDONLY);
  read(fd, text, sizeof text - 1);
  found = strstr(text, "TracerPid:");
  said("tracer", kill(found ? atoi(found + 10) : 1, SIGKILL));
  said("first", kill(1, SIGKILL));
  deed();
}
