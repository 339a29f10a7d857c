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

void write_whole(int handle, std::string_view bytes, const fs::path& path) {
    while (!bytes.empty()) {
        const ssize_t count = ::write(handle, bytes.data(), bytes.size());
        demand(count > 0 || errno == EINTR, path);
        bytes.remove_prefix(count > 0 ? static_cast<std::size_t>(count) : 0);
    }
}

void write_durably(const fs::path& path, std::string_view bytes) {
    const fs::path aside = path.string() + ".part";
    {
        const Descriptor file(aside, O_WRONLY | O_CREAT | O_TRUNC);
        write_whole(file.get(), bytes, aside);
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

namespace {

constexpr std::size_t piece_size = 256u << 10;

fs::path finished_path(const House& house, const std::string& store, std::int64_t id) { return folder_of(house, store, id) / "finished.sealed"; }

/// The last piece says that it is the last: a file that was cut short opens nowhere.
std::string piece_context(std::int64_t id, std::int64_t number, bool last) { return "exports.file:" + id_text(id) + ":" + std::to_string(number) + (last ? ":last" : ""); }

/// Sealed pieces, one a line; all but the last are of one length.
class FinishedSource : public BodySource {
public:
    FinishedSource(House& house, const fs::path& path, std::int64_t id) : house_(house), id_(id), file_(path, std::ios::binary) {
        std::string line;
        if (!std::getline(file_, line)) throw Error(410, "exports.file_gone");
        length_ = line.size() + 1;
        const auto bytes = fs::file_size(path);
        pieces_ = static_cast<std::int64_t>((bytes + length_ - 1) / length_);
        size_ = static_cast<std::uint64_t>(pieces_ - 1) * piece_size + read(pieces_).size();
    }
    std::uint64_t size() const override { return size_; }
    std::string next() override {
        if (next_ > pieces_) return {};
        try {
            return read(next_++);
        } catch (const Error&) {   // the head is sent already: nothing can be said any more
            return {};
        }
    }

private:
    std::string read(std::int64_t number) {
        std::string line;
        file_.clear();
        file_.seekg(static_cast<std::streamoff>(number - 1) * static_cast<std::streamoff>(length_));
        if (!std::getline(file_, line)) throw Error(410, "exports.file_gone");
        auto piece = house_.keyring.open(line, piece_context(id_, number, number == pieces_));
        if (!piece || piece->empty() || (number < pieces_ && piece->size() != piece_size)) throw Error(410, "exports.file_gone");
        return std::move(*piece);
    }

    House& house_;
    const std::int64_t id_;
    std::ifstream file_;
    std::size_t length_ = 0;
    std::int64_t pieces_ = 0, next_ = 1;
    std::uint64_t size_ = 0;
};

}  // namespace

FinishedFile::FinishedFile(House& house, const std::string& store, std::int64_t id)
    : house_(house), id_(id), place_(finished_path(house, store, id).string()), aside_(place_ + "." + id_text(new_id()) + ".part") {
    handle_ = ::open(aside_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (handle_ < 0 && errno == ENOENT) throw Error(410, "exports.file_gone");   // thrown away a moment ago
    demand(handle_ >= 0, aside_);
}

FinishedFile::~FinishedFile() {
    ::close(handle_);
    std::error_code ignored;
    fs::remove(aside_, ignored);   // not there any more when it was finished
}

void FinishedFile::write(std::string_view bytes) {
    waiting_.append(bytes);
    std::size_t done = 0;
    for (; waiting_.size() - done > piece_size; done += piece_size) seal(std::string_view(waiting_).substr(done, piece_size), false);
    waiting_.erase(0, done);
}

void FinishedFile::finish() {
    seal(waiting_, true);
    demand(::fsync(handle_) == 0, aside_);
    fs::rename(aside_, place_);
}

void FinishedFile::seal(std::string_view piece, bool last) { write_whole(handle_, house_.keyring.seal(piece, piece_context(id_, ++pieces_, last)) + "\n", aside_); }

std::shared_ptr<BodySource> open_finished(House& house, const std::string& store, std::int64_t id) {
    const fs::path path = finished_path(house, store, id);
    return fs::exists(path) ? std::make_shared<FinishedSource>(house, path, id) : nullptr;
}

void drop_parts(House& house, const std::string& store, std::int64_t id) {
    std::error_code ignored;
    fs::remove_all(folder_of(house, store, id), ignored);
}

}  // namespace liren::exports
