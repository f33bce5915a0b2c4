// Extended attributes of files: glibc's own module for Swift leaves this header out.
#include <sys/xattr.h>
