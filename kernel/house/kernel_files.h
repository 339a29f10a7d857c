#pragma once
// The kernel's own migrations and texts, embedded by kernel/CMakeLists.txt.

#include <vector>

#include "liren/embedded.h"

namespace liren {

std::vector<EmbeddedFile> kernel_migrations();
std::vector<EmbeddedFile> kernel_texts();

}  // namespace liren
