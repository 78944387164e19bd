/* The kernel's cryptography, through which pages of shared files were overwritten. */
#include "try.h"
int main(void) { said("socket", socket(38, SOCK_SEQPACKET, 0)); }
