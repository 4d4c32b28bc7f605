/* Asks the dynamic linker for libraries and functions. */
#include "base/library.h"

#include "base/error.h"

#include <dlfcn.h>

gboolean birge_library_load(const char *name, GError **error) {
  if (dlopen(name, RTLD_LAZY | RTLD_GLOBAL))
    return TRUE;
  g_set_error(error, BIRGE_ERROR, BIRGE_ERROR_INPUT, "can't load a library: %s", dlerror());
  return FALSE;
}

BirgeFunction birge_library_find(const char *name) {
  BirgeFunction function;
  /* POSIX lets functions be held as pointers to data, which C does not. */
  *(void **)&function = dlsym(RTLD_DEFAULT, name);
  if (!function)
    g_error("no library has %s", name);
  return function;
}
