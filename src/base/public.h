/* Marks what the shared library offers: all that stands between these two in a header. */
#pragma once

#define BIRGE_BEGIN_PUBLIC _Pragma("GCC visibility push(default)")
#define BIRGE_END_PUBLIC _Pragma("GCC visibility pop")
