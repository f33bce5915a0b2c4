#include "editline.h"
