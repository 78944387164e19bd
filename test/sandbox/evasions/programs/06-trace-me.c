/* Who is traced already cannot be traced again. */
#include "try.h"
int main(void) {
  long free = ptrace(PTRACE_TRACEME, 0, 0, 0);
  said("trace", free);
  if (free == 0) deed();
}
