#include "liren/files.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "liren/digest.h"
#include "liren/error.h"

namespace liren {

namespace {

class Descriptor {
public:
    explicit Descriptor(int fd) : fd_(fd) {}
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    Descriptor(const Descriptor&) = delete;
    int get() const { return fd_; }

private:
    int fd_;
};

[[noreturn]] void storage_failed(const std::string& what) { throw Error(503, "files.not_stored", what + ": " + std::strerror(errno)).retry_after(5); }

void write_durably(const std::filesystem::path& path, std::string_view bytes) {
    const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    if (file.get() < 0) storage_failed("open " + path.string());
    while (!bytes.empty()) {
        const ssize_t written = ::write(file.get(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) storage_failed("write " + path.string());
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fsync(file.get()) != 0) storage_failed("fsync " + path.string());
}

void sync_folder(const std::filesystem::path& folder) {
    const Descriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory.get() < 0 || ::fsync(directory.get()) != 0) storage_failed("fsync " + folder.string());
}

bool is_name(std::string_view name) { return name.size() == 64 && name.find_first_not_of("0123456789abcdef") == std::string_view::npos; }

}  // namespace

std::filesystem::path Files::place(std::string_view store, std::string_view name) const { return directory_ / store / name.substr(0, 2) / name; }

std::string Files::keep(std::string_view store, std::string_view bytes) const {
    const std::string name = hex(sha256(bytes));
    const std::filesystem::path target = place(store, name);
    if (std::filesystem::exists(target)) return name;
    std::error_code problem;
    std::filesystem::create_directories(target.parent_path(), problem);
    if (problem) throw Error(503, "files.not_stored", problem.message()).retry_after(5);
    const std::filesystem::path temporary = target.string() + "." + random_token(6);
    try {
        write_durably(temporary, bytes);
    } catch (...) {
        std::filesystem::remove(temporary, problem);
        throw;
    }
    std::filesystem::rename(temporary, target);
    sync_folder(target.parent_path());
    return name;
}

std::optional<std::string> Files::path(std::string_view store, std::string_view name) const {
    if (!is_name(name)) return std::nullopt;
    const std::filesystem::path found = place(store, name);
    if (!std::filesystem::exists(found)) return std::nullopt;
    return found.string();
}

void Files::remove(std::string_view store, std::string_view name) const {
    std::error_code absent;
    if (is_name(name)) std::filesystem::remove(place(store, name), absent);
}

}  // namespace liren
