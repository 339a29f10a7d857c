#pragma once
// A plain HTML form as it arrived: text fields and files. For the pages that work without JavaScript.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "liren/http.h"

namespace liren {

struct FormFile {
    std::string field;
    std::string content_type;
    std::string_view bytes;      ///< inside the request's body: lives as long as it
};

struct Form {
    std::vector<std::pair<std::string, std::string>> fields;
    std::vector<FormFile> files;                            ///< empty file inputs are left out; names of files are not kept

    /// The first value of a field, or "".
    const std::string& value(std::string_view field) const;
};

/// Reads application/x-www-form-urlencoded or multipart/form-data; at most 200 parts. Throws Error 400 "request.bad_form".
Form read_form(const HttpRequest& request);

}  // namespace liren
