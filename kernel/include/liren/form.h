#pragma once
// A plain HTML form as it arrived: text fields and files. For the pages that work without JavaScript.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "liren/http.h"
#include "liren/schema.h"

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

/// The pairs of a query string, percent-decoded.
std::vector<std::pair<std::string, std::string>> parse_query(std::string_view query);

/// Reads some of a form's fields into a described struct, by the same rules as a JSON body: empty fields count as absent.
/// `more` adds values that the form does not hold.
template <class T>
void read_fields(const Form& form, std::initializer_list<std::string_view> names, std::initializer_list<std::pair<std::string_view, std::string_view>> more, T& out, Reading& reading) {
    std::vector<std::pair<std::string_view, std::string_view>> values(more);
    for (const std::string_view name : names) values.emplace_back(name, form.value(name));
    read_texts(values, [](const boost::json::value& in, void* into, Reading& r) { Field<T>::read(in, *static_cast<T*>(into), r); }, &out, reading);
}
void read_texts(const std::vector<std::pair<std::string_view, std::string_view>>& values, void (*read)(const boost::json::value&, void*, Reading&), void* out, Reading& reading);

/// Reads application/x-www-form-urlencoded or multipart/form-data; at most 200 parts. Throws Error 400 "request.bad_form".
Form read_form(const HttpRequest& request);

}  // namespace liren
