#pragma once
// /test/*: how tests hold the clock and look behind the curtain. Open only under `serve --test`, on loopback, in a data
// directory that was made for tests.

#include "liren/house.h"
#include "liren/http.h"

namespace liren {

/// False when the path is none of ours.
bool answer_test_door(House& house, const HttpRequest& request, HttpResponse& response);

}  // namespace liren
