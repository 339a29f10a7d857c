#pragma once
// One running liren-image and the socket to it. Not thread-safe: it belongs to one thread of the crew. It never leaves a
// zombie: whoever ends it waits for it.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include <sys/types.h>

#include "liren/image.h"

namespace liren {

class ImageHelper {
public:
    /// Starts the program; nothing (and a reason) when it cannot be.
    static std::optional<ImageHelper> start(const std::string& path, std::string& reason);

    ImageHelper(ImageHelper&& other) noexcept;
    ImageHelper& operator=(ImageHelper&& other) noexcept;
    /// Closes the socket, gives the program a moment to end by itself, kills it otherwise, and reaps it.
    ~ImageHelper();

    /// Readable or hung up when the program says something unasked, which it only does by dying.
    int socket() const { return socket_; }

    /// One question, one answer. Nothing when the program died, fell silent until `deadline`, or spoke nonsense: then it is
    /// of no further use.
    std::optional<PhotoResult> ask(std::string_view header, std::string_view original, std::chrono::steady_clock::time_point deadline, std::string& reason);

    /// Kills at once; the destructor then only reaps.
    void kill();

private:
    ImageHelper(pid_t process, int socket) : process_(process), socket_(socket) {}
    pid_t process_ = -1;
    int socket_ = -1;
};

}  // namespace liren
