// What glibc says of the memory in use: its own module for Swift leaves this header out.
#include <malloc.h>
