#include "sheet/source.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sheet/refusal.h"

namespace liren::sheet {

namespace {

class File : public Source {
public:
    explicit File(const std::string& path) : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
        struct stat facts {};
        if (descriptor_ < 0 || ::fstat(descriptor_, &facts) != 0 || !S_ISREG(facts.st_mode)) {
            const int reason = errno;
            if (descriptor_ >= 0) ::close(descriptor_);
            throw Error(503, "sheet.unreadable", path + ": " + std::generic_category().message(reason));
        }
        size_ = static_cast<std::uint64_t>(facts.st_size);
    }
    ~File() override { ::close(descriptor_); }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    std::uint64_t size() const override { return size_; }

    std::size_t read(std::uint64_t offset, char* into, std::size_t room) const override {
        std::size_t done = 0;
        while (done < room) {
            const ssize_t got = ::pread(descriptor_, into + done, room - done, static_cast<off_t>(offset + done));
            if (got < 0 && errno == EINTR) continue;
            if (got < 0) throw Error(503, "sheet.unreadable", std::generic_category().message(errno));
            if (got == 0) break;
            done += static_cast<std::size_t>(got);
        }
        return done;
    }

private:
    int descriptor_;
    std::uint64_t size_ = 0;
};

class Memory : public Source {
public:
    explicit Memory(std::string bytes) : bytes_(std::move(bytes)) {}
    std::uint64_t size() const override { return bytes_.size(); }
    std::size_t read(std::uint64_t offset, char* into, std::size_t room) const override {
        if (offset >= bytes_.size()) return 0;
        const std::size_t count = std::min<std::size_t>(room, bytes_.size() - offset);
        std::memcpy(into, bytes_.data() + offset, count);
        return count;
    }

private:
    std::string bytes_;
};

}  // namespace

std::string Source::bytes(std::uint64_t offset, std::size_t count) const {
    if (offset > size() || count > size() - offset) damaged("the file ends before byte " + std::to_string(offset + count));
    std::string result(count, '\0');
    if (read(offset, result.data(), count) != count) damaged("the file became shorter while it was read");
    return result;
}

std::unique_ptr<Source> open_file(const std::string& path) { return std::make_unique<File>(path); }
std::unique_ptr<Source> in_memory(std::string bytes) { return std::make_unique<Memory>(std::move(bytes)); }

}  // namespace liren::sheet
