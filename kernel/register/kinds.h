#pragma once
// The kinds of fields in words, as the API says them. Private to the kernel.

#include "liren/register.h"

namespace liren {

const char* kind_name(FieldKind kind);

}  // namespace liren
