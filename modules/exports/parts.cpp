#include "parts.h"

#include <fcntl.h>
#include <unistd.h>

#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "liren/error.h"
#include "liren/id.h"

namespace liren::exports {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t exact_digits = 15;      // what a spreadsheet's number keeps

fs::path folder_of(const House& house, const std::string& store, std::int64_t id) { return house.settings.data_directory / "exports" / store / id_text(id); }
fs::path path_of(const House& house, const std::string& store, std::int64_t id, std::int64_t part) { return folder_of(house, store, id) / (std::to_string(part) + ".sealed"); }
std::string context_of(std::int64_t id, std::int64_t part) { return "exports.part:" + id_text(id) + ":" + std::to_string(part); }

void demand(bool done, const fs::path& path) {
    if (!done) throw Error(503, "storage.unavailable", "cannot write " + path.string() + ": " + std::strerror(errno));
}

/// A file descriptor that closes itself.
class Descriptor {
public:
    Descriptor(const fs::path& path, int flags) : handle_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) { demand(handle_ >= 0, path); }
    ~Descriptor() { ::close(handle_); }
    Descriptor(const Descriptor&) = delete;
    int get() const { return handle_; }

private:
    int handle_;
};

void write_durably(const fs::path& path, std::string_view bytes) {
    const fs::path aside = path.string() + ".part";
    {
        const Descriptor file(aside, O_WRONLY | O_CREAT | O_TRUNC);
        for (std::string_view rest = bytes; !rest.empty();) {
            const ssize_t count = ::write(file.get(), rest.data(), rest.size());
            demand(count > 0 || errno == EINTR, aside);
            rest.remove_prefix(count > 0 ? static_cast<std::size_t>(count) : 0);
        }
        demand(::fsync(file.get()) == 0, aside);
    }
    fs::rename(aside, path);
    const Descriptor folder(path.parent_path(), O_RDONLY | O_DIRECTORY);
    demand(::fsync(folder.get()) == 0, path);
}

void write_cell(char kind, std::string_view words, SheetWriter& out) {
    switch (kind) {
        case 'e': return out.empty();
        case 'd': return out.date(words);
        case 'n': {
            std::int64_t number = 0;
            std::from_chars(words.data(), words.data() + words.size(), number);
            return out.number(number);
        }
        case 'f': {
            double number = 0;
            std::from_chars(words.data(), words.data() + words.size(), number);
            return words.size() > exact_digits ? out.text(words) : out.number(number);
        }
        default: return out.text(words);
    }
}

}  // namespace

void PieceWriter::put(char kind, std::string_view words) {
    const auto length = static_cast<std::uint32_t>(words.size());
    bytes_.push_back(kind);
    bytes_.append(reinterpret_cast<const char*>(&length), sizeof length);
    bytes_.append(words);
}

std::int64_t write_rows(std::string_view piece, SheetWriter& out) {
    std::int64_t rows = 0;
    while (!piece.empty()) {
        const char kind = piece.front();
        piece.remove_prefix(1);
        if (kind == '\n') {
            out.end_row();
            ++rows;
            continue;
        }
        std::uint32_t length = 0;
        if (piece.size() < sizeof length) throw Error(410, "exports.file_gone");
        std::memcpy(&length, piece.data(), sizeof length);
        piece.remove_prefix(sizeof length);
        if (piece.size() < length) throw Error(410, "exports.file_gone");
        write_cell(kind, piece.substr(0, length), out);
        piece.remove_prefix(length);
    }
    return rows;
}

void keep_part(House& house, const std::string& store, std::int64_t id, std::int64_t part, std::string_view piece) {
    const fs::path path = path_of(house, store, id, part);
    fs::create_directories(path.parent_path());
    fs::permissions(path.parent_path(), fs::perms::owner_all);
    write_durably(path, house.keyring.seal(piece, context_of(id, part)));
}

std::string open_part(House& house, const std::string& store, std::int64_t id, std::int64_t part) {
    std::ifstream file(path_of(house, store, id, part), std::ios::binary);
    if (!file) throw Error(410, "exports.file_gone");
    const std::string sealed(std::istreambuf_iterator<char>(file), {});
    auto piece = house.keyring.open(sealed, context_of(id, part));
    if (!piece) throw Error(410, "exports.file_gone");
    return std::move(*piece);
}

void drop_parts(House& house, const std::string& store, std::int64_t id) {
    std::error_code ignored;
    fs::remove_all(folder_of(house, store, id), ignored);
}

}  // namespace liren::exports
