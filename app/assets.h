#pragma once
// The web build inside the binary: each file once, texts gzipped, sent without a copy.

#include <string>
#include <string_view>
#include <vector>

#include "liren/http.h"

namespace liren {

struct Asset {
    std::string_view path;                    ///< "/assets/index-3f2a.js"
    std::string_view bytes;
    bool gzipped;
    std::string_view etag;
};

/// Made by cmake/embed_assets.cmake; empty when the program was built without pages.
std::vector<Asset> embedded_assets();

class Assets {
public:
    Assets();
    bool empty() const { return assets_.empty(); }
    /// Answers with the file at `path`; false when there is none. `immutable`: its name holds a hash.
    bool answer(const HttpRequest& request, std::string_view path, HttpResponse& response) const;
    /// A page's own text (inflated), for pages that get something put in; "" when there is none.
    std::string text(std::string_view path) const;

private:
    const Asset* find(std::string_view path) const;
    std::vector<Asset> assets_;               ///< sorted by path
};

}  // namespace liren
