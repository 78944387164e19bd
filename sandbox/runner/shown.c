/*
 * Loaded before everything else into our own programs in the target (LD_PRELOAD). /proc shows everybody their command lines, and
 * with them that somebody watches, and how. The arguments move to where only the program itself sees them; what stays is the
 * line in SHOWN_AS. Neither variable is handed on.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

__attribute__((constructor)) static void show(int argc, char **argv) {
  const char *given = getenv("SHOWN_AS");
  if (given == NULL || argc == 0) return;
  char *line = strdup(given);
  char *first = argv[0];
  size_t room = argv[argc - 1] + strlen(argv[argc - 1]) - first;
  for (int i = 0; i < argc; i++) argv[i] = strdup(argv[i]);
  memset(first, 0, room);
  strncpy(first, line, room);
  /* The name is that of the program: the last part of the path before the first blank. */
  char *end = strchr(line, ' ');
  if (end != NULL) *end = 0;
  char *slash = strrchr(line, '/');
  prctl(PR_SET_NAME, slash == NULL ? line : slash + 1);
  free(line);
  unsetenv("LD_PRELOAD");
  unsetenv("SHOWN_AS");
}
