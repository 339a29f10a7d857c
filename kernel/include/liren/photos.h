#pragma once
// Keeping a photo a stranger sent: made by the picture program (which strips all metadata), stored on disk, then a row. The
// slow half runs in a route's preparation, the row is written in its transaction.

#include <cstdint>
#include <string>
#include <string_view>

#include "liren/request.h"

namespace liren {

/// What is on disk and waits for its row.
struct KeptPhoto {
    std::string view_name, thumb_name;        ///< of Files
    int width = 0, height = 0;                ///< of the view
    std::int64_t size = 0;
};

/// Makes and stores view and thumb. Throws 422 with the picture's problem, 503 when pictures cannot be made now.
KeptPhoto keep_photo(House& house, const std::string& store, std::string_view bytes);
/// Writes the row (the same client_ref of the same acting account again: the row that is there) and returns its id.
std::int64_t write_photo(Tx& tx, const std::string& store, const KeptPhoto& photo, std::string_view client_ref);

}  // namespace liren
