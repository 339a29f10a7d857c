// liren-image: reads photos from standard input and writes what may be shown of them to standard output (frame.h).
// It is started by the server, never by a person, and ends when its input ends.

#include <cstdio>

#include <boost/json.hpp>

#include "confine.h"
#include "frame.h"
#include "photo.h"

namespace {

using namespace liren::image;

constexpr unsigned processor_seconds_per_photo = 15;

int whole(const boost::json::object& header, const char* name, int otherwise, int least, int most) {
    const boost::json::value* value = header.if_contains(name);
    const std::int64_t wanted = value != nullptr && value->is_int64() ? value->get_int64() : otherwise;
    return static_cast<int>(wanted < least ? least : wanted > most ? most : wanted);
}

Photo answer(const std::string& header_text, const std::string& original) {
    boost::json::error_code error;
    const boost::json::value header = boost::json::parse(header_text, error);
    const auto* const object = header.if_object();
    const boost::json::value* const operation = object != nullptr ? object->if_contains("op") : nullptr;
    Photo refused;
    refused.problem = "image.failed";
    refused.detail = "request not understood";
    if (error || operation == nullptr || !operation->is_string()) return refused;
    const std::string_view name(operation->get_string().data(), operation->get_string().size());
    if (name != "photo" && name != "probe") return refused;
    Wishes wishes;
    wishes.view = whole(*object, "max", wishes.view, 16, 8000);
    wishes.thumb = whole(*object, "thumb", wishes.thumb, 16, 2000);
    wishes.pixels = whole(*object, "pixels", 100'000'000, 1, 1'000'000'000);
    wishes.only_measure = name == "probe";
    return make_photo(original, wishes);
}

boost::json::object header_of(const Photo& photo) {
    if (!photo.problem.empty()) return {{"ok", false}, {"error", photo.problem}, {"detail", photo.detail}};
    return {{"ok", true}, {"width", photo.width}, {"height", photo.height}, {"view_width", photo.view_width}, {"view_height", photo.view_height}, {"thumb_width", photo.thumb_width},
            {"thumb_height", photo.thumb_height}};
}

}  // namespace

int main(int, char** arguments) {
    give_up_rights();
    start_vips(arguments[0]);
    while (const auto header = read_piece(largest_header)) {
        const auto original = read_piece(largest_body);
        if (!original) break;
        allow_processor_seconds(processor_seconds_per_photo);
        const Photo photo = answer(*header, *original);
        const std::string reply = boost::json::serialize(header_of(photo));
        if (!write_piece(reply.data(), reply.size()) || !write_piece(photo.view.data(), photo.view.size()) || !write_piece(photo.thumb.data(), photo.thumb.size())) break;
    }
    // No vips_shutdown: the process ends here, and tearing down gives hostile bytes one more chance.
    std::fflush(nullptr);
    return 0;
}
