#include "assets.h"

#include <zlib.h>

#include <algorithm>
#include <stdexcept>

namespace liren {

namespace {

std::string inflated(std::string_view gzipped) {
    z_stream stream{};
    if (inflateInit2(&stream, 16 + MAX_WBITS) != Z_OK) throw std::runtime_error("zlib does not start");
    std::string out;
    char piece[16 * 1024];
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(gzipped.data()));
    stream.avail_in = static_cast<uInt>(gzipped.size());
    int state = Z_OK;
    while (state == Z_OK) {
        stream.next_out = reinterpret_cast<Bytef*>(piece);
        stream.avail_out = sizeof piece;
        state = inflate(&stream, Z_NO_FLUSH);
        out.append(piece, sizeof piece - stream.avail_out);
    }
    inflateEnd(&stream);
    if (state != Z_STREAM_END) throw std::runtime_error("an embedded file does not inflate");
    return out;
}

std::string_view content_type(std::string_view path) {
    static constexpr std::pair<std::string_view, std::string_view> types[] = {
        {".js", "text/javascript; charset=utf-8"}, {".css", "text/css; charset=utf-8"}, {".html", "text/html; charset=utf-8"}, {".svg", "image/svg+xml"},
        {".png", "image/png"},                     {".ico", "image/x-icon"},            {".json", "application/json"},         {".woff2", "font/woff2"},
        {".webmanifest", "application/manifest+json"}};
    for (const auto& [ending, type] : types)
        if (path.ends_with(ending)) return type;
    return "application/octet-stream";
}

}  // namespace

Assets::Assets() : assets_(embedded_assets()) {
    std::sort(assets_.begin(), assets_.end(), [](const Asset& a, const Asset& b) { return a.path < b.path; });
}

const Asset* Assets::find(std::string_view path) const {
    const auto found = std::lower_bound(assets_.begin(), assets_.end(), path, [](const Asset& a, std::string_view p) { return a.path < p; });
    return found != assets_.end() && found->path == path ? &*found : nullptr;
}

bool Assets::answer(const HttpRequest& request, std::string_view path, HttpResponse& response) const {
    const Asset* asset = find(path);
    if (!asset) return false;
    response.content_type = content_type(path);
    // Names under /assets/ hold a hash, except the two that plain pages link by name.
    const bool hashed = path.starts_with("/assets/") && path != "/assets/plain.css" && path != "/assets/mark.svg";
    response.headers = {{"ETag", std::string(asset->etag)}, {"Cache-Control", hashed ? "public, max-age=31536000, immutable" : "no-cache"}, {"Vary", "Accept-Encoding"}};
    if (request.header("if-none-match") == asset->etag) {
        response.status = 304;
        return true;
    }
    if (!asset->gzipped) response.fixed_body = asset->bytes;
    else if (request.header("accept-encoding").find("gzip") != std::string_view::npos) {
        response.headers.emplace_back("Content-Encoding", "gzip");
        response.fixed_body = asset->bytes;
    } else {
        response.body = inflated(asset->bytes);
    }
    return true;
}

std::string Assets::text(std::string_view path) const {
    const Asset* asset = find(path);
    if (!asset) return {};
    return asset->gzipped ? inflated(asset->bytes) : std::string(asset->bytes);
}

}  // namespace liren
