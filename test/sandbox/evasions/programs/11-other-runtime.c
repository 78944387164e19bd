/* A static program that needs nothing of the runtime the package is for. */
#include "try.h"
#include <arpa/inet.h>
int main(void) {
  struct sockaddr_in to = {AF_INET, htons(4444)};
  inet_pton(AF_INET, "203.0.113.11", &to.sin_addr);
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  said("connect", connect(fd, (void *)&to, sizeof to));
  write(fd, "hello from elsewhere", 20);
  deed();
}
