/*
 * Hands a trace on: relay <FIFO>. The tracer writes each call in two parts, and handing each on at once would wake the engine and
 * our process thousands of times, on the processors that the package runs on. What has come in a fiftieth of a second goes on
 * together, and the end at once. The FIFO is made to hold what comes in that time, so that the tracer never waits for us.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

/* As much as a FIFO can hold. */
static char held[1 << 20];

int main(int argc, char **argv) {
  int trace = argc == 2 ? open(argv[1], O_RDONLY) : -1;
  if (trace < 0) return 1;
  fcntl(trace, F_SETPIPE_SZ, sizeof held);
  ssize_t size;
  while ((size = read(trace, held, sizeof held)) > 0) {
    for (ssize_t done = 0; done < size;) {
      ssize_t part = write(STDOUT_FILENO, held + done, size - done);
      if (part < 0) return 1;
      done += part;
    }
    /* Asks for nothing but the end. */
    struct pollfd end = {.fd = trace};
    poll(&end, 1, 20);
  }
  return size < 0;
}
