/* libbirge: what it offers to other programs, in the order of the data. */
#pragma once

#include "base/error.h"
#include "base/input.h"
#include "base/output.h"

#include "text/locale.h"

#include "model/bitext.h"
#include "model/document.h"
#include "model/format.h"
#include "model/unit.h"

#include "exchange/exchange.h"

#include "render/render.h"
