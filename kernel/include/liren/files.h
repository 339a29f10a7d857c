#pragma once
// Files: bytes that live beside the store, at files/<store>/<aa>/<sha256>, written (temporary, fsync, rename, fsync of the
// folder) before the row that names them. Photos come through ImageWorkers, which strip all metadata: what is kept is a view
// (≤ 1600 px) and a thumb (320 px), never the bytes as they came. A file that no row cites for 24 hours is swept.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace liren {

class Files {
public:
    explicit Files(std::filesystem::path directory) : directory_(std::move(directory)) {}

    /// Stores bytes durably and returns their name (hex sha-256). Storing the same bytes again costs nothing.
    std::string keep(std::string_view store, std::string_view bytes) const;
    /// Where those bytes are; nullopt when they are not there.
    std::optional<std::string> path(std::string_view store, std::string_view name) const;
    void remove(std::string_view store, std::string_view name) const;

private:
    std::filesystem::path place(std::string_view store, std::string_view name) const;
    std::filesystem::path directory_;
};

}  // namespace liren
