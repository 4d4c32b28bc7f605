/* libbirge: what it offers to other programs, in the order of the data. */
#pragma once

#include "align/align.h"
#include "base/error.h"
#include "base/output.h"
#include "exchange/exchange.h"
#include "memory/check.h"
#include "memory/edit.h"
#include "memory/lookup.h"
#include "memory/memory.h"
#include "model/bitext.h"
#include "model/document.h"
#include "model/format.h"
#include "model/unit.h"
#include "read/read.h"
#include "render/render.h"
#include "segment/segment.h"
#include "text/locale.h"
