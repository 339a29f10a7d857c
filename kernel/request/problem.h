#pragma once
// Errors as RFC 9457 problem+json: a stable key for machines, a sentence in the caller's language for people.

#include <string>
#include <string_view>

#include "liren/error.h"
#include "liren/http.h"
#include "liren/texts.h"

namespace liren {

HttpResponse problem_response(const Error& error, const Texts& texts, std::string_view language);

}  // namespace liren
