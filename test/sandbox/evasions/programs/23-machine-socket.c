/* A socket to the machine around this one, past every network. */
#include "try.h"
int main(void) { said("socket", socket(40, SOCK_STREAM, 0)); }
