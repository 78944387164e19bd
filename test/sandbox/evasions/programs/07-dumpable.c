/* Memory that a tracer without rights cannot read. */
#include "try.h"
int main(void) { said("hide", prctl(PR_SET_DUMPABLE, 0)); deed(); }
